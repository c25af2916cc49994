//! What the receiver sees until the move and the former holder after it: what a seat sees, and nothing that it does.

use std::time::Duration;

use support::{
    Persona::{self, Director, Executive, Outsider, SalesLead},
    Server, Value,
    client::Client,
    json, story,
};

use super::acting::{
    begun, change_person, co_owned, days, end_account, initiate, sees, set_grace, step, transferred,
};
use crate::account::acting::ask;

/// An entry of the account for each audience, by audience.
async fn write_knowledge(server: &Server, account: &str) -> Vec<(&'static str, String)> {
    let publisher = json!({ "roles": ["EXECUTIVE"], "topics": ["PLAYBOOK"] });
    change_person(server, "userAppoint", Executive, publisher).await;
    server.incident(account, json!({})).await;
    let mut entries = Vec::new();
    for audience in ["TRIANGLE", "ACCOUNT_TEAM", "ALL_STAFF", "EXECUTIVES"] {
        let input = json!({
            "type": "PLAYBOOK", "audience": audience, "homeAccountId": account, "title": audience, "body": "So.",
        });
        let made =
            server.as_(Executive).change("knowledgeEntryDraft", "knowledgeEntry { id version }", input).await;
        let entry = made.text("knowledgeEntryDraft.knowledgeEntry.id");
        let version = made["knowledgeEntryDraft.knowledgeEntry.version"].clone();
        let input = json!({ "entryId": entry, "expectedVersion": version });
        server.as_(Executive).change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
        entries.push((audience, entry));
    }
    entries
}

/// What a client sees of an account: whether the account, how many incidents, which knowledge by audience.
async fn sight(client: &Client, account: &str) -> (bool, u64, Vec<String>) {
    let lists = "query($id: ID!) { accounts(first: 100) { nodes { id } }
        incidents(first: 100, filter: { accountId: { eq: $id } }) { totalCount { count } }
        knowledgeEntries(first: 100, filter: { homeAccount: { eq: $id } }) { nodes { audience } } }";
    let answer = client.query(lists, json!({ "id": account })).await;
    let there = answer["accounts.nodes"].as_array().unwrap().iter().any(|node| node["id"] == account);
    let count = answer["incidents.totalCount.count"].as_u64().unwrap();
    let entries = answer["knowledgeEntries.nodes"].as_array().unwrap().iter();
    let mut audiences: Vec<String> =
        entries.map(|entry| entry["audience"].as_str().unwrap().to_owned()).collect();
    audiences.sort();
    (there, count, audiences)
}

/// Of an account that somebody does not see, filters by it find nothing, not even what all staff reads.
const NOTHING: (bool, u64, Vec<String>) = (false, 0, Vec::new());

const SEAT: [&str; 3] = ["ACCOUNT_TEAM", "ALL_STAFF", "TRIANGLE"];

story!(the_receiver_reads_what_a_seat_reads_from_the_nomination_on, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let entries = write_knowledge(&server, &account).await;
    let outsider = server.as_(Outsider);
    assert_eq!(sight(&outsider, &account).await, NOTHING);
    let handover = initiate(&server, &account, json!({})).await;
    assert_eq!(sight(&outsider, &account).await, (true, 1, SEAT.map(str::to_owned).to_vec()));
    assert_eq!(sight(&outsider, &account).await, sight(&server.as_(SalesLead), &account).await);
    for (audience, entry) in &entries {
        let document = "query($id: ID!) { knowledgeEntry(id: $id) { id } }";
        let found = outsider.query(document, json!({ "id": entry })).await;
        assert_eq!(found.errors().is_empty(), *audience != "EXECUTIVES", "{audience}");
    }
    let team = ask(
        &server,
        Director,
        &account,
        "team { user { name } } triangle { sales { primary { user { name } } } }",
    );
    let team = team.await["account"].to_string();
    assert!(!team.contains(Outsider.name()), "they are no part of the triangle: {team}");
    let can = ask(
        &server,
        Outsider,
        &account,
        "viewerCan { changeCommercialFacts govern assignOthers reportIncident }",
    );
    let may = json!({ "changeCommercialFacts": false, "govern": false, "assignOthers": false, "reportIncident": false });
    assert_eq!(can.await["account.viewerCan"], may);
    step(&server, Director, "handoverCancel", &handover).await;
    assert_eq!(sight(&outsider, &account).await, NOTHING);
});

/// Whether somebody reads the special notes of an account, and its requests: in lists, by id, and in sums.
async fn special_sight(server: &Server, persona: Persona, account: &str, request: &str) -> [bool; 4] {
    let document = "query($account: ID!, $request: ID!) { account(id: $account) { specialNotes { text } }
        customerRequest(id: $request) { id }
        customerRequests(filter: { accountIds: [$account] }) { nodes { id } }
        responseSpeed(askedFrom: \"2026-01-01T00:00:00Z\", askedTo: \"2026-12-31T00:00:00Z\", accountIds: [$account]) { requests } }";
    let given = json!({ "account": account, "request": request });
    let answer = server.as_(persona).query(document, given).await;
    let data = answer.partial_data();
    let some = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
    [
        some(&data["account"]["specialNotes"]),
        data["customerRequest"]["id"] == request,
        some(&data["customerRequests"]["nodes"]),
        some(&data["responseSpeed"]),
    ]
}

story!(who_reads_for_a_time_heeds_the_special_notes_and_knows_what_the_customer_asks, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let request = crate::request::acting::log(&server, &account, json!({})).await;
    let note = json!({ "accountId": account, "kind": "AVOID", "severity": "CRITICAL", "text": "The merger" });
    server.as_(SalesLead).change("specialNotePost", "specialNote { id }", note).await;
    let seen = async |persona| special_sight(&server, persona, &account, &request).await;
    assert_eq!(seen(Outsider).await, [false; 4]);
    let handover = co_owned(&server, &account).await;
    assert_eq!(seen(Outsider).await, [true; 4], "the receiver");
    let answer = crate::request::acting::answer(&server, Outsider, &request, json!({})).await;
    assert_eq!(crate::request::acting::code(&answer), "FORBIDDEN");
    step(&server, Director, "handoverTransfer", &handover).await;
    assert_eq!(seen(SalesLead).await, [true; 4], "the former holder");
    step(&server, Director, "handoverClose", &handover).await;
    assert_eq!(seen(SalesLead).await, [false; 4]);
});

story!(who_reads_for_a_time_changes_nothing, async |server| {
    let (account, _) = begun(&server).await;
    let incident = server.incident(&account, json!({})).await;
    let outsider = server.as_(Outsider);
    for (mutation, input) in [
        (
            "incidentReport",
            json!({ "accountId": account, "title": "t", "description": "d", "severity": "SEV1" }),
        ),
        ("incidentAddTimelineEntry", json!({ "incidentId": incident, "body": "b", "kind": "FACT" })),
        ("incidentAcknowledge", json!({ "incidentId": incident, "expectedVersion": 1 })),
        ("accountChangeFacts", json!({ "accountId": account, "expectedVersion": 1, "name": "n" })),
        (
            "knowledgeEntryDraft",
            json!({ "homeAccountId": account, "type": "LESSON", "title": "t", "body": "b", "audience": "TRIANGLE" }),
        ),
    ] {
        assert_eq!(outsider.attempt(mutation, "", input).await.code(), "FORBIDDEN", "{mutation}");
    }
});

story!(the_former_holder_reads_until_the_time_of_grace_is_over_and_not_a_moment_longer, async |server| {
    set_grace(&server, 5).await;
    let (account, handover) = transferred(&server).await;
    let sara = server.as_(SalesLead);
    assert!(sees(&server, SalesLead, &account).await);
    assert!(sees(&server, Outsider, &account).await, "the receiver holds the seat");
    let refused = sara.attempt(
        "accountChangeFacts",
        "",
        json!({ "accountId": account, "expectedVersion": 1, "name": "n" }),
    );
    assert_eq!(refused.await.code(), "FORBIDDEN", "the sales primary could");
    server.advance(days(5) - Duration::from_secs(1));
    assert!(sees(&server, SalesLead, &account).await);
    server.advance(Duration::from_secs(1));
    assert!(!sees(&server, SalesLead, &account).await);
    assert!(!sight(&sara, &account).await.0);
    until_closed(&server, &handover).await;
});

/// Waits until the server has noticed by itself that the time is over.
async fn until_closed(server: &Server, handover: &str) {
    while crate::handover::acting::seen(server, Director, handover, "state").await["handover.state"]
        != "CLOSED"
    {
        tokio::task::yield_now().await;
    }
}

const WATCH: &str = "subscription { accountEvents(checkpoints: false) {
    ... on AccountEvent { kind } ... on HandoverEvent { handoverKind: kind }
    ... on AccessRevoked { accountId } } }";

/// What an open subscription says until that.
async fn until(
    client: &mut (support::socket::Socket, support::socket::Operation),
    last: &Value,
) -> Vec<Value> {
    let mut seen = Vec::new();
    loop {
        let item = client.0.next(&client.1).await["accountEvents"].take();
        seen.push(item.clone());
        if item == *last {
            return seen;
        }
    }
}

async fn watch(server: &Server, persona: Persona) -> (support::socket::Socket, support::socket::Operation) {
    let mut socket = server.as_(persona).socket().await;
    let stream = socket.subscribe(WATCH, json!({})).await;
    let ready = socket.subscribe("{ __typename }", json!({})).await;
    socket.next(&ready).await;
    (socket, stream)
}

story!(an_open_subscription_gains_and_loses_the_account_with_the_handover, async |server| {
    let account = server.triangle(json!({})).await;
    let mut otto = watch(&server, Outsider).await;
    let handover = initiate(&server, &account, json!({})).await;
    until(&mut otto, &json!({ "handoverKind": "INITIATED" })).await;
    step(&server, Director, "handoverCancel", &handover).await;
    let seen = until(&mut otto, &json!({ "accountId": account })).await;
    assert!(!seen.contains(&json!({ "handoverKind": "CANCELLED" })), "it is no longer theirs to know");
});

story!(an_open_subscription_of_the_former_holder_ends_with_the_time_of_grace, async |server| {
    set_grace(&server, 5).await;
    let account = server.triangle(json!({ "tier": "C" })).await;
    let handover = crate::handover::acting::co_owned(&server, &account).await;
    let mut sara = watch(&server, SalesLead).await;
    step(&server, Director, "handoverTransfer", &handover).await;
    let seen = until(&mut sara, &json!({ "handoverKind": "TRANSFERRED" })).await;
    assert!(!seen.contains(&json!({ "accountId": account })), "they read on: {seen:?}");
    server.advance(days(5));
    until(&mut sara, &json!({ "accountId": account })).await;
});

story!(a_list_over_an_open_socket_is_judged_by_what_the_viewer_may_see_now, async |server| {
    let (account, handover) = begun(&server).await;
    let mut socket = server.as_(Outsider).socket().await;
    let ask = "{ accounts(first: 100) { nodes { id } } }";
    let query = socket.subscribe(ask, json!({})).await;
    let listed = socket.next(&query).await["accounts"]["nodes"].clone();
    assert_eq!(listed, json!([{ "id": account }]));
    step(&server, Director, "handoverCancel", &handover).await;
    let query = socket.subscribe(ask, json!({})).await;
    assert_eq!(socket.next(&query).await["accounts"]["nodes"], json!([]));
});

story!(an_ended_account_and_a_disabled_person_lose_it_at_once, async |server| {
    let (account, _) = begun(&server).await;
    assert!(sees(&server, Outsider, &account).await);
    end_account(&server, &account).await;
    assert!(!sees(&server, Outsider, &account).await);
    let (other, _) = begun(&server).await;
    let outsider = server.as_(Outsider);
    change_person(&server, "userDisable", Outsider, json!({})).await;
    let document = "query($id: ID!) { account(id: $id) { id } }";
    assert_eq!(outsider.query(document, json!({ "id": other })).await.code(), "UNAUTHENTICATED");
});

story!(what_is_read_for_a_time_survives_a_restart, async |server| {
    set_grace(&server, 5).await;
    let (account, _) = transferred(&server).await;
    let (other, _) = begun(&server).await;
    let server = server.restart().await;
    assert!(sees(&server, SalesLead, &account).await && sees(&server, Outsider, &other).await);
    let server = server.restart_after(days(5)).await;
    assert!(!sees(&server, SalesLead, &account).await);
    assert!(sees(&server, Outsider, &other).await);
});

story!(who_reads_for_a_time_writes_nothing_about_the_account, async |server| {
    let (account, _) = transferred(&server).await;
    let (other, _) = begun(&server).await;
    let draft = async |persona, home: &str, audience: &str| {
        let input = json!({ "type": "FAQ", "title": "How", "body": "So.", "homeAccountId": home, "audience": audience });
        server.as_(persona).attempt("knowledgeEntryDraft", "knowledgeEntry { id }", input).await
    };
    for audience in ["TRIANGLE", "ACCOUNT_TEAM", "ALL_STAFF"] {
        for (persona, home) in [(SalesLead, &account), (Outsider, &other)] {
            assert_eq!(draft(persona, home, audience).await.code(), "FORBIDDEN", "{persona:?} {audience}");
        }
    }
    assert!(draft(SalesLead, &other, "ALL_STAFF").await.succeeded(), "who serves an account writes about it");
});
