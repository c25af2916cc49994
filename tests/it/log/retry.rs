//! A use case that only lost a race with another transaction is run again, and both are done.

use std::sync::atomic::{AtomicUsize, Ordering};

use api::platform::{clock::Clock, db::Db};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};
use support::{
    database::{Database, Engine},
    database_story,
};
use tokio::sync::Barrier;

async fn bump(tx: &DatabaseTransaction, name: &str) -> Result<(), DbErr> {
    let sql = "update counter set value = value + 1 where name = $1";
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [name.into()]);
    tx.execute_raw(statement).await.map(drop)
}

async fn value(db: &Db, name: &str) -> i64 {
    let sql = "select value from counter where name = $1";
    let statement = Statement::from_sql_and_values(db.backend(), sql, [name.into()]);
    db.reader().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

database_story!(of_two_use_cases_that_lock_each_other_out_both_are_done_once, async |database: Database| {
    let db = Db::connect(&database.target(), Clock::system()).await.unwrap();
    api::migrate(&database.target(), &db).await.unwrap();
    let made = "insert into counter (name, value) values ('one', 0), ('other', 0)";
    db.writer().execute_unprepared(made).await.unwrap();
    // SQLite has one writer: there the second waits at the door.
    let meet = database.engine() == Engine::Postgres;
    let (both_hold_one, attempts) = (Barrier::new(2), AtomicUsize::new(0));
    let (both_hold_one, attempts) = (&both_hold_one, &attempts);
    let use_case = async |first: &'static str, second: &'static str| {
        db.write(|tx| async move {
            let attempt = attempts.fetch_add(1, Ordering::SeqCst);
            bump(&tx, first).await?;
            if meet && attempt < 2 {
                both_hold_one.wait().await;
            }
            bump(&tx, second).await
        })
        .await
    };
    let (one, other) = tokio::join!(use_case("one", "other"), use_case("other", "one"));
    one.unwrap();
    other.unwrap();
    assert_eq!((value(&db, "one").await, value(&db, "other").await), (2, 2));
    assert_eq!(attempts.load(Ordering::SeqCst), if meet { 3 } else { 2 });
});
