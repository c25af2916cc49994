//! What these stories do again and again: write things and look for them.

use support::client::Client;
use support::{Persona, Server, Value, json};

/// All that a search tells.
pub(super) const WHOLE: &str = "query($query: String!, $filter: SearchFilter, $first: Int, $after: String) {
    search(query: $query, filter: $filter, first: $first, after: $after) {
        nodes { kind hasAllWords writtenAt title { text isMatch } snippet { text isMatch } account { code }
            item { __typename ... on KnowledgeEntry { entryId: id trust } ... on Incident { incidentId: id }
                ... on TimelineEntry { lineId: id } ... on Account { accountId: id } } }
        pageInfo { endCursor hasNextPage }
        totalCount { count precision }
        facets { kinds { kind count } accounts { account { code } count } industries { value count }
            tags { value count } knowledgeTypes { type count }
            trust { trust count } ages { age count } }
        suggestions isComplete
    } }";

/// All that is told of what is near to a text.
pub(super) const NEAREST: &str = "query($title: String, $body: String, $account: ID, $entry: ID) {
    knowledgeEntryNearest(title: $title, body: $body, accountId: $account, entryId: $entry) {
        sharedWords title { text isMatch } snippet { text isMatch } entry { id title trust } } }";

/// The whole answer to a query.
pub(super) async fn search(client: &Client, query: &str, filter: Value) -> Value {
    let answer = client.query(WHOLE, json!({ "query": query, "filter": filter })).await;
    assert!(answer.succeeded(), "{query}: {answer:?}");
    answer["search"].clone()
}

/// What a hit is called: its title, or its snippet if it has none.
pub(super) fn name(hit: &Value) -> String {
    let title = text(&hit["title"]);
    if title.is_empty() { text(&hit["snippet"]) } else { title }
}

/// Segments as one text, matches in brackets.
pub(super) fn marked(segments: &Value) -> String {
    let segments = segments.as_array().expect("segments").iter();
    let written = segments.map(|segment| {
        let text = segment["text"].as_str().expect("a text");
        if segment["isMatch"] == true { format!("[{text}]") } else { text.to_owned() }
    });
    written.collect()
}

fn text(segments: &Value) -> String {
    let segments = segments.as_array().expect("segments").iter();
    segments.map(|segment| segment["text"].as_str().expect("a text")).collect()
}

/// The names of what a persona finds, the best first.
pub(super) async fn names(server: &Server, by: Persona, query: &str) -> Vec<String> {
    let found = search(&server.as_(by), query, json!(null)).await;
    found["nodes"].as_array().expect("a list").iter().map(name).collect()
}

/// An entry that the sales lead writes and publishes for all staff, by its id.
pub(super) async fn shared(server: &Server, account: &str, title: &str, body: &str) -> String {
    entry(server, account, json!({ "title": title, "body": body, "audience": "ALL_STAFF" })).await
}

/// A published entry of the sales lead, by its id.
pub(super) async fn entry(server: &Server, account: &str, facts: Value) -> String {
    let mut input =
        json!({ "type": "PLAYBOOK", "title": "Untitled", "body": "Empty.", "homeAccountId": account });
    input.as_object_mut().expect("an object").extend(facts.as_object().expect("an object").clone());
    let client = server.as_(Persona::SalesLead);
    let made = client.change("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
    let id = made.text("knowledgeEntryDraft.knowledgeEntry.id");
    let input = json!({ "entryId": id, "expectedVersion": 1 });
    client.change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
    id
}

/// Changes an entry as the sales lead, who must see it.
pub(super) async fn change(server: &Server, id: &str, mutation: &str, input: Value) {
    let client = server.as_(Persona::SalesLead);
    let seen =
        client.query("query($id: ID!) { knowledgeEntry(id: $id) { version } }", json!({ "id": id })).await;
    let mut whole = json!({ "entryId": id, "expectedVersion": seen["knowledgeEntry.version"] });
    whole.as_object_mut().expect("an object").extend(input.as_object().expect("an object").clone());
    client.change(mutation, "knowledgeEntry { id }", whole).await;
}
