//! The pack of a handover in the schema.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{account, assignment};

use super::{
    line::{HandoverPackCommitment, HandoverPackIncident, HandoverPackNote, HandoverPackRequest},
    object::Handover,
    vocabulary::{HandoverPackLack, HandoverPackPart},
};
use crate::{
    domain::handover::{
        Pack, PackItem,
        document::{PartContent, TeamMember},
        rules::pack::{Lack, Missing},
    },
    graphql::{
        context::services,
        error::{Error, Nullable},
        identity::user::{User, load_user},
        knowledge::KnowledgeEntry,
        loader::{load, loaders},
        scalar::Markdown,
        vocabulary::{AccountStatus, KnowledgeType, Position, RelationshipStage, Seat, Tier, Trust},
    },
};

/// Everything that the successor must know: twelve parts.
pub struct HandoverPack(pub(super) Pack);

/// Everything that the successor must know: twelve parts, into which the system puts what it holds of the account, beside what the
/// outgoing primary writes. As it was accepted, or as it stands now. Entries of the think tank are shown to whoever may read
/// them now. For whoever sees the handover, administrators excepted.
#[Object]
impl HandoverPack {
    /// The handover.
    async fn handover(&self) -> Handover {
        Handover(self.0.access.clone())
    }

    /// When the receiver took it, and it was frozen; null: it is as it stands now.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.accepted.as_ref().map(|(_, at)| *at)
    }

    /// SHA-256 of what was accepted, hexadecimal.
    async fn content_hash(&self) -> Option<&str> {
        self.0.accepted.as_ref().map(|(hash, _)| hash.as_str())
    }

    /// How complete it is, from 0 to 100: a point for each part and for each of the three must-knows. It is submitted with 90 and
    /// three must-knows.
    async fn completeness(&self) -> u32 {
        self.0.completeness.percent
    }

    /// What it lacks, in the order of the parts.
    async fn missing(&self) -> Vec<HandoverPackMissing> {
        self.0.completeness.missing.iter().map(Into::into).collect()
    }

    /// How many of its items the receiver has acknowledged.
    async fn acknowledged_items(&self) -> usize {
        let items = self.0.items.values().flatten();
        items.filter(|item| item.acknowledged_at.is_some()).count()
    }

    /// How many items it has: each part, and each entry of the think tank in one.
    async fn total_items(&self) -> usize {
        self.0.items.values().map(Vec::len).sum()
    }

    /// Where it is as Markdown, below the address of this server, to be read by people. It is fetched with the same bearer token as
    /// this.
    async fn markdown_path(&self) -> String {
        format!("/handovers/{}.md", self.0.access.handover().id)
    }

    /// Where it is as a PDF, below the address of this server. It is fetched with the same bearer token as this.
    async fn pdf_path(&self) -> String {
        format!("/handovers/{}.pdf", self.0.access.handover().id)
    }

    /// The characters of it, as you may read it, that its PDF shows as a box, for want of a font that has them.
    async fn unprintable(&self, ctx: &Context<'_>) -> Nullable<Vec<String>> {
        let lacking = services(ctx).handovers().unprintable(&self.0).await;
        Some(lacking.map(|lacking| lacking.into_iter().map(String::from).collect()).map_err(Into::into))
    }

    /// The account in short.
    async fn account_facts(&self) -> HandoverPackAccount {
        HandoverPackAccount::of(&self.0)
    }

    /// Who serves the account.
    async fn team(&self) -> Vec<HandoverPackMember> {
        self.0.content.team.iter().map(Into::into).collect()
    }

    /// The special notes that held, the worst first: what everybody must heed who deals with the account.
    async fn special_notes(&self) -> Vec<HandoverPackNote> {
        self.0.content.notes.iter().map(Into::into).collect()
    }

    /// The twelve parts.
    async fn parts(&self) -> Vec<HandoverPackSection<'_>> {
        self.0.content.parts.iter().map(|part| HandoverPackSection { pack: &self.0, part }).collect()
    }
}

/// Something that a pack lacks.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct HandoverPackMissing {
    /// In which part.
    part: HandoverPackPart,
    /// What.
    lack: HandoverPackLack,
    /// How many of them; 1 for a text.
    count: usize,
}

impl From<&Missing> for HandoverPackMissing {
    fn from(missing: &Missing) -> Self {
        let (lack, count) = match missing.lack {
            Lack::Text => (HandoverPackLack::Text, 1),
            Lack::TextOrReason => (HandoverPackLack::TextOrReason, 1),
            Lack::MustKnows(count) => (HandoverPackLack::MustKnows, count),
        };
        Self { part: missing.part.into(), lack, count }
    }
}

/// An account in short, as its pack has it.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoverPackAccount {
    /// Its name.
    name: String,
    /// Its code.
    code: String,
    /// Its industry.
    industry: Option<String>,
    /// The region that answers for it, by name.
    region: String,
    /// The customer's time zone, a name of the IANA database.
    time_zone: String,
    /// Where the business stands.
    status: AccountStatus,
    /// How important it is; null: unrated.
    tier: Option<Tier>,
    /// How close the relationship is.
    relationship_stage: RelationshipStage,
    /// The executive who stands for it, by name.
    executive_sponsor: Option<String>,
}

impl HandoverPackAccount {
    fn of(pack: &Pack) -> Self {
        let facts = pack.content.account.clone();
        let tier: Option<account::Tier> = facts.tier;
        Self {
            name: facts.name,
            code: facts.code,
            industry: facts.industry,
            region: facts.region,
            time_zone: facts.time_zone,
            status: facts.status.into(),
            tier: tier.map(Into::into),
            relationship_stage: facts.stage.into(),
            executive_sponsor: facts.sponsor,
        }
    }
}

/// Somebody who serves the account, as its pack has it.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoverPackMember {
    /// The person's id, `usr_...`.
    user_id: ID,
    /// By name.
    name: String,
    /// In which seat; null: extended member.
    seat: Option<Seat>,
    /// As what.
    position: Position,
    /// What an extended member is good for.
    expertise: Option<String>,
}

impl From<&TeamMember> for HandoverPackMember {
    fn from(member: &TeamMember) -> Self {
        let seat: Option<assignment::Seat> = member.seat;
        Self {
            user_id: ID(member.id.to_string()),
            name: member.name.clone(),
            seat: seat.map(Into::into),
            position: member.position.into(),
            expertise: member.expertise.clone(),
        }
    }
}

/// A part of a pack.
pub struct HandoverPackSection<'a> {
    pack: &'a Pack,
    part: &'a PartContent,
}

/// A part of a pack.
#[Object]
impl HandoverPackSection<'_> {
    /// Which.
    async fn part(&self) -> HandoverPackPart {
        self.part.part.into()
    }

    /// What was written; empty: nothing.
    async fn body(&self) -> Markdown {
        Markdown(self.part.body.clone())
    }

    /// Why there is nothing to tell.
    async fn nothing_to_tell(&self) -> Option<&str> {
        self.part.nothing.as_deref()
    }

    /// What one must know; only in the summary.
    async fn must_knows(&self) -> &[String] {
        &self.part.must_knows
    }

    /// Whether it lacks nothing.
    async fn complete(&self) -> bool {
        !self.pack.completeness.missing.iter().any(|missing| missing.part == self.part.part)
    }

    /// Who wrote it last; null: nobody.
    async fn written_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.pack.written.get(&self.part.part)?.written_by).await
    }

    /// When it was last written.
    async fn written_at(&self) -> Option<DateTime<Utc>> {
        self.pack.written.get(&self.part.part).map(|row| row.updated_at)
    }

    /// What of it the receiver acknowledges: first the part itself, then the entries of the think tank in it, what was changed last
    /// first.
    async fn items(&self) -> Vec<HandoverPackItem<'_>> {
        self.pack.items.get(&self.part.part).into_iter().flatten().map(HandoverPackItem).collect()
    }

    /// The incidents in it, the latest first; at most 500.
    async fn incidents(&self) -> Vec<HandoverPackIncident<'_>> {
        self.part.incidents.iter().map(HandoverPackIncident).collect()
    }

    /// The open commitments in it, what is due first before the rest; at most 500.
    async fn commitments(&self) -> Vec<HandoverPackCommitment> {
        self.part.promises.iter().map(Into::into).collect()
    }

    /// The customer's open requests in it, what is due first before the rest; at most 500.
    async fn customer_requests(&self) -> Vec<HandoverPackRequest> {
        self.part.requests.iter().map(Into::into).collect()
    }
}

/// Something of a pack that the receiver acknowledges: a part, or an entry of the think tank.
pub struct HandoverPackItem<'a>(&'a PackItem);

/// Something of a pack that the receiver acknowledges: a part, or an entry of the think tank.
#[Object]
impl HandoverPackItem<'_> {
    /// Its place in the pack, from 1: by it it is acknowledged. Null: the pack was not accepted yet.
    async fn place(&self) -> Option<i32> {
        self.0.place
    }

    /// When the receiver acknowledged it; null: they have not.
    async fn acknowledged_at(&self) -> Option<DateTime<Utc>> {
        self.0.acknowledged_at
    }

    /// Whether it is an entry of the think tank; else it is the part itself.
    async fn is_entry(&self) -> bool {
        self.0.entry.is_some()
    }

    /// What sort of knowledge the entry is.
    async fn entry_type(&self) -> Option<KnowledgeType> {
        self.0.entry.as_ref().map(|entry| entry.kind.into())
    }

    /// The title of the entry in the revision that was handed over; null: it is none, or the viewer may no longer read it.
    async fn title(&self) -> Option<&str> {
        self.0.entry.as_ref().filter(|_| self.0.readable).map(|entry| entry.title.as_str())
    }

    /// The revision of the entry that was handed over; it may have newer ones.
    async fn revision(&self) -> Option<i32> {
        self.0.entry.as_ref().map(|entry| entry.revision)
    }

    /// How far the entry could be trusted when the pack was accepted, or can be now if it was not; how far it can be trusted now
    /// says `entry.trust`. Null: it is none, or a negotiation record, which says what was said, or the viewer may no longer read it,
    /// or it was handed over before this was kept.
    async fn trust(&self) -> Option<Trust> {
        self.0.entry.as_ref().filter(|_| self.0.readable)?.trust.map(Into::into)
    }

    /// Whether somebody contested the entry when the pack was accepted, or does now if it was not: it was not to be relied on. False,
    /// if the viewer may no longer read it.
    async fn contested(&self) -> bool {
        self.0.entry.as_ref().is_some_and(|entry| self.0.readable && entry.contested)
    }

    /// The entry as it is now; an error `NOT_FOUND` if the viewer may no longer read it.
    async fn entry(&self, ctx: &Context<'_>) -> Nullable<KnowledgeEntry> {
        let id = self.0.entry.as_ref()?.id;
        let found = load(&loaders(ctx).knowledge, id).await;
        Some(found.and_then(|found| found.map(KnowledgeEntry).ok_or_else(Error::not_found)))
    }
}
