//! What the server makes of a database that gives up.

#![expect(
    clippy::disallowed_methods,
    reason = "this story begins a transaction of its own, to shorten its time limit"
)]

use api::platform::db::ran_out_of_time;
use sea_orm::{ConnectionTrait, TransactionTrait};
use support::{database::Engine, database_story};

database_story!(a_statement_that_took_too_long_is_told_from_a_defect, async |database| {
    if database.engine() == Engine::Sqlite {
        return;
    }
    let connection = database.connect().await;
    let hurried = connection.begin().await.unwrap();
    hurried.execute_unprepared("set local statement_timeout = '10ms'").await.unwrap();
    assert!(ran_out_of_time(&hurried.execute_unprepared("select pg_sleep(10)").await.unwrap_err()));
    assert!(!ran_out_of_time(&connection.execute_unprepared("select nonsense").await.unwrap_err()));
});
