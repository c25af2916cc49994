//! The way of a request from seat to seat, and who must answer.

use serde_json::json;
use support::Persona::{DeliveryLead, Deputy, Director, Member, SalesLead, TechnicalLead};
use support::story;

use super::acting::{answer, attempt, change, code, log, minutes, seen};

story!(a_seat_hands_over_what_it_holds_and_a_director_anything, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    let to = |seat: &str| json!({ "to": seat, "note": "You know the plant." });
    let hand_over = "customerRequestHandOver";
    for persona in [TechnicalLead, DeliveryLead] {
        let refused = attempt(&server, persona, hand_over, &id, to("DELIVERY")).await;
        assert_eq!(code(&refused), "NOT_YOUR_SEAT", "{persona:?}");
    }
    assert_eq!(code(&attempt(&server, Member, hand_over, &id, to("DELIVERY")).await), "FORBIDDEN");
    assert_eq!(code(&attempt(&server, Deputy, hand_over, &id, to("SALES")).await), "SAME_SEAT");
    server.advance(minutes(15));
    let moved = change(&server, Deputy, hand_over, &id, to("TECHNICAL")).await;
    assert_eq!((&moved["holder"], &moved["waiting"]), (&json!("TECHNICAL"), &json!(["SALES", "TECHNICAL"])));
    server.advance(minutes(30));
    change(&server, Director, hand_over, &id, to("DELIVERY")).await;
    let after = seen(&server, &id).await;
    let hop = |from: Option<&str>, to: &str, at: &str, note: Option<&str>| json!({ "round": 1, "from": from, "to": to, "occurredAt": at, "note": note });
    let note = Some("You know the plant.");
    let expected = json!([
        hop(None, "SALES", "2026-03-02T09:00:00+00:00", None),
        hop(Some("SALES"), "TECHNICAL", "2026-03-02T09:15:00+00:00", note),
        hop(Some("TECHNICAL"), "DELIVERY", "2026-03-02T09:45:00+00:00", note),
    ]);
    assert_eq!(after["hops"], expected);
});

story!(a_request_that_is_handed_back_is_answered_again, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    server.advance(minutes(10));
    answer(&server, SalesLead, &id, json!({})).await;
    // Nobody holds it: any seat may send it on.
    change(&server, DeliveryLead, "customerRequestHandOver", &id, json!({ "to": "TECHNICAL" })).await;
    server.advance(minutes(10));
    change(&server, TechnicalLead, "customerRequestHandOver", &id, json!({ "to": "SALES" })).await;
    assert_eq!(seen(&server, &id).await["waiting"], json!(["SALES", "TECHNICAL"]));
    server.advance(minutes(10));
    answer(&server, SalesLead, &id, json!({})).await;
    answer(&server, TechnicalLead, &id, json!({})).await;
    let timing = seen(&server, &id).await["timing"].clone();
    assert_eq!(timing["firstResponse"]["wallSeconds"], 600);
    assert_eq!(timing["jointResponse"]["wallSeconds"], 1_800);
    assert_eq!(timing["hopTimes"][0]["time"]["wallSeconds"], 1_200);
    assert_eq!(timing["hopTimes"][1]["time"]["wallSeconds"], 600);
});

story!(a_hop_is_entered_late_but_not_from_before_the_one_before_it, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    server.advance(minutes(60));
    let at = |to: &str, at: &str| json!({ "to": to, "handedOverAt": at });
    let hand_over = "customerRequestHandOver";
    change(&server, SalesLead, hand_over, &id, at("TECHNICAL", "2026-03-02T09:30:00Z")).await;
    for (when, expected) in
        [("2026-03-02T09:29:59Z", "OCCURRED_TOO_EARLY"), ("2026-03-02T10:00:01Z", "OCCURRED_IN_FUTURE")]
    {
        let refused = attempt(&server, TechnicalLead, hand_over, &id, at("DELIVERY", when)).await;
        assert_eq!(code(&refused), expected, "{when}");
        assert_eq!(refused.user_error()["path"], json!(["handedOverAt"]));
    }
});

story!(who_must_answer_changes_with_a_reason_but_an_answer_stays, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    let of = |seat: &str| json!({ "seat": seat, "reason": "They ask for a date." });
    let (add, remove) = ("customerRequestAddSeat", "customerRequestRemoveSeat");
    assert!(answer(&server, DeliveryLead, &id, json!({})).await.succeeded());
    for (mutation, facts, expected) in [
        (add, of("SALES"), "SEAT_NEEDED"),
        (remove, of("DELIVERY"), "SEAT_NOT_NEEDED"),
        (add, json!({ "seat": "DELIVERY", "reason": " " }), "REQUIRED"),
    ] {
        assert_eq!(code(&attempt(&server, SalesLead, mutation, &id, facts).await), expected, "{mutation}");
    }
    // What delivery has said before it had to counts.
    let added = change(&server, Director, add, &id, of("DELIVERY")).await;
    assert_eq!(added["waiting"], json!(["SALES", "TECHNICAL"]));
    let taken_off = attempt(&server, SalesLead, remove, &id, of("DELIVERY")).await;
    assert_eq!(code(&taken_off), "SEAT_ANSWERED");
    let gone = change(&server, TechnicalLead, remove, &id, of("SALES")).await;
    assert_eq!((&gone["holder"], &gone["waiting"]), (&json!("TECHNICAL"), &json!(["TECHNICAL"])));
    let back = change(&server, SalesLead, add, &id, of("SALES")).await;
    assert_eq!((&back["holder"], &back["waiting"]), (&json!("TECHNICAL"), &json!(["SALES", "TECHNICAL"])));
    let other = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    assert_eq!(code(&attempt(&server, SalesLead, remove, &other, of("SALES")).await), "LAST_SEAT");
});

story!(of_two_changes_of_one_version_one_is_told, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    let (sales, director) = (server.as_(SalesLead), server.as_(Director));
    let to = |seat: &str| json!({ "requestId": id, "expectedVersion": 1, "to": seat });
    let (one, other) = tokio::join!(
        sales.attempt("customerRequestHandOver", "", to("DELIVERY")),
        director.attempt("customerRequestHandOver", "", to("TECHNICAL")),
    );
    let lost = if one.succeeded() { other } else { one };
    assert_eq!(code(&lost), "VERSION_CONFLICT");
    assert_eq!(seen(&server, &id).await["hops"].as_array().unwrap().len(), 2);
});
