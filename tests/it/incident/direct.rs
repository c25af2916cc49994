//! Whether the red channel is for an incident, how bad it is, and what its state allows.

use serde_json::json;
use support::Persona::{Auditor, Director, EscalationManager, Executive};
use support::story;

use super::acting::{account, actor, attempt, incident_in, name_lead, report, seen, step, words};

/// Every state, and what can follow it.
const GRAPH: [(&str, &[&str]); 13] = [
    ("REPORTED", &["TRIAGED", "DECLINED", "CANCELLED"]),
    ("TRIAGED", &["DECLINED", "ACTIVATED", "CANCELLED"]),
    ("ACTIVATED", &["ACKNOWLEDGED", "CANCELLED"]),
    ("ACKNOWLEDGED", &["MOBILISED", "CANCELLED"]),
    ("MOBILISED", &["ON_SITE", "REMOTE_ACCEPTED", "CANCELLED"]),
    ("ON_SITE", &["CONTAINED", "RESOLVED", "CANCELLED"]),
    ("REMOTE_ACCEPTED", &["CONTAINED", "RESOLVED", "CANCELLED"]),
    ("CONTAINED", &["RESOLVED", "CANCELLED"]),
    ("RESOLVED", &["COMMITMENT_ISSUED", "CLOSED", "ACKNOWLEDGED"]),
    ("COMMITMENT_ISSUED", &["CLOSED", "ACKNOWLEDGED"]),
    ("CLOSED", &["ACKNOWLEDGED"]),
    ("DECLINED", &[]),
    ("CANCELLED", &[]),
];

/// Every step, where it leads, and from where.
const STEPS: [(&str, &str, &[&str]); 12] = [
    ("incidentTriage", "TRIAGED", &["REPORTED"]),
    ("incidentDecline", "DECLINED", &["REPORTED", "TRIAGED"]),
    ("incidentActivate", "ACTIVATED", &["TRIAGED"]),
    ("incidentAcknowledge", "ACKNOWLEDGED", &["ACTIVATED"]),
    ("incidentMobilise", "MOBILISED", &["ACKNOWLEDGED"]),
    ("incidentArriveOnSite", "ON_SITE", &["MOBILISED"]),
    ("incidentAcceptRemote", "REMOTE_ACCEPTED", &["MOBILISED"]),
    ("incidentContain", "CONTAINED", &["ON_SITE", "REMOTE_ACCEPTED"]),
    ("incidentResolve", "RESOLVED", &["ON_SITE", "REMOTE_ACCEPTED", "CONTAINED"]),
    ("incidentClose", "CLOSED", &["RESOLVED", "COMMITMENT_ISSUED"]),
    ("incidentReopen", "ACKNOWLEDGED", &["RESOLVED", "COMMITMENT_ISSUED", "CLOSED"]),
    (
        "incidentCancel",
        "CANCELLED",
        &[
            "REPORTED",
            "TRIAGED",
            "ACTIVATED",
            "ACKNOWLEDGED",
            "MOBILISED",
            "ON_SITE",
            "REMOTE_ACCEPTED",
            "CONTAINED",
        ],
    ),
];

story!(a_step_that_the_state_does_not_allow_changes_nothing_and_says_what_is_allowed, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    for (state, following) in GRAPH {
        let id = Box::pin(incident_in(&server, &account, state)).await;
        let version = seen(&server, &id, "version").await["incident.version"].clone();
        for (mutation, to, from) in STEPS {
            if from.contains(&state) {
                continue;
            }
            let input = {
                let mut input = words(mutation);
                input["incidentId"] = json!(id);
                input["expectedVersion"] = version.clone();
                input
            };
            let selection = "userErrors { ... on IllegalTransition { from to allowed } }";
            let answer = server.as_(actor(mutation)).attempt(mutation, selection, input).await;
            let told = answer.user_error();
            assert_eq!(told["code"], "ILLEGAL_TRANSITION", "{mutation} from {state}");
            assert_eq!((&told["from"], &told["to"]), (&json!(state), &json!(to)));
            assert_eq!(told["allowed"], json!(following), "{mutation} from {state}");
        }
        let after = seen(&server, &id, "version state").await;
        assert_eq!((&after["incident.version"], &after["incident.state"]), (&version, &json!(state)));
    }
});

story!(the_channel_opens_for_those_who_are_entitled, async |server| {
    for (code, tier, severity, opens) in [
        ("S3", Some("S"), "SEV3", true),
        ("A3", Some("A"), "SEV3", true),
        ("B2", Some("B"), "SEV2", true),
        ("B3", Some("B"), "SEV3", false),
        ("C1", Some("C"), "SEV1", false),
        ("C2", Some("C"), "SEV2", false),
        ("U1", None, "SEV1", false),
    ] {
        let account = account(&server, code, tier).await;
        let id = report(&server, &account, "SEV1").await;
        attempt(&server, EscalationManager, "incidentTriage", &id, json!({ "severity": severity })).await;
        let answer = attempt(&server, EscalationManager, "incidentActivate", &id, json!({})).await;
        if opens {
            assert_eq!(answer["incidentActivate.incident.state"], "ACTIVATED", "{code}");
            continue;
        }
        assert_eq!(answer.user_error()["code"], "NOT_ENTITLED", "{code}");
        let reason = json!({ "overrideReason": "The chairman asked." });
        let manager = attempt(&server, EscalationManager, "incidentActivate", &id, reason.clone()).await;
        assert_eq!(manager.code(), "FORBIDDEN", "{code}");
        let director = attempt(&server, Director, "incidentActivate", &id, reason).await;
        assert_eq!(director["incidentActivate.incident.state"], "ACTIVATED", "{code}");
        let seen = seen(&server, &id, "entitlementOverride { reason by { name } }").await;
        assert_eq!(seen["incident.entitlementOverride.by.name"], Director.name());
    }
});

story!(an_executive_lets_the_channel_open_and_the_manager_opens_it, async |server| {
    let account = account(&server, "ACME", None).await;
    let id = report(&server, &account, "SEV1").await;
    let why = || json!({ "reason": "Our first chance there." });
    let early = attempt(&server, Executive, "incidentOverrideEntitlement", &id, why()).await;
    assert_eq!(early.user_error()["code"], "OVERRIDE_OUT_OF_PLACE");
    step(&server, EscalationManager, "incidentTriage", &id).await;
    let manager = attempt(&server, EscalationManager, "incidentOverrideEntitlement", &id, why()).await;
    assert_eq!(manager.code(), "FORBIDDEN");
    attempt(&server, Executive, "incidentOverrideEntitlement", &id, why()).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    let seen = seen(&server, &id, "entitlementOverride { by { name } } tierAtReport").await;
    assert_eq!(seen["incident.entitlementOverride.by.name"], Executive.name());
});

story!(an_override_that_nobody_needs_is_refused, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "TRIAGED").await;
    let reason = json!({ "overrideReason": "To be safe." });
    let answer = attempt(&server, Director, "incidentActivate", &id, reason).await;
    assert_eq!(answer.user_error()["code"], "OVERRIDE_NOT_NEEDED");
});

story!(the_tier_at_the_report_counts_whatever_the_account_becomes, async |server| {
    let account = account(&server, "ACME", Some("A")).await;
    let id = incident_in(&server, &account, "TRIAGED").await;
    let input = json!({ "accountId": account, "expectedVersion": 1, "tier": "C", "reason": "Smaller." });
    server.as_(Director).change("accountSetTier", "account { tier }", input).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    assert_eq!(seen(&server, &id, "tierAtReport").await["incident.tierAtReport"], "A");
});

story!(nobody_mobilises_before_an_executive_leads, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACKNOWLEDGED").await;
    let alone = attempt(&server, EscalationManager, "incidentMobilise", &id, json!({})).await;
    assert_eq!(alone.user_error()["code"], "EXECUTIVE_LEAD_REQUIRED");
    name_lead(&server, &id).await;
    step(&server, Executive, "incidentMobilise", &id).await;
});

story!(the_severity_changes_for_a_reason_that_stays_in_the_timeline, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV3").await;
    let worse = || json!({ "severity": "SEV1", "reason": "The second line stopped, too." });
    let early = attempt(&server, Director, "incidentChangeSeverity", &id, worse()).await;
    assert_eq!(early.user_error()["code"], "NOT_TRIAGED");
    attempt(&server, Director, "incidentTriage", &id, json!({ "severity": "SEV3" })).await;
    let changed = attempt(&server, Director, "incidentChangeSeverity", &id, worse()).await;
    assert_eq!(changed["incidentChangeSeverity.incident.severity"], "SEV1");
    let again = attempt(&server, Director, "incidentChangeSeverity", &id, worse()).await;
    assert_eq!(again.user_error()["code"], "SAME_SEVERITY");
    let seen = seen(&server, &id, "severityClaimed timeline { nodes { kind body } }").await;
    assert_eq!(seen["incident.severityClaimed"], "SEV3");
    assert_eq!(
        seen["incident.timeline.nodes"],
        json!([{ "kind": "DECISION", "body": "The second line stopped, too." }])
    );
    step(&server, Director, "incidentCancel", &id).await;
    let over = attempt(
        &server,
        Director,
        "incidentChangeSeverity",
        &id,
        json!({ "severity": "SEV2", "reason": "x" }),
    );
    assert_eq!(over.await.user_error()["code"], "NOT_OPEN");
});

story!(what_a_viewer_is_told_they_can_do_is_what_the_state_and_their_rights_allow, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let fields: Vec<String> = STEPS.iter().map(|(mutation, ..)| ability(mutation)).collect();
    let document =
        format!("query($id: ID!) {{ incident(id: $id) {{ viewerCan {{ {} }} }} }}", fields.join(" "));
    for (state, _) in GRAPH {
        let id = incident_in(&server, &account, state).await;
        for persona in [EscalationManager, Auditor] {
            let answer = server.as_(persona).query(&document, json!({ "id": id })).await;
            for (mutation, _, from) in STEPS {
                let may = persona == EscalationManager && mutation != "incidentClose";
                let expected = may && from.contains(&state);
                let told = &answer["incident.viewerCan"][ability(mutation)];
                assert_eq!(told, &json!(expected), "{persona:?} {mutation} from {state}");
            }
        }
    }
});

/// `incidentArriveOnSite` as `viewerCan` calls it.
fn ability(mutation: &str) -> String {
    let name = mutation.strip_prefix("incident").unwrap();
    format!("{}{}", name[..1].to_lowercase(), &name[1..])
}
