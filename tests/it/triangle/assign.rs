//! Assigning people to seats.

use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{json, story};

use super::acting::{and, ask, assignment, attempt, now, place, refusal, seat, told};

story!(a_triangle_is_complete_with_three_primaries, async |server| {
    let account = server.account(json!({})).await;
    let start = now(&server).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    server.seat(&account, DeliveryLead, "DELIVERY", "PRIMARY").await;
    let triangle = "triangle { isComplete vacantSeats }";
    let answer = ask(&server, Director, &account, triangle).await;
    assert_eq!(answer["account.triangle"], json!({ "isComplete": false, "vacantSeats": ["TECHNICAL"] }));
    server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    server.seat(&account, Deputy, "SALES", "DEPUTY").await;
    server.seat(&account, Outsider, "SALES", "MEMBER").await;
    let answer = ask(&server, Director, &account, triangle).await;
    assert_eq!(answer["account.triangle"], json!({ "isComplete": true, "vacantSeats": [] }));
    let names = json!([SalesLead.name(), Deputy.name(), [Outsider.name()]]);
    assert_eq!(seat(&server, &account, "sales").await, names);
    let events = told(&server, Director, &start).await;
    assert_eq!(events.len(), 5);
    assert_eq!((&events[3]["kind"], &events[3]["changed"]), (&json!("ASSIGNED"), &json!(["triangle"])));
    let deputy = assignment(&server, &account, Deputy).await;
    let expected =
        json!({ "id": deputy, "seat": "SALES", "position": "DEPUTY", "person": { "name": Deputy.name() } });
    assert_eq!(events[3]["assignment"], expected);
    assert_eq!(events[3]["snapshot"]["version"], 1);
});

story!(an_assignment_tells_who_since_when_and_by_whom, async |server| {
    let account = server.account(json!({})).await;
    let input = and(
        place(&server, &account, Member, "SALES", "PRIMARY"),
        json!({ "exceptionReason": " knows them " }),
    );
    let facts = "assignment { account { id } user { name function } seat position expertise exceptionReason since until
        endReason assignedBy { name } endedBy { name } isFlagged }";
    let made = server.as_(Director).change("seatAssign", facts, input).await;
    let expected = json!({
        "account": { "id": account }, "user": { "name": Member.name(), "function": "TECHNICAL" }, "seat": "SALES",
        "position": "PRIMARY", "expertise": null, "exceptionReason": "knows them",
        "since": "2026-03-02T09:00:00+00:00", "until": null, "endReason": null,
        "assignedBy": { "name": Director.name() }, "endedBy": null, "isFlagged": false,
    });
    assert_eq!(made["seatAssign.assignment"], expected);
});

story!(a_taken_place_is_told_with_its_holder, async |server| {
    let account = server.triangle(json!({})).await;
    for (position, holder) in [("PRIMARY", SalesLead), ("DEPUTY", Deputy)] {
        let error =
            refusal(&server, Director, "seatAssign", place(&server, &account, Outsider, "SALES", position))
                .await;
        assert_eq!((&error["__typename"], &error["code"]), (&json!("SeatTaken"), &json!("SEAT_TAKEN")));
        assert_eq!(error["assignmentId"], assignment(&server, &account, holder).await);
    }
});

story!(another_function_and_another_seat_need_an_exception, async |server| {
    let account = server.triangle(json!({})).await;
    let excepted = |input| and(input, json!({ "exceptionReason": "r" }));
    let other = place(&server, &account, Outsider, "TECHNICAL", "MEMBER");
    let error = refusal(&server, Director, "seatAssign", other.clone()).await;
    assert_eq!((&error["code"], &error["path"]), (&json!("FUNCTION_MISMATCH"), &json!(["exceptionReason"])));
    server.as_(Director).change("seatAssign", "assignment { id }", excepted(other)).await;
    let own = place(&server, &account, Outsider, "SALES", "MEMBER");
    assert_eq!(refusal(&server, Director, "seatAssign", own.clone()).await["code"], "SECOND_SEAT");
    server.as_(Director).change("seatAssign", "assignment { id }", excepted(own)).await;
    let third = excepted(place(&server, &account, Outsider, "DELIVERY", "MEMBER"));
    assert_eq!(refusal(&server, Director, "seatAssign", third).await["code"], "THIRD_SEAT");
    let mine = "{ myAccounts { totalCount { count } nodes { id } } }";
    let mine = server.as_(Outsider).query(mine, json!({})).await;
    assert_eq!(mine["myAccounts"], json!({ "totalCount": { "count": 1 }, "nodes": [{ "id": account }] }));
});

story!(whoever_serves_a_seat_only_steps_up_in_it, async |server| {
    let account = server.account(json!({})).await;
    server.seat(&account, Outsider, "SALES", "MEMBER").await;
    let start = now(&server).await;
    server.seat(&account, Outsider, "SALES", "DEPUTY").await;
    server.seat(&account, Outsider, "SALES", "PRIMARY").await;
    assert_eq!(seat(&server, &account, "sales").await, json!([Outsider.name(), null, []]));
    let events = told(&server, Outsider, &start).await;
    let steps: Vec<_> = events
        .iter()
        .map(|it| (it["kind"].as_str().unwrap(), it["assignment"]["position"].as_str().unwrap()))
        .collect();
    assert_eq!(
        steps,
        [("VACATED", "MEMBER"), ("ASSIGNED", "DEPUTY"), ("VACATED", "DEPUTY"), ("ASSIGNED", "PRIMARY")]
    );
    for position in ["PRIMARY", "DEPUTY", "MEMBER"] {
        let error =
            refusal(&server, Director, "seatAssign", place(&server, &account, Outsider, "SALES", position))
                .await;
        assert_eq!(error["code"], "ALREADY_IN_SEAT", "{position}");
    }
});

story!(what_cannot_be_assigned_is_refused, async |server| {
    let account = server.account(json!({})).await;
    let usual = place(&server, &account, SalesLead, "SALES", "PRIMARY");
    let told = |more| refusal(&server, Director, "seatAssign", and(usual.clone(), more));
    assert_eq!(told(json!({ "userId": "usr_01h2e8kqvbfwea724h75qc655w" })).await["code"], "PERSON_UNKNOWN");
    assert_eq!(told(json!({ "position": "EXTENDED" })).await["path"], json!(["position"]));
    assert_eq!(told(json!({ "exceptionReason": "x".repeat(2001) })).await["code"], "TOO_LONG");
    for (more, code) in [
        (json!({ "userId": account }), "ID_TYPE_MISMATCH"),
        (json!({ "accountId": "acc_01h2e8kqvbfwea724h75qc655w" }), "NOT_FOUND"),
        (json!({ "idempotencyKey": "" }), "BAD_USER_INPUT"),
        (json!({ "seat": "NORTH" }), "BAD_USER_INPUT"),
    ] {
        let answer =
            attempt(&server.as_(Administrator), "seatAssign", and(usual.clone(), more.clone())).await;
        assert_eq!(answer.code(), code, "{more}");
    }
    assert_eq!(attempt(&server.as_(Auditor), "seatAssign", usual).await.code(), "FORBIDDEN");
});

story!(a_repeated_request_assigns_once, async |server| {
    let account = server.account(json!({})).await;
    let input =
        and(place(&server, &account, SalesLead, "SALES", "PRIMARY"), json!({ "idempotencyKey": "k" }));
    let first = server.as_(Director).change("seatAssign", "assignment { id }", input.clone()).await;
    let again = server.as_(Director).change("seatAssign", "assignment { id seat }", input).await;
    assert_eq!(first["seatAssign.assignment.id"], again["seatAssign.assignment.id"]);
    assert_eq!(first["seatAssign.eventIds"], again["seatAssign.eventIds"]);
});
