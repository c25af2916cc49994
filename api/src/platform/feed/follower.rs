//! A reader of the log that acts on what it reads, once for each event, whatever nodes run or die: how far it has come is
//! kept in the database and moves in the transaction of what it does.

use std::{future::Future, sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};
use tokio::sync::watch;

use super::{Delivered, Feed};
use crate::platform::{
    db::{Tx, WriteError},
    log::Cursor,
    task,
};

/// Somebody who acts on events.
pub trait Follower<E>: Send + Sync + 'static {
    /// What an event calls for.
    type Act: Send + Sync;

    /// What can go wrong.
    type Error: WriteError + std::fmt::Display + Send;

    /// The name under which its position is kept. It never changes.
    const NAME: &'static str;

    /// What the event calls for; `None`: nothing. Asked of every event, on every node, and for a few of them again after a
    /// restart.
    fn act(&self, event: &Delivered<E>) -> Option<Self::Act>;

    /// Does it. Of all nodes one gets here, once for an event, in log order.
    fn perform(
        &self,
        tx: &Tx,
        event: &Delivered<E>,
        act: &Self::Act,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// How many events that call for nothing may pass before the position is kept all the same.
const UNKEPT: i64 = 1_000;

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// How far a follower has come.
#[derive(Clone, Copy)]
struct Place {
    /// What this node has looked at.
    seen: i64,
    /// What the database keeps.
    kept: i64,
}

impl<E: Send + Sync + 'static> Feed<E> {
    /// Starts somebody who acts on events: from where they were, or from now if they are new. Ends with the feed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start_follower<F: Follower<E>>(&self, follower: F) -> Result<(), DbErr> {
        let pos = first_position(self, F::NAME).await?;
        let (weak, head) = (Arc::downgrade(&self.0), self.0.head.subscribe());
        task::spawn(F::NAME, async move {
            let mut place = Place { seen: pos, kept: pos };
            while let Some(shared) = weak.upgrade() {
                let before = place.seen;
                match step(&Feed(shared), &follower, place).await {
                    Ok(next) => place = next,
                    Err(error) => {
                        tracing::warn!(%error, follower = F::NAME, "cannot act on events; trying again");
                        tokio::time::sleep(PAUSE).await;
                        continue;
                    }
                }
                if place.seen == before && !moves_past(&mut head.clone(), before).await {
                    return;
                }
            }
        });
        Ok(())
    }
}

/// Waits until the head is past a position; false if the feed has ended.
async fn moves_past(head: &mut watch::Receiver<Cursor>, pos: i64) -> bool {
    head.wait_for(|head| head.pos > pos).await.is_ok()
}

/// Looks at one batch, and does what it calls for.
async fn step<E, F>(feed: &Feed<E>, follower: &F, place: Place) -> Result<Place, F::Error>
where
    E: Send + Sync + 'static,
    F: Follower<E>,
{
    let batch = feed.after(place.seen).await?;
    let Some(last) = batch.last().map(|event| event.record.cursor.pos) else { return Ok(place) };
    let due: Vec<_> = batch.iter().filter_map(|event| follower.act(event).map(|act| (event, act))).collect();
    if due.is_empty() && last - place.kept < UNKEPT {
        return Ok(Place { seen: last, ..place });
    }
    let due = &due;
    let kept = feed.0.db.write(|tx| async move {
        let kept = lock(&tx, F::NAME).await?;
        for (event, act) in due.iter().filter(|(event, _)| event.record.cursor.pos > kept) {
            follower.perform(&tx, event, act).await?;
        }
        keep(&tx, F::NAME, last.max(kept)).await?;
        Ok::<_, F::Error>(last.max(kept))
    });
    let kept = kept.await?.value;
    Ok(Place { seen: kept, kept })
}

async fn first_position<E>(feed: &Feed<E>, name: &str) -> Result<i64, DbErr> {
    let (db, head) = (&feed.0.db, feed.0.head.borrow().pos);
    let insert = "insert into log_follower (name, pos) values ($1, $2) on conflict (name) do nothing";
    let values = [name.into(), head.into()];
    db.writer().execute_raw(Statement::from_sql_and_values(db.backend(), insert, values)).await?;
    let select = "select pos from log_follower where name = $1";
    let statement = Statement::from_sql_and_values(db.backend(), select, [name.into()]);
    let row = db.reader().query_one_raw(statement).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(name.to_owned()))?.try_get_by_index(0)
}

/// How far it has come, for nobody else to change until the transaction ends.
async fn lock(tx: &DatabaseTransaction, name: &str) -> Result<i64, DbErr> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => "select pos from log_follower where name = $1 for update",
        _ => "select pos from log_follower where name = $1",
    };
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [name.into()]);
    let row = tx.query_one_raw(statement).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(name.to_owned()))?.try_get_by_index(0)
}

async fn keep(tx: &DatabaseTransaction, name: &str, pos: i64) -> Result<(), DbErr> {
    let sql = "update log_follower set pos = $2 where name = $1";
    let values = [name.into(), pos.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await.map(drop)
}
