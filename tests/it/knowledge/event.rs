//! What subscribers and pollers learn of the think tank: titles, never texts, and only what they may see now.

use support::Persona::{Deputy, Executive, Member, Outsider, SalesLead};
use support::socket::{Operation, Socket};
use support::{Persona, Server, Value, json, story};

use super::acting::{Entry, draft, published};

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on KnowledgeEvent { kind account { id } person { name } linkTargetId changed
        entry { id title type audience state revision version } } } } }";

const WATCH: &str =
    "subscription($after: EventCursor, $filter: KnowledgeEventFilter, $checkpoints: Boolean) {
    knowledgeEvents(after: $after, filter: $filter, checkpoints: $checkpoints) {
        ... on KnowledgeEvent { kind entry { id title } } } }";

async fn cursor(server: &Server) -> Value {
    server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone()
}

/// The events of knowledge that a persona may read now.
async fn log(server: &Server, persona: Persona, after: &Value) -> Vec<Value> {
    let answer = server.as_(persona).query(LOG, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().unwrap().iter();
    events.filter(|event| event["entry"].is_object()).cloned().collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

story!(an_event_says_what_changed_and_never_the_text, async |server| {
    let account = server.triangle(json!({})).await;
    let after = cursor(&server).await;
    let entry = draft(&server, SalesLead, &account, json!({ "body": "SECRET WORDS" })).await;
    entry.share(SalesLead, Member).await;
    entry
        .change(SalesLead, "knowledgeEntryRevise", json!({ "body": "SECRET WORDS TOO", "tags": ["t"] }))
        .await;
    entry.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
    entry.change(SalesLead, "knowledgeEntryLink", json!({ "targetId": account })).await;
    entry.change(SalesLead, "knowledgeEntryUnlink", json!({ "targetId": account })).await;
    entry.change(SalesLead, "knowledgeEntryChangeAudience", json!({ "audience": "TRIANGLE" })).await;
    let events = log(&server, SalesLead, &after).await;
    let expected =
        ["DRAFTED", "EDITOR_ADDED", "REVISED", "PUBLISHED", "LINKED", "UNLINKED", "AUDIENCE_CHANGED"];
    assert_eq!(kinds(&events), expected);
    assert_eq!(events[1]["person"]["name"], Member.name());
    assert_eq!(events[2]["changed"], json!(["body", "tags"]));
    assert_eq!(events[4]["linkTargetId"], json!(account));
    assert_eq!(events[6]["account"]["id"], json!(account));
    let last = json!({ "id": entry.id, "title": "How to open a line", "type": "PLAYBOOK", "audience": "TRIANGLE",
        "state": "PUBLISHED", "revision": 2, "version": 7 });
    assert_eq!(events[6]["entry"], last);
    assert!(!format!("{events:?}").contains("SECRET"));
});

story!(what_happened_to_a_draft_stays_with_its_author_and_editors_after_it_is_published, async |server| {
    let account = server.triangle(json!({})).await;
    let after = cursor(&server).await;
    let entry = draft(&server, SalesLead, &account, json!({ "title": "How far we can be pushed" })).await;
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": "Prices" })).await;
    assert!(log(&server, Deputy, &after).await.is_empty());
    entry.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
    let seen = log(&server, Deputy, &after).await;
    assert_eq!(kinds(&seen), ["PUBLISHED"]);
    assert_eq!(seen[0]["entry"]["title"], "Prices");
    assert_eq!(kinds(&log(&server, SalesLead, &after).await), ["DRAFTED", "REVISED", "PUBLISHED"]);
});

story!(a_narrowed_entry_is_replayed_to_nobody_outside_its_audience, async |server| {
    let account = server.triangle(json!({})).await;
    let after = cursor(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    assert_eq!(kinds(&log(&server, Outsider, &after).await), ["PUBLISHED"]);
    entry.change(SalesLead, "knowledgeEntryChangeAudience", json!({ "audience": "TRIANGLE" })).await;
    assert!(log(&server, Outsider, &after).await.is_empty());
    assert_eq!(kinds(&log(&server, Executive, &after).await), ["PUBLISHED", "AUDIENCE_CHANGED"]);
});

story!(an_event_names_no_account_that_the_viewer_does_not_see, async |server| {
    let account = server.triangle(json!({})).await;
    let other = server.account(json!({})).await;
    server.seat(&other, SalesLead, "SALES", "PRIMARY").await;
    let after = cursor(&server).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    entry.change(SalesLead, "knowledgeEntryLink", json!({ "targetId": other })).await;
    for (persona, expected, named) in
        [(Outsider, vec!["PUBLISHED"], false), (Member, vec!["PUBLISHED"], true)]
    {
        let events = log(&server, persona, &after).await;
        assert_eq!(kinds(&events), expected, "{persona:?}");
        assert_eq!(events[0]["account"].is_object(), named, "{persona:?}");
    }
});

/// The titles that come on a stream until the marker is changed.
async fn until_marker(socket: &mut Socket, stream: &Operation, marker: &Entry<'_>, end: &str) -> Vec<String> {
    marker.change(SalesLead, "knowledgeEntryRevise", json!({ "title": end })).await;
    let mut titles = Vec::new();
    loop {
        let event = socket.next(stream).await["knowledgeEvents"].take();
        let title = event["entry"]["title"].as_str().unwrap().to_owned();
        if title == end {
            return titles;
        }
        titles.push(title);
    }
}

story!(an_audience_opens_the_stream_and_narrowing_it_closes_it, async |server| {
    let account = server.triangle(json!({})).await;
    let start = cursor(&server).await;
    let marker = published(&server, SalesLead, &account, json!({ "title": "Marker" })).await;
    let facts = json!({ "title": "Secret 0", "audience": "TRIANGLE" });
    let entry = published(&server, SalesLead, &account, facts).await;
    let revise = async |title: &str| {
        entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": title })).await;
    };
    let audience = async |audience: &str| {
        entry.change(SalesLead, "knowledgeEntryChangeAudience", json!({ "audience": audience })).await;
    };
    let mut live = server.as_(Member).socket().await;
    let stream = live.subscribe(WATCH, json!({ "after": start })).await;
    until_marker(&mut live, &stream, &marker, "Ready").await;

    for (round, sees) in [(1, false), (2, true), (3, false)] {
        if round > 1 {
            audience(if sees { "ACCOUNT_TEAM" } else { "TRIANGLE" }).await;
        }
        revise(&format!("Secret {round}")).await;
        let told = until_marker(&mut live, &stream, &marker, &format!("End {round}")).await;
        let secret = format!("Secret {round}");
        assert_eq!(told.contains(&secret), sees, "live, round {round}: {told:?}");
        assert!(sees || told.is_empty(), "live, round {round}: {told:?}");
        let replay = live.subscribe(WATCH, json!({ "after": start })).await;
        let told = until_marker(&mut live, &replay, &marker, &format!("Replayed {round}")).await;
        assert_eq!(
            told.iter().any(|title| title.starts_with("Secret")),
            sees,
            "replay, round {round}: {told:?}"
        );
        live.complete(&replay).await;
        until_marker(&mut live, &stream, &marker, &format!("Next {round}")).await;
    }
});

story!(a_variable_that_is_left_out_is_an_argument_that_is_left_out, async |server| {
    let account = server.triangle(json!({})).await;
    let after = cursor(&server).await;
    published(&server, SalesLead, &account, json!({})).await;
    let polled =
        "query($after: EventCursor!, $first: Int) { eventLog(after: $after, first: $first) { hasMore } }";
    let answer = server.as_(Deputy).query(polled, json!({ "after": after })).await;
    assert_eq!(answer["eventLog.hasMore"], false);
    let mut socket = server.as_(Deputy).socket().await;
    for variables in
        [json!({ "after": after }), json!({ "after": after, "filter": null, "checkpoints": null })]
    {
        let stream = socket.subscribe(WATCH, variables).await;
        assert_eq!(socket.next(&stream).await["knowledgeEvents"]["kind"], "PUBLISHED");
    }
});
