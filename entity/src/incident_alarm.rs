//! Alarms that are told again and again: which incident the last one with a key belongs to.

use sea_orm::entity::prelude::*;

use crate::id::IncidentId;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_alarm")]
pub struct Model {
    /// The incident that the alarms were gathered in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: IncidentId,
    /// Who gave them: a person's or a bot's id in the form of the API. Keys of different reporters do not meet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reporter: String,
    /// What the reporter calls the trouble.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dedupe_key: String,
    /// How many alarms there were.
    pub times: i64,
    /// When the first one came.
    pub first_at: DateTimeUtc,
    /// When the last one came.
    pub last_at: DateTimeUtc,
    /// SHA-256 of what the last one said.
    pub last_hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
