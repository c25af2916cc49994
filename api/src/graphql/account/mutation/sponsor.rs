//! The executive who stands for an account.

use async_graphql::{Context, ID, InputObject, Object};
use entity::id::UserId;

use super::{changed, target};
use crate::{
    domain::account::AppointSponsor,
    graphql::{
        account::Account,
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        payload::{Changed, payloads},
    },
};

/// An executive for an account.
#[derive(InputObject)]
pub struct AccountAppointSponsorInput {
    /// Which account, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// Who, `usr_...`: an active person with the role `EXECUTIVE`.
    user_id: ID,
}

/// An account that nobody sponsors any more.
#[derive(InputObject)]
pub struct AccountReleaseSponsorInput {
    /// Which account, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
}

payloads! {
    /// What appointing a sponsor came to.
    AccountAppointSponsorPayload {
        /// The account after it.
        account: Account
    }
    /// What releasing a sponsor came to.
    AccountReleaseSponsorPayload {
        /// The account after it.
        account: Account
    }
}

/// Root fields about sponsors.
#[derive(Default)]
pub struct SponsorMutation;

/// Root fields about sponsors.
#[Object]
impl SponsorMutation {
    /// Names the executive who stands for an account, in place of the present one if there is one. The sponsor sees the
    /// account from this instant. User errors: `VERSION_CONFLICT`, `SPONSOR_UNSUITABLE`, `ACCOUNT_ENDED`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.sponsor_changed
    async fn account_appoint_sponsor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, and who.")] input: AccountAppointSponsorInput,
    ) -> Nullable<AccountAppointSponsorPayload> {
        AccountAppointSponsorPayload::of(appoint(ctx, input).await)
    }

    /// Leaves an account without a sponsor. User errors: `VERSION_CONFLICT`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.sponsor_changed, unless it has none.
    async fn account_release_sponsor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: AccountReleaseSponsorInput,
    ) -> Nullable<AccountReleaseSponsorPayload> {
        let result = set(ctx, &input.account_id, input.expected_version, None).await;
        AccountReleaseSponsorPayload::of(result)
    }
}

async fn appoint(ctx: &Context<'_>, input: AccountAppointSponsorInput) -> Result<Changed<Account>, Failure> {
    let sponsor = parse_id(&input.user_id)?;
    set(ctx, &input.account_id, input.expected_version, Some(sponsor)).await
}

async fn set(
    ctx: &Context<'_>,
    account: &ID,
    expected_version: i32,
    sponsor: Option<UserId>,
) -> Result<Changed<Account>, Failure> {
    let target = target(account, expected_version)?;
    let command = AppointSponsor { sponsor };
    let outcome = services(ctx).accounts().appoint_sponsor(viewer(ctx), target, command).await?;
    Ok(changed(ctx, outcome).await?)
}
