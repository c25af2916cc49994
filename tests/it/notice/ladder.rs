//! The ladder and the clocks reach people.

use std::time::Duration;

use serde_json::json;
use support::Persona::{DeliveryLead, Director, EscalationManager, TechnicalLead};
use support::{Server, story};

use super::acting::{Watcher, account, list, raised, tells};
use crate::incident::acting::{bare_account, report_as, step};

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

story!(silence_pages_one_circle_after_the_other, async |server: Server| {
    let account = account(&server).await;
    let id = report_as(&server.as_(TechnicalLead), &account, "SEV1").await;
    let mut technical = Watcher::of(&server.as_(TechnicalLead)).await;
    let mut manager = Watcher::of(&server.as_(EscalationManager)).await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    assert_eq!(technical.told().await, raised("incident.activated", "INCIDENT_CHANGED"));
    assert_eq!(technical.told().await, raised("incident.ladder_stepped", "LADDER_PAGE"));

    server.advance(minutes(8));
    assert_eq!(technical.told().await, raised("incident.clock_warned", "CLOCK_WARNING"));
    let page = raised("incident.ladder_stepped", "LADDER_PAGE");
    while manager.told().await != page {}
    let pages = json!({ "kinds": ["LADDER_PAGE"] });
    assert!(list(&server.as_(Director), pages.clone()).await.is_empty(), "not their turn yet");

    let mut director = Watcher::of(&server.as_(Director)).await;
    server.advance(minutes(7));
    while director.told().await != page {}
    assert_eq!(list(&server.as_(Director), pages).await.len(), 1);
});

story!(a_deadline_that_passes_is_told_to_those_who_could_have_kept_it, async |server: Server| {
    let account = account(&server).await;
    let id = report_as(&server.as_(TechnicalLead), &account, "SEV1").await;
    let mut dilan = Watcher::of(&server.as_(DeliveryLead)).await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    server.advance(minutes(15));
    while dilan.told().await != raised("incident.clock_breached", "CLOCK_BREACH") {}
    let breaches = list(&server.as_(DeliveryLead), json!({ "kinds": ["CLOCK_BREACH"] })).await;
    assert_eq!(breaches[0]["incident"]["id"], id);
});

story!(a_page_that_reaches_nobody_goes_to_those_who_run_the_red_channel, async |server: Server| {
    let account = bare_account(&server, "EMPTY", Some("S")).await;
    let id = report_as(&server.as_(Director), &account, "SEV1").await;
    let client = server.as_(EscalationManager);
    let mut manager = Watcher::of(&client).await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    // Nobody sits in the three seats that the first step names.
    while manager.told().await != raised("incident.ladder_stepped", "LADDER_PAGE") {}
    let told = list(&client, json!({ "kinds": ["LADDER_PAGE"] })).await;
    assert_eq!(tells(&told), ["incident.ladder_stepped"]);
});
