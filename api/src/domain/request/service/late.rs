//! Requests whose target passes without an answer are told of by themselves: each once, on whatever node.

use entity::id::RequestId;

use super::Requests;
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        journal,
        request::{
            event::{RequestEvent, RequestEventKind},
            store,
        },
    },
    platform::db::Tx,
};

/// How many are looked at in one go.
const BATCH: u64 = 200;

impl Requests {
    /// Notices the requests whose target has passed, and tells of each once.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notice_late(&self) -> Result<(), Fault> {
        let now = self.db.clock().now();
        loop {
            let some = store::late(self.db.reader(), now, BATCH).await?;
            for request in &some {
                self.db.write(|tx| notice_in(tx, request.id)).await?;
            }
            if (some.len() as u64) < BATCH {
                return Ok(());
            }
        }
    }
}

async fn notice_in(tx: Tx, id: RequestId) -> Result<(), Fault> {
    // Of several nodes that come here one sets the mark; the others find it set.
    let Some(request) = store::mark_late(&tx, id).await? else { return Ok(()) };
    let label = store::label(&tx, request.account_id).await?;
    let case = store::load(&tx, request).await?;
    let event = RequestEvent {
        kind: RequestEventKind::Late,
        request: (&case).into(),
        seat: None,
        previous_holder: None,
        answer: None,
        happened_at: case.request.due_at,
    };
    journal::record(&tx, &Viewer::Anonymous, Some(label), &event, Vec::new())?;
    Ok(())
}
