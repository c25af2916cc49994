//! Queries and writes about accounts. Rows are found through `access`; lists take the viewer's scope.

use entity::{
    account::{self, Tier},
    account_tier,
    id::{AccountId, RegionId, UserId},
    region, user,
    user_role::{self, OrganisationRole},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict,
};

use super::error::AccountError;
use crate::{
    domain::search,
    platform::db::{Tx, broken_uniqueness},
};

/// Writes a new row.
pub(super) async fn insert(tx: &Tx, row: account::Model) -> Result<(), AccountError> {
    let document = search::Document::account(&row);
    let begun = row.tier.map(|tier| (row.id, Some(tier)));
    let row = account::ActiveModel::from(row).reset_all();
    account::Entity::insert(row).exec_without_returning(&**tx).await.map_err(code_taken)?;
    if let Some((id, tier)) = begun {
        keep_tier(tx, id, tier).await?;
    }
    Ok(search::index(&**tx, &[document]).await?)
}

/// Keeps which tier an account has from now on.
async fn keep_tier(tx: &Tx, id: AccountId, tier: Option<Tier>) -> Result<(), DbErr> {
    use account_tier::Column;
    let row = account_tier::Model { account_id: id, since: tx.now(), tier };
    // Of two changes at the same instant the later one counts.
    let again =
        OnConflict::columns([Column::AccountId, Column::Since]).update_column(Column::Tier).to_owned();
    let insert = account_tier::Entity::insert(row.into_active_model().reset_all()).on_conflict(again);
    insert.exec_without_returning(&**tx).await.map(drop)
}

/// Writes a row that was read under its lock. The counter of its events is the log's alone.
pub(super) async fn save(tx: &Tx, before: &account::Model, row: account::Model) -> Result<(), AccountError> {
    let document = search::Document::account(&row);
    let searched_anew = document != search::Document::account(before);
    let (id, tier) = (row.id, row.tier);
    let row = account::ActiveModel {
        event_version: NotSet,
        created_at: NotSet,
        ..account::ActiveModel::from(row).reset_all()
    };
    row.update(&**tx).await.map_err(code_taken)?;
    if tier != before.tier {
        keep_tier(tx, id, tier).await?;
    }
    if searched_anew {
        search::index(&**tx, &[document]).await?;
    }
    Ok(())
}

/// The only unique column that people choose is the code.
fn code_taken(error: DbErr) -> AccountError {
    match broken_uniqueness(&error) {
        Some(constraint) if constraint.contains("code_key") => AccountError::CodeTaken,
        _ => error.into(),
    }
}

/// Whether there is such a region.
pub(super) async fn has_region(tx: &Tx, id: RegionId) -> Result<bool, DbErr> {
    Ok(region::Entity::find_by_id(id).one(&**tx).await?.is_some())
}

/// Whether the person may come in and is an executive.
pub(super) async fn is_active_executive(tx: &Tx, id: UserId) -> Result<bool, DbErr> {
    let row = user::Entity::find_by_id(id).one(&**tx).await?;
    if row.is_none_or(|row| row.status != user::UserStatus::Active) {
        return Ok(false);
    }
    let role = user_role::Entity::find_by_id((id, OrganisationRole::Executive)).one(&**tx).await?;
    Ok(role.is_some())
}
