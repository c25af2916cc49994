//! What bots do with incidents: they report, they read, they add to timelines, and nothing else.

use serde_json::json;
use support::Persona::{Auditor, EscalationManager};
use support::story;

use super::acting::{
    account, attempt_against, each, events, head, incident_in, name_lead, report, seen, trouble, words,
};

story!(a_bot_opens_an_incident_and_is_its_reporter, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_REPORT", "INCIDENT_READ"] })).await;
    let start = head(&server).await;
    let made = bot.change("incidentReport", "incident { id number state }", trouble(&account, "SEV1")).await;
    assert_eq!(made["incidentReport.incident.number"], "RC-1");
    let id = made.text("incidentReport.incident.id");
    let reporter = "reporter { __typename ... on Bot { name } } responseTeam { duty }
        transitions { actor { __typename } }";
    let answer = seen(&server, &id, reporter).await;
    assert_eq!(answer["incident.reporter.__typename"], "Bot");
    assert_eq!(answer["incident.responseTeam"], json!([]));
    assert_eq!(answer["incident.transitions.0.actor.__typename"], "Bot");
    assert_eq!(events(&server.as_(Auditor), &start).await[0]["actor"]["kind"], "BOT");
});

story!(a_bot_that_may_only_report_is_told_that_it_did, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_REPORT"] })).await;
    let made = bot.change("incidentReport", "incident { id }", trouble(&account, "SEV1")).await;
    assert_eq!(made["incidentReport.incident"], json!(null));
    assert_eq!(made["incidentReport.eventIds"].as_array().unwrap().len(), 1);
});

story!(a_bot_takes_no_step, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "ACTIVATED").await;
    let all = json!(["INCIDENT_REPORT", "INCIDENT_READ", "INCIDENT_TIMELINE", "ACCOUNT_READ"]);
    let reader = server.bot(json!({ "scopes": all, "incidentDetail": true })).await;
    let stranger = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    for mutation in [
        "incidentTriage",
        "incidentDecline",
        "incidentActivate",
        "incidentAcknowledge",
        "incidentMobilise",
        "incidentArriveOnSite",
        "incidentAcceptRemote",
        "incidentContain",
        "incidentResolve",
        "incidentClose",
        "incidentReopen",
        "incidentCancel",
    ] {
        let refused = attempt_against(&reader, mutation, &id, 3, words(mutation)).await;
        assert_eq!(refused.code(), "FORBIDDEN", "{mutation}");
        let hidden = attempt_against(&stranger, mutation, &id, 3, words(mutation)).await;
        assert_eq!(hidden.code(), "NOT_FOUND", "{mutation}");
    }
    assert_eq!(seen(&server, &id, "state").await["incident.state"], "ACTIVATED");
});

story!(a_bot_without_detail_sees_number_account_code_state_severity_and_times, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "CLOSED").await;
    let shown = "number accountCode state severity reportedAt closedAt viewerCan { acknowledge }";
    let hidden = ["title", "description", "tierAtReport", "outcomeReason", "review"];
    let objects = [
        "reporter { __typename }",
        "executiveLead { name }",
        "responseTeam { duty }",
        "transitions { id }",
        "timeline { nodes { id } }",
        "letterWaiver { reason }",
        "entitlementOverride { reason }",
        "customerConsent { name }",
        "account { code }",
    ];
    let document = format!(
        "query($id: ID!) {{ incident(id: $id) {{ {shown} {} {} }} }}",
        hidden.join(" "),
        objects.join(" ")
    );
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let answer = bot.query(&document, json!({ "id": id })).await;
    assert_eq!(answer["incident.number"], "RC-1");
    assert_eq!(answer["incident.accountCode"], "ACME");
    assert_eq!(answer["incident.closedAt"], "2026-03-02T09:00:00+00:00");
    for field in hidden.iter().chain(&objects) {
        let name = field.split(' ').next().unwrap();
        assert_eq!(answer[&format!("incident.{name}")[..]], json!(null), "{name}");
    }
    let whole = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    let answer = whole.query(&document, json!({ "id": id })).await;
    assert_eq!(answer["incident.title"], "Line 3 stands still");
    assert_eq!(answer["incident.transitions"].as_array().unwrap().len(), 9);
});

story!(what_a_bot_does_not_see_does_not_narrow_its_lists, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    name_lead(&server, &id).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let lead = server.cast().id(support::Persona::Executive);
    let count = async |filter: serde_json::Value| {
        let document =
            "query($filter: IncidentFilter) { incidents(filter: $filter) { totalCount { count } } }";
        bot.query(document, json!({ "filter": filter })).await["incidents.totalCount.count"].clone()
    };
    assert_eq!(count(json!({})).await, 1);
    assert_eq!(count(json!({ "executiveLeadId": { "eq": lead } })).await, 0);
    assert_eq!(count(json!({ "executiveLeadId": { "isNull": true } })).await, 1);
    assert_eq!(count(json!({ "not": { "executiveLeadId": { "eq": lead } } })).await, 1);
    assert_eq!(count(json!({ "tierAtReport": { "in": ["S"] } })).await, 0);
    assert_eq!(count(json!({ "state": { "eq": "REPORTED" } })).await, 1);
});

story!(a_key_for_some_accounts_works_for_no_other, async |server| {
    let (own, other) = (account(&server, "OWN", Some("S")).await, account(&server, "OTHER", Some("S")).await);
    let key = json!({ "scopes": ["INCIDENT_REPORT", "INCIDENT_READ"], "accountIds": [own] });
    let bot = server.bot(key).await;
    let hidden = report(&server, &other, "SEV1").await;
    bot.change("incidentReport", "incident { id }", trouble(&own, "SEV1")).await;
    let refused = bot.attempt("incidentReport", "incident { id }", trouble(&other, "SEV1")).await;
    assert_eq!(refused.code(), "NOT_FOUND");
    let listed = bot.query("{ incidents { nodes { accountCode } } }", json!({})).await;
    assert_eq!(listed["incidents.nodes"], json!([{ "accountCode": "OWN" }]));
    let document = "query($id: ID!) { incident(id: $id) { number } }";
    assert_eq!(bot.query(document, json!({ "id": hidden })).await.code(), "NOT_FOUND");
});

story!(a_bot_adds_to_the_timeline_with_the_scope_for_it, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let line = || json!({ "incidentId": id, "kind": "EVIDENCE", "body": "https://logs.example/42" });
    let writer =
        server.bot(json!({ "scopes": ["INCIDENT_READ", "INCIDENT_TIMELINE"], "incidentDetail": true })).await;
    let selection = "entry { author { ... on Bot { name } } incident { number } }";
    let added = writer.change("incidentAddTimelineEntry", selection, line()).await;
    assert_eq!(added["incidentAddTimelineEntry.entry.incident.number"], "RC-1");
    let blind = server.bot(json!({ "scopes": ["INCIDENT_TIMELINE"] })).await;
    let added = blind.change("incidentAddTimelineEntry", selection, line()).await;
    assert_eq!(added["incidentAddTimelineEntry.entry"], json!(null));
    let reader = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let refused = reader.attempt("incidentAddTimelineEntry", selection, line()).await;
    assert_eq!(refused.code(), "FORBIDDEN");
    let manager = server.as_(EscalationManager);
    let document = "query($id: ID!) { incident(id: $id) { timeline { totalCount { count } } } }";
    let answer = manager.query(document, json!({ "id": id })).await;
    assert_eq!(answer["incident.timeline.totalCount.count"], 2);
});

story!(events_tell_a_bot_without_detail_no_more_than_the_incident_does, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let start = head(&server).await;
    let id = report(&server, &account, "SEV1").await;
    name_lead(&server, &id).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let told = events(&bot, &start).await;
    assert_eq!(each(&told, "kind"), ["REPORTED", "EXECUTIVE_LEAD_NAMED"]);
    let last = &told[1];
    assert_eq!(last["account"], json!({ "code": "ACME", "name": null }));
    assert_eq!((&last["person"], &last["actor"]["name"]), (&json!(null), &json!("")));
    assert_eq!((&last["incident"]["number"], &last["incident"]["title"]), (&json!("RC-1"), &json!(null)));
    let whole = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    assert_eq!(events(&whole, &start).await[1]["incident"]["title"], "Line 3 stands still");
});
