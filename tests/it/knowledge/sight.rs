//! Ways to lose sight of an entry that have nothing to do with the entry.

use support::Persona::{
    Administrator, Director, EscalationManager, Executive, Member, SalesLead, TechnicalLead,
};
use support::{Persona, Server, json, story};

use super::acting::published;

async fn version(server: &Server, account: &str) -> support::Value {
    let document = "query($id: ID!) { account(id: $id) { version } }";
    server.as_(Administrator).query(document, json!({ "id": account })).await["account.version"].clone()
}

story!(whoever_leaves_the_team_loses_what_is_for_the_team, async |server| {
    let account = server.account(json!({})).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let member = server.seat(&account, Member, "TECHNICAL", "MEMBER").await;
    let technical = server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    let team = published(&server, SalesLead, &account, json!({})).await;
    let triangle = published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    assert_eq!(team.seers(&[Member, TechnicalLead]).await, [Member, TechnicalLead]);
    assert_eq!(triangle.seers(&[Member, TechnicalLead]).await, [TechnicalLead]);
    let administrator = server.as_(Administrator);
    let gone = |assignment: &str| json!({ "assignmentId": assignment, "reason": "Moved on" });
    administrator.change("memberRelease", "assignment { id }", gone(&member)).await;
    administrator.change("seatVacate", "assignment { id }", gone(&technical)).await;
    assert!(team.seers(&[Member, TechnicalLead]).await.is_empty());
    assert!(triangle.seers(&[TechnicalLead]).await.is_empty());
});

story!(an_ended_account_takes_its_knowledge_from_its_team, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let open = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    for step in ["accountScaleDown", "accountEnd"] {
        let version = version(&server, &account).await;
        let input = json!({ "accountId": account, "expectedVersion": version, "reason": "Sold" });
        server.as_(Administrator).change(step, "account { id }", input).await;
    }
    let everybody: [Persona; 4] = [Director, SalesLead, Member, Executive];
    assert_eq!(entry.seers(&everybody).await, [Director, Executive]);
    assert_eq!(open.seers(&everybody).await, everybody);
});

story!(an_account_that_changes_region_takes_its_knowledge_along, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    assert_eq!(entry.seers(&[Director]).await, [Director]);
    let input = json!({ "accountId": account, "expectedVersion": version(&server, &account).await,
        "regionId": server.cast().region("SOUTH") });
    server.as_(Administrator).change("accountChangeFacts", "account { id }", input).await;
    assert!(entry.seers(&[Director]).await.is_empty());
});

story!(the_end_of_the_last_incident_takes_knowledge_from_escalation_managers, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    assert_eq!(entry.seers(&[EscalationManager]).await, [EscalationManager]);
    let input = json!({ "incidentId": incident, "expectedVersion": 1, "reason": "Nothing stands still" });
    server.as_(EscalationManager).change("incidentDecline", "incident { id }", input).await;
    assert!(entry.seers(&[EscalationManager]).await.is_empty());
});
