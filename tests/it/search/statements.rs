//! What a search costs in statements, however much is found.

use sea_orm::{ConnectionTrait, Statement};
use support::Persona::{Director, SalesLead};
use support::database::Engine;
use support::statements::statements_of;
use support::{json, story};

use super::acting::{entry, shared};

const HITS: &str = "nodes { kind hasAllWords title { text } item { __typename } }";

story!(a_search_costs_the_same_statements_however_much_it_finds, async |server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let account = server.triangle(json!({ "name": "Ibis" })).await;
    let mut known = 0;
    for count in [10, 20] {
        for number in known..count {
            shared(&server, &account, &format!("Ibis {number}"), "A wading bird.").await;
        }
        known = count;
        // The words that begin so, what the viewer serves or, for whom no account is served, whether there is much, the matches, and each
        // kind of thing that was found.
        for (by, query, selection, expected) in [
            (SalesLead, "ibis", HITS.to_owned(), 5),
            (Director, "ibis", HITS.to_owned(), 5),
            (SalesLead, "ibis", "nodes { snippet { text } account { code } }".to_owned(), 7),
            (SalesLead, "ibis", format!("{HITS} totalCount {{ count }}"), 6),
            (SalesLead, "ibis", format!("{HITS} facets {{ kinds {{ count }} tags {{ count }} }}"), 6),
            (SalesLead, "ibis", format!("{HITS} suggestions isComplete"), 6),
            // Nothing has all words: slips, then any word.
            (SalesLead, "ibis xylophone", HITS.to_owned(), 7),
        ] {
            let document = format!("{{ search(query: \"{query}\") {{ {selection} }} }}");
            let client = server.as_(by);
            let (answer, statements) = statements_of(client.query(&document, json!({}))).await;
            assert!(answer.succeeded(), "{answer:?}");
            assert_eq!(statements.len(), expected, "{by:?} {document}: {statements:#?}");
        }
    }
    entry(&server, &account, json!({ "title": "Heron" })).await;
});

story!(what_is_written_waits_on_no_list_that_each_search_reads, async |server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let account = server.triangle(json!({ "name": "Ibis" })).await;
    shared(&server, &account, "Ibis", "A wading bird.").await;
    let connection = server.database().connect().await;
    for index in ["search_index_by_lexeme", "search_index_for_all_by_lexeme"] {
        // Cleaning tells how many pages waited.
        let sql = format!("select gin_clean_pending_list('{index}')");
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(statement).await.unwrap().expect("one row");
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0, "{index}");
    }
});
