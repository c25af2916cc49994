//! The end of a request, and its next round.

use serde_json::json;
use support::Persona::{Auditor, Director, Member, Outsider, SalesLead, TechnicalLead};
use support::story;

use super::acting::{answer, attempt, change, code, log, minutes, seen};

story!(a_request_is_closed_when_it_is_answered, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    answer(&server, SalesLead, &id, json!({})).await;
    let early = attempt(&server, SalesLead, "customerRequestClose", &id, json!({})).await;
    assert_eq!(early.user_error()["code"], "SEATS_WAITING");
    assert!(early.user_error()["message"].as_str().unwrap().contains("technical"));
    answer(&server, TechnicalLead, &id, json!({})).await;
    let closed =
        change(&server, Director, "customerRequestClose", &id, json!({ "outcome": "April 7." })).await;
    assert_eq!(closed["state"], "CLOSED");
    for (mutation, facts, expected) in [
        ("customerRequestClose", json!({}), "ILLEGAL_TRANSITION"),
        ("customerRequestWithdraw", json!({ "reason": "because" }), "ILLEGAL_TRANSITION"),
        ("customerRequestHandOver", json!({ "to": "DELIVERY" }), "NOT_OPEN"),
        ("customerRequestAddSeat", json!({ "seat": "DELIVERY", "reason": "because" }), "NOT_OPEN"),
    ] {
        assert_eq!(code(&attempt(&server, SalesLead, mutation, &id, facts).await), expected, "{mutation}");
    }
    assert_eq!(code(&answer(&server, SalesLead, &id, json!({})).await), "NOT_OPEN");
});

story!(a_request_that_was_not_right_the_first_time_begins_again, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    let reopen = "customerRequestReopen";
    let why = json!({ "reason": "They meant the other line." });
    assert_eq!(code(&attempt(&server, SalesLead, reopen, &id, why.clone()).await), "ILLEGAL_TRANSITION");
    server.advance(minutes(10));
    for persona in [SalesLead, TechnicalLead] {
        answer(&server, persona, &id, json!({})).await;
    }
    change(&server, SalesLead, "customerRequestClose", &id, json!({})).await;
    server.advance(minutes(90));
    let none = json!({ "reason": "because", "seats": [] });
    assert_eq!(code(&attempt(&server, SalesLead, reopen, &id, none).await), "SEAT_REQUIRED");
    let again = change(&server, SalesLead, reopen, &id, why).await;
    assert_eq!(
        (&again["state"], &again["round"], &again["holder"]),
        (&json!("OPEN"), &json!(2), &json!("SALES"))
    );
    assert_eq!(again["waiting"], json!(["SALES", "TECHNICAL"]));
    let before = json!({ "answeredAt": "2026-03-02T09:30:00Z" });
    assert_eq!(code(&answer(&server, SalesLead, &id, before).await), "OCCURRED_TOO_EARLY");
    server.advance(minutes(5));
    answer(&server, SalesLead, &id, json!({})).await;
    let after = seen(&server, &id).await;
    // The second round is another matter.
    assert_eq!(after["timing"]["firstResponse"]["wallSeconds"], 600);
    assert_eq!(after["timing"]["jointResponse"]["wallSeconds"], 600);
    assert_eq!(after["seats"].as_array().unwrap().len(), 4);
    assert_eq!(after["outcome"], "They meant the other line.");
});

story!(a_request_that_nobody_needs_answered_is_withdrawn, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    let blank = attempt(&server, SalesLead, "customerRequestWithdraw", &id, json!({ "reason": "" })).await;
    assert_eq!(code(&blank), "REQUIRED");
    let gone =
        change(&server, SalesLead, "customerRequestWithdraw", &id, json!({ "reason": "A mistake." })).await;
    assert_eq!(
        (&gone["state"], &gone["holder"], &gone["waiting"]),
        (&json!("WITHDRAWN"), &json!(null), &json!([]))
    );
    let back =
        attempt(&server, SalesLead, "customerRequestReopen", &id, json!({ "reason": "because" })).await;
    assert_eq!(code(&back), "ILLEGAL_TRANSITION");
});

story!(who_asked_can_be_erased, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    let forget = "customerRequestForgetContact";
    for (persona, expected) in [(Member, "FORBIDDEN"), (Auditor, "FORBIDDEN"), (Outsider, "NOT_FOUND")] {
        assert_eq!(code(&attempt(&server, persona, forget, &id, json!({})).await), expected, "{persona:?}");
    }
    change(&server, TechnicalLead, forget, &id, json!({})).await;
    let document = "query($id: ID!) { customerRequest(id: $id) { contact viewerCan { forgetContact } } }";
    let after = server.as_(SalesLead).query(document, json!({ "id": id })).await;
    let expected = json!({ "contact": null, "viewerCan": { "forgetContact": false } });
    assert_eq!(after["customerRequest"], expected);
    assert_eq!(code(&attempt(&server, SalesLead, forget, &id, json!({})).await), "NO_CONTACT");
});

story!(a_request_of_an_account_that_has_ended_stays_closed, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    for persona in [SalesLead, TechnicalLead] {
        answer(&server, persona, &id, json!({})).await;
    }
    change(&server, SalesLead, "customerRequestClose", &id, json!({})).await;
    crate::handover::acting::end_account(&server, &account).await;
    let why = json!({ "reason": "They meant the other line." });
    for (persona, expected) in
        [(Director, "ACCOUNT_ENDED"), (SalesLead, "NOT_FOUND"), (Outsider, "NOT_FOUND")]
    {
        let refused = attempt(&server, persona, "customerRequestReopen", &id, why.clone()).await;
        assert_eq!(code(&refused), expected, "{persona:?}");
    }
    assert_eq!(seen(&server, &id).await["state"], "CLOSED");
});
