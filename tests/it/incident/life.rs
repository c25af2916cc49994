//! The whole life of an incident, as it should go.

use std::time::Duration;

use serde_json::json;
use support::Persona::{Auditor, EscalationManager, Executive, SalesLead, TechnicalLead};
use support::story;

use super::acting::{
    FACTS, account, attempt, each, events, head, incident_in, name_lead, refusals, report, seen, step, words,
};

const WAY: &str = "transitions { from to generation reason occurredAt recordedAt
    actor { ... on User { name } ... on Bot { name } } }";

story!(an_incident_goes_from_report_to_review, async |server| {
    let account = account(&server, "ACME", Some("A")).await;
    let start = head(&server).await;
    let id = report(&server, &account, "SEV2").await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    step(&server, TechnicalLead, "incidentAcknowledge", &id).await;
    name_lead(&server, &id).await;
    for mutation in ["incidentMobilise", "incidentArriveOnSite", "incidentContain", "incidentResolve"] {
        server.advance(Duration::from_secs(3_600));
        step(&server, TechnicalLead, mutation, &id).await;
    }
    let closed = step(&server, Executive, "incidentClose", &id).await;
    assert_eq!(closed["incidentClose.incident.state"], "CLOSED");
    assert_eq!(closed["incidentClose.incident.resolvedAt"], "2026-03-02T13:00:00+00:00");
    let told = events(&server.as_(Auditor), &start).await;
    let kinds = [
        "REPORTED",
        "TRIAGED",
        "ACTIVATED",
        "ACKNOWLEDGED",
        "EXECUTIVE_LEAD_NAMED",
        "MOBILISED",
        "ARRIVED_ON_SITE",
        "CONTAINED",
        "RESOLVED",
        "CLOSED",
    ];
    assert_eq!(each(&told, "kind"), kinds);
    assert_eq!(told[1]["changed"], json!(["state", "severity"]));
    assert_eq!(told[1]["incident"]["severityConfirmed"], true);
    assert_eq!(told[9]["previousState"], "RESOLVED");
    assert_eq!(told[9]["actor"]["name"], Executive.name());
});

story!(the_way_of_an_incident_is_kept_step_by_step, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    let answer = seen(&server, &id, WAY).await;
    let steps = answer["incident.transitions"].as_array().unwrap();
    let to =
        ["REPORTED", "TRIAGED", "ACTIVATED", "ACKNOWLEDGED", "MOBILISED", "ON_SITE", "CONTAINED", "RESOLVED"];
    assert_eq!(each(steps, "to"), to);
    assert_eq!(each(&steps[1..], "from"), to[..7]);
    assert_eq!(steps[0]["from"], json!(null));
    assert_eq!(steps[0]["actor"]["name"], SalesLead.name());
    assert_eq!(steps[1]["actor"]["name"], EscalationManager.name());
});

story!(remote_help_takes_the_named_consent_of_the_customer, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    let nobody = json!({ "consentName": "  " });
    let refused = attempt(&server, TechnicalLead, "incidentAcceptRemote", &id, nobody).await;
    assert_eq!(refused.user_error()["path"], json!(["consentName"]));
    let words = json!({ "consentName": "Ms Sato", "consentNote": "By phone, until the part arrives." });
    let accepted = attempt(&server, TechnicalLead, "incidentAcceptRemote", &id, words).await;
    assert_eq!(accepted["incidentAcceptRemote.incident.state"], "REMOTE_ACCEPTED");
    let answer = seen(&server, &id, "customerConsent { name note }").await;
    assert_eq!(answer["incident.customerConsent.name"], "Ms Sato");
    step(&server, TechnicalLead, "incidentResolve", &id).await;
});

story!(a_closed_incident_that_was_not_over_begins_a_new_generation, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "CLOSED").await;
    server.advance(Duration::from_secs(24 * 3_600));
    let reopened = step(&server, EscalationManager, "incidentReopen", &id).await;
    assert_eq!(reopened["incidentReopen.incident.state"], "ACKNOWLEDGED");
    assert_eq!(reopened["incidentReopen.incident.generation"], 2);
    assert_eq!(reopened["incidentReopen.incident.closedAt"], json!(null));
    let story = "review letterWaiver { reason } executiveLead { name }
        timeline { nodes { kind body occurredAt author { ... on User { name } } } }";
    let answer = seen(&server, &id, story).await;
    assert_eq!(answer["incident.review"], json!(null));
    assert_eq!(answer["incident.letterWaiver"], json!(null));
    assert_eq!(answer["incident.executiveLead.name"], Executive.name());
    // The first generation's review is not lost.
    assert_eq!(answer["incident.timeline.nodes.0.body"], "It stood, now it runs.");
    assert_eq!(answer["incident.timeline.nodes.0.author.name"], Executive.name());
    for mutation in ["incidentMobilise", "incidentArriveOnSite", "incidentResolve"] {
        step(&server, EscalationManager, mutation, &id).await;
    }
});

story!(after_thirty_days_the_door_stays_closed, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let (early, late) =
        (incident_in(&server, &account, "CLOSED").await, incident_in(&server, &account, "RESOLVED").await);
    server.advance(Duration::from_secs(30 * 24 * 3_600 - 1));
    let until = seen(&server, &late, "reopenUntil viewerCan { reopen }").await;
    assert_eq!(until["incident.reopenUntil"], "2026-04-01T09:00:00+00:00");
    // The tokens of a story last as long as an operator may make them, which is as long as the door stays open.
    step(&server, EscalationManager, "incidentReopen", &early).await;
});

story!(a_step_may_be_entered_late_and_says_so, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    server.advance(Duration::from_secs(3_600));
    let at = |time: &str| json!({ "occurredAt": format!("2026-03-02T{time}Z") });
    let early = attempt(&server, SalesLead, "incidentArriveOnSite", &id, at("08:59:59")).await;
    assert_eq!(early.user_error()["code"], "OCCURRED_TOO_EARLY");
    assert_eq!(early.user_error()["path"], json!(["occurredAt"]));
    let future = attempt(&server, SalesLead, "incidentArriveOnSite", &id, at("10:00:01")).await;
    assert_eq!(future.user_error()["code"], "OCCURRED_IN_FUTURE");
    let start = head(&server).await;
    let late = attempt(&server, SalesLead, "incidentArriveOnSite", &id, at("09:30:00")).await;
    assert_eq!(late["incidentArriveOnSite.incident.stateSince"], "2026-03-02T09:30:00+00:00");
    let answer = seen(&server, &id, WAY).await;
    let step = &answer["incident.transitions.5"];
    assert_eq!(step["occurredAt"], "2026-03-02T09:30:00+00:00");
    assert_eq!(step["recordedAt"], "2026-03-02T10:00:00+00:00");
    assert_eq!(events(&server.as_(Auditor), &start).await[0]["happenedAt"], "2026-03-02T09:30:00+00:00");
});

story!(two_who_act_against_the_same_version_are_told_apart, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let input = json!({ "incidentId": id, "expectedVersion": 3 });
    let (sales, technical) = (server.as_(SalesLead), server.as_(TechnicalLead));
    let selection = format!("{FACTS} userErrors {{ ... on VersionConflict {{ currentVersion }} }}");
    let (one, other) = tokio::join!(
        sales.attempt("incidentAcknowledge", &selection, input.clone()),
        technical.attempt("incidentAcknowledge", &selection, input),
    );
    let (won, lost) = if one.succeeded() { (one, other) } else { (other, one) };
    assert_eq!(won["incidentAcknowledge.incident.version"], 4);
    assert_eq!(lost.user_error()["code"], "VERSION_CONFLICT");
    assert_eq!(lost.user_error()["currentVersion"], 4);
    assert_eq!(seen(&server, &id, "version").await["incident.version"], 4);
});

story!(what_a_step_must_say_is_asked_for, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    let mut silent = words("incidentClose");
    silent["review"] = json!("");
    silent["letterWaiverReason"] = json!("x".repeat(2_001));
    let refused = attempt(&server, Executive, "incidentClose", &id, silent).await;
    let errors = refusals(&refused);
    assert_eq!(each(&errors, "code"), ["REQUIRED", "TOO_LONG"]);
    assert_eq!(errors[1]["path"], json!(["letterWaiverReason"]));
    assert_eq!(seen(&server, &id, "state").await["incident.state"], "RESOLVED");
});
