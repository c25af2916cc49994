//! A duty to verify that is due can come to other people than those who were told of it: because a verifier lost the entry, a seat
//! moved, an editor came. Who was told is kept; whoever has the duty and was not told is told when the change is made.

use std::collections::BTreeSet;

use entity::{
    id::{AccountId, KnowledgeEntryId, UserId},
    knowledge_duty_told as told, knowledge_entry,
    knowledge_entry::{Column, Entity, KnowledgeState},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{OnConflict, SelectStatement, UnionType},
};

use super::{change::Change, error::KnowledgeError, event::KnowledgeEventKind, verify};
use crate::{
    domain::{
        access::{
            AccessChange, Viewer,
            duty::{self, DutyScope},
        },
        account::event::PersonLabel,
        trust::{verifiable, withheld},
    },
    platform::db::Tx,
};

/// Of how many entries it is judged in one statement whether somebody is to be told.
const AT_ONCE: usize = 500;

/// Whose rights an event has changed, and of what: the duties that may have moved by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    accounts: BTreeSet<AccountId>,
    people: BTreeSet<UserId>,
    entries: BTreeSet<KnowledgeEntryId>,
}

impl Moved {
    /// What these facts may have moved; `None`: no duty.
    pub fn by(facts: &[AccessChange]) -> Option<Self> {
        let mut moved = Self::default();
        for fact in facts {
            match fact {
                AccessChange::User(user) => drop(moved.people.insert(user.id)),
                AccessChange::Assignment(assignment) => drop(moved.people.insert(assignment.user)),
                AccessChange::Account { id, .. } => drop(moved.accounts.insert(*id)),
                // While one is open, escalation managers read.
                AccessChange::Incident(incident) if !incident.open => {
                    moved.accounts.insert(incident.account);
                }
                AccessChange::Knowledge(entry) if entry.state == KnowledgeState::Published => {
                    moved.entries.insert(entry.id);
                }
                _ => {}
            }
        }
        (moved != Self::default()).then_some(moved)
    }

    /// An entry whose terms were changed.
    pub fn of_entry(id: KnowledgeEntryId) -> Self {
        Self { entries: BTreeSet::from([id]), ..Self::default() }
    }

    /// The entries among which are all whose duties may have moved, each found by an index.
    fn near(&self) -> SelectStatement {
        let mut near = self.told().into_query();
        near.union(UnionType::All, duty::ids(Column::Id.is_in(self.entries.iter().copied())));
        near.union(UnionType::All, duty::ids(Column::AccountId.is_in(self.accounts.iter().copied())));
        for person in &self.people {
            near.union(UnionType::All, duty::may_fall_to(*person));
        }
        near
    }

    /// Of these, the entries whose duties may have moved: those themselves, those that one of the people was told of or has now,
    /// and those of the accounts that somebody has lost.
    fn condition(&self) -> Condition {
        let lost = Condition::all()
            .add(Column::AccountId.is_in(self.accounts.iter().copied()))
            .add(duty::lost_by_somebody());
        let any = Condition::any()
            .add(Column::Id.is_in(self.entries.iter().copied()))
            .add(Column::Id.in_subquery(self.told().into_query()))
            .add(lost);
        let has = |any: Condition, person: &UserId| any.add(DutyScope::of_person(*person).condition());
        self.people.iter().fold(any, has)
    }

    /// The entries that one of the people was told of.
    fn told(&self) -> Select<told::Entity> {
        told::Entity::find()
            .select_only()
            .column(told::Column::EntryId)
            .filter(told::Column::UserId.is_in(self.people.iter().copied()))
    }
}

/// Tells those of a verification that is due to whom it has come and who were not told of it. Who is concerned is judged of no
/// more entries than are due and near: rights change often, and duties seldom move by it.
///
/// # Errors
/// The database failed.
pub(in crate::domain) async fn tell_heirs(tx: &Tx, moved: &Moved) -> Result<(), KnowledgeError> {
    let due: Vec<KnowledgeEntryId> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(verifiable())
        .filter(withheld(tx.now()).not())
        .filter(Column::DueToldAt.is_not_null())
        .filter(Column::DueAt.lte(tx.now()))
        .filter(Column::Id.in_subquery(moved.near()))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(&**tx)
        .await?;
    for some in due.chunks(AT_ONCE) {
        let untold = Entity::find()
            .filter(Column::Id.is_in(some.iter().copied()))
            .filter(moved.condition())
            .filter(duty::untold())
            .order_by_asc(Column::Id);
        for entry in untold.all(&**tx).await? {
            tell(tx, &entry).await?;
        }
    }
    Ok(())
}

async fn tell(tx: &Tx, entry: &knowledge_entry::Model) -> Result<(), KnowledgeError> {
    let known = known(tx, entry).await?;
    let mut heirs = verify::verifiers(tx, entry.id).await?;
    heirs.retain(|person| !known.contains(&person.id));
    if heirs.is_empty() {
        return Ok(());
    }
    remember(tx, entry, &heirs).await?;
    let change = Change::of(KnowledgeEventKind::VerificationDue, entry);
    change.concerning(heirs).unseen(tx, &Viewer::Anonymous).await
}

/// Who was told that an entry is to be verified, as it is due now.
async fn known(tx: &Tx, entry: &knowledge_entry::Model) -> Result<BTreeSet<UserId>, DbErr> {
    let rows = told::Entity::find().filter(told::Column::EntryId.eq(entry.id)).all(&**tx).await?;
    Ok(rows.into_iter().filter(|row| Some(row.due_at) == entry.due_at).map(|row| row.user_id).collect())
}

/// Keeps who was told, and forgets who was told of an earlier falling due.
pub(super) async fn remember(
    tx: &Tx,
    entry: &knowledge_entry::Model,
    people: &[PersonLabel],
) -> Result<(), DbErr> {
    let Some(due_at) = entry.due_at else { return Ok(()) };
    told::Entity::delete_many()
        .filter(told::Column::EntryId.eq(entry.id))
        .filter(told::Column::DueAt.ne(due_at))
        .exec(&**tx)
        .await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows = people.iter().map(|person| told::Model { entry_id: entry.id, user_id: person.id, due_at });
    let rows: Vec<_> = rows.map(|row| row.into_active_model().reset_all()).collect();
    let again = OnConflict::columns([told::Column::EntryId, told::Column::UserId])
        .update_column(told::Column::DueAt)
        .to_owned();
    told::Entity::insert_many(rows).on_conflict(again).exec_without_returning(&**tx).await?;
    Ok(())
}
