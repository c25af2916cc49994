//! The life of clocks: when they start, what meets them, what changes their targets, and how they end.

use serde_json::json;
use support::Persona::{Administrator, Director, EscalationManager, Executive, SalesLead};
use support::story;

use super::watch::{CLOCK, Watch, by_kind, clocks, history, wait};
use crate::incident::acting::{account, attempt, incident_in, name_lead, report, seen, step};
use crate::letter::acting::of_incident;

story!(the_clocks_run_from_the_report_once_the_channel_is_open, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    wait(&server, 5);
    step(&server, EscalationManager, "incidentTriage", &id).await;
    let before = seen(&server, &id, "clocks { kind } ladder { level }").await;
    assert_eq!(before["incident"], json!({ "clocks": [], "ladder": null }));
    step(&server, EscalationManager, "incidentActivate", &id).await;
    let clocks = clocks(&server, &id).await;
    let due: Vec<_> =
        clocks.iter().map(|(kind, clock)| (kind.as_str(), clock["dueAt"].as_str().unwrap())).collect();
    assert_eq!(
        due,
        [
            ("ACKNOWLEDGE", "2026-03-02T09:15:00+00:00"),
            ("CONTAIN", "2026-03-03T09:00:00+00:00"),
            ("CUSTOMER_UPDATE", "2026-03-02T13:00:00+00:00"),
            ("EXECUTIVE_LEAD", "2026-03-02T10:00:00+00:00"),
            ("ON_SITE", "2026-03-03T09:00:00+00:00"),
            ("RESOLVE", "2026-03-05T09:00:00+00:00"),
            ("TEAM_UPDATE", "2026-03-02T11:00:00+00:00"),
        ]
    );
    let clock = &clocks["ACKNOWLEDGE"];
    assert_eq!(clock["state"], "RUNNING");
    assert_eq!(clock["startedAt"], "2026-03-02T09:00:00+00:00");
    assert_eq!((&clock["elapsedSeconds"], &clock["remainingSeconds"]), (&json!(300), &json!(600)));
    assert_eq!(clock["history"][0]["actor"]["name"], EscalationManager.name());
    let ladder = seen(&server, &id, "ladder { state level round policyVersion }").await;
    let expected = json!({ "state": "CLIMBING", "level": 0, "round": 1, "policyVersion": 1 });
    assert_eq!(ladder["incident.ladder"], expected);
});

story!(each_step_meets_its_clock_and_the_solution_starts_the_letters, async |server| {
    let account = account(&server, "ACME", Some("A")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    wait(&server, 10);
    step(&server, SalesLead, "incidentAcknowledge", &id).await;
    name_lead(&server, &id).await;
    step(&server, SalesLead, "incidentMobilise", &id).await;
    wait(&server, 60);
    step(&server, SalesLead, "incidentArriveOnSite", &id).await;
    wait(&server, 50);
    step(&server, SalesLead, "incidentResolve", &id).await;
    let met = clocks(&server, &id).await;
    assert_eq!(met["ACKNOWLEDGE"]["metAt"], "2026-03-02T09:10:00+00:00");
    assert_eq!(met["EXECUTIVE_LEAD"]["metAt"], "2026-03-02T09:10:00+00:00");
    assert_eq!(met["ON_SITE"]["metAt"], "2026-03-02T10:10:00+00:00");
    assert_eq!(met["ON_SITE"]["elapsedSeconds"], 70 * 60);
    for skipped in ["CONTAIN", "RESOLVE", "TEAM_UPDATE", "CUSTOMER_UPDATE"] {
        assert_eq!(met[skipped]["metAt"], "2026-03-02T11:00:00+00:00", "{skipped}");
        assert_eq!(met[skipped]["state"], "MET");
    }
    // Five business days, in the account's own zone: Berlin, until five in the afternoon.
    assert_eq!(met["LETTER"]["dueAt"], "2026-03-09T16:00:00+00:00");
    assert_eq!(met["LETTER"]["businessHours"], true);
    step(&server, Executive, "incidentClose", &id).await;
    let closed = clocks(&server, &id).await;
    assert_eq!(closed["LETTER"]["state"], "CANCELLED", "it was waived");
    assert_eq!(history(&closed["LETTER"]), ["ACTIVATE", "CANCEL"]);
});

story!(the_letter_on_its_way_meets_its_clock_and_a_waiver_ends_it, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let sent = Box::pin(incident_in(&server, &account, "COMMITMENT_ISSUED")).await;
    let clock = &clocks(&server, &sent).await["LETTER"];
    assert_eq!((clock["state"].as_str(), history(clock)), (Some("MET"), vec!["ACTIVATE", "FULFIL"]));
    let waived = incident_in(&server, &account, "RESOLVED").await;
    let reason = json!({ "reason": "They want none." });
    let waive = of_incident(&server, Executive, "letterWaive", &waived, reason).await;
    assert!(waive.succeeded(), "{waive:?}");
    let clock = &clocks(&server, &waived).await["LETTER"];
    assert_eq!((clock["state"].as_str(), history(clock)), (Some("CANCELLED"), vec!["ACTIVATE", "CANCEL"]));
});

story!(the_letter_counts_the_business_days_of_the_customers_region, async |server| {
    let week: Vec<_> =
        ["MONDAY", "WEDNESDAY"].map(|day| json!({ "day": day, "from": "09:00", "to": "12:00" })).into();
    let calendar = json!({ "name": "North", "timeZone": "Asia/Shanghai", "week": week,
        "holidays": ["2026-03-04"], "regionIds": [server.cast().region("NORTH")] });
    let input = json!({ "expectedVersion": 1, "reason": "Ours", "calendars": [calendar] });
    server.as_(Administrator).change("escalationPolicyRevise", "policy { version }", input).await;
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    let letter = &clocks(&server, &id).await["LETTER"];
    // Three business days after Monday the second: the fourth is a holiday, so the 9th, the 11th and the 16th.
    assert_eq!(letter["dueAt"], "2026-03-16T04:00:00+00:00");
});

story!(another_severity_sets_other_targets_and_keeps_the_start, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    wait(&server, 5);
    let to = json!({ "severity": "SEV3", "reason": "Less than it seemed" });
    assert!(attempt(&server, Director, "incidentChangeSeverity", &id, to).await.succeeded());
    let clock = &clocks(&server, &id).await["ACKNOWLEDGE"];
    assert_eq!(clock["startedAt"], "2026-03-02T09:00:00+00:00");
    assert_eq!(clock["dueAt"], "2026-03-02T10:00:00+00:00");
    assert_eq!(clock["originalDueAt"], "2026-03-02T09:15:00+00:00");
    assert_eq!(history(clock), ["ACTIVATE", "RETARGET"]);
    assert_eq!(clock["history"][1]["targetSeconds"], 3_600);
});

story!(a_breach_stays_when_the_severity_falls, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let mut watch = Watch::on(&server, &id).await;
    wait(&server, 15);
    while watch.next().await != "CLOCK_BREACHED ACKNOWLEDGE 100/1" {}
    let to = json!({ "severity": "SEV3", "reason": "Less than it seemed" });
    assert!(attempt(&server, Director, "incidentChangeSeverity", &id, to).await.succeeded());
    wait(&server, 1);
    step(&server, SalesLead, "incidentAcknowledge", &id).await;
    let clock = &clocks(&server, &id).await["ACKNOWLEDGE"];
    assert_eq!(clock["state"], "MET");
    assert_eq!(clock["dueAt"], "2026-03-02T10:00:00+00:00");
    assert_eq!(clock["breachedAt"], "2026-03-02T09:15:00+00:00");
});

story!(an_override_has_the_slowest_clocks, async |server| {
    let account = account(&server, "ACME", None).await;
    let id = report(&server, &account, "SEV1").await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    let why = json!({ "overrideReason": "They matter" });
    assert!(attempt(&server, Director, "incidentActivate", &id, why).await.succeeded());
    assert_eq!(clocks(&server, &id).await["ACKNOWLEDGE"]["targetSeconds"], 4 * 3_600);
});

story!(an_incident_holds_to_the_policy_that_it_started_with, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let slow = json!({ "acknowledge": 999, "executiveLead": 999, "onSite": 999, "teamUpdate": 999,
        "customerUpdate": 999, "contain": 999, "resolve": 999 });
    let levels = json!([{ "name": "All", "cases": [], "targets": slow }]);
    let input = json!({ "expectedVersion": 1, "reason": "Calmer", "levels": levels });
    server.as_(Administrator).change("escalationPolicyRevise", "policy { version }", input).await;
    let to = json!({ "severity": "SEV2", "reason": "Less than it seemed" });
    assert!(attempt(&server, Director, "incidentChangeSeverity", &id, to).await.succeeded());
    assert_eq!(clocks(&server, &id).await["ACKNOWLEDGE"]["targetSeconds"], 30 * 60);
    let other = incident_in(&server, &account, "ACTIVATED").await;
    assert_eq!(clocks(&server, &other).await["ACKNOWLEDGE"]["targetSeconds"], 999 * 60);
});

story!(a_reopened_incident_has_new_clocks_and_keeps_the_old_ones, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    wait(&server, 60);
    step(&server, EscalationManager, "incidentReopen", &id).await;
    let new = clocks(&server, &id).await;
    assert_eq!(new["RESOLVE"]["startedAt"], "2026-03-02T10:00:00+00:00");
    assert_eq!(new["RESOLVE"]["state"], "RUNNING");
    assert_eq!(new["ACKNOWLEDGE"]["state"], "MET");
    assert_eq!(new["EXECUTIVE_LEAD"]["state"], "MET", "the executive lead stays");
    assert!(!new.contains_key("LETTER"));
    let selection = CLOCK.replace("clocks {", "clocks(generation: 1) {");
    let old = by_kind(&seen(&server, &id, &selection).await["incident.clocks"]);
    assert_eq!(old["RESOLVE"]["state"], "MET");
    assert_eq!(old["LETTER"]["state"], "CANCELLED");
    let ladder = seen(&server, &id, "ladder { state generation }").await;
    assert_eq!(ladder["incident.ladder"], json!({ "state": "HELD", "generation": 2 }));
});

story!(nothing_waits_any_more_when_an_incident_is_cancelled, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    step(&server, EscalationManager, "incidentCancel", &id).await;
    let states: Vec<_> = clocks(&server, &id).await.into_values().map(|it| it["state"].clone()).collect();
    assert_eq!(states, vec![json!("CANCELLED"); 7]);
    assert_eq!(
        seen(&server, &id, "ladder { state nextAt }").await["incident.ladder"],
        json!({ "state": "ENDED", "nextAt": null })
    );
});
