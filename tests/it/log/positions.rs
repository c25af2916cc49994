//! Positions are given after commit, without holes, in an order that no reader can be overtaken in.

#![expect(clippy::disallowed_methods, reason = "these stories steer two transactions apart by hand")]

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use support::{
    database::{Database, Engine},
    database_story,
};

const INSERT: &str = "insert into event (id, kind, body, at) values ($1, 'test.happened', '{}', now())";

fn insert(number: u128) -> Statement {
    let id = entity::id::EventId(uuid_of(number));
    Statement::from_sql_and_values(DbBackend::Postgres, INSERT, [id.into()])
}

fn uuid_of(number: u128) -> sea_orm::prelude::Uuid {
    sea_orm::prelude::Uuid::from_u128(number)
}

/// Calls `log_stamp` and gives how many rows it numbered; -1: somebody else was at it.
async fn stamp(connection: &impl ConnectionTrait) -> i32 {
    let statement = Statement::from_string(DbBackend::Postgres, "select n from log_stamp(5000, 0)");
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// The positions of the numbered events with the numbers that they were inserted as.
async fn positions(connection: &DatabaseConnection) -> Vec<(i64, u128)> {
    let sql = "select pos, id from event where pos is not null order by pos";
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    rows.iter()
        .map(|row| {
            let id: sea_orm::prelude::Uuid = row.try_get("", "id").unwrap();
            (row.try_get("", "pos").unwrap(), id.as_u128())
        })
        .collect()
}

/// A migrated Postgres database, or nothing: SQLite has one writer and nothing to number.
async fn migrated(database: &Database) -> bool {
    if database.engine() == Engine::Sqlite {
        return false;
    }
    let clock = api::platform::clock::Clock::system();
    let db = api::platform::db::Db::connect(&database.target(), clock).await.unwrap();
    api::migrate(&database.target(), &db).await.unwrap();
    true
}

database_story!(a_transaction_that_commits_later_gets_the_later_position, async |database| {
    if !migrated(&database).await {
        return;
    }
    let (slow, quick, reader) =
        (database.connect().await, database.connect().await, database.connect().await);
    let slow = slow.begin().await.unwrap();
    slow.execute_raw(insert(1)).await.unwrap();
    quick.execute_raw(insert(2)).await.unwrap();
    assert_eq!(stamp(&quick).await, 1);
    assert_eq!(positions(&reader).await, [(1, 2)]);
    slow.commit().await.unwrap();
    assert_eq!(stamp(&quick).await, 1);
    assert_eq!(positions(&reader).await, [(1, 2), (2, 1)]);
});

database_story!(a_transaction_that_rolls_back_leaves_no_hole, async |database| {
    if !migrated(&database).await {
        return;
    }
    let (lost, kept) = (database.connect().await, database.connect().await);
    let lost = lost.begin().await.unwrap();
    lost.execute_raw(insert(1)).await.unwrap();
    kept.execute_raw(insert(2)).await.unwrap();
    lost.rollback().await.unwrap();
    kept.execute_raw(insert(3)).await.unwrap();
    assert_eq!(stamp(&kept).await, 2);
    assert_eq!(positions(&kept).await, [(1, 2), (2, 3)]);
});

database_story!(two_who_number_at_the_same_moment_do_not_number_twice, async |database| {
    if !migrated(&database).await {
        return;
    }
    let (first, second) = (database.connect().await, database.connect().await);
    first.execute_raw(insert(1)).await.unwrap();
    let holding = first.begin().await.unwrap();
    assert_eq!(stamp(&holding).await, 1);
    assert_eq!(stamp(&second).await, -1);
    holding.commit().await.unwrap();
    assert_eq!(stamp(&second).await, 0);
    assert_eq!(positions(&second).await, [(1, 1)]);
});

database_story!(positions_go_on_after_the_last_rows_are_gone, async |database| {
    if !migrated(&database).await {
        return;
    }
    let connection = database.connect().await;
    connection.execute_raw(insert(1)).await.unwrap();
    assert_eq!(stamp(&connection).await, 1);
    connection
        .execute_unprepared("update log_meta set trimmed_through = 1; delete from event")
        .await
        .unwrap();
    connection.execute_raw(insert(2)).await.unwrap();
    assert_eq!(stamp(&connection).await, 1);
    assert_eq!(positions(&connection).await, [(2, 2)]);
});

database_story!(a_promoted_standby_opens_a_new_epoch_at_its_head, async |database| {
    if !migrated(&database).await {
        return;
    }
    let connection = database.connect().await;
    connection.execute_raw(insert(1)).await.unwrap();
    assert_eq!(stamp(&connection).await, 1);
    // What a promotion changes for the log is the pair of system and timeline.
    connection.execute_unprepared("update log_epoch set tli = tli + 1000").await.unwrap();
    connection.execute_raw(insert(2)).await.unwrap();
    assert_eq!(stamp(&connection).await, 1);
    let sql = "select epoch, base_pos from log_epoch order by epoch";
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    let epochs: Vec<(i32, i64)> = rows
        .iter()
        .map(|row| (row.try_get("", "epoch").unwrap(), row.try_get("", "base_pos").unwrap()))
        .collect();
    assert_eq!(epochs, [(1, 0), (2, 1)]);
});
