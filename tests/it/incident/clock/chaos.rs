//! Twenty thousand deadlines, and sweepers that are killed again and again: every one is fired, none twice.

use api::platform::clock::Clock;
use chrono::TimeDelta;
use entity::incident;
use sea_orm::sea_query::Iden;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Iterable, Statement, Value};
use support::Persona::SalesLead;
use support::database::{Database, Engine};
use support::process::Process;
use support::story::soon;
use support::{json, story};

const DEADLINES: i64 = 20_000;

/// In how many instants they are due, a tenth of a second apart.
const INSTANTS: i64 = 20;

/// How often a sweeper is killed.
const KILLS: i64 = 12;

story!(of_twenty_thousand_deadlines_none_is_missing_and_none_comes_twice, async |server| {
    let account = server.account(json!({})).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    server.incident(&account, json!({})).await;
    let database = server.database().clone();
    server.stop().await;
    let watcher = database.connect().await;
    fill(&watcher, &database).await;
    // SQLite is one process; on Postgres several sweep together.
    let sweepers = if database.engine() == Engine::Postgres { 3 } else { 1 };
    let mut running = std::collections::VecDeque::new();
    for _ in 0..sweepers {
        running.push_back(Process::start(&database).await);
    }
    for kill in 1..=KILLS {
        reach(&watcher, DEADLINES * kill / (KILLS + 1)).await;
        running.pop_front().expect("a sweeper to kill").kill();
        running.push_back(Process::start(&database).await);
    }
    reach(&watcher, DEADLINES).await;
    for process in running {
        process.stop().await;
    }
    let told = "select count(*) from event where kind = 'incident.clock_breached'";
    assert_eq!(count(&watcher, told).await, DEADLINES, "events");
    let keyed = "select count(distinct event_id) from clock_firing join event on event.id = event_id where level = 100";
    assert_eq!(count(&watcher, keyed).await, DEADLINES, "firings with an event of their own");
    let history = "select count(*) from clock_event where kind = 'BREACH'";
    assert_eq!(count(&watcher, history).await, DEADLINES, "lines of history");
    let breached =
        "select count(*) from clock where state = 'BREACHED' and level = 100 and breached_at = due_at";
    assert_eq!(count(&watcher, breached).await, DEADLINES, "clocks");
});

/// Copies of the one incident, open, each with a clock that is due and a ladder that has ended.
async fn fill(connection: &DatabaseConnection, database: &Database) {
    let now = database.machine(Clock::system()).await.clock().now();
    let id = if connection.get_database_backend() == DbBackend::Postgres {
        "gen_random_uuid()"
    } else {
        "randomblob(16)"
    };
    let numbers =
        format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {DEADLINES})");
    let columns = incident::Column::iter().map(|column| column.unquoted().to_owned());
    let columns: Vec<String> = columns.collect();
    let values = columns.iter().map(|column| match column.as_str() {
        "id" => id.to_owned(),
        "number" => "number + i".to_owned(),
        "state" => "'ACTIVATED'".to_owned(),
        other => other.to_owned(),
    });
    let values: Vec<String> = values.collect();
    let sql = format!(
        "insert into incident ({}) {numbers} select {} from incident, n",
        columns.join(", "),
        values.join(", ")
    );
    run(connection, &sql, []).await;
    let sql = "insert into ladder (incident_id, generation, policy_version, state, level, round, last_round)
        select id, 1, 1, 'ENDED', 0, 1, 5 from incident where number > 1";
    run(connection, sql, []).await;
    for instant in 0..INSTANTS {
        let due = now + TimeDelta::milliseconds(100 * instant);
        // Ten days each: the next level after the breach is five days off.
        let sql = format!(
            "insert into clock (id, incident_id, kind, generation, round, state, started_at, target_seconds, due_at,
                original_due_at, paused_micros, pause_used_micros, pause_cap_seconds, level, next_at)
            select {id}, id, 'RESOLVE', 1, 1, 'RUNNING', $1, 864000, $2, $2, 0, 0, 0, 75, $2
            from incident where number > 1 and number % {INSTANTS} = {instant}"
        );
        run(connection, &sql, [(due - TimeDelta::days(10)).into(), due.into()]).await;
    }
}

async fn run<const N: usize>(connection: &DatabaseConnection, sql: &str, values: [Value; N]) {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.execute_raw(statement).await.expect("the rows should be written");
}

async fn count(connection: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.expect("the rows can be counted");
    row.expect("a count").try_get_by_index(0).expect("a number")
}

/// Waits until so many deadlines were fired.
async fn reach(connection: &DatabaseConnection, mark: i64) {
    let fired = async {
        while count(connection, "select count(*) from clock_firing").await < mark {
            tokio::task::yield_now().await;
        }
    };
    soon(&format!("firing {mark}"), fired).await;
}
