//! A database from before search, or from before a better cut of words, is searched once the server has been through it.

use sea_orm::{ConnectionTrait, DatabaseConnection};
use support::Persona::{Outsider, SalesLead};
use support::{json, story};

use super::acting::{names, search, shared};

const WIPE: [&str; 6] = [
    "delete from search_index",
    "delete from search_document",
    "delete from search_spelling",
    "delete from search_term",
    "delete from search_word",
    "update search_state set version = 0, step = 0, reached = null",
];

/// Makes the database one of before search.
pub(super) async fn wipe(connection: &DatabaseConnection) {
    for statement in WIPE {
        connection.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

story!(what_was_there_before_search_is_found_after_a_start, async |server| {
    let account = server.triangle(json!({ "name": "Lynx Works" })).await;
    server.incident(&account, json!({ "title": "Lynx incident", "description": "x" })).await;
    for number in 0..3 {
        shared(&server, &account, &format!("Lynx {number}"), "A cat.").await;
    }
    let mut expected = names(&server, SalesLead, "lynx").await;
    expected.sort();
    assert_eq!(expected.len(), 5);
    let connection = server.database().connect().await;
    wipe(&connection).await;
    let found = search(&server.as_(SalesLead), "lynx", json!(null)).await;
    assert_eq!((&found["nodes"], &found["isComplete"]), (&json!([]), &json!(false)));
    let server = server.restart().await;
    let mut found = names(&server, SalesLead, "lynx").await;
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(names(&server, SalesLead, "lynks").await.len(), 0);
    assert_eq!(names(&server, SalesLead, "incid").await.len(), 1, "by its beginning");
    assert_eq!(names(&server, Outsider, "cats").await.len(), 3);
    assert_eq!(search(&server.as_(SalesLead), "lynx", json!(null)).await["isComplete"], true);
});

story!(a_building_that_was_broken_off_goes_on_where_it_was, async |server| {
    let account = server.triangle(json!({ "name": "Otter Works" })).await;
    for number in 0..3 {
        shared(&server, &account, &format!("Otter {number}"), "x").await;
    }
    let connection = server.database().connect().await;
    wipe(&connection).await;
    // As if the accounts were in, and the entries were next.
    connection.execute_unprepared("update search_state set version = 1, step = 1").await.unwrap();
    let server = server.restart().await;
    let found = names(&server, SalesLead, "otter").await;
    assert_eq!(found.len(), 3, "{found:?}");
});
