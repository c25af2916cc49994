//! Whom an event is told to.

use serde_json::json;
use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive, Member, Outsider,
    SalesLead, TechnicalLead,
};
use support::{Persona, Server, story};

use super::acting::{NOTICES, Watcher, account, list, raised, tells};
use crate::incident::acting::{attempt, incident_in, name_lead, report, step};

story!(a_report_is_told_to_those_who_must_act_and_to_nobody_else, async |server: Server| {
    let account = account(&server).await;
    let told = [TechnicalLead, DeliveryLead, Deputy, EscalationManager, Director];
    let mut watchers = Vec::new();
    for persona in told {
        watchers.push(Watcher::of(&server.as_(persona)).await);
    }
    report(&server, &account, "SEV1").await;
    for watcher in &mut watchers {
        assert_eq!(watcher.told().await, raised("incident.reported", "INCIDENT_REPORTED"));
    }
    // The reporter knows; a member, an executive and an auditor have nothing to do yet.
    for persona in [SalesLead, Member, Executive, Auditor, Administrator, Outsider] {
        let reported: Vec<_> = list(&server.as_(persona), json!({ "kinds": ["INCIDENT_REPORTED"] })).await;
        assert!(reported.is_empty(), "{persona:?}: {reported:?}");
    }
});

story!(who_is_called_to_an_incident_is_told_and_then_told_what_becomes_of_it, async |server: Server| {
    let account = account(&server).await;
    let id = report(&server, &account, "SEV1").await;
    let mut executive = Watcher::of(&server.as_(Executive)).await;
    let mut responder = Watcher::of(&server.as_(Outsider)).await;
    name_lead(&server, &id).await;
    assert_eq!(executive.told().await, raised("incident.executive_lead_named", "INCIDENT_CALL"));
    let who = json!({ "userId": server.cast().id(Outsider) });
    attempt(&server, Director, "incidentAddResponder", &id, who).await;
    assert_eq!(responder.told().await, raised("incident.responder_added", "INCIDENT_CALL"));
    step(&server, EscalationManager, "incidentTriage", &id).await;
    step(&server, EscalationManager, "incidentActivate", &id).await;
    for watcher in [&mut executive, &mut responder] {
        assert_eq!(watcher.told().await, raised("incident.activated", "INCIDENT_CHANGED"));
    }
    let seen = list(&server.as_(EscalationManager), json!({})).await;
    assert_eq!(tells(&seen), ["incident.reported"], "they activated it themselves");
});

story!(who_gets_a_seat_is_told_and_who_loses_it_is_told_without_the_account, async |server: Server| {
    let account = server.account(json!({})).await;
    let mut sara = Watcher::of(&server.as_(SalesLead)).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let given = sara.next().await["notices"][0].take();
    assert_eq!((&given["kind"], &given["tells"]), (&json!("SEAT_GIVEN"), &json!("triangle.assigned")));
    assert!(given["account"]["code"].is_string());

    let held = "query($id: ID!) { account(id: $id) { triangle { sales { primary { id } } } } }";
    let held = server.as_(Director).query(held, json!({ "id": account })).await;
    let input = json!({
        "assignmentId": held["account.triangle.sales.primary.id"], "reason": "moves on",
        "userId": server.cast().id(Deputy),
    });
    server.as_(Director).change("seatSwap", "assignment { id }", input).await;
    let ended = sara.next().await["notices"][0].take();
    assert_eq!((&ended["kind"], &ended["account"]), (&json!("SEAT_ENDED"), &json!(null)));
    let listed = &list(&server.as_(SalesLead), json!({})).await[0];
    assert_eq!((&listed["kind"], &listed["account"]), (&json!("SEAT_ENDED"), &json!(null)));
    assert_eq!(tells(&list(&server.as_(Deputy), json!({})).await), ["triangle.swapped"]);
});

story!(a_life_of_an_incident_tells_a_seat_what_matters, async |server: Server| {
    let account = account(&server).await;
    let mut dilan = Watcher::of(&server.as_(DeliveryLead)).await;
    incident_in(&server, &account, "CLOSED").await;
    for expected in [
        "incident.reported",
        "incident.activated",
        "incident.ladder_stepped",
        "incident.resolved",
        "incident.closed",
    ] {
        let (kind, notices) = dilan.told().await;
        assert_eq!((kind.as_str(), notices[0].0.as_str()), ("RAISED", expected));
    }
});

story!(bots_and_strangers_have_no_notices, async |server: Server| {
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let document = "{ myNotices { nodes { id } } }";
    assert_eq!(bot.query(document, json!({})).await.code(), "FORBIDDEN");
    assert_eq!(server.as_(Persona::Anonymous).query(document, json!({})).await.code(), "UNAUTHENTICATED");
    let mut socket = bot.socket().await;
    let operation = socket.subscribe(NOTICES, json!({})).await;
    assert_eq!(socket.refusal(&operation).await, "FORBIDDEN");
});

story!(an_alarm_that_becomes_worse_is_told_and_one_that_only_repeats_is_not, async |server: Server| {
    let account = account(&server).await;
    let sales = server.as_(SalesLead);
    let mut watchers = Vec::new();
    for persona in [DeliveryLead, EscalationManager, Director] {
        watchers.push(Watcher::of(&server.as_(persona)).await);
    }
    for (severity, title) in [("SEV3", "Line 3"), ("SEV3", "Line 3, again"), ("SEV1", "Line 3, for good")] {
        let input = json!({ "accountId": account, "severity": severity, "title": title, "description": "So.",
            "dedupeKey": "line-3" });
        sales.change("incidentReport", "incident { id }", input).await;
    }
    for watcher in &mut watchers {
        assert_eq!(watcher.told().await, raised("incident.reported", "INCIDENT_REPORTED"));
        assert_eq!(watcher.told().await, raised("incident.alarm_worsened", "INCIDENT_CHANGED"));
    }
});
