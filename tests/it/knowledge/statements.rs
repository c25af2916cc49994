//! No list costs a statement for each of its rows.

use support::Persona::{Deputy, SalesLead};
use support::database::Engine;
use support::statements::statements_of;
use support::{Server, json, story};

use super::acting::draft;

/// Adds entries with everything that an entry can have, each about an account of its own.
async fn add(server: &Server, count: usize) {
    for _ in 0..count {
        let account = server.triangle(json!({})).await;
        let incident = server.incident(&account, json!({})).await;
        let entry = draft(server, SalesLead, &account, json!({ "tags": ["one", "two"] })).await;
        entry.share(SalesLead, Deputy).await;
        entry.change(Deputy, "knowledgeEntryRevise", json!({ "title": "Another title" })).await;
        for target in [&account, &incident] {
            entry.change(SalesLead, "knowledgeEntryLink", json!({ "targetId": target })).await;
        }
    }
}

const LINKS: &str = "links { target { ... on Account { code } ... on Incident { number } } }";

const REVISIONS: &str =
    "revisions(first: 2) { nodes { number body tags author { name } } totalCount { count } }";

story!(a_list_costs_the_same_statements_however_long_it_is, async |server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let entry = "title body tags author { name } viewerCan { revise }";
    let questions = [
        ("{ knowledgeEntries { nodes { title type audience viewerCan { publish } } } }".to_owned(), 1),
        ("{ knowledgeEntries { nodes { title } totalCount { count } } }".to_owned(), 2),
        (format!("{{ knowledgeEntries {{ nodes {{ {entry} }} }} }}"), 4),
        ("{ knowledgeEntries { nodes { editors { name } homeAccount { code } } } }".to_owned(), 4),
        (format!("{{ knowledgeEntries {{ nodes {{ {LINKS} }} }} }}"), 4),
        (format!("{{ knowledgeEntries {{ nodes {{ {REVISIONS} }} }} }}"), 5),
        (format!("{{ accounts {{ nodes {{ knowledge {{ nodes {{ {entry} }} totalCount {{ count }} }} }} }} }}"), 6),
        ("{ incidents { nodes { knowledge(first: 3) { nodes { title } } } } }".to_owned(), 2),
        ("{ knowledgeEntries(filter: { linkedAccount: { isNull: false }, tag: { eq: \"ONE\" } }) { nodes { title } } }".to_owned(), 1),
    ];
    let mut known = 0;
    for count in [1, 4] {
        add(&server, count - known).await;
        known = count;
        for (question, expected) in &questions {
            let client = server.as_(SalesLead);
            let (answer, statements) = statements_of(client.query(question, json!({}))).await;
            assert!(answer.succeeded(), "{answer:?}");
            assert_eq!(statements.len(), *expected, "{count} rows, {question}: {statements:#?}");
        }
    }
});
