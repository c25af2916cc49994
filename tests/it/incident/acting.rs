//! What these stories do again and again: an account with its team, an incident in a state.

use serde_json::{Value, json};
use support::Persona::{
    self, Administrator, DeliveryLead, Deputy, EscalationManager, Executive, Member, SalesLead, TechnicalLead,
};
use support::Server;
use support::answer::Answer;
use support::client::Client;

/// An active account of the region `NORTH`, with a full triangle, a deputy in sales and a member in technology.
pub(crate) async fn account(server: &Server, code: &str, tier: Option<&str>) -> String {
    let id = bare_account(server, code, tier).await;
    for (seat, position, persona) in [
        ("SALES", "PRIMARY", SalesLead),
        ("TECHNICAL", "PRIMARY", TechnicalLead),
        ("DELIVERY", "PRIMARY", DeliveryLead),
        ("SALES", "DEPUTY", Deputy),
        ("TECHNICAL", "MEMBER", Member),
    ] {
        let user = server.cast().id(persona);
        let input = json!({ "accountId": id, "seat": seat, "position": position, "userId": user });
        server.as_(Administrator).change("seatAssign", "assignment { id }", input).await;
    }
    id
}

/// An active account of the region `NORTH` that nobody serves.
pub(crate) async fn bare_account(server: &Server, code: &str, tier: Option<&str>) -> String {
    let input = json!({
        "code": code, "name": format!("{code} Works"), "regionId": server.cast().region("NORTH"),
        "timeZone": "Europe/Berlin", "status": "ACTIVE", "tier": tier, "tierReason": tier.map(|_| "by hand"),
    });
    let made = server.as_(Administrator).change("accountCreate", "account { id }", input).await;
    made.text("accountCreate.account.id")
}

/// The input of a report.
pub(crate) fn trouble(account: &str, severity: &str) -> Value {
    json!({
        "accountId": account, "title": "Line 3 stands still", "description": "Since the *update*.",
        "severity": severity,
    })
}

/// Reports an incident as the sales lead and gives its id.
pub(crate) async fn report(server: &Server, account: &str, severity: &str) -> String {
    report_as(&server.as_(SalesLead), account, severity).await
}

pub(crate) async fn report_as(client: &Client, account: &str, severity: &str) -> String {
    let reported = client.change("incidentReport", "incident { id }", trouble(account, severity)).await;
    reported.text("incidentReport.incident.id")
}

/// What everybody may select of an incident.
pub(crate) const FACTS: &str = "incident { id number state severity severityConfirmed generation version
    stateSince acknowledgedAt resolvedAt closedAt }";

/// An incident as the auditor sees it.
pub(crate) async fn seen(server: &Server, id: &str, selection: &str) -> Answer {
    let document = format!("query($id: ID!) {{ incident(id: $id) {{ {selection} }} }}");
    server.as_(Persona::Auditor).query(&document, json!({ "id": id })).await
}

/// The version of an incident, for the next change.
pub(crate) async fn version(server: &Server, id: &str) -> i64 {
    seen(server, id, "version").await["incident.version"].as_i64().unwrap()
}

/// What a step must say beside the incident.
pub(crate) fn words(mutation: &str) -> Value {
    match mutation {
        "incidentTriage" => json!({ "severity": "SEV1" }),
        "incidentDecline" | "incidentReopen" | "incidentCancel" => json!({ "reason": "because" }),
        "incidentAcceptRemote" => json!({ "consentName": "Ms Sato" }),
        "incidentClose" => json!({
            "review": "It stood, now it runs.", "letterWaiverReason": "Too small.",
            "lessonWaiverReason": "Nothing new.",
        }),
        _ => json!({}),
    }
}

/// Tries a change against the present version.
pub(crate) async fn attempt(
    server: &Server,
    persona: Persona,
    mutation: &str,
    id: &str,
    words: Value,
) -> Answer {
    let version = version(server, id).await;
    attempt_against(&server.as_(persona), mutation, id, version, words).await
}

/// Tries a change against a version.
pub(crate) async fn attempt_against(
    client: &Client,
    mutation: &str,
    id: &str,
    version: i64,
    words: Value,
) -> Answer {
    let mut input = json!({ "incidentId": id, "expectedVersion": version });
    let (Value::Object(said), Some(all)) = (words, input.as_object_mut()) else {
        panic!("an object is given")
    };
    all.extend(said);
    client.attempt(mutation, FACTS, input).await
}

/// Takes a step that says what it must.
#[track_caller]
pub(crate) fn step<'a>(
    server: &'a Server,
    persona: Persona,
    mutation: &'a str,
    id: &'a str,
) -> impl Future<Output = Answer> + use<'a> {
    let caller = std::panic::Location::caller();
    async move {
        let answer = attempt(server, persona, mutation, id, words(mutation)).await;
        assert!(answer.succeeded(), "{caller}: expected {mutation} to succeed, got {answer:?}");
        answer
    }
}

pub(crate) async fn name_lead(server: &Server, id: &str) -> Answer {
    let lead = json!({ "userId": server.cast().id(Executive) });
    let answer = attempt(server, EscalationManager, "incidentNameExecutiveLead", id, lead).await;
    assert!(answer.succeeded(), "{answer:?}");
    answer
}

/// The way from a report to each state.
const WAYS: [(&str, &[&str]); 13] = [
    ("REPORTED", &[]),
    ("TRIAGED", &["incidentTriage"]),
    ("ACTIVATED", &["incidentActivate"]),
    ("ACKNOWLEDGED", &["incidentAcknowledge"]),
    ("MOBILISED", &["incidentMobilise"]),
    ("ON_SITE", &["incidentArriveOnSite"]),
    ("CONTAINED", &["incidentContain"]),
    ("RESOLVED", &["incidentResolve"]),
    ("CLOSED", &["incidentClose"]),
    ("REMOTE_ACCEPTED", &[]),
    ("COMMITMENT_ISSUED", &[]),
    ("DECLINED", &[]),
    ("CANCELLED", &[]),
];

/// Who may take each step in these stories.
pub(crate) fn actor(mutation: &str) -> Persona {
    if mutation == "incidentClose" { Executive } else { EscalationManager }
}

/// A fresh incident of the account, `SEV1`, in that state.
pub(crate) async fn incident_in(server: &Server, account: &str, state: &str) -> String {
    let id = report(server, account, "SEV1").await;
    if state == "COMMITMENT_ISSUED" {
        let id = Box::pin(incident_in(server, account, "RESOLVED")).await;
        Box::pin(crate::letter::issue(server, &id)).await;
        return id;
    }
    let last = match state {
        "REMOTE_ACCEPTED" => Some(("MOBILISED", "incidentAcceptRemote")),
        "DECLINED" => Some(("REPORTED", "incidentDecline")),
        "CANCELLED" => Some(("REPORTED", "incidentCancel")),
        _ => None,
    };
    let until = last.map_or(state, |(before, _)| before);
    let place = WAYS.iter().position(|(name, _)| *name == until).unwrap();
    for (name, steps) in &WAYS[..=place] {
        if *name == "MOBILISED" {
            name_lead(server, &id).await;
        }
        for mutation in *steps {
            step(server, actor(mutation), mutation, &id).await;
        }
    }
    if let Some((_, mutation)) = last {
        step(server, actor(mutation), mutation, &id).await;
    }
    id
}

/// Where the event log stands.
pub(crate) async fn head(server: &Server) -> String {
    server.anonymous().query("{ eventCursor }", json!({})).await.text("eventCursor")
}

/// What time alone makes happen; the stories of clocks look at it.
const OF_CLOCKS: [&str; 4] = ["CLOCK_WARNED", "CLOCK_BREACHED", "LADDER_STEPPED", "ACKNOWLEDGEMENT_LAPSED"];

/// The events of incidents after a position, as a client receives them, without those that time alone makes.
pub(crate) async fn events(client: &Client, after: &str) -> Vec<Value> {
    let document = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
        ... on IncidentEvent {
            kind previousState happenedAt changed person { name } timelineEntry { kind }
            actor { kind name } account { code name }
            incident { number title state severity severityConfirmed generation version }
        } } } }";
    let answer = client.query(document, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().cloned().unwrap_or_default();
    let of_people = |kind: &Value| kind.as_str().is_some_and(|kind| !OF_CLOCKS.contains(&kind));
    events.into_iter().filter(|event| of_people(&event["kind"])).collect()
}

/// The user errors of the one mutation.
pub(crate) fn refusals(answer: &Answer) -> Vec<Value> {
    let payload = answer.data().values().next().unwrap();
    payload["userErrors"].as_array().cloned().unwrap_or_default()
}

/// The values of a field, one of each event or row.
pub(crate) fn each<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[field].as_str().unwrap()).collect()
}
