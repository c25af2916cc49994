//! What these stories do again and again: a resolved incident, a letter in a state.

use serde_json::{Value, json};
use support::{
    Persona::{self, Administrator, Auditor, EscalationManager, Executive, SalesLead, TechnicalLead},
    Server,
    answer::Answer,
};

/// What everybody may select of a letter.
pub(crate) const FACTS: &str = "letter { id state number language version signatory
    text { addressee issue rootCause commitments { action owner { name } dueOn preventive } }
    signedVersions { number contentHash content signer { name } signedAt sentAt sentTo answeredBy returnNote }
    viewerCan { revise submit sign send accept return waive } incident { state version } }";

/// An incident of tier `A` and `SEV2` that is resolved and led by the executive.
pub(crate) async fn resolved(server: &Server) -> String {
    resolved_as(server, "A", "SEV2").await
}

/// An incident of that tier and severity that is resolved and led by the executive.
pub(crate) async fn resolved_as(server: &Server, tier: &str, severity: &str) -> String {
    let account = server.triangle(json!({ "tier": tier })).await;
    let incident = server.incident(&account, json!({ "severity": severity })).await;
    resolve(server, &incident, severity).await;
    incident
}

/// Takes an incident that was reported to where it is resolved.
pub(crate) async fn resolve(server: &Server, incident: &str, severity: &str) {
    let lead = server.cast().id(Executive);
    for (mutation, beside) in [
        ("incidentTriage", json!({ "severity": severity })),
        ("incidentActivate", json!({})),
        ("incidentAcknowledge", json!({})),
        ("incidentNameExecutiveLead", json!({ "userId": lead })),
        ("incidentMobilise", json!({})),
        ("incidentArriveOnSite", json!({})),
        ("incidentResolve", json!({})),
    ] {
        let answer = of_incident(server, EscalationManager, mutation, incident, beside).await;
        assert!(answer.succeeded(), "{mutation}: {answer:?}");
    }
}

/// Tries a change of an incident against its present version.
pub(crate) async fn of_incident(
    server: &Server,
    persona: Persona,
    mutation: &str,
    incident: &str,
    beside: Value,
) -> Answer {
    let document = "query($id: ID!) { incident(id: $id) { version } }";
    let known = server.as_(Auditor).query(document, json!({ "id": incident })).await;
    let input = json!({ "incidentId": incident, "expectedVersion": known["incident.version"] });
    // What an incident taught is told elsewhere.
    let lesson =
        if mutation == "incidentClose" { json!({ "lessonWaiverReason": "Nothing new." }) } else { json!({}) };
    let input = both(both(input, lesson), beside);
    server.as_(persona).attempt(mutation, "incident { id state version }", input).await
}

/// One object with what another says beside it.
pub(crate) fn both(one: Value, other: Value) -> Value {
    let (Value::Object(mut one), Value::Object(other)) = (one, other) else { panic!("objects are given") };
    one.extend(other);
    Value::Object(one)
}

/// A promise of the technical lead, but for what is given.
pub(crate) fn promise(server: &Server, beside: Value) -> Value {
    let usual = json!({
        "action": "Install a second gateway", "ownerRole": "Technical lead",
        "ownerId": server.cast().id(TechnicalLead), "dueOn": "2026-03-20",
        "measure": "It takes over within a minute", "evidence": "Report of the exercise",
        "verifier": "Ms Sato", "preventive": true,
    });
    both(usual, beside)
}

/// A complete text, but for what is given.
pub(crate) fn text(server: &Server, beside: Value) -> Value {
    let usual = json!({
        "addressee": "Ms Sato, head of operations",
        "issue": "Line 3 stood still for six hours.",
        "impact": "1,200 cars were not built.",
        "response": [{ "at": "2026-03-02T09:20:00Z", "what": "Team on site" }],
        "remedy": "The gateway was replaced.",
        "rootCause": "There was only one gateway, and nobody watched it.",
        "commitments": [promise(server, json!({}))],
        "contact": "Sara Sales, +49 30 1234",
        "reviewsOn": ["2026-04-01", "2026-05-01", "2026-05-31"],
    });
    both(usual, beside)
}

/// Begins a letter as the sales lead and gives its id.
pub(crate) async fn draft(server: &Server, incident: &str, text: Value) -> String {
    let input = json!({ "incidentId": incident, "language": "ENGLISH", "text": text });
    let drafted = server.as_(SalesLead).change("letterDraft", FACTS, input).await;
    drafted.text("letterDraft.letter.id")
}

/// A letter as the auditor sees it.
pub(crate) async fn seen(server: &Server, letter: &str, selection: &str) -> Answer {
    let document = format!("query($id: ID!) {{ letter(id: $id) {{ {selection} }} }}");
    server.as_(Auditor).query(&document, json!({ "id": letter })).await
}

/// Tries a change of a letter against its present version.
pub(crate) async fn attempt(
    server: &Server,
    persona: Persona,
    mutation: &str,
    letter: &str,
    beside: Value,
) -> Answer {
    let version = seen(server, letter, "version").await["letter.version"].clone();
    let input = json!({ "letterId": letter, "expectedVersion": version });
    server.as_(persona).attempt(mutation, FACTS, both(input, beside)).await
}

/// What a step must say beside the letter.
pub(crate) fn words(mutation: &str) -> Value {
    match mutation {
        "letterSend" => json!({ "sentTo": "sato@example.com" }),
        "letterAccept" => json!({ "answeredBy": "Ms Sato" }),
        "letterReturn" => json!({ "answeredBy": "Ms Sato", "note": "Name a day for the second gateway." }),
        _ => json!({}),
    }
}

/// Takes a step that says what it must.
#[track_caller]
pub(crate) fn step<'a>(
    server: &'a Server,
    persona: Persona,
    mutation: &'a str,
    letter: &'a str,
) -> impl Future<Output = Answer> + use<'a> {
    let caller = std::panic::Location::caller();
    async move {
        let answer = attempt(server, persona, mutation, letter, words(mutation)).await;
        assert!(answer.succeeded(), "{caller}: expected {mutation} to succeed, got {answer:?}");
        answer
    }
}

/// A letter about a resolved incident that was brought on by these steps.
pub(crate) async fn letter_after(server: &Server, incident: &str, steps: &[&str]) -> String {
    let letter = draft(server, incident, text(server, json!({}))).await;
    for mutation in steps {
        let persona = if *mutation == "letterSign" { Executive } else { SalesLead };
        step(server, persona, mutation, &letter).await;
    }
    letter
}

/// Marks a persona, who is an executive, as the chief executive.
pub(crate) async fn make_chief(server: &Server, persona: Persona) {
    make_executive(server, persona, true).await;
}

/// Makes somebody an executive, the chief or another.
pub(crate) async fn make_executive(server: &Server, persona: Persona, is_chief: bool) {
    let user = server.cast().id(persona);
    let document = "query($id: ID!) { user(id: $id) { version } }";
    let known = server.as_(Administrator).query(document, json!({ "id": user })).await;
    let input = json!({
        "userId": user, "expectedVersion": known["user.version"], "roles": ["EXECUTIVE"],
        "isChiefExecutive": is_chief,
    });
    server.as_(Administrator).change("userAppoint", "user { id }", input).await;
}

/// Brings a resolved incident, of whatever tier and severity, to where its letter is with the customer.
pub(crate) async fn issue(server: &Server, incident: &str) {
    // Boxed: these stories are deep, and a test's stack is small.
    Box::pin(make_chief(server, Executive)).await;
    Box::pin(letter_after(server, incident, &["letterSubmit", "letterSign", "letterSend"])).await;
}

/// The commitments of a letter as the auditor sees them.
pub(crate) async fn promises(server: &Server, letter: &str) -> Vec<Value> {
    let selection = "commitments { id state version overdueSince verifiedBy }";
    let answer = seen(server, letter, selection).await;
    answer["letter.commitments"].as_array().cloned().unwrap_or_default()
}

/// Tries to say what became of a letter's commitment, against its present version.
pub(crate) async fn record(
    server: &Server,
    persona: Persona,
    letter: &str,
    place: usize,
    outcome: &str,
) -> Answer {
    let promise = &promises(server, letter).await[place];
    let input = json!({
        "commitmentId": promise["id"], "expectedVersion": promise["version"], "outcome": outcome,
        "evidence": "The report of the exercise.",
    });
    server.as_(persona).attempt("commitmentRecord", "commitment { state version }", input).await
}

/// Tries to note that the customer verified a letter's commitment, against its present version.
pub(crate) async fn verify(server: &Server, persona: Persona, letter: &str, place: usize) -> Answer {
    let promise = &promises(server, letter).await[place];
    let input = json!({
        "commitmentId": promise["id"], "expectedVersion": promise["version"], "verifiedBy": "Ms Sato",
    });
    server.as_(persona).attempt("commitmentVerify", "commitment { state verifiedBy }", input).await
}

/// Keeps every commitment of a letter.
pub(crate) async fn keep_all(server: &Server, letter: &str) {
    for place in 0..promises(server, letter).await.len() {
        assert!(record(server, TechnicalLead, letter, place, "KEPT").await.succeeded());
        assert!(verify(server, TechnicalLead, letter, place).await.succeeded());
    }
}
