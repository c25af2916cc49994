//! How good the answers are: 500 entries in five languages and 374 queries with judgments, see `bench/relevance`. The figures
//! are printed; what they must not fall below is held here.
//!
//! ```sh
//! cargo test -p tests --test it search::relevance -- --nocapture
//! ```

use std::collections::{BTreeMap, HashMap};

use entity::{
    id::{KnowledgeEntryId, KnowledgeRevisionId, UserId},
    knowledge_entry::{self, Audience, Confidence, Governance, KnowledgeState, KnowledgeType, Verifier},
    knowledge_revision,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use support::Persona::{Executive, SalesLead};
use support::client::Client;
use support::database::Engine;
use support::{Server, json, story};

/// An entry of the collection.
#[derive(Clone, Deserialize)]
pub(super) struct Entry {
    pub language: String,
    pub id: String,
    #[serde(rename = "type")]
    kind: KnowledgeType,
    pub title: String,
    pub body: String,
    tags: Vec<String>,
}

/// A query with its judgments: the ids of what answers it, 3 the best.
#[derive(Deserialize)]
pub(super) struct Query {
    id: String,
    pub language: String,
    pub query: String,
    pub relevant: HashMap<String, i32>,
}

/// What was found in the first ten, against what should be there.
#[derive(Clone, Copy, Default)]
struct Figures {
    queries: f64,
    recall: f64,
    reciprocal: f64,
    gain: f64,
}

/// What the figures over all queries must not fall below: recall, reciprocal rank, gain.
const FLOOR: [f64; 3] = [0.97, 0.975, 0.965];

story!(the_answers_are_as_good_as_they_were, async |server| {
    let (entries, queries): (Vec<Entry>, Vec<Query>) = (read("entries.json"), read("queries.json"));
    let (server, names) = filled(server, entries).await;
    let client = server.as_(Executive);
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    let mut told = String::new();
    for query in queries.iter().filter(|query| !query.relevant.is_empty()) {
        let found = ten(&client, &names, &query.query).await;
        let one = measured(&found, &query.relevant);
        for language in [&query.language, "all"] {
            figures.entry(language.to_owned()).or_default().add(one);
        }
        told.push_str(&format!("{} {:.2} {:.2} {} {found:?}\n", query.id, one.recall, one.gain, query.query));
    }
    let engine = if server.database().engine() == Engine::Sqlite { "sqlite" } else { "postgres" };
    for (language, figures) in &figures {
        println!("{engine} {language:5} {}", figures.told());
    }
    if let Ok(path) = std::env::var("RELEVANCE_DETAILS") {
        std::fs::write(format!("{path}.{engine}"), &told).unwrap();
    }
    let all = figures["all"].means();
    assert!(all.iter().zip(FLOOR).all(|(figure, floor)| *figure >= floor), "{all:?} is below {FLOOR:?}");
});

impl Figures {
    fn add(&mut self, one: Self) {
        self.queries += 1.0;
        self.recall += one.recall;
        self.reciprocal += one.reciprocal;
        self.gain += one.gain;
    }

    fn means(&self) -> [f64; 3] {
        [self.recall, self.reciprocal, self.gain].map(|sum| sum / self.queries)
    }

    fn told(&self) -> String {
        let [recall, reciprocal, gain] = self.means();
        format!("{:4} queries  recall@10 {recall:.3}  MRR {reciprocal:.3}  nDCG@10 {gain:.3}", self.queries)
    }
}

/// A file of the collection.
pub(super) fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/../bench/relevance/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A server that has these entries, in its index, too, and their names by their ids.
pub(super) async fn filled(server: Server, entries: Vec<Entry>) -> (Server, HashMap<String, String>) {
    let author: UserId = server.cast().id(SalesLead).parse().unwrap();
    let names = fill(&server.database().connect().await, author, entries).await;
    let server = server.restart().await;
    let client = server.as_(Executive);
    while client.query("{ search(query: \"x\") { isComplete } }", json!({})).await["search.isComplete"]
        != true
    {}
    (server, names)
}

/// Writes the entries past the use cases, and has the index built at the next start.
async fn fill(
    connection: &DatabaseConnection,
    author: UserId,
    entries: Vec<Entry>,
) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (place, entry) in (1_u32..).zip(entries) {
        let id = KnowledgeEntryId(sea_orm::prelude::Uuid::from_u128(
            0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(place),
        ));
        let at = support::server::beginning() - std::time::Duration::from_secs(60 * u64::from(place));
        let row = knowledge_entry::Model {
            id,
            account_id: None,
            kind: entry.kind,
            audience: Audience::AllStaff,
            state: KnowledgeState::Published,
            title_key: entry.title.to_lowercase(),
            title: entry.title.clone(),
            revision: 1,
            author_id: author,
            published_at: Some(at),
            version: 1,
            created_at: at,
            updated_at: at,
            confidence: Confidence::Medium,
            governance: Governance::Open,
            verifier: Verifier::Owners,
            verifier_id: None,
            verifier_seat: None,
            interval_days: None,
            expires_at: None,
            verified_at: None,
            verified_by: None,
            verified_revision: None,
            verified_source: None,
            contested_at: None,
            contested_by: None,
            contest_reason: None,
            due_at: None,
            due_told_at: None,
        };
        let text = knowledge_revision::Model {
            id: KnowledgeRevisionId(id.0),
            entry_id: id,
            number: 1,
            title: entry.title,
            body: entry.body,
            tags: json!(entry.tags),
            author_id: author,
            created_at: at,
            published_at: Some(at),
        };
        let row = row.into_active_model().reset_all();
        knowledge_entry::Entity::insert(row).exec_without_returning(connection).await.unwrap();
        let text = text.into_active_model().reset_all();
        knowledge_revision::Entity::insert(text).exec_without_returning(connection).await.unwrap();
        names.insert(id.to_string(), entry.id);
    }
    connection.execute_unprepared("update search_state set version = 0").await.unwrap();
    names
}

async fn ten(client: &Client, names: &HashMap<String, String>, query: &str) -> Vec<String> {
    const TEN: &str = "query($query: String!) { search(query: $query, first: 10) {
        nodes { item { ... on KnowledgeEntry { id } } } } }";
    let answer = client.query(TEN, json!({ "query": query })).await;
    let nodes = answer["search.nodes"].as_array().unwrap_or_else(|| panic!("{query}: {answer:?}")).clone();
    let name = |node: &support::Value| names[node["item"]["id"].as_str().unwrap_or_default()].clone();
    nodes.iter().map(name).collect()
}

fn measured(found: &[String], relevant: &HashMap<String, i32>) -> Figures {
    let grade = |id: &String| relevant.get(id).copied().unwrap_or(0);
    let hits = found.iter().filter(|id| grade(id) > 0).count();
    let first = found.iter().position(|id| grade(id) >= 2);
    let mut best: Vec<i32> = relevant.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let gain = |grades: &mut dyn Iterator<Item = i32>| -> f64 {
        (2_u32..)
            .zip(grades.take(10))
            .map(|(place, grade)| (2_f64.powi(grade) - 1.0) / f64::from(place).log2())
            .sum()
    };
    Figures {
        queries: 1.0,
        recall: count(hits) / count(relevant.len().min(10)),
        reciprocal: first.map_or(0.0, |place| 1.0 / count(place + 1)),
        gain: gain(&mut found.iter().map(grade)) / gain(&mut best.into_iter()),
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
