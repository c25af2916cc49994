//! What is kept, and for how long.

use api::domain::services::Services;
use api::platform::clock::Clock;
use api::platform::courier::{Courier, Reach};
use chrono::TimeDelta;
use entity::webhook_secret;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use support::{Server, receiver::Reply, story};

use super::acting::Hook;
use crate::incident::acting::report;

/// Does what the server does every hour, that long from now.
async fn purge(server: &Server, later: TimeDelta) {
    let machine = server.database().machine(Clock::manual(server.now() + later)).await;
    let services = Services::start(machine, Courier::new(Reach::Public)).await;
    let services = services.expect("the database should answer");
    services.webhooks().purge().await.expect("the database should answer");
}

async fn secrets(server: &Server) -> u64 {
    let database = server.database().connect().await;
    let count = webhook_secret::Entity::find().count(&database).await;
    database.close().await.expect("an idle connection closes");
    count.expect("rows can be counted")
}

story!(what_was_delivered_is_kept_for_thirty_days_and_what_waits_for_ever, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    hook.all_are_delivered(&server, 1).await;
    hook.receiver.answer(Reply::Status(410));
    report(&server, &account, "SEV1").await;
    hook.receiver.next().await;
    hook.is_disabled(&server, "GONE").await;
    purge(&server, TimeDelta::days(30)).await;
    assert_eq!(hook.deliveries(&server).await.len(), 2);
    purge(&server, TimeDelta::days(30) + TimeDelta::microseconds(1)).await;
    let left = hook.deliveries(&server).await;
    assert_eq!((left.len(), &left[0]["state"]), (1, &json!("PENDING")));
});

story!(a_secret_that_signs_no_more_is_forgotten, async |server: Server| {
    let hook = Hook::of_incidents(&server).await;
    hook.change(&server, "webhookSecretRotate", json!({})).await;
    purge(&server, TimeDelta::hours(24) - TimeDelta::microseconds(1)).await;
    assert_eq!(secrets(&server).await, 2);
    purge(&server, TimeDelta::hours(24)).await;
    assert_eq!(secrets(&server).await, 1);
});
