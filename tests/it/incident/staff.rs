//! Who works on an incident.

use serde_json::json;
use support::Persona::{
    Administrator, Auditor, DeliveryLead, Director, EscalationManager, Executive, Outsider, SalesLead,
};
use support::story;

use super::acting::{account, attempt, events, head, incident_in, name_lead, report, seen, step};

story!(only_an_active_executive_leads, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    for (user, expected) in [
        (server.cast().id(Director), "NOT_AN_EXECUTIVE"),
        ("usr_00000000000000000000000000", "UNKNOWN_PERSON"),
    ] {
        let input = json!({ "userId": user });
        let answer = attempt(&server, EscalationManager, "incidentNameExecutiveLead", &id, input).await;
        assert_eq!(answer.user_error()["code"], expected);
        assert_eq!(answer.user_error()["path"], json!(["userId"]));
    }
    let start = head(&server).await;
    name_lead(&server, &id).await;
    let told = &events(&server.as_(Auditor), &start).await[0];
    assert_eq!(
        (&told["kind"], &told["person"]["name"]),
        (&json!("EXECUTIVE_LEAD_NAMED"), &json!(Executive.name()))
    );
});

story!(a_lead_who_is_no_executive_any_more_must_be_replaced_before_the_team_goes, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACKNOWLEDGED").await;
    name_lead(&server, &id).await;
    let executive = server.cast().id(Executive);
    let known = "query($id: ID!) { user(id: $id) { version } }";
    let known = server.as_(Administrator).query(known, json!({ "id": executive })).await;
    let input = json!({ "userId": executive, "expectedVersion": known["user.version"], "roles": ["STAFF"] });
    server.as_(Administrator).change("userAppoint", "user { id }", input).await;
    let answer = attempt(&server, EscalationManager, "incidentMobilise", &id, json!({})).await;
    assert_eq!(answer.user_error()["code"], "EXECUTIVE_LEAD_REQUIRED");
});

story!(the_response_team_comes_and_goes, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let who = |duty: Option<&str>| {
        let mut input = json!({ "userId": server.cast().id(Outsider) });
        if let Some(duty) = duty {
            input["duty"] = json!(duty);
        }
        input
    };
    let gone = attempt(&server, Director, "incidentRemoveResponder", &id, who(None)).await;
    assert_eq!(gone.user_error()["code"], "NOT_ON_TEAM");
    attempt(&server, Director, "incidentAddResponder", &id, who(Some("spare parts"))).await;
    let twice = attempt(&server, Director, "incidentAddResponder", &id, who(None)).await;
    assert_eq!(twice.user_error()["code"], "ON_TEAM");
    let team = "responseTeam { duty user { name } } version";
    let seen_now = seen(&server, &id, team).await;
    let expected = json!([{ "duty": "spare parts", "user": { "name": Outsider.name() } }]);
    assert_eq!(seen_now["incident.responseTeam"], expected);
    attempt(&server, Director, "incidentRemoveResponder", &id, who(None)).await;
    attempt(&server, Director, "incidentAddResponder", &id, who(Some("contracts"))).await;
    assert_eq!(seen(&server, &id, team).await["incident.responseTeam.0.duty"], "contracts");
});

story!(nobody_joins_an_incident_that_is_over_but_people_leave_it, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let who = |persona| json!({ "userId": server.cast().id(persona) });
    attempt(&server, Director, "incidentAddResponder", &id, who(Outsider)).await;
    step(&server, Director, "incidentDecline", &id).await;
    // They still see what they worked on, though no longer the account.
    let document = "query($id: ID!) { incident(id: $id) { state account { code } } }";
    let answer = server.as_(Outsider).query(document, json!({ "id": id })).await;
    assert_eq!(answer.partial_data()["incident"]["state"], "DECLINED");
    assert_eq!(answer.partial_data()["incident"]["account"], json!(null));
    for (mutation, persona) in [("incidentAddResponder", SalesLead), ("incidentNameExecutiveLead", Executive)]
    {
        let answer = attempt(&server, Director, mutation, &id, who(persona)).await;
        assert_eq!(answer.user_error()["code"], "NOT_OPEN");
    }
    let left = attempt(&server, Director, "incidentRemoveResponder", &id, who(Outsider)).await;
    assert!(left.succeeded());
    let answer = server.as_(Outsider).query(document, json!({ "id": id })).await;
    assert_eq!(answer.code(), "NOT_FOUND");
});

story!(whoever_may_not_come_in_cannot_be_called_in, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let user = server.cast().id(DeliveryLead);
    let known = "query($id: ID!) { user(id: $id) { version } }";
    let known = server.as_(Administrator).query(known, json!({ "id": user })).await;
    let input = json!({ "userId": user, "expectedVersion": known["user.version"] });
    server.as_(Administrator).change("userDisable", "user { id }", input).await;
    let answer = attempt(&server, Director, "incidentAddResponder", &id, json!({ "userId": user })).await;
    assert_eq!(answer.user_error()["code"], "UNKNOWN_PERSON");
});
