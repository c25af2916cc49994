//! Who goes to the customer, and who received them there.

use serde_json::{Value, json};
use support::Persona::{
    Auditor, Deputy, Director, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Persona, Server, answer::Answer, story};

use super::acting::{account, attempt, events, head, incident_in, seen, step};

async fn set(server: &Server, persona: Persona, id: &str, people: &[Persona], witness: Value) -> Answer {
    let people: Vec<&str> = people.iter().map(|person| server.cast().id(*person)).collect();
    let party = json!({ "userIds": people, "customerWitness": witness });
    attempt(server, persona, "incidentSetOnSiteParty", id, party).await
}

/// Party and witness, as the auditor sees them.
async fn party(server: &Server, id: &str) -> (Vec<String>, Value) {
    let answer = seen(server, id, "onSiteParty { name } customerWitness").await;
    let people = answer["incident.onSiteParty"].as_array().unwrap().iter();
    let mut names: Vec<String> = people.map(|person| person["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    (names, answer["incident.customerWitness"].clone())
}

fn names(people: &[Persona]) -> Vec<String> {
    let mut names: Vec<String> = people.iter().map(|person| person.name().to_owned()).collect();
    names.sort();
    names
}

story!(it_is_said_who_goes_and_who_received_them, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    let start = head(&server).await;
    let going = [Executive, TechnicalLead, TechnicalLead];
    assert!(set(&server, SalesLead, &id, &going, Value::Null).await.succeeded());
    assert_eq!(party(&server, &id).await, (names(&[Executive, TechnicalLead]), Value::Null));
    step(&server, SalesLead, "incidentArriveOnSite", &id).await;
    let there = [Executive, SalesLead];
    assert!(set(&server, Executive, &id, &there, json!("Ms Sato")).await.succeeded());
    assert_eq!(party(&server, &id).await, (names(&there), json!("Ms Sato")));
    let told = events(&server.as_(Auditor), &start).await;
    assert_eq!(told[0]["kind"], "ON_SITE_PARTY_SET");
    assert_eq!(told[0]["changed"], json!(["onSiteParty", "customerWitness"]));
});

story!(there_is_a_party_while_there_is_a_visit, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    for (state, code) in [
        ("REPORTED", "NO_VISIT"),
        ("ACKNOWLEDGED", "NO_VISIT"),
        ("REMOTE_ACCEPTED", "NO_VISIT"),
        ("CLOSED", "NOT_OPEN"),
    ] {
        let id = incident_in(&server, &account, state).await;
        let refused = set(&server, EscalationManager, &id, &[Executive], Value::Null).await;
        assert_eq!(refused.user_error()["code"], code, "{state}");
    }
});

story!(who_does_not_work_on_the_incident_does_not_go, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    let refused = set(&server, SalesLead, &id, &[Executive, Outsider, Auditor], Value::Null).await;
    let errors = refused["incidentSetOnSiteParty.userErrors"].as_array().unwrap();
    let told: Vec<_> = errors.iter().map(|error| (&error["code"], &error["path"])).collect();
    let code = &json!("NOT_INVOLVED");
    assert_eq!(told, [(code, &json!(["userIds", "1"])), (code, &json!(["userIds", "2"]))]);
    assert_eq!(party(&server, &id).await.0, Vec::<String>::new());
});

story!(a_reopened_incident_has_had_no_visit_yet, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    assert!(set(&server, SalesLead, &id, &[Executive], json!("Ms Sato")).await.succeeded());
    step(&server, EscalationManager, "incidentReopen", &id).await;
    assert_eq!(party(&server, &id).await, (Vec::new(), Value::Null));
});

story!(those_who_work_on_the_incident_say_who_goes, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ON_SITE").await;
    for persona in [SalesLead, Deputy, EscalationManager, Executive] {
        assert!(set(&server, persona, &id, &[Executive], Value::Null).await.succeeded(), "{persona:?}");
    }
    for (persona, code) in
        [(Director, "FORBIDDEN"), (Auditor, "FORBIDDEN"), (Member, "NOT_FOUND"), (Outsider, "NOT_FOUND")]
    {
        assert_eq!(set(&server, persona, &id, &[Executive], Value::Null).await.code(), code, "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let document = "query($id: ID!) { incident(id: $id) { number onSiteParty { name } customerWitness
        parent { number } mergedInto { number } parts { nodes { number } } } }";
    let answer = bot.query(document, json!({ "id": id })).await;
    for field in ["onSiteParty", "customerWitness", "parent", "mergedInto", "parts"] {
        assert_eq!(answer["incident"][field], Value::Null, "{field}");
    }
});
