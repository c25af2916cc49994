//! Drafts: who sees them, and working on one together.

use support::Persona::{
    Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive, Member,
    Outsider, SalesLead, TechnicalLead,
};
use support::{Persona, json, story};

use super::acting::{and, draft, listed};

const EVERYBODY: [Persona; 11] = [
    Administrator,
    Director,
    SalesLead,
    TechnicalLead,
    DeliveryLead,
    Deputy,
    Member,
    Outsider,
    EscalationManager,
    Executive,
    Auditor,
];

story!(a_draft_is_seen_by_its_author_and_by_nobody_else, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, Member, &account, json!({})).await;
    assert_eq!(entry.seers(&EVERYBODY).await, [Member]);
    let answer = server.as_(Anonymous).query("{ knowledgeEntries { nodes { id } } }", json!({})).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
});

story!(an_editor_sees_and_changes_a_draft_until_it_is_taken_back, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, Member, &account, json!({})).await;
    assert!(entry.share(Member, SalesLead).await.succeeded());
    assert_eq!(entry.seers(&EVERYBODY).await, [SalesLead, Member]);
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": "How to open a second line" })).await;
    let seen = entry.see(Member, "title revision editors { name } author { name }").await;
    assert_eq!(seen["title"], "How to open a second line");
    assert_eq!(seen["revision"], 2);
    assert_eq!(seen["editors"], json!([{ "name": SalesLead.name() }]));
    assert_eq!(seen["author"]["name"], Member.name());
    let sales = json!({ "userId": server.cast().id(SalesLead) });
    entry.change(Member, "knowledgeEntryUnshareDraft", sales.clone()).await;
    assert_eq!(entry.seers(&EVERYBODY).await, [Member]);
    let answer = entry.attempt(SalesLead, "knowledgeEntryRevise", json!({ "title": "Mine" })).await;
    assert_eq!(answer.code(), "NOT_FOUND");
});

story!(whoever_takes_a_draft_from_themselves_sees_it_no_more, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, Member, &account, json!({})).await;
    entry.share(Member, SalesLead).await;
    let answer = entry
        .change(SalesLead, "knowledgeEntryUnshareDraft", json!({ "userId": server.cast().id(SalesLead) }))
        .await;
    assert!(answer["knowledgeEntryUnshareDraft.knowledgeEntry"].is_null());
    assert_eq!(answer["knowledgeEntryUnshareDraft.eventIds"].as_array().unwrap().len(), 1);
});

story!(a_draft_is_shared_only_within_its_audience, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    for somebody in [Outsider, Member, Auditor, Administrator, EscalationManager] {
        let answer = entry.share(SalesLead, somebody).await;
        assert_eq!(answer.user_error()["code"], "EDITOR_OUTSIDE_AUDIENCE", "{somebody:?}");
        assert_eq!(answer.user_error()["path"], json!(["userId"]));
    }
    let nobody = json!({ "userId": "usr_00000000000000000000000001" });
    let answer = entry.attempt(SalesLead, "knowledgeEntryShareDraft", nobody).await;
    assert_eq!(answer.user_error()["code"], "EDITOR_OUTSIDE_AUDIENCE");
    assert!(entry.share(SalesLead, Deputy).await.succeeded());
    assert!(entry.share(Deputy, Director).await.succeeded());
    assert_eq!(entry.seers(&EVERYBODY).await, [Director, SalesLead, Deputy]);
});

story!(sharing_twice_changes_nothing, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    for (somebody, events) in [(Member, 1), (Member, 0), (SalesLead, 0)] {
        let answer = entry.share(SalesLead, somebody).await;
        assert_eq!(answer["knowledgeEntryShareDraft.eventIds"].as_array().unwrap().len(), events);
    }
    assert_eq!(entry.see(SalesLead, "version").await["version"], 2);
});

story!(an_author_who_loses_the_account_loses_the_draft, async |server| {
    let account = server.account(json!({})).await;
    let seat = server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    let entry = draft(&server, TechnicalLead, &account, json!({})).await;
    assert_eq!(entry.seers(&[TechnicalLead]).await, [TechnicalLead]);
    let input = json!({ "assignmentId": seat, "reason": "Moved on" });
    server.as_(Administrator).change("seatVacate", "assignment { id }", input).await;
    assert_eq!(entry.seers(&EVERYBODY).await, Vec::<Persona>::new());
    let answer = entry.attempt(TechnicalLead, "knowledgeEntryRevise", json!({ "title": "Still mine" })).await;
    assert_eq!(answer.code(), "NOT_FOUND");
});

story!(who_may_not_read_at_an_audience_may_not_write_for_it, async |server| {
    let account = server.triangle(json!({})).await;
    let hidden = json!({ "type": "LESSON", "title": "A", "body": "B", "homeAccountId": account });
    for (persona, audience, code) in [
        (Outsider, "ACCOUNT_TEAM", "NOT_FOUND"),
        (Outsider, "ALL_STAFF", "NOT_FOUND"),
        (Member, "TRIANGLE", "FORBIDDEN"),
        (Member, "EXECUTIVES", "FORBIDDEN"),
        (Director, "EXECUTIVES", "FORBIDDEN"),
        (Auditor, "ACCOUNT_TEAM", "FORBIDDEN"),
        (Administrator, "ACCOUNT_TEAM", "FORBIDDEN"),
    ] {
        let input = and(hidden.clone(), json!({ "audience": audience }));
        let answer = server.as_(persona).attempt("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
        assert_eq!(answer.code(), code, "{persona:?} {audience}");
    }
    let foreign = json!({ "type": "LESSON", "title": "A", "body": "B",
        "homeAccountId": "acc_00000000000000000000000001" });
    let answer = server.as_(SalesLead).attempt("knowledgeEntryDraft", "knowledgeEntry { id }", foreign).await;
    assert_eq!(answer.code(), "NOT_FOUND");
    assert!(listed(&server.as_(Auditor), json!({})).await.is_empty());
});

story!(a_negotiation_record_is_for_the_triangle_unless_its_author_says_otherwise, async |server| {
    let account = server.triangle(json!({})).await;
    for (kind, home, audience) in [
        ("NEGOTIATION_RECORD", Some(&account), "TRIANGLE"),
        ("PLAYBOOK", Some(&account), "ACCOUNT_TEAM"),
        ("PLAYBOOK", None, "ALL_STAFF"),
    ] {
        let entry = draft(&server, SalesLead, &account, json!({ "type": kind, "homeAccountId": home })).await;
        let seen = entry.see(SalesLead, "type audience state homeAccount { id } publishedAt").await;
        assert_eq!(seen["audience"], audience);
        assert_eq!(seen["homeAccount"]["id"].as_str(), home.map(String::as_str));
        assert_eq!((&seen["type"], &seen["state"]), (&json!(kind), &json!("DRAFT")));
        assert!(seen["publishedAt"].is_null());
    }
    let input = json!({ "type": "NEGOTIATION_RECORD", "title": "A", "body": "B" });
    let answer = server.as_(SalesLead).attempt("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
    assert_eq!(answer.user_error()["code"], "HOME_ACCOUNT_REQUIRED");
});

story!(a_repeated_draft_is_made_once, async |server| {
    let account = server.triangle(json!({})).await;
    let input =
        json!({ "type": "FAQ", "title": "Q", "body": "A", "homeAccountId": account, "idempotencyKey": "k1" });
    let client = server.as_(SalesLead);
    let first = client.change("knowledgeEntryDraft", "knowledgeEntry { id }", input.clone()).await;
    let again = client.change("knowledgeEntryDraft", "knowledgeEntry { id title }", input.clone()).await;
    for path in ["knowledgeEntryDraft.knowledgeEntry.id", "knowledgeEntryDraft.eventIds"] {
        assert_eq!(first[path], again[path]);
    }
    assert_eq!(again["knowledgeEntryDraft.knowledgeEntry.title"], "Q");
    assert_eq!(listed(&client, json!({})).await.len(), 1);
    let other = and(input, json!({ "title": "Another" }));
    let answer = client.attempt("knowledgeEntryDraft", "knowledgeEntry { id }", other).await;
    assert_eq!(answer.code(), "IDEMPOTENCY_KEY_REUSED");
});
