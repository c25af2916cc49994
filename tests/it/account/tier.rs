//! Tiers by hand.

use support::Persona::{Administrator, Auditor, Director, Outsider, SalesLead};
use support::{json, story};

use super::acting::{about, ask, attempt, change, now, refusal, told};

story!(a_tier_is_set_and_taken_away_with_a_reason, async |server| {
    let account = server.account(json!({ "tier": null, "tierReason": null })).await;
    let start = now(&server).await;
    change(&server, Director, "accountSetTier", &account, json!({ "tier": "A", "reason": "grows" })).await;
    let answer = ask(&server, Director, &account, "tier tierReason").await;
    assert_eq!(answer["account"], json!({ "tier": "A", "tierReason": "grows" }));
    change(&server, Director, "accountSetTier", &account, json!({ "tier": null, "reason": "unclear" })).await;
    let answer = ask(&server, Director, &account, "tier tierReason").await;
    assert_eq!(answer["account"], json!({ "tier": null, "tierReason": "unclear" }));
    let events = told(&server, Director, &start).await;
    assert_eq!(events[0]["changed"], json!(["tier", "tierReason"]));
    assert_eq!((&events[1]["kind"], &events[1]["snapshot"]["tier"]), (&json!("TIER_SET"), &json!(null)));
    let error = refusal(
        &server,
        Director,
        "accountSetTier",
        about(&server, &account, json!({ "tier": "S", "reason": "" })).await,
    )
    .await;
    assert_eq!((&error["path"], &error["code"]), (&json!(["reason"]), &json!("REQUIRED")));
});

story!(a_tier_is_set_by_who_governs_the_account, async |server| {
    let account = server.triangle(json!({})).await;
    for (persona, expected) in [
        (Administrator, ""),
        (Director, ""),
        (SalesLead, "FORBIDDEN"),
        (Auditor, "FORBIDDEN"),
        (Outsider, "NOT_FOUND"),
    ] {
        let input = about(&server, &account, json!({ "tier": "B", "reason": format!("{persona:?}") })).await;
        let answer = attempt(&server.as_(persona), "accountSetTier", input).await;
        assert_eq!(if answer.succeeded() { "" } else { answer.code() }, expected, "{persona:?}");
    }
});
