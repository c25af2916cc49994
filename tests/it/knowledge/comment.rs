//! Comments: what is added to an entry without changing it.

use std::time::Duration;

use support::Persona::{Auditor, Deputy, Executive, Member, Outsider, SalesLead};
use support::{Persona, Server, Value, json, story};

use super::acting::{Entry, draft, published};

async fn say(server: &Server, entry: &Entry<'_>, by: Persona, body: &str) -> support::answer::Answer {
    let input = json!({ "entryId": entry.id, "body": body });
    server.as_(by).attempt("knowledgeEntryComment", "comment { id body author { name } }", input).await
}

const COMMENTS: &str = "comments { nodes { id body author { name } createdAt } totalCount { count } }";

fn said(entry: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let nodes = entry["comments"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| (text(&node["author"]["name"]), text(&node["body"]))).collect()
}

story!(a_negotiation_record_is_added_to_by_comments_and_never_changed, async |server| {
    let account = server.triangle(json!({})).await;
    let facts = json!({ "type": "NEGOTIATION_RECORD", "audience": "ACCOUNT_TEAM" });
    let record = published(&server, SalesLead, &account, facts).await;
    let refused = record.attempt(SalesLead, "knowledgeEntryRevise", json!({ "body": "Otherwise." })).await;
    assert_eq!(refused.user_error()["code"], "RECORD_IMMUTABLE");
    let before = record.see(SalesLead, "version revision updatedAt").await;
    for (persona, body) in [(Deputy, "They agreed on the phone."), (Member, "In writing, too.")] {
        let answer = say(&server, &record, persona, body).await;
        assert!(answer.succeeded(), "{answer:?}");
        assert_eq!(answer["knowledgeEntryComment.comment.author.name"], persona.name());
        server.advance(Duration::from_secs(60));
    }
    let seen = record.see(Executive, COMMENTS).await;
    let expected = [(Deputy, "They agreed on the phone."), (Member, "In writing, too.")];
    assert_eq!(said(&seen), expected.map(|(by, body)| (by.name().to_owned(), body.to_owned())));
    assert_eq!(seen["comments"]["totalCount"]["count"], 2);
    assert_eq!(
        record.see(SalesLead, "version revision updatedAt").await,
        before,
        "nobody's edit is disturbed"
    );
});

story!(whoever_reads_an_entry_comments_on_it_but_the_auditor, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    assert_eq!(say(&server, &entry, Auditor, "Hm.").await.code(), "FORBIDDEN");
    assert_eq!(say(&server, &entry, Outsider, "Hm.").await.code(), "NOT_FOUND");
    assert_eq!(say(&server, &entry, Member, " \n").await.user_error()["code"], "REQUIRED");
    let long = "x".repeat(10_001);
    assert_eq!(say(&server, &entry, Member, &long).await.user_error()["code"], "TOO_LONG");
    assert_eq!(entry.see(Auditor, "viewerCan { comment }").await["viewerCan"]["comment"], false);
    assert_eq!(entry.see(Member, "viewerCan { comment }").await["viewerCan"]["comment"], true);
    let draft = draft(&server, SalesLead, &account, json!({})).await;
    assert_eq!(say(&server, &draft, SalesLead, "Note.").await.user_error()["code"], "NOT_PUBLISHED");
    assert_eq!(say(&server, &draft, Deputy, "Note.").await.code(), "NOT_FOUND");
    assert!(said(&entry.see(Member, COMMENTS).await).is_empty());
});

story!(a_comment_that_is_sent_twice_with_one_key_is_one_comment, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let input = json!({ "entryId": entry.id, "body": "Once.", "idempotencyKey": "k" });
    let client = server.as_(Member);
    let first = client.change("knowledgeEntryComment", "comment { id }", input.clone()).await;
    let second = client.change("knowledgeEntryComment", "comment { id }", input).await;
    assert_eq!(first["knowledgeEntryComment"], second["knowledgeEntryComment"]);
    let other = json!({ "entryId": entry.id, "body": "Twice.", "idempotencyKey": "k" });
    let refused = client.attempt("knowledgeEntryComment", "comment { id }", other).await;
    assert_eq!(refused.code(), "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(said(&entry.see(Member, COMMENTS).await).len(), 1);
});

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on KnowledgeEvent { kind changed commentId entry { verifiedAt dueAt expiresAt } } } } }";

story!(events_of_trust_and_comments_say_that_and_not_what, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let after = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    entry
        .change(SalesLead, "knowledgeEntryGovern", json!({ "confidence": "HIGH", "intervalDays": 10 }))
        .await;
    entry.change(SalesLead, "knowledgeEntryGovern", json!({ "confidence": "HIGH" })).await;
    entry.change(SalesLead, "knowledgeEntryVerify", json!({ "source": "SECRET" })).await;
    let comment = say(&server, &entry, Member, "SECRET").await;
    entry.change(Member, "knowledgeEntryContest", json!({ "reason": "SECRET" })).await;
    let answer = server.as_(Deputy).query(LOG, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["GOVERNED", "VERIFIED", "COMMENTED", "CONTESTED"], "the same terms are no event");
    assert_eq!(events[0]["changed"], json!(["confidence", "intervalDays"]));
    assert!(events[1]["entry"]["verifiedAt"].is_string() && events[1]["entry"]["dueAt"].is_string());
    assert_eq!(events[2]["commentId"], comment["knowledgeEntryComment.comment.id"]);
    assert_eq!(events[3]["entry"]["verifiedAt"], Value::Null);
    assert!(!format!("{answer:?}").contains("SECRET"));
    let outside = server.as_(Outsider).query(LOG, json!({ "after": after })).await;
    assert_eq!(outside["eventLog.events"], json!([]));
});
