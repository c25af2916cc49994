//! A handover of a seat in the schema.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{handover, handover_open_item, id::AccountId};

use super::{
    loader::{OpenItemsOf, OpenOn},
    vocabulary::{HandoverOpenItemKind, HandoverOpenItemOutcome, HandoverState},
};
use crate::{
    domain::{
        access::{Action, HandoverAccess},
        fault::Fault,
        handover::{Handovers, rules::Verb},
        knowledge::Purpose,
    },
    graphql::{
        account::{Account, object::load_account},
        error::Nullable,
        identity::user::{User, load_user},
        incident::{Incident, timeline::load_incident},
        knowledge::{
            KnowledgeEntry,
            reuse::{KnowledgeUse, uses_for},
        },
        loader::{load, loaders},
        vocabulary::Seat,
    },
};

/// The handover of a seat from its primary to the next one. Seen by the seats of the account, the receiver until the move, the
/// former holder in the time of grace, the region's directors, auditors and administrators, and by executives who see the account.
#[derive(Clone)]
pub struct Handover(pub(in crate::graphql) HandoverAccess);

impl Handover {
    fn row(&self) -> &handover::Model {
        self.0.handover()
    }
}

/// The handover of a seat from its primary to the next one. Seen by the seats of the account, the receiver until the move, the
/// former holder in the time of grace, the region's directors, auditors and administrators, and by executives who see the account.
#[Object]
impl Handover {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.row().id.to_string())
    }

    /// The account.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        load_account(ctx, self.row().account_id).await
    }

    /// Which seat of it.
    async fn seat(&self) -> Seat {
        self.row().seat.into()
    }

    /// Where it stands.
    async fn state(&self) -> HandoverState {
        self.row().state.into()
    }

    /// Whether the outgoing primary is gone: the region's directors write the pack and tell the customer, and there is no overlap.
    async fn emergency(&self) -> bool {
        self.row().emergency
    }

    /// Who hands over: the primary of the seat when it began.
    async fn outgoing(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().outgoing_id).await
    }

    /// Who takes over.
    async fn receiver(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().receiver_id).await
    }

    /// Who began it.
    async fn initiated_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().initiated_by).await
    }

    /// Why the seat is handed over.
    async fn reason(&self) -> &str {
        &self.row().reason
    }

    /// Why somebody of another function or of another seat receives it.
    async fn exception_reason(&self) -> Option<&str> {
        self.row().exception_reason.as_deref()
    }

    /// What the receiver missed in the pack that they sent back last.
    async fn return_reason(&self) -> Option<&str> {
        self.row().return_reason.as_deref()
    }

    /// Why it was refused or cancelled.
    async fn end_reason(&self) -> Option<&str> {
        self.row().end_reason.as_deref()
    }

    /// Who at the customer was told of the receiver, and how. Null for whoever may not read the pack.
    async fn informed(&self) -> Option<&str> {
        self.row().informed.as_deref().filter(|_| self.0.permits(Action::ReadPack))
    }

    /// When the receiver took the pack.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.row().accepted_at
    }

    /// When the overlap began.
    async fn shadowing_at(&self) -> Option<DateTime<Utc>> {
        self.row().shadowing_at
    }

    /// How many business days the overlap lasts at least: by the account's tier and the policy when it began.
    async fn overlap_days(&self) -> Option<i32> {
        self.row().overlap_days
    }

    /// From when on the seat can be moved: the end of that many business days of the account's calendar after the day on which the
    /// overlap began. Not asked for in an emergency.
    async fn transfer_from(&self) -> Option<DateTime<Utc>> {
        self.row().transfer_from
    }

    /// When the customer was told of the receiver.
    async fn introduced_at(&self) -> Option<DateTime<Utc>> {
        self.row().introduced_at
    }

    /// When the seat was moved.
    async fn transferred_at(&self) -> Option<DateTime<Utc>> {
        self.row().transferred_at
    }

    /// The receiver's assignment since then, `asg_...`: what `proficiency` asks for.
    async fn new_assignment_id(&self) -> Option<ID> {
        self.row().new_assignment_id.map(|id| ID(id.to_string()))
    }

    /// Until when the former holder reads what a seat reads, unless it is closed before.
    async fn grace_until(&self) -> Option<DateTime<Utc>> {
        self.row().grace_until
    }

    /// When it was closed, refused or cancelled.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.row().ended_at
    }

    /// What was open in the name of the former holder on the account when the seat was moved, and what became of it: parts in
    /// incidents, commitments, then at most 500 entries that were theirs to verify, what was due first first, then the number of
    /// their drafts. For whoever may read the pack.
    async fn open_items(&self, ctx: &Context<'_>) -> Nullable<Vec<HandoverOpenItem>> {
        if !self.0.permits(Action::ReadPack) {
            return Some(Err(Fault::Forbidden("you may see this handover but not read its pack").into()));
        }
        let rows = load(&loaders(ctx).handover, OpenItemsOf(self.row().id)).await;
        Some(rows.map(|rows| rows.unwrap_or_default().into_iter().map(HandoverOpenItem).collect()))
    }

    /// Goes up with each change; changes are made against it. Acknowledging items is no such change.
    async fn version(&self) -> i32 {
        self.row().version
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.row().created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.row().updated_at
    }

    /// What entries of the think tank were used for it, of those that the viewer may read, the latest first; at most 100. Say so
    /// with `knowledgeEntryUse`.
    async fn uses(&self, ctx: &Context<'_>) -> Nullable<Vec<KnowledgeUse>> {
        uses_for(ctx, Purpose::Handover(self.row().id)).await
    }

    /// What the viewer may do with it now.
    async fn viewer_can(&self) -> HandoverViewerCan {
        let can = |verb| Handovers::may_take(&self.0, verb);
        HandoverViewerCan {
            read_pack: self.0.permits(Action::ReadPack),
            write_part: can(Verb::Write),
            submit_pack: can(Verb::Submit),
            accept_pack: can(Verb::Accept),
            return_pack: can(Verb::Return),
            refuse: can(Verb::Refuse),
            begin_shadowing: can(Verb::Shadow),
            introduce: can(Verb::Introduce),
            co_own: can(Verb::CoOwn),
            transfer: can(Verb::Transfer),
            close: can(Verb::Close),
            cancel: can(Verb::Cancel),
            declare_emergency: can(Verb::DeclareEmergency),
        }
    }
}

/// What the viewer may do with a handover now: their rights and its state, from the tables that also enforce it. Whether the pack
/// is complete and the overlap is over is not looked at.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct HandoverViewerCan {
    /// Read its pack: `handoverPack`.
    read_pack: bool,
    /// Write a part of its pack: `handoverWritePart`.
    write_part: bool,
    /// Give the pack to the receiver: `handoverSubmitPack`.
    submit_pack: bool,
    /// Take the pack: `handoverAcceptPack`.
    accept_pack: bool,
    /// Send the pack back: `handoverReturnPack`.
    return_pack: bool,
    /// Not want the seat: `handoverRefuse`.
    refuse: bool,
    /// Begin the overlap: `handoverBeginShadowing`.
    begin_shadowing: bool,
    /// Say that the customer was told: `handoverIntroduce`.
    introduce: bool,
    /// Go on to answering for the seat together: `handoverCoOwn`.
    co_own: bool,
    /// Move the seat: `handoverTransfer`.
    transfer: bool,
    /// End the former holder's reading: `handoverClose`.
    close: bool,
    /// Call it off: `handoverCancel`.
    cancel: bool,
    /// Say that the outgoing primary is gone: `handoverDeclareEmergency`.
    declare_emergency: bool,
}

/// Something that was open in the name of the former holder of a seat when it was moved.
pub struct HandoverOpenItem(handover_open_item::Model);

/// Something that was open in the name of the former holder of a seat when it was moved: the lead of an incident, a place on its
/// response team, a commitment of its letter, an entry of the think tank to be verified, or drafts.
#[Object]
impl HandoverOpenItem {
    /// What it is.
    async fn kind(&self) -> HandoverOpenItemKind {
        match &self.0 {
            row if row.entry_id.is_some() => HandoverOpenItemKind::Verification,
            row if row.drafts.is_some() => HandoverOpenItemKind::Drafts,
            row if row.commitment_id.is_some() => HandoverOpenItemKind::Commitment,
            row if row.lead => HandoverOpenItemKind::IncidentLead,
            _ => HandoverOpenItemKind::ResponseTeam,
        }
    }

    /// The incident that it belongs to; null: it is a verification or drafts.
    async fn incident(&self, ctx: &Context<'_>) -> Nullable<Incident> {
        load_incident(ctx, self.0.incident_id?).await
    }

    /// The commitment, `com_...`; null: it is something else.
    async fn commitment_id(&self) -> Option<ID> {
        self.0.commitment_id.map(|id| ID(id.to_string()))
    }

    /// Whether it is the lead of the incident.
    async fn is_lead(&self) -> bool {
        self.0.lead
    }

    /// The entry that is to be verified; null: it is something else, or the viewer may not read it (any more).
    async fn knowledge_entry(&self, ctx: &Context<'_>) -> Nullable<KnowledgeEntry> {
        let entry = load(&loaders(ctx).knowledge, self.0.entry_id?).await;
        entry.map(|access| access.map(KnowledgeEntry)).transpose()
    }

    /// How many drafts there were; null: it is something else. They stay with their author, who alone, with those whom they shared
    /// one with, knows what they say: ask them to publish or to share what is of use.
    async fn drafts(&self) -> Option<i32> {
        self.0.drafts
    }

    /// What became of it.
    async fn outcome(&self) -> HandoverOpenItemOutcome {
        self.0.outcome.into()
    }
}

/// The open handovers of an account, read together with those of the other accounts of the list.
pub(in crate::graphql) async fn open_on(ctx: &Context<'_>, account: AccountId) -> Nullable<Vec<Handover>> {
    let found = load(&loaders(ctx).handover, OpenOn(account)).await;
    Some(found.map(|found| found.unwrap_or_default().into_iter().map(Handover).collect()))
}
