//! A new secret, and the one before it for a day.

use std::time::Duration;

use serde_json::json;
use support::{Server, story};

use super::acting::Hook;
use crate::incident::acting::report;

story!(after_a_rotation_both_secrets_sign_for_a_day, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    let rotated = hook.change(&server, "webhookSecretRotate", json!({})).await;
    let fresh = rotated.text("webhookSecretRotate.rotated.secret");
    assert!(fresh.starts_with("whsec_") && fresh != hook.secret);
    assert_eq!(rotated["webhookSecretRotate.rotated.previousUntil"], "2026-03-03T09:00:00+00:00");
    report(&server, &account, "SEV1").await;
    let both = hook.receiver.next().await;
    assert!(both.is_signed_by(&fresh) && both.is_signed_by(&hook.secret));
    server.advance(Duration::from_secs(86_400));
    report(&server, &account, "SEV1").await;
    let one = hook.receiver.next().await;
    assert!(one.is_signed_by(&fresh) && !one.is_signed_by(&hook.secret));
});
