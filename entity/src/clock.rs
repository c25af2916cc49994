//! The vocabulary of clocks (domain page, section 8).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a clock waits for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClockKind {
    /// A person with the commander right takes the incident.
    Acknowledge,
    /// An executive lead is named.
    ExecutiveLead,
    /// The team is with the customer, or the customer agreed to remote help.
    OnSite,
    /// It gets no worse.
    Contain,
    /// The problem is solved.
    Resolve,
    /// The team hears news; again and again.
    TeamUpdate,
    /// Customer and executives hear news; again and again.
    CustomerUpdate,
    /// The letter of commitment is sent.
    Letter,
}
