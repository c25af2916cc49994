//! Bots: entering, disabling, reading. Their keys are in `api_key`.

use std::collections::HashMap;

use entity::{
    bot::{self, BotStatus},
    id::BotId,
    user_role::OrganisationRole,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};

use super::{
    error::IdentityError,
    event::IdentityEvent,
    rules,
    service::{Identity, administrator},
};
use crate::{
    domain::{
        access::{AccessChange, Action, Viewer, proof},
        fault::{Fault, expect_version},
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Committed, Tx, broken_uniqueness},
        page::{self, Count, Page, PageRequest, SortKey, Sorting},
        text,
    },
};

/// A bot as a viewer may know it: its name and status belong to whatever it did; its keys are for administrators.
#[derive(Clone, Debug)]
pub struct BotProfile {
    row: bot::Model,
    whole: bool,
}

impl BotProfile {
    fn of(viewer: &Viewer, row: bot::Model) -> Self {
        let whole = match viewer {
            Viewer::Person(person) => person.roles.contains(&OrganisationRole::Administrator),
            _ => false,
        };
        Self { row, whole }
    }

    /// What everybody who sees what the bot did may know.
    pub fn public(&self) -> &bot::Model {
        &self.row
    }

    /// Whether the viewer may know its keys.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

impl Identity {
    /// A bot, for administrators and for itself.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn bot(&self, viewer: &Viewer, id: BotId) -> Result<BotProfile, Fault> {
        let seen = match viewer {
            Viewer::Anonymous => return Err(Fault::Unauthenticated),
            Viewer::Bot(bot) => bot.bot == id,
            Viewer::Person(_) => proof::organisation_for(viewer, Action::Administer).is_ok(),
        };
        let found = if seen { self.bots_by_id(viewer, &[id]).await?.remove(&id) } else { None };
        found.ok_or(Fault::NotFound)
    }

    /// The bots that something that the viewer may see names, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn bots_by_id(
        &self,
        viewer: &Viewer,
        ids: &[BotId],
    ) -> Result<HashMap<BotId, BotProfile>, Fault> {
        if matches!(viewer, Viewer::Anonymous) || ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = bot::Entity::find()
            .filter(bot::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, BotProfile::of(viewer, row))).collect())
    }

    /// All bots by name, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others; a page that cannot be given.
    pub async fn page_bots(&self, viewer: &Viewer, request: &PageRequest) -> Result<Page<BotProfile>, Fault> {
        proof::organisation_for(viewer, Action::Administer)?;
        let sorting = Sorting {
            keys: vec![SortKey {
                column: Expr::col(bot::Column::NameKey),
                nullable: false,
                descending: false,
                of: |row: &bot::Model| row.name_key.clone().into(),
            }],
            id: bot::Column::Id,
            id_of: |row: &bot::Model| row.id.0,
            id_descending: false,
        };
        let page = page::page(self.db.reader(), bot::Entity::find(), &sorting, "bots", request, 20).await?;
        Ok(page.map(|row| BotProfile::of(viewer, row)))
    }

    /// How many bots there are, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others.
    pub async fn count_bots(&self, viewer: &Viewer) -> Result<Count, Fault> {
        proof::organisation_for(viewer, Action::Administer)?;
        Ok(page::count(self.db.reader(), bot::Entity::find()).await?)
    }

    /// Enters a bot. It can do nothing until it has a key.
    ///
    /// # Errors
    /// [`IdentityError::BotNameTaken`]; only administrators may.
    pub async fn create_bot(
        &self,
        viewer: &Viewer,
        name: &str,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        let name = &checks.line("name", name, rules::NAME);
        checks.done()?;
        let made = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let row = bot::ActiveModel {
                id: Set(BotId(id)),
                name: Set(name.clone()),
                name_key: Set(text::key(name)),
                status: Set(BotStatus::Active),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
            };
            let row = row.insert(&*tx).await.map_err(name_taken)?;
            let event = IdentityEvent::BotCreated { bot: row.id, name: row.name.clone() };
            journal::record(&tx, &viewer, None, &event, vec![fact(&row)])?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok(claim)
        });
        made.await.map(Claim::outcome)
    }

    /// Stops all keys of a bot and closes its sockets.
    ///
    /// # Errors
    /// [`IdentityError::IllegalTransition`]; only administrators may.
    pub async fn disable_bot(
        &self,
        viewer: &Viewer,
        id: BotId,
        expected_version: i32,
    ) -> Result<Committed<BotId>, IdentityError> {
        self.db
            .write(|tx| async move {
                let (viewer, row) = for_change(&tx, viewer, id, expected_version).await?;
                if row.status == BotStatus::Disabled {
                    return Err(IdentityError::stays("DISABLED", &["ACTIVE"]));
                }
                let row = set_status(&tx, &row, BotStatus::Disabled).await?;
                let event = IdentityEvent::BotDisabled { bot: id, name: row.name.clone() };
                journal::record(&tx, &viewer, None, &event, vec![fact(&row)])?;
                Ok(id)
            })
            .await
    }

    /// Lets those keys of a bot work again that were not revoked.
    ///
    /// # Errors
    /// [`IdentityError::IllegalTransition`]; only administrators may.
    pub async fn enable_bot(
        &self,
        viewer: &Viewer,
        id: BotId,
        expected_version: i32,
    ) -> Result<Committed<BotId>, IdentityError> {
        self.db
            .write(|tx| async move {
                let (viewer, row) = for_change(&tx, viewer, id, expected_version).await?;
                if row.status == BotStatus::Active {
                    return Err(IdentityError::stays("ACTIVE", &["DISABLED"]));
                }
                let row = set_status(&tx, &row, BotStatus::Active).await?;
                let event = IdentityEvent::BotEnabled { bot: id, name: row.name.clone() };
                journal::record(&tx, &viewer, None, &event, vec![fact(&row)])?;
                Ok(id)
            })
            .await
    }
}

async fn for_change(
    tx: &Tx,
    viewer: &Viewer,
    id: BotId,
    expected_version: i32,
) -> Result<(Viewer, bot::Model), IdentityError> {
    let viewer = administrator(tx, viewer).await?;
    let row = lock_bot(tx, id).await?;
    expect_version(expected_version, row.version)?;
    Ok((viewer, row))
}

/// A bot, locked against other changes of it and its keys.
pub(super) async fn lock_bot(tx: &Tx, id: BotId) -> Result<bot::Model, Fault> {
    bot::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(Fault::NotFound)
}

async fn set_status(tx: &Tx, row: &bot::Model, status: BotStatus) -> Result<bot::Model, DbErr> {
    let change = bot::ActiveModel {
        id: Set(row.id),
        status: Set(status),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(&**tx).await
}

fn fact(row: &bot::Model) -> AccessChange {
    AccessChange::Bot { id: row.id, name: row.name.clone(), active: row.status == BotStatus::Active }
}

fn name_taken(error: DbErr) -> IdentityError {
    match broken_uniqueness(&error) {
        Some(_) => IdentityError::BotNameTaken,
        None => error.into(),
    }
}
