//! What time does with handovers: it tells that a seat can be moved, and ends the former holder's reading. Each once, on whatever
//! node.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account,
    handover::{Entity, HandoverState, Model},
    id::HandoverId,
};
use sea_orm::{EntityTrait, QuerySelect};

use super::{
    Handovers,
    change::{About, tell},
};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        handover::{event::HandoverEventKind, store},
        journal::AccountLabel,
    },
    platform::db::Tx,
};

/// How many handovers are looked at in one go.
const BATCH: u64 = 200;

/// The longest that the sweeper trusts what it knows of the next due instant: other nodes change handovers, too.
const RECHECK: TimeDelta = TimeDelta::seconds(60);

impl Handovers {
    /// Does everything that is due. Gives the instant at which it is worth to look again.
    ///
    /// # Errors
    /// The database failed. What was done before stays; the rest is still due.
    pub async fn sweep(&self) -> Result<DateTime<Utc>, Fault> {
        loop {
            let now = self.db.clock().now();
            let due = store::due(self.db.reader(), now, BATCH).await?;
            if due.is_empty() {
                let next = store::next_due(self.db.reader()).await?;
                return Ok(next.map_or(now + RECHECK, |next| next.min(now + RECHECK)));
            }
            for id in due {
                self.db.write(|tx| sweep_in(tx, id)).await?;
            }
        }
    }

    /// Resolves when the sweeper should look again: at the instant, or when a handover of this node has changed.
    pub async fn until_due(&self, instant: DateTime<Utc>) {
        tokio::select! {
            () = self.changed.notified() => {}
            () = self.db.clock().sleep_until(instant) => {}
        }
    }
}

async fn sweep_in(tx: Tx, id: HandoverId) -> Result<(), Fault> {
    let Some(known) = Entity::find_by_id(id).one(&*tx).await? else { return Ok(()) };
    // The account first, like every use case.
    let account = account::Entity::find_by_id(known.account_id).lock_exclusive().one(&*tx).await?;
    let row = Entity::find_by_id(id).lock_exclusive().one(&*tx).await?;
    // Of several nodes that come here one does it; the others find it done.
    let due = row.filter(|row| row.next_at.is_some_and(|next| next <= tx.now()));
    let (Some(account), Some(row)) = (account, due) else { return Ok(()) };
    let (next, kind) = match row.state {
        HandoverState::Transferred => {
            let ended_at = Some(tx.now());
            let closed = Model { state: HandoverState::Closed, ended_at, next_at: None, ..row.clone() };
            (store::save_by_time(&tx, &row, closed).await?, HandoverEventKind::Closed)
        }
        _ => {
            store::clear_due(&tx, &row).await?;
            (row.clone(), HandoverEventKind::TransferDue)
        }
    };
    let label = AccountLabel::from(&account);
    tell(&tx, &Viewer::Anonymous, label, (&row, &next), (kind, About::default())).await
}
