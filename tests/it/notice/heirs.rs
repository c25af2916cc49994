//! A duty to verify that is due comes to others than those who were told of it: they are told, too.

use std::time::Duration;

use serde_json::json;
use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, Executive, Member, Outsider, SalesLead,
    TechnicalLead,
};
use support::database::Engine;
use support::statements::statements_of_task;
use support::{Persona, Server, story};

use super::acting::list;
use super::knowledge::{count, published};
use crate::triangle::acting::assignment;

const KIND: &str = "VERIFICATION_DUE";

/// A week and a minute: what was published unverified is due.
const DUE: Duration = Duration::from_secs(7 * 24 * 60 * 60 + 60);

/// Waits until a persona has so many notices of verifications.
async fn until(server: &Server, persona: Persona, expected: usize) {
    loop {
        let known = count(server, persona, KIND).await;
        assert!(known <= expected, "{persona:?} has {known} instead of {expected}");
        if known == expected {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn vacate(server: &Server, account: &str, persona: Persona) {
    let input = json!({ "assignmentId": assignment(server, account, persona).await, "reason": "Moved on" });
    server.as_(Administrator).change("seatVacate", "assignment { id }", input).await;
}

story!(who_comes_into_a_duty_that_is_due_is_told_once, async |server: Server| {
    let account = server.triangle(json!({})).await;
    published(&server, Some(&account), TechnicalLead).await;
    published(&server, Some(&account), DeliveryLead).await;
    server.advance(DUE);
    until(&server, TechnicalLead, 1).await;
    until(&server, DeliveryLead, 1).await;
    assert_eq!(count(&server, SalesLead, KIND).await, 0);
    vacate(&server, &account, TechnicalLead).await;
    until(&server, SalesLead, 1).await;
    // Back, and away again: both know of it.
    server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    vacate(&server, &account, TechnicalLead).await;
    vacate(&server, &account, DeliveryLead).await;
    until(&server, SalesLead, 2).await;
    for persona in [Deputy, Member, Director, Executive, Auditor, Outsider] {
        assert_eq!(count(&server, persona, KIND).await, 0, "{persona:?}");
    }
    server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    assert_eq!(count(&server, TechnicalLead, KIND).await, 1, "told before");
});

story!(the_next_holder_of_a_seat_is_told_of_what_is_due_there, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let (entry, version) = published(&server, Some(&account), TechnicalLead).await;
    let input = json!({ "entryId": entry, "expectedVersion": version, "verifier": { "seat": "SALES" } });
    server.as_(SalesLead).change("knowledgeEntryGovern", "knowledgeEntry { id }", input).await;
    server.advance(DUE);
    until(&server, SalesLead, 1).await;
    until(&server, Deputy, 1).await;
    let held = assignment(&server, &account, SalesLead).await;
    let input =
        json!({ "assignmentId": held, "userId": server.cast().id(Outsider), "reason": "Moves to Lyon" });
    server.as_(Administrator).change("seatSwap", "assignment { id }", input).await;
    until(&server, Outsider, 1).await;
    let notices = list(&server.as_(Outsider), json!({ "kinds": [KIND] })).await;
    assert_eq!(notices[0]["tells"], "knowledge.verification_due");
    assert_eq!(count(&server, Deputy, KIND).await, 1, "told before");
    assert_eq!(count(&server, TechnicalLead, KIND).await, 0, "no longer named when it fell due");
});

story!(who_is_named_when_an_entry_is_due_already_is_told, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let (entry, version) = published(&server, Some(&account), TechnicalLead).await;
    let input = json!({ "entryId": entry, "expectedVersion": version, "reason": "It moved" });
    let selection = "knowledgeEntry { version }";
    let contested = server.as_(Member).change("knowledgeEntryContest", selection, input).await;
    let version = contested["knowledgeEntryContest.knowledgeEntry.version"].clone();
    let named = json!({ "userId": server.cast().id(DeliveryLead) });
    let input = json!({ "entryId": entry, "expectedVersion": version, "verifier": named });
    server.as_(SalesLead).change("knowledgeEntryGovern", selection, input).await;
    until(&server, DeliveryLead, 1).await;
    assert_eq!(count(&server, TechnicalLead, "ENTRY_CONTESTED").await, 1);
});

/// Waits until the server has looked for heirs after the last change, which was one of rights.
async fn acted(server: &Server) {
    let connection = server.database().connect().await;
    while !server.database().knows_rights(&connection, "duties").await {
        tokio::task::yield_now().await;
    }
}

/// How many statements the server sends for duties when a persona begins to help in a seat of an account.
async fn asked(server: &Server, account: &str, persona: Persona, seat: &str) -> usize {
    let helps = async {
        server.seat(account, persona, seat, "MEMBER").await;
        acted(server).await;
    };
    let ((), mut statements) = statements_of_task("duties", helps).await;
    statements.retain(|sql| sql.contains("knowledge_"));
    statements.len()
}

story!(a_change_of_rights_costs_no_statement_for_a_duty_that_all_know_of, async |server: Server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let account = server.triangle(json!({})).await;
    let others =
        [server.account(json!({})).await, server.account(json!({})).await, server.account(json!({})).await];
    published(&server, Some(&account), TechnicalLead).await;
    acted(&server).await;
    assert_eq!(asked(&server, &others[0], TechnicalLead, "TECHNICAL").await, 1, "nothing is due");
    server.advance(DUE);
    until(&server, TechnicalLead, 1).await;
    assert_eq!(asked(&server, &others[1], TechnicalLead, "TECHNICAL").await, 2);
    for _ in 0..3 {
        published(&server, Some(&account), TechnicalLead).await;
    }
    acted(&server).await;
    server.advance(DUE);
    until(&server, TechnicalLead, 4).await;
    assert_eq!(asked(&server, &others[2], TechnicalLead, "TECHNICAL").await, 2, "however much is due");
    assert_eq!(
        asked(&server, &others[2], Outsider, "SALES").await,
        1,
        "nothing that is due can fall to them"
    );
    assert_eq!(count(&server, TechnicalLead, KIND).await, 4, "told before");
});
