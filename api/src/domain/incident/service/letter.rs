//! What the letter of commitment does to its incident, inside the letter's own change.

use super::{
    Incidents, advance,
    change::{News, publish},
    clocks::LetterEnd,
};
use crate::{
    domain::{
        access::{IncidentAccess, Viewer},
        incident::{
            error::IncidentError,
            event::IncidentEventKind,
            rules::{self, Circumstances, Step},
            store,
        },
    },
    platform::db::Tx,
};

impl Incidents {
    /// The letter is with the customer.
    ///
    /// # Errors
    /// The incident's state does not allow it.
    pub(in crate::domain) async fn issue_commitment(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        access: &IncidentAccess,
    ) -> Result<(), IncidentError> {
        let (before, step) = (access.incident(), Step::IssueCommitment);
        let actor = viewer.person()?.id;
        let circumstances = Circumstances {
            now: tx.now(),
            occurred_at: None,
            actor,
            lead_stands: false,
            letter: None,
            lesson: false,
        };
        let next = rules::take(&step, before, &circumstances, self.policy())?;
        store::insert_transition(tx, access, &next, actor, None).await?;
        let news = News {
            previous_state: Some(before.state),
            changed: advance::changed(&step),
            boards: self.clocks_after_letter(tx, before, actor, LetterEnd::Sent).await?,
            ..News::default()
        };
        publish(tx, viewer, access, next, advance::kind(step.verb()), news).await
    }

    /// An executive decided that there is no letter, or none any more.
    ///
    /// # Errors
    /// The incident is not resolved, or over.
    pub(in crate::domain) async fn waive_letter(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        access: &IncidentAccess,
        reason: &str,
    ) -> Result<(), IncidentError> {
        let next = rules::waive_letter(access.incident(), reason, viewer.person()?.id)?;
        let actor = viewer.person()?.id;
        let boards = self.clocks_after_letter(tx, access.incident(), actor, LetterEnd::Waived).await?;
        let news = News { changed: vec!["letterWaiver"], boards, ..News::default() };
        publish(tx, viewer, access, next, IncidentEventKind::LetterWaived, news).await
    }
}
