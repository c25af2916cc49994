//! Revising the escalation policy.

use serde_json::Value;
use support::Persona::{Administrator, Executive};
use support::{json, story};

const POLICY: &str =
    "policy { version reason revisedAt pauseCapMinutes revisedBy { name } warnings { percents }
    calendars { name timeZone holidays regionIds week { day from to } } }";

fn calendar(regions: &[&str]) -> Value {
    json!({
        "name": "China", "timeZone": "Asia/Shanghai", "holidays": ["2026-10-01"], "regionIds": regions,
        "week": [{ "day": "MONDAY", "from": "09:00", "to": "12:00" }, { "day": "MONDAY", "from": "13:30", "to": "24:00" }],
    })
}

fn revision(sections: Value) -> Value {
    let mut input = json!({ "expectedVersion": 1, "reason": "As agreed" });
    input.as_object_mut().unwrap().extend(sections.as_object().unwrap().clone());
    input
}

story!(a_revision_is_a_new_version_and_the_old_one_stays, async |server| {
    let ada = server.as_(Administrator);
    let north = server.cast().region("NORTH");
    let input =
        revision(json!({ "pauseCapMinutes": 600, "calendars": [calendar(&[north])], "idempotencyKey": "k" }));
    let made = ada.change("escalationPolicyRevise", POLICY, input.clone()).await;
    let policy = &made["escalationPolicyRevise.policy"];
    assert_eq!(policy["version"], 2);
    assert_eq!(policy["pauseCapMinutes"], 600);
    assert_eq!(policy["calendars"], json!([calendar(&[north])]));
    assert_eq!(policy["warnings"]["percents"], json!([50, 75]), "what is left out stays");
    assert_eq!(policy["revisedBy"]["name"], Administrator.name());
    let again = ada.change("escalationPolicyRevise", POLICY, input).await;
    assert_eq!(again["escalationPolicyRevise.policy"]["version"], 2, "a repeated request makes one version");
    let old = "{ escalationPolicy(version: 1) { pauseCapMinutes calendars { name } } }";
    let old = ada.query(old, json!({})).await;
    assert_eq!(old["escalationPolicy"], json!({ "pauseCapMinutes": 2_880, "calendars": [] }));
});

story!(two_revisions_of_the_same_version_are_told_apart, async |server| {
    let ada = server.as_(Administrator);
    let (one, other) = tokio::join!(
        ada.attempt("escalationPolicyRevise", POLICY, revision(json!({ "pauseCapMinutes": 1 }))),
        ada.attempt("escalationPolicyRevise", POLICY, revision(json!({ "pauseCapMinutes": 2 }))),
    );
    let lost = if one.succeeded() { other } else { one };
    assert_eq!(lost.user_error()["code"], "VERSION_CONFLICT");
});

story!(only_administrators_revise_the_policy, async |server| {
    let refused = server
        .as_(Executive)
        .attempt("escalationPolicyRevise", POLICY, revision(json!({ "pauseCapMinutes": 1 })))
        .await;
    assert_eq!(refused.code(), "FORBIDDEN");
});

story!(a_revision_that_says_the_same_is_no_version, async |server| {
    let same = revision(json!({ "pauseCapMinutes": 2_880 }));
    let answer =
        server.as_(Administrator).change("escalationPolicyRevise", "policy { version } eventIds", same).await;
    assert_eq!(answer["escalationPolicyRevise"]["policy"]["version"], 1);
    assert_eq!(answer["escalationPolicyRevise"]["eventIds"], json!([]));
});

story!(everything_that_is_wrong_with_a_policy_is_told_by_its_path, async |server| {
    let targets = |minutes: i64| {
        json!({ "acknowledge": minutes, "executiveLead": 1, "onSite": 1, "teamUpdate": 1, "customerUpdate": 1,
            "contain": 1, "resolve": 1 })
    };
    let case = json!([{ "tier": "S", "severity": "SEV1" }]);
    let step = |triggers: Value| json!({ "triggers": triggers, "recipients": [{ "role": "DIRECTOR", "tiers": [] }] });
    let mut twisted = calendar(&[]);
    twisted["timeZone"] = json!("Mars/Base");
    twisted["week"][1]["from"] = json!("11:00");
    let input = revision(json!({
        "levels": [
            { "name": "Slow", "cases": case, "targets": targets(9) },
            { "name": "", "cases": case, "targets": targets(8) },
        ],
        "warnings": { "percents": [75, 50], "thenEvery": 5 },
        "ladder": { "repeatMinutes": 0, "rounds": 1, "steps": [
            step(json!([{ "clock": "ACKNOWLEDGE", "percent": 50 }])),
            step(json!([{ "clock": "LETTER", "percent": 60 }])),
        ] },
        "businessClocks": ["LETTER"],
        "calendars": [twisted],
    }));
    let refused = server.as_(Administrator).attempt("escalationPolicyRevise", POLICY, input).await;
    let errors = refused.json()["data"]["escalationPolicyRevise"]["userErrors"].clone();
    let told: Vec<String> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            let path: Vec<String> =
                error["path"].as_array().unwrap().iter().map(|it| it.to_string()).collect();
            format!("{} {}", error["code"].as_str().unwrap(), path.join(".").replace('"', ""))
        })
        .collect();
    assert_eq!(
        told,
        [
            "SLOWER_THAN_SLOWEST levels.0.targets",
            "REQUIRED levels.1.name",
            "NOT_UNIQUE levels.1.cases",
            "NOT_ASCENDING warnings.percents",
            "OUT_OF_RANGE warnings.thenEvery",
            "OUT_OF_RANGE ladder.repeatMinutes",
            "NOT_ALLOWED ladder.steps.0.triggers",
            "NOT_ALLOWED ladder.steps.1.triggers.0.clock",
            "NO_SUCH_LEVEL ladder.steps.1.triggers.0.percent",
            "NOT_ALLOWED businessClocks",
            "UNKNOWN_TIME_ZONE calendars.0.timeZone",
            "OVERLAPS calendars.0.week.1",
        ]
    );
});

story!(a_calendar_is_for_regions_that_are_there, async |server| {
    let nowhere = "reg_01h2e8kqvbfwea724h75qc655w";
    let input = revision(json!({ "calendars": [calendar(&[nowhere])] }));
    let refused = server.as_(Administrator).attempt("escalationPolicyRevise", POLICY, input).await;
    assert_eq!(refused.user_error()["code"], "UNKNOWN_REGION");
});
