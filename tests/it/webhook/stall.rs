//! A receiver that takes its time stalls nobody else.

use serde_json::json;
use support::{Server, receiver::Reply, story};

use super::acting::Hook;
use crate::incident::acting::report;

story!(a_receiver_that_hangs_stalls_nobody_else, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut slow = Hook::of_incidents(&server).await;
    slow.receiver.answer(Reply::Hang);
    let mut quick = Hook::of_incidents(&server).await;
    for _ in 0..8 {
        report(&server, &account, "SEV1").await;
    }
    for _ in 0..8 {
        quick.receiver.next().await;
    }
    quick.all_are_delivered(&server, 8).await;
    for _ in 0..4 {
        slow.receiver.next().await;
    }
    Hook::probe(&server).await.beat(&server).await;
    assert_eq!(slow.attempts(&server).await, 4, "no more at a time");
    let waiting = slow.deliveries(&server).await;
    assert!(waiting.iter().all(|it| it["state"] == "PENDING"), "{waiting:?}");
});

story!(a_receiver_that_fails_gets_one_request_at_a_time, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    hook.receiver.answer(Reply::Status(500));
    report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    hook.has_tried(&server, 1, "PENDING").await;
    hook.receiver.answer(Reply::Hang);
    for _ in 0..3 {
        report(&server, &account, "SEV1").await;
    }
    hook.has_queued(&server, 4).await;
    hook.receiver.next().await;
    Hook::probe(&server).await.beat(&server).await;
    assert_eq!(hook.attempts(&server).await, 2, "the one that failed, and the one that hangs");
});

story!(an_attempt_of_which_nobody_hears_is_made_again_after_a_minute, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    let mut probe = Hook::probe(&server).await;
    hook.receiver.answer(Reply::Hang);
    report(&server, &account, "SEV1").await;
    let first = hook.receiver.next().await;
    hook.receiver.answer(Reply::Status(204));
    server.advance(std::time::Duration::from_secs(59));
    probe.beat(&server).await;
    assert_eq!(hook.attempts(&server).await, 1);
    server.advance(std::time::Duration::from_secs(1));
    assert_eq!(hook.receiver.next().await.id(), first.id());
    hook.has_tried(&server, 2, "DELIVERED").await;
});
