//! Where the business with an account stands: status, relationship stage, tier.

use async_graphql::{Context, ID, InputObject, Object};
use entity::account::AccountStatus;

use super::{changed, target};
use crate::{
    domain::account::{ChangeStage, ChangeStatus, SetTier},
    graphql::{
        account::Account,
        context::{services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        payload::{Changed, payloads},
        scalar::Date,
        vocabulary::{RelationshipStage, Tier},
    },
};

/// An account that becomes active.
#[derive(InputObject)]
pub struct AccountActivateInput {
    /// Which, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
}

/// An account with which the company does less.
#[derive(InputObject)]
pub struct AccountScaleDownInput {
    /// Which, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// Why. At most 2,000 characters.
    reason: String,
}

/// An account that is over.
#[derive(InputObject)]
pub struct AccountEndInput {
    /// Which, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// Why. At most 2,000 characters.
    reason: String,
}

/// Another relationship stage.
#[derive(InputObject)]
pub struct AccountChangeRelationshipStageInput {
    /// Which account, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// Which stage: the next one, any before, or `ENDED`.
    stage: RelationshipStage,
    /// Why. At most 2,000 characters.
    reason: String,
    /// When to try to win the customer back, a day where they are; given for `ENDED` and only then.
    win_back_on: Option<Date>,
}

/// A tier by hand.
#[derive(InputObject)]
pub struct AccountSetTierInput {
    /// Which account, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// Which tier; null: unrated.
    tier: Option<Tier>,
    /// Why. At most 2,000 characters.
    reason: String,
}

payloads! {
    /// What activating an account came to.
    AccountActivatePayload {
        /// The account after it.
        account: Account
    }
    /// What scaling an account down came to.
    AccountScaleDownPayload {
        /// The account after it.
        account: Account
    }
    /// What ending an account came to.
    AccountEndPayload {
        /// The account after it; null if you see it no more.
        account: Account
    }
    /// What changing a relationship stage came to.
    AccountChangeRelationshipStagePayload {
        /// The account after it.
        account: Account
    }
    /// What setting a tier came to.
    AccountSetTierPayload {
        /// The account after it.
        account: Account
    }
}

/// Root fields about status, relationship stage and tier.
#[derive(Default)]
pub struct StandingMutation;

/// Root fields about status, relationship stage and tier.
#[Object]
impl StandingMutation {
    /// Makes a prospect, or an account that was scaled down, active. A prospect leaves the watch list. User errors:
    /// `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.status_changed
    async fn account_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: AccountActivateInput,
    ) -> Nullable<AccountActivatePayload> {
        let status = ChangeStatus { to: AccountStatus::Active, reason: None };
        let result = change_status(ctx, &input.account_id, input.expected_version, status).await;
        AccountActivatePayload::of(result)
    }

    /// Marks an active account as one with which the company does less. User errors: `VERSION_CONFLICT`,
    /// `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.status_changed
    async fn account_scale_down(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, and why.")] input: AccountScaleDownInput,
    ) -> Nullable<AccountScaleDownPayload> {
        let status = ChangeStatus { to: AccountStatus::ScaledDown, reason: Some(input.reason) };
        let result = change_status(ctx, &input.account_id, input.expected_version, status).await;
        AccountScaleDownPayload::of(result)
    }

    /// Ends an account that was scaled down, for good. Its team sees it no more, from this instant; the seats stay in their
    /// names, flagged, until they are vacated. It takes no new incidents, seats and sponsors. User errors:
    /// `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.status_changed
    async fn account_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, and why.")] input: AccountEndInput,
    ) -> Nullable<AccountEndPayload> {
        let status = ChangeStatus { to: AccountStatus::Ended, reason: Some(input.reason) };
        let result = change_status(ctx, &input.account_id, input.expected_version, status).await;
        AccountEndPayload::of(result)
    }

    /// Changes the relationship stage: forward one step at a time, back any number, or to its end, after which nothing
    /// follows. User errors: `VERSION_CONFLICT`, `ILLEGAL_TRANSITION`.
    ///
    /// Requires: account responsible (AR), director of the region, administrator.
    /// Emits: account.stage_changed
    async fn account_change_relationship_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, its stage, and why.")] input: AccountChangeRelationshipStageInput,
    ) -> Nullable<AccountChangeRelationshipStagePayload> {
        AccountChangeRelationshipStagePayload::of(change_stage(ctx, input).await)
    }

    /// Sets an account's tier by hand, or takes it away. User errors: `VERSION_CONFLICT`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.tier_set
    async fn account_set_tier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, its tier, and why.")] input: AccountSetTierInput,
    ) -> Nullable<AccountSetTierPayload> {
        AccountSetTierPayload::of(set_tier(ctx, input).await)
    }
}

async fn change_status(
    ctx: &Context<'_>,
    account: &ID,
    expected_version: i32,
    status: ChangeStatus,
) -> Result<Changed<Account>, Failure> {
    let target = target(account, expected_version)?;
    let outcome = services(ctx).accounts().change_status(viewer(ctx), target, status).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn change_stage(
    ctx: &Context<'_>,
    input: AccountChangeRelationshipStageInput,
) -> Result<Changed<Account>, Failure> {
    let target = target(&input.account_id, input.expected_version)?;
    let win_back_on = input.win_back_on.map(|day| day.0);
    let stage = ChangeStage { to: input.stage.into(), reason: input.reason, win_back_on };
    let outcome = services(ctx).accounts().change_stage(viewer(ctx), target, stage).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn set_tier(ctx: &Context<'_>, input: AccountSetTierInput) -> Result<Changed<Account>, Failure> {
    let target = target(&input.account_id, input.expected_version)?;
    let tier = SetTier { tier: input.tier.map(Into::into), reason: input.reason };
    let outcome = services(ctx).accounts().set_tier(viewer(ctx), target, tier).await?;
    Ok(changed(ctx, outcome).await?)
}
