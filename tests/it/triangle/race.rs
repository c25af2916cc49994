//! Two people at the same moment.

use std::sync::Arc;

use support::Persona::{Administrator, Deputy, Director, Outsider, SalesLead};
use support::client::Client;
use support::{Value, json, story};
use tokio::sync::Barrier;

use super::acting::{ask, assignment, attempt, place, seat};

/// Sends both requests when both are ready, each over a connection of its own.
async fn together(one: (Client, &str, Value), other: (Client, &str, Value)) -> [support::answer::Answer; 2] {
    let barrier = Arc::new(Barrier::new(2));
    let send = async |(client, mutation, input): (Client, &str, Value), barrier: Arc<Barrier>| {
        // The connection is open before anybody begins.
        let _ = client.query("{ __typename }", json!({})).await;
        barrier.wait().await;
        attempt(&client, mutation, input).await
    };
    let (one, other) = tokio::join!(send(one, Arc::clone(&barrier)), send(other, barrier));
    [one, other]
}

story!(of_two_people_for_one_seat_one_wins_and_the_other_is_told_by_whom, async |server| {
    for position in ["PRIMARY", "DEPUTY"] {
        let account = server.account(json!({})).await;
        let sara = place(&server, &account, SalesLead, "SALES", position);
        let otto = place(&server, &account, Outsider, "SALES", position);
        let [one, other] = together(
            (server.as_(Director), "seatAssign", sara),
            (server.as_(Administrator), "seatAssign", otto),
        )
        .await;
        assert_ne!(one.succeeded(), other.succeeded(), "{one:?} {other:?}");
        let (winner, loser) = if one.succeeded() { (SalesLead, other) } else { (Outsider, one) };
        let error = loser.user_error();
        assert_eq!((&error["code"], &error["__typename"]), (&json!("SEAT_TAKEN"), &json!("SeatTaken")));
        assert_eq!(error["assignmentId"], json!(assignment(&server, &account, winner).await));
        let holder = if position == "PRIMARY" { 0 } else { 1 };
        assert_eq!(seat(&server, &account, "sales").await[holder], winner.name());
    }
});

story!(of_two_swaps_of_one_assignment_one_wins, async |server| {
    let account = server.triangle(json!({})).await;
    let old = assignment(&server, &account, SalesLead).await;
    let swap = |persona| json!({ "assignmentId": old, "userId": server.cast().id(persona), "reason": "r" });
    let [one, other] = together(
        (server.as_(Director), "seatSwap", swap(Outsider)),
        (server.as_(Administrator), "seatSwap", swap(Deputy)),
    )
    .await;
    assert_ne!(one.succeeded(), other.succeeded(), "{one:?} {other:?}");
    let (winner, loser) = if one.succeeded() { (Outsider, other) } else { (Deputy, one) };
    assert_eq!(loser.user_error()["assignmentId"], json!(assignment(&server, &account, winner).await));
});

story!(of_two_requests_with_one_key_there_is_one_assignment, async |server| {
    let account = server.account(json!({})).await;
    let mut input = place(&server, &account, SalesLead, "SALES", "PRIMARY");
    input["idempotencyKey"] = json!("the same");
    let dora = || (server.as_(Director), "seatAssign", input.clone());
    let [one, other] = together(dora(), dora()).await;
    assert!(one.succeeded() && other.succeeded(), "{one:?} {other:?}");
    assert_eq!(one["seatAssign.eventIds"], other["seatAssign.eventIds"]);
    let history = ask(&server, Director, &account, "assignmentHistory { totalCount { count } }").await;
    assert_eq!(history["account.assignmentHistory.totalCount.count"], 1);
});
