//! Lists of incidents: the inputs that narrow and sort them, the list at the root and the list of an account.

use std::{hash::Hash, sync::Arc};

use async_graphql::{Context, Enum, OutputType, dataloader::Loader};
use entity::id::{AccountId, IncidentId};

use super::{
    loader::{Asked, CountOf, IncidentLoader, PageOf, Paged},
    object::Incident,
};
use crate::{
    domain::incident::{IncidentList, IncidentOrder, IncidentTest},
    graphql::{
        account::list::TierFilter,
        context::{limits, services, viewer},
        error::{Error, Result},
        filter::{
            Comparators, DateTimeFilter, IdFilter, enum_filters, filter, filter_input, sort_input, sorts,
        },
        loader::{LoadError, load, loaders},
        page::{Connection, NESTED_SIZE, ROOT_SIZE, connection},
        vocabulary::{IncidentState, Seat, Severity},
    },
    platform::page::{Count, Page, PageRequest},
};

enum_filters! {
    /// Tests of an incident's state. What is given must all hold.
    IncidentStateFilter: IncidentState => entity::incident::IncidentState;
    /// Tests of a severity. What is given must all hold.
    SeverityFilter: Severity => entity::incident::Severity;
}

filter_input! {
    /// Which incidents. What is given must all hold. What is null for the viewer counts as absent here, too.
    IncidentFilter of IncidentTest {
        /// The account, `acc_...`.
        account_id: IdFilter => IncidentTest::Account,
        /// Where it stands.
        state: IncidentStateFilter => IncidentTest::State,
        /// True: it still needs somebody. False: it is closed, declined or cancelled.
        open: bool => IncidentTest::Open,
        /// The severity that counts: confirmed, before triage claimed.
        severity: SeverityFilter => IncidentTest::Severity,
        /// The account's tier when it was reported; null: unrated.
        tier_at_report: TierFilter => IncidentTest::Tier,
        /// When it was reported.
        reported_at: DateTimeFilter => IncidentTest::ReportedAt,
        /// The person who reported it, `usr_...`.
        reporter_id: IdFilter => IncidentTest::Reporter,
        /// The bot that reported it, `bot_...`.
        reporter_bot_id: IdFilter => IncidentTest::ReporterBot,
        /// The executive lead, `usr_...`.
        executive_lead_id: IdFilter => IncidentTest::Lead,
        /// True: the viewer reported it, leads it or is on its response team. False: nothing of that.
        mine: bool => IncidentTest::Mine,
        /// True: its problem is solved and it has taught nothing: no published lesson that the viewer may read is linked to it,
        /// and it was not said why there is none. A gap of the think tank.
        lesson_missing: bool => IncidentTest::LessonMissing,
        /// The viewer serves its account in one of these seats, as primary, deputy or member.
        my_seats: Vec<Seat> => IncidentTest::MySeats,
    }
}

impl Comparators<Vec<entity::assignment::Seat>> for Vec<Seat> {
    fn tests(self) -> Result<Vec<Vec<entity::assignment::Seat>>> {
        Ok(vec![self.into_iter().map(Into::into).collect()])
    }
}

/// What incidents can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "IncidentOrder")]
pub enum IncidentSortField {
    /// When they were reported.
    ReportedAt,
    /// Their number.
    Number,
    /// The severity that counts, `SEV1` first.
    Severity,
}

sort_input! {
    /// One key of an order of incidents.
    IncidentSort by IncidentSortField => IncidentOrder
}

fn list(
    ctx: &Context<'_>,
    given: Option<IncidentFilter>,
    sort: Option<Vec<IncidentSort>>,
    request: PageRequest,
    default_size: u64,
) -> Result<IncidentList> {
    let limits = limits(ctx);
    Ok(IncidentList { filter: filter(given, limits)?, sorts: sorts(sort, limits)?, request, default_size })
}

/// The list at the root.
pub(super) async fn page(
    ctx: &Context<'_>,
    given: Option<IncidentFilter>,
    sort: Option<Vec<IncidentSort>>,
    request: PageRequest,
) -> Result<Connection<Incident>> {
    let list = list(ctx, given, sort, request, ROOT_SIZE)?;
    let (services, viewer) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.incidents().page(&viewer, &list).await?;
    Ok(connection(page, Incident, move || {
        let (services, viewer, filter) = (services.clone(), viewer.clone(), list.filter.clone());
        async move { services.incidents().count(&viewer, &filter).await }
    }))
}

/// The list of an account; it is read together with those of the other accounts of the list.
pub(in crate::graphql) async fn of_account(
    ctx: &Context<'_>,
    account: AccountId,
    given: Option<IncidentFilter>,
    sort: Option<Vec<IncidentSort>>,
    request: PageRequest,
) -> Result<Connection<Incident>> {
    let empty = Page::empty(&request);
    let asked = Asked::new(list(ctx, given, sort, request, NESTED_SIZE)?);
    nested(ctx, account, asked, empty, Incident).await
}

/// The parts of an incident; they are read together with those of the other incidents of the list.
pub(super) async fn of_parent(
    ctx: &Context<'_>,
    parent: IncidentId,
    request: PageRequest,
) -> Result<Connection<Incident>> {
    let empty = Page::empty(&request);
    let asked = Asked::new(list(ctx, None, None, request, NESTED_SIZE)?);
    nested(ctx, parent, asked, empty, Incident).await
}

/// A nested list, read together with those of the other rows of the list.
pub(super) async fn nested<O, Q, R, T>(
    ctx: &Context<'_>,
    owner: O,
    asked: Q,
    empty: Page<R>,
    node: impl FnMut(R) -> T,
) -> Result<Connection<T>>
where
    O: Copy + Eq + Hash + Send + Sync + 'static,
    Q: Clone + Eq + Hash + Send + Sync + 'static,
    R: Clone + Send + Sync + 'static,
    T: OutputType,
    IncidentLoader: Loader<PageOf<O, Q>, Value = Paged<R>, Error = LoadError>
        + Loader<CountOf<O, Q>, Value = Count, Error = LoadError>,
{
    let loader = Arc::clone(&loaders(ctx).incident);
    let page = load(&loader, PageOf(owner, asked.clone())).await?;
    let page = page.unwrap_or(Ok(empty)).map_err(|error| Error::clone(&error))?;
    Ok(connection(page, node, move || {
        let (loader, key) = (Arc::clone(&loader), CountOf(owner, asked.clone()));
        async move { load(&loader, key).await.map(Option::unwrap_or_default) }
    }))
}
