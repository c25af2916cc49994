//! Figures of response speed: what is counted, and for whom.

use serde_json::{Value, json};
use support::Persona::{
    Administrator, Auditor, DeliveryLead, Director, EscalationManager, Executive, Member, Outsider,
    SalesLead, TechnicalLead,
};
use support::{Server, answer::Answer, client::Client, story};

use super::acting::{answer, change, log, minutes};

const SPEED: &str = "query($from: DateTime!, $to: DateTime!, $accounts: [ID!]) {
    responseSpeed(askedFrom: $from, askedTo: $to, accountIds: $accounts) {
        tier kind requests firstResponse { ...lengths } jointResponse { ...lengths }
        hopTimes { seat times { count p50BusinessSeconds } }
        withinTarget { count of rate } rightFirstTime { count of rate }
        firstResponseImprovement { ...improvement } jointResponseImprovement { ...improvement }
    }
}
fragment lengths on ResponseLengths { count p50WallSeconds p90WallSeconds p50BusinessSeconds p90BusinessSeconds }
fragment improvement on ResponseImprovement { percent baselineCount currentCount }";

async fn ask(client: &Client, accounts: Value) -> Answer {
    let span = json!({ "from": "2026-02-01T00:00:00Z", "to": "2026-04-01T00:00:00Z", "accounts": accounts });
    client.query(SPEED, span).await
}

async fn figures(server: &Server) -> Vec<Value> {
    let answer = ask(&server.as_(Auditor), Value::Null).await;
    answer["responseSpeed"].as_array().cloned().unwrap()
}

story!(speed_is_told_by_tier_and_kind_in_wall_and_business_time, async |server| {
    let account = server.triangle(json!({ "tier": "A" })).await;
    // On Friday at five minutes to five in Berlin; the first answer comes on Monday at ten.
    let friday = json!({ "occurredAt": "2026-02-27T15:55:00Z" });
    let id = log(&server, &account, friday).await;
    answer(&server, SalesLead, &id, json!({})).await;
    server.advance(minutes(60));
    answer(&server, TechnicalLead, &id, json!({})).await;
    change(&server, SalesLead, "customerRequestClose", &id, json!({})).await;
    let told = figures(&server).await;
    assert_eq!(told.len(), 1);
    let lengths = |wall: u32, business: u32| {
        json!({ "count": 1, "p50WallSeconds": wall, "p90WallSeconds": wall, "p50BusinessSeconds": business,
            "p90BusinessSeconds": business })
    };
    let expected = json!({
        "tier": "A", "kind": "TECHNICAL", "requests": 1,
        "firstResponse": lengths(65 * 3_600 + 300, 3_900), "jointResponse": lengths(66 * 3_600 + 300, 7_500),
        "hopTimes": [
            { "seat": "SALES", "times": { "count": 1, "p50BusinessSeconds": 3_900 } },
            { "seat": "TECHNICAL", "times": { "count": 1, "p50BusinessSeconds": 3_600 } },
            { "seat": "DELIVERY", "times": { "count": 0, "p50BusinessSeconds": null } },
        ],
        "withinTarget": { "count": 1, "of": 1, "rate": 1.0 }, "rightFirstTime": { "count": 1, "of": 1, "rate": 1.0 },
        // Asked before the triangle was complete, today at nine.
        "firstResponseImprovement": { "percent": null, "baselineCount": 1, "currentCount": 0 },
        "jointResponseImprovement": { "percent": null, "baselineCount": 1, "currentCount": 0 },
    });
    assert_eq!(told[0], expected);
});

story!(what_is_late_misses_its_target_and_what_was_withdrawn_counts_nowhere, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    log(&server, &account, json!({})).await;
    let withdrawn = log(&server, &account, json!({})).await;
    change(&server, SalesLead, "customerRequestWithdraw", &withdrawn, json!({ "reason": "A mistake." }))
        .await;
    let rate = async || figures(&server).await[0]["withinTarget"].clone();
    assert_eq!(rate().await, json!({ "count": 0, "of": 0, "rate": null }));
    server.advance(minutes(61));
    assert_eq!(rate().await, json!({ "count": 0, "of": 1, "rate": 0.0 }));
    let told = figures(&server).await;
    assert_eq!((told.len(), &told[0]["requests"]), (1, &json!(1)));
    assert_eq!(told[0]["firstResponse"]["p50BusinessSeconds"], Value::Null);
    let reopened = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    answer(&server, SalesLead, &reopened, json!({})).await;
    change(&server, SalesLead, "customerRequestClose", &reopened, json!({})).await;
    change(&server, SalesLead, "customerRequestReopen", &reopened, json!({ "reason": "Not so." })).await;
    let told = figures(&server).await;
    assert_eq!(told[0]["rightFirstTime"], json!({ "count": 0, "of": 1, "rate": 0.0 }));
});

story!(a_complete_triangle_is_compared_with_the_ninety_days_before_it, async |server| {
    let account = server.account(json!({ "tier": "S" })).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let facts = |at: &str| json!({ "occurredAt": at, "seats": ["SALES"], "kind": "QUESTION" });
    let mut before = Vec::new();
    for _ in 0..10 {
        before.push(log(&server, &account, facts("2026-03-02T08:00:00Z")).await);
    }
    // Whoever asked long ago is not in the baseline.
    before.push(log(&server, &account, facts("2025-11-01T08:00:00Z")).await);
    server.advance(minutes(60));
    for id in &before {
        answer(&server, SalesLead, id, json!({})).await;
    }
    server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    server.seat(&account, DeliveryLead, "DELIVERY", "PRIMARY").await;
    let improvement = async || figures(&server).await[0]["firstResponseImprovement"].clone();
    for expected in (1..=10).map(|count| (count, if count < 10 { Value::Null } else { json!(75.0) })) {
        let id = log(&server, &account, json!({ "seats": ["SALES"], "kind": "QUESTION" })).await;
        server.advance(minutes(30));
        answer(&server, SalesLead, &id, json!({})).await;
        if expected.0 >= 9 {
            let told = json!({ "percent": expected.1, "baselineCount": 10, "currentCount": expected.0 });
            assert_eq!(improvement().await, told);
        }
    }
});

story!(figures_of_speed_are_of_what_the_viewer_sees, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    log(&server, &account, json!({})).await;
    for persona in [SalesLead, Member, Director, Auditor] {
        let told = ask(&server.as_(persona), json!([account])).await;
        assert_eq!(told["responseSpeed.0.requests"], 1, "{persona:?}");
    }
    // Who sees none of it is told what they would be told if there were nothing.
    let nothing = json!({ "data": { "responseSpeed": [] } });
    for persona in [Outsider, Administrator, EscalationManager, Executive] {
        assert_eq!(ask(&server.as_(persona), Value::Null).await.json(), &nothing, "{persona:?}");
        assert_eq!(ask(&server.as_(persona), json!([account])).await.json(), &nothing, "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    assert_eq!(ask(&bot, Value::Null).await.code(), "FORBIDDEN");
    assert_eq!(ask(&server.anonymous(), Value::Null).await.code(), "UNAUTHENTICATED");
    // Figures are of two accounts together only for who sees both.
    let other = server.account(json!({ "tier": "S" })).await;
    server.seat(&other, SalesLead, "SALES", "PRIMARY").await;
    log(&server, &other, json!({})).await;
    for (persona, expected) in [(SalesLead, 2), (TechnicalLead, 1), (Auditor, 2)] {
        let told = ask(&server.as_(persona), Value::Null).await;
        assert_eq!(told["responseSpeed.0.requests"], expected, "{persona:?}");
    }
});

story!(a_span_of_speed_that_makes_no_sense_is_refused, async |server| {
    for (from, to) in [
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2025-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("0000-01-01T00:00:00Z", "0000-03-01T00:00:00Z"),
    ] {
        let answer = server.as_(Auditor).query(SPEED, json!({ "from": from, "to": to })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{from} {to}");
    }
});
