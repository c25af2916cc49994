//! What an incident cost, in the schema.

use async_graphql::{Context, Enum, ID, Object};
use chrono::{DateTime, Utc};
use entity::incident_cost::Model;

use crate::{
    domain::incident::rules::cost::totals,
    graphql::{
        error::Nullable,
        identity::user::{User, load_user},
        money::Money,
        scalar::BigInt,
    },
};

/// What sort of cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::incident_cost::CostKind")]
pub enum CostKind {
    /// Time that people worked on it.
    PersonHours,
    /// What the customer was given.
    Concession,
}

/// What an incident cost.
pub struct IncidentCost(pub(super) Vec<Model>);

/// What an incident cost: hours of people and concessions to the customer. Received by persons who see the incident.
#[Object]
impl IncidentCost {
    /// How long people worked, in minutes, all of them together.
    async fn minutes(&self) -> i64 {
        totals(&self.0).minutes
    }

    /// What it comes to, one amount for each currency, by the currency's code. Nothing is converted; what is more
    /// than 9,223,372,036,854,775,807 of a unit stops there.
    async fn totals(&self) -> Vec<Money> {
        let money = totals(&self.0).money.into_iter();
        money.map(|(currency, sum)| Money { minor_units: BigInt(sum), currency }).collect()
    }

    /// What was recorded, in that order, with what was taken back.
    async fn records(&self) -> Vec<IncidentCostRecord> {
        self.0.iter().cloned().map(IncidentCostRecord).collect()
    }
}

/// A record of what an incident cost. It is never changed.
pub struct IncidentCostRecord(Model);

/// A record of what an incident cost. It is never changed; a mistake is taken back.
#[Object]
impl IncidentCostRecord {
    /// Identity: `cst_...`.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What sort of cost.
    async fn kind(&self) -> CostKind {
        self.0.kind.into()
    }

    /// For what.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// How long people worked, in minutes, all of them together; null: it is a concession.
    async fn minutes(&self) -> Option<i64> {
        self.0.minutes
    }

    /// What an hour of one of them costs; null: it is a concession.
    async fn hourly_rate(&self) -> Option<Money> {
        self.0.hourly_minor_units.map(|rate| self.money(rate))
    }

    /// What it comes to; hours times rate is rounded half to even.
    async fn amount(&self) -> Money {
        self.money(self.0.minor_units)
    }

    /// Who recorded it.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.recorded_by).await
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// When it was taken back, as a mistake; it then counts no longer. Null: it counts.
    async fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.0.withdrawn_at
    }

    /// Who took it back. Null: nobody.
    async fn withdrawn_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.withdrawn_by?).await
    }
}

impl IncidentCostRecord {
    fn money(&self, minor_units: i64) -> Money {
        Money { minor_units: BigInt(minor_units), currency: self.0.currency.clone() }
    }
}
