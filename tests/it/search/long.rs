//! Among thousands of documents the newest are found, however common or old what is typed is. Postgres looks for them in several ways.

use chrono::TimeDelta;
use entity::id::{KnowledgeEntryId, KnowledgeRevisionId};
use entity::knowledge_entry::Audience;
use entity::{knowledge_entry, knowledge_revision};
use sea_orm::prelude::Uuid;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter};
use support::Persona::{Executive, Outsider, SalesLead};
use support::client::Client;
use support::story::soon;
use support::{Value, json, story};

use super::acting::shared;
use super::rebuild::wipe;

const ALL: usize = 5_300;

/// How many are written at once.
const AT_ONCE: usize = 100;

/// The words of a text, from the oldest to the newest: in all; in the oldest of all; in nearly all but the newest; in the newest;
/// here and there.
fn says(number: usize, word: &str) -> bool {
    match word {
        "common" => true,
        "formerly" => number < 900,
        "mostly" => number < 5_100,
        "lately" => number >= ALL - 90,
        "seldom" => number.is_multiple_of(700),
        _ => false,
    }
}

const WORDS: [&str; 6] = ["common", "formerly", "mostly", "lately", "seldom", "never"];

/// Each third is for another triangle alone.
fn is_shared(number: usize) -> bool {
    !number.is_multiple_of(3)
}

fn title(number: usize) -> String {
    format!("Tern {number:05}")
}

/// Copies of the one entry, each a minute younger than the one before.
async fn fill(connection: &DatabaseConnection, original: KnowledgeEntryId) {
    let entry = knowledge_entry::Entity::find_by_id(original).one(connection).await.unwrap().unwrap();
    let of_entry = knowledge_revision::Column::EntryId.eq(original);
    let text = knowledge_revision::Entity::find().filter(of_entry).one(connection).await.unwrap().unwrap();
    let numbers: Vec<usize> = (0..ALL).collect();
    for some in numbers.chunks(AT_ONCE) {
        let (mut entries, mut texts) = (Vec::new(), Vec::new());
        for number in some {
            let next = |id: Uuid| Uuid::from_u128(id.as_u128() + 1 + *number as u128);
            let (id, title) = (KnowledgeEntryId(next(entry.id.0)), title(*number));
            let audience = if is_shared(*number) { Audience::AllStaff } else { Audience::Triangle };
            let key = title.to_lowercase();
            let copy = knowledge_entry::Model {
                id,
                title: title.clone(),
                title_key: key,
                audience,
                ..entry.clone()
            };
            entries.push(copy.into_active_model().reset_all());
            let words = WORDS.into_iter().filter(|word| says(*number, word)).collect::<Vec<_>>();
            let minutes = i64::try_from(ALL - number).unwrap();
            let copy = knowledge_revision::Model {
                id: KnowledgeRevisionId(next(text.id.0)),
                entry_id: id,
                title,
                body: words.join(" "),
                created_at: text.created_at - TimeDelta::minutes(minutes),
                ..text.clone()
            };
            texts.push(copy.into_active_model().reset_all());
        }
        knowledge_entry::Entity::insert_many(entries).exec_without_returning(connection).await.unwrap();
        knowledge_revision::Entity::insert_many(texts).exec_without_returning(connection).await.unwrap();
    }
}

const ASKED: &str = "query($query: String!, $filter: SearchFilter) {
    search(query: $query, filter: $filter, first: 100) {
        nodes { title { text } } totalCount { count precision } facets { kinds { kind count } } isComplete } }";

/// The words are found in the newest of those that fulfil a test, and counted in all of them.
async fn check(client: &Client, filter: Value, may_see: impl Fn(usize) -> bool) {
    for word in WORDS {
        let numbers: Vec<usize> =
            (0..ALL).rev().filter(|number| says(*number, word) && may_see(*number)).collect();
        // A space ends the word: nothing that begins so is meant.
        let variables = json!({ "query": format!("{word} "), "filter": filter });
        let answer = client.query(ASKED, variables).await;
        assert!(answer.succeeded(), "{answer:?}");
        let text = |node: &Value| {
            let segments = node["title"].as_array().unwrap().iter();
            segments.map(|segment| segment["text"].as_str().unwrap()).collect::<String>()
        };
        let found: Vec<String> = answer["search.nodes"].as_array().unwrap().iter().map(text).collect();
        // The score tells shorter texts from longer ones, but not which of the hundred are the newest.
        let mut newest: Vec<String> = found.clone();
        newest.sort_by(|one, other| other.cmp(one));
        let expected: Vec<String> = numbers.iter().take(100).map(|number| title(*number)).collect();
        if numbers.len() <= 100 {
            assert_eq!(newest, expected, "{word}");
        } else {
            // Two hundred are ranked, the newest of all.
            let oldest = title(numbers[numbers.len().min(200) - 1]);
            assert!(found.len() == 100 && newest.iter().all(|title| *title >= oldest), "{word}: {newest:?}");
        }
        let counted = json!({ "count": numbers.len(), "precision": "EXACT" });
        assert_eq!(answer["search.totalCount"], counted, "{word}");
        let kinds =
            if numbers.is_empty() { json!([]) } else { json!([{ "kind": "ENTRY", "count": numbers.len() }]) };
        assert_eq!(answer["search.facets.kinds"], kinds, "{word}");
    }
}

story!(among_thousands_the_newest_that_may_be_seen_are_found_and_all_of_them_counted, async |server| {
    let account = server.triangle(json!({ "name": "Sandwich Works" })).await;
    let original: KnowledgeEntryId = shared(&server, &account, "Plover", "A bird.").await.parse().unwrap();
    let connection = server.database().connect().await;
    fill(&connection, original).await;
    wipe(&connection).await;
    let server = server.restart().await;
    let client = server.as_(SalesLead);
    let built = async {
        while client.query(ASKED, json!({ "query": "common" })).await["search.isComplete"] != true {
            tokio::task::yield_now().await;
        }
    };
    soon("the index", built).await;
    // Who serves the account, who serves none, and who sees all.
    check(&client, json!(null), |_| true).await;
    check(&server.as_(Outsider), json!(null), is_shared).await;
    check(&server.as_(Executive), json!(null), |_| true).await;
    check(&client, json!({ "accountIds": [account] }), |_| true).await;
});
