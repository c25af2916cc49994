//! The steps of incidents from state to state: what clocks and figures are computed from.

use sea_orm::entity::prelude::*;

use crate::id::{BotId, IncidentId, TransitionId, UserId};
use crate::incident::IncidentState;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_transition")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransitionId,
    /// Whose step.
    pub incident_id: IncidentId,
    /// The incident's generation after the step.
    pub generation: i32,
    /// Null: it was reported.
    pub from_state: Option<IncidentState>,
    /// The new state.
    pub to_state: IncidentState,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// When it was written down.
    pub recorded_at: DateTimeUtc,
    /// Who, if a person.
    pub actor_user: Option<UserId>,
    /// Who, if a bot.
    pub actor_bot: Option<BotId>,
    /// Why.
    pub reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
