//! What these stories do again and again: a handover in a state. Sara Sales hands the sales seat to Otto Outsider.

use std::time::Duration;

use support::{
    Persona::{self, Administrator, Auditor, Director, Outsider, SalesLead},
    Server, Value,
    answer::Answer,
    json,
};

pub(crate) use crate::letter::acting::both;

/// What most stories select.
pub(crate) const FACTS: &str =
    "handover { id state version emergency transferFrom graceUntil overlapDays returnReason
    endReason informed outgoing { name } receiver { name } }";

/// The parts of a pack in their order.
pub(crate) const PARTS: [&str; 12] = [
    "SUMMARY",
    "STAKEHOLDERS",
    "HISTORY",
    "OPEN_ITEMS",
    "CONTRACTS",
    "NEEDS",
    "PRICING",
    "PLAN",
    "HEALTH",
    "COMPETITORS",
    "ACCESS",
    "NEXT_90_DAYS",
];

/// The steps of a handover without an emergency, with who takes them, from the submitted pack on.
pub(crate) const WAY: [(&str, Persona); 5] = [
    ("handoverSubmitPack", SalesLead),
    ("handoverAcceptPack", Outsider),
    ("handoverBeginShadowing", Outsider),
    ("handoverIntroduce", SalesLead),
    ("handoverCoOwn", SalesLead),
];

/// The usual input of a handover, with more in it.
pub(crate) fn nomination(server: &Server, account: &str, more: Value) -> Value {
    let usual = json!({
        "accountId": account, "seat": "SALES", "receiverId": server.cast().id(Outsider), "reason": "Moves to Lyon",
    });
    both(usual, more)
}

/// Begins a handover as the director and gives its id.
pub(crate) async fn initiate(server: &Server, account: &str, more: Value) -> String {
    let input = nomination(server, account, more);
    let begun = server.as_(Director).change("handoverInitiate", FACTS, input).await;
    begun.text("handoverInitiate.handover.id")
}

/// A handover on an account with a whole triangle.
pub(crate) async fn begun(server: &Server) -> (String, String) {
    let account = server.triangle(json!({ "tier": "A" })).await;
    let handover = initiate(server, &account, json!({})).await;
    (account, handover)
}

/// A handover as a persona sees it.
pub(crate) async fn seen(server: &Server, persona: Persona, handover: &str, selection: &str) -> Answer {
    let document = format!("query($id: ID!) {{ handover(id: $id) {{ {selection} }} }}");
    server.as_(persona).query(&document, json!({ "id": handover })).await
}

/// The pack as a persona sees it.
pub(crate) async fn pack(server: &Server, persona: Persona, handover: &str, selection: &str) -> Answer {
    let document = format!("query($id: ID!) {{ handoverPack(handoverId: $id) {{ {selection} }} }}");
    server.as_(persona).query(&document, json!({ "id": handover })).await
}

/// What a step says beside the handover.
fn words(mutation: &str) -> Value {
    match mutation {
        "handoverReturnPack" => json!({ "reason": "Who decides there?" }),
        "handoverRefuse" => json!({ "reason": "I stay where I am." }),
        "handoverCancel" => json!({ "reason": "Sara stays." }),
        "handoverIntroduce" => json!({ "informed": "Ms Sato, at lunch" }),
        "handoverWritePart" => json!({ "part": "PLAN", "body": "Two more lines." }),
        _ => json!({}),
    }
}

/// Tries a change of a handover against its present version.
pub(crate) async fn attempt(
    server: &Server,
    persona: Persona,
    mutation: &str,
    handover: &str,
    more: Value,
) -> Answer {
    let version = seen(server, Auditor, handover, "version").await["handover.version"].clone();
    let input = both(json!({ "handoverId": handover, "expectedVersion": version }), words(mutation));
    server.as_(persona).attempt(mutation, FACTS, both(input, more)).await
}

/// Takes a step that must succeed.
#[track_caller]
pub(crate) fn step<'a>(
    server: &'a Server,
    persona: Persona,
    mutation: &'a str,
    handover: &'a str,
) -> impl Future<Output = Answer> + use<'a> {
    let caller = std::panic::Location::caller();
    async move {
        let answer = attempt(server, persona, mutation, handover, json!({})).await;
        assert!(answer.succeeded(), "{caller}: expected {mutation} to succeed, got {answer:?}");
        answer
    }
}

/// Writes every part of the pack.
pub(crate) async fn write_all(server: &Server, persona: Persona, handover: &str) {
    for part in PARTS {
        let more = match part {
            "SUMMARY" => json!({
                "part": part, "body": "They build **gearboxes**.",
                "mustKnows": ["Never call before ten", "The CFO decides", "The plant moves in May"],
            }),
            _ => json!({ "part": part, "body": format!("All about {part}.") }),
        };
        let written = attempt(server, persona, "handoverWritePart", handover, more).await;
        assert!(written.succeeded(), "{part}: {written:?}");
    }
}

/// A handover that has come to where both answer for the seat.
pub(crate) async fn co_owned(server: &Server, account: &str) -> String {
    let handover = initiate(server, account, json!({})).await;
    Box::pin(write_all(server, SalesLead, &handover)).await;
    for (mutation, persona) in WAY {
        Box::pin(step(server, persona, mutation, &handover)).await;
    }
    handover
}

/// A seat that was just moved, on an account whose tier asks for no overlap.
pub(crate) async fn transferred(server: &Server) -> (String, String) {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let handover = co_owned(server, &account).await;
    Box::pin(step(server, Director, "handoverTransfer", &handover)).await;
    (account, handover)
}

/// Sets how many days the former holder of a seat reads on.
pub(crate) async fn set_grace(server: &Server, days: u32) {
    let terms =
        json!({ "overlapDays": 3, "graceDays": days, "exceptions": [{ "tier": "C", "businessDays": 0 }] });
    let input = json!({ "expectedVersion": 1, "reason": "As agreed", "handover": terms });
    server.as_(Administrator).change("escalationPolicyRevise", "policy { version }", input).await;
}

/// Days of 24 hours.
pub(crate) fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 60 * 60)
}

/// Whether a persona sees an account.
pub(crate) async fn sees(server: &Server, persona: Persona, account: &str) -> bool {
    let answer = crate::account::acting::ask(server, persona, account, "id").await;
    answer.errors().is_empty()
}

/// Changes what a person is, against their present version.
pub(crate) async fn change_person(server: &Server, mutation: &str, persona: Persona, more: Value) {
    let id = server.cast().id(persona);
    let document = "query($id: ID!) { user(id: $id) { version } }";
    let known = server.as_(Administrator).query(document, json!({ "id": id })).await;
    let input = both(json!({ "userId": id, "expectedVersion": known["user.version"] }), more);
    server.as_(Administrator).change(mutation, "user { id }", input).await;
}

/// Brings an account to its end.
pub(crate) async fn end_account(server: &Server, account: &str) {
    for mutation in ["accountScaleDown", "accountEnd"] {
        crate::account::acting::change(server, Director, mutation, account, json!({ "reason": "gone" }))
            .await;
    }
}
