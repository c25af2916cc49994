//! How a server starts, stops and comes back.

use support::process::Process;
use support::{Server, database_story, json, story};

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

database_story!(a_server_that_was_killed_starts_again, async |database| {
    let process = Process::start(&database).await;
    let before = process.anonymous().query(CURSOR, json!({})).await.text("eventCursor");
    let process = process.kill_and_restart().await;
    assert_eq!(process.anonymous().query(CURSOR, json!({})).await["eventCursor"], before);
});
