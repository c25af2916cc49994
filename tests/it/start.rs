//! How a server starts, stops and comes back.

use std::path::PathBuf;

use api::domain::identity::setup_code;
use api::platform::clock::Clock;
use api::platform::db::Target;
use sea_orm::{ConnectionTrait, Statement};
use support::database::{Database, Engine};
use support::personas::PASSWORD;
use support::process::Process;
use support::story::soon;
use support::{Server, client::Client, database_story, json, story};

const CURSOR: &str = "{ eventCursor }";

story!(a_server_that_was_restarted_goes_on_with_its_log, async |server| {
    let before = server.anonymous().query(CURSOR, json!({})).await.text("eventCursor");
    let server = server.restart().await;
    assert_eq!(server.anonymous().query(CURSOR, json!({})).await["eventCursor"], before);
});

story!(two_servers_on_one_database_tell_one_log, async |server| {
    let other = server.beside().await;
    let here = server.anonymous().query(CURSOR, json!({})).await;
    let there = other.anonymous().query(CURSOR, json!({})).await;
    assert_eq!(here["eventCursor"], there["eventCursor"]);
});

database_story!(two_servers_that_start_at_the_same_moment_both_come_up, async |database| {
    let (one, other) = tokio::join!(Server::start(&database), Server::start(&database));
    one.stop().await;
    other.stop().await;
});

database_story!(two_processes_that_start_at_the_same_moment_both_come_up, async |database| {
    let (one, other) = tokio::join!(Process::start(&database), Process::start(&database));
    for process in [one, other] {
        assert_eq!(process.anonymous().query(CURSOR, json!({})).await.status(), 200);
    }
});

const CREATED: &str =
    "subscription($after: EventCursor!) { accountEvents(after: $after, checkpoints: false) {
    ... on AccountEvent { kind snapshot { code } }
} }";

/// Becomes the first administrator, and gives the access token.
async fn set_up(anybody: &Client, database: &Database) -> String {
    let code =
        setup_code(&database.machine(Clock::system()).await).await.unwrap().expect("nobody is there yet");
    let input =
        json!({ "code": code.reveal(), "email": "ada@example.com", "name": "Ada", "password": PASSWORD });
    let made = anybody.change("setupComplete", "session { accessToken }", input).await;
    made.text("setupComplete.session.accessToken")
}

async fn create_account(by: &Client, code: &str) {
    let region = by.change("regionCreate", "region { id }", json!({ "code": code, "name": code })).await;
    let input = json!({
        "code": code, "name": code, "regionId": region.text("regionCreate.region.id"), "timeZone": "Europe/Berlin",
        "status": "ACTIVE",
    });
    by.change("accountCreate", "account { id }", input).await;
}

database_story!(two_processes_that_start_on_an_empty_postgres_are_one_server, async |database| {
    if database.engine() == Engine::Sqlite {
        return; // One process is the server of a file.
    }
    let (one, other) = tokio::join!(Process::start(&database), Process::start(&database));
    let made_here = set_up(&one.anonymous(), &database).await;
    let input = json!({ "email": "ada@example.com", "password": PASSWORD });
    let opened = other.anonymous().change("sessionOpen", "session { accessToken }", input).await;
    let made_there = opened.text("sessionOpen.session.accessToken");
    let (here, there) = (one.with_token(&made_there), other.with_token(&made_here));
    for (writer, reader, code) in [(&here, &there, "HERE"), (&there, &here, "THERE")] {
        let start = reader.query(CURSOR, json!({})).await.text("eventCursor");
        let mut socket = reader.socket().await;
        let stream = socket.subscribe(CREATED, json!({ "after": start })).await;
        create_account(writer, code).await;
        let told = socket.next(&stream).await["accountEvents"].take();
        assert_eq!(told, json!({ "kind": "CREATED", "snapshot": { "code": code } }));
    }
});

database_story!(a_server_that_was_killed_starts_again, async |database| {
    let process = Process::start(&database).await;
    let before = process.anonymous().query(CURSOR, json!({})).await.text("eventCursor");
    let process = process.kill_and_restart().await;
    assert_eq!(process.anonymous().query(CURSOR, json!({})).await["eventCursor"], before);
});

/// The folder of the embedded database; none on Postgres.
fn folder(database: &Database) -> Option<PathBuf> {
    match database.target() {
        Target::File(path) => path.parent().map(PathBuf::from),
        Target::Postgres(_) => None,
    }
}

fn files(database: &Database) -> Vec<PathBuf> {
    let files = folder(database).into_iter().flat_map(|folder| folder.read_dir().expect("a folder"));
    files.map(|entry| entry.expect("a file").path()).collect()
}

async fn no_sessions(database: &Database) {
    let connection = database.connect().await;
    let open = "select count(*) from pg_stat_activity
        where datname = current_database() and application_name = 'iron-triangle'";
    let open = Statement::from_string(connection.get_database_backend(), open);
    loop {
        let row = connection.query_one_raw(open.clone()).await.unwrap().unwrap();
        if row.try_get_by_index::<i64>(0).unwrap() == 0 {
            return;
        }
    }
}

database_story!(a_server_that_stopped_leaves_its_database_closed, async |database| {
    let server = Server::start(&database).await;
    server.anonymous().query(CURSOR, json!({})).await;
    server.stop().await;
    match database.engine() {
        Engine::Sqlite => assert_eq!(files(&database).len(), 1, "{:?}", files(&database)),
        // A session that was closed is still listed until its process is gone.
        Engine::Postgres => soon("the end of the sessions", no_sessions(&database)).await,
    }
});

#[cfg(unix)]
database_story!(a_process_that_has_just_come_up_stops_in_peace, async |database| {
    Process::start(&database).await.stop().await;
    if database.engine() == Engine::Sqlite {
        assert_eq!(files(&database).len(), 1, "{:?}", files(&database));
    }
});

#[cfg(unix)]
database_story!(the_embedded_database_is_for_its_owner_only, async |database| {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start(&database).await;
    for file in files(&database) {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", file.display());
    }
    server.stop().await;
});
