//! Many notices in a short time interrupt once.

use std::time::Duration;

use serde_json::json;
use support::Persona::DeliveryLead;
use support::{Server, story};

use super::acting::{Watcher, account, list};
use crate::incident::acting::report;

story!(after_five_in_ten_minutes_the_next_ones_come_together, async |server: Server| {
    let account = account(&server).await;
    let client = server.as_(DeliveryLead);
    server.advance(Duration::from_secs(11 * 60));
    let mut watcher = Watcher::of(&client).await;
    for _ in 0..5 {
        report(&server, &account, "SEV1").await;
        assert_eq!(watcher.next().await["kind"], "RAISED");
    }
    for _ in 0..3 {
        report(&server, &account, "SEV1").await;
    }
    // They are in the list as soon as they are made, though they have not interrupted.
    let reported = json!({ "kinds": ["INCIDENT_REPORTED"] });
    let waiting = loop {
        let listed = list(&client, reported.clone()).await;
        if listed.len() == 8 {
            break listed;
        }
        tokio::task::yield_now().await;
    };
    assert!(waiting[..3].iter().all(|notice| notice["deliveredAt"].is_null()));

    server.advance(Duration::from_secs(10 * 60 + 20));
    let digest = watcher.next().await;
    assert_eq!((&digest["kind"], digest["notices"].as_array().unwrap().len()), (&json!("DIGESTED"), 3));
    let ids = |notices: &[serde_json::Value]| notices.iter().map(|it| it["id"].clone()).collect::<Vec<_>>();
    let mut first_to_last = ids(&waiting[..3]);
    first_to_last.reverse();
    assert_eq!(ids(digest["notices"].as_array().unwrap()), first_to_last);
    assert!(list(&client, reported).await.iter().all(|notice| notice["deliveredAt"].is_string()));

    report(&server, &account, "SEV1").await;
    assert_eq!(watcher.next().await["kind"], "RAISED", "it is quiet again");
});
