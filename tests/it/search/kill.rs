//! The server is killed again and again while it builds the index: it goes on where it was, and what is written meanwhile stays.

use std::collections::BTreeSet;

use api::platform::task;
use entity::id::{KnowledgeEntryId, KnowledgeRevisionId};
use entity::{knowledge_entry, knowledge_revision};
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel,
    QueryFilter, Statement,
};
use support::client::Client;
use support::database::Database;
use support::process::Process;
use support::story::soon;
use support::{Persona::SalesLead, json, story};
use tokio::sync::watch;

use super::acting::shared;
use super::rebuild::wipe;

/// How many entries there are: of so many groups, each of so many that one page shows them.
const GROUPS: usize = 20;
const OF_A_GROUP: usize = 80;

/// How many entries are rewritten into one group.
const OF_A_FLOCK: usize = 40;

/// So much text that a batch takes its time.
fn prose(number: usize) -> String {
    let words = (0..60).map(|place| format!("feather{}", (number * 97 + place * place) % 20_000));
    words.collect::<Vec<_>>().join(" ")
}

/// Copies of the one entry, each with the word of its group in its title.
async fn fill(connection: &DatabaseConnection, original: KnowledgeEntryId) {
    let entry = knowledge_entry::Entity::find_by_id(original).one(connection).await.unwrap().unwrap();
    let of_entry = knowledge_revision::Column::EntryId.eq(original);
    let text = knowledge_revision::Entity::find().filter(of_entry).one(connection).await.unwrap().unwrap();
    for group in 0..GROUPS {
        let (mut entries, mut texts) = (Vec::new(), Vec::new());
        for number in 0..OF_A_GROUP {
            let title = format!("Heron group{group:02} {number}");
            let next = |id: Uuid| Uuid::from_u128(id.as_u128() + (1 + group * OF_A_GROUP + number) as u128);
            let id = KnowledgeEntryId(next(entry.id.0));
            let (key, title_of_text) = (title.to_lowercase(), title.clone());
            let copy = knowledge_entry::Model { id, title, title_key: key, ..entry.clone() };
            entries.push(copy.into_active_model().reset_all());
            let id_of_text = KnowledgeRevisionId(next(text.id.0));
            let copy = knowledge_revision::Model {
                id: id_of_text,
                entry_id: id,
                title: title_of_text,
                body: prose(group * OF_A_GROUP + number),
                ..text.clone()
            };
            texts.push(copy.into_active_model().reset_all());
        }
        knowledge_entry::Entity::insert_many(entries).exec_without_returning(connection).await.unwrap();
        knowledge_revision::Entity::insert_many(texts).exec_without_returning(connection).await.unwrap();
    }
}

async fn number(connection: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Whether the last batch is in.
async fn is_built(connection: &DatabaseConnection) -> bool {
    number(connection, "select count(*) from search_state where step is null").await == 1
}

/// Nothing is in the index twice, and no entry lacks in it.
async fn check_tables(connection: &DatabaseConnection) {
    let entries = number(connection, "select count(*) from knowledge_entry").await;
    for sql in [
        "select count(*) from search_document where kind = 'ENTRY'",
        "select count(distinct found_id) from search_document where kind = 'ENTRY'",
        "select count(*) from search_document join search_index on {place} = place where kind = 'ENTRY'",
    ] {
        let place = match connection.get_database_backend() {
            sea_orm::DbBackend::Postgres => "search_index.place",
            _ => "search_index.rowid",
        };
        let sql = sql.replace("{place} = place", &format!("{place} = search_document.place"));
        assert_eq!(number(connection, &sql).await, entries, "{sql}");
    }
    let orphans = "select (select count(*) from search_index) - (select count(*) from search_document)";
    assert_eq!(number(connection, orphans).await, 0, "lexemes without a document, or the other way round");
}

/// Asks whether the index is complete until the line breaks. Gives how often it was not.
async fn ask(client: Client, database: Database, asked: watch::Sender<bool>) -> usize {
    let connection = database.connect().await;
    let mut incomplete = 0;
    loop {
        let was_built = is_built(&connection).await;
        let answer = client.query_or_lose("{ search(query: \"heron\") { isComplete } }", json!({})).await;
        let Some(answer) = answer else { return incomplete };
        let told = answer["search.isComplete"] == true;
        assert!(told || !was_built, "it is complete, and says that it is not");
        assert!(!told || is_built(&connection).await, "it is not complete, and says that it is");
        incomplete += usize::from(!told);
        asked.send_replace(true);
    }
}

/// An entry that somebody rewrites while the index is built.
#[derive(Clone, Debug)]
struct Rewriting {
    id: KnowledgeEntryId,
    title: String,
    acknowledged: bool,
}

/// Rewrites entries until the line breaks. Gives what was rewritten, and what is still to be.
async fn rewrite(
    client: Client,
    mut todo: Vec<Rewriting>,
    written: watch::Sender<bool>,
) -> (Vec<Rewriting>, Vec<Rewriting>) {
    let mut done = Vec::new();
    while let Some(one) = todo.pop() {
        let input = json!({ "entryId": one.id.to_string(), "expectedVersion": 2, "title": one.title });
        let selection = "knowledgeEntry { title }";
        let answer = client.attempt_or_lose("knowledgeEntryRevise", selection, input).await;
        let acknowledged = answer.is_some();
        if let Some(answer) = answer {
            assert!(answer.succeeded(), "{answer:?}");
            written.send_replace(true);
        }
        done.push(Rewriting { acknowledged, ..one });
        if !acknowledged {
            break;
        }
    }
    (done, todo)
}

/// Which entries are rewritten in what order: from the end, which the building comes to last, and from everywhere.
fn to_rewrite(original: KnowledgeEntryId) -> [Vec<Rewriting>; 2] {
    let all = GROUPS * OF_A_GROUP;
    let one = |place: usize, number: usize| {
        let id = KnowledgeEntryId(Uuid::from_u128(original.0.as_u128() + 1 + place as u128));
        let title = format!("Stork flock{:03} {number}", number / OF_A_FLOCK);
        Rewriting { id, title, acknowledged: false }
    };
    // Even places by one, odd ones by the other; the last of a list comes first. 301 and the half have no common divisor.
    let half = all / 2;
    let from_end = (0..half).map(|step| one(2 * step, half - 1 - step));
    let everywhere = (0..half).map(|step| one(2 * (step * 301 % half) + 1, all - 1 - step));
    [from_end.collect(), everywhere.collect()]
}

/// Each entry is found by its present title, once, and by no former one.
async fn check_search(client: &Client, connection: &DatabaseConnection) {
    let rows = knowledge_entry::Entity::find().all(connection).await.unwrap();
    let titles: Vec<String> = rows.into_iter().map(|row| row.title).collect();
    let word = |title: &str| title.split(' ').nth(1).unwrap_or_default().to_owned();
    let words: BTreeSet<String> = titles.iter().map(|title| word(title)).collect();
    let document = "query($query: String!) { search(query: $query, first: 100) { nodes { title { text } } isComplete } }";
    for asked in words.iter().filter(|word| word.starts_with("group") || word.starts_with("flock")) {
        let answer = client.query(document, json!({ "query": asked })).await;
        assert_eq!(answer["search.isComplete"], true);
        let nodes = answer["search.nodes"].as_array().unwrap().iter();
        let title = |node: &support::Value| {
            let segments = node["title"].as_array().unwrap().iter();
            segments.map(|segment| segment["text"].as_str().unwrap()).collect::<String>()
        };
        let mut found: Vec<String> = nodes.map(title).collect();
        let mut expected: Vec<String> =
            titles.iter().filter(|title| word(title) == *asked).cloned().collect();
        // Less than ten are filled up with what is nearly so.
        if expected.len() < 10 {
            found.retain(|title| word(title) == *asked);
        }
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{asked}");
    }
}

story!(a_building_of_the_index_that_is_killed_goes_on_and_loses_nothing_that_is_written, async |server| {
    let account = server.triangle(json!({ "name": "Heron Works" })).await;
    let original: KnowledgeEntryId =
        shared(&server, &account, "Heron original", "A bird.").await.parse().unwrap();
    let database = server.database().clone();
    server.stop().await;
    let process = Process::start(&database).await;
    let token = process.as_(SalesLead).await.token().unwrap().to_owned();
    process.stop().await;
    let connection = database.connect().await;
    fill(&connection, original).await;
    wipe(&connection).await;
    let [mut some, mut others] = to_rewrite(original);
    let (mut rewritten, mut kills, mut incomplete) = (Vec::new(), 0, 0);
    let written = watch::Sender::new(false);
    let mut process = Process::start(&database).await;
    while !is_built(&connection).await {
        let client = process.with_token(&token);
        let asked = watch::Sender::new(false);
        let mut answered = asked.subscribe();
        let asking = task::spawn("asker", ask(client.clone(), database.clone(), asked));
        let rewrite = |todo| rewrite(client.clone(), todo, written.clone());
        let writing = [some, others].map(|todo| task::spawn("writer", rewrite(todo)));
        let gone_on = async {
            answered.wait_for(|asked| *asked).await.unwrap();
            written.subscribe().wait_for(|written| *written).await.unwrap();
            let known = progress(&connection).await;
            while known.0.is_some() && progress(&connection).await == known {
                tokio::task::yield_now().await;
            }
        };
        soon("the next batch", gone_on).await;
        // The next one is under way, and what is being written.
        process.kill();
        kills += 1;
        incomplete += asking.await.unwrap();
        let [one, other] = writing;
        let ((done, left), (also_done, also_left)) = (one.await.unwrap(), other.await.unwrap());
        (some, others) = (left, also_left);
        rewritten.extend(done.into_iter().chain(also_done));
        process = Process::start(&database).await;
    }
    assert!(kills >= 3 && incomplete > 0, "{kills} kills, {incomplete} times incomplete");
    check_tables(&connection).await;
    check_search(&process.with_token(&token), &connection).await;
    for one in &rewritten {
        let row = knowledge_entry::Entity::find_by_id(one.id).one(&connection).await.unwrap().unwrap();
        assert!(row.title == one.title || !one.acknowledged, "{one:?} was acknowledged and is {}", row.title);
    }
    assert!(rewritten.iter().any(|one| one.acknowledged), "nothing was written meanwhile");
});

/// How far the building is.
async fn progress(connection: &DatabaseConnection) -> (Option<i32>, Option<Uuid>) {
    let row = entity::search_state::Entity::find_by_id(1).one(connection).await.unwrap().unwrap();
    (row.step, row.reached)
}
