//! Who may report, and what they then see.

use serde_json::json;
use support::Persona::{
    Administrator, Auditor, Director, EscalationManager, Executive, Member, Outsider, SalesLead,
};
use support::story;

use super::acting::{account, bare_account, each, refusals, report, report_as, seen, trouble};

story!(numbers_have_no_holes_even_where_reports_are_refused, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let manager = server.as_(EscalationManager);
    for expected in ["RC-1", "RC-2"] {
        let refused = manager.attempt("incidentReport", "incident { id }", {
            let mut later = trouble(&account, "SEV1");
            later["occurredAt"] = json!("2026-03-02T09:00:01Z");
            later
        });
        assert_eq!(refused.await.user_error()["code"], "OCCURRED_IN_FUTURE");
        let reported = manager.change("incidentReport", "incident { number }", trouble(&account, "SEV1"));
        assert_eq!(reported.await["incidentReport.incident.number"], expected);
    }
    let many = (0..8).map(|_| report(&server, &account, "SEV2"));
    futures_util::future::join_all(many).await;
    let listed =
        manager.query("{ incidents(sort: [{ field: NUMBER }]) { nodes { number } } }", json!({})).await;
    let expected: Vec<String> = (1..=10).map(|number| format!("RC-{number}")).collect();
    assert_eq!(each(listed["incidents.nodes"].as_array().unwrap(), "number"), expected);
});

story!(a_member_follows_what_they_reported_and_nothing_else, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let other = report(&server, &account, "SEV1").await;
    let member = server.as_(Member);
    let own = report_as(&member, &account, "SEV2").await;
    let listed = member.query("{ incidents { nodes { id } totalCount { count } } }", json!({})).await;
    assert_eq!(listed["incidents.nodes"], json!([{ "id": own }]));
    let hidden = member.query("query($id: ID!) { incident(id: $id) { id } }", json!({ "id": other })).await;
    assert_eq!(hidden.code(), "NOT_FOUND");
    // A second report is followed, too: being a responder elsewhere does not count.
    let second = report_as(&member, &account, "SEV3").await;
    let team = seen(&server, &second, "responseTeam { user { name } }").await;
    assert_eq!(team["incident.responseTeam"], json!([{ "user": { "name": Member.name() } }]));
});

story!(whoever_sees_the_incident_anyway_does_not_join_its_team, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    for persona in [SalesLead, Director, EscalationManager, Executive] {
        let id = report_as(&server.as_(persona), &account, "SEV1").await;
        let seen =
            seen(&server, &id, "responseTeam { user { name } } reporter { ... on User { name } }").await;
        assert_eq!(seen["incident.responseTeam"], json!([]), "{persona:?}");
        assert_eq!(seen["incident.reporter.name"], persona.name());
    }
});

story!(who_may_not_report_learns_nothing_of_the_account, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let unknown = "acc_00000000000000000000000000";
    let outsider = server.as_(Outsider);
    let there = outsider.attempt("incidentReport", "incident { id }", trouble(&account, "SEV1")).await;
    let nowhere = outsider.attempt("incidentReport", "incident { id }", trouble(unknown, "SEV1")).await;
    assert_eq!(there.code(), "NOT_FOUND");
    assert_eq!(there.error()["message"], nowhere.error()["message"]);
    for persona in [Auditor, Administrator] {
        let reader = server.as_(persona);
        let answer = reader.attempt("incidentReport", "incident { id }", trouble(&account, "SEV1")).await;
        assert_eq!(answer.code(), "FORBIDDEN", "{persona:?}");
    }
    let nobody = server.anonymous();
    let answer = nobody.attempt("incidentReport", "incident { id }", trouble(&account, "SEV1")).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
});

story!(a_director_reports_in_their_own_regions_only, async |server| {
    let input = json!({
        "code": "SUD", "name": "Sud", "regionId": server.cast().region("SOUTH"), "timeZone": "Europe/Rome",
    });
    let made = server.as_(Administrator).change("accountCreate", "account { id }", input).await;
    let south = made.text("accountCreate.account.id");
    let director = server.as_(Director);
    let answer = director.attempt("incidentReport", "incident { id }", trouble(&south, "SEV1")).await;
    assert_eq!(answer.code(), "NOT_FOUND");
    report_as(&server.as_(EscalationManager), &south, "SEV1").await;
});

story!(an_account_that_has_ended_takes_no_new_incident, async |server| {
    let account = bare_account(&server, "ACME", Some("S")).await;
    let director = server.as_(Director);
    for (mutation, version) in [("accountScaleDown", 1), ("accountEnd", 2)] {
        let input = json!({ "accountId": account, "expectedVersion": version, "reason": "They left." });
        director.change(mutation, "account { status }", input).await;
    }
    let answer = director.attempt("incidentReport", "incident { id }", trouble(&account, "SEV1")).await;
    assert_eq!(answer.user_error()["code"], "ACCOUNT_ENDED");
    assert_eq!(answer.user_error()["path"], json!(["accountId"]));
});

story!(a_report_that_says_nothing_is_told_all_that_is_wrong, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let mut input = trouble(&account, "SEV1");
    input["title"] = json!("two\nlines");
    input["description"] = json!(" ");
    let answer = server.as_(SalesLead).attempt("incidentReport", "incident { id }", input).await;
    let errors = refusals(&answer);
    assert_eq!(each(&errors, "code"), ["CONTROL_CHARACTER", "REQUIRED"]);
    let mut input = trouble(&account, "SEV1");
    input["accountId"] = json!(server.cast().id(SalesLead));
    let answer = server.as_(SalesLead).attempt("incidentReport", "incident { id }", input).await;
    assert_eq!(answer.code(), "ID_TYPE_MISMATCH");
});

story!(instants_outside_the_calendar_are_refused_everywhere, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let manager = server.as_(EscalationManager);
    let mut ancient = trouble(&account, "SEV1");
    ancient["occurredAt"] = json!("-5000-01-01T00:00:00Z");
    let refused = manager.attempt("incidentReport", "incident { id }", ancient).await;
    assert_eq!(refused.user_error()["code"], "OCCURRED_TOO_EARLY");
    let list = "query($at: DateTime!) { incidents(filter: { reportedAt: { lt: $at } }) { nodes { id } } }";
    for at in ["-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59Z"] {
        let refused = manager.query(list, json!({ "at": at })).await;
        assert_eq!(refused.code(), "BAD_USER_INPUT", "{at}");
        assert_eq!(refused.error()["message"], "lt: must be of the years 1 to 9999");
    }
    report(&server, &account, "SEV1").await;
    let listed = manager.query(list, json!({ "at": "9999-12-31T23:59:59Z" })).await;
    assert_eq!(listed["incidents.nodes"].as_array().unwrap().len(), 1);
});
