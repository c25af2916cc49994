//! Questions about proficiency.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use super::{cohort::ProficiencyCohort, object::Proficiency};
use crate::{
    domain::proficiency::CohortsOf,
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
    },
};

/// Root fields about proficiency.
#[derive(Default)]
pub struct ProficiencyQuery;

#[Object]
impl ProficiencyQuery {
    /// How soon the primary of a seat became as effective as those who have held one for long: figures of one term, an assignment as
    /// primary, running or ended. Ask for it with `Assignment.id`, or with `Handover.newAssignmentId` for the successor. Worked out
    /// when it is asked for, of at most 20,000 requests (`TOO_MUCH`). An assignment that is not as primary is not found.
    ///
    /// Requires: the person of the assignment; director of the region, unless an incident of the account is not solved
    /// (`FORBIDDEN`); executive; auditor.
    async fn proficiency(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which term, `asg_...`.")] assignment_id: ID,
    ) -> Nullable<Proficiency> {
        Some(find(ctx, &assignment_id).await)
    }

    /// How soon successors became as effective as those who have held a seat for long, by the quarter in which their terms began and
    /// the account's tier then: the earliest quarter and the highest tier first. Of the terms whose `proficiency` the viewer may
    /// read; who may read of none gets an empty list. The span is at most 366 days (`SPAN_TOO_LONG`) and holds at most 1,000 terms,
    /// which with a benchmark are made of at most 20,000 requests each (`TOO_MUCH`).
    ///
    /// Requires: a person; each term as `proficiency` says.
    async fn proficiency_cohorts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Terms that began from this instant on.")] started_from: DateTime<Utc>,
        #[graphql(desc = "And before this one. Give whole quarters: a cohort is cut where the span is.")]
        started_to: DateTime<Utc>,
    ) -> Nullable<Vec<ProficiencyCohort>> {
        Some(cohorts(ctx, CohortsOf { from: started_from, to: started_to }).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Proficiency> {
    Ok(Proficiency(services(ctx).proficiency().of(viewer(ctx), parse_id(id)?).await?))
}

async fn cohorts(ctx: &Context<'_>, of: CohortsOf) -> Result<Vec<ProficiencyCohort>> {
    let cohorts = services(ctx).proficiency().cohorts(viewer(ctx), &of).await?;
    let told = |((quarter, tier), cohort): &_| ProficiencyCohort::of(*quarter, *tier, cohort);
    Ok(cohorts.iter().map(told).collect())
}
