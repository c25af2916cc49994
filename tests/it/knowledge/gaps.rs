//! What was looked for in vain: who reads it, what is kept of it, and how much.

use std::time::Duration;

use entity::{id::KnowledgeGapId, knowledge_gap};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, prelude::Uuid};
use support::Persona::{self, Auditor, Director, EscalationManager, Executive, Outsider, SalesLead};
use support::{Server, Value, json, story};

use super::acting::published;

const GAPS: &str = "{ knowledgeGaps { nodes { query searches lastAt } totalCount { count } } }";

story!(gaps_are_for_directors_and_executives, async |server| {
    for (persona, code) in [
        (SalesLead, "FORBIDDEN"),
        (Outsider, "FORBIDDEN"),
        (EscalationManager, "FORBIDDEN"),
        (Auditor, "FORBIDDEN"),
        (Persona::Administrator, "FORBIDDEN"),
        (Persona::Anonymous, "UNAUTHENTICATED"),
    ] {
        assert_eq!(server.as_(persona).query(GAPS, json!({})).await.code(), code, "{persona:?}");
    }
    for persona in [Director, Executive] {
        let answer = server.as_(persona).query(GAPS, json!({})).await;
        assert_eq!(answer["knowledgeGaps.totalCount.count"], 0, "{persona:?}");
    }
});

/// The first gaps, the most wanted first.
async fn kept(server: &Server) -> Vec<(String, i64)> {
    let answer = server.as_(Executive).query(GAPS, json!({})).await;
    let gaps = answer["knowledgeGaps.nodes"].as_array().expect("a list").clone();
    let told = |gap: &Value| (gap["query"].as_str().unwrap().to_owned(), gap["searches"].as_i64().unwrap());
    gaps.iter().map(told).collect()
}

story!(what_a_person_looks_for_in_vain_is_a_gap, async |server| {
    let account = server.triangle(json!({})).await;
    published(&server, SalesLead, &account, json!({ "title": "Cranes of the north quay" })).await;
    let look = async |persona: Persona, document: &str| server.as_(persona).query(document, json!({})).await;
    for typed in ["Zeppelin  hangar", "zeppelin hangar", "cranes"] {
        look(SalesLead, &format!("{{ search(query: \"{typed}\") {{ nodes {{ kind }} }} }}")).await;
    }
    // Narrowed down it says nothing of the think tank, and whatever may be personal is not kept.
    look(SalesLead, "{ search(query: \"dirigible\", filter: { kinds: [INCIDENT] }) { nodes { kind } } }")
        .await;
    look(SalesLead, "{ search(query: \"sato@example.com\") { nodes { kind } } }").await;
    look(SalesLead, "{ search(query: \"last of all\") { nodes { kind } } }").await;
    let mut told: Vec<(String, i64)> = Vec::new();
    while told.len() < 2 || told[0].1 != 2 {
        told = kept(&server).await;
    }
    assert_eq!(told, [("zeppelin hangar".to_owned(), 2), ("last of all".to_owned(), 1)]);
});

/// Writes so many gaps past the use cases: each asked for so often, one a second from the beginning of the time of stories on.
async fn fill(server: &Server, from: u32, to: u32, searches: i64) {
    let connection = server.database().connect().await;
    let rows = (from..to).map(|number| {
        let row = knowledge_gap::Model {
            id: KnowledgeGapId(Uuid::from_u128(u128::from(number))),
            query: format!("word {number}"),
            searches,
            last_at: support::server::beginning() + Duration::from_secs(u64::from(number)),
        };
        row.into_active_model().reset_all()
    });
    let rows: Vec<_> = rows.collect();
    for some in rows.chunks(1_000) {
        let insert = knowledge_gap::Entity::insert_many(some.iter().cloned());
        insert.exec_without_returning(&connection).await.unwrap();
    }
}

story!(of_too_many_gaps_those_asked_for_least_and_longest_ago_are_dropped, async |server| {
    fill(&server, 0, 8_500, 2).await;
    fill(&server, 8_500, 10_000, 1).await;
    let connection = server.database().connect().await;
    server.as_(SalesLead).query("{ search(query: \"Zeppelin\") { nodes { kind } } }", json!({})).await;
    let mut left = Vec::new();
    while left.len() != 9_001 {
        left = knowledge_gap::Entity::find().all(&connection).await.unwrap();
    }
    let is_left = |query: &str| left.iter().any(|gap| gap.query == query);
    assert!(is_left("zeppelin"), "what came just now stays, although it was asked for once");
    assert!(is_left("word 0") && is_left("word 8499"), "what was asked for more often stays, however old");
    assert!(!is_left("word 8500") && !is_left("word 9499"), "the oldest of the others go");
    assert!(is_left("word 9500") && is_left("word 9999"));
    server.as_(SalesLead).query("{ search(query: \"Zeppelin hangar\") { nodes { kind } } }", json!({})).await;
    while left.len() != 9_002 {
        left = knowledge_gap::Entity::find().all(&connection).await.unwrap();
    }
});
