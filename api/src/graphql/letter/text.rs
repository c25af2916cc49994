//! The text of a letter of commitment in the schema: what is read and what is written.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    domain::letter::document,
    graphql::{
        context::parse_id,
        error::{Nullable, Result},
        identity::user::{User, load_user},
        money::{Money, MoneyInput},
        scalar::{BigInt, Date, Markdown},
    },
};

/// What a letter of commitment says, in the customer's language.
pub struct LetterText(pub(super) document::LetterText);

/// What a letter of commitment says, in the customer's language. While it is a draft any part may be empty.
#[Object]
impl LetterText {
    /// To whom at the customer, name and position.
    async fn addressee(&self) -> &str {
        &self.0.addressee
    }

    /// The issue as the customer stated it.
    async fn issue(&self) -> Markdown {
        Markdown(self.0.issue.clone())
    }

    /// What it did to the customer.
    async fn impact(&self) -> Markdown {
        Markdown(self.0.impact.clone())
    }

    /// What was done and when, in the order of time.
    async fn response(&self) -> Vec<LetterResponseLine> {
        let lines = self.0.response.iter();
        lines.map(|line| LetterResponseLine { at: line.at, what: line.what.clone() }).collect()
    }

    /// What was remedied at once.
    async fn remedy(&self) -> Markdown {
        Markdown(self.0.remedy.clone())
    }

    /// Why it happened, in plain words.
    async fn root_cause(&self) -> Markdown {
        Markdown(self.0.root_cause.clone())
    }

    /// What is promised.
    async fn commitments(&self) -> Vec<LetterCommitment> {
        self.0.promises.iter().cloned().map(LetterCommitment).collect()
    }

    /// What the customer gets for the damage; null: nothing.
    async fn compensation(&self) -> Option<LetterCompensation> {
        self.0.compensation.clone().map(LetterCompensation)
    }

    /// Whom the customer can call.
    async fn contact(&self) -> &str {
        &self.0.contact
    }

    /// On which days both sides look at it again, as the customer's calendar has them.
    async fn reviews_on(&self) -> Vec<Date> {
        self.0.reviews.iter().copied().map(Date).collect()
    }
}

/// Something that was done about an incident, as the customer reads it.
#[derive(Clone, Debug, SimpleObject)]
pub struct LetterResponseLine {
    /// When.
    at: DateTime<Utc>,
    /// What.
    what: String,
}

/// Something that a letter promises.
pub struct LetterCommitment(document::Promise);

/// Something that a letter promises.
#[Object]
impl LetterCommitment {
    /// What will be done.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What its owner is, as the customer knows them.
    async fn owner_role(&self) -> &str {
        &self.0.owner_role
    }

    /// Who answers for it.
    async fn owner(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.owner).await
    }

    /// By the end of which day, as the account's time zone has it.
    async fn due_on(&self) -> Date {
        Date(self.0.due_on)
    }

    /// How both sides tell that it was kept.
    async fn measure(&self) -> &str {
        &self.0.measure
    }

    /// What shows it.
    async fn evidence(&self) -> &str {
        &self.0.evidence
    }

    /// Who at the customer verifies it.
    async fn verifier(&self) -> &str {
        &self.0.verifier
    }

    /// Whether it keeps the trouble from coming back.
    async fn preventive(&self) -> bool {
        self.0.preventive
    }
}

/// What the customer gets for the damage.
pub struct LetterCompensation(document::Compensation);

/// What the customer gets for the damage.
#[Object]
impl LetterCompensation {
    /// What it is for and how it is given.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// How much.
    async fn amount(&self) -> Money {
        Money { minor_units: BigInt(self.0.minor_units), currency: self.0.currency.clone() }
    }

    /// Who in finance approved it; null: nobody yet.
    async fn approved_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.approved_by?).await
    }

    /// On which day it was approved.
    async fn approved_on(&self) -> Option<Date> {
        self.0.approved_on.map(Date)
    }
}

/// What a letter of commitment says, in the customer's language: all of it, every time. While it is a draft any part may be
/// left out; `letterSubmit` says what is missing.
#[derive(InputObject)]
pub struct LetterTextInput {
    /// To whom at the customer, name and position. At most 200 characters.
    addressee: Option<String>,
    /// The issue as the customer stated it. At most 5,000 characters.
    issue: Option<Markdown>,
    /// What it did to the customer. At most 5,000 characters.
    impact: Option<Markdown>,
    /// What was done and when. At most 50 lines.
    response: Option<Vec<LetterResponseLineInput>>,
    /// What was remedied at once. At most 5,000 characters.
    remedy: Option<Markdown>,
    /// Why it happened, in plain words. At most 5,000 characters.
    root_cause: Option<Markdown>,
    /// What is promised. At most 50.
    commitments: Option<Vec<LetterCommitmentInput>>,
    /// What the customer gets for the damage.
    compensation: Option<LetterCompensationInput>,
    /// Whom the customer can call. At most 200 characters.
    contact: Option<String>,
    /// On which days both sides look at it again: usually 30, 60 and 90 days from now. At most 12.
    reviews_on: Option<Vec<Date>>,
}

/// Something that was done about an incident.
#[derive(InputObject)]
pub struct LetterResponseLineInput {
    /// When.
    at: DateTime<Utc>,
    /// What. At most 1,000 characters.
    what: String,
}

/// Something to be promised.
#[derive(InputObject)]
pub struct LetterCommitmentInput {
    /// What will be done. At most 1,000 characters.
    action: String,
    /// What its owner is, as the customer knows them. At most 200 characters.
    owner_role: String,
    /// Who answers for it, `usr_...`: somebody who works on the incident.
    owner_id: ID,
    /// By the end of which day, as the account's time zone has it.
    due_on: Date,
    /// How both sides tell that it was kept. At most 1,000 characters.
    measure: String,
    /// What will show it. At most 1,000 characters.
    evidence: String,
    /// Who at the customer verifies it. At most 200 characters.
    verifier: String,
    /// Whether it keeps the trouble from coming back.
    preventive: bool,
}

/// What the customer is to get for the damage.
#[derive(InputObject)]
pub struct LetterCompensationInput {
    /// What it is for and how it is given. At most 1,000 characters.
    description: String,
    /// How much.
    amount: MoneyInput,
    /// Who in finance approved it, `usr_...`. Needed before the letter is submitted.
    approved_by_id: Option<ID>,
    /// On which day it was approved. Needed before the letter is submitted.
    approved_on: Option<Date>,
}

impl LetterTextInput {
    pub(super) fn text(self) -> Result<document::LetterText> {
        let body = |body: Option<Markdown>| body.map(|body| body.0).unwrap_or_default();
        let commitments = self.commitments.unwrap_or_default();
        let lines = self.response.unwrap_or_default().into_iter();
        Ok(document::LetterText {
            addressee: self.addressee.unwrap_or_default(),
            issue: body(self.issue),
            impact: body(self.impact),
            response: lines.map(|line| document::ResponseLine { at: line.at, what: line.what }).collect(),
            remedy: body(self.remedy),
            root_cause: body(self.root_cause),
            promises: commitments.into_iter().map(LetterCommitmentInput::promise).collect::<Result<_>>()?,
            compensation: self.compensation.map(LetterCompensationInput::compensation).transpose()?,
            contact: self.contact.unwrap_or_default(),
            reviews: self.reviews_on.unwrap_or_default().into_iter().map(|day| day.0).collect(),
        })
    }
}

impl LetterCommitmentInput {
    fn promise(self) -> Result<document::Promise> {
        Ok(document::Promise {
            owner: parse_id(&self.owner_id)?,
            action: self.action,
            owner_role: self.owner_role,
            due_on: self.due_on.0,
            measure: self.measure,
            evidence: self.evidence,
            verifier: self.verifier,
            preventive: self.preventive,
        })
    }
}

impl LetterCompensationInput {
    fn compensation(self) -> Result<document::Compensation> {
        Ok(document::Compensation {
            approved_by: self.approved_by_id.as_ref().map(parse_id).transpose()?,
            description: self.description,
            minor_units: self.amount.minor_units.0,
            currency: self.amount.currency,
            approved_on: self.approved_on.map(|day| day.0),
        })
    }
}
