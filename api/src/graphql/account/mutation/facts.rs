//! Creating accounts and changing their facts.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::id::RegionId;

use super::{changed, target};
use crate::{
    domain::account::{ChangeFacts, CreateAccount},
    graphql::{
        account::Account,
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
        vocabulary::{AccountStatus, Tier},
    },
};

/// A new account.
#[derive(InputObject)]
pub struct AccountCreateInput {
    /// The short name that people write, unique whatever its case, accents and width: up to 40 letters and digits of any
    /// script and the signs `-`, `_`, `.`, `/`. Unique in the whole company: `CODE_TAKEN` tells that some account has it,
    /// also one that you do not see, and nothing else about it.
    code: String,
    /// What people call it. At most 200 characters.
    name: String,
    /// Industry, as the company groups them. At most 200 characters.
    industry: Option<String>,
    /// The region that answers for it, `reg_...`.
    region_id: ID,
    /// The customer's time zone, a name of the IANA database such as `Asia/Shanghai`.
    time_zone: String,
    /// `PROSPECT` or `ACTIVE`.
    #[graphql(default_with = "AccountStatus::Prospect")]
    status: AccountStatus,
    /// How important it is; left out: unrated.
    tier: Option<Tier>,
    /// Why the tier; given with it and only with it. At most 2,000 characters.
    tier_reason: Option<String>,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// New facts of an account. What is left out stays; only the industry can be null, which takes it away.
#[derive(InputObject)]
pub struct AccountChangeFactsInput {
    /// Which, `acc_...`.
    account_id: ID,
    /// Its version as the client knows it.
    expected_version: i32,
    /// The short name that people write. A director or administrator changes it. `CODE_TAKEN` tells that some account has
    /// it, also one that you do not see, and nothing else about it.
    code: MaybeUndefined<String>,
    /// What people call it. The account responsible (AR), a director or administrator changes it.
    name: MaybeUndefined<String>,
    /// Industry. The account responsible (AR), a director or administrator changes it.
    industry: MaybeUndefined<String>,
    /// The region that answers for it, `reg_...`. A director of both regions or an administrator changes it.
    region_id: MaybeUndefined<ID>,
    /// The customer's time zone. The solution or fulfilment responsible (SR, FR), a director or administrator changes it.
    time_zone: MaybeUndefined<String>,
}

payloads! {
    /// What creating an account came to.
    AccountCreatePayload {
        /// The account.
        account: Account
    }
    /// What changing an account's facts came to.
    AccountChangeFactsPayload {
        /// The account after it; null if you see it no more.
        account: Account
    }
}

/// Root fields about facts.
#[derive(Default)]
pub struct FactsMutation;

/// Root fields about facts.
#[Object]
impl FactsMutation {
    /// Creates an account in the relationship stage `EXPLORATORY`, with empty seats. User errors: `CODE_TAKEN`,
    /// `REGION_UNKNOWN`.
    ///
    /// Requires: director of the region, administrator.
    /// Emits: account.created
    async fn account_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: AccountCreateInput,
    ) -> Nullable<AccountCreatePayload> {
        AccountCreatePayload::of(create(ctx, input).await)
    }

    /// Changes an account's facts; what stays the same changes nothing. User errors: `VERSION_CONFLICT`, `CODE_TAKEN`,
    /// `REGION_UNKNOWN`.
    ///
    /// Requires: for name and industry the account responsible (AR), for the time zone the solution or fulfilment
    /// responsible (SR, FR), for everything director of the region, administrator; for another region director of that
    /// one too.
    /// Emits: account.facts_changed
    async fn account_change_facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, and its new facts.")] input: AccountChangeFactsInput,
    ) -> Nullable<AccountChangeFactsPayload> {
        AccountChangeFactsPayload::of(change(ctx, input).await)
    }
}

async fn create(ctx: &Context<'_>, input: AccountCreateInput) -> Result<Changed<Account>, Failure> {
    let key = idempotency("accountCreate", input.idempotency_key.as_ref(), &input)?;
    let command = CreateAccount {
        region: parse_id(&input.region_id)?,
        code: input.code,
        name: input.name,
        industry: input.industry,
        time_zone: input.time_zone,
        status: input.status.into(),
        tier: input.tier.map(Into::into),
        tier_reason: input.tier_reason,
    };
    let outcome = services(ctx).accounts().create(viewer(ctx), command, key.as_ref()).await?;
    Ok(changed(ctx, outcome).await?)
}

async fn change(ctx: &Context<'_>, input: AccountChangeFactsInput) -> Result<Changed<Account>, Failure> {
    let target = target(&input.account_id, input.expected_version)?;
    let facts = ChangeFacts {
        code: given(input.code),
        name: given(input.name),
        industry: given(input.industry),
        region: region(input.region_id)?,
        time_zone: given(input.time_zone),
    };
    let outcome = services(ctx).accounts().change_facts(viewer(ctx), target, facts).await?;
    Ok(changed(ctx, outcome).await?)
}

/// `None`: left out. `Some(None)`: null.
fn given<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

fn region(id: MaybeUndefined<ID>) -> Result<Option<Option<RegionId>>> {
    given(id).map(|id| id.as_ref().map(parse_id).transpose()).transpose()
}
