//! How incidents belong together: duplicates, and parts of one trouble.

use serde_json::{Value, json};
use support::Persona::{
    Administrator, Auditor, Director, EscalationManager, Executive, Member, Outsider, SalesLead,
};
use support::{Persona, Server, answer::Answer, story};

use super::acting::{account, attempt, each, events, head, incident_in, report, report_as, seen, trouble};

async fn merge(server: &Server, persona: Persona, duplicate: &str, into: &str) -> Answer {
    attempt(server, persona, "incidentMerge", duplicate, json!({ "intoId": into, "note": "The same." })).await
}

async fn attach(server: &Server, persona: Persona, part: &str, parent: &str) -> Answer {
    attempt(server, persona, "incidentAttach", part, json!({ "parentId": parent })).await
}

/// An account of another region, that the directors of these stories do not see, with an incident.
async fn elsewhere(server: &Server) -> String {
    let input = json!({
        "code": "SUD", "name": "Sud", "regionId": server.cast().region("SOUTH"), "timeZone": "Europe/Rome",
        "status": "ACTIVE",
    });
    let made = server.as_(Administrator).change("accountCreate", "account { id }", input).await;
    report_as(&server.as_(EscalationManager), &made.text("accountCreate.account.id"), "SEV1").await
}

story!(a_duplicate_leaves_its_story_and_its_team_to_the_incident_that_it_repeats, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let original = incident_in(&server, &account, "ACTIVATED").await;
    let duplicate = report_as(&server.as_(Member), &account, "SEV2").await;
    let start = head(&server).await;
    assert!(merge(&server, EscalationManager, &duplicate, &original).await.succeeded());
    let facts = "state closedAt outcomeReason mergedInto { number } transitions { reason }";
    let merged = seen(&server, &duplicate, facts).await;
    assert_eq!(merged["incident.state"], "CANCELLED");
    assert_eq!(merged["incident.outcomeReason"], "Merged into RC-1");
    assert_eq!(merged["incident.mergedInto.number"], "RC-1");
    assert_eq!(merged["incident.transitions.1.reason"], "The same.");
    let kept =
        seen(&server, &original, "state timeline { nodes { kind body } } responseTeam { user { name } }");
    let kept = kept.await;
    assert_eq!(kept["incident.state"], "ACTIVATED");
    let story = "**RC-2: Line 3 stands still**\n\nSince the *update*.\n\nThe same.";
    assert_eq!(kept["incident.timeline.nodes"], json!([{ "kind": "FACT", "body": story }]));
    assert_eq!(kept["incident.responseTeam"], json!([{ "user": { "name": Member.name() } }]));
    let told = events(&server.as_(Auditor), &start).await;
    assert_eq!(each(&told, "kind"), ["DUPLICATE_TAKEN", "MERGED"]);
    // Who reported the duplicate follows the original from now on.
    let document = "query($id: ID!) { incident(id: $id) { number } }";
    let followed = server.as_(Member).query(document, json!({ "id": original })).await;
    assert_eq!(followed["incident.number"], "RC-1");
});

story!(alarms_of_a_duplicate_go_to_the_incident_that_it_was_merged_into, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let bot = server.bot(json!({ "scopes": ["INCIDENT_REPORT", "INCIDENT_READ"] })).await;
    let mut alarm = trouble(&account, "SEV2");
    alarm["dedupeKey"] = json!("line-3");
    let told = bot.change("incidentReport", "incident { id }", alarm.clone()).await;
    let duplicate = told.text("incidentReport.incident.id");
    let between = report(&server, &account, "SEV1").await;
    let last = report(&server, &account, "SEV1").await;
    assert!(merge(&server, EscalationManager, &duplicate, &between).await.succeeded());
    assert!(merge(&server, EscalationManager, &between, &last).await.succeeded());
    for times in [1, 2] {
        let told = bot.change("incidentReport", "incident { id }", alarm.clone()).await;
        assert_eq!(told.text("incidentReport.incident.id"), last);
        let counted = seen(&server, &last, "alarms { times }").await;
        assert_eq!(counted["incident.alarms"], json!([{ "times": times }]));
    }
});

story!(a_part_that_is_merged_away_leaves_its_parent, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(report(&server, &acme, "SEV2").await);
    }
    assert!(attach(&server, EscalationManager, &ids[1], &ids[0]).await.succeeded());
    let start = head(&server).await;
    assert!(merge(&server, EscalationManager, &ids[1], &ids[2]).await.succeeded());
    let told = events(&server.as_(Auditor), &start).await;
    assert_eq!(each(&told, "kind"), ["DUPLICATE_TAKEN", "PARTS_CHANGED", "MERGED"]);
    let parts = seen(&server, &ids[0], "parts { totalCount { count } }").await;
    assert_eq!(parts["incident.parts.totalCount.count"], 0);
});

story!(a_merger_that_makes_no_sense_is_refused, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let blue = account(&server, "BLUE", Some("S")).await;
    let open = report(&server, &acme, "SEV1").await;
    let resolved = incident_in(&server, &acme, "RESOLVED").await;
    let over = incident_in(&server, &acme, "CANCELLED").await;
    let parent = report(&server, &acme, "SEV1").await;
    let part = report(&server, &acme, "SEV1").await;
    let other = report(&server, &blue, "SEV1").await;
    assert!(attach(&server, EscalationManager, &part, &parent).await.succeeded());
    for (duplicate, into, code) in [
        (&open, &open, "MERGE_WITH_ITSELF"),
        (&open, &other, "MERGE_ACROSS_ACCOUNTS"),
        (&open, &over, "MERGE_TARGET_OVER"),
        (&resolved, &open, "ILLEGAL_TRANSITION"),
        (&parent, &open, "HAS_PARTS"),
    ] {
        let refused = merge(&server, EscalationManager, duplicate, into).await;
        assert_eq!(refused.user_error()["code"], code);
    }
    assert_eq!(
        seen(&server, &open, "state version").await["incident"],
        json!({ "state": "REPORTED", "version": 1 })
    );
});

story!(of_two_mergers_that_cross_each_other_one_is_made, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let (one, other) = (report(&server, &account, "SEV1").await, report(&server, &account, "SEV1").await);
    let (there, back) = tokio::join!(
        merge(&server, EscalationManager, &one, &other),
        merge(&server, EscalationManager, &other, &one),
    );
    assert!(there.succeeded() != back.succeeded(), "{there:?} and {back:?}");
    let open =
        server.as_(Auditor).query("{ incidents(filter: { open: true }) { nodes { id } } }", json!({})).await;
    assert_eq!(open["incidents.nodes"].as_array().map(Vec::len), Some(1));
});

story!(one_trouble_has_a_part_for_each_account_that_it_hits, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let parent = report(&server, &acme, "SEV1").await;
    let near = report(&server, &acme, "SEV2").await;
    let far = elsewhere(&server).await;
    let start = head(&server).await;
    for part in [&near, &far] {
        assert!(attach(&server, EscalationManager, part, &parent).await.succeeded());
    }
    let told = events(&server.as_(Auditor), &start).await;
    let kinds = ["PARTS_CHANGED", "PARENT_CHANGED"];
    assert_eq!(each(&told, "kind"), [kinds, kinds].concat());

    let document = "query($id: ID!) { incident(id: $id) { version
        parts { nodes { number parent { number } } totalCount { count } } } }";
    let whole = server.as_(EscalationManager).query(document, json!({ "id": parent })).await;
    assert_eq!(whole["incident.version"], 1, "nobody's screen is stale because of a part");
    assert_eq!(each(whole["incident.parts.nodes"].as_array().unwrap(), "number"), ["RC-3", "RC-2"]);
    assert_eq!(whole["incident.parts.nodes.0.parent.number"], "RC-1");
    // The sales lead of one account does not learn that there is another.
    let own = server.as_(SalesLead).query(document, json!({ "id": parent })).await;
    assert_eq!(each(own["incident.parts.nodes"].as_array().unwrap(), "number"), ["RC-2"]);
    assert_eq!(own["incident.parts.totalCount.count"], 1);

    let detached = attempt(&server, EscalationManager, "incidentDetach", &far, json!({})).await;
    assert!(detached.succeeded());
    assert_eq!(seen(&server, &far, "parent { number }").await["incident.parent"], Value::Null);
    let again = attempt(&server, EscalationManager, "incidentDetach", &far, json!({})).await;
    assert_eq!(again.user_error()["code"], "NOT_A_PART");
});

story!(who_sees_a_part_learns_nothing_of_its_parent, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let part = report(&server, &acme, "SEV2").await;
    let parent = elsewhere(&server).await;
    let start = head(&server).await;
    assert!(attach(&server, EscalationManager, &part, &parent).await.succeeded());
    let document = "query($id: ID!) { incident(id: $id) { number parent { number } } }";
    let answer = server.as_(SalesLead).query(document, json!({ "id": part })).await;
    assert_eq!(answer.json(), &json!({ "data": { "incident": { "number": "RC-1", "parent": null } } }));
    assert_eq!(each(&events(&server.as_(SalesLead), &start).await, "kind"), ["PARENT_CHANGED"]);
    // Nor does a director make it the part of what they do not see.
    for persona in [Director, SalesLead, Executive, Outsider] {
        let there = attach(&server, persona, &part, &parent).await;
        let nowhere = attach(&server, persona, &part, "inc_00000000000000000000000000").await;
        assert_eq!(there.code(), nowhere.code(), "{persona:?}");
        assert_eq!(there.error()["message"], nowhere.error()["message"], "{persona:?}");
    }
});

story!(a_trouble_has_two_levels, async |server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(report(&server, &acme, "SEV2").await);
    }
    let over = incident_in(&server, &acme, "DECLINED").await;
    assert!(attach(&server, EscalationManager, &ids[1], &ids[0]).await.succeeded());
    for (part, parent, code) in [
        (&ids[2], &ids[1], "TOO_DEEP"),
        (&ids[0], &ids[2], "TOO_DEEP"),
        (&ids[2], &ids[2], "TOO_DEEP"),
        (&ids[1], &ids[0], "PART_ALREADY"),
        (&ids[2], &over, "PARENT_OVER"),
        (&over, &ids[2], "NOT_OPEN"),
    ] {
        let refused = attach(&server, EscalationManager, part, parent).await;
        assert_eq!(refused.user_error()["code"], code);
    }
});
