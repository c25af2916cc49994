//! Figures of the triangle's response speed in the schema.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{request::rules::SEATS, speed},
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Nullable, Result},
        request::vocabulary::CustomerRequestKind,
        vocabulary::{Seat, Tier},
    },
};

/// Figures of the customers' requests of one tier and sort: of teams, never of persons.
#[derive(Clone, Debug, SimpleObject)]
pub struct ResponseSpeedFigures {
    /// The accounts' tier when the requests were logged; null: unrated.
    tier: Option<Tier>,
    /// What sort of demand.
    kind: CustomerRequestKind,
    /// How many requests customers made, without those that were withdrawn.
    requests: i32,
    /// From when the customer asked to the first substantive answer of any seat. What nobody has answered has no length: compare
    /// its `count` with `requests`, and see `withinTarget`, where what is late counts.
    first_response: ResponseLengths,
    /// From when the customer asked until every needed seat had answered.
    joint_response: ResponseLengths,
    /// How long requests were with each seat; seats that never held one are told with a count of 0.
    hop_times: Vec<ResponseHopTimes>,
    /// Whether the first answer came in time.
    within_target: ResponseRate,
    /// Whether the answer did: of the requests that were ever closed, those that were never reopened.
    right_first_time: ResponseRate,
    /// What became of the first response since the triangles were complete.
    first_response_improvement: ResponseImprovement,
    /// What became of the joint response since the triangles were complete.
    joint_response_improvement: ResponseImprovement,
}

/// Lengths of time, of requests in their first round. A percentile is a length that occurred: the smallest that at least so many
/// percent of them do not exceed (nearest rank). Business time is as much of it as the calendars of the accounts' regions were open.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ResponseLengths {
    /// How many there are.
    count: i32,
    /// The median by the clock on the wall, in seconds. Null: there are none.
    p50_wall_seconds: Option<i64>,
    /// Nine of ten took no longer by the clock on the wall, in seconds. Null: there are none.
    p90_wall_seconds: Option<i64>,
    /// The median in business hours, in seconds. Null: there are none.
    p50_business_seconds: Option<i64>,
    /// Nine of ten took no longer in business hours, in seconds. Null: there are none.
    p90_business_seconds: Option<i64>,
}

/// How long requests were with a seat.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ResponseHopTimes {
    /// Which seat.
    seat: Seat,
    /// How long each request was with it, all its times in the first round together; with one that is still there, until now.
    times: ResponseLengths,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ResponseRate {
    /// How many did.
    count: i32,
    /// Of how many it is known. Of requests with a target these are those that were answered, or are late.
    of: i32,
    /// The share, 0 to 1. Null: of none is it known.
    rate: Option<f64>,
}

/// What became of a response time since the triangles of the accounts were complete: the medians in business time of the 90 days
/// before all three seats of an account first had a primary, and of the span since then.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ResponseImprovement {
    /// By how many percent the median became shorter; negative: it became longer. Null: fewer than ten answers on either side, or
    /// nothing that could become shorter.
    percent: Option<f64>,
    /// How many answers there were in the 90 days before.
    baseline_count: i32,
    /// How many answers there were in the span, since then.
    current_count: i32,
}

/// Root field of response speed.
#[derive(Default)]
pub struct SpeedQuery;

#[Object]
impl SpeedQuery {
    /// How fast customers are answered, of the requests that the viewer may see, by the account's tier and the sort of demand, the
    /// best tier first. Tiers and sorts without a request are left out: who sees none gets an empty list. These are figures of
    /// teams, never of persons. The span is at most 366 days and holds at most 20,000 requests.
    ///
    /// Requires: a person; each request as `customerRequest` says.
    async fn response_speed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What customers asked from this instant on.")] asked_from: DateTime<Utc>,
        #[graphql(desc = "And before this one.")] asked_to: DateTime<Utc>,
        #[graphql(desc = "Of these accounts, `acc_...`, at most 100; of all, if left out.")]
        account_ids: Option<Vec<ID>>,
    ) -> Nullable<Vec<ResponseSpeedFigures>> {
        Some(figures(ctx, (asked_from, asked_to), account_ids).await)
    }
}

async fn figures(
    ctx: &Context<'_>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    accounts: Option<Vec<ID>>,
) -> Result<Vec<ResponseSpeedFigures>> {
    let (given, max) = (accounts.as_ref().map_or(0, Vec::len), limits(ctx).input_list);
    if given > max {
        return Err(Error::limit("inputList", given, max));
    }
    let accounts = accounts.map(|ids| ids.iter().map(parse_id).collect::<Result<_>>()).transpose()?;
    let of = speed::SpeedOf { from, to, accounts };
    let groups = services(ctx).speed().by_tier_and_kind(viewer(ctx), &of).await?;
    Ok(groups
        .iter()
        .map(|((tier, kind), figures)| told(tier.map(Into::into), (*kind).into(), figures))
        .collect())
}

fn told(
    tier: Option<Tier>,
    kind: CustomerRequestKind,
    figures: &speed::SpeedFigures,
) -> ResponseSpeedFigures {
    let nothing = speed::Lengths::default();
    let hops = SEATS.map(|seat| {
        let times = figures.held.get(&seat).unwrap_or(&nothing).into();
        ResponseHopTimes { seat: seat.into(), times }
    });
    let rate = |count, of, rate| ResponseRate { count: number(count), of: number(of), rate };
    ResponseSpeedFigures {
        tier,
        kind,
        requests: number(figures.requests),
        first_response: (&figures.first).into(),
        joint_response: (&figures.joint).into(),
        hop_times: hops.into(),
        within_target: rate(figures.met, figures.decided, figures.within_target()),
        right_first_time: rate(figures.right, figures.closed, figures.right_first_time()),
        first_response_improvement: (&figures.first_improvement).into(),
        joint_response_improvement: (&figures.joint_improvement).into(),
    }
}

impl From<&speed::Lengths> for ResponseLengths {
    fn from(it: &speed::Lengths) -> Self {
        let seconds = |length: Option<TimeDelta>| length.as_ref().map(TimeDelta::num_seconds);
        Self {
            count: number(it.count()),
            p50_wall_seconds: seconds(it.wall(50)),
            p90_wall_seconds: seconds(it.wall(90)),
            p50_business_seconds: seconds(it.business(50)),
            p90_business_seconds: seconds(it.business(90)),
        }
    }
}

impl From<&speed::Improvement> for ResponseImprovement {
    fn from(it: &speed::Improvement) -> Self {
        let (before, since) = it.counts();
        Self { percent: it.percent(), baseline_count: number(before), current_count: number(since) }
    }
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
