//! Who may see a letter, and who may do what with it.

use serde_json::json;
use support::Persona::{
    self, Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive,
    Member, Outsider, SalesLead, TechnicalLead,
};
use support::story;

use super::acting::{both, letter_after, resolved, text, words};

const EVERYBODY: [Persona; 12] = [
    SalesLead,
    TechnicalLead,
    DeliveryLead,
    Deputy,
    Member,
    Director,
    EscalationManager,
    Executive,
    Auditor,
    Administrator,
    Outsider,
    Anonymous,
];

const SEES: &[Persona] =
    &[SalesLead, TechnicalLead, DeliveryLead, Deputy, Director, EscalationManager, Executive, Auditor];
const WRITES: &[Persona] = &[SalesLead, TechnicalLead, DeliveryLead, Deputy, EscalationManager, Executive];

story!(everybody_may_do_with_a_letter_what_the_table_says, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &[]).await;
    let revision = json!({ "language": "ENGLISH", "text": text(&server, json!({})) });
    for persona in EVERYBODY {
        for (mutation, may) in [
            ("letterRevise", WRITES),
            ("letterSubmit", WRITES),
            ("letterSign", &[Executive]),
            ("letterSend", WRITES),
            ("letterAccept", WRITES),
            ("letterReturn", WRITES),
            ("letterWaive", &[Executive]),
        ] {
            let about = match mutation {
                "letterWaive" => json!({ "incidentId": incident, "reason": "because" }),
                "letterRevise" => both(json!({ "letterId": letter }), revision.clone()),
                _ => both(json!({ "letterId": letter }), words(mutation)),
            };
            let input = both(about, json!({ "expectedVersion": 0 }));
            let answer = server.as_(persona).attempt(mutation, "", input).await;
            let code = match answer.errors() {
                [] => answer.user_error()["code"].as_str().unwrap().to_owned(),
                _ => answer.code().to_owned(),
            };
            let expected = match persona {
                Anonymous => "UNAUTHENTICATED",
                // Whoever has the right is told that the version is a wrong one.
                _ if may.contains(&persona) => "VERSION_CONFLICT",
                _ if SEES.contains(&persona) => "FORBIDDEN",
                _ => "NOT_FOUND",
            };
            assert_eq!(code, expected, "{persona:?} {mutation}");
        }
    }
});

story!(a_bot_sees_letters_only_with_a_key_that_reads_incidents_whole, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &[]).await;
    let document = "query($id: ID!, $incident: ID!) {
        letter(id: $id) { id } incident(id: $incident) { number letter { id } letters { id } } }";
    let variables = json!({ "id": letter, "incident": incident });
    let plain = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let answer = plain.query(document, variables.clone()).await;
    assert_eq!(answer.code(), "NOT_FOUND");
    assert_eq!(
        answer.partial_data()["incident"],
        json!({ "number": "RC-1", "letter": null, "letters": null })
    );
    for id in [letter.as_str(), "let_00000000000000000000000000"] {
        let input = json!({ "letterId": id, "expectedVersion": 1 });
        assert_eq!(plain.attempt("letterSubmit", "", input).await.code(), "NOT_FOUND");
    }
    let whole = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    assert_eq!(whole.query(document, variables).await["incident.letter.id"], letter);
    let input = json!({ "letterId": letter, "expectedVersion": 1 });
    assert_eq!(whole.attempt("letterSubmit", "", input).await.code(), "FORBIDDEN");
});

story!(viewer_can_says_what_the_viewer_may_do_now, async |server| {
    let incident = resolved(&server).await;
    let can = async |persona: Persona, fields: &str| {
        let document = format!("query($id: ID!) {{ incident(id: $id) {{ {fields} }} }}");
        server.as_(persona).query(&document, json!({ "id": incident })).await
    };
    let of_incident = "viewerCan { draftLetter waiveLetter }";
    let may = |draft: bool, waive: bool| json!({ "draftLetter": draft, "waiveLetter": waive });
    assert_eq!(can(SalesLead, of_incident).await["incident.viewerCan"], may(true, false));
    assert_eq!(can(Executive, of_incident).await["incident.viewerCan"], may(true, true));
    assert_eq!(can(Auditor, of_incident).await["incident.viewerCan"], may(false, false));
    letter_after(&server, &incident, &["letterSubmit"]).await;
    let of_letter = "letter { viewerCan { revise submit sign send waive } }";
    let may = |revise: bool, sign: bool| json!({ "revise": revise, "submit": false, "sign": sign, "send": false, "waive": sign });
    assert_eq!(can(SalesLead, of_letter).await["incident.letter.viewerCan"], may(true, false));
    assert_eq!(can(Executive, of_letter).await["incident.letter.viewerCan"], may(true, true));
    assert_eq!(can(Auditor, of_letter).await["incident.letter.viewerCan"], may(false, false));
});
