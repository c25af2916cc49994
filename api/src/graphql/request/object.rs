//! A customer's request in the schema.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::customer_request::{self, RequestState};

use super::{
    loader::{AnswersOf, HopsOf, SeatsOf, TimingOf},
    part::{CustomerRequestAnswer, CustomerRequestHop, CustomerRequestSeat, CustomerRequestTiming},
    vocabulary::{CustomerRequestChannel, CustomerRequestDue, CustomerRequestKind, CustomerRequestState},
};
use crate::{
    domain::{
        access::{Action, RequestAccess},
        knowledge::Purpose,
        request::rules::Verb,
    },
    graphql::{
        account::{Account, object::load_account},
        context::{services, viewer},
        error::Nullable,
        identity::user::{User, load_user},
        knowledge::reuse::{KnowledgeUse, uses_for},
        loader::{load, loaders},
        scalar::Markdown,
        vocabulary::{Seat, Tier},
    },
};

/// What a customer asks of us, and how the triangle answers it together (客户需求). Seen by the team of the account, the directors of
/// its region, executives who see the account, and auditors; not by bots.
pub struct CustomerRequest(pub(in crate::graphql) RequestAccess);

impl CustomerRequest {
    fn row(&self) -> &customer_request::Model {
        self.0.request()
    }
}

/// What a customer asks of us, and how the triangle answers it together (客户需求). Seen by the team of the account, the directors of
/// its region, executives who see the account, and auditors; not by bots.
#[Object]
impl CustomerRequest {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.row().id.to_string())
    }

    /// The account whose request it is.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        load_account(ctx, self.row().account_id).await
    }

    /// What the customer asks, in a line.
    async fn title(&self) -> &str {
        &self.row().title
    }

    /// What the customer asks, in words; may be empty.
    async fn body(&self) -> Markdown {
        Markdown(self.row().body.clone())
    }

    /// What sort of demand.
    async fn kind(&self) -> CustomerRequestKind {
        self.row().kind.into()
    }

    /// How the customer came to us.
    async fn channel(&self) -> CustomerRequestChannel {
        self.row().channel.into()
    }

    /// Who at the customer asks. Personal data, kept for answering them, in no event, and erased by
    /// `customerRequestForgetContact`. Null: nobody is named.
    async fn contact(&self) -> Option<&str> {
        self.row().contact.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> CustomerRequestState {
        self.row().state.into()
    }

    /// 1, and one more with each reopening: above 1 the answer was not right the first time.
    async fn round(&self) -> i32 {
        self.row().round
    }

    /// The seat that must move next. Null: nobody must.
    async fn holder(&self) -> Option<Seat> {
        self.row().holder.map(Into::into)
    }

    /// Since when that seat must move.
    async fn held_since(&self) -> Option<DateTime<Utc>> {
        self.row().held_since
    }

    /// The seats that have to answer.
    async fn waiting(&self, ctx: &Context<'_>) -> Nullable<Vec<Seat>> {
        let (open, round) = (self.row().state == RequestState::Open, self.row().round);
        let seats = load(&loaders(ctx).request, SeatsOf(self.row().id)).await;
        let waits = |row: &entity::request_role::Model| {
            open && row.round == round && row.answered_at.is_none() && row.removed_at.is_none()
        };
        let rows = seats.map(Option::unwrap_or_default);
        Some(rows.map(|rows| rows.into_iter().filter(waits).map(|row| row.seat.into()).collect()))
    }

    /// The seats that must answer or had to, of all rounds, those included that were found not to be needed.
    async fn seats(&self, ctx: &Context<'_>) -> Nullable<Vec<CustomerRequestSeat>> {
        let seats = load(&loaders(ctx).request, SeatsOf(self.row().id)).await;
        Some(seats.map(|rows| rows.unwrap_or_default().into_iter().map(CustomerRequestSeat).collect()))
    }

    /// What the seats told the customer, of all rounds, in the order in which the customer got it.
    async fn answers(&self, ctx: &Context<'_>) -> Nullable<Vec<CustomerRequestAnswer>> {
        let answers = load(&loaders(ctx).request, AnswersOf(self.row().id)).await;
        Some(answers.map(|rows| rows.unwrap_or_default().into_iter().map(CustomerRequestAnswer).collect()))
    }

    /// Its way from seat to seat, of all rounds, in order.
    async fn hops(&self, ctx: &Context<'_>) -> Nullable<Vec<CustomerRequestHop>> {
        let hops = load(&loaders(ctx).request, HopsOf(self.row().id)).await;
        Some(hops.map(|rows| rows.unwrap_or_default().into_iter().map(CustomerRequestHop).collect()))
    }

    /// How fast it was answered, in its first round, as of now.
    async fn timing(&self, ctx: &Context<'_>) -> Nullable<CustomerRequestTiming> {
        let timing = load(&loaders(ctx).request, TimingOf(self.row().id)).await;
        Some(timing.map(|timing| timing.unwrap_or_default().into()))
    }

    /// When the customer asked: its clock starts here.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.row().occurred_at
    }

    /// When it was logged.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.row().recorded_at
    }

    /// Who logged it.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().recorded_by).await
    }

    /// The account's tier when it was logged; null: unrated.
    async fn tier_at_log(&self) -> Option<Tier> {
        self.row().tier_at_log.map(Into::into)
    }

    /// Within how many minutes of business hours the first substantive answer is due, by the policy in force when it was logged. Null:
    /// it has no target.
    async fn target_minutes(&self) -> Option<i32> {
        self.row().target_minutes
    }

    /// When the first substantive answer is due. Null: it has no target.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.row().due_at
    }

    /// Whether the first substantive answer comes in time, as of now.
    async fn due_state(&self, ctx: &Context<'_>) -> CustomerRequestDue {
        services(ctx).requests().due(self.row()).into()
    }

    /// When the first substantive answer was given, in the first round.
    async fn first_answered_at(&self) -> Option<DateTime<Utc>> {
        self.row().first_answered_at
    }

    /// When it was closed or withdrawn; null: it is open.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.row().closed_at
    }

    /// What came of it, why it was withdrawn or, while it is open, why it was reopened.
    async fn outcome(&self) -> Option<&str> {
        self.row().outcome.as_deref()
    }

    /// Goes up with each change; changes are made against it, answers excepted.
    async fn version(&self) -> i32 {
        self.row().version
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.row().updated_at
    }

    /// What entries of the think tank were used for it, of those that the viewer may read, the latest first; at most 100. Say so
    /// with `knowledgeEntryUse`.
    async fn uses(&self, ctx: &Context<'_>) -> Nullable<Vec<KnowledgeUse>> {
        uses_for(ctx, Purpose::Request(self.row().id)).await
    }

    /// What the viewer may do with it now.
    async fn viewer_can(&self, ctx: &Context<'_>) -> CustomerRequestViewerCan {
        let (row, viewer) = (self.row(), viewer(ctx));
        let may = |action| self.0.standing().permits(viewer, row.account_id, action);
        let (steers, open) = (may(Action::SteerRequest), row.state == RequestState::Open);
        let can = |verb: Verb| steers && verb.starts_from(row.state);
        CustomerRequestViewerCan {
            answer: open && may(Action::AnswerRequest),
            hand_over: open && steers,
            change_seats: open && steers,
            close: can(Verb::Close),
            withdraw: can(Verb::Withdraw),
            reopen: can(Verb::Reopen),
            forget_contact: steers && row.contact.is_some(),
        }
    }
}

/// What the viewer may do with a request now: their rights and its state, from the tables that also enforce it. Which seat they
/// hold, and who has still to answer, is not looked at.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct CustomerRequestViewerCan {
    /// Answer it for a seat of theirs: `customerRequestAnswer`.
    answer: bool,
    /// Hand it to another seat: `customerRequestHandOver`.
    hand_over: bool,
    /// Say who must answer: `customerRequestAddSeat`, `customerRequestRemoveSeat`.
    change_seats: bool,
    /// Say that it is answered: `customerRequestClose`.
    close: bool,
    /// Say that nobody needs an answer: `customerRequestWithdraw`.
    withdraw: bool,
    /// Begin again: `customerRequestReopen`.
    reopen: bool,
    /// Erase who asked: `customerRequestForgetContact`.
    forget_contact: bool,
}
