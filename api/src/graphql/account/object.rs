//! An account in the schema.

use async_graphql::{Context, ID, Lookahead, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{account, id::AccountId};

use super::{
    loader::{Team, TeamOf},
    viewer_can::AccountViewerCan,
};
use crate::{
    domain::access::AccountAccess,
    graphql::{
        context::{services, viewer},
        error::{Error, Nullable, Result},
        handover::{self, Handover},
        identity::{
            region::{Region, load_region},
            user::{User, load_user},
        },
        incident::{
            self, Incident,
            list::{IncidentFilter, IncidentSort},
        },
        knowledge::{self, KnowledgeEntry},
        loader::{load, loaders},
        page::{Connection, NESTED_SIZE, connection},
        scalar::Date,
        special_note::{self, SpecialNote},
        triangle::{Assignment, Triangle},
        vocabulary::{AccountStatus, RelationshipStage, Tier},
    },
    platform::page::PageRequest,
};

/// A key account: a large customer whose loss would hurt. Seen by its team, its region's directors, its executive sponsor,
/// auditors and administrators, and while it has an open incident by escalation managers, executives and whoever works on
/// it; by bots with the scope `account:read`. Once it has ended, its team sees it no more.
#[derive(Clone)]
pub struct Account {
    access: AccountAccess,
    /// Its team, if the list that it comes from has read it for all of its rows.
    team: Option<Team>,
}

/// Why a prospect is on the watch list.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccountWatch {
    /// Why it is watched.
    reason: String,
    /// The day of the next review, where the customer is.
    review_on: Date,
}

impl Account {
    /// An account that the viewer may see.
    pub(in crate::graphql) fn new(access: AccountAccess) -> Self {
        Self { access, team: None }
    }

    /// Accounts with what the selection asks of their teams, read for all of them in one statement.
    pub(super) async fn all(
        ctx: &Context<'_>,
        accounts: Vec<AccountAccess>,
        selections: &[Lookahead<'_>],
    ) -> Result<Vec<Self>> {
        let is_wanted = |field| selections.iter().any(|selection| selection.field(field).exists());
        if !["triangle", "team", "extendedMembers"].into_iter().any(is_wanted) {
            return Ok(accounts.into_iter().map(Self::new).collect());
        }
        let ids: Vec<AccountId> = accounts.iter().map(|access| access.account().id).collect();
        let mut teams = services(ctx).triangles().teams(viewer(ctx), &ids).await?;
        let with_team = |access: AccountAccess| {
            let team = teams.remove(&access.account().id).unwrap_or_default();
            Self { access, team: Some(Team::new(team)) }
        };
        Ok(accounts.into_iter().map(with_team).collect())
    }

    fn row(&self) -> &account::Model {
        self.access.account()
    }

    async fn load_team(&self, ctx: &Context<'_>) -> Result<Team> {
        match &self.team {
            Some(team) => Ok(Team::clone(team)),
            None => Ok(load(&loaders(ctx).account, TeamOf(self.row().id)).await?.unwrap_or_default()),
        }
    }

    async fn assignments(
        &self,
        ctx: &Context<'_>,
        is_wanted: fn(&entity::assignment::Model) -> bool,
    ) -> Nullable<Vec<Assignment>> {
        let wanted = |team: Team| {
            let members = team.iter().filter(|member| is_wanted(&member.assignment));
            members.map(|member| Assignment::new(self.access.clone(), member.clone())).collect()
        };
        Some(self.load_team(ctx).await.map(wanted))
    }
}

/// A key account: a large customer whose loss would hurt. Seen by its team, its region's directors, its executive sponsor,
/// auditors and administrators, and while it has an open incident by escalation managers, executives and whoever works on
/// it; by bots with the scope `account:read`. Once it has ended, its team sees it no more.
#[Object]
impl Account {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.row().id.to_string())
    }

    /// The short name that people write, unique whatever its case, accents and width.
    async fn code(&self) -> &str {
        &self.row().code
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.row().name
    }

    /// Industry, as the company groups them.
    async fn industry(&self) -> Option<&str> {
        self.row().industry.as_deref()
    }

    /// The region that answers for it.
    async fn region(&self, ctx: &Context<'_>) -> Nullable<Region> {
        load_region(ctx, self.row().region_id).await
    }

    /// The customer's time zone, a name of the IANA database such as `Asia/Shanghai`.
    async fn time_zone(&self) -> &str {
        &self.row().time_zone
    }

    /// Where the business stands.
    async fn status(&self) -> AccountStatus {
        self.row().status.into()
    }

    /// Why it was scaled down or ended.
    async fn status_reason(&self) -> Option<&str> {
        self.row().status_reason.as_deref()
    }

    /// How important it is; null: unrated.
    async fn tier(&self) -> Option<Tier> {
        self.row().tier.map(Into::into)
    }

    /// Why the tier was set by hand.
    async fn tier_reason(&self) -> Option<&str> {
        self.row().tier_reason.as_deref()
    }

    /// How close the relationship is.
    async fn relationship_stage(&self) -> RelationshipStage {
        self.row().stage.into()
    }

    /// Why the relationship stage was set.
    async fn relationship_stage_reason(&self) -> Option<&str> {
        self.row().stage_reason.as_deref()
    }

    /// When to try to win the customer back, in the stage `ENDED`: a day where the customer is.
    async fn win_back_on(&self) -> Option<Date> {
        self.row().win_back_on.map(Date)
    }

    /// The executive who stands for it.
    async fn executive_sponsor(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().executive_sponsor_id?).await
    }

    /// Its place on the watch list of prospects; null: it is not there.
    async fn watch(&self) -> Option<AccountWatch> {
        let row = self.row();
        Some(AccountWatch { reason: row.watch_reason.clone()?, review_on: Date(row.watch_review_on?) })
    }

    /// Goes up with each change of the account's facts; changes are made against it. Assignments do not count.
    async fn version(&self) -> i32 {
        self.row().version
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.row().created_at
    }

    /// When its facts last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.row().updated_at
    }

    /// The three seats and who serves in them.
    async fn triangle(&self, ctx: &Context<'_>) -> Nullable<Triangle> {
        Some(self.load_team(ctx).await.map(|team| Triangle::new(self.access.clone(), team)))
    }

    /// Who helps the account without a seat, the longest serving first.
    async fn extended_members(&self, ctx: &Context<'_>) -> Nullable<Vec<Assignment>> {
        self.assignments(ctx, |row| row.seat.is_none()).await
    }

    /// Everybody who serves the account: primaries, deputies, members, extended members.
    async fn team(&self, ctx: &Context<'_>) -> Nullable<Vec<Assignment>> {
        self.assignments(ctx, |_| true).await
    }

    /// All assignments that the account ever had, running and ended, the latest first.
    async fn assignment_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Assignment>> {
        Some(self.history(ctx, PageRequest { first, after, last, before }).await)
    }

    /// Its incidents, of those that the viewer may see, the latest report first unless you say otherwise.
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection")]
    async fn incidents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which incidents; all, if left out.")] filter: Option<IncidentFilter>,
        #[graphql(desc = "Up to three keys, the most important first.")] sort: Option<Vec<IncidentSort>>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Incident>> {
        let request = PageRequest { first, after, last, before };
        Some(incident::list::of_account(ctx, self.row().id, filter, sort, request).await)
    }

    /// The special notes that hold now, the worst first, then what began last: heed them before you speak with the customer. Null
    /// for bots and for who sees the account as an administrator alone.
    async fn special_notes(&self, ctx: &Context<'_>) -> Nullable<Vec<SpecialNote>> {
        special_note::object::in_force(ctx, self.row().id).await
    }

    /// All special notes that the account ever had and those to come, what begins last first. Null for who does not see
    /// `specialNotes`.
    async fn special_note_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<SpecialNote>> {
        let request = PageRequest { first, after, last, before };
        special_note::object::history(ctx, self.row().id, request).await
    }

    /// The entries of the think tank whose home the account is, of those that the viewer may read, what was changed last
    /// first. What has expired is withheld: `knowledgeEntries` gives it if asked.
    async fn knowledge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeEntry>> {
        knowledge::nested::of_account(ctx, self.row().id, PageRequest { first, after, last, before }).await
    }

    /// The handovers of its seats that are not yet at their move, of those that the viewer may see: one a seat at most.
    async fn open_handovers(&self, ctx: &Context<'_>) -> Nullable<Vec<Handover>> {
        handover::object::open_on(ctx, self.row().id).await
    }

    /// What the viewer may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> AccountViewerCan {
        AccountViewerCan::of(viewer(ctx), &self.access)
    }
}

impl Account {
    async fn history(&self, ctx: &Context<'_>, request: PageRequest) -> Result<Connection<Assignment>> {
        let (services, access) = (services(ctx).clone(), self.access.clone());
        let page = services.triangles().history(viewer(ctx), &access, &request, NESTED_SIZE).await?;
        let account = access.clone();
        let node = move |member| Assignment::new(account.clone(), member);
        Ok(connection(page, node, move || {
            let (services, access) = (services.clone(), access.clone());
            async move { services.triangles().count_history(&access).await }
        }))
    }
}

/// The account that something names, if the viewer may see it; it is read together with those of the other rows of the list.
pub(in crate::graphql) async fn load_account(ctx: &Context<'_>, id: AccountId) -> Nullable<Account> {
    match load(&loaders(ctx).account, id).await {
        Ok(Some(access)) => Some(Ok(Account::new(access))),
        Ok(None) => Some(Err(Error::not_found())),
        Err(error) => Some(Err(error)),
    }
}
