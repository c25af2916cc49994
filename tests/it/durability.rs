//! What was acknowledged is there, whatever happens to the process that said so.

use std::sync::{Arc, Mutex};

use api::platform::task;
use support::{
    Persona::Administrator, Value, client::Client, json, process::Process, process_story, story::soon,
};
use tokio::sync::watch;

const CREATE: &str = "mutation($code: String!) {
    regionCreate(input: { code: $code, name: $code, idempotencyKey: $code }) {
        region { code } eventIds userErrors { code }
    }
}";

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) {
    events { eventId ... on AdministrationEvent { name } } cursor hasMore
} }";

/// The ids of the regions' events after a cursor.
async fn created_after(client: &Client, mut after: String) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let answer = client.query(LOG, json!({ "after": after })).await;
        let page = &answer.data()["eventLog"];
        let events = page["events"].as_array().unwrap().iter();
        let created = events.filter(|it| it["name"] == "region.created");
        ids.extend(created.map(|it| it["eventId"].as_str().unwrap().to_owned()));
        after = page["cursor"].as_str().unwrap().to_owned();
        if page["hasMore"] == false {
            return ids;
        }
    }
}

async fn regions(client: &Client) -> Vec<Value> {
    let answer = client.query("{ regions { code } }", json!({})).await;
    answer["regions"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect()
}

process_story!(every_acknowledged_change_survives_a_kill_with_its_event, async |process: Process| {
    let administrator = process.as_(Administrator).await;
    let before = regions(&administrator).await.len();
    let start = administrator.query("{ eventCursor }", json!({})).await.text("eventCursor");
    let acknowledged: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let count = watch::Sender::new(0);
    for writer in 0..4 {
        let (client, acknowledged, count) = (administrator.clone(), Arc::clone(&acknowledged), count.clone());
        // The kill cuts these in the middle of a request, at which they end.
        task::spawn("writer", async move {
            for n in 0.. {
                let code = format!("W{writer}-{n}");
                let answer = client.query(CREATE, json!({ "code": code })).await;
                let event = answer.text("regionCreate.eventIds.0");
                acknowledged.lock().unwrap().push((code, event));
                count.send_modify(|count| *count += 1);
            }
        });
    }
    let mut seen = count.subscribe();
    soon("sixty acknowledged changes", seen.wait_for(|count| *count >= 60)).await.unwrap();
    let process = process.kill_and_restart().await;

    let administrator = process.as_(Administrator).await;
    let regions = regions(&administrator).await;
    let events = created_after(&administrator, start).await;
    for (code, event) in acknowledged.lock().unwrap().iter() {
        assert!(regions.contains(&json!(code)), "{code} was acknowledged and is gone");
        assert!(events.contains(event), "the event of {code} was acknowledged and is gone");
    }
    assert_eq!(
        events.len(),
        regions.len() - before,
        "a change without its event, or an event without its change"
    );
});
