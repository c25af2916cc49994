//! Inboxes: what a bot takes, acknowledges and gives back.

use std::time::Duration;

use serde_json::{Value, json};
use support::Persona::{Administrator, EscalationManager, SalesLead};
use support::{Server, answer::Answer, client::Client, story, story::soon};

use super::acting::{INCIDENTS, key_of, register};
use crate::incident::acting::{account, report, step};

/// A bot with an inbox for incidents.
struct Inbox {
    id: String,
    bot: Client,
    key: String,
}

impl Inbox {
    async fn of(server: &Server) -> Self {
        let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
        let key = key_of(&bot).await;
        let made = register(server, json!({ "apiKeyId": key, "document": INCIDENTS })).await;
        assert_eq!(made["webhookEndpointRegister.registered.secret"], Value::Null, "nothing is signed");
        Self { id: made.text("webhookEndpointRegister.registered.endpoint.id"), bot, key }
    }

    /// A client with a second key of the bot.
    async fn another_key(&self, server: &Server) -> Client {
        let document = "query($id: ID!) { webhookEndpoint(id: $id) { bot { id } } }";
        let administrator = server.as_(Administrator);
        let bot = administrator.query(document, json!({ "id": self.id })).await;
        let input = json!({
            "botId": bot["webhookEndpoint.bot.id"], "label": "second", "scopes": ["INCIDENT_READ"],
            "incidentDetail": true,
        });
        let issued = administrator.change("apiKeyIssue", "issued { secret }", input).await;
        server.with_token(&issued.text("apiKeyIssue.issued.secret"))
    }

    async fn try_take(&self, client: &Client, first: i32) -> Answer {
        let input = json!({ "endpointId": self.id, "first": first, "leaseSeconds": 60 });
        let selection = "deliveries { receipt deliveryId attempts leasedUntil
            event { __typename ... on IncidentEvent { eventId kind incident { number } } } }";
        client.attempt("inboxTake", selection, input).await
    }

    async fn take(&self, first: i32) -> Vec<Value> {
        let taken = self.try_take(&self.bot, first).await;
        assert!(taken.succeeded(), "{taken:?}");
        taken["inboxTake.deliveries"].as_array().cloned().unwrap()
    }

    /// Takes as soon as there are so many to be taken.
    async fn take_all(&self, server: &Server, count: usize) -> Vec<Value> {
        let queued = async {
            while self.deliveries(server).await.len() < count {
                tokio::task::yield_now().await;
            }
        };
        soon("deliveries in the inbox", queued).await;
        self.take(100).await
    }

    /// Its deliveries as the administrator sees them, the latest event first.
    async fn deliveries(&self, server: &Server) -> Vec<Value> {
        let document = "query($id: ID!) { webhookDeliveries(endpointId: $id, first: 100) {
            nodes { id state attempts lastError nextAttemptAt } } }";
        let found = server.as_(Administrator).query(document, json!({ "id": self.id })).await;
        found["webhookDeliveries.nodes"].as_array().cloned().unwrap()
    }

    async fn acknowledge(&self, client: &Client, receipts: &[Value]) -> Answer {
        client.attempt("inboxAcknowledge", "deliveryIds", json!({ "receipts": receipts })).await
    }

    async fn give_back(&self, client: &Client, receipts: &[Value]) -> Answer {
        let input = json!({ "receipts": receipts, "reason": "The pager does not answer." });
        client.attempt("inboxGiveBack", "deliveryIds", input).await
    }
}

fn receipts(taken: &[Value]) -> Vec<Value> {
    taken.iter().map(|delivery| delivery["receipt"].clone()).collect()
}

fn kinds(taken: &[Value]) -> Vec<&str> {
    taken.iter().map(|delivery| delivery["event"]["kind"].as_str().unwrap()).collect()
}

story!(what_is_acknowledged_is_done_and_what_is_not_comes_again, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let inbox = Inbox::of(&server).await;
    let incident = report(&server, &account, "SEV1").await;
    step(&server, EscalationManager, "incidentTriage", &incident).await;
    let taken = inbox.take_all(&server, 2).await;
    assert_eq!(kinds(&taken), ["REPORTED", "TRIAGED"]);
    assert_eq!(
        (&taken[0]["attempts"], &taken[0]["leasedUntil"]),
        (&json!(1), &json!("2026-03-02T09:01:00+00:00"))
    );
    assert_eq!(inbox.take(100).await, Vec::<Value>::new(), "they are leased");
    assert!(inbox.acknowledge(&inbox.bot, &receipts(&taken[..1])).await.succeeded());
    server.advance(Duration::from_secs(60));
    let again = inbox.take(100).await;
    assert_eq!(kinds(&again), ["TRIAGED"]);
    assert_eq!(again[0]["attempts"], 2);
    assert_eq!(again[0]["event"]["eventId"], taken[1]["event"]["eventId"], "the key of whoever acts on it");
    // Late and twice is all the same.
    server.advance(Duration::from_secs(600));
    for _ in 0..2 {
        assert!(inbox.acknowledge(&inbox.bot, &receipts(&again)).await.succeeded());
    }
    assert_eq!(inbox.take(100).await, Vec::<Value>::new());
    assert!(inbox.deliveries(&server).await.iter().all(|it| it["state"] == "DELIVERED"));
});

story!(what_is_given_back_waits_longer_each_time_and_is_given_up_at_last, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let inbox = Inbox::of(&server).await;
    report(&server, &account, "SEV1").await;
    let mut taken = inbox.take_all(&server, 1).await;
    for (attempt, pause) in [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400].into_iter().enumerate() {
        assert_eq!(taken[0]["attempts"], attempt + 1);
        assert!(inbox.give_back(&inbox.bot, &receipts(&taken)).await.succeeded());
        assert_eq!(inbox.take(1).await, Vec::<Value>::new());
        server.advance(Duration::from_secs(pause * 6 / 5 + 1));
        taken = inbox.take(1).await;
    }
    assert_eq!(taken[0]["attempts"], 8);
    assert!(inbox.give_back(&inbox.bot, &receipts(&taken)).await.succeeded());
    let dead = inbox.deliveries(&server).await;
    assert_eq!((&dead[0]["state"], &dead[0]["nextAttemptAt"]), (&json!("DEAD"), &Value::Null));
    assert_eq!(dead[0]["lastError"], "The pager does not answer.");
    let retry = json!({ "deliveryId": dead[0]["id"] });
    server.as_(Administrator).change("webhookDeliveryRetry", "delivery { state }", retry).await;
    assert_eq!(inbox.take(1).await[0]["attempts"], 1);
});

story!(what_is_taken_and_forgotten_eight_times_is_given_up, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let inbox = Inbox::of(&server).await;
    report(&server, &account, "SEV1").await;
    let mut taken = inbox.take_all(&server, 1).await;
    for attempt in 1..=8 {
        assert_eq!(taken[0]["attempts"], attempt);
        server.advance(Duration::from_secs(60));
        taken = inbox.take(1).await;
    }
    assert_eq!(taken, Vec::<Value>::new());
    assert_eq!(inbox.deliveries(&server).await[0]["state"], "DEAD");
});

story!(two_workers_of_a_bot_never_hold_the_same, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let inbox = Inbox::of(&server).await;
    for _ in 0..10 {
        report(&server, &account, "SEV2").await;
    }
    assert_eq!(inbox.take_all(&server, 10).await.len(), 10);
    server.advance(Duration::from_secs(60));
    let (one, other) = tokio::join!(inbox.take(6), inbox.take(6));
    let mut held = [receipts(&one), receipts(&other)].concat();
    let count = held.len();
    held.sort_by_key(Value::to_string);
    held.dedup();
    assert_eq!(held.len(), count, "{one:?} and {other:?}");
});

story!(who_has_lost_the_lease_settles_nothing, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let inbox = Inbox::of(&server).await;
    report(&server, &account, "SEV1").await;
    let slow = inbox.take_all(&server, 1).await;
    server.advance(Duration::from_secs(60));
    let quick = inbox.take(1).await;
    assert_eq!(quick[0]["deliveryId"], slow[0]["deliveryId"]);
    let late = inbox.give_back(&inbox.bot, &receipts(&slow)).await;
    assert_eq!(late["inboxGiveBack.deliveryIds"], json!([]));
    let late = inbox.acknowledge(&inbox.bot, &receipts(&slow)).await;
    assert_eq!(late["inboxAcknowledge.deliveryIds"], json!([]));
    let held = &inbox.deliveries(&server).await[0];
    assert_eq!((&held["state"], &held["lastError"]), (&json!("PENDING"), &Value::Null));
    let done = inbox.acknowledge(&inbox.bot, &receipts(&quick)).await;
    assert_eq!(done["inboxAcknowledge.deliveryIds"], json!([quick[0]["deliveryId"]]));
});

story!(another_key_of_the_bot_takes_what_waits, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let inbox = Inbox::of(&server).await;
    report(&server, &account, "SEV1").await;
    inbox.take_all(&server, 1).await;
    let administrator = server.as_(Administrator);
    administrator.change("apiKeyRevoke", "apiKey { id }", json!({ "apiKeyId": inbox.key })).await;
    let ended = async {
        let document = "query($id: ID!) { webhookEndpoint(id: $id) { disabledBecause } }";
        let endpoint = async || administrator.query(document, json!({ "id": inbox.id })).await;
        while endpoint().await["webhookEndpoint.disabledBecause"] != "KEY_ENDED" {
            tokio::task::yield_now().await;
        }
    };
    soon("the end of the inbox", ended).await;
    assert_eq!(inbox.try_take(&inbox.bot, 1).await.code(), "UNAUTHENTICATED");
    let change = async |mutation: &str, beside: Value| {
        let document = "query($id: ID!) { webhookEndpoint(id: $id) { version } }";
        let version = administrator.query(document, json!({ "id": inbox.id })).await;
        let mut input =
            json!({ "endpointId": inbox.id, "expectedVersion": version["webhookEndpoint.version"] });
        input.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
        administrator.attempt(mutation, "endpoint { state }", input).await
    };
    assert_eq!(change("webhookEndpointEnable", json!({})).await.user_error()["code"], "KEY_ENDED");
    let stranger = key_of(&server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await).await;
    let foreign = change("webhookEndpointChange", json!({ "apiKeyId": stranger })).await;
    assert_eq!(foreign.user_error()["code"], "KEY_OF_ANOTHER_BOT");

    let other = inbox.another_key(&server).await;
    assert!(change("webhookEndpointChange", json!({ "apiKeyId": key_of(&other).await })).await.succeeded());
    assert!(change("webhookEndpointEnable", json!({})).await.succeeded());
    report(&server, &account, "SEV2").await;
    server.advance(Duration::from_secs(60));
    let queued = async {
        while inbox.deliveries(&server).await.len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    soon("what came after", queued).await;
    let taken = inbox.try_take(&other, 10).await;
    let numbers: Vec<_> = taken["inboxTake.deliveries"].as_array().unwrap().iter().collect();
    assert_eq!(numbers[0]["event"]["incident"]["number"], "RC-1");
    assert_eq!(numbers[1]["event"]["incident"]["number"], "RC-2");
});

story!(an_inbox_is_of_one_key_and_there_for_nobody_else, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let (inbox, foreign) = (Inbox::of(&server).await, Inbox::of(&server).await);
    report(&server, &account, "SEV1").await;
    let taken = inbox.take_all(&server, 1).await;
    let nothing = json!("whd_00000000000000000000000000.00000000000000000000000000000000");
    for client in [&foreign.bot, &server.as_(SalesLead), &server.as_(Administrator)] {
        assert_eq!(inbox.try_take(client, 1).await.code(), "NOT_FOUND");
        for id in [&taken[0]["receipt"], &nothing] {
            assert_eq!(inbox.acknowledge(client, std::slice::from_ref(id)).await.code(), "NOT_FOUND");
            assert_eq!(inbox.give_back(client, std::slice::from_ref(id)).await.code(), "NOT_FOUND");
        }
    }
    let both = [taken[0]["receipt"].clone(), nothing];
    assert_eq!(inbox.acknowledge(&inbox.bot, &both).await.code(), "NOT_FOUND");
    assert_eq!(inbox.deliveries(&server).await[0]["state"], "PENDING", "all or none");
    assert_eq!(inbox.try_take(&server.anonymous(), 1).await.code(), "UNAUTHENTICATED");
});

story!(an_inbox_has_no_address_and_signs_nothing, async |server| {
    let inbox = Inbox::of(&server).await;
    for (mutation, beside) in [
        ("webhookSecretRotate", json!({})),
        ("webhookEndpointChange", json!({ "url": "https://hooks.example.com/" })),
    ] {
        let mut input = json!({ "endpointId": inbox.id, "expectedVersion": 1 });
        input.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
        let refused = server.as_(Administrator).attempt(mutation, "", input).await;
        assert_eq!(refused.user_error()["code"], "NO_ADDRESS", "{mutation}");
    }
    let disable = json!({ "endpointId": inbox.id, "expectedVersion": 1 });
    server.as_(Administrator).change("webhookEndpointDisable", "endpoint { url state }", disable).await;
    assert_eq!(inbox.try_take(&inbox.bot, 1).await.user_error()["code"], "DISABLED");
    for (first, lease, code) in [(0, 60, "BAD_USER_INPUT"), (101, 60, "BAD_USER_INPUT")] {
        let input = json!({ "endpointId": inbox.id, "first": first, "leaseSeconds": lease });
        assert_eq!(inbox.bot.attempt("inboxTake", "", input).await.code(), code);
    }
    for lease in [9, 3_601] {
        let input = json!({ "endpointId": inbox.id, "first": 1, "leaseSeconds": lease });
        assert_eq!(inbox.bot.attempt("inboxTake", "", input).await.user_error()["code"], "OUT_OF_RANGE");
    }
});
