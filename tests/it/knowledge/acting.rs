//! What these stories do again and again: write, publish, look.

use support::answer::Answer;
use support::client::Client;
use support::{Persona, Server, Value, json};

/// An entry, by its id.
pub(crate) struct Entry<'a> {
    server: &'a Server,
    pub(crate) id: String,
}

/// Begins a playbook about the account as that persona, but for the facts given, which are fields of
/// `KnowledgeEntryDraftInput`.
pub(crate) async fn draft<'a>(server: &'a Server, by: Persona, account: &str, facts: Value) -> Entry<'a> {
    let usual = json!({
        "type": "PLAYBOOK",
        "title": "How to open a line",
        "body": "Begin with the line.",
        "homeAccountId": account,
    });
    let made = server.as_(by).change("knowledgeEntryDraft", "knowledgeEntry { id }", and(usual, facts)).await;
    Entry { server, id: made.text("knowledgeEntryDraft.knowledgeEntry.id") }
}

/// As [`draft`], and published by the same persona.
pub(crate) async fn published<'a>(server: &'a Server, by: Persona, account: &str, facts: Value) -> Entry<'a> {
    let entry = draft(server, by, account, facts).await;
    entry.change(by, "knowledgeEntryPublish", json!({})).await;
    entry
}

impl Entry<'_> {
    /// The input of a change that this persona makes, against the version that they see.
    async fn input(&self, by: Persona, input: Value) -> Value {
        let version = self.seen(by, "version").await.map_or(json!(1), |entry| entry["version"].clone());
        and(json!({ "entryId": self.id, "expectedVersion": version }), input)
    }

    /// Changes the entry, which must succeed.
    pub(crate) async fn change(&self, by: Persona, mutation: &str, input: Value) -> Answer {
        let input = self.input(by, input).await;
        self.server.as_(by).change(mutation, "knowledgeEntry { id version revision }", input).await
    }

    /// Tries to change the entry.
    pub(super) async fn attempt(&self, by: Persona, mutation: &str, input: Value) -> Answer {
        let input = self.input(by, input).await;
        self.server.as_(by).attempt(mutation, "knowledgeEntry { id version revision }", input).await
    }

    /// Shares the draft with somebody.
    pub(super) async fn share(&self, by: Persona, with: Persona) -> Answer {
        let input = json!({ "userId": self.server.cast().id(with) });
        self.attempt(by, "knowledgeEntryShareDraft", input).await
    }

    /// What a persona sees of the entry; `None` if nothing.
    pub(crate) async fn seen(&self, by: Persona, selection: &str) -> Option<Value> {
        seen(&self.server.as_(by), &self.id, selection).await
    }

    /// What a persona sees of the entry, who must see it.
    pub(crate) async fn see(&self, by: Persona, selection: &str) -> Value {
        let entry = self.seen(by, selection).await;
        entry.unwrap_or_else(|| panic!("{by:?} should see {}", self.id))
    }

    /// Who of these personas sees the entry. Each way of looking must agree: by id, in the list, in its count, and in the
    /// list of its account for those who see the account.
    pub(super) async fn seers(&self, among: &[Persona]) -> Vec<Persona> {
        let mut seers = Vec::new();
        for persona in among {
            let by_id = self.seen(*persona, "id").await.is_some();
            let listed = listed(&self.server.as_(*persona), json!({})).await;
            assert_eq!(by_id, listed.contains(&self.id), "{persona:?} by id and in the list");
            if by_id {
                seers.push(*persona);
            }
        }
        seers
    }
}

/// What a client sees of an entry; `None` if it is answered as one that does not exist.
pub(crate) async fn seen(client: &Client, id: &str, selection: &str) -> Option<Value> {
    let document = format!("query($id: ID!) {{ knowledgeEntry(id: $id) {{ {selection} }} }}");
    let answer = client.query(&document, json!({ "id": id })).await;
    let entry = answer.partial_data()["knowledgeEntry"].clone();
    if entry.is_null() {
        assert_eq!(answer.code(), "NOT_FOUND", "{answer:?}");
        return None;
    }
    assert!(answer.succeeded(), "{answer:?}");
    Some(entry)
}

const LIST: &str = "query($filter: KnowledgeEntryFilter) { knowledgeEntries(filter: $filter, first: 100) {
    nodes { id } totalCount { count } } }";

/// The ids of the entries that a client sees and that pass the filter; the total agrees with them.
pub(super) async fn listed(client: &Client, filter: Value) -> Vec<String> {
    let answer = client.query(LIST, json!({ "filter": filter })).await;
    let ids = ids(&answer["knowledgeEntries.nodes"]);
    assert_eq!(answer["knowledgeEntries.totalCount.count"], json!(ids.len()), "{answer:?}");
    ids
}

/// The ids of a list of things.
pub(super) fn ids(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().expect("a list");
    nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

/// The same input with more in it.
pub(super) fn and(mut input: Value, more: Value) -> Value {
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    input
}
