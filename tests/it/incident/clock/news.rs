//! News: updates begin again, and an acknowledgement lapses without them.

use serde_json::json;
use support::Persona::{Director, SalesLead};
use support::story;

use super::watch::{Watch, clocks, history, news, wait};
use crate::incident::acting::{account, incident_in, seen};

story!(each_update_begins_the_next_span, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACKNOWLEDGED").await;
    wait(&server, 30);
    news(&server, &id, "TEAM_UPDATE").await;
    wait(&server, 10);
    news(&server, &id, "CUSTOMER_UPDATE").await;
    news(&server, &id, "FACT").await;
    let clocks = clocks(&server, &id).await;
    let (team, customer) = (&clocks["TEAM_UPDATE"], &clocks["CUSTOMER_UPDATE"]);
    assert_eq!((&team["round"], &team["dueAt"]), (&json!(2), &json!("2026-03-02T11:30:00+00:00")));
    assert_eq!((&customer["round"], &customer["dueAt"]), (&json!(2), &json!("2026-03-02T13:40:00+00:00")));
    assert_eq!(history(team), ["ACTIVATE", "FULFIL", "ACTIVATE"]);
});

story!(what_a_bot_writes_is_no_news, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACKNOWLEDGED").await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_TIMELINE", "INCIDENT_READ"] })).await;
    let input = json!({ "incidentId": id, "kind": "TEAM_UPDATE", "body": "Still red." });
    bot.change("incidentAddTimelineEntry", "eventIds", input).await;
    assert_eq!(clocks(&server, &id).await["TEAM_UPDATE"]["round"], 1);
});

story!(an_acknowledgement_lapses_without_news_and_the_ladder_climbs_on, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    let mut watch = Watch::on(&server, &id).await;
    wait(&server, 4 * 60 - 1);
    while watch.next().await != "CLOCK_WARNED TEAM_UPDATE 150/1" {}
    watch.sees(&["CLOCK_WARNED CUSTOMER_UPDATE 75/1"]).await;
    wait(&server, 1);
    watch.sees(&["CLOCK_WARNED TEAM_UPDATE 200/1", "CLOCK_BREACHED CUSTOMER_UPDATE 100/1"]).await;
    watch.sees(&["ACKNOWLEDGEMENT_LAPSED 0/1"]).await;
    watch.sees(&["LADDER_STEPPED 0/2 SALES_PRIMARY TECHNICAL_PRIMARY DELIVERY_PRIMARY"]).await;
    let lapsed = seen(&server, &id, "ladder { state lapsedAt }").await;
    assert_eq!(
        lapsed["incident.ladder"],
        json!({ "state": "CLIMBING", "lapsedAt": "2026-03-02T13:00:00+00:00" })
    );
    assert_eq!(history(&clocks(&server, &id).await["ACKNOWLEDGE"]), ["ACTIVATE", "FULFIL", "LAPSE"]);
    // A director hears, but has no commander right; the sales lead takes it up again.
    let line = json!({ "incidentId": id, "kind": "TEAM_UPDATE", "body": "I hear you." });
    server.as_(Director).change("incidentAddTimelineEntry", "entry { id }", line.clone()).await;
    assert_eq!(seen(&server, &id, "ladder { state }").await["incident.ladder.state"], "CLIMBING");
    server.as_(SalesLead).change("incidentAddTimelineEntry", "entry { id }", line).await;
    let held = seen(&server, &id, "ladder { state lapsedAt nextAt }").await;
    let expected = json!({ "state": "HELD", "lapsedAt": null, "nextAt": "2026-03-02T17:00:00+00:00" });
    assert_eq!(held["incident.ladder"], expected);
});
