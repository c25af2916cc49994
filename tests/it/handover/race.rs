//! Two at the same moment.

use std::sync::Arc;

use support::{
    Persona::{Administrator, Deputy, Director, Member, SalesLead},
    Value,
    answer::Answer,
    client::Client,
    json, story,
};
use tokio::sync::Barrier;

use super::acting::{FACTS, co_owned, nomination, seen, step};
use crate::triangle::acting::assignment;

/// Sends both requests when both are ready, each over a connection of its own.
async fn together(one: (Client, &str, &str, Value), other: (Client, &str, &str, Value)) -> [Answer; 2] {
    let barrier = Arc::new(Barrier::new(2));
    let send = async |(client, mutation, selection, input): (Client, &str, &str, Value),
                      barrier: Arc<Barrier>| {
        let _ = client.query("{ __typename }", json!({})).await;
        barrier.wait().await;
        client.attempt(mutation, selection, input).await
    };
    let (one, other) = tokio::join!(send(one, Arc::clone(&barrier)), send(other, barrier));
    [one, other]
}

story!(of_two_handovers_of_one_seat_one_begins_and_of_two_seats_both_do, async |server| {
    let account = server.triangle(json!({})).await;
    let same = nomination(&server, &account, json!({}));
    let other = nomination(&server, &account, json!({ "receiverId": server.cast().id(Deputy) }));
    let [one, other] = together(
        (server.as_(Director), "handoverInitiate", FACTS, same),
        (server.as_(Administrator), "handoverInitiate", FACTS, other),
    )
    .await;
    assert_ne!(one.succeeded(), other.succeeded(), "{one:?} {other:?}");
    let lost = if one.succeeded() { other } else { one };
    assert_eq!(lost.user_error()["code"], "HANDOVER_OPEN");
    let account = server.triangle(json!({})).await;
    let technical = json!({ "seat": "TECHNICAL", "receiverId": server.cast().id(Member) });
    let [one, other] = together(
        (server.as_(Director), "handoverInitiate", FACTS, nomination(&server, &account, json!({}))),
        (server.as_(Administrator), "handoverInitiate", FACTS, nomination(&server, &account, technical)),
    )
    .await;
    assert!(one.succeeded() && other.succeeded(), "{one:?} {other:?}");
});

story!(a_move_and_a_swap_at_the_same_moment_leave_one_primary, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let handover = co_owned(&server, &account).await;
    let version = seen(&server, Director, &handover, "version").await["handover.version"].clone();
    let held = assignment(&server, &account, SalesLead).await;
    let swap = json!({ "assignmentId": held, "userId": server.cast().id(Deputy), "reason": "r" });
    let transfer = json!({ "handoverId": handover, "expectedVersion": version });
    let [moved, swapped] = together(
        (server.as_(Director), "handoverTransfer", FACTS, transfer),
        (server.as_(Administrator), "seatSwap", "assignment { id }", swap),
    )
    .await;
    assert_ne!(moved.succeeded(), swapped.succeeded(), "{moved:?} {swapped:?}");
    let code = if moved.succeeded() {
        swapped.user_error()["code"].clone()
    } else {
        moved.user_error()["code"].clone()
    };
    assert_eq!(code, if moved.succeeded() { "SEAT_TAKEN" } else { "SEAT_CHANGED" });
    if swapped.succeeded() {
        step(&server, Director, "handoverCancel", &handover).await;
    }
});

story!(of_two_moves_one_is_made, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let handover = co_owned(&server, &account).await;
    let version = seen(&server, Director, &handover, "version").await["handover.version"].clone();
    let input = || json!({ "handoverId": handover, "expectedVersion": version });
    let [one, other] = together(
        (server.as_(Director), "handoverTransfer", FACTS, input()),
        (server.as_(Administrator), "handoverTransfer", FACTS, input()),
    )
    .await;
    assert_ne!(one.succeeded(), other.succeeded(), "{one:?} {other:?}");
    let lost = if one.succeeded() { other } else { one };
    assert_eq!(lost.user_error()["code"], "VERSION_CONFLICT");
});
