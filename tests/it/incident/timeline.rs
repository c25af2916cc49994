//! The timeline: append-only, told in the order in which things happened, without blame before the fire is out.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{Auditor, Member, Outsider, SalesLead, TechnicalLead};
use support::answer::Answer;
use support::client::Client;
use support::story;

use super::acting::{account, each, events, head, incident_in, report, report_as, seen, version};

async fn add(client: &Client, id: &str, kind: &str, body: &str, occurred: Option<&str>) -> Answer {
    let input = json!({ "incidentId": id, "kind": kind, "body": body, "occurredAt": occurred });
    client.attempt("incidentAddTimelineEntry", "entry { id kind body occurredAt recordedAt }", input).await
}

story!(the_story_is_told_in_the_order_in_which_it_happened, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let before = version(&server, &id).await;
    server.advance(Duration::from_secs(3_600));
    let start = head(&server).await;
    let sales = server.as_(SalesLead);
    add(&sales, &id, "ACTION", "third", None).await;
    add(&sales, &id, "CUSTOMER_STATEMENT", "second", Some("2026-03-02T09:30:00Z")).await;
    let first = add(&sales, &id, "FACT", "first", Some("2026-03-02T09:00:00Z")).await;
    assert_eq!(first["incidentAddTimelineEntry.entry.recordedAt"], "2026-03-02T10:00:00+00:00");
    let told = events(&server.as_(Auditor), &start).await;
    assert_eq!(each(&told, "kind"), ["TIMELINE_ENTRY_ADDED"; 3]);
    assert_eq!(told[2]["timelineEntry"]["kind"], "FACT");
    assert_eq!(told[2]["happenedAt"], "2026-03-02T09:00:00+00:00");
    let line = "timeline { nodes { body author { ... on User { name } } } totalCount { count } }";
    let answer = seen(&server, &id, line).await;
    let lines = answer["incident.timeline.nodes"].as_array().unwrap();
    assert_eq!(each(lines, "body"), ["first", "second", "third"]);
    assert_eq!(lines[0]["author"]["name"], SalesLead.name());
    assert_eq!(answer["incident.timeline.totalCount.count"], 3);
    // Who acts meanwhile is not told that somebody changed the incident.
    assert_eq!(version(&server, &id).await, before);
});

story!(a_long_timeline_is_read_in_pages_and_by_kind, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let sales = server.as_(SalesLead);
    for number in 0..5 {
        server.advance(Duration::from_secs(60));
        add(&sales, &id, if number % 2 == 0 { "FACT" } else { "ACTION" }, &number.to_string(), None).await;
    }
    let page = async |arguments: &str| -> Value {
        let selection = format!(
            "timeline({arguments}) {{ nodes {{ body }} pageInfo {{ endCursor startCursor hasNextPage hasPreviousPage }} }}"
        );
        seen(&server, &id, &selection).await["incident.timeline"].clone()
    };
    let bodies = |page: &Value| each(page["nodes"].as_array().unwrap(), "body").join("");
    let one = page("first: 2").await;
    assert_eq!((bodies(&one).as_str(), &one["pageInfo"]["hasNextPage"]), ("01", &json!(true)));
    let two = page(&format!("first: 2, after: {}", one["pageInfo"]["endCursor"])).await;
    assert_eq!(bodies(&two), "23");
    let last = page("last: 2").await;
    assert_eq!((bodies(&last).as_str(), &last["pageInfo"]["hasPreviousPage"]), ("34", &json!(true)));
    let back = page(&format!("last: 2, before: {}", last["pageInfo"]["startCursor"])).await;
    assert_eq!(bodies(&back), "12");
    assert_eq!(bodies(&page("kinds: [ACTION]").await), "13");
    assert_eq!(bodies(&page("kinds: []").await), "");
});

story!(solve_first_blame_later, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let technical = server.as_(TechnicalLead);
    for state in ["REPORTED", "ACKNOWLEDGED", "ON_SITE", "CONTAINED", "CANCELLED"] {
        let id = incident_in(&server, &account, state).await;
        let answer = add(&technical, &id, "ACCOUNTABILITY", "It was me.", None).await;
        assert_eq!(answer.user_error()["code"], "ACCOUNTABILITY_TOO_EARLY", "{state}");
        assert!(add(&technical, &id, "TECHNICAL_CAUSE", "A worn belt.", None).await.succeeded(), "{state}");
    }
    for state in ["RESOLVED", "COMMITMENT_ISSUED", "CLOSED"] {
        let id = incident_in(&server, &account, state).await;
        assert!(add(&technical, &id, "ACCOUNTABILITY", "It was me.", None).await.succeeded(), "{state}");
    }
});

story!(a_line_lies_between_the_report_and_now, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let sales = server.as_(SalesLead);
    for (occurred, expected) in
        [("2026-03-02T08:59:59Z", "OCCURRED_TOO_EARLY"), ("2026-03-02T09:00:01Z", "OCCURRED_IN_FUTURE")]
    {
        let answer = add(&sales, &id, "FACT", "then", Some(occurred)).await;
        assert_eq!(answer.user_error()["code"], expected);
    }
    let answer = add(&sales, &id, "FACT", " ", None).await;
    assert_eq!(answer.user_error()["code"], "REQUIRED");
    let answer = add(&sales, &id, "FACT", &"x".repeat(20_001), None).await;
    assert_eq!(answer.user_error()["code"], "TOO_LONG");
});

story!(whoever_sees_an_incident_writes_its_story_but_the_auditor, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let own = report_as(&server.as_(Member), &account, "SEV1").await;
    assert!(add(&server.as_(Member), &own, "FACT", "seen", None).await.succeeded());
    assert_eq!(add(&server.as_(Member), &id, "FACT", "heard", None).await.code(), "NOT_FOUND");
    assert_eq!(add(&server.as_(Outsider), &id, "FACT", "heard", None).await.code(), "NOT_FOUND");
    assert_eq!(add(&server.as_(Auditor), &id, "FACT", "read", None).await.code(), "FORBIDDEN");
});
