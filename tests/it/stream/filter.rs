//! What a subscriber asks for is what they get of what they may see, and how far a stream is that has nothing for them.

use support::{
    Persona::{Administrator, Director, EscalationManager, SalesLead},
    Server, Value,
    client::Client,
    json, story,
};

const ACCOUNTS: &str = "subscription($after: EventCursor, $filter: AccountEventFilter) {
    events: accountEvents(after: $after, filter: $filter, checkpoints: false) {
        ... on AccountEvent { about: snapshot { title: name } }
    }
}";
const INCIDENTS: &str = "subscription($after: EventCursor, $filter: IncidentEventFilter) {
    events: incidentEvents(after: $after, filter: $filter, checkpoints: false) {
        ... on IncidentEvent { about: incident { title } }
    }
}";
const KNOWLEDGE: &str = "subscription($after: EventCursor, $filter: KnowledgeEventFilter) {
    events: knowledgeEvents(after: $after, filter: $filter, checkpoints: false) {
        ... on KnowledgeEvent { about: entry { title } }
    }
}";

/// The titles that a replay with that filter tells, up to the last thing that happens in each story.
async fn told(client: &Client, document: &str, after: &Value, filter: &Value) -> Vec<String> {
    let mut socket = client.socket().await;
    let stream = socket.subscribe(document, json!({ "after": after, "filter": filter })).await;
    let mut titles = Vec::new();
    while titles.last().is_none_or(|title| title != "End") {
        let event = socket.next(&stream).await["events"].take();
        titles.push(event["about"]["title"].as_str().unwrap().to_owned());
    }
    titles
}

/// Two accounts that the director sees, with a seat on the first.
struct Stage {
    dora: Client,
    first: String,
    other: String,
    start: Value,
}

impl Stage {
    async fn set(server: &Server) -> Self {
        let first = server.account(json!({ "name": "First" })).await;
        let other = server.account(json!({ "name": "Other" })).await;
        server.seat(&first, Director, "SALES", "PRIMARY").await;
        let dora = server.as_(Director);
        let start = dora.query("{ eventCursor }", json!({})).await["eventCursor"].clone();
        Self { dora, first, other, start }
    }

    async fn check(&self, document: &str, cases: &[(Value, &[&str])]) {
        for (filter, expected) in cases {
            assert_eq!(&told(&self.dora, document, &self.start, filter).await, expected, "{filter}");
        }
    }

    async fn version(&self, account: &str) -> Value {
        let known = "query($id: ID!) { account(id: $id) { version } }";
        self.dora.query(known, json!({ "id": account })).await["account.version"].clone()
    }

    async fn rename(&self, account: &str, name: &str) {
        let input =
            json!({ "accountId": account, "expectedVersion": self.version(account).await, "name": name });
        self.dora.change("accountChangeFacts", "account { id }", input).await;
    }

    async fn report(&self, account: &str, title: &str, severity: &str) -> String {
        let input = json!({ "accountId": account, "title": title, "description": "Since nine.", "severity": severity });
        let made = self.dora.change("incidentReport", "incident { id }", input).await;
        made.text("incidentReport.incident.id")
    }

    async fn draft(&self, account: &str, title: &str, sort: &str) -> String {
        let input = json!({ "type": sort, "title": title, "body": "So.", "homeAccountId": account });
        let made = self.dora.change("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
        made.text("knowledgeEntryDraft.knowledgeEntry.id")
    }
}

story!(events_of_accounts_are_narrowed_by_account_seat_and_kind, async |server: Server| {
    let stage = Stage::set(&server).await;
    stage.rename(&stage.other, "Another").await;
    let input = json!({
        "accountId": stage.first, "expectedVersion": stage.version(&stage.first).await, "tier": "A", "reason": "grown",
    });
    stage.dora.change("accountSetTier", "account { id }", input).await;
    stage.rename(&stage.first, "End").await;
    let cases: [(Value, &[&str]); 5] = [
        (json!(null), &["Another", "First", "End"]),
        (json!({ "accountIds": [stage.first] }), &["First", "End"]),
        (json!({ "mySeats": ["SALES"] }), &["First", "End"]),
        (json!({ "kinds": ["FACTS_CHANGED"] }), &["Another", "End"]),
        (json!({ "kinds": ["FACTS_CHANGED"], "mySeats": ["SALES"] }), &["End"]),
    ];
    stage.check(ACCOUNTS, &cases).await;
});

story!(
    events_of_incidents_are_narrowed_by_account_seat_severity_kind_and_incident,
    async |server: Server| {
        let stage = Stage::set(&server).await;
        stage.report(&stage.other, "Other", "SEV2").await;
        let incident = stage.report(&stage.first, "First", "SEV2").await;
        let input = json!({ "incidentId": incident, "expectedVersion": 1, "severity": "SEV3" });
        server.as_(EscalationManager).change("incidentTriage", "incident { id }", input).await;
        let end = stage.report(&stage.first, "End", "SEV1").await;
        let cases: [(Value, &[&str]); 7] = [
            (json!(null), &["Other", "First", "First", "End"]),
            (json!({ "accountIds": [stage.first] }), &["First", "First", "End"]),
            (json!({ "mySeats": ["SALES"] }), &["First", "First", "End"]),
            (json!({ "severities": ["SEV1"] }), &["End"]),
            (json!({ "severities": ["SEV1", "SEV3"] }), &["First", "End"]),
            (json!({ "kinds": ["REPORTED"] }), &["Other", "First", "End"]),
            (json!({ "incidentIds": [end] }), &["End"]),
        ];
        stage.check(INCIDENTS, &cases).await;
    }
);

story!(events_of_knowledge_are_narrowed_by_account_seat_kind_and_type, async |server: Server| {
    let stage = Stage::set(&server).await;
    stage.draft(&stage.other, "Other", "FAQ").await;
    let entry = stage.draft(&stage.first, "First", "PLAYBOOK").await;
    let input = json!({ "entryId": entry, "expectedVersion": 1 });
    stage.dora.change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
    stage.draft(&stage.first, "End", "LESSON").await;
    let cases: [(Value, &[&str]); 5] = [
        (json!(null), &["Other", "First", "First", "End"]),
        (json!({ "accountIds": [stage.first] }), &["First", "First", "End"]),
        (json!({ "mySeats": ["SALES"] }), &["First", "First", "End"]),
        (json!({ "kinds": ["DRAFTED"] }), &["Other", "First", "End"]),
        (json!({ "types": ["FAQ", "LESSON"] }), &["Other", "End"]),
    ];
    stage.check(KNOWLEDGE, &cases).await;
});

story!(a_stream_with_nothing_to_tell_says_how_far_it_is, async |server: Server| {
    let ada = server.as_(Administrator);
    let mut socket = ada.socket().await;
    let document = "subscription { events: accountEvents(filter: { kinds: [CREATED] }) {
        __typename ... on AccountEvent { cursor } ... on StreamCheckpoint { cursor }
    } }";
    let stream = socket.subscribe(document, json!({})).await;
    let account = server.account(json!({})).await;
    let first = socket.next(&stream).await["events"].take();
    assert_eq!(first["__typename"], "AccountEvent");
    // A change of rights is answered when this server has read it.
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let head = ada.query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    assert_ne!(first["cursor"], head);
    loop {
        server.advance(std::time::Duration::from_secs(30));
        let checkpoint = socket.next(&stream).await["events"].take();
        assert_eq!(checkpoint["__typename"], "StreamCheckpoint");
        // One may have been under way before the stream had passed over the other event.
        if checkpoint["cursor"] == head {
            break;
        }
        // The sign of life that the server asked for has come when it answers what was sent after it.
        let alive = socket.subscribe("{ __typename }", json!({})).await;
        socket.next(&alive).await;
    }
});
