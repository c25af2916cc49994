//! What proficiency is made of.

use entity::{account::Tier, assignment, id::AssignmentId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, prelude::Uuid};
use support::Persona::{Auditor, Director, Executive, Outsider, SalesLead, TechnicalLead};
use support::database::Engine;
use support::statements::statements_of;
use support::{Server, Value, json, story};

use super::acting::{DAY, FIGURES, Past, SENIOR, at, past, rate, seniors, term, told};
use crate::{
    handover::acting::{days, transferred},
    request::acting::{answer, change, log, minutes},
};

/// A request to the sales seat that is answered after so many minutes and closed.
async fn answered(server: &Server, account: &str, after: u64) -> String {
    let request = log(server, account, json!({ "seats": ["SALES"] })).await;
    server.advance(minutes(after));
    answer(server, SalesLead, &request, json!({})).await;
    change(server, SalesLead, "customerRequestClose", &request, json!({})).await;
    request
}

story!(a_successor_is_held_against_those_who_have_held_a_seat_for_long, async |server| {
    seniors(&server, SENIOR, 5).await;
    let account = server.account(json!({ "tier": "S" })).await;
    let assignment = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let begun = told(&server, SalesLead, &assignment).await;
    assert_eq!(begun["latest"], Value::Null, "there is no whole window before day 14");
    assert_eq!(begun["progress"]["isMeasured"], false);
    let benchmark = json!({
        "tier": "S", "quarter": "2026-01-01", "responseP50BusinessSeconds": 3 * 3_600, "responseHolders": 5,
        "rightFirstTimeRate": 1.0, "rightFirstTimeHolders": 5, "uses": 0.0, "usesHolders": 5,
    });
    // Five people have used the think tank not once: that is a benchmark, of zero.
    assert_eq!(begun["benchmark"], benchmark);
    // Thursday, ten in the morning in Berlin.
    server.advance(days(10));
    let first = answered(&server, &account, 240).await;
    answered(&server, &account, 120).await;
    server.advance(days(4));
    let told = told(&server, SalesLead, &assignment).await;
    let day = json!({
        "day": "2026-03-16", "number": 14, "value": 1.0, "coverage": 0.6,
        "responseSpeed": { "weight": 35, "ratio": 1.0, "requests": 2, "p50BusinessSeconds": 2 * 3_600,
            "benchmarkP50BusinessSeconds": 3 * 3_600 },
        "rightFirstTime": { "weight": 25, "ratio": 1.0, "requests": 2, "rate": 1.0, "benchmarkRate": 1.0 },
        "plannedContacts": { "weight": 20, "ratio": null },
        "knowledge": { "weight": 20, "ratio": null, "acknowledgedItems": null, "packItems": null, "uses": 0,
            "usesRatio": null, "benchmarkUses": 0.0 },
    });
    assert_eq!(told["latest"], day);
    let progress = json!({ "isMeasured": true, "daysTo80": 14, "reachedOn": "2026-03-16", "targetDay": 90 });
    assert_eq!(told["progress"], progress);
    // What turns out to be wrong later counts from then on, and leaves the past as it was.
    server.advance(days(1));
    change(&server, SalesLead, "customerRequestReopen", &first, json!({ "reason": "Not so." })).await;
    server.advance(minutes(1));
    let document = format!(
        "query($id: ID!, $from: Date!, $to: Date!) {{ proficiency(assignmentId: $id) {{
            progress {{ daysTo80 }} days(from: $from, to: $to) {{ ...day }} }} }} {DAY}"
    );
    let span = json!({ "id": assignment, "from": "2026-03-01", "to": "2026-03-31" });
    let answer = server.as_(SalesLead).query(&document, span).await;
    assert_eq!(answer["proficiency.days.0"], day);
    assert_eq!(answer["proficiency.days.1.day"], "2026-03-17");
    assert_eq!(answer["proficiency.days.1.rightFirstTime.rate"], 0.5);
    assert_eq!(answer["proficiency.days.1.value"], 0.791_667);
    assert_eq!(answer["proficiency.days"].as_array().unwrap().len(), 2);
    assert_eq!(answer["proficiency.progress.daysTo80"], 14);
});

story!(what_is_not_answered_counts_as_soon_as_it_waits_longer_than_the_benchmark, async |server| {
    seniors(&server, SENIOR, 5).await;
    let account = server.account(json!({ "tier": "S" })).await;
    let assignment = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    server.advance(days(15));
    // Tuesday at ten in Berlin; asked an hour ago, and then six hours ago.
    log(&server, &account, json!({ "seats": ["SALES"] })).await;
    for (wait, ratio) in [(60, Value::Null), (300, json!(0.5))] {
        server.advance(minutes(wait));
        let told = told(&server, SalesLead, &assignment).await;
        assert_eq!(told["latest"]["responseSpeed"]["ratio"], ratio, "{wait}");
    }
});

story!(a_successor_who_got_a_pack_is_measured_by_what_they_acknowledged, async |server| {
    let usual = Past { tier: Tier::C, uses: true, ..SENIOR };
    seniors(&server, usual, 5).await;
    let (_, handover) = Box::pin(transferred(&server)).await;
    let seen = server
        .as_(Auditor)
        .query("query($id: ID!) { handover(id: $id) { newAssignmentId } }", json!({ "id": handover }))
        .await;
    let assignment = seen.text("handover.newAssignmentId");
    let input = json!({ "handoverId": handover, "place": 1 });
    server.as_(Outsider).change("handoverAcknowledgeItem", "handover { id }", input).await;
    server.advance(days(15));
    let knowledge = told(&server, Outsider, &assignment).await["latest"]["knowledge"].clone();
    assert_eq!((&knowledge["acknowledgedItems"], &knowledge["uses"]), (&json!(1), &json!(0)));
    // Once in ninety days each, and this one not at all.
    assert_eq!(knowledge["benchmarkUses"], 14.0 / 90.0);
    let items = knowledge["packItems"].as_f64().unwrap();
    assert!(items >= 12.0, "{knowledge}");
    assert_eq!(knowledge["ratio"], (1.0 / items + 0.0) / 2.0);
});

story!(a_benchmark_takes_five_people_of_the_tier_that_accounts_had_then, async |server| {
    // Four of S, and one whose account came to S after the quarter began.
    seniors(&server, SENIOR, 4).await;
    let late = Past { number: 5, tier: Tier::A, ..SENIOR };
    past(&server, late).await;
    let tables = server.database().connect().await;
    rate(&tables, 5, Tier::S, "2026-01-02T00:00:00Z").await.unwrap();
    // One who has not held the seat for twelve months when the quarter begins.
    past(&server, Past { number: 6, began: "2025-01-02T00:00:00Z", ..SENIOR }).await;
    let account = server.account(json!({ "tier": "S" })).await;
    let assignment = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let benchmark = async || told(&server, SalesLead, &assignment).await["benchmark"].clone();
    let told = benchmark().await;
    assert_eq!((&told["responseHolders"], &told["responseP50BusinessSeconds"]), (&json!(4), &Value::Null));
    // The fifth one came to S in time.
    rate(&tables, 5, Tier::S, "2025-12-31T00:00:00Z").await.unwrap();
    let told = benchmark().await;
    assert_eq!(
        (&told["responseHolders"], &told["responseP50BusinessSeconds"]),
        (&json!(5), &json!(3 * 3_600))
    );
    // A later tier of the successor's account leaves the cohort as it is.
    server.advance(minutes(1));
    let smaller = json!({ "tier": "A", "reason": "They buy less." });
    crate::account::acting::change(&server, Director, "accountSetTier", &account, smaller).await;
    assert_eq!(benchmark().await, told);
    let next = server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    assert_eq!(
        crate::proficiency::acting::told(&server, TechnicalLead, &next).await["benchmark"]["tier"],
        "A"
    );
    // Accounts without a tier have nothing to be held against.
    let unrated = server.account(json!({ "tier": null, "tierReason": null })).await;
    let other = server.seat(&unrated, SalesLead, "SALES", "PRIMARY").await;
    let told = crate::proficiency::acting::told(&server, SalesLead, &other).await["benchmark"].clone();
    assert_eq!((&told["tier"], &told["responseHolders"]), (&Value::Null, &json!(0)));
});

story!(a_term_ends_its_figures_where_it_ends, async |server| {
    seniors(&server, SENIOR, 5).await;
    let slow = Past {
        number: 9,
        began: "2026-01-05T09:00:00Z",
        asked: Some("2026-01-13T09:00:00Z"),
        took: 6,
        ..SENIOR
    };
    past(&server, slow).await;
    let tables = server.database().connect().await;
    let ended = assignment::ActiveModel {
        id: Set(AssignmentId(Uuid::from_u128(9))),
        ended_at: Set(Some(at("2026-01-21T12:00:00Z"))),
        ..Default::default()
    };
    ended.update(&tables).await.unwrap();
    let told = told(&server, Executive, &term(9)).await;
    assert_eq!((&told["latest"]["day"], &told["latest"]["number"]), (&json!("2026-01-21"), &json!(16)));
    // Six hours instead of three, and always right.
    assert_eq!(told["latest"]["value"], 0.708_333);
    let progress = json!({ "isMeasured": true, "daysTo80": null, "reachedOn": null, "targetDay": 90 });
    assert_eq!(told["progress"], progress);
});

story!(what_cannot_be_asked_of_a_term_is_refused, async |server| {
    let account = server.account(json!({ "tier": "S" })).await;
    let assignment = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let document = "query($id: ID!, $from: Date!, $to: Date!) { proficiency(assignmentId: $id) {
        days(from: $from, to: $to) { number } } }";
    for (from, to, expected) in [
        ("2026-03-02", "2026-06-01", None),
        ("2026-03-02", "2026-06-02", Some("BAD_USER_INPUT")),
        ("2026-03-02", "2026-03-01", Some("BAD_USER_INPUT")),
    ] {
        let span = json!({ "id": assignment, "from": from, "to": to });
        let answer = server.as_(SalesLead).query(document, span).await;
        match expected {
            None => assert_eq!(answer["proficiency.days"], json!([])),
            Some(code) => assert_eq!(answer.code(), code, "{from} {to}"),
        }
    }
    let other = json!({ "id": account, "from": "2026-03-02", "to": "2026-03-02" });
    assert_eq!(server.as_(SalesLead).query(document, other).await.code(), "ID_TYPE_MISMATCH");
});

story!(proficiency_costs_the_same_statements_whoever_it_is_held_against, async |server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let document = format!("query($id: ID!) {{ proficiency(assignmentId: $id) {{ {FIGURES} }} }} {DAY}");
    let asked = Some("2026-01-13T09:00:00Z");
    let successor = Past { number: 100, began: "2026-01-05T09:00:00Z", asked, ..SENIOR };
    past(&server, successor).await;
    // The version of the policy is read once.
    told(&server, Executive, &term(100)).await;
    let mut known = 0;
    for count in [5, 12] {
        seniors(&server, Past { number: known + 1, ..SENIOR }, count - known).await;
        known = count;
        let client = server.as_(Executive);
        let asked = client.query(&document, json!({ "id": term(100) }));
        let (answer, statements) = statements_of(asked).await;
        assert_eq!(answer["proficiency.benchmark.usesHolders"], json!(count), "{answer:?}");
        assert_eq!(statements.len(), 19, "{count} seniors: {statements:#?}");
    }
});
