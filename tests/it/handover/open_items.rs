//! What is open in the name of the former holder goes with the seat.

use support::{
    Persona::{Director, EscalationManager, Executive, Outsider, SalesLead},
    json, story,
};

use super::acting::{co_owned, seen, step};
use crate::letter::acting::{draft, make_chief, promise, resolve, step as step_of_letter, text};

story!(places_on_response_teams_and_open_promises_go_to_the_receiver, async |server| {
    let account = server.triangle(json!({ "tier": "A" })).await;
    let standing = server.incident(&account, json!({ "severity": "SEV1" })).await;
    let input =
        json!({ "incidentId": standing, "userId": server.cast().id(SalesLead), "expectedVersion": 1 });
    server.as_(EscalationManager).change("incidentAddResponder", "incident { id }", input).await;
    let resolved = server.incident(&account, json!({ "severity": "SEV2" })).await;
    resolve(&server, &resolved, "SEV2").await;
    Box::pin(issue_with_promise_of_sara(&server, &resolved)).await;
    let handover = Box::pin(co_owned(&server, &account)).await;
    step(&server, Director, "handoverDeclareEmergency", &handover).await;
    step(&server, Director, "handoverTransfer", &handover).await;
    let selection = "openItems { outcome isLead commitmentId incident { id } }";
    let known = seen(&server, Outsider, &handover, selection).await;
    let items = known["handover.openItems"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2, "{items:?}");
    assert!(items.iter().all(|item| item["outcome"] == "REOWNED" && item["isLead"] == false));
    assert_eq!(items[0]["incident"]["id"], json!(standing));
    let team = "query($id: ID!) { incident(id: $id) { responseTeam { user { name } } } }";
    let team = server.as_(Outsider).query(team, json!({ "id": standing })).await["incident"].to_string();
    assert!(team.contains(Outsider.name()) && !team.contains(SalesLead.name()), "{team}");
    let owner = "query($id: ID!) { incident(id: $id) { letter { commitments { id owner { name } } } } }";
    let owner = server.as_(Outsider).query(owner, json!({ "id": resolved })).await;
    assert_eq!(owner["incident.letter.commitments.0.owner.name"], Outsider.name());
    assert_eq!(owner["incident.letter.commitments.0.id"], items[1]["commitmentId"]);
});

/// A letter with the customer whose one promise is the sales lead's.
async fn issue_with_promise_of_sara(server: &support::Server, incident: &str) {
    let owned = promise(server, json!({ "ownerId": server.cast().id(SalesLead) }));
    let letter = draft(server, incident, text(server, json!({ "commitments": [owned] }))).await;
    make_chief(server, Executive).await;
    for (mutation, persona) in
        [("letterSubmit", SalesLead), ("letterSign", Executive), ("letterSend", SalesLead)]
    {
        step_of_letter(server, persona, mutation, &letter).await;
    }
}
