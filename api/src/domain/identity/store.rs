//! Queries and writes about people and sessions.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{
    id::{RegionId, SessionId, UserId},
    knowledge_entry::KnowledgeType,
    session, user, user_region,
    user_role::{self, OrganisationRole},
    user_topic,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::event::EndReason;
use crate::{
    domain::{
        access::{AccessChange, Person, Viewer, change::UserFact, facts::Positions},
        fault::Fault,
    },
    platform::{db::Tx, text},
};

/// A person as a viewer may know them: everybody who is signed in knows name, function and status of everybody; e-mail and
/// position are for administrators and the person themselves.
#[derive(Clone, Debug)]
pub struct Profile {
    row: user::Model,
    whole: bool,
}

impl Profile {
    pub(in crate::domain) fn of(viewer: &Viewer, row: user::Model) -> Self {
        let whole = match viewer {
            Viewer::Person(person) => {
                person.id == row.id || person.roles.contains(&OrganisationRole::Administrator)
            }
            _ => false,
        };
        Self { row, whole }
    }

    /// What everybody who is signed in may know: do not show the e-mail from here.
    pub fn public(&self) -> &user::Model {
        &self.row
    }

    /// Everything, for administrators and the person themselves.
    pub fn private(&self) -> Option<&user::Model> {
        self.whole.then_some(&self.row)
    }
}

/// A person by e-mail, whatever its case, accents and width.
pub(super) async fn find_user_by_email<C: ConnectionTrait>(
    connection: &C,
    email: &str,
) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find().filter(user::Column::EmailKey.eq(text::key(email))).one(connection).await
}

/// A person, locked against other changes of whether they may come in.
pub(super) async fn lock_user(tx: &Tx, id: UserId) -> Result<user::Model, Fault> {
    user::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)
}

/// The person and all administrators, locked in id order, so that two changes of who administers follow each other.
/// The roles must be read after it.
pub(super) async fn lock_administrators_and(tx: &Tx, id: UserId) -> Result<user::Model, Fault> {
    let rows = user::Entity::find()
        .filter(
            Condition::any().add(user::Column::Id.eq(id)).add(user::Column::Id.in_subquery(administrators())),
        )
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    rows.into_iter().find(|row| row.id == id).ok_or(Fault::NotFound)
}

fn administrators() -> SelectStatement {
    user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::Role.eq(OrganisationRole::Administrator))
        .into_query()
}

/// Whether somebody else is an active administrator.
pub(super) async fn has_other_administrator(tx: &Tx, than: UserId) -> Result<bool, DbErr> {
    let other = user::Entity::find()
        .filter(user::Column::Id.in_subquery(administrators()))
        .filter(user::Column::Status.eq(user::UserStatus::Active))
        .filter(user::Column::Id.ne(than))
        .one(&**tx)
        .await?;
    Ok(other.is_some())
}

/// The fact that rights follow from, as the tables have it now.
pub(super) async fn fact(tx: &Tx, row: &user::Model) -> Result<UserFact, DbErr> {
    Ok(Positions::read(&**tx, Some(row.id)).await?.fact(row))
}

/// The person in a session, as who they act. This node does not know them yet, or they are only to be named: they read
/// nothing for a time.
pub(super) fn viewer_of(fact: UserFact, session: SessionId, expires_at: DateTime<Utc>) -> Viewer {
    Viewer::Person(Arc::new(Person {
        id: fact.id,
        name: fact.name,
        function: fact.function,
        roles: fact.roles,
        regions: fact.regions,
        topics: fact.topics,
        reads: std::collections::BTreeSet::new(),
        session,
        expires_at,
    }))
}

/// Begins a session.
pub(super) async fn insert_session(
    tx: &Tx,
    id: SessionId,
    user: UserId,
    expires_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        created_at: Set(tx.now()),
        expires_at: Set(expires_at),
        ended_at: Set(None),
        end_reason: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Ends a session and tells what that changes.
pub(super) async fn end_session(
    tx: &Tx,
    row: session::Model,
    reason: EndReason,
) -> Result<AccessChange, DbErr> {
    let change = AccessChange::SessionEnded { id: row.id, expires_at: row.expires_at };
    let row = session::ActiveModel {
        id: Set(row.id),
        ended_at: Set(Some(tx.now())),
        end_reason: Set(Some(reason.as_str().to_owned())),
        ..Default::default()
    };
    row.update(&**tx).await?;
    Ok(change)
}

/// Ends all sessions of a person but one, and tells what that changes.
pub(super) async fn end_sessions(
    tx: &Tx,
    user: UserId,
    but: Option<SessionId>,
    reason: EndReason,
) -> Result<Vec<AccessChange>, DbErr> {
    let live = session::Entity::find()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::EndedAt.is_null())
        .filter(Condition::all().add_option(but.map(|id| session::Column::Id.ne(id))))
        .order_by_asc(session::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    let mut changes = Vec::with_capacity(live.len());
    for row in live {
        changes.push(end_session(tx, row, reason).await?);
    }
    Ok(changes)
}

/// A row of a person who may come in, without position and password.
pub(super) fn new_user(
    tx: &Tx,
    id: UserId,
    email: &str,
    name: &str,
    function: user::Function,
) -> user::ActiveModel {
    user::ActiveModel {
        id: Set(id),
        email: Set(email.to_owned()),
        email_key: Set(text::key(email)),
        name: Set(name.to_owned()),
        name_key: Set(text::key(name)),
        function: Set(function),
        is_chief: Set(false),
        status: Set(user::UserStatus::Active),
        password_hash: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

/// A change of a person: the next version, now.
pub(super) fn changed(tx: &Tx, row: &user::Model) -> user::ActiveModel {
    user::ActiveModel {
        id: Set(row.id),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
}

/// Writes a person's whole position in place of the one before.
pub(super) async fn replace_position(
    tx: &Tx,
    id: UserId,
    roles: &BTreeSet<OrganisationRole>,
    regions: &BTreeSet<RegionId>,
    topics: &BTreeSet<KnowledgeType>,
) -> Result<(), DbErr> {
    user_role::Entity::delete_many().filter(user_role::Column::UserId.eq(id)).exec(&**tx).await?;
    user_region::Entity::delete_many().filter(user_region::Column::UserId.eq(id)).exec(&**tx).await?;
    user_topic::Entity::delete_many().filter(user_topic::Column::UserId.eq(id)).exec(&**tx).await?;
    for role in roles {
        let row = user_role::ActiveModel { user_id: Set(id), role: Set(*role) };
        user_role::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for region in regions {
        let row = user_region::ActiveModel { user_id: Set(id), region_id: Set(*region) };
        user_region::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for topic in topics {
        let row = user_topic::ActiveModel { user_id: Set(id), topic: Set(*topic) };
        user_topic::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
