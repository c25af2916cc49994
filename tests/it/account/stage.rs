//! The relationship ladder.

use support::Persona::{Director, SalesLead, TechnicalLead};
use support::{Value, json, story};

use super::acting::{about, and, ask, attempt, change, now, refusal, told};

const MUTATION: &str = "accountChangeRelationshipStage";

story!(the_relationship_rises_step_by_step_and_falls_freely, async |server| {
    let account = server.triangle(json!({})).await;
    let to = |stage: &str| json!({ "stage": stage, "reason": format!("now {stage}") });
    let skipped = about(&server, &account, to("INTERDEPENDENT")).await;
    let error = refusal(&server, SalesLead, MUTATION, skipped).await;
    assert_eq!(
        (&error["from"], &error["allowed"]),
        (&json!("EXPLORATORY"), &json!(["COOPERATIVE", "ENDED"]))
    );
    let start = now(&server).await;
    for stage in ["COOPERATIVE", "INTERDEPENDENT", "STRATEGIC", "EXPLORATORY"] {
        change(&server, SalesLead, MUTATION, &account, to(stage)).await;
    }
    let events = told(&server, SalesLead, &start).await;
    let stages: Vec<_> = events.iter().map(|event| event["snapshot"]["stage"].clone()).collect();
    assert_eq!(stages, ["COOPERATIVE", "INTERDEPENDENT", "STRATEGIC", "EXPLORATORY"]);
    assert_eq!(events[0]["kind"], "STAGE_CHANGED");
    let stage = ask(&server, SalesLead, &account, "relationshipStage relationshipStageReason").await;
    assert_eq!(stage["account.relationshipStageReason"], "now EXPLORATORY");
    let again = about(&server, &account, to("EXPLORATORY")).await;
    assert_eq!(refusal(&server, SalesLead, MUTATION, again).await["code"], "ILLEGAL_TRANSITION");
});

story!(a_relationship_ends_with_a_day_to_win_it_back_and_nothing_follows, async |server| {
    let account = server.account(json!({})).await;
    let end = |more: Value| and(json!({ "stage": "ENDED", "reason": "lost" }), more);
    let error = refusal(&server, Director, MUTATION, about(&server, &account, end(json!({}))).await).await;
    assert_eq!((&error["path"], &error["code"]), (&json!(["winBackOn"]), &json!("REQUIRED")));
    change(&server, Director, MUTATION, &account, end(json!({ "winBackOn": "2027-01-15" }))).await;
    let answer = ask(&server, Director, &account, "relationshipStage winBackOn status").await;
    let expected = json!({ "relationshipStage": "ENDED", "winBackOn": "2027-01-15", "status": "ACTIVE" });
    assert_eq!(answer["account"], expected);
    let back = about(&server, &account, json!({ "stage": "EXPLORATORY", "reason": "r" })).await;
    assert_eq!(refusal(&server, Director, MUTATION, back).await["allowed"], json!([]));
    let day =
        about(&server, &account, json!({ "stage": "COOPERATIVE", "reason": "r", "winBackOn": "2027-01-15" }))
            .await;
    assert_eq!(refusal(&server, Director, MUTATION, day).await["code"], "NOT_ALLOWED");
});

story!(the_relationship_is_judged_by_the_account_responsible, async |server| {
    let account = server.triangle(json!({})).await;
    let input = about(&server, &account, json!({ "stage": "COOPERATIVE", "reason": "r" })).await;
    assert_eq!(attempt(&server.as_(TechnicalLead), MUTATION, input).await.code(), "FORBIDDEN");
});
