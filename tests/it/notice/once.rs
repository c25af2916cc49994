//! Of one event a person gets one notice, whatever nodes run or die.

use std::time::Duration;

use serde_json::json;
use support::Persona::{DeliveryLead, EscalationManager};
use support::{Server, story};

use super::acting::{Watcher, account, list, tells};
use crate::incident::acting::{report, step};

story!(of_several_nodes_one_tells_a_person, async |server: Server| {
    let account = account(&server).await;
    let mut others = Vec::new();
    if server.database().engine() == support::database::Engine::Postgres {
        others.extend([server.beside().await, server.beside().await]);
    }
    let client = server.as_(DeliveryLead);
    let mut watcher = Watcher::of(&client).await;
    for _ in 0..4 {
        report(&server, &account, "SEV1").await;
        watcher.next().await;
    }
    let notices = list(&client, json!({ "kinds": ["INCIDENT_REPORTED"] })).await;
    let mut events: Vec<_> = notices.iter().map(|notice| notice["eventId"].as_str().unwrap()).collect();
    events.sort_unstable();
    events.dedup();
    assert_eq!((notices.len(), events.len()), (4, 4));
    for other in others {
        other.stop().await;
    }
});

story!(what_happened_just_before_a_stop_is_told_after_the_start_and_once, async |server: Server| {
    let account = account(&server).await;
    let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let id = report(&server, &account, "SEV1").await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    let server = server.restart().await;
    let client = server.as_(DeliveryLead);
    let mut watcher = Watcher::after(&client, start).await;
    for expected in ["incident.reported", "incident.activated"] {
        assert_eq!(watcher.next().await["notices"][0]["tells"], expected);
    }
    let server = server.restart().await;
    server.advance(Duration::from_secs(1));
    let client = server.as_(DeliveryLead);
    let mut watcher = Watcher::of(&client).await;
    report(&server, &account, "SEV1").await;
    watcher.next().await;
    let about_incidents = list(&client, json!({ "kinds": ["INCIDENT_REPORTED", "INCIDENT_CHANGED"] })).await;
    let expected = ["incident.reported", "incident.activated", "incident.reported"];
    assert_eq!(tells(&about_incidents), expected);
});
