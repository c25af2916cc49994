//! Reuse: that an entry was used for something, and whether it helped. A use is seen by who sees the entry and what it was used
//! for; so are the figures made of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    customer_request, handover,
    id::{HandoverId, IncidentId, KnowledgeEntryId, RequestId, UserId},
    knowledge_entry,
    knowledge_entry::KnowledgeState,
    knowledge_use::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, SimpleExpr},
};
use uuid::Uuid;

use super::{
    change::{Change, outcome},
    error::KnowledgeError,
    event::{KnowledgeEventKind, LinkSnapshot},
    list::seen_incidents,
    reading::Shown,
    rules,
    service::KnowledgeEntries,
};
use crate::{
    domain::{
        access::{
            Viewer, proof,
            scope::{HandoverScope, KnowledgeScope, RequestScope},
        },
        fault::Fault,
        input::Checks,
        journal::Outcome,
    },
    platform::db::Tx,
};

/// The most uses of an entry, or for a thing, that are listed, the latest first.
pub const MOST_USES: usize = 100;

/// What an entry was used for. Further kinds of things get a variant, a column and an arm in each function below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To solve an incident.
    Incident(IncidentId),
    /// To answer a request of a customer.
    Request(RequestId),
    /// To hand over a seat.
    Handover(HandoverId),
}

impl Purpose {
    fn uuid(self) -> Uuid {
        match self {
            Self::Incident(id) => id.0,
            Self::Request(id) => id.0,
            Self::Handover(id) => id.0,
        }
    }

    /// What a row says.
    fn of(row: &Model) -> Option<Self> {
        let incident = row.incident_id.map(Self::Incident);
        incident.or(row.request_id.map(Self::Request)).or(row.handover_id.map(Self::Handover))
    }

    /// The viewer sees it.
    async fn see(self, tx: &Tx, viewer: &Viewer) -> Result<LinkSnapshot, Fault> {
        match self {
            Self::Incident(id) => {
                let account = proof::see_incident(tx, viewer, id).await?;
                Ok(LinkSnapshot { incident: Some(id), ..LinkSnapshot::account(account) })
            }
            Self::Request(id) => {
                let account = proof::see_request(tx, viewer, id).await?;
                Ok(LinkSnapshot { request: Some(id), ..LinkSnapshot::account(account) })
            }
            Self::Handover(id) => {
                let account = proof::see_handover(tx, viewer, id).await?;
                Ok(LinkSnapshot { handover: Some(id), ..LinkSnapshot::account(account) })
            }
        }
    }
}

/// The uses for what the viewer sees.
fn seen(viewer: &Viewer) -> Condition {
    let requests = customer_request::Entity::find()
        .select_only()
        .column(customer_request::Column::Id)
        .filter(RequestScope::of(viewer).condition());
    let handovers = handover::Entity::find()
        .select_only()
        .column(handover::Column::Id)
        .filter(HandoverScope::of(viewer).condition());
    Condition::any()
        .add(Column::IncidentId.in_subquery(seen_incidents(viewer)))
        .add(Column::RequestId.in_subquery(requests.into_query()))
        .add(Column::HandoverId.in_subquery(handovers.into_query()))
}

/// Say that an entry was used for something.
#[derive(Clone, Debug)]
pub struct UseEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// For what.
    pub purpose: Purpose,
    /// Whether it was useful; `None`: that is not said, or stays as it was.
    pub useful: Option<bool>,
    /// What there is to say about that; `None`: nothing, or as before.
    pub note: Option<String>,
}

/// A use that the viewer may see.
#[derive(Clone, Debug)]
pub struct Use {
    /// Of which entry.
    pub entry: KnowledgeEntryId,
    /// For what.
    pub purpose: Purpose,
    /// By whom.
    pub user: UserId,
    /// When that was said first.
    pub used_at: DateTime<Utc>,
    /// Whether it was useful.
    pub useful: Option<bool>,
    /// What was said about that.
    pub note: Option<String>,
}

/// How often an entry was used, as far as the viewer sees what for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reuse {
    /// How often.
    pub uses: i64,
    /// How often it was useful.
    pub useful: i64,
    /// How often it was not.
    pub useless: i64,
}

impl KnowledgeEntries {
    /// Says that the viewer used an entry for something, and whether it was useful. Each person uses an entry for one thing once:
    /// to say it again changes whether it was useful, or nothing.
    ///
    /// # Errors
    /// A note that is too long, a draft, something that the viewer may not see, no right to write for the entry's audience.
    pub async fn use_entry(&self, viewer: &Viewer, command: &UseEntry) -> Result<Outcome, KnowledgeError> {
        let mut checks = Checks::new();
        let note = &checks.optional_reason("note", command.note.as_deref());
        checks.done()?;
        let used = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            // Under the lock of the entry: of two at the same moment the second finds the first.
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::linking).await?;
            if access.entry().state == KnowledgeState::Draft {
                return Err(KnowledgeError::NotPublished);
            }
            let seen = command.purpose.see(&tx, viewer).await?;
            if !note_use(&tx, viewer.person()?.id, command, note.as_ref()).await? {
                return Ok(());
            }
            let change = Change::of(KnowledgeEventKind::Used, access.entry()).naming(vec!["reuse".into()]);
            change.leading(seen).unseen(&tx, viewer).await
        });
        used.await.map(|committed| outcome(command.id, committed))
    }

    /// The uses of entries that the viewer may see, the latest first, at most `MOST_USES` each.
    ///
    /// # Errors
    /// The viewer is no person, the database failed.
    pub async fn uses(&self, viewer: &Viewer, of: &[Shown]) -> Result<HashMap<Shown, Vec<Use>>, Fault> {
        viewer.person()?;
        let rows = latest_first(of_entries(viewer, of)).all(self.db.reader()).await?;
        let shown: HashMap<KnowledgeEntryId, Shown> = of.iter().map(|shown| (shown.id(), *shown)).collect();
        let mut uses: HashMap<Shown, Vec<Use>> = HashMap::new();
        for row in rows {
            let Some(shown) = shown.get(&row.entry_id) else { continue };
            push(uses.entry(*shown).or_default(), row);
        }
        Ok(uses)
    }

    /// The uses for these things of entries that the viewer may see, the latest first, at most `MOST_USES` for each. What the viewer
    /// may not see has none.
    ///
    /// # Errors
    /// The viewer is no person, the database failed.
    pub async fn uses_for(
        &self,
        viewer: &Viewer,
        purposes: &[Purpose],
    ) -> Result<HashMap<Purpose, Vec<Use>>, Fault> {
        viewer.person()?;
        let entries = knowledge_entry::Entity::find()
            .select_only()
            .column(knowledge_entry::Column::Id)
            .filter(KnowledgeScope::of(viewer).condition());
        let select = Entity::find()
            .filter(Column::Target.is_in(purposes.iter().map(|purpose| purpose.uuid())))
            .filter(seen(viewer))
            .filter(Column::EntryId.in_subquery(entries.into_query()));
        let mut uses: HashMap<Purpose, Vec<Use>> = HashMap::new();
        for row in latest_first(select).all(self.db.reader()).await? {
            let Some(purpose) = Purpose::of(&row) else { continue };
            push(uses.entry(purpose).or_default(), row);
        }
        Ok(uses)
    }

    /// How often each of the entries was used for what the viewer may see.
    ///
    /// # Errors
    /// The viewer is no person, the database failed.
    pub async fn reuse(&self, viewer: &Viewer, of: &[Shown]) -> Result<HashMap<Shown, Reuse>, Fault> {
        viewer.person()?;
        let said = |useful: bool| -> SimpleExpr {
            let case = CaseStatement::new().case(Column::Useful.eq(useful), 1).finally(0);
            Expr::expr(Func::sum(case)).cast_as("bigint")
        };
        let rows: Vec<(KnowledgeEntryId, i64, i64, i64)> = of_entries(viewer, of)
            .select_only()
            .column(Column::EntryId)
            .expr_as(Expr::cust("count(*)"), "uses")
            .expr_as(said(true), "useful")
            .expr_as(said(false), "useless")
            .group_by(Column::EntryId)
            .into_tuple()
            .all(self.db.reader())
            .await?;
        let mut reuse: HashMap<Shown, Reuse> = of.iter().map(|shown| (*shown, Reuse::default())).collect();
        for (entry, uses, useful, useless) in rows {
            let of_entry = reuse.iter_mut().filter(|(shown, _)| shown.id() == entry);
            of_entry.for_each(|(_, counts)| *counts = Reuse { uses, useful, useless });
        }
        Ok(reuse)
    }
}

fn latest_first(select: Select<Entity>) -> Select<Entity> {
    select
        .order_by_desc(Column::UsedAt)
        .order_by_desc(Column::Target)
        .order_by_desc(Column::EntryId)
        .order_by_desc(Column::UserId)
}

/// Adds a use to a list that is not full.
fn push(uses: &mut Vec<Use>, row: Model) {
    let Some(purpose) = Purpose::of(&row).filter(|_| uses.len() < MOST_USES) else { return };
    let Model { entry_id: entry, user_id: user, used_at, useful, note, .. } = row;
    uses.push(Use { entry, purpose, user, used_at, useful, note });
}

fn of_entries(viewer: &Viewer, of: &[Shown]) -> Select<Entity> {
    Entity::find().filter(Column::EntryId.is_in(of.iter().map(Shown::id))).filter(seen(viewer))
}

/// Writes a use, and tells whether that changed anything.
async fn note_use(tx: &Tx, user: UserId, command: &UseEntry, note: Option<&String>) -> Result<bool, Fault> {
    let target = command.purpose.uuid();
    let known = Entity::find_by_id((command.id, target, user)).one(&**tx).await?;
    let Some(known) = known else {
        let mut row = Model {
            entry_id: command.id,
            target,
            user_id: user,
            incident_id: None,
            request_id: None,
            handover_id: None,
            used_at: tx.now(),
            useful: command.useful,
            note: note.cloned(),
        };
        match command.purpose {
            Purpose::Incident(id) => row.incident_id = Some(id),
            Purpose::Request(id) => row.request_id = Some(id),
            Purpose::Handover(id) => row.handover_id = Some(id),
        }
        Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
        return Ok(true);
    };
    let next = Model {
        useful: command.useful.or(known.useful),
        note: note.cloned().or_else(|| known.note.clone()),
        ..known.clone()
    };
    if next == known {
        return Ok(false);
    }
    Entity::update(next.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(true)
}
