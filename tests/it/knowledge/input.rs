//! Bad input: a coded error, and nothing changed.

use support::Persona::SalesLead;
use support::{Value, json, story};

use super::acting::{and, draft, listed};

story!(every_fault_of_a_text_is_told_at_once, async |server| {
    let account = server.triangle(json!({})).await;
    let usual = json!({ "type": "FAQ", "title": "Q", "body": "A", "homeAccountId": account });
    let many: Vec<String> = (0..21).map(|n| format!("tag {n}")).collect();
    for (faulty, expected) in [
        (json!({ "title": "" }), vec![("title", "REQUIRED")]),
        (json!({ "title": " \u{3000}\n " }), vec![("title", "REQUIRED")]),
        (json!({ "title": "\u{200b}\u{feff}\u{3164}" }), vec![("title", "REQUIRED")]),
        (json!({ "title": "Invoice \u{202e}fdp.exe" }), vec![("title", "CONTROL_CHARACTER")]),
        (json!({ "title": "two\u{2028}lines" }), vec![("title", "CONTROL_CHARACTER")]),
        (json!({ "body": "\u{200b}\n\u{2060}" }), vec![("body", "REQUIRED")]),
        (json!({ "tags": ["\u{200d}"] }), vec![("tags.0", "REQUIRED")]),
        (json!({ "title": "字".repeat(201) }), vec![("title", "TOO_LONG")]),
        (json!({ "title": "two\nlines" }), vec![("title", "CONTROL_CHARACTER")]),
        (json!({ "body": "x".repeat(100_001) }), vec![("body", "TOO_LONG")]),
        (json!({ "body": "a\u{0}b" }), vec![("body", "CONTROL_CHARACTER")]),
        (json!({ "tags": many }), vec![("tags", "TOO_MANY")]),
        (
            json!({ "title": "", "body": "", "tags": ["ok", ""] }),
            vec![("title", "REQUIRED"), ("body", "REQUIRED"), ("tags.1", "REQUIRED")],
        ),
    ] {
        let answer = server
            .as_(SalesLead)
            .attempt("knowledgeEntryDraft", "knowledgeEntry { id }", and(usual.clone(), faulty))
            .await;
        let told = answer["knowledgeEntryDraft.userErrors"].as_array().unwrap().clone();
        let told: Vec<(String, &str)> = told.iter().map(fault).collect();
        let expected: Vec<(String, &str)> =
            expected.into_iter().map(|(path, code)| (path.to_owned(), code)).collect();
        assert_eq!(told, expected, "{answer:?}");
    }
    assert!(listed(&server.as_(SalesLead), json!({})).await.is_empty());
});

fn fault(error: &Value) -> (String, &str) {
    let path: Vec<&str> =
        error["path"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
    (path.join("."), error["code"].as_str().unwrap())
}

story!(texts_of_every_language_come_back_as_they_were_written, async |server| {
    let account = server.triangle(json!({})).await;
    let body = "# 关键客户智库\n\nＡ ① 👩‍👩‍👧‍👦 عربي ẞ e\u{301}\n\n```\n\tcode\n```";
    let facts = json!({ "title": "关键客户 🏭 ﬁne", "body": body, "tags": ["价格", "Größe", "👍"] });
    let entry = draft(&server, SalesLead, &account, facts).await;
    let seen = entry.see(SalesLead, "title body tags").await;
    assert_eq!(seen, json!({ "title": "关键客户 🏭 ﬁne", "body": body, "tags": ["价格", "Größe", "👍"] }));
    for title in ["می\u{200c}خواهم", "\u{200f}שלום (ABC)\u{200e}", "क्\u{200d}ष", "👩\u{200d}🔧 ❤\u{fe0f}"]
    {
        entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": title })).await;
        assert_eq!(entry.see(SalesLead, "title").await["title"], title);
    }
    let longest = "字".repeat(80_000);
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "body": longest })).await;
    assert_eq!(entry.see(SalesLead, "body").await["body"], longest);
});

story!(a_text_is_not_taken_away_by_null, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({ "tags": ["a"] })).await;
    for field in ["title", "body"] {
        let answer = entry.attempt(SalesLead, "knowledgeEntryRevise", json!({ field: null })).await;
        assert_eq!(answer.user_error()["code"], "REQUIRED");
        assert_eq!(answer.user_error()["path"], json!([field]));
    }
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "tags": null })).await;
    assert_eq!(entry.see(SalesLead, "tags version").await, json!({ "tags": [], "version": 2 }));
});

story!(ids_of_the_wrong_kind_are_refused, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    let client = server.as_(SalesLead);
    for (id, code) in [
        (account.as_str(), "ID_TYPE_MISMATCH"),
        ("kno_00000000000000000000000001", "NOT_FOUND"),
        ("kno_", "BAD_USER_INPUT"),
        ("", "BAD_USER_INPUT"),
    ] {
        let answer =
            client.query("query($id: ID!) { knowledgeEntry(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(answer.code(), code, "{id}");
        let input = json!({ "entryId": id, "expectedVersion": 1 });
        let answer = client.attempt("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
        assert_eq!(answer.code(), code, "{id}");
    }
    let answer = entry.attempt(SalesLead, "knowledgeEntryShareDraft", json!({ "userId": account })).await;
    assert_eq!(answer.code(), "ID_TYPE_MISMATCH");
    let input = json!({ "type": "FAQ", "title": "Q", "body": "A", "homeAccountId": entry.id });
    let answer = client.attempt("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
    assert_eq!(answer.code(), "ID_TYPE_MISMATCH");
});
