//! Questions about incidents.

use async_graphql::{Context, ID, Object};

use super::{
    list::{self, IncidentFilter, IncidentSort},
    object::Incident,
};
use crate::{
    graphql::{
        context::{parse_id, services, viewer},
        error::{Error, ErrorCode, Nullable, Result},
        page::Connection,
    },
    platform::page::PageRequest,
};

/// Root fields about incidents.
#[derive(Default)]
pub struct IncidentQuery;

#[Object]
impl IncidentQuery {
    /// An incident.
    ///
    /// Requires: primary or deputy of the account; on the response team, or executive lead; director of the region;
    /// escalation manager; executive; auditor; bot with `incident:read`.
    async fn incident(&self, ctx: &Context<'_>, #[graphql(desc = "`inc_...`")] id: ID) -> Nullable<Incident> {
        Some(find(ctx, &id).await)
    }

    /// An incident by the number that people call it by.
    ///
    /// Requires: as `incident`.
    async fn incident_by_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`RC-142`")] number: String,
    ) -> Nullable<Incident> {
        Some(find_by_number(ctx, &number).await)
    }

    /// The incidents that the viewer may see, the latest report first unless you say otherwise.
    ///
    /// Requires: a person, or a bot; each incident as `incident` says.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn incidents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incidents; all, if left out.")] filter: Option<IncidentFilter>,
        #[graphql(desc = "Up to three keys, the most important first.")] sort: Option<Vec<IncidentSort>>,
        #[graphql(desc = "How many from the front, at most 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Incident>> {
        let request = PageRequest { first, after, last, before };
        Some(list::page(ctx, filter, sort, request).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Incident> {
    Ok(Incident(services(ctx).incidents().get(viewer(ctx), parse_id(id)?).await?))
}

async fn find_by_number(ctx: &Context<'_>, number: &str) -> Result<Incident> {
    let digits =
        number.strip_prefix("RC-").filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok());
    let number = number
        .ok_or_else(|| Error::new(ErrorCode::BadUserInput, "An incident's number looks like `RC-142`."))?;
    Ok(Incident(services(ctx).incidents().get_by_number(viewer(ctx), number).await?))
}
