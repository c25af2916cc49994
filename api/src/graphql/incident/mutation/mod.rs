//! What can be done with incidents.

pub mod clock;
pub mod cost;
pub mod direct;
pub mod family;
pub mod report;
pub mod staff;
pub mod work;

use async_graphql::{Context, MergedObject};
use entity::id::IncidentId;

use super::object::Incident;
use crate::{
    domain::{
        fault::Fault,
        incident::{Advance, IncidentError},
        journal::Outcome,
    },
    graphql::{
        context::{services, viewer},
        error::Error,
        failure::Failure,
        payload::Changed,
    },
};

/// Root fields that change incidents.
#[derive(MergedObject, Default)]
pub struct IncidentMutation(
    report::ReportMutation,
    direct::DirectMutation,
    staff::StaffMutation,
    work::WorkMutation,
    clock::ClockMutation,
    family::FamilyMutation,
    cost::CostMutation,
);

type Answer = Result<Changed<Incident>, Failure>;

/// Makes the inputs of changes of an incident.
macro_rules! incident_inputs {
    ($($inputs:tt)*) => {
        $crate::graphql::payload::change_inputs! {
            $crate::domain::incident::Target {
                /// Which incident, `inc_...`.
                incident_id => incident,
                /// The version that the change was made against.
                expected_version,
            }
            $($inputs)*
        }
    };
}
use incident_inputs;

/// Makes the inputs of steps, which may be entered later than they happened.
macro_rules! step_inputs {
    ($($(#[$doc:meta])* $name:ident of $mutation:literal {
        $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
    } => |$input:ident| $step:expr;)*) => {
        $crate::graphql::incident::mutation::incident_inputs! {$(
            $(#[$doc])*
            $name of $mutation {
                $($(#[$field_doc])* $field: $type,)*
                /// When it happened, if it is entered late: not in the future, and not before the present state began. Left
                /// out: now.
                occurred_at: Option<chrono::DateTime<chrono::Utc>>,
            }
        )*}

        $(impl $name {
            fn command(self) -> $crate::graphql::error::Result<$crate::domain::incident::Advance> {
                let (target, occurred_at, $input) = (self.target()?, self.occurred_at, self);
                Ok($crate::domain::incident::Advance { target, occurred_at, step: $step })
            }
        })*
    };
}
use step_inputs;

/// Makes payloads whose entity is the incident.
macro_rules! incident_payloads {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $crate::graphql::payload::payloads! {$(
            $(#[$doc])*
            $name {
                /// The incident after it; null if the change was not made, or the viewer may not see it (any more).
                incident: $crate::graphql::incident::Incident
            }
        )*}
    };
}
use incident_payloads;

/// Takes a step.
async fn advance(ctx: &Context<'_>, command: Result<Advance, Error>) -> Answer {
    let outcome = services(ctx).incidents().advance(viewer(ctx), &command?).await;
    answer(ctx, outcome).await
}

/// The incident after the change, as the viewer sees it now. A repeated request may find that they no longer do.
async fn answer(ctx: &Context<'_>, outcome: Result<Outcome, IncidentError>) -> Answer {
    let outcome = outcome?;
    let entity = match services(ctx).incidents().get(viewer(ctx), IncidentId(outcome.id)).await {
        Ok(access) => Some(Incident(access)),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Changed { entity, events: outcome.events })
}
