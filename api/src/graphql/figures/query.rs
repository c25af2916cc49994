//! Questions about figures.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use super::object::RedChannelFigures;
use crate::{
    domain::figures::FiguresOf,
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Nullable, Result},
    },
};

/// Root fields about figures.
#[derive(Default)]
pub struct FiguresQuery;

#[Object]
impl FiguresQuery {
    /// How fast the company is where its customers are in danger, and whether it keeps what it promises then: of the incidents
    /// that the viewer may see, by the account's tier and the severity, the worst at the best first. Tiers and severities
    /// without an incident are left out. The span is at most 366 days, and it and the 90 days before it
    /// hold at most 20,000 incidents.
    ///
    /// Requires: a person; each incident as `incident` says.
    async fn red_channel_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Incidents that were reported from this instant on.")] reported_from: DateTime<Utc>,
        #[graphql(desc = "And before this one.")] reported_to: DateTime<Utc>,
        #[graphql(desc = "Of these accounts, `acc_...`, at most 100; of all, if left out.")]
        account_ids: Option<Vec<ID>>,
    ) -> Nullable<Vec<RedChannelFigures>> {
        Some(red_channel(ctx, (reported_from, reported_to), account_ids).await)
    }
}

async fn red_channel(
    ctx: &Context<'_>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    accounts: Option<Vec<ID>>,
) -> Result<Vec<RedChannelFigures>> {
    let (given, max) = (accounts.as_ref().map_or(0, Vec::len), limits(ctx).input_list);
    if given > max {
        return Err(Error::limit("inputList", given, max));
    }
    let accounts = accounts.map(|ids| ids.iter().map(parse_id).collect::<Result<_>>()).transpose()?;
    let figures = services(ctx).figures();
    let groups = figures.by_tier_and_severity(viewer(ctx), &FiguresOf { from, to, accounts }).await?;
    let groups = groups.iter();
    Ok(groups
        .map(|((tier, severity), figures)| {
            RedChannelFigures::of(tier.map(Into::into), (*severity).into(), figures)
        })
        .collect())
}
