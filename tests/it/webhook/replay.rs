//! Sending again from a position, and going on where it stopped.

use serde_json::json;
use support::{Persona::Administrator, Server, story};

use super::acting::Hook;
use crate::incident::acting::report;

story!(what_came_after_a_position_is_sent_again_under_its_own_ids, async |server: Server| {
    let account = server.triangle(json!({})).await;
    report(&server, &account, "SEV3").await;
    let mut hook = Hook::of_incidents(&server).await;
    report(&server, &account, "SEV1").await;
    let first = hook.receiver.next().await;
    let cursor = first.json()["data"]["incidentEvents"]["cursor"].clone();
    report(&server, &account, "SEV2").await;
    let second = hook.receiver.next().await;
    hook.all_are_delivered(&server, 2).await;

    hook.change(&server, "webhookEndpointReplay", json!({ "after": cursor })).await;
    let again = hook.receiver.next().await;
    assert_eq!((again.id(), &again.body), (second.id(), &second.body));
    hook.all_are_delivered(&server, 2).await;
    assert!(hook.receiver.is_quiet());

    let beginning = api::platform::log::Cursor { pos: 0, ..cursor.as_str().unwrap().parse().unwrap() };
    hook.change(&server, "webhookEndpointReplay", json!({ "after": beginning.to_string() })).await;
    let mut severities = Vec::new();
    for _ in 0..3 {
        let event = hook.receiver.next().await.json()["data"]["incidentEvents"]["incident"].clone();
        severities.push(event["severity"].as_str().unwrap().to_owned());
    }
    severities.sort();
    assert_eq!(severities, ["SEV1", "SEV2", "SEV3"], "what was before the endpoint, too");
});

story!(a_position_of_another_log_is_refused, async |server: Server| {
    let hook = Hook::of_incidents(&server).await;
    let foreign = api::platform::log::Cursor { epoch: 77, pos: 1 }.to_string();
    let input = json!({ "endpointId": hook.id, "expectedVersion": 1, "after": foreign });
    let refused = server.as_(Administrator).attempt("webhookEndpointReplay", "endpoint { id }", input).await;
    assert_eq!(refused.code(), "CURSOR_DIVERGED");
});

story!(a_disabled_endpoint_goes_on_where_it_stopped_or_where_it_is_set, async |server: Server| {
    let account = server.triangle(json!({})).await;
    let mut hook = Hook::of_incidents(&server).await;
    hook.change(&server, "webhookEndpointDisable", json!({})).await;
    report(&server, &account, "SEV1").await;
    hook.change(&server, "webhookEndpointEnable", json!({})).await;
    let missed = hook.receiver.next().await.json();
    assert_eq!(missed["data"]["incidentEvents"]["incident"]["severity"], "SEV1");

    hook.change(&server, "webhookEndpointDisable", json!({})).await;
    report(&server, &account, "SEV2").await;
    let log = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { cursor } }";
    let after = &missed["data"]["incidentEvents"]["cursor"];
    let now =
        server.as_(Administrator).query(log, json!({ "after": after })).await["eventLog.cursor"].clone();
    hook.change(&server, "webhookEndpointReplay", json!({ "after": now })).await;
    hook.change(&server, "webhookEndpointEnable", json!({})).await;
    report(&server, &account, "SEV3").await;
    let next = hook.receiver.next().await.json();
    assert_eq!(next["data"]["incidentEvents"]["incident"]["severity"], "SEV3");
});
