//! Recording what incidents cost.

use async_graphql::{Context, ID, InputObject, Object, OneofObject};

use super::{Answer, answer, incident_payloads};
use crate::{
    domain::incident::{RecordCost, Spent},
    graphql::{
        context::{parse_id, services, viewer},
        error::Nullable,
        money::MoneyInput,
        payload::idempotency,
    },
};

/// A cost of an incident.
#[derive(InputObject)]
pub struct IncidentCostRecordInput {
    /// Of which incident, `inc_...`.
    incident_id: ID,
    /// What was spent.
    spent: SpentInput,
    /// For what. At most 2,000 characters.
    note: String,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// What was spent on an incident: exactly one of these.
#[derive(OneofObject)]
pub enum SpentInput {
    /// Time of people.
    PersonHours(PersonHoursInput),
    /// What the customer was given.
    Concession(MoneyInput),
}

/// Time that people worked.
#[derive(InputObject)]
pub struct PersonHoursInput {
    /// How long, in minutes, all of them together: three people for two hours are 360.
    minutes: i64,
    /// What an hour of one of them costs.
    hourly_rate: MoneyInput,
}

/// A cost that was recorded by mistake.
#[derive(InputObject)]
pub struct IncidentCostWithdrawInput {
    /// Of which incident, `inc_...`.
    incident_id: ID,
    /// Which, `cst_...`.
    cost_id: ID,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

incident_payloads! {
    /// What recording a cost came to.
    IncidentCostRecordPayload;
    /// What taking a cost back came to.
    IncidentCostWithdrawPayload;
}

/// Root fields about what incidents cost.
#[derive(Default)]
pub struct CostMutation;

#[Object]
impl CostMutation {
    /// Records what an incident cost, in whatever state it is. The incident's version stays.
    ///
    /// Requires: primary or deputy of the account; executive lead; escalation manager.
    /// Emits: incident.cost_recorded
    async fn incident_cost_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cost.")] input: IncidentCostRecordInput,
    ) -> Nullable<IncidentCostRecordPayload> {
        IncidentCostRecordPayload::of(record(ctx, input).await)
    }

    /// Takes a recorded cost back, as a mistake: it stays to be seen and counts no longer. User error: `UNKNOWN_COST`.
    ///
    /// Requires: primary or deputy of the account; executive lead; escalation manager.
    /// Emits: incident.cost_withdrawn
    async fn incident_cost_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cost.")] input: IncidentCostWithdrawInput,
    ) -> Nullable<IncidentCostWithdrawPayload> {
        IncidentCostWithdrawPayload::of(withdraw(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: IncidentCostRecordInput) -> Answer {
    let key = idempotency("incidentCostRecord", input.idempotency_key.as_ref(), &input)?;
    let (spent, currency) = match input.spent {
        SpentInput::Concession(money) => (Spent::Concession(money.minor_units.0), money.currency),
        SpentInput::PersonHours(PersonHoursInput { minutes, hourly_rate }) => {
            let hourly_minor_units = hourly_rate.minor_units.0;
            (Spent::Work { minutes, hourly_minor_units }, hourly_rate.currency)
        }
    };
    let command = RecordCost {
        incident: parse_id(&input.incident_id)?,
        note: input.note,
        spent,
        currency,
        idempotency: key,
    };
    let outcome = services(ctx).incidents().record_cost(viewer(ctx), &command).await;
    answer(ctx, outcome).await
}

async fn withdraw(ctx: &Context<'_>, input: IncidentCostWithdrawInput) -> Answer {
    let key = idempotency("incidentCostWithdraw", input.idempotency_key.as_ref(), &input)?;
    let place = (parse_id(&input.incident_id)?, parse_id(&input.cost_id)?);
    let outcome = services(ctx).incidents().withdraw_cost(viewer(ctx), place, key.as_ref()).await;
    answer(ctx, outcome).await
}
