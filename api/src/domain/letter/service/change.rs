//! What every change of a letter has in common: it begins with the viewer, the key, the right and both locked rows, the
//! incident's first, and ends with the row and the event.

use chrono_tz::Tz;
use entity::{account, id::UserId, incident, letter::Model};
use sea_orm::DbErr;

use super::Target;
use crate::{
    domain::{
        access::{Action, IncidentAccess, Viewer, proof},
        fault::{Fault, expect_version},
        journal::{self, Claim},
        letter::{
            document::{AccountFacts, IncidentFacts, LetterContent, LetterText, Signature},
            error::LetterError,
            event::{LetterEvent, LetterEventKind},
            people, rules, store,
        },
    },
    platform::db::Tx,
};

/// A change of a letter in the making: the right is proved, the rows are locked, the version is the expected one.
pub(super) struct Change<'a> {
    pub(super) tx: Tx,
    pub(super) viewer: Viewer,
    pub(super) access: IncidentAccess,
    pub(super) letter: Model,
    target: &'a Target,
    claim: Claim,
}

impl<'a> Change<'a> {
    /// Begins a change; `Err` of the inner result: it was made before, with this key.
    pub(super) async fn begin(
        tx: Tx,
        viewer: &Viewer,
        target: &'a Target,
        action: Action,
    ) -> Result<Result<Self, Claim>, LetterError> {
        let viewer = proof::present(&tx, viewer).await?;
        let claim = journal::claim(&tx, &viewer, target.idempotency.as_ref(), target.letter.0).await?;
        if matches!(claim, Claim::Replay(_)) {
            return Ok(Err(claim));
        }
        if !IncidentAccess::is_whole(&viewer) {
            return Err(Fault::NotFound.into());
        }
        let incident = store::incident_of(&tx, target.letter).await?.ok_or(Fault::NotFound)?;
        let access = proof::incident_for(&tx, &viewer, incident, action).await?;
        let letter = store::lock(&tx, &access, target.letter).await?;
        expect_version(target.expected_version, letter.version)?;
        Ok(Ok(Self { tx, viewer, access, letter, target, claim }))
    }

    /// The incident that the letter is about.
    pub(super) fn incident(&self) -> &incident::Model {
        self.access.incident()
    }

    /// The present text.
    pub(super) fn text(&self) -> Result<LetterText, LetterError> {
        Ok(store::text(&self.letter)?)
    }

    /// The text is complete by what the incident is now, and everybody whom it names can keep their part.
    pub(super) async fn require_complete(&self) -> Result<(), LetterError> {
        let (text, account) = (self.text()?, self.account().await?);
        let zone: Tz = account.time_zone.parse().unwrap_or(Tz::UTC);
        let today = self.tx.now().with_timezone(&zone).date_naive();
        rules::complete(&text, crate::domain::incident::rules::severity(self.incident()), today)?;
        Ok(people::require_people(&self.tx, self.incident(), &text).await?)
    }

    /// Everything that the letter says, as it is now.
    pub(super) async fn content(&self, signature: Option<Signature>) -> Result<LetterContent, LetterError> {
        let account = self.account().await?;
        Ok(content(&*self.tx, &self.letter, self.incident(), &account, signature).await?)
    }

    async fn account(&self) -> Result<account::Model, DbErr> {
        store::account(&*self.tx, self.incident().account_id).await
    }

    /// Ends the change: the row, the event, and the answer for whoever repeats it.
    pub(super) async fn save(self, next: Model, kind: LetterEventKind) -> Result<Claim, LetterError> {
        self.save_for(Vec::new(), next, kind).await
    }

    /// Ends a change of which some people must be told.
    pub(super) async fn save_for(
        self,
        concerned: Vec<UserId>,
        next: Model,
        kind: LetterEventKind,
    ) -> Result<Claim, LetterError> {
        let previous_state = (next.state != self.letter.state).then_some(self.letter.state);
        let next = store::save(&self.tx, &self.access, &self.letter, next).await?;
        // Sending moves the incident in the same change: the event tells it as it is then.
        let incident = store::incident(&self.tx, &self.access).await?;
        let event = LetterEvent {
            kind,
            incident: (&incident).into(),
            letter: (&next).into(),
            previous_state,
            commitment: None,
            concerned: people::labels(&self.tx, concerned).await?,
        };
        let account = self.account().await?;
        journal::record(&self.tx, &self.viewer, Some((&account).into()), &event, Vec::new())?;
        journal::complete(&self.tx, &self.viewer, self.target.idempotency.as_ref()).await?;
        Ok(self.claim)
    }
}

/// Everything that a letter says, from its text and the facts that it names.
pub(super) async fn content<C: sea_orm::ConnectionTrait>(
    connection: &C,
    letter: &Model,
    incident: &incident::Model,
    account: &account::Model,
    signature: Option<Signature>,
) -> Result<LetterContent, DbErr> {
    let text = store::text(letter)?;
    Ok(LetterContent {
        number: letter.number,
        language: letter.language,
        incident: IncidentFacts {
            number: format!("RC-{}", incident.number),
            title: incident.title.clone(),
            severity: crate::domain::incident::rules::severity(incident),
            reported_at: incident.reported_at,
            resolved_at: incident.resolved_at,
        },
        account: AccountFacts {
            name: account.name.clone(),
            code: account.code.clone(),
            time_zone: account.time_zone.clone(),
        },
        names: people::names(connection, text.people()).await?,
        text,
        signature,
    })
}
