//! By when a request is answered first: business hours, by the account's tier and its calendar.

use serde_json::{Value, json};
use support::Persona::{Administrator, Outsider, SalesLead};
use support::story;

use super::acting::{answer, demand, log, minutes};

const DUE: &str = "request { id targetMinutes dueAt dueState }";

story!(targets_count_business_hours_where_the_customer_is, async |server| {
    for (facts, asked, expected) in [
        (json!({ "tier": "S" }), "2026-03-02T08:30:00Z", json!("2026-03-02T09:30:00+00:00")),
        // Asked on Friday at half past four in Berlin: half an hour then, half an hour on Monday.
        (json!({ "tier": "S" }), "2026-02-27T15:30:00Z", json!("2026-03-02T08:30:00+00:00")),
        (
            json!({ "tier": "B", "timeZone": "Asia/Shanghai" }),
            "2026-02-27T08:00:00Z",
            json!("2026-03-02T04:00:00+00:00"),
        ),
        (json!({ "tier": "C" }), "2026-02-28T12:00:00Z", json!("2026-03-02T16:00:00+00:00")),
        (json!({ "tier": null, "tierReason": null }), "2026-03-02T08:30:00Z", Value::Null),
    ] {
        let account = server.triangle(facts.clone()).await;
        let input = demand(&account, json!({ "occurredAt": asked }));
        let made = server.as_(SalesLead).change("customerRequestLog", DUE, input).await;
        assert_eq!(made["customerRequestLog.request.dueAt"], expected, "{facts} {asked}");
    }
});

story!(an_unrated_account_has_no_target_and_its_requests_no_due_state, async |server| {
    let account = server.triangle(json!({ "tier": null, "tierReason": null })).await;
    let made = server.as_(SalesLead).change("customerRequestLog", DUE, demand(&account, json!({}))).await;
    let request = &made["customerRequestLog.request"];
    assert_eq!((&request["targetMinutes"], &request["dueState"]), (&Value::Null, &json!("NO_TARGET")));
});

story!(a_request_holds_to_the_targets_of_the_day_on_which_it_was_logged, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    let before = log(&server, &account, json!({})).await;
    let ada = server.as_(Administrator);
    let revision =
        |targets: Value| json!({ "expectedVersion": 1, "reason": "As agreed", "responseTargets": targets });
    let twice = json!([{ "tier": "S", "minutes": 30 }, { "tier": "S", "minutes": 0 }]);
    let refused = ada.attempt("escalationPolicyRevise", "policy { version }", revision(twice)).await;
    let errors = refused.json()["data"]["escalationPolicyRevise"]["userErrors"].clone();
    let told: Vec<_> = errors.as_array().unwrap().iter().map(|it| (&it["code"], &it["path"])).collect();
    let (range, unique) = (json!("OUT_OF_RANGE"), json!("NOT_UNIQUE"));
    let (minutes_of, tier_of) =
        (json!(["responseTargets", "1", "minutes"]), json!(["responseTargets", "1", "tier"]));
    assert_eq!(told, [(&range, &minutes_of), (&unique, &tier_of)]);
    let only = revision(json!([{ "tier": "S", "minutes": 30 }]));
    ada.change("escalationPolicyRevise", "policy { version }", only).await;
    let after = log(&server, &account, json!({})).await;
    server.advance(minutes(45));
    for id in [&before, &after] {
        answer(&server, SalesLead, id, json!({})).await;
    }
    let document = "query($id: ID!) { customerRequest(id: $id) { targetMinutes dueState } }";
    for (id, target, state) in [(before, 60, "MET"), (after, 30, "LATE")] {
        let seen = server.as_(SalesLead).query(document, json!({ "id": id })).await;
        assert_eq!(seen["customerRequest"], json!({ "targetMinutes": target, "dueState": state }));
    }
});

story!(a_company_starts_with_the_targets_of_the_domain, async |server| {
    let question = "{ escalationPolicy { responseTargets { tier minutes } } }";
    let answer = server.as_(Outsider).query(question, json!({})).await;
    let expected = json!([
        { "tier": "S", "minutes": 60 }, { "tier": "A", "minutes": 120 }, { "tier": "B", "minutes": 240 },
        { "tier": "C", "minutes": 480 },
    ]);
    assert_eq!(answer["escalationPolicy.responseTargets"], expected);
});
