//! Changes of accounts.

pub mod facts;
pub mod sponsor;
pub mod standing;
pub mod watch;

use async_graphql::{Context, ID, MergedObject};
use entity::id::AccountId;

use super::object::Account;
use crate::{
    domain::{account::Target, journal::Outcome},
    graphql::{
        context::{parse_id, services, viewer},
        error::{Error, ErrorCode, Result},
        payload::Changed,
    },
};

/// Root fields that change accounts.
#[derive(MergedObject, Default)]
pub struct AccountMutation(
    facts::FactsMutation,
    standing::StandingMutation,
    sponsor::SponsorMutation,
    watch::WatchMutation,
);

/// Which account, as the client knows it.
fn target(account: &ID, expected_version: i32) -> Result<Target> {
    Ok(Target { account: parse_id(account)?, expected_version })
}

/// The account after a change, with present rights: whoever has just moved it out of their sight gets none.
async fn changed(ctx: &Context<'_>, outcome: Outcome) -> Result<Changed<Account>> {
    let found = services(ctx).access().account(viewer(ctx), AccountId(outcome.id)).await.map_err(Error::from);
    let entity = match found {
        Ok(access) => Some(Account::new(access)),
        Err(error) if error.code() == ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    Ok(Changed { entity, events: outcome.events })
}
