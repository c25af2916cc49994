//! What is told of handovers: events, and notices for whoever acts next.

use support::{
    Persona::{self, Director, Member, Outsider, SalesLead, TechnicalLead},
    Server, Value, json, story,
};

use super::acting::{WAY, begun, co_owned, initiate, step, write_all};

async fn told(server: &Server, persona: Persona, after: &str) -> Vec<Value> {
    let document = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
        ... on HandoverEvent { kind previousState part item actor { kind }
            handover { state seat outgoing { name } receiver { name } } } } } }";
    let answer = server.as_(persona).query(document, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().unwrap().clone();
    events.into_iter().filter(|event| !event["kind"].is_null()).collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

story!(each_step_is_an_event_of_the_account_without_what_was_written, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let start = crate::account::acting::now(&server).await;
    let handover = initiate(&server, &account, json!({ "reason": "A secret reason" })).await;
    let more = json!({ "part": "PLAN", "body": "A secret plan" });
    crate::handover::acting::attempt(&server, SalesLead, "handoverWritePart", &handover, more).await;
    let events = told(&server, TechnicalLead, &start).await;
    assert_eq!(kinds(&events), ["INITIATED", "PART_WRITTEN"]);
    assert_eq!(events[1]["part"], "PLAN");
    assert_eq!(events[1]["previousState"], "INITIATED");
    assert_eq!(events[1]["handover"]["receiver"]["name"], Outsider.name());
    assert!(told(&server, Member, &start).await.is_empty(), "a member is in no seat");
    let raw = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events { __typename eventId } } }";
    let raw = server.as_(Director).query(raw, json!({ "after": start })).await;
    assert!(!format!("{raw:?}").contains("secret"));
});

story!(time_tells_that_a_seat_can_be_moved, async |server| {
    let account = server.triangle(json!({ "tier": "A" })).await;
    let handover = co_owned(&server, &account).await;
    let start = crate::account::acting::now(&server).await;
    server.advance(crate::handover::acting::days(8));
    let due = async || told(&server, Director, &start).await;
    while due().await.is_empty() {
        tokio::task::yield_now().await;
    }
    let events = due().await;
    assert_eq!(kinds(&events), ["TRANSFER_DUE"]);
    assert_eq!(events[0]["actor"]["kind"], "SYSTEM");
    step(&server, Director, "handoverTransfer", &handover).await;
});

/// Which notices of handovers a persona has, the first one first.
async fn notices(server: &Server, persona: Persona) -> Vec<(String, String)> {
    let document = "{ myNotices(first: 100, filter: { kinds: [HANDOVER_CALL, HANDOVER_TURN] }) { nodes { kind tells } } }";
    let answer = server.as_(persona).query(document, json!({})).await;
    let nodes = answer["myNotices.nodes"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    nodes.iter().rev().map(|node| (text(&node["kind"]), text(&node["tells"]))).collect()
}

async fn until_told(server: &Server, persona: Persona, expected: &[(&str, &str)]) {
    loop {
        let known = notices(server, persona).await;
        if known.len() >= expected.len() {
            let known: Vec<(&str, &str)> =
                known.iter().map(|(one, other)| (one.as_str(), other.as_str())).collect();
            assert_eq!(known, expected, "{persona:?}");
            return;
        }
        tokio::task::yield_now().await;
    }
}

story!(whoever_acts_next_gets_a_notice, async |server| {
    let (_, handover) = begun(&server).await;
    until_told(&server, Outsider, &[("HANDOVER_CALL", "handover.initiated")]).await;
    until_told(&server, SalesLead, &[("HANDOVER_CALL", "handover.initiated")]).await;
    write_all(&server, SalesLead, &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverReturnPack", &handover).await;
    for (mutation, persona) in WAY {
        step(&server, persona, mutation, &handover).await;
    }
    let call = ("HANDOVER_CALL", "handover.initiated");
    let ready = ("HANDOVER_TURN", "handover.pack_ready");
    until_told(&server, Outsider, &[call, ready, ready]).await;
    let back = ("HANDOVER_TURN", "handover.pack_returned");
    until_told(&server, SalesLead, &[call, back, ("HANDOVER_TURN", "handover.accepted")]).await;
    server.advance(crate::handover::acting::days(8));
    until_told(&server, Director, &[("HANDOVER_TURN", "handover.transfer_due")]).await;
});

/// The first notices that a persona is sent after a position.
async fn first_notices(server: &Server, persona: Persona, after: &Value) -> Value {
    const NOTICES: &str = "subscription($after: EventCursor) { noticeEvents(after: $after) {
        ... on NoticeEvent { notices { tells handoverId account { code } } } } }";
    let mut stream = server.as_(persona).sse(NOTICES, json!({ "after": after }), None).await;
    loop {
        let (_, item) = stream.next().await;
        let notices = &item["noticeEvents"]["notices"];
        if notices.is_array() {
            return notices.clone();
        }
    }
}

story!(a_notice_names_the_handover_as_long_as_its_reader_sees_it, async |server| {
    let account = server.triangle(json!({ "tier": "C", "code": "ACME" })).await;
    let start = server.as_(Outsider).query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let handover = initiate(&server, &account, json!({})).await;
    until_told(&server, Outsider, &[("HANDOVER_CALL", "handover.initiated")]).await;
    let list = "{ myNotices(filter: { kinds: [HANDOVER_CALL] }) { nodes { tells handover { id state } account { code } } } }";
    let known = server.as_(Outsider).query(list, json!({})).await;
    let named = json!({ "tells": "handover.initiated", "handover": { "id": handover, "state": "INITIATED" },
        "account": { "code": "ACME" } });
    assert_eq!(known["myNotices.nodes"], json!([named]));
    let named =
        json!([{ "tells": "handover.initiated", "handoverId": handover, "account": { "code": "ACME" } }]);
    assert_eq!(first_notices(&server, Outsider, &start).await, named);
    // The receiver sees it no more, and is told so.
    step(&server, Director, "handoverCancel", &handover).await;
    let call = ("HANDOVER_CALL", "handover.initiated");
    until_told(&server, Outsider, &[call, ("HANDOVER_CALL", "handover.cancelled")]).await;
    let known = server.as_(Outsider).query(list, json!({})).await;
    let nodes = json!([
        { "tells": "handover.cancelled", "handover": null, "account": null },
        { "tells": "handover.initiated", "handover": null, "account": null },
    ]);
    assert_eq!(known["myNotices.nodes"], nodes, "{known:?}");
    let hidden = json!([{ "tells": "handover.initiated", "handoverId": null, "account": null }]);
    assert_eq!(first_notices(&server, Outsider, &start).await, hidden);
});
