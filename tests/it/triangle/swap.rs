//! Swapping a primary or deputy for somebody else.

use support::Persona::{Deputy, Director, Member, Outsider, SalesLead};
use support::{Server, Value, json, story};

use super::acting::{and, ask, assignment, attempt, now, refusal, seat, told};

fn swap(server: &Server, assignment: &str, persona: support::Persona) -> Value {
    json!({ "assignmentId": assignment, "userId": server.cast().id(persona), "reason": "moves on" })
}

story!(a_swap_never_leaves_the_seat_empty, async |server| {
    let account = server.triangle(json!({})).await;
    let old = assignment(&server, &account, SalesLead).await;
    let start = now(&server).await;
    let input = and(swap(&server, &old, Outsider), json!({ "idempotencyKey": "k" }));
    let made = server.as_(Director).change("seatSwap", "assignment { id position }", input.clone()).await;
    let new = made.text("seatSwap.assignment.id");
    let again = server.as_(Director).change("seatSwap", "assignment { id }", input).await;
    assert_eq!(again["seatSwap.assignment.id"], json!(new));
    assert_eq!(seat(&server, &account, "sales").await[0], Outsider.name());
    assert_eq!(ask(&server, SalesLead, &account, "id").await.code(), "NOT_FOUND");
    assert_eq!(ask(&server, Outsider, &account, "id").await["account.id"], json!(account));
    let events = told(&server, Outsider, &start).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["kind"], "SWAPPED");
    assert_eq!(
        (&events[0]["assignment"]["id"], &events[0]["previousAssignment"]["id"]),
        (&json!(new), &json!(old))
    );
    assert_eq!(events[0]["previousAssignment"]["person"]["name"], SalesLead.name());
});

story!(a_stale_swap_is_told_who_holds_the_seat_now, async |server| {
    let account = server.triangle(json!({})).await;
    let old = assignment(&server, &account, SalesLead).await;
    server.as_(Director).change("seatSwap", "assignment { id }", swap(&server, &old, Outsider)).await;
    let error = refusal(&server, Director, "seatSwap", swap(&server, &old, SalesLead)).await;
    let holder = assignment(&server, &account, Outsider).await;
    assert_eq!((&error["__typename"], &error["assignmentId"]), (&json!("SeatTaken"), &json!(holder)));
    assert_eq!(error["path"], json!(["assignmentId"]));
    assert!(error["message"].as_str().unwrap().contains("the assignment that you name has ended"), "{error}");
    let vacate = json!({ "assignmentId": holder, "reason": "r" });
    server.as_(Director).change("seatVacate", "assignment { id }", vacate).await;
    let error = refusal(&server, Director, "seatSwap", swap(&server, &old, SalesLead)).await;
    assert_eq!(error["code"], "ASSIGNMENT_ENDED");
});

story!(a_deputy_steps_up_by_a_swap, async |server| {
    let account = server.triangle(json!({})).await;
    let old = assignment(&server, &account, SalesLead).await;
    let start = now(&server).await;
    server.as_(Director).change("seatSwap", "assignment { id }", swap(&server, &old, Deputy)).await;
    assert_eq!(seat(&server, &account, "sales").await, json!([Deputy.name(), null, []]));
    let kinds: Vec<_> = told(&server, Deputy, &start).await.iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds, ["VACATED", "SWAPPED"]);
});

story!(a_swap_that_breaks_a_rule_changes_nothing, async |server| {
    let account = server.triangle(json!({})).await;
    let primary = assignment(&server, &account, SalesLead).await;
    let deputy = assignment(&server, &account, Deputy).await;
    let member = assignment(&server, &account, Member).await;
    let start = now(&server).await;
    for (input, code) in [
        (swap(&server, &primary, SalesLead), "ALREADY_IN_SEAT"),
        (swap(&server, &deputy, SalesLead), "ALREADY_IN_SEAT"),
        (swap(&server, &primary, Member), "FUNCTION_MISMATCH"),
        (swap(&server, &member, Outsider), "NOT_A_SEAT"),
        (and(swap(&server, &primary, Outsider), json!({ "reason": "" })), "REQUIRED"),
    ] {
        assert_eq!(refusal(&server, Director, "seatSwap", input.clone()).await["code"], code, "{input}");
    }
    let unknown = swap(&server, "asg_01h2e8kqvbfwea724h75qc655w", Outsider);
    assert_eq!(attempt(&server.as_(Director), "seatSwap", unknown).await.code(), "NOT_FOUND");
    assert!(told(&server, Director, &start).await.is_empty());
    assert_eq!(seat(&server, &account, "sales").await, json!([SalesLead.name(), Deputy.name(), []]));
});
