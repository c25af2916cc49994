//! Figures of the red channel: what is counted, and for whom.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{
    Administrator, Auditor, Director, EscalationManager, Executive, Member, Outsider, SalesLead,
    TechnicalLead,
};
use support::{Server, answer::Answer, client::Client, story};

use crate::incident::acting::{account, incident_in, name_lead, report, step};
use crate::letter::acting::{letter_after, record, resolve};

const FIGURES: &str = "query($from: DateTime!, $to: DateTime!, $accounts: [ID!]) {
    redChannelFigures(reportedFrom: $from, reportedTo: $to, accountIds: $accounts) {
        tier severity incidents repeats
        acknowledge { ...clock } executiveLead { ...clock } onSite { ...clock } contain { ...clock } resolve { ...clock }
        commitments { open overdue kept partial broken outcome }
    }
}
fragment clock on ClockFigures { count p50Seconds p90Seconds breachRate }";

async fn ask(client: &Client, accounts: Value) -> Answer {
    let span = json!({ "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z", "accounts": accounts });
    client.query(FIGURES, span).await
}

/// The figures as an escalation manager sees them.
async fn figures(server: &Server) -> Vec<Value> {
    let answer = ask(&server.as_(EscalationManager), Value::Null).await;
    answer["redChannelFigures"].as_array().cloned().unwrap()
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

story!(each_step_is_measured_from_the_report, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    server.advance(minutes(10));
    step(&server, SalesLead, "incidentAcknowledge", &id).await;
    // The lead is due after an hour.
    server.advance(minutes(55));
    name_lead(&server, &id).await;
    step(&server, SalesLead, "incidentMobilise", &id).await;
    server.advance(minutes(55));
    step(&server, SalesLead, "incidentArriveOnSite", &id).await;
    let told = figures(&server).await;
    assert_eq!(told.len(), 1);
    let clock = |count: i32, seconds: Value, rate: Value| json!({ "count": count, "p50Seconds": seconds, "p90Seconds": seconds, "breachRate": rate });
    assert_eq!((&told[0]["tier"], &told[0]["severity"]), (&json!("S"), &json!("SEV1")));
    assert_eq!((&told[0]["incidents"], &told[0]["repeats"]), (&json!(1), &json!(0)));
    assert_eq!(told[0]["acknowledge"], clock(1, json!(600), json!(0.0)));
    assert_eq!(told[0]["executiveLead"], clock(1, json!(3_900), json!(1.0)));
    assert_eq!(told[0]["onSite"], clock(1, json!(7_200), json!(0.0)));
    // Not contained, and still in time: neither kept nor broken.
    assert_eq!(told[0]["contain"], clock(0, Value::Null, Value::Null));
    assert_eq!(told[0]["resolve"], clock(0, Value::Null, Value::Null));
});

story!(what_never_opened_and_what_was_a_mistake_is_not_counted, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    for state in ["REPORTED", "TRIAGED", "DECLINED", "CANCELLED"] {
        incident_in(&server, &account, state).await;
    }
    let open = incident_in(&server, &account, "ACTIVATED").await;
    step(&server, EscalationManager, "incidentCancel", &open).await;
    assert_eq!(figures(&server).await, Vec::<Value>::new());
});

story!(a_second_trouble_within_ninety_days_is_a_repeat, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let blue = account(&server, "BLUE", Some("A")).await;
    for account in [&acme, &acme, &blue] {
        incident_in(&server, account, "ACTIVATED").await;
    }
    let told = figures(&server).await;
    let counts: Vec<_> = told.iter().map(|it| (&it["tier"], &it["incidents"], &it["repeats"])).collect();
    let (s, a) = (json!("S"), json!("A"));
    assert_eq!(counts, [(&s, &json!(2), &json!(1)), (&a, &json!(1), &json!(0))]);
    let one = ask(&server.as_(EscalationManager), json!([blue])).await;
    assert_eq!(one["redChannelFigures"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["redChannelFigures.0.tier"], "A");
});

story!(promises_of_the_letters_are_counted_by_their_outcome, async |server| {
    let account = server.triangle(json!({ "tier": "A" })).await;
    for outcome in ["KEPT", "PARTIAL"] {
        let incident = server.incident(&account, json!({ "severity": "SEV2" })).await;
        resolve(&server, &incident, "SEV2").await;
        let steps = ["letterSubmit", "letterSign", "letterSend", "letterAccept"];
        let letter = letter_after(&server, &incident, &steps).await;
        assert!(record(&server, TechnicalLead, &letter, 0, outcome).await.succeeded());
    }
    let incident = server.incident(&account, json!({ "severity": "SEV2" })).await;
    resolve(&server, &incident, "SEV2").await;
    letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend"]).await;
    let told = figures(&server).await;
    let expected = json!({ "open": 1, "overdue": 0, "kept": 1, "partial": 1, "broken": 0, "outcome": 0.75 });
    assert_eq!(told[0]["commitments"], expected);
});

story!(figures_are_of_what_the_viewer_sees, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    incident_in(&server, &account, "ACTIVATED").await;
    for persona in [SalesLead, Director, Executive, Auditor] {
        let told = ask(&server.as_(persona), Value::Null).await;
        assert_eq!(told["redChannelFigures.0.incidents"], 1, "{persona:?}");
    }
    // Who sees none of it is told what they would be told if there were nothing.
    let nothing = json!({ "data": { "redChannelFigures": [] } });
    for persona in [Member, Outsider, Administrator] {
        assert_eq!(ask(&server.as_(persona), Value::Null).await.json(), &nothing, "{persona:?}");
        assert_eq!(ask(&server.as_(persona), json!([account])).await.json(), &nothing, "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    assert_eq!(ask(&bot, Value::Null).await.code(), "FORBIDDEN");
    assert_eq!(ask(&server.anonymous(), Value::Null).await.code(), "UNAUTHENTICATED");
});

story!(a_span_that_makes_no_sense_is_refused, async |server| {
    for (from, to) in [
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2025-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("0000-01-01T00:00:00Z", "0000-03-01T00:00:00Z"),
    ] {
        let answer = server.as_(Auditor).query(FIGURES, json!({ "from": from, "to": to })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{from} {to}");
    }
});
