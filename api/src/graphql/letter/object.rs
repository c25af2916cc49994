//! The letter of commitment in the schema.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{IncidentId, LetterId},
    letter, letter_revision,
};

use super::{
    commitment::Commitment,
    loader::{LettersOf, PromisesOf, RevisionsOf, UnprintableOf},
    text::LetterText,
};
use crate::{
    domain::letter::{
        LetterAccess,
        rules::{self, Verb},
    },
    graphql::{
        context::viewer,
        error::{Nullable, Result},
        identity::user::{User, load_user},
        incident::Incident,
        loader::{load, loaders},
        vocabulary::{LetterLanguage, LetterState, Signatory},
    },
};

/// The letter of commitment for improvement that follows an incident. Seen by whoever sees the incident whole.
pub struct Letter(pub(in crate::graphql) LetterAccess);

impl Letter {
    fn row(&self) -> &letter::Model {
        self.0.letter()
    }

    /// Whether it is about this generation of its incident.
    pub(in crate::graphql) fn is_of(&self, generation: i32) -> bool {
        self.row().generation == generation
    }
}

/// The letter of commitment for improvement that follows an incident. Seen by whoever sees the incident whole.
#[Object]
impl Letter {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.row().id.to_string())
    }

    /// The incident that it is about.
    async fn incident(&self) -> Incident {
        Incident(self.0.incident().clone())
    }

    /// The generation of the incident that it is about: a reopened incident gets a letter of its own.
    async fn generation(&self) -> i32 {
        self.row().generation
    }

    /// Where it stands.
    async fn state(&self) -> LetterState {
        self.row().state.into()
    }

    /// The language that it is written in.
    async fn language(&self) -> LetterLanguage {
        self.row().language.into()
    }

    /// Number of the present version of its text, from 1. What was signed is followed by the next one.
    async fn number(&self) -> i32 {
        self.row().number
    }

    /// Its present text.
    async fn text(&self) -> Nullable<LetterText> {
        Some(self.0.text().map(LetterText).map_err(Into::into))
    }

    /// Where its present version is as a PDF, below the address of this server; a draft is marked as one. It is fetched with
    /// the same bearer token as this.
    async fn pdf_path(&self) -> String {
        pdf_path(self.row().id, None)
    }

    /// The characters of its present version that its PDF shows as a box, for want of a font that has them.
    async fn unprintable(&self, ctx: &Context<'_>) -> Nullable<Vec<String>> {
        let lacking = load(&loaders(ctx).letter, UnprintableOf(self.row().id)).await;
        Some(lacking.map(|lacking| lacking.unwrap_or_default().into_iter().map(String::from).collect()))
    }

    /// As what somebody has to sign it, by what the incident is now.
    async fn signatory(&self) -> Signatory {
        rules::signatory(self.0.incident().incident()).into()
    }

    /// Its signed versions, the latest first.
    async fn signed_versions(&self, ctx: &Context<'_>) -> Nullable<Vec<SignedLetter>> {
        let rows = load(&loaders(ctx).letter, RevisionsOf(self.row().id)).await;
        Some(rows.map(|rows| rows.unwrap_or_default().into_iter().map(SignedLetter).collect()))
    }

    /// What became of its commitments, from the sending on, in the order of the letter: those of the version that was sent
    /// last.
    async fn commitments(&self, ctx: &Context<'_>) -> Nullable<Vec<Commitment>> {
        let rows = load(&loaders(ctx).letter, PromisesOf(self.row().id)).await;
        Some(rows.map(|rows| rows.unwrap_or_default().into_iter().map(Commitment).collect()))
    }

    /// How much of what was promised was kept, from 0 to 1, where a commitment that was kept in part counts a half and one
    /// that was cancelled nothing. Null: not every commitment has its outcome.
    async fn outcome(&self, ctx: &Context<'_>) -> Nullable<f64> {
        let rows = load(&loaders(ctx).letter, PromisesOf(self.row().id)).await;
        rows.map(|rows| {
            let (kept, of) = rules::promise::credit(&rows.unwrap_or_default())?;
            Some(f64::from(kept) / f64::from(of))
        })
        .transpose()
    }

    /// Who began it.
    async fn drafted_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.row().drafted_by).await
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.row().version
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.row().created_at
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.row().updated_at
    }

    /// What the viewer may do with it now.
    async fn viewer_can(&self, ctx: &Context<'_>) -> LetterViewerCan {
        let can = |verb| self.0.may_take(viewer(ctx), verb);
        LetterViewerCan {
            revise: can(Verb::Revise),
            submit: can(Verb::Submit),
            sign: can(Verb::Sign),
            send: can(Verb::Send),
            accept: can(Verb::Accept),
            return_: can(Verb::Return),
            waive: can(Verb::Waive),
            conclude: can(Verb::Conclude),
        }
    }
}

/// What the viewer may do with a letter now: their rights and the letter's state, from the tables that also enforce it.
/// Whether the text is complete, and who in person signs, is not looked at.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct LetterViewerCan {
    /// Change its text: `letterRevise`.
    revise: bool,
    /// Say that it is complete: `letterSubmit`.
    submit: bool,
    /// Sign it: `letterSign`.
    sign: bool,
    /// Note that it went to the customer: `letterSend`.
    send: bool,
    /// Note that the customer accepted it: `letterAccept`.
    accept: bool,
    /// Note that the customer sent it back: `letterReturn`.
    #[graphql(name = "return")]
    return_: bool,
    /// Decide that there will be none: `letterWaive`.
    waive: bool,
    /// End it by its commitments: `letterConclude`.
    conclude: bool,
}

/// A version of a letter that was signed. It never changes again.
pub struct SignedLetter(letter_revision::Model);

/// A version of a letter that was signed. It never changes again.
#[Object]
impl SignedLetter {
    /// Number of the version.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What was signed: the JSON text whose SHA-256 is `contentHash`. It holds the text of the letter and every fact that it
    /// names, as they were then.
    async fn content(&self) -> &str {
        &self.0.content
    }

    /// SHA-256 of `content` in UTF-8, hexadecimal.
    async fn content_hash(&self) -> &str {
        &self.0.content_hash
    }

    /// Where it is as a PDF, below the address of this server. It is fetched with the same bearer token as this.
    async fn pdf_path(&self) -> String {
        pdf_path(self.0.letter_id, Some(self.0.number))
    }

    /// Who signed it.
    async fn signer(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.signer_id).await
    }

    /// When it was signed.
    async fn signed_at(&self) -> DateTime<Utc> {
        self.0.signed_at
    }

    /// When it was sent to the customer; null: it was not.
    async fn sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.sent_at
    }

    /// To whom and how it was sent.
    async fn sent_to(&self) -> Option<&str> {
        self.0.sent_to.as_deref()
    }

    /// When the customer accepted it or sent it back; null: they have not answered.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }

    /// Who at the customer answered.
    async fn answered_by(&self) -> Option<&str> {
        self.0.answered_by.as_deref()
    }

    /// What the customer wants otherwise; null: they did not send it back.
    async fn return_note(&self) -> Option<&str> {
        self.0.return_note.as_deref()
    }
}

/// Where a letter is as a PDF; its present version, if none is named.
fn pdf_path(letter: LetterId, number: Option<i32>) -> String {
    match number {
        None => format!("/letters/{letter}.pdf"),
        Some(number) => format!("/letters/{letter}.pdf?version={number}"),
    }
}

/// The letters of an incident, read together with those of the other incidents of the list.
pub(in crate::graphql) async fn letters_of(ctx: &Context<'_>, incident: IncidentId) -> Result<Vec<Letter>> {
    let letters = load(&loaders(ctx).letter, LettersOf(incident)).await?;
    Ok(letters.unwrap_or_default().into_iter().map(Letter).collect())
}
