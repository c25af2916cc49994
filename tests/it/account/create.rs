//! Creating accounts.

use support::Persona::{Administrator, Anonymous, Auditor, Director, Executive, SalesLead};
use support::{Value, json, story};

use super::acting::{and, ask, attempt, now, refusal, told};

fn acme(region: &str) -> Value {
    json!({ "code": "ACME", "name": "Acme", "regionId": region, "timeZone": "Asia/Shanghai" })
}

story!(an_account_begins_with_what_was_said, async |server| {
    let input = and(
        acme(server.cast().region("NORTH")),
        json!({ "industry": " Robots ", "tier": "B", "tierReason": "r" }),
    );
    let made = server.as_(Director).change("accountCreate", "account { id }", input).await;
    let id = made.text("accountCreate.account.id");
    let facts =
        "code name industry region { code } timeZone status statusReason tier tierReason relationshipStage
        relationshipStageReason winBackOn executiveSponsor { id } watch { reason } version
        triangle { isComplete vacantSeats sales { seat primary { id } deputy { id } members { id } } }
        team { id } extendedMembers { id } assignmentHistory { nodes { id } totalCount { count } }";
    let answer = ask(&server, Administrator, &id, facts).await;
    let expected = json!({
        "code": "ACME", "name": "Acme", "industry": "Robots", "region": { "code": "NORTH" },
        "timeZone": "Asia/Shanghai", "status": "PROSPECT", "statusReason": null, "tier": "B", "tierReason": "r",
        "relationshipStage": "EXPLORATORY", "relationshipStageReason": null, "winBackOn": null,
        "executiveSponsor": null, "watch": null, "version": 1,
        "triangle": { "isComplete": false, "vacantSeats": ["SALES", "TECHNICAL", "DELIVERY"],
            "sales": { "seat": "SALES", "primary": null, "deputy": null, "members": [] } },
        "team": [], "extendedMembers": [], "assignmentHistory": { "nodes": [], "totalCount": { "count": 0 } },
    });
    assert_eq!(answer["account"], expected);
});

story!(directors_create_in_their_regions_and_administrators_everywhere, async |server| {
    let (north, south) = (server.cast().region("NORTH"), server.cast().region("SOUTH"));
    for (persona, region, expected) in [
        (Administrator, south, None),
        (Director, north, None),
        (Director, south, Some("FORBIDDEN")),
        (SalesLead, north, Some("FORBIDDEN")),
        (Executive, north, Some("FORBIDDEN")),
        (Auditor, north, Some("FORBIDDEN")),
        (Anonymous, north, Some("UNAUTHENTICATED")),
    ] {
        let code = format!("{persona:?}-{}", if region == north { "N" } else { "S" });
        let input = and(acme(region), json!({ "code": code }));
        let answer = attempt(&server.as_(persona), "accountCreate", input).await;
        match expected {
            None => assert!(answer.succeeded(), "{persona:?}: {answer:?}"),
            Some(code) => assert_eq!(answer.code(), code, "{persona:?}"),
        }
    }
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    assert_eq!(attempt(&bot, "accountCreate", acme(north)).await.code(), "FORBIDDEN");
});

story!(a_code_names_one_account_whatever_its_case_and_width, async |server| {
    server.account(json!({ "code": "Ácme-1" })).await;
    for code in ["acme-1", "ＡＣＭＥ-1", " ACME-1 "] {
        let input = and(acme(server.cast().region("SOUTH")), json!({ "code": code }));
        let error = refusal(&server, Administrator, "accountCreate", input).await;
        assert_eq!((&error["code"], &error["path"]), (&json!("CODE_TAKEN"), &json!(["code"])), "{code}");
    }
    let found = "{ accountByCode(code: \"ＡCME-1\") { code } }";
    let found = server.as_(Administrator).query(found, json!({})).await;
    assert_eq!(found["accountByCode.code"], "Ácme-1");
});

story!(a_code_of_a_hidden_account_is_taken_like_any_other_and_no_more_is_told, async |server| {
    server.account(json!({ "code": "SEEN" })).await;
    server.account(json!({ "code": "UNSEEN", "regionId": server.cast().region("SOUTH") })).await;
    let dora = server.as_(Director);
    let mut told = Vec::new();
    for code in ["SEEN", "UNSEEN"] {
        let input = and(acme(server.cast().region("NORTH")), json!({ "code": code }));
        told.push(attempt(&dora, "accountCreate", input).await.body().to_vec());
    }
    assert_eq!(told[0], told[1]);
});

story!(everything_that_is_wrong_is_said_at_once, async |server| {
    let input = json!({ "code": "a b", "name": " ", "industry": "x".repeat(201), "timeZone": "Mars/Olympus",
        "status": "ENDED", "tier": "S", "regionId": server.cast().region("NORTH") });
    let answer = attempt(&server.as_(Director), "accountCreate", input).await;
    let errors = answer["accountCreate.userErrors"].as_array().unwrap().clone();
    let told: Vec<_> =
        errors.iter().map(|error| (error["path"][0].as_str(), error["code"].as_str())).collect();
    let expected = [
        ("code", "MALFORMED"),
        ("name", "REQUIRED"),
        ("industry", "TOO_LONG"),
        ("timeZone", "TIME_ZONE_UNKNOWN"),
        ("status", "NOT_ALLOWED"),
        ("tierReason", "REQUIRED"),
    ];
    assert_eq!(told, expected.map(|(path, code)| (Some(path), Some(code))));
    assert!(errors.iter().all(|error| error["__typename"] == "InputInvalid"));
});

story!(an_unknown_region_and_an_id_of_another_kind_are_refused, async |server| {
    let unknown = acme("reg_01h2e8kqvbfwea724h75qc655w");
    let error = refusal(&server, Administrator, "accountCreate", unknown).await;
    assert_eq!(error["code"], "REGION_UNKNOWN");
    let user = acme(server.cast().id(Director));
    assert_eq!(attempt(&server.as_(Administrator), "accountCreate", user).await.code(), "ID_TYPE_MISMATCH");
    let nonsense = acme("north");
    assert_eq!(attempt(&server.as_(Administrator), "accountCreate", nonsense).await.code(), "BAD_USER_INPUT");
});

story!(a_repeated_request_creates_one_account_and_tells_of_it_once, async |server| {
    let start = now(&server).await;
    let input = and(acme(server.cast().region("NORTH")), json!({ "idempotencyKey": "k-1" }));
    let dora = server.as_(Director);
    let first = dora.change("accountCreate", "account { id }", input.clone()).await;
    let again = dora.change("accountCreate", "account { id code }", input.clone()).await;
    assert_eq!(first["accountCreate.account.id"], again["accountCreate.account.id"]);
    assert_eq!(first["accountCreate.eventIds"], again["accountCreate.eventIds"]);
    let other = and(input, json!({ "name": "Other" }));
    assert_eq!(attempt(&dora, "accountCreate", other).await.code(), "IDEMPOTENCY_KEY_REUSED");

    let events = told(&server, Director, &start).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["kind"], "CREATED");
    assert_eq!(events[0]["eventId"], first["accountCreate.eventIds.0"]);
    assert_eq!(events[0]["actor"]["name"], Director.name());
    assert_eq!(
        events[0]["snapshot"],
        json!({ "status": "PROSPECT", "tier": null, "stage": "EXPLORATORY", "version": 1 })
    );
});
