//! Letters of commitment for improvement: one for each generation of an incident (domain page, section 9). What was signed
//! is in `letter_revision`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{IncidentId, LetterId, UserId};

/// Where a letter stands.
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
pub enum LetterState {
    /// It is being written.
    Draft,
    /// It is complete and waits for its signature.
    InternalReview,
    /// It is signed: the text of this version never changes again.
    Signed,
    /// It is with the customer.
    Sent,
    /// The customer sent it back: it needs a new version.
    Returned,
    /// The customer accepted it.
    Accepted,
    /// Something became of its promises.
    InProgress,
    /// Every promise that counts has its outcome, verified by the customer where it was kept.
    Verified,
    /// It ended, and no promise was broken.
    Fulfilled,
    /// It ended, and a promise was broken.
    Breached,
    /// An executive decided that there will be none.
    Waived,
}

/// The language of a letter: the customer's.
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
pub enum LetterLanguage {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LetterId,
    /// About which incident.
    #[sea_orm(unique_key = "generation")]
    pub incident_id: IncidentId,
    /// About which generation of it.
    #[sea_orm(unique_key = "generation")]
    pub generation: i32,
    /// Where it stands.
    pub state: LetterState,
    /// The language that it is written in.
    pub language: LetterLanguage,
    /// Number of the present version of its text, from 1.
    pub number: i32,
    /// The present text, as the letter's domain writes it.
    pub text: Json,
    /// Who began it.
    pub drafted_by: UserId,
    /// Goes up with each change; clients edit against it.
    pub version: i32,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
