//! What the page for operators says, done as it says.

use std::fs;

use api::platform::db::Target;
use sea_orm::ConnectionTrait;
use support::client::Client;
use support::database::Database;
use support::{Persona::SalesLead, Server, json, story};

const PAGE: &str = include_str!("../../docs/operations.md");

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 1) { cursor } }";

/// The statement that the page has an operator run on a file.
fn statement(beginning: &str) -> &'static str {
    let text = &PAGE[PAGE.find(beginning).expect("the page says so")..];
    &text[..text.find('"').expect("the statement ends")]
}

async fn execute(database: &Database, statement: &str) {
    let connection = database.connect().await;
    connection.execute_unprepared(statement).await.expect("SQLite should do what the page says");
    connection.close().await.expect("an idle connection closes");
}

async fn head(client: &Client) -> String {
    client.query("{ eventCursor }", json!({})).await.text("eventCursor")
}

story!(a_restored_copy_refuses_the_cursors_of_before, async |server: Server| {
    let database = server.database().clone();
    let Target::File(file) = database.target() else { return };
    let copy = file.with_file_name("copy.sqlite");
    let before = head(&server.anonymous()).await;
    server.stop().await;
    fs::copy(&file, &copy).unwrap();

    fs::copy(&copy, &file).unwrap();
    execute(&database, statement("update log_meta set epoch")).await;
    let server = Server::start(&database).await;
    let sara = server.as_(SalesLead);
    assert_eq!(sara.query(LOG, json!({ "after": before })).await.code(), "CURSOR_DIVERGED");
    let after = head(&sara).await;
    let server = server.restart().await;
    let sara = server.as_(SalesLead);
    assert_eq!(head(&sara).await, after, "the new epoch stays");
    assert_eq!(sara.query(LOG, json!({ "after": after })).await["eventLog.cursor"], after);
});
