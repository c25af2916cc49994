//! Accounts and their triangles: enums of the schema.

use async_graphql::Enum;

/// Where the business with an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::AccountStatus")]
pub enum AccountStatus {
    /// New potential.
    Prospect,
    /// Does business with us.
    Active,
    /// Does less than before.
    ScaledDown,
    /// Over: refuses new incidents and seats.
    Ended,
}

/// How important an account is, from the most important down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::Tier")]
pub enum Tier {
    /// Strategic.
    S,
    /// Major.
    A,
    /// Important.
    B,
    /// Standard.
    C,
}

/// How close the relationship is (domain page, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::RelationshipStage")]
pub enum RelationshipStage {
    /// Getting to know each other.
    Exploratory,
    /// Doing business.
    Cooperative,
    /// Planning together.
    Interdependent,
    /// Investing together.
    Strategic,
    /// Over, by judgement.
    Ended,
}

/// The three seats of the iron triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::assignment::Seat")]
pub enum Seat {
    /// Account responsible (AR).
    Sales,
    /// Solution responsible (SR).
    Technical,
    /// Fulfilment responsible (FR).
    Delivery,
}

/// What a person is in a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::assignment::Position")]
pub enum Position {
    /// Responsible; at most one a seat.
    Primary,
    /// Stands in; at most one a seat.
    Deputy,
    /// Helps in the seat.
    Member,
    /// Helps the account without a seat.
    Extended,
}

/// What can happen to an account or its triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::account::event::AccountEventKind")]
pub enum AccountEventKind {
    /// It was created.
    Created,
    /// Its facts were changed.
    FactsChanged,
    /// Its status was changed.
    StatusChanged,
    /// Its tier was set by hand.
    TierSet,
    /// Its relationship stage was changed.
    StageChanged,
    /// An executive sponsor was named or released.
    SponsorChanged,
    /// It was put on the watch list, or its review moved.
    Watched,
    /// It was taken off the watch list.
    Unwatched,
    /// Somebody was assigned to a seat or as an extended member.
    Assigned,
    /// A seat was given to somebody else.
    Swapped,
    /// A seat was vacated or a member released.
    Vacated,
}
