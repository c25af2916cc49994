//! What a letter says. The text as it is written, and the content as it is signed: text and all facts that it names, frozen
//! in the very bytes that the hash is of.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{id::UserId, incident::Severity, letter::LetterLanguage};
use serde::{Deserialize, Serialize};

use crate::platform::secret::sha256_hex;

/// The text of a letter, complete or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterText {
    /// To whom at the customer, name and position.
    pub addressee: String,
    /// The issue as the customer stated it.
    pub issue: String,
    /// What it did to the customer.
    pub impact: String,
    /// What was done, and when.
    pub response: Vec<ResponseLine>,
    /// What was remedied at once.
    pub remedy: String,
    /// Why it happened, in plain words.
    pub root_cause: String,
    /// What is promised.
    pub promises: Vec<Promise>,
    /// What the customer gets for the damage.
    pub compensation: Option<Compensation>,
    /// Whom the customer can call.
    pub contact: String,
    /// When both sides look at it again.
    pub reviews: Vec<NaiveDate>,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseLine {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: String,
}

/// Something that is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// What will be done.
    pub action: String,
    /// What its owner is, as the customer knows them.
    pub owner_role: String,
    /// Who answers for it.
    pub owner: UserId,
    /// By the end of which day at the customer.
    pub due_on: NaiveDate,
    /// How both sides tell that it was kept.
    pub measure: String,
    /// What shows it.
    pub evidence: String,
    /// Who at the customer verifies it.
    pub verifier: String,
    /// Whether it keeps the trouble from coming back.
    pub preventive: bool,
}

/// What the customer gets for the damage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compensation {
    /// What it is for and how it is given.
    pub description: String,
    /// How much, in the smallest unit of the currency.
    pub minor_units: i64,
    /// ISO 4217.
    pub currency: String,
    /// Who in finance approved it.
    pub approved_by: Option<UserId>,
    /// On which day.
    pub approved_on: Option<NaiveDate>,
}

/// As what somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Signatory {
    /// The executive who led the team to the customer.
    ExecutiveLead,
    /// The chief executive.
    ChiefExecutive,
}

/// Everything that a letter says, as the customer reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterContent {
    /// Number of the version, from 1.
    pub number: i32,
    /// The language that it is written in.
    pub language: LetterLanguage,
    /// The incident that it is about.
    pub incident: IncidentFacts,
    /// Whose incident it is.
    pub account: AccountFacts,
    /// What was written.
    pub text: LetterText,
    /// The names of the people that the text names.
    pub names: BTreeMap<UserId, String>,
    /// Who signed, when and as what; `None`: nobody yet.
    pub signature: Option<Signature>,
}

/// An incident as its letter names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentFacts {
    /// `RC-142`.
    pub number: String,
    /// What happened, in a line.
    pub title: String,
    /// How bad it was.
    pub severity: Severity,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// An account as its letter names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFacts {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The zone of the times and days of the letter.
    pub time_zone: String,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who.
    pub by: UserId,
    /// What they were called then.
    pub name: String,
    /// As what.
    pub signatory: Signatory,
    /// When.
    pub at: DateTime<Utc>,
}

impl LetterText {
    /// The people that the text names.
    pub fn people(&self) -> impl Iterator<Item = UserId> + '_ {
        let approver = self.compensation.as_ref().and_then(|compensation| compensation.approved_by);
        self.promises.iter().map(|promise| promise.owner).chain(approver)
    }
}

impl LetterContent {
    /// The content in the bytes that are kept, and their SHA-256.
    ///
    /// # Errors
    /// A content that JSON cannot hold.
    pub fn freeze(&self) -> Result<(String, String), serde_json::Error> {
        let text = serde_json::to_string(self)?;
        let hash = sha256_hex(text.as_bytes());
        Ok((text, hash))
    }
}
