//! Answers: whose count, for which seat, and since when.

use serde_json::json;
use support::Persona::{
    Administrator, DeliveryLead, Deputy, Director, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Server, story};

use super::acting::{answer, code, log, minutes, seen};

story!(a_request_is_answered_when_every_needed_seat_has, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    server.advance(minutes(20));
    assert!(
        answer(&server, Deputy, &id, json!({ "kind": "HOLDING", "body": "We look into it." }))
            .await
            .succeeded()
    );
    assert!(answer(&server, TechnicalLead, &id, json!({ "kind": "AUTOMATIC" })).await.succeeded());
    let still = seen(&server, &id).await;
    assert_eq!(
        (&still["firstAnsweredAt"], &still["waiting"]),
        (&json!(null), &json!(["SALES", "TECHNICAL"]))
    );
    server.advance(minutes(10));
    let given = answer(&server, Deputy, &id, json!({ "body": "In April." })).await;
    let after = json!({ "holder": "TECHNICAL", "waiting": ["TECHNICAL"], "version": 4 });
    assert_eq!(given["customerRequestAnswer.request"], after);
    server.advance(minutes(60));
    assert!(answer(&server, TechnicalLead, &id, json!({})).await.succeeded());
    let whole = seen(&server, &id).await;
    assert_eq!((&whole["holder"], &whole["waiting"]), (&json!(null), &json!([])));
    let length = |seconds: u32| json!({ "wallSeconds": seconds, "businessSeconds": seconds });
    let expected = json!({
        "firstResponse": length(1_800), "jointResponse": length(5_400),
        "hopTimes": [{ "seat": "SALES", "time": length(1_800) }, { "seat": "TECHNICAL", "time": length(3_600) }],
    });
    assert_eq!(whole["timing"], expected);
    let kinds: Vec<_> = whole["answers"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["HOLDING", "AUTOMATIC", "SUBSTANTIVE", "SUBSTANTIVE"]);
});

story!(a_seat_answers_and_nobody_else, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({ "seats": ["SALES"] })).await;
    for persona in [Member, Director] {
        assert_eq!(answer(&server, persona, &id, json!({})).await.code(), "FORBIDDEN", "{persona:?}");
    }
    for persona in [Outsider, Administrator] {
        assert_eq!(answer(&server, persona, &id, json!({})).await.code(), "NOT_FOUND", "{persona:?}");
    }
    let others = answer(&server, TechnicalLead, &id, json!({ "seat": "SALES" })).await;
    assert_eq!(code(&others), "NOT_YOUR_SEAT");
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ", "INCIDENT_REPORT"] })).await;
    let input = json!({ "requestId": id, "kind": "SUBSTANTIVE" });
    assert_eq!(bot.attempt("customerRequestAnswer", "", input).await.code(), "NOT_FOUND");
    // A seat that need not answer gives the first answer all the same.
    server.advance(minutes(1));
    assert!(answer(&server, DeliveryLead, &id, json!({})).await.succeeded());
    let after = seen(&server, &id).await;
    assert_eq!(after["timing"]["firstResponse"]["wallSeconds"], 60);
    assert_eq!((&after["timing"]["jointResponse"], &after["waiting"]), (&json!(null), &json!(["SALES"])));
});

/// The delivery lead stands in for the technical seat, too.
async fn serve_two(server: &Server, account: &str) {
    let input = json!({
        "accountId": account, "userId": server.cast().id(DeliveryLead), "seat": "TECHNICAL", "position": "DEPUTY",
        "exceptionReason": "Nobody else knows the plant.",
    });
    server.as_(Administrator).change("seatAssign", "assignment { id }", input).await;
}

story!(who_holds_two_seats_says_for_which_one_they_answer, async |server| {
    let account = server.triangle(json!({})).await;
    serve_two(&server, &account).await;
    let id = log(&server, &account, json!({ "seats": ["TECHNICAL", "DELIVERY"] })).await;
    assert_eq!(code(&answer(&server, DeliveryLead, &id, json!({})).await), "SEAT_AMBIGUOUS");
    assert_eq!(code(&answer(&server, DeliveryLead, &id, json!({ "seat": "SALES" })).await), "NOT_YOUR_SEAT");
    assert!(answer(&server, DeliveryLead, &id, json!({ "seat": "TECHNICAL" })).await.succeeded());
    assert_eq!(seen(&server, &id).await["waiting"], json!(["DELIVERY"]));
});

story!(answers_of_two_seats_at_the_same_moment_both_count, async |server| {
    let account = server.triangle(json!({})).await;
    for _ in 0..4 {
        let id = log(&server, &account, json!({ "seats": ["SALES", "TECHNICAL", "DELIVERY"] })).await;
        let (one, two, three) = tokio::join!(
            answer(&server, SalesLead, &id, json!({})),
            answer(&server, TechnicalLead, &id, json!({})),
            answer(&server, DeliveryLead, &id, json!({})),
        );
        assert!(one.succeeded() && two.succeeded() && three.succeeded(), "{one:?} {two:?} {three:?}");
        let after = seen(&server, &id).await;
        assert_eq!((&after["waiting"], &after["holder"]), (&json!([]), &json!(null)));
        assert_eq!((&after["version"], after["answers"].as_array().unwrap().len()), (&json!(4), 3));
    }
});

story!(an_answer_is_entered_late_but_not_from_before_the_demand_or_the_future, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    server.advance(minutes(60));
    for (at, expected) in
        [("2026-03-02T08:59:59Z", "OCCURRED_TOO_EARLY"), ("2026-03-02T10:00:01Z", "OCCURRED_IN_FUTURE")]
    {
        let refused = answer(&server, SalesLead, &id, json!({ "answeredAt": at })).await;
        assert_eq!(code(&refused), expected);
        assert_eq!(refused.user_error()["path"], json!(["answeredAt"]));
    }
    assert!(answer(&server, SalesLead, &id, json!({})).await.succeeded());
    let earlier = json!({ "answeredAt": "2026-03-02T09:10:00Z" });
    assert!(answer(&server, TechnicalLead, &id, earlier).await.succeeded());
    let after = seen(&server, &id).await;
    assert_eq!(after["firstAnsweredAt"], "2026-03-02T09:10:00+00:00");
    assert_eq!(after["timing"]["jointResponse"]["wallSeconds"], 3_600);
});
