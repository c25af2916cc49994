//! Where the business with an account stands, and what its end closes.

use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, Executive, Member, Outsider, SalesLead,
    TechnicalLead,
};
use support::{json, story};

use super::acting::{about, ask, attempt, change, now, refusal, told};

story!(the_status_follows_its_graph, async |server| {
    let account = server.account(json!({ "status": "PROSPECT" })).await;
    let why = json!({ "reason": "because" });
    let error =
        refusal(&server, Director, "accountScaleDown", about(&server, &account, why.clone()).await).await;
    assert_eq!(
        (&error["from"], &error["to"], &error["allowed"]),
        (&json!("PROSPECT"), &json!("SCALED_DOWN"), &json!(["ACTIVE"]))
    );
    let start = now(&server).await;
    change(&server, Director, "accountActivate", &account, json!({})).await;
    let error = refusal(&server, Director, "accountEnd", about(&server, &account, why.clone()).await).await;
    assert_eq!((&error["from"], &error["allowed"]), (&json!("ACTIVE"), &json!(["SCALED_DOWN"])));
    change(&server, Director, "accountScaleDown", &account, why.clone()).await;
    change(&server, Director, "accountActivate", &account, json!({})).await;
    change(&server, Director, "accountScaleDown", &account, why.clone()).await;
    change(&server, Director, "accountEnd", &account, why.clone()).await;
    for mutation in ["accountActivate", "accountScaleDown", "accountEnd"] {
        let input = if mutation == "accountActivate" { json!({}) } else { why.clone() };
        let error = refusal(&server, Administrator, mutation, about(&server, &account, input).await).await;
        assert_eq!(
            (&error["code"], &error["allowed"]),
            (&json!("ILLEGAL_TRANSITION"), &json!([])),
            "{mutation}"
        );
    }
    let states: Vec<_> = told(&server, Director, &start)
        .await
        .iter()
        .map(|event| event["snapshot"]["status"].clone())
        .collect();
    assert_eq!(states, ["ACTIVE", "SCALED_DOWN", "ACTIVE", "SCALED_DOWN", "ENDED"]);
});

story!(scaling_down_and_ending_take_a_reason, async |server| {
    let account = server.account(json!({})).await;
    let error = refusal(
        &server,
        Director,
        "accountScaleDown",
        about(&server, &account, json!({ "reason": " " })).await,
    )
    .await;
    assert_eq!((&error["code"], &error["path"]), (&json!("REQUIRED"), &json!(["reason"])));
    change(&server, Director, "accountScaleDown", &account, json!({ "reason": " less demand " })).await;
    let answer = ask(&server, Director, &account, "status statusReason").await;
    assert_eq!(answer["account"], json!({ "status": "SCALED_DOWN", "statusReason": "less demand" }));
    change(&server, Director, "accountActivate", &account, json!({})).await;
    assert!(ask(&server, Director, &account, "statusReason").await["account.statusReason"].is_null());
});

story!(only_who_governs_changes_the_status, async |server| {
    let account = server.triangle(json!({})).await;
    for (persona, expected) in
        [(SalesLead, "FORBIDDEN"), (Auditor, "FORBIDDEN"), (Outsider, "NOT_FOUND"), (Executive, "NOT_FOUND")]
    {
        let input = about(&server, &account, json!({ "reason": "r" })).await;
        let answer = attempt(&server.as_(persona), "accountScaleDown", input).await;
        assert_eq!(answer.code(), expected, "{persona:?}");
    }
});

story!(an_ended_account_is_closed_to_its_team_and_flags_their_seats, async |server| {
    let account = server.triangle(json!({})).await;
    change(&server, Director, "accountScaleDown", &account, json!({ "reason": "r" })).await;
    change(&server, Director, "accountEnd", &account, json!({ "reason": "r" })).await;
    for persona in [SalesLead, TechnicalLead, DeliveryLead, Deputy, Member] {
        assert_eq!(ask(&server, persona, &account, "id").await.code(), "NOT_FOUND", "{persona:?}");
        let mine = "{ accounts { nodes { id } totalCount { count } } myAccounts { nodes { id } } }";
        let mine = server.as_(persona).query(mine, json!({})).await;
        let nothing = json!({ "accounts": { "nodes": [], "totalCount": { "count": 0 } }, "myAccounts": { "nodes": [] } });
        assert_eq!(json!(mine.data()), nothing, "{persona:?}");
    }
    let seats =
        "triangle { isComplete sales { primary { isFlagged } deputy { isFlagged } } } team { isFlagged }";
    let seats = ask(&server, Director, &account, seats).await;
    let flagged = json!({ "isFlagged": true });
    let expected = json!({ "triangle": { "isComplete": true, "sales": { "primary": flagged, "deputy": flagged } },
        "team": [flagged, flagged, flagged, flagged, flagged] });
    assert_eq!(seats["account"], expected);
});

story!(an_ended_account_takes_no_seats_but_lets_them_go, async |server| {
    let account = server.triangle(json!({})).await;
    change(&server, Director, "accountScaleDown", &account, json!({ "reason": "r" })).await;
    change(&server, Director, "accountEnd", &account, json!({ "reason": "r" })).await;
    let user = server.cast().id(Outsider);
    let member = json!({ "accountId": account, "userId": user, "seat": "SALES", "position": "MEMBER" });
    assert_eq!(refusal(&server, Director, "seatAssign", member).await["code"], "ACCOUNT_ENDED");
    let extended = json!({ "accountId": account, "userId": user, "expertise": "law" });
    assert_eq!(refusal(&server, Director, "extendedMemberAdd", extended).await["code"], "ACCOUNT_ENDED");
    let primary = ask(&server, Director, &account, "triangle { sales { primary { id } } }").await;
    let primary = primary.text("account.triangle.sales.primary.id");
    let swap = json!({ "assignmentId": primary, "userId": user, "reason": "r" });
    assert_eq!(refusal(&server, Director, "seatSwap", swap).await["code"], "ACCOUNT_ENDED");
    let vacate = json!({ "assignmentId": primary, "reason": "tidying up" });
    let left = "assignment { endReason isFlagged account { triangle { vacantSeats } } }";
    let left = server.as_(Director).change("seatVacate", left, vacate).await;
    let expected = json!({ "endReason": "tidying up", "isFlagged": false, "account": { "triangle": { "vacantSeats": ["SALES"] } } });
    assert_eq!(left["seatVacate.assignment"], expected);
});
