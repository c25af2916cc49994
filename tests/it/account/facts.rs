//! Changing an account's facts.

use support::Persona::{
    Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, Member, Outsider, SalesLead,
    TechnicalLead,
};
use support::{json, story};

use super::acting::{about, and, ask, attempt, change, now, refusal, told};

story!(everybody_changes_the_facts_that_are_theirs, async |server| {
    let account = server.triangle(json!({})).await;
    let (fine, forbidden, unseen) = ("", "FORBIDDEN", "NOT_FOUND");
    // Commercial facts, the time zone, the code.
    for (persona, expected) in [
        (Administrator, [fine, fine, fine]),
        (Director, [fine, fine, fine]),
        (SalesLead, [fine, forbidden, forbidden]),
        (TechnicalLead, [forbidden, fine, forbidden]),
        (DeliveryLead, [forbidden, fine, forbidden]),
        (Deputy, [forbidden; 3]),
        (Member, [forbidden; 3]),
        (Auditor, [forbidden; 3]),
        (Outsider, [unseen; 3]),
        (Anonymous, ["UNAUTHENTICATED"; 3]),
    ] {
        let facts = [
            json!({ "name": format!("As {persona:?} calls it"), "industry": "I" }),
            json!({ "timeZone": if persona == DeliveryLead { "UTC" } else { "Asia/Tokyo" } }),
            json!({ "code": format!("{persona:?}") }),
        ];
        for (facts, expected) in facts.into_iter().zip(expected) {
            let input = about(&server, &account, facts).await;
            let answer = attempt(&server.as_(persona), "accountChangeFacts", input).await;
            let actual = if answer.succeeded() { "" } else { answer.code() };
            assert_eq!(actual, expected, "{persona:?}: {answer:?}");
        }
    }
});

story!(what_one_may_do_is_said_by_the_table_that_enforces_it, async |server| {
    let account = server.triangle(json!({})).await;
    let rights = "viewerCan { changeCommercialFacts changeDeliveryFacts govern assignPrimaries assignOthers reportIncident }";
    for (persona, expected) in [
        (Administrator, [true, true, true, true, true, false]),
        (Director, [true, true, true, true, true, true]),
        (SalesLead, [true, false, false, false, true, true]),
        (TechnicalLead, [false, true, false, false, false, true]),
        (DeliveryLead, [false, true, false, false, false, true]),
        (Deputy, [false, false, false, false, false, true]),
        (Member, [false, false, false, false, false, true]),
        (Auditor, [false; 6]),
    ] {
        let answer = ask(&server, persona, &account, rights).await;
        let can: Vec<bool> = answer["account.viewerCan"]
            .as_object()
            .unwrap()
            .values()
            .map(|right| right.as_bool().unwrap())
            .collect();
        let names = [
            "assignOthers",
            "assignPrimaries",
            "changeCommercialFacts",
            "changeDeliveryFacts",
            "govern",
            "reportIncident",
        ];
        let by_name = [expected[4], expected[3], expected[0], expected[1], expected[2], expected[5]];
        assert_eq!(can, by_name, "{persona:?} {names:?}");
    }
});

story!(one_forbidden_fact_keeps_all_from_changing, async |server| {
    let account = server.triangle(json!({ "name": "Before" })).await;
    let input = about(&server, &account, json!({ "name": "After", "timeZone": "UTC" })).await;
    assert_eq!(attempt(&server.as_(SalesLead), "accountChangeFacts", input).await.code(), "FORBIDDEN");
    let answer = ask(&server, SalesLead, &account, "name version").await;
    assert_eq!(answer["account"], json!({ "name": "Before", "version": 1 }));
});

story!(a_stale_version_is_told_the_present_one, async |server| {
    let account = server.account(json!({})).await;
    change(&server, Director, "accountChangeFacts", &account, json!({ "name": "New" })).await;
    let stale = json!({ "accountId": account, "expectedVersion": 1, "name": "Newer" });
    let error = refusal(&server, Director, "accountChangeFacts", stale).await;
    assert_eq!((&error["__typename"], &error["currentVersion"]), (&json!("VersionConflict"), &json!(2)));
    assert_eq!(ask(&server, Director, &account, "name").await["account.name"], "New");
});

story!(what_is_left_out_stays_and_only_the_industry_can_be_taken_away, async |server| {
    let account = server.account(json!({ "industry": "Robots", "name": "Acme" })).await;
    change(&server, Director, "accountChangeFacts", &account, json!({ "industry": null })).await;
    let answer = ask(&server, Director, &account, "name industry version").await;
    assert_eq!(answer["account"], json!({ "name": "Acme", "industry": null, "version": 2 }));
    for wrong in [json!({ "name": null }), json!({ "timeZone": null }), json!({ "regionId": null })] {
        let error =
            refusal(&server, Director, "accountChangeFacts", about(&server, &account, wrong).await).await;
        assert_eq!(error["code"], "REQUIRED");
    }
});

story!(an_event_names_the_changed_fields_and_no_change_is_no_event, async |server| {
    let account = server.account(json!({ "name": "Acme", "timeZone": "UTC" })).await;
    let start = now(&server).await;
    let facts = json!({ "name": "Acme", "code": "NEW", "timeZone": "Asia/Tokyo" });
    change(&server, Director, "accountChangeFacts", &account, facts.clone()).await;
    change(&server, Director, "accountChangeFacts", &account, facts).await;
    let events = told(&server, Director, &start).await;
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0]["kind"], &events[0]["changed"]),
        (&json!("FACTS_CHANGED"), &json!(["code", "timeZone"]))
    );
    assert_eq!(events[0]["account"]["code"], "NEW");
    assert_eq!(ask(&server, Director, &account, "version").await["account.version"], 2);
});

story!(an_account_goes_to_another_region_with_the_consent_of_both, async |server| {
    let account = server.account(json!({})).await;
    let south = json!({ "regionId": server.cast().region("SOUTH") });
    let input = about(&server, &account, south.clone()).await;
    assert_eq!(attempt(&server.as_(Director), "accountChangeFacts", input).await.code(), "FORBIDDEN");
    change(&server, Administrator, "accountChangeFacts", &account, south).await;
    assert_eq!(ask(&server, Director, &account, "id").await.code(), "NOT_FOUND");
    let unknown = about(&server, &account, json!({ "regionId": "reg_01h2e8kqvbfwea724h75qc655w" })).await;
    let error = refusal(&server, Administrator, "accountChangeFacts", unknown).await;
    assert_eq!(error["code"], "REGION_UNKNOWN");
});

story!(two_changes_against_one_version_are_one_change, async |server| {
    let account = server.account(json!({})).await;
    let input = |name: &str| json!({ "accountId": account, "expectedVersion": 1, "name": name });
    let (dora, ada) = (server.as_(Director), server.as_(Administrator));
    let (one, other) = tokio::join!(
        attempt(&dora, "accountChangeFacts", input("Dora's")),
        attempt(&ada, "accountChangeFacts", input("Ada's"))
    );
    let (winner, loser) = if one.succeeded() { ("Dora's", other) } else { ("Ada's", one) };
    assert_eq!(loser.user_error()["currentVersion"], 2);
    assert_eq!(ask(&server, Director, &account, "name").await["account.name"], winner);
    let unknown = and(input("X"), json!({ "accountId": "acc_01h2e8kqvbfwea724h75qc655w" }));
    assert_eq!(attempt(&dora, "accountChangeFacts", unknown).await.code(), "NOT_FOUND");
});
