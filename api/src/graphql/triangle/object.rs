//! Seats and assignments in the schema.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::assignment;

use crate::{
    domain::{
        access::AccountAccess,
        triangle::{self, Member},
    },
    graphql::{
        account::{Account, loader::Team},
        error::Nullable,
        identity::user::{User, load_user},
        vocabulary::{Position, Seat},
    },
};

/// The three seats of an account, whose holders answer the customer together. Seen by whoever sees the account.
pub struct Triangle {
    account: AccountAccess,
    team: Team,
}

impl Triangle {
    pub(in crate::graphql) fn new(account: AccountAccess, team: Team) -> Self {
        Self { account, team }
    }

    fn seat(&self, seat: assignment::Seat) -> TriangleSeat {
        TriangleSeat { seat, account: self.account.clone(), team: Team::clone(&self.team) }
    }

    fn filled(&self) -> triangle::Triangle {
        triangle::Triangle::of(self.team.iter().map(|member| &member.assignment))
    }
}

/// The three seats of an account, whose holders answer the customer together. Seen by whoever sees the account.
#[Object]
impl Triangle {
    /// The seat of the account responsible (AR).
    async fn sales(&self) -> TriangleSeat {
        self.seat(assignment::Seat::Sales)
    }

    /// The seat of the solution responsible (SR).
    async fn technical(&self) -> TriangleSeat {
        self.seat(assignment::Seat::Technical)
    }

    /// The seat of the fulfilment responsible (FR).
    async fn delivery(&self) -> TriangleSeat {
        self.seat(assignment::Seat::Delivery)
    }

    /// Whether each seat has a primary, flagged or not.
    async fn is_complete(&self) -> bool {
        self.filled().is_complete()
    }

    /// The seats without a primary.
    async fn vacant_seats(&self) -> Vec<Seat> {
        self.filled().vacant().iter().map(|seat| (*seat).into()).collect()
    }
}

/// A seat of an account and who serves in it.
pub struct TriangleSeat {
    seat: assignment::Seat,
    account: AccountAccess,
    team: Team,
}

impl TriangleSeat {
    fn serving(&self, position: assignment::Position) -> impl Iterator<Item = Assignment> {
        let serving = move |row: &assignment::Model| row.seat == Some(self.seat) && row.position == position;
        let members = self.team.iter().filter(move |member| serving(&member.assignment));
        members.map(|member| Assignment::new(self.account.clone(), member.clone()))
    }
}

/// A seat of an account and who serves in it.
#[Object]
impl TriangleSeat {
    /// Which seat.
    async fn seat(&self) -> Seat {
        self.seat.into()
    }

    /// Who is responsible; null: the seat is vacant.
    async fn primary(&self) -> Option<Assignment> {
        self.serving(assignment::Position::Primary).next()
    }

    /// Who stands in.
    async fn deputy(&self) -> Option<Assignment> {
        self.serving(assignment::Position::Deputy).next()
    }

    /// Who helps, the longest serving first.
    async fn members(&self) -> Vec<Assignment> {
        self.serving(assignment::Position::Member).collect()
    }
}

/// One person in one seat of one account, or helping it without a seat, from a start to an end. Seen by whoever sees the
/// account.
pub struct Assignment {
    account: AccountAccess,
    member: Member,
}

impl Assignment {
    pub(in crate::graphql) fn new(account: AccountAccess, member: Member) -> Self {
        Self { account, member }
    }

    fn row(&self) -> &assignment::Model {
        &self.member.assignment
    }
}

/// One person in one seat of one account, or helping it without a seat, from a start to an end. Seen by whoever sees the
/// account.
#[Object]
impl Assignment {
    /// Identity. For an assignment as primary it is what `proficiency` asks for.
    async fn id(&self) -> ID {
        ID(self.row().id.to_string())
    }

    /// The account that is served.
    async fn account(&self) -> Account {
        Account::new(self.account.clone())
    }

    /// Who.
    async fn user(&self) -> User {
        User(self.member.person.clone())
    }

    /// In which seat; null: an extended member.
    async fn seat(&self) -> Option<Seat> {
        self.row().seat.map(Into::into)
    }

    /// As what.
    async fn position(&self) -> Position {
        self.row().position.into()
    }

    /// What an extended member is good for: finance, legal, quality.
    async fn expertise(&self) -> Option<&str> {
        self.row().expertise.as_deref()
    }

    /// Why somebody of another function, or of another seat of the account, was accepted.
    async fn exception_reason(&self) -> Option<&str> {
        self.row().exception_reason.as_deref()
    }

    /// When it began.
    async fn since(&self) -> DateTime<Utc> {
        self.row().started_at
    }

    /// When it ended; null: it runs.
    async fn until(&self) -> Option<DateTime<Utc>> {
        self.row().ended_at
    }

    /// Why it ended.
    async fn end_reason(&self) -> Option<&str> {
        self.row().end_reason.as_deref()
    }

    /// Who assigned the person.
    async fn assigned_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().started_by).await
    }

    /// Who ended it.
    async fn ended_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().ended_by?).await
    }

    /// Whether it runs and yet opens nothing, because the person is disabled or the account has ended: swap or vacate it.
    async fn is_flagged(&self) -> bool {
        let person = self.member.person.public().status;
        triangle::is_flagged(self.row(), person, self.account.account())
    }
}
