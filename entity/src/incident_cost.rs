//! What an incident cost.

use sea_orm::entity::prelude::*;

use crate::id::{CostId, IncidentId, UserId};

/// What sort of cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CostKind {
    /// Time that people worked on it.
    PersonHours,
    /// What the customer was given.
    Concession,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_cost")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CostId,
    /// Of which incident.
    pub incident_id: IncidentId,
    /// What sort of cost.
    pub kind: CostKind,
    /// For what.
    pub note: String,
    /// How long people worked, in minutes, all of them together.
    pub minutes: Option<i64>,
    /// What an hour of one of them costs, in the smallest unit of the currency.
    pub hourly_minor_units: Option<i64>,
    /// What it comes to, in the smallest unit of the currency.
    pub minor_units: i64,
    /// ISO 4217.
    pub currency: String,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When it was recorded.
    pub recorded_at: DateTimeUtc,
    /// When it was taken back, as a mistake.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Who took it back.
    pub withdrawn_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
