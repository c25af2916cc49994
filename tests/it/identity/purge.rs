//! What has had its time is forgotten.

use api::domain::services::Services;
use api::platform::clock::Clock;
use api::platform::courier::{Courier, Reach};
use chrono::TimeDelta;
use entity::{idempotency_key, refresh_token, session};
use sea_orm::{EntityTrait, PaginatorTrait};
use support::Persona::{Administrator, SalesLead};
use support::{Server, json, story};

/// How many sessions, refresh tokens and kept answers there are.
async fn counts(server: &Server) -> [u64; 3] {
    let database = server.database().connect().await;
    let counts = [
        session::Entity::find().count(&database).await,
        refresh_token::Entity::find().count(&database).await,
        idempotency_key::Entity::find().count(&database).await,
    ];
    database.close().await.expect("an idle connection closes");
    counts.map(|count| count.expect("rows can be counted"))
}

/// Does what the server does every hour, that long from now.
async fn purge(server: &Server, later: TimeDelta) {
    let machine = server.database().machine(Clock::manual(server.now() + later)).await;
    let services =
        Services::start(machine, Courier::new(Reach::Public)).await.expect("the database should answer");
    services.identity().purge().await.expect("the database should answer");
}

story!(what_has_had_its_time_is_forgotten_and_nothing_before, async |server| {
    let region = json!({ "code": "EAST", "name": "East", "idempotencyKey": "k" });
    server.as_(Administrator).change("regionCreate", "region { id }", region).await;
    server.sign_in(SalesLead).await;
    let [sessions, tokens, answers] = counts(&server).await;
    assert!(tokens > 0 && answers > 0);
    purge(&server, TimeDelta::hours(24) - TimeDelta::microseconds(1)).await;
    assert_eq!(counts(&server).await, [sessions, tokens, answers]);
    purge(&server, TimeDelta::hours(24)).await;
    assert_eq!(counts(&server).await, [sessions, tokens, 0]);
    purge(&server, TimeDelta::days(30)).await;
    assert_eq!(counts(&server).await, [sessions, 0, 0]);
    purge(&server, TimeDelta::days(31)).await;
    assert_eq!(counts(&server).await, [0, 0, 0]);
});
