//! Promises whose day has passed become overdue by themselves: each is noticed once, on whatever node.

use chrono_tz::Tz;
use entity::{commitment, id::CommitmentId, incident, letter_revision};
use sea_orm::DbErr;

use super::Letters;
use crate::{
    domain::{
        access::Viewer,
        account::event::PersonLabel,
        fault::Fault,
        journal,
        letter::{
            event::{LetterEvent, LetterEventKind},
            people,
            rules::promise,
            store,
        },
    },
    platform::db::Tx,
};

/// How many promises are looked at in one go.
const BATCH: u64 = 200;

impl Letters {
    /// Notices the promises whose day has passed, and tells of each once.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notice_overdue(&self) -> Result<(), Fault> {
        let now = self.db.clock().now();
        let mut after = None;
        loop {
            let page = store::to_watch(self.db.reader(), now, after, BATCH).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some((last.due_on, last.id));
            for (promise, zone) in &page {
                let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
                if promise::is_overdue(promise, zone, now) {
                    self.db.write(|tx| notice_in(tx, promise.id)).await?;
                }
            }
        }
    }
}

async fn notice_in(tx: Tx, id: CommitmentId) -> Result<(), Fault> {
    // Of several nodes that come here one sets the mark; the others find it set.
    if !store::mark_overdue(&tx, id).await? {
        return Ok(());
    }
    let promise = store::promise(&tx, id).await?;
    let (letter, incident, revision) = store::surroundings(&tx, &promise).await?;
    let event = LetterEvent {
        kind: LetterEventKind::PromiseOverdue,
        incident: (&incident).into(),
        letter: (&letter).into(),
        previous_state: None,
        commitment: Some((&promise).into()),
        concerned: concerned(&tx, &promise, &incident, &revision).await?,
    };
    let account = store::account(&*tx, incident.account_id).await?;
    journal::record(&tx, &Viewer::Anonymous, Some((&account).into()), &event, Vec::new())?;
    Ok(())
}

/// Who must be told that the day of a promise passed: its owner, the sales lead of the account, and who signed it.
async fn concerned(
    tx: &Tx,
    promise: &commitment::Model,
    incident: &incident::Model,
    revision: &letter_revision::Model,
) -> Result<Vec<PersonLabel>, DbErr> {
    let sales_lead = people::sales_lead(tx, incident.account_id).await?;
    let people = [promise.owner_id, revision.signer_id].into_iter().chain(sales_lead).collect();
    people::labels(tx, people).await
}
