//! Reading the escalation policy.

use support::Persona::{Administrator, Anonymous, Outsider};
use support::{json, story};

story!(a_company_starts_with_the_table_of_the_domain, async |server| {
    let question =
        "{ escalationPolicy { version reason revisedAt revisedBy { name } pauseCapMinutes lapseAfterUpdates
        levels { name cases { tier severity } targets { acknowledge onSite resolve } }
        letter { businessDays exceptions { tier businessDays } } warnings { percents thenEvery }
        ladder { repeatMinutes rounds steps { recipients { role tiers } triggers { clock percent } } }
        standardWeek { day from to } calendars { name } businessClocks } }";
    let answer = server.as_(Outsider).query(question, json!({})).await;
    let policy = &answer["escalationPolicy"];
    assert_eq!(policy["version"], 1);
    assert_eq!(policy["revisedBy"], json!(null));
    assert_eq!(policy["levels"].as_array().unwrap().len(), 4);
    assert_eq!(policy["levels"][0]["cases"], json!([{ "tier": "S", "severity": "SEV1" }]));
    assert_eq!(
        policy["levels"][0]["targets"],
        json!({ "acknowledge": 15, "onSite": 1_440, "resolve": 4_320 })
    );
    assert_eq!(policy["letter"]["exceptions"], json!([{ "tier": "S", "businessDays": 3 }]));
    assert_eq!(policy["warnings"], json!({ "percents": [50, 75], "thenEvery": 50 }));
    assert_eq!(policy["ladder"]["steps"][3]["recipients"][1], json!({ "role": "CHIEF", "tiers": ["S"] }));
    assert_eq!(policy["standardWeek"][0], json!({ "day": "MONDAY", "from": "09:00", "to": "17:00" }));
});

story!(the_policy_is_for_people_who_are_signed_in, async |server| {
    let question = "{ escalationPolicy { version } }";
    assert_eq!(server.as_(Anonymous).query(question, json!({})).await.code(), "UNAUTHENTICATED");
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    assert_eq!(bot.query(question, json!({})).await.code(), "FORBIDDEN");
    let absent =
        server.as_(Administrator).query("{ escalationPolicy(version: 2) { version } }", json!({})).await;
    assert_eq!(absent.code(), "NOT_FOUND");
});
