//! The sweeper: what is due is fired, once, whoever runs.

use std::collections::BTreeMap;
use std::time::Duration;

use entity::escalation_policy;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use support::Persona::{Administrator, Auditor, EscalationManager, SalesLead};
use support::{Server, story};

use super::watch::{KINDS, Watch, clocks, wait};
use crate::incident::acting::{account, head, incident_in, report, step};

const FIRST: &str = "LADDER_STEPPED 0/1 SALES_PRIMARY TECHNICAL_PRIMARY DELIVERY_PRIMARY";
const SECOND: &str = "LADDER_STEPPED 1/1 ESCALATION_MANAGER";
const THIRD: &str = "LADDER_STEPPED 2/1 DIRECTOR";

story!(silence_reaches_step_by_step_whom_it_must, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let mut watch = Watch::on(&server, &id).await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    watch.sees(&[FIRST]).await;
    wait(&server, 8);
    watch.sees(&["CLOCK_WARNED ACKNOWLEDGE 50/1", SECOND]).await;
    wait(&server, 4);
    watch.sees(&["CLOCK_WARNED ACKNOWLEDGE 75/1"]).await;
    wait(&server, 3);
    watch.sees(&["CLOCK_BREACHED ACKNOWLEDGE 100/1", THIRD]).await;
    wait(&server, 15);
    watch.sees(&["CLOCK_WARNED ACKNOWLEDGE 200/1", "CLOCK_WARNED EXECUTIVE_LEAD 50/1"]).await;
    watch.sees(&["LADDER_STEPPED 2/2 DIRECTOR"]).await;
    wait(&server, 15);
    watch.sees(&["CLOCK_WARNED ACKNOWLEDGE 300/1", "CLOCK_WARNED EXECUTIVE_LEAD 75/1"]).await;
    watch.sees(&["LADDER_STEPPED 3/1 EXECUTIVE_SPONSOR CHIEF"]).await;
    assert_eq!(clocks(&server, &id).await["ACKNOWLEDGE"]["breachedAt"], "2026-03-02T09:15:00+00:00");
});

story!(an_acknowledgement_stops_the_ladder, async |server| {
    let account = account(&server, "ACME", Some("A")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let mut watch = Watch::on(&server, &id).await;
    step(&server, SalesLead, "incidentAcknowledge", &id).await;
    wait(&server, 60);
    // What comes next is of another clock: neither a round nor a step of the one that was met.
    watch.sees(&["CLOCK_WARNED EXECUTIVE_LEAD 50/1"]).await;
});

story!(a_report_that_was_left_lying_is_breached_as_soon_as_its_channel_opens, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    wait(&server, 16);
    let mut watch = Watch::on(&server, &id).await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    watch.sees(&[FIRST, "CLOCK_BREACHED ACKNOWLEDGE 100/1", SECOND, THIRD]).await;
});

story!(what_was_due_while_no_server_ran_is_fired_when_one_does, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let start = head(&server).await;
    let server = server.restart_after(Duration::from_secs(16 * 60)).await;
    let mut watch = Watch::since(&server, start, &id);
    watch.sees(&["CLOCK_BREACHED ACKNOWLEDGE 100/1", SECOND, THIRD]).await;
});

story!(nothing_is_fired_of_an_incident_that_is_over, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let start = head(&server).await;
    let over = incident_in(&server, &account, "ACTIVATED").await;
    let open = incident_in(&server, &account, "ACTIVATED").await;
    step(&server, EscalationManager, "incidentCancel", &over).await;
    let mut other = Watch::on(&server, &open).await;
    wait(&server, 15);
    other.sees(&["CLOCK_BREACHED ACKNOWLEDGE 100/1"]).await;
    assert_eq!(told(&server, &start, &over).await, BTreeMap::from([("LADDER 0/1".to_owned(), 1)]));
});

story!(two_nodes_fire_together_what_one_would, async |server: Server| {
    let account = account(&server, "ACME", Some("S")).await;
    let start = head(&server).await;
    let mut incidents = Vec::new();
    for _ in 0..5 {
        incidents.push(incident_in(&server, &account, "ACTIVATED").await);
    }
    let beside = server.beside().await;
    let mut watches = Vec::new();
    for incident in &incidents {
        watches.push(Watch::on(&beside, incident).await);
    }
    for (minutes, mark) in [(8, SECOND), (7, THIRD), (15, "LADDER_STEPPED 2/2 DIRECTOR")] {
        wait(&server, minutes);
        // The nodes share them out: one may be done while the other is still at another.
        for watch in &mut watches {
            while watch.next().await != mark {}
        }
    }
    for incident in &incidents {
        let told = told(&server, &start, incident).await;
        assert!(told.values().all(|times| *times == 1), "{told:?}");
        assert!(told.contains_key("LADDER 1/1") && told.contains_key("ACKNOWLEDGE 100/1"), "{told:?}");
    }
    beside.stop().await;
});

/// How often each level of each clock of an incident was told since a position of the log.
async fn told(server: &Server, start: &str, incident: &str) -> BTreeMap<String, u32> {
    let document = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { cursor hasMore events {
        ... on IncidentEvent { kind incident { id } clocks { kind level round } ladder { level round } } } } }";
    let (mut told, mut after) = (BTreeMap::new(), json!(start));
    loop {
        let page = server.as_(Auditor).query(document, json!({ "after": after })).await;
        let events = page["eventLog.events"].as_array().unwrap();
        let own = events.iter().filter(|event| event["incident"]["id"] == incident);
        for event in own.filter(|event| KINDS.split_whitespace().any(|kind| event["kind"] == kind)) {
            let of = match &event["clocks"][0] {
                Value::Null => format!("LADDER {}/{}", event["ladder"]["level"], event["ladder"]["round"]),
                clock => format!("{} {}/{}", clock["kind"].as_str().unwrap(), clock["level"], clock["round"]),
            };
            *told.entry(of).or_insert(0) += 1;
        }
        if page["eventLog.hasMore"] == false {
            return told;
        }
        after = page["eventLog.cursor"].clone();
    }
}

story!(an_incident_that_cannot_be_read_holds_up_no_other, async |server: Server| {
    let account = account(&server, "ACME", Some("S")).await;
    incident_in(&server, &account, "ACTIVATED").await;
    let targets = json!({ "acknowledge": 15, "executiveLead": 999, "onSite": 999, "teamUpdate": 999,
        "customerUpdate": 999, "contain": 999, "resolve": 999 });
    let levels = json!([{ "name": "All", "cases": [], "targets": targets }]);
    let input = json!({ "expectedVersion": 1, "reason": "Simpler", "levels": levels });
    server.as_(Administrator).change("escalationPolicyRevise", "policy { version }", input).await;
    let other = incident_in(&server, &account, "ACTIVATED").await;

    let database = server.database().connect().await;
    let broken = escalation_policy::Entity::update_many()
        .col_expr(escalation_policy::Column::Document, Expr::value(json!({})))
        .filter(escalation_policy::Column::Version.eq(1));
    broken.exec(&database).await.expect("a row can be written");
    database.close().await.expect("an idle connection closes");

    let server = server.restart().await;
    let mut watch = Watch::on(&server, &other).await;
    wait(&server, 8);
    watch.sees(&["CLOCK_WARNED ACKNOWLEDGE 50/1", SECOND]).await;
});
