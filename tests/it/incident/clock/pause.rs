//! Pausing clocks.

use serde_json::{Value, json};
use support::Persona::{EscalationManager, Executive, SalesLead};
use support::story;

use super::watch::{Watch, clocks, history, wait};
use crate::incident::acting::{account, attempt, incident_in, refusals, seen, step};

fn pause(kind: &str) -> Value {
    json!({ "kind": kind, "reason": "CUSTOMER_ACCESS_NOT_GIVEN", "note": "The gate is closed." })
}

story!(a_pause_moves_the_due_time_and_says_why_and_who_approved, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    let mut watch = Watch::on(&server, &id).await;
    wait(&server, 60);
    assert!(attempt(&server, Executive, "incidentPauseClock", &id, pause("ON_SITE")).await.succeeded());
    wait(&server, 30);
    let clock = &clocks(&server, &id).await["ON_SITE"];
    assert_eq!(clock["state"], "PAUSED");
    assert_eq!((&clock["elapsedSeconds"], &clock["pausedSeconds"]), (&json!(3_600), &json!(1_800)));
    assert_eq!(clock["dueAt"], "2026-03-03T09:30:00+00:00");
    wait(&server, 30);
    let resumed =
        attempt(&server, EscalationManager, "incidentResumeClock", &id, json!({ "kind": "ON_SITE" })).await;
    assert!(resumed.succeeded());
    let clock = &clocks(&server, &id).await["ON_SITE"];
    assert_eq!(clock["state"], "RUNNING");
    assert_eq!(
        (&clock["dueAt"], &clock["originalDueAt"]),
        (&json!("2026-03-03T10:00:00+00:00"), &json!("2026-03-03T09:00:00+00:00"))
    );
    assert_eq!(history(clock), ["ACTIVATE", "PAUSE", "RESUME"]);
    let event = &clock["history"][1];
    assert_eq!(event["reason"], "CUSTOMER_ACCESS_NOT_GIVEN");
    assert_eq!(event["note"], "The gate is closed.");
    assert_eq!(event["actor"]["name"], Executive.name());
    while watch.next().await != "CLOCK_PAUSED ON_SITE 0/1" {}
    while watch.next().await != "CLOCK_RESUMED ON_SITE 0/1" {}
});

story!(a_pause_that_reaches_the_cap_ends_by_itself, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    assert!(
        attempt(&server, EscalationManager, "incidentPauseClock", &id, pause("RESOLVE")).await.succeeded()
    );
    let mut watch = Watch::on(&server, &id).await;
    wait(&server, 48 * 60);
    while watch.next().await != "CLOCK_RESUMED RESOLVE 0/1" {}
    let clock = &clocks(&server, &id).await["RESOLVE"];
    assert_eq!(clock["dueAt"], "2026-03-07T09:00:00+00:00");
    assert_eq!(clock["history"][2]["actor"], json!(null), "nobody did it");
    let again = attempt(&server, EscalationManager, "incidentPauseClock", &id, pause("RESOLVE")).await;
    assert_eq!(again.user_error()["code"], "PAUSE_USED_UP");
});

story!(only_the_executive_lead_and_escalation_managers_pause, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    for persona in [SalesLead, Executive] {
        let refused = attempt(&server, persona, "incidentPauseClock", &id, pause("ON_SITE")).await;
        assert_eq!(refused.code(), "FORBIDDEN", "{persona:?}: nobody leads yet");
    }
});

story!(only_a_running_clock_of_the_work_can_rest, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "REPORTED").await;
    let early = attempt(&server, EscalationManager, "incidentPauseClock", &id, pause("ON_SITE")).await;
    assert_eq!(early.user_error()["code"], "CLOCK_NOT_RUNNING", "the channel is not open");
    let id = incident_in(&server, &account, "ON_SITE").await;
    for (kind, code) in [
        ("ACKNOWLEDGE", "CLOCK_NOT_PAUSABLE"),
        ("LETTER", "CLOCK_NOT_PAUSABLE"),
        ("ON_SITE", "CLOCK_NOT_RUNNING"),
    ] {
        let refused = attempt(&server, EscalationManager, "incidentPauseClock", &id, pause(kind)).await;
        assert_eq!(refusals(&refused)[0]["code"], code, "{kind}");
    }
    let idle =
        attempt(&server, EscalationManager, "incidentResumeClock", &id, json!({ "kind": "CONTAIN" })).await;
    assert_eq!(idle.user_error()["code"], "CLOCK_NOT_PAUSED");
    let can = seen(&server, &id, "viewerCan { pauseClock }").await;
    assert_eq!(can["incident.viewerCan.pauseClock"], false, "an auditor changes nothing");
});

story!(the_step_itself_ends_a_pause, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    assert!(
        attempt(&server, EscalationManager, "incidentPauseClock", &id, pause("ON_SITE")).await.succeeded()
    );
    wait(&server, 90);
    step(&server, SalesLead, "incidentArriveOnSite", &id).await;
    let clock = &clocks(&server, &id).await["ON_SITE"];
    assert_eq!(history(clock), ["ACTIVATE", "PAUSE", "RESUME", "FULFIL"]);
    assert_eq!((&clock["elapsedSeconds"], &clock["pausedSeconds"]), (&json!(0), &json!(5_400)));
});
