//! The pack: reading it, writing its parts, giving it to the receiver.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    handover_item, handover_part,
    handover_part::PackPart,
    id::{HandoverId, KnowledgeEntryId},
    knowledge_entry,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    Handovers, Target,
    change::{About, Change},
};
use crate::{
    domain::{
        access::{Action, HandoverAccess, Viewer, scope::KnowledgeScope},
        fault::Fault,
        handover::{
            assemble,
            document::{EntryLine, PackContent},
            error::HandoverError,
            rules::{
                self, Verb,
                pack::{Completeness, Written, can_be_nothing, completeness},
            },
            store,
        },
        input::Checks,
        journal::{Claim, Outcome},
    },
    platform::db::Tx,
};

/// The longest text of a part, and must-know.
const BODY: usize = 20_000;
const MUST_KNOW: usize = 300;
/// The most must-knows.
const MOST_MUST_KNOWS: usize = 10;

/// What is written into a part, in place of what was there.
#[derive(Clone, Debug)]
pub struct WritePart {
    /// Which.
    pub part: PackPart,
    /// Markdown; may be empty.
    pub body: String,
    /// Why there is nothing to tell.
    pub nothing: Option<String>,
    /// What one must know.
    pub must_knows: Vec<String>,
}

impl WritePart {
    fn checked(&self) -> Result<(PackPart, Written), HandoverError> {
        let mut checks = Checks::new();
        let body = checks.optional_body("body", &self.body, BODY);
        let nothing = checks.optional_reason("nothingToTell", self.nothing.as_deref());
        if nothing.is_some() && !body.is_empty() {
            checks.refuse(
                "nothingToTell",
                "NOT_ALLOWED",
                "either write something or say why there is nothing",
            );
        }
        if self.must_knows.len() > MOST_MUST_KNOWS {
            let told =
                format!("at most {MOST_MUST_KNOWS} are allowed: one must be able to keep them in mind");
            checks.refuse("mustKnows", "TOO_MANY", told);
        }
        if self.part != PackPart::Summary && !self.must_knows.is_empty() {
            checks.refuse("mustKnows", "NOT_ALLOWED", "must-knows stand in the summary");
        }
        let mut must_knows = Vec::new();
        for (place, text) in self.must_knows.iter().enumerate() {
            must_knows.push(checks.line(&format!("mustKnows.{place}"), text, MUST_KNOW));
        }
        checks.done()?;
        if nothing.is_some() && !can_be_nothing(self.part) {
            return Err(HandoverError::AlwaysTold);
        }
        Ok((self.part, Written { body, nothing, must_knows }))
    }
}

/// Something of a pack that the receiver acknowledges.
#[derive(Clone, Debug)]
pub struct PackItem {
    /// Its place in the pack, from 1; `None`: the pack was not accepted yet.
    pub place: Option<i32>,
    /// The entry of the think tank; `None`: the part itself.
    pub entry: Option<EntryLine>,
    /// Whether the viewer may read that entry now.
    pub readable: bool,
    /// When the receiver acknowledged it.
    pub acknowledged_at: Option<DateTime<Utc>>,
}

/// A pack that the viewer may read.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The handover.
    pub access: HandoverAccess,
    /// What it says: as it was accepted, or as it stands now.
    pub content: PackContent,
    /// SHA-256 of the content that was accepted, and when.
    pub accepted: Option<(String, DateTime<Utc>)>,
    /// How complete it is.
    pub completeness: Completeness,
    /// What of each part the receiver acknowledges: the part itself, then the entries in it.
    pub items: BTreeMap<PackPart, Vec<PackItem>>,
    /// Who wrote which part last, and when.
    pub written: BTreeMap<PackPart, handover_part::Model>,
}

impl Handovers {
    /// The pack of a handover: as it was accepted, or as it stands now.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if the viewer may not see the handover, [`Fault::Forbidden`] if they may see it but not its pack.
    pub async fn pack(&self, viewer: &Viewer, id: HandoverId) -> Result<Pack, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        let access = self.access.handover(viewer, id).await?;
        if !access.permits(Action::ReadPack) {
            return Err(Fault::Forbidden("you may see this handover but not read its pack"));
        }
        let reader = self.db.reader();
        let (content, accepted) = match store::frozen(reader, id).await? {
            Some(row) => {
                let content: PackContent = serde_json::from_str(&row.content).map_err(store::unreadable)?;
                (content, Some((row.content_hash, row.accepted_at)))
            }
            None => (assemble::content(reader, access.handover(), self.db.clock().now()).await?, None),
        };
        let completeness = completeness(&content.written(), &content.held());
        let known = store::items(reader, id).await?;
        let items = items(&content, &known, &self.readable(viewer, &content).await?);
        let written = store::parts(reader, id).await?;
        Ok(Pack { access, content, accepted, completeness, items, written })
    }

    /// Those of the entries of a pack that the viewer may read now.
    async fn readable(
        &self,
        viewer: &Viewer,
        content: &PackContent,
    ) -> Result<BTreeSet<KnowledgeEntryId>, Fault> {
        let named: Vec<KnowledgeEntryId> =
            content.parts.iter().flat_map(|part| &part.entries).map(|entry| entry.id).collect();
        if named.is_empty() {
            return Ok(BTreeSet::new());
        }
        let ids = knowledge_entry::Entity::find()
            .select_only()
            .column(knowledge_entry::Column::Id)
            .filter(knowledge_entry::Column::Id.is_in(named))
            .filter(KnowledgeScope::of(viewer).condition())
            .into_tuple()
            .all(self.db.reader())
            .await?;
        Ok(ids.into_iter().collect())
    }

    /// Writes a part of the pack. The outcome's id is the handover's.
    ///
    /// # Errors
    /// The text is not in order, the pack is with the receiver, or the version is not the present one.
    pub async fn write(
        &self,
        viewer: &Viewer,
        target: &Target,
        part: &WritePart,
    ) -> Result<Outcome, HandoverError> {
        let (part, written) = &part.checked()?;
        let committed = self.db.write(|tx| write_in(tx, viewer, target, *part, written)).await?;
        Ok(Claim::outcome(committed))
    }

    /// Gives the pack to the receiver. The outcome's id is the handover's.
    ///
    /// # Errors
    /// The pack lacks too much, the state does not allow it, or the version is not the present one.
    pub async fn submit(&self, viewer: &Viewer, target: &Target) -> Result<Outcome, HandoverError> {
        let committed = self.db.write(|tx| submit_in(tx, viewer, target)).await?;
        Ok(Claim::outcome(committed))
    }
}

async fn write_in(
    tx: Tx,
    viewer: &Viewer,
    target: &Target,
    part: PackPart,
    written: &Written,
) -> Result<Claim, HandoverError> {
    let change = match Change::begin(tx, viewer, target, Verb::Write).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(Verb::Write, change.handover())?;
    store::write_part(&change.tx, &change.access, part, written, change.actor()?).await?;
    change.save(next, Verb::Write.event(), About { part: Some(part), ..About::default() }).await
}

async fn submit_in(tx: Tx, viewer: &Viewer, target: &Target) -> Result<Claim, HandoverError> {
    let change = match Change::begin(tx, viewer, target, Verb::Submit).await? {
        Ok(change) => change,
        Err(replayed) => return Ok(replayed),
    };
    let next = rules::take(Verb::Submit, change.handover())?;
    let content = assemble::content(&*change.tx, change.handover(), change.tx.now()).await?;
    let complete = completeness(&content.written(), &content.held());
    if !complete.is_ready() {
        return Err(HandoverError::PackIncomplete { percent: complete.percent });
    }
    change.save(next, Verb::Submit.event(), About::default()).await
}

/// What is acknowledged of each part, with what the receiver has acknowledged.
fn items(
    content: &PackContent,
    known: &[handover_item::Model],
    readable: &BTreeSet<KnowledgeEntryId>,
) -> BTreeMap<PackPart, Vec<PackItem>> {
    let mut rows = known.iter();
    let mut items = BTreeMap::new();
    for part in &content.parts {
        let entries = std::iter::once(None).chain(part.entries.iter().cloned().map(Some));
        let of_part: Vec<PackItem> = entries
            .map(|entry| {
                // The rows stand in the order of the frozen pack; before it is accepted there are none.
                let row = rows.next();
                PackItem {
                    place: row.map(|row| row.place),
                    readable: entry.as_ref().is_none_or(|entry| readable.contains(&entry.id)),
                    acknowledged_at: row.and_then(|row| row.acknowledged_at),
                    entry,
                }
            })
            .collect();
        items.insert(part.part, of_part);
    }
    items
}
