//! Notices are their reader's own, and go with the sight of what they are about.

use serde_json::json;
use support::Persona::{DeliveryLead, Director, EscalationManager, Outsider, TechnicalLead};
use support::{Server, story};

use super::acting::{Watcher, account, list};
use crate::incident::acting::{attempt, report};

const NODE: &str = "query($id: ID!) { node(id: $id) { id } }";

story!(somebody_elses_notice_is_as_if_it_were_not_there, async |server: Server| {
    let account = account(&server).await;
    let mut dilan = Watcher::of(&server.as_(DeliveryLead)).await;
    report(&server, &account, "SEV1").await;
    let theirs = dilan.next().await["notices"][0]["id"].clone();
    assert_eq!(server.as_(DeliveryLead).query(NODE, json!({ "id": theirs })).await["node.id"], theirs);
    let nothing = "ntc_01h2e8kqvbfwea724h75qc655w";
    // Not even for those who see the incident, or everything.
    for persona in [TechnicalLead, EscalationManager, Outsider] {
        for mutation in ["noticeRead", "noticeDismiss"] {
            let ids = |id: &serde_json::Value| json!({ "noticeIds": [id] });
            let client = server.as_(persona);
            let hidden = client.attempt(mutation, "notices { id }", ids(&theirs)).await;
            let absent = client.attempt(mutation, "notices { id }", ids(&json!(nothing))).await;
            assert_eq!((hidden.code(), absent.code()), ("NOT_FOUND", "NOT_FOUND"));
        }
        let hidden = server.as_(persona).query(NODE, json!({ "id": theirs })).await;
        let absent = server.as_(persona).query(NODE, json!({ "id": nothing })).await;
        assert_eq!(
            (hidden.code(), hidden.error()["message"].clone()),
            ("NOT_FOUND", absent.error()["message"].clone())
        );
    }
    let unread = list(&server.as_(DeliveryLead), json!({ "unread": true })).await;
    assert!(unread.iter().any(|notice| notice["id"] == theirs), "nobody else has read it");
});

story!(who_loses_sight_of_an_incident_loses_its_notices, async |server: Server| {
    let account = account(&server).await;
    let id = report(&server, &account, "SEV1").await;
    let outsider = server.as_(Outsider);
    let start = outsider.query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let mut watcher = Watcher::of(&outsider).await;
    let who = json!({ "userId": server.cast().id(Outsider) });
    attempt(&server, Director, "incidentAddResponder", &id, who.clone()).await;
    let notice = watcher.next().await["notices"][0]["id"].clone();
    assert_eq!(list(&outsider, json!({})).await.len(), 1);
    let count = outsider.query("{ myNotices { totalCount { count } } }", json!({})).await;
    assert_eq!(count["myNotices.totalCount.count"], 1);

    attempt(&server, Director, "incidentRemoveResponder", &id, who).await;
    assert!(list(&outsider, json!({})).await.is_empty());
    let count = outsider.query("{ myNotices { totalCount { count } } }", json!({})).await;
    assert_eq!(count["myNotices.totalCount.count"], 0);
    assert_eq!(outsider.query(NODE, json!({ "id": notice })).await.code(), "NOT_FOUND");
    let log = "query($after: EventCursor!) { eventLog(after: $after) { events { __typename } } }";
    let replayed = outsider.query(log, json!({ "after": start })).await;
    assert_eq!(replayed["eventLog.events"], json!([]), "not by replay either");
});

story!(the_notices_of_others_are_in_nobodys_log, async |server: Server| {
    let account = account(&server).await;
    let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let mut dilan = Watcher::of(&server.as_(DeliveryLead)).await;
    report(&server, &account, "SEV1").await;
    dilan.next().await;
    let log = "query($after: EventCursor!) { eventLog(after: $after, first: 100) {
        events { __typename ... on NoticeEvent { notices { id } } } } }";
    for persona in [DeliveryLead, TechnicalLead, Outsider] {
        let client = server.as_(persona);
        let answer = client.query(log, json!({ "after": start })).await;
        let events = answer["eventLog.events"].as_array().unwrap();
        let told: Vec<_> = events.iter().filter(|event| event["__typename"] == "NoticeEvent").collect();
        let own = list(&client, json!({ "kinds": ["INCIDENT_REPORTED"] })).await;
        assert_eq!(told.len(), own.len(), "{persona:?}");
        for (event, notice) in told.iter().zip(own) {
            assert_eq!(event["notices"][0]["id"], notice["id"]);
        }
    }
});
