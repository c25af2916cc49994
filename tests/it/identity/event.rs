//! What the log tells administrators of people and bots, and that it tells no secret.

use entity::{api_key, idempotency_key, refresh_token, session, setup_code, user};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use support::Persona::{Administrator, SalesLead};
use support::personas::PASSWORD;
use support::{Server, Value, json, story};

use super::acting::{about, open};

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on AdministrationEvent { name eventId actor { kind name } } } } }";

async fn log(server: &Server, persona: support::Persona, after: &Value) -> Vec<Value> {
    let answer = server.as_(persona).query(LOG, json!({ "after": after })).await;
    answer["eventLog.events"].as_array().expect("a list of events").clone()
}

async fn cursor(server: &Server) -> Value {
    server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone()
}

story!(administrators_read_what_happened_to_people_and_bots_and_nobody_else_does, async |server| {
    let after = cursor(&server).await;
    let sara = server.sign_in(SalesLead).await;
    sara.change("sessionClose", "sessionId", json!({})).await;
    server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let disabled = about(&server, SalesLead).await;
    let answer = server.as_(Administrator).change("userDisable", "eventIds", disabled).await;
    let events = log(&server, Administrator, &after).await;
    let names: Vec<&Value> = events.iter().map(|event| &event["name"]).collect();
    let expected = [
        "user.password_set",
        "session.opened",
        "session.ended",
        "bot.created",
        "api_key.issued",
        "user.disabled",
    ];
    assert_eq!(names, expected);
    assert_eq!(events[1]["actor"], json!({ "kind": "PERSON", "name": SalesLead.name() }));
    assert_eq!(events[5]["eventId"], answer["userDisable.eventIds.0"]);
    assert_eq!(log(&server, support::Persona::Auditor, &after).await, Vec::<Value>::new());
});

/// Everything that is kept of people, sessions, keys, requests and events.
async fn rows(server: &Server) -> String {
    let database = server.database().connect().await;
    let events = "select cast(body as text) || coalesce(cast(access as text), '') from event";
    let events = Statement::from_string(database.get_database_backend(), events);
    let events = database.query_all_raw(events).await.expect("the log can be read");
    let mut dump: String =
        events.iter().map(|row| row.try_get_by_index::<String>(0).expect("a text")).collect();
    dump.push_str(&format!("{:?}", user::Entity::find().all(&database).await));
    dump.push_str(&format!("{:?}", session::Entity::find().all(&database).await));
    dump.push_str(&format!("{:?}", refresh_token::Entity::find().all(&database).await));
    dump.push_str(&format!("{:?}", api_key::Entity::find().all(&database).await));
    dump.push_str(&format!("{:?}", setup_code::Entity::find().all(&database).await));
    dump.push_str(&format!("{:?}", idempotency_key::Entity::find().all(&database).await));
    database.close().await.expect("an idle connection closes");
    dump
}

story!(no_secret_is_kept_as_it_is_or_told, async |server| {
    let opened = open(&server, &Administrator.email(), PASSWORD).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let secrets = [
        PASSWORD.to_owned(),
        opened.text("sessionOpen.session.refreshToken"),
        opened.text("sessionOpen.session.accessToken"),
        bot.token().expect("a bot has a key").to_owned(),
    ];
    let dump = rows(&server).await;
    assert!(dump.contains("argon2id"), "{dump}");
    for secret in secrets {
        assert!(!dump.contains(&secret), "{:.8}... is in the database", secret);
    }
});
