//! What changed on somebody's accounts while they were away: gathered, bounded, and nothing that is not theirs.

use std::time::Duration;

use support::{
    Persona::{Auditor, Deputy, Director, EscalationManager, Member, Outsider, SalesLead, TechnicalLead},
    Server, Value,
    answer::Answer,
    client::Client,
    json, story,
};

use super::world::World;
use crate::incident::acting::{account, report, step};

const DIGEST: &str = "query($after: EventCursor!) { changeDigest(after: $after) { cursor hasMore accounts {
    account { code } changes { subjectId count kinds { kind count }
        first { __typename ... on IncidentEvent { incident { state } } }
        last { actor { kind } ... on IncidentEvent { incident { state } } } } } } }";

const DIGESTS: &str = "subscription($after: EventCursor, $every: Int, $checkpoints: Boolean) {
    changeDigests(after: $after, everyMinutes: $every, checkpoints: $checkpoints) { __typename
        ... on ChangeDigest { cursor accounts { account { code } changes { subjectId count } } }
        ... on StreamCheckpoint { cursor } } }";

async fn ask(server: &Server, client: Client, after: &Value) -> Answer {
    client.reading(server.database()).query(DIGEST, json!({ "after": after })).await
}

async fn now(server: &Server) -> Value {
    let reader = server.as_(Director).reading(server.database());
    reader.query("{ eventCursor }", json!({})).await["eventCursor"].clone()
}

/// The codes of the accounts on which something changed.
fn codes(answer: &Answer) -> Vec<String> {
    let accounts = answer["changeDigest.accounts"].as_array().expect("a list of accounts");
    accounts.iter().map(|it| it["account"]["code"].as_str().unwrap().to_owned()).collect()
}

story!(a_digest_gathers_what_others_did_by_account_and_thing, async |server: Server| {
    let (acme, blue) = (account(&server, "ACME", Some("S")).await, account(&server, "BLUE", Some("A")).await);
    let left = now(&server).await;
    let incident = report(&server, &acme, "SEV1").await;
    step(&server, EscalationManager, "incidentTriage", &incident).await;
    step(&server, EscalationManager, "incidentActivate", &incident).await;
    let other = report(&server, &blue, "SEV2").await;

    let told = ask(&server, server.as_(TechnicalLead), &left).await;
    assert_eq!(codes(&told), ["BLUE", "ACME"], "the last change first");
    let accounts = &told["changeDigest.accounts"];
    assert_eq!(accounts[0]["changes"][0]["subjectId"], json!(other));
    let change = &accounts[1]["changes"][0];
    assert_eq!((&change["subjectId"], &change["count"]), (&json!(incident), &json!(4)));
    let kinds = ["incident.activated", "incident.ladder_stepped", "incident.reported", "incident.triaged"];
    assert_eq!(change["kinds"], json!(kinds.map(|kind| json!({ "kind": kind, "count": 1 }))));
    assert_eq!(change["first"]["incident"]["state"], "REPORTED");
    assert_eq!(change["last"]["incident"]["state"], "ACTIVATED");
    assert_eq!(change["last"]["actor"]["kind"], "SYSTEM", "the ladder's first step");
    assert_eq!(told["changeDigest.hasMore"], false);
});

story!(the_next_digest_goes_on_from_the_cursor_of_the_one_before, async |server: Server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let left = now(&server).await;
    report(&server, &acme, "SEV1").await;
    let first = ask(&server, server.as_(TechnicalLead), &left).await;
    assert_eq!(codes(&first), ["ACME"]);
    let second = ask(&server, server.as_(TechnicalLead), &first["changeDigest.cursor"]).await;
    assert_eq!(codes(&second), Vec::<String>::new());
});

story!(what_somebody_did_is_no_news_to_them, async |server: Server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let left = now(&server).await;
    let input =
        json!({ "accountId": acme, "severity": "SEV2", "title": "Stopped", "description": "Since nine." });
    server.as_(SalesLead).change("incidentReport", "incident { id }", input).await;
    assert_eq!(codes(&ask(&server, server.as_(SalesLead), &left).await), Vec::<String>::new());
    assert_eq!(codes(&ask(&server, server.as_(TechnicalLead), &left).await), ["ACME"]);
});

story!(a_digest_tells_of_accounts_that_are_served_and_of_what_may_be_seen_there, async |server: Server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let left = now(&server).await;
    report(&server, &acme, "SEV1").await;
    // A member of the team does not see incidents; an auditor sees all and serves nobody; the outsider neither.
    for persona in [Member, Auditor, Outsider] {
        let told = ask(&server, server.as_(persona), &left).await;
        assert_eq!(codes(&told), Vec::<String>::new(), "{persona:?}");
    }
    assert_eq!(codes(&ask(&server, server.as_(Deputy), &left).await), ["ACME"]);
});

story!(who_has_lost_the_account_has_lost_its_past, async |server: Server| {
    let world = World::beside(&server, 2).await;
    let left = now(&server).await;
    world.write(&[0], Duration::ZERO, vec![world.assignment(0, true)]).await;
    let client = world.client(&server).await;
    assert_eq!(codes(&ask(&server, client.clone(), &left).await), ["A0"]);
    world.write(&[0], Duration::ZERO, vec![world.assignment(0, false)]).await;
    assert_eq!(codes(&ask(&server, client, &left).await), Vec::<String>::new());
});

story!(a_digest_is_for_people_and_for_cursors_of_this_log, async |server: Server| {
    let left = now(&server).await;
    let document = json!({ "after": left });
    assert_eq!(server.anonymous().query(DIGEST, document.clone()).await.code(), "UNAUTHENTICATED");
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ", "INCIDENT_READ"] })).await;
    assert_eq!(bot.query(DIGEST, document).await.code(), "FORBIDDEN");
    let elsewhere = json!({ "after": "djEuOTk5OTk5OS45OTk5OTk" });
    assert_eq!(server.as_(SalesLead).query(DIGEST, elsewhere).await.code(), "CURSOR_DIVERGED");
});

story!(a_digest_that_is_too_long_goes_on_in_the_next_one, async |server: Server| {
    let world = World::beside(&server, 2).await;
    world.write(&[0], Duration::ZERO, vec![world.assignment(0, true)]).await;
    let client = world.client(&server).await;
    let left = now(&server).await;
    for _ in 0..6 {
        world.write(&[0; 850], Duration::ZERO, Vec::new()).await;
    }
    let first = client.clone().reading(server.database()).query(DIGEST, json!({ "after": left })).await;
    let count = |answer: &Answer| answer["changeDigest.accounts"][0]["changes"][0]["count"].clone();
    assert_eq!((first["changeDigest.hasMore"].clone(), count(&first)), (json!(true), json!(5_000)));
    let second = client.query(DIGEST, json!({ "after": first["changeDigest.cursor"] })).await;
    assert_eq!((second["changeDigest.hasMore"].clone(), count(&second)), (json!(false), json!(100)));
});

story!(the_subscription_sends_one_digest_for_each_span_with_a_change, async |server: Server| {
    let acme = account(&server, "ACME", Some("S")).await;
    let left = now(&server).await;
    report(&server, &acme, "SEV2").await;
    now(&server).await;
    // No socket: it would miss its sign of life while the clock leaps.
    let variables = json!({ "after": left, "every": 10 });
    let mut stream = server.as_(TechnicalLead).sse(DIGESTS, variables, None).await;
    let first = stream.next().await.1["changeDigests"].take();
    assert_eq!(first["accounts"][0]["account"]["code"], "ACME");

    let incident = report(&server, &acme, "SEV1").await;
    step(&server, EscalationManager, "incidentTriage", &incident).await;
    now(&server).await;
    server.advance(Duration::from_secs(10 * 60));
    let second = stream.next().await.1["changeDigests"].take();
    assert_eq!(second["accounts"][0]["changes"], json!([{ "subjectId": incident, "count": 2 }]));

    server.advance(Duration::from_secs(10 * 60));
    let third = stream.next().await.1["changeDigests"].take();
    assert_eq!(third["__typename"], "StreamCheckpoint");
});

story!(a_span_of_no_time_or_more_than_a_day_is_refused, async |server: Server| {
    let mut socket = server.as_(TechnicalLead).socket().await;
    for every in [0, -1, 1_441] {
        let stream = socket.subscribe(DIGESTS, json!({ "every": every })).await;
        assert_eq!(socket.refusal(&stream).await, "BAD_USER_INPUT", "{every}");
    }
});
