//! From the nomination to the close, and the ways out.

use std::time::Duration;

use support::{
    Persona::{Administrator, Deputy, Director, Member, Outsider, SalesLead, TechnicalLead},
    json, story,
};

use super::acting::{
    FACTS, WAY, attempt, begun, co_owned, days, initiate, nomination, seen, sees, set_grace, step,
    transferred, write_all,
};

story!(a_seat_is_handed_over_from_the_nomination_to_the_close, async |server| {
    let (account, handover) = begun(&server).await;
    let state = async || seen(&server, Director, &handover, "state").await["handover.state"].clone();
    assert_eq!(state().await, "INITIATED");
    write_all(&server, SalesLead, &handover).await;
    assert_eq!(state().await, "PREPARING");
    for ((mutation, persona), expected) in
        WAY.into_iter().zip(["PACK_READY", "ACCEPTED", "SHADOWING", "INTRODUCED", "CO_OWNED"])
    {
        step(&server, persona, mutation, &handover).await;
        assert_eq!(state().await, expected);
    }
    // Tier A, from a Monday at ten in Berlin: five business days after it, at the end of the day.
    let known = seen(&server, Director, &handover, "transferFrom overlapDays").await;
    assert_eq!(known["handover"], json!({ "transferFrom": "2026-03-09T16:00:00+00:00", "overlapDays": 5 }));
    server.advance(days(7) + Duration::from_secs(7 * 60 * 60) - Duration::from_secs(1));
    let early = attempt(&server, Director, "handoverTransfer", &handover, json!({})).await;
    assert_eq!(early.user_error()["code"], "OVERLAP_NOT_OVER");
    assert!(early.user_error()["message"].as_str().unwrap().contains("2026-03-09T16:00:00Z"));
    server.advance(Duration::from_secs(1));
    let moved = step(&server, Director, "handoverTransfer", &handover).await;
    assert_eq!(moved["handoverTransfer.handover.state"], "TRANSFERRED");
    assert_eq!(moved["handoverTransfer.handover.graceUntil"], "2026-04-08T16:00:00+00:00");
    let team = crate::account::acting::ask(
        &server,
        Outsider,
        &account,
        "triangle { sales { primary { user { name } } } }",
    );
    assert_eq!(team.await["account.triangle.sales.primary.user.name"], Outsider.name());
    step(&server, Director, "handoverClose", &handover).await;
    assert_eq!(state().await, "CLOSED");
    assert!(!sees(&server, SalesLead, &account).await);
});

story!(the_handover_of_an_account_that_has_ended_can_only_be_cancelled, async |server| {
    let (account, handover) = begun(&server).await;
    for (mutation, version) in [("accountScaleDown", 1), ("accountEnd", 2)] {
        let input = json!({ "accountId": account, "expectedVersion": version, "reason": "They left." });
        server.as_(Director).change(mutation, "account { status }", input).await;
    }
    let refused = attempt(&server, Director, "handoverDeclareEmergency", &handover, json!({})).await;
    assert_eq!(refused.user_error()["code"], "ACCOUNT_ENDED");
    let cancelled =
        attempt(&server, Director, "handoverCancel", &handover, json!({ "reason": "They left." }));
    assert!(cancelled.await.succeeded());
});

story!(each_tier_has_its_overlap_and_it_is_a_setting, async |server| {
    for (tier, days, from) in [
        (json!("S"), 10, "2026-03-16T16:00:00+00:00"),
        (json!("A"), 5, "2026-03-09T16:00:00+00:00"),
        (json!("B"), 3, "2026-03-05T16:00:00+00:00"),
        (json!("C"), 0, "2026-03-02T09:00:00+00:00"),
        (json!(null), 3, "2026-03-05T16:00:00+00:00"),
    ] {
        let reason = if tier.is_null() { json!(null) } else { json!("set") };
        let account = server.triangle(json!({ "tier": tier, "tierReason": reason })).await;
        let handover = co_owned(&server, &account).await;
        let known = seen(&server, Director, &handover, "overlapDays transferFrom").await;
        assert_eq!(known["handover"], json!({ "overlapDays": days, "transferFrom": from }), "{tier}");
    }
    set_grace(&server, 3).await;
    let account = server.triangle(json!({ "tier": "S" })).await;
    let handover = co_owned(&server, &account).await;
    assert_eq!(seen(&server, Director, &handover, "overlapDays").await["handover.overlapDays"], 3);
});

story!(a_seat_without_a_primary_and_a_receiver_who_does_not_fit_are_refused, async |server| {
    let account = server.triangle(json!({})).await;
    let empty = server.account(json!({})).await;
    let who = |persona| json!({ "receiverId": server.cast().id(persona) });
    let nobody = json!({ "receiverId": "usr_01h2e8kqvbfwea724h75qc655w" });
    for (account, more, code, field) in [
        (&empty, json!({}), "SEAT_VACANT", "seat"),
        (&account, who(SalesLead), "ALREADY_IN_SEAT", "receiverId"),
        (&account, who(Administrator), "FUNCTION_MISMATCH", "exceptionReason"),
        (&account, who(TechnicalLead), "FUNCTION_MISMATCH", "exceptionReason"),
        (&account, nobody, "PERSON_UNKNOWN", "receiverId"),
        (&account, json!({ "reason": " " }), "REQUIRED", "reason"),
    ] {
        let input = nomination(&server, account, more.clone());
        let refused = server.as_(Director).attempt("handoverInitiate", FACTS, input).await;
        let error = refused.user_error();
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!([field])), "{more}");
    }
    let excepted = json!({ "receiverId": server.cast().id(Member), "exceptionReason": "He knows them" });
    initiate(&server, &account, excepted).await;
});

story!(a_seat_has_one_open_handover_and_the_next_one_after_it, async |server| {
    let (account, handover) = begun(&server).await;
    let again = nomination(&server, &account, json!({ "receiverId": server.cast().id(Deputy) }));
    let refused = server.as_(Administrator).attempt("handoverInitiate", FACTS, again.clone()).await;
    assert_eq!(refused.user_error()["code"], "HANDOVER_OPEN");
    let technical = json!({ "seat": "TECHNICAL", "receiverId": server.cast().id(Member) });
    initiate(&server, &account, technical).await;
    step(&server, Director, "handoverCancel", &handover).await;
    server.as_(Administrator).change("handoverInitiate", FACTS, again).await;
});

story!(
    the_receiver_refuses_before_the_pack_is_taken_and_the_director_cancels_until_the_move,
    async |server| {
        let account = server.triangle(json!({ "tier": "C" })).await;
        let handover = initiate(&server, &account, json!({})).await;
        let refused = step(&server, Outsider, "handoverRefuse", &handover).await;
        assert_eq!(refused["handoverRefuse.handover"], json!(null), "they see it no more");
        let known = seen(&server, Director, &handover, "state endReason").await;
        assert_eq!(known["handover"], json!({ "state": "REFUSED", "endReason": "I stay where I am." }));
        let handover = co_owned(&server, &account).await;
        let late = attempt(&server, Outsider, "handoverRefuse", &handover, json!({})).await;
        assert_eq!(late.user_error()["code"], "ILLEGAL_TRANSITION");
        step(&server, Director, "handoverCancel", &handover).await;
        assert!(!sees(&server, Outsider, &account).await);
        let (_, moved) = transferred(&server).await;
        let late = attempt(&server, Director, "handoverCancel", &moved, json!({})).await;
        assert_eq!(late.user_error()["code"], "ILLEGAL_TRANSITION");
    }
);

story!(a_repeated_request_is_done_once_and_a_stale_one_is_told_so, async |server| {
    let account = server.triangle(json!({})).await;
    let input = nomination(&server, &account, json!({ "idempotencyKey": "k" }));
    let first = server.as_(Director).change("handoverInitiate", FACTS, input.clone()).await;
    let again = server.as_(Director).change("handoverInitiate", FACTS, input).await;
    assert_eq!(first["handoverInitiate"], again["handoverInitiate"]);
    let handover = first.text("handoverInitiate.handover.id");
    let part = json!({ "part": "PLAN", "body": "More.", "idempotencyKey": "p" });
    let write = async |version: i32| {
        let input = crate::handover::acting::both(
            json!({ "handoverId": handover, "expectedVersion": version }),
            part.clone(),
        );
        server.as_(SalesLead).attempt("handoverWritePart", FACTS, input).await
    };
    assert!(write(1).await.succeeded());
    assert_eq!(write(1).await["handoverWritePart.handover.version"], 2, "it was done before");
    let stale = json!({ "handoverId": handover, "expectedVersion": 1, "part": "PLAN", "body": "Other." });
    let stale = server.as_(SalesLead).attempt("handoverWritePart", FACTS, stale).await;
    assert_eq!(stale.user_error()["code"], "VERSION_CONFLICT");
});

story!(handovers_are_listed_by_account_and_state_and_as_ones_own, async |server| {
    let (account, handover) = begun(&server).await;
    let other = server.triangle(json!({})).await;
    let cancelled = initiate(&server, &other, json!({})).await;
    step(&server, Director, "handoverCancel", &cancelled).await;
    let list = async |persona, arguments: &str| {
        let document = format!("{{ handovers({arguments}) {{ nodes {{ id }} totalCount {{ count }} }} }}");
        let answer = server.as_(persona).query(&document, json!({})).await;
        let ids: Vec<String> = answer["handovers.nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| node["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(answer["handovers.totalCount.count"], ids.len());
        ids
    };
    assert_eq!(list(Director, "first: 10").await, [cancelled.clone(), handover.clone()]);
    assert_eq!(list(Director, "states: [INITIATED]").await, std::slice::from_ref(&handover));
    assert_eq!(list(Director, &format!("accountId: \"{other}\"")).await, std::slice::from_ref(&cancelled));
    assert_eq!(list(Outsider, "mine: true").await, std::slice::from_ref(&handover));
    assert_eq!(list(SalesLead, "mine: true").await, [cancelled, handover.clone()]);
    assert!(list(TechnicalLead, "mine: true").await.is_empty());
    assert!(list(Member, "first: 10").await.is_empty(), "a member is in no seat");
    let node = "query($id: ID!, $account: ID!) { node(id: $id) { id } account(id: $account) { openHandovers { id } } }";
    let found = server.as_(Outsider).query(node, json!({ "id": handover, "account": account })).await;
    assert_eq!(
        (&found["node.id"], &found["account.openHandovers.0.id"]),
        (&json!(handover), &json!(handover))
    );
});
