//! Revisions: nothing is overwritten, and nothing is lost when two write at once.

use std::time::Duration;

use support::Persona::{Deputy, Member, Outsider, SalesLead, TechnicalLead};
use support::{Server, Value, json, story};

use super::acting::{and, draft, published};

const REVISIONS: &str = "revision revisions(first: 10) { totalCount { count precision } nodes {
    number title body tags author { name } createdAt publishedAt } }";

/// Numbers and titles of the revisions that a list shows.
fn shown(entry: &Value) -> Vec<(i64, &str)> {
    let nodes = entry["revisions"]["nodes"].as_array().unwrap();
    nodes.iter().map(|it| (it["number"].as_i64().unwrap(), it["title"].as_str().unwrap())).collect()
}

story!(every_revision_is_kept_with_its_author_and_time, async |server| {
    let account = server.triangle(json!({})).await;
    let entry =
        draft(&server, SalesLead, &account, json!({ "title": "One", "tags": ["price", "价格"] })).await;
    entry.share(SalesLead, TechnicalLead).await;
    server.advance(Duration::from_secs(60));
    entry.change(TechnicalLead, "knowledgeEntryRevise", json!({ "title": "Two", "tags": null })).await;
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "body": "Three\n\n    code" })).await;
    let seen = entry.see(SalesLead, &format!("title body tags {REVISIONS}")).await;
    assert_eq!(
        (&seen["title"], &seen["body"], &seen["tags"]),
        (&json!("Two"), &json!("Three\n\n    code"), &json!([]))
    );
    assert_eq!(shown(&seen), [(3, "Two"), (2, "Two"), (1, "One")]);
    assert_eq!(seen["revisions"]["totalCount"], json!({ "count": 3, "precision": "EXACT" }));
    let [three, two, one] = seen["revisions"]["nodes"].as_array().unwrap().as_slice() else {
        panic!("{seen}")
    };
    assert_eq!((&one["body"], &one["tags"]), (&json!("Begin with the line."), &json!(["price", "价格"])));
    assert_eq!(
        (&two["author"]["name"], &three["author"]["name"]),
        (&json!(TechnicalLead.name()), &json!(SalesLead.name()))
    );
    assert_ne!(one["createdAt"], two["createdAt"]);
    assert!(three["publishedAt"].is_null());
});

story!(revisions_from_before_the_publication_stay_with_author_and_editors, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({ "title": "What we could ask for" })).await;
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": "What we ask for" })).await;
    entry.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
    entry.change(Deputy, "knowledgeEntryRevise", json!({ "title": "What we asked for" })).await;
    let seen = entry.see(Member, REVISIONS).await;
    assert_eq!(shown(&seen), [(3, "What we asked for"), (2, "What we ask for")]);
    assert_eq!(seen["revisions"]["totalCount"]["count"], 2);
    let seen = entry.see(SalesLead, REVISIONS).await;
    assert_eq!(
        shown(&seen),
        [(3, "What we asked for"), (2, "What we ask for"), (1, "What we could ask for")]
    );
});

story!(revisions_come_in_pages, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    for turn in 2..=7 {
        entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": format!("Title {turn}") })).await;
    }
    let page = |arguments: &str| {
        format!(
            "revisions({arguments}) {{ nodes {{ number }} pageInfo {{ endCursor startCursor hasNextPage hasPreviousPage }} }}"
        )
    };
    let mut numbers = Vec::new();
    let mut after = Value::Null;
    loop {
        let seen = entry.see(SalesLead, &page(&format!("first: 3, after: {after}"))).await;
        let revisions = &seen["revisions"];
        numbers
            .extend(revisions["nodes"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()));
        after = revisions["pageInfo"]["endCursor"].clone();
        if revisions["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(numbers, [7, 6, 5, 4, 3, 2, 1]);
    let seen = entry.see(SalesLead, &page(&format!("last: 2, before: {after}"))).await;
    let numbers: Vec<&Value> =
        seen["revisions"]["nodes"].as_array().unwrap().iter().map(|it| &it["number"]).collect();
    assert_eq!(numbers, [3, 2]);
    assert_eq!(seen["revisions"]["pageInfo"]["hasPreviousPage"], true);
});

story!(a_change_of_what_is_published_is_out_at_once, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    assert!(
        entry.attempt(Member, "knowledgeEntryRevise", json!({ "title": "X" })).await.code() == "FORBIDDEN"
    );
    entry.change(Deputy, "knowledgeEntryRevise", json!({ "body": "Begin with the **people**." })).await;
    let seen = entry.see(Member, "body state revision").await;
    assert_eq!(seen, json!({ "body": "Begin with the **people**.", "state": "PUBLISHED", "revision": 2 }));
});

story!(an_author_who_may_not_publish_may_not_change_what_is_published, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, Member, &account, json!({})).await;
    entry.share(Member, SalesLead).await;
    entry.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
    let answer = entry.attempt(Member, "knowledgeEntryRevise", json!({ "title": "Without asking" })).await;
    assert_eq!(answer.code(), "FORBIDDEN");
    assert_eq!(entry.see(Member, "title").await["title"], "How to open a line");
});

story!(a_published_negotiation_record_cannot_be_changed, async |server| {
    let account = server.triangle(json!({})).await;
    let record = json!({ "type": "NEGOTIATION_RECORD", "title": "Round 1" });
    let entry = draft(&server, SalesLead, &account, record).await;
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": "Round one" })).await;
    entry.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
    let answer = entry.attempt(SalesLead, "knowledgeEntryRevise", json!({ "title": "Round 2" })).await;
    assert_eq!(answer.user_error()["code"], "RECORD_IMMUTABLE");
    let seen = entry.see(SalesLead, "title revision viewerCan { revise }").await;
    assert_eq!(seen, json!({ "title": "Round one", "revision": 2, "viewerCan": { "revise": false } }));
});

story!(the_same_text_is_no_revision, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({ "tags": ["a"] })).await;
    let same =
        json!({ "title": "  How to open a line ", "body": "Begin with the line.\n", "tags": ["a", "A"] });
    let answer = entry.change(SalesLead, "knowledgeEntryRevise", same).await;
    assert_eq!(answer["knowledgeEntryRevise.eventIds"], json!([]));
    assert_eq!(entry.see(SalesLead, "version revision").await, json!({ "version": 1, "revision": 1 }));
});

async fn revise(server: &Server, id: &str, version: i64, title: &str) -> support::answer::Answer {
    let input = json!({ "entryId": id, "expectedVersion": version, "title": title });
    server.as_(SalesLead).attempt("knowledgeEntryRevise", "knowledgeEntry { version }", input).await
}

story!(a_stale_version_changes_nothing, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": "Two" })).await;
    for stale in [1, 3, -1, 0] {
        let answer = revise(&server, &entry.id, stale, "Stale").await;
        assert_eq!(answer.user_error()["code"], "VERSION_CONFLICT");
        assert_eq!(answer.user_error()["path"], json!(["expectedVersion"]));
    }
    for (mutation, input) in [
        ("knowledgeEntryPublish", json!({})),
        ("knowledgeEntryChangeAudience", json!({ "audience": "TRIANGLE" })),
        ("knowledgeEntryShareDraft", json!({ "userId": server.cast().id(Member) })),
        ("knowledgeEntryUnshareDraft", json!({ "userId": server.cast().id(Member) })),
        ("knowledgeEntryLink", json!({ "targetId": account })),
        ("knowledgeEntryUnlink", json!({ "targetId": account })),
    ] {
        let input = and(json!({ "entryId": entry.id, "expectedVersion": 1 }), input);
        let answer = server.as_(SalesLead).attempt(mutation, "knowledgeEntry { id }", input).await;
        assert_eq!(answer.user_error()["code"], "VERSION_CONFLICT", "{mutation}");
    }
    assert_eq!(entry.see(SalesLead, "title version").await, json!({ "title": "Two", "version": 2 }));
});

story!(of_two_who_change_the_same_version_at_once_one_wins, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    let (one, other) =
        tokio::join!(revise(&server, &entry.id, 1, "One"), revise(&server, &entry.id, 1, "Other"));
    let (won, lost) = if one.succeeded() { (one, other) } else { (other, one) };
    assert!(won.succeeded(), "{won:?}");
    assert_eq!(lost.user_error()["code"], "VERSION_CONFLICT");
    assert_eq!(entry.see(SalesLead, "revision").await["revision"], 2);
});

story!(what_a_viewer_may_not_see_is_answered_as_what_does_not_exist, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    for (mutation, input) in [
        ("knowledgeEntryRevise", json!({ "title": "X" })),
        ("knowledgeEntryPublish", json!({})),
        ("knowledgeEntryChangeAudience", json!({ "audience": "ALL_STAFF" })),
        ("knowledgeEntryShareDraft", json!({ "userId": server.cast().id(Outsider) })),
        ("knowledgeEntryUnshareDraft", json!({ "userId": server.cast().id(Outsider) })),
        ("knowledgeEntryLink", json!({ "targetId": account })),
        ("knowledgeEntryUnlink", json!({ "targetId": account })),
    ] {
        let mut answers = Vec::new();
        for id in [entry.id.as_str(), "kno_00000000000000000000000001"] {
            let input = and(json!({ "entryId": id, "expectedVersion": 1 }), input.clone());
            let answer = server.as_(Outsider).attempt(mutation, "knowledgeEntry { id }", input).await;
            let mut told = answer.json().clone();
            told["errors"][0]["extensions"]["requestId"] = Value::Null;
            assert_eq!(answer.code(), "NOT_FOUND", "{mutation}");
            answers.push(told);
        }
        assert_eq!(answers[0], answers[1], "{mutation}");
    }
});
