//! The watch list of prospects.

use async_graphql::{Context, ID, InputObject, Object};

use super::{changed, target};
use crate::{
    domain::account::Watch,
    graphql::{
        account::Account,
        context::{services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        payload::{Changed, payloads},
        scalar::Date,
    },
};

/// A prospect for the watch list.
#[derive(InputObject)]
pub struct AccountWatchInput {
    /// Which account, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// Why it is watched. At most 2,000 characters.
    reason: String,
    /// The day of the next review, where the customer is; not a past one.
    review_on: Date,
}

/// An account that is watched no more.
#[derive(InputObject)]
pub struct AccountUnwatchInput {
    /// Which account, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
}

payloads! {
    /// What watching an account came to.
    AccountWatchPayload {
        /// The account after it.
        account: Account
    }
    /// What taking an account off the watch list came to.
    AccountUnwatchPayload {
        /// The account after it.
        account: Account
    }
}

/// Root fields about the watch list.
#[derive(Default)]
pub struct WatchMutation;

/// Root fields about the watch list.
#[Object]
impl WatchMutation {
    /// Puts a prospect on the company's watch list, or gives it another reason and review. User errors: `VERSION_CONFLICT`,
    /// `NOT_A_PROSPECT`, and `PAST` for a review that is over.
    ///
    /// Requires: account responsible (AR), director of the region, administrator.
    /// Emits: account.watched
    async fn account_watch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, why, and until when.")] input: AccountWatchInput,
    ) -> Nullable<AccountWatchPayload> {
        AccountWatchPayload::of(watch(ctx, input).await)
    }

    /// Takes an account off the watch list. User errors: `VERSION_CONFLICT`, `NOT_WATCHED`.
    ///
    /// Requires: account responsible (AR), director of the region, administrator.
    /// Emits: account.unwatched
    async fn account_unwatch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: AccountUnwatchInput,
    ) -> Nullable<AccountUnwatchPayload> {
        AccountUnwatchPayload::of(unwatch(ctx, input).await)
    }
}

async fn watch(ctx: &Context<'_>, input: AccountWatchInput) -> Result<Changed<Account>, Failure> {
    let target = target(&input.account_id, input.expected_version)?;
    let watch = Watch { reason: input.reason, review_on: input.review_on.0 };
    let outcome = services(ctx).accounts().watch(viewer(ctx), target, watch).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn unwatch(ctx: &Context<'_>, input: AccountUnwatchInput) -> Result<Changed<Account>, Failure> {
    let target = target(&input.account_id, input.expected_version)?;
    let outcome = services(ctx).accounts().unwatch(viewer(ctx), target).await?;
    Ok(changed(ctx, outcome).await?)
}
