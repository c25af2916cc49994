//! What a receiver gets that fails: what the standard promises.

use std::time::Duration;

use serde_json::json;
use support::{Persona::Administrator, Server, receiver::Reply, story};

use super::acting::{Hook, instant};
use crate::incident::acting::report;

/// The pauses of the schedule, in seconds. Chance prolongs each by up to a fifth.
const PAUSES: [i64; 7] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400];

fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}

story!(what_fails_is_tried_again_over_a_day_then_given_up_and_sent_on_demand, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    let mut probe = Hook::probe(&server).await;
    hook.receiver.answer(Reply::Status(500));
    report(&server, &account, "SEV1").await;
    let first = hook.receiver.next().await;
    for (attempts, pause) in (1..).zip(PAUSES) {
        let failed = hook.has_tried(&server, attempts, "PENDING").await;
        assert_eq!((&failed["lastStatus"], &failed["lastError"]), (&json!(500), &json!("answered 500")));
        let wait = (instant(&failed["nextAttemptAt"]) - server.now()).num_milliseconds();
        assert!((pause * 1_000..=pause * 1_200).contains(&wait), "{attempts}: {wait} ms");
        server.advance(seconds(pause - 1));
        probe.beat(&server).await;
        assert_eq!(hook.attempts(&server).await, attempts);
        server.advance(seconds(pause / 5 + 2));
        let again = hook.receiver.next().await;
        assert_eq!((again.id(), &again.body), (first.id(), &first.body));
        assert_eq!(again.timestamp(), server.now().timestamp(), "each attempt is signed anew");
        assert!(again.is_signed_by(&hook.secret));
    }
    let dead = hook.has_tried(&server, 8, "DEAD").await;
    assert!(dead["nextAttemptAt"].is_null() && dead["settledAt"].is_string());

    hook.receiver.answer(Reply::Status(200));
    let input = json!({ "deliveryId": dead["id"] });
    let ada = server.as_(Administrator);
    ada.change("webhookDeliveryRetry", "delivery { state attempts }", input.clone()).await;
    assert_eq!(hook.receiver.next().await.id(), first.id());
    hook.has_tried(&server, 1, "DELIVERED").await;
    let again = ada.attempt("webhookDeliveryRetry", "delivery { id }", input).await;
    assert_eq!(again.user_error()["code"], "ILLEGAL_TRANSITION");
    assert!(hook.endpoint(&server).await["failingSince"].is_null());
});

story!(an_endpoint_that_is_gone_is_disabled_and_its_events_wait, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    let mut probe = Hook::probe(&server).await;
    hook.receiver.answer(Reply::Status(410));
    report(&server, &account, "SEV1").await;
    let first = hook.receiver.next().await;
    hook.is_disabled(&server, "GONE").await;
    report(&server, &account, "SEV2").await;
    server.advance(seconds(100_000));
    probe.beat(&server).await;
    assert_eq!(hook.deliveries(&server).await[0]["state"], "PENDING");
    assert_eq!(hook.attempts(&server).await, 1);

    hook.receiver.answer(Reply::Status(204));
    hook.change(&server, "webhookEndpointEnable", json!({})).await;
    assert_eq!(hook.receiver.next().await.id(), first.id());
    let second = hook.receiver.next().await.json();
    assert_eq!(second["data"]["incidentEvents"]["incident"]["severity"], "SEV2", "nothing was left out");
});

story!(an_endpoint_that_asks_for_peace_is_left_in_peace, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut probe = Hook::probe(&server).await;
    for (status, wait) in [(429, "900"), (503, "Mon, 02 Mar 2026 10:00:00 GMT")] {
        let mut hook = Hook::of_incidents(&server).await;
        hook.receiver.answer(Reply::RetryAfter(status, wait.to_owned()));
        report(&server, &account, "SEV1").await;
        hook.receiver.next().await;
        let asked = hook.has_tried(&server, 1, "PENDING").await;
        let until = instant(&asked["nextAttemptAt"]);
        assert_eq!(instant(&hook.endpoint(&server).await["pausedUntil"]), until, "{wait}");
        hook.receiver.answer(Reply::Status(204));
        report(&server, &account, "SEV2").await;
        hook.has_queued(&server, 2).await;
        server.advance((until - server.now()).to_std().unwrap() - seconds(1));
        probe.beat(&server).await;
        assert_eq!(hook.attempts(&server).await, 1, "another event goes no sooner: {wait}");
        server.advance(seconds(1));
        hook.receiver.next().await;
        hook.receiver.next().await;
        hook.all_are_delivered(&server, 2).await;
    }
});

story!(an_endpoint_that_fails_for_days_is_disabled, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    hook.receiver.answer(Reply::Status(404));
    report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    hook.has_tried(&server, 1, "PENDING").await;
    assert_eq!(instant(&hook.endpoint(&server).await["failingSince"]), server.now());
    server.advance(seconds(5 * 86_400));
    hook.receiver.next().await;
    hook.is_disabled(&server, "FAILING").await;
});

story!(nobody_is_followed_elsewhere, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut elsewhere = support::receiver::Receiver::start().await;
    let mut hook = Hook::of_incidents(&server).await;
    hook.receiver.answer(Reply::Redirect(elsewhere.url()));
    report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    let failed = hook.has_tried(&server, 1, "PENDING").await;
    assert_eq!(failed["lastStatus"], 307);
    assert!(elsewhere.is_quiet());
});
