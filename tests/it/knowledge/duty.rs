//! What a person is to verify, and how much of a collection is verified.

use std::time::Duration;

use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, Executive, Member, Outsider, SalesLead,
    TechnicalLead,
};
use support::client::Client;
use support::{Persona, Server, Value, json, story};

use super::acting::{Entry, draft, ids, published};
use super::trust::name_verifier;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const QUEUE: &str = "query($dueBefore: DateTime, $first: Int, $after: String) {
    myVerifications(dueBefore: $dueBefore, first: $first, after: $after) {
        nodes { id } totalCount { count } pageInfo { endCursor hasNextPage } } }";

/// What a persona is to verify, what is due first first.
async fn queue(server: &Server, persona: Persona) -> Vec<String> {
    let answer = server.as_(persona).query(QUEUE, json!({ "first": 100 })).await;
    let ids = ids(&answer["myVerifications.nodes"]);
    assert_eq!(answer["myVerifications.totalCount.count"], json!(ids.len()), "{persona:?}");
    ids
}

fn of(entries: &[&Entry<'_>]) -> Vec<String> {
    entries.iter().map(|entry| entry.id.clone()).collect()
}

story!(the_queue_holds_what_falls_to_a_person_and_what_is_due_first_first, async |server| {
    let account = server.triangle(json!({})).await;
    let late = published(&server, SalesLead, &account, json!({})).await;
    late.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    server.advance(Duration::from_secs(60));
    let own = published(&server, SalesLead, &account, json!({})).await;
    server.advance(Duration::from_secs(60));
    let named = published(&server, SalesLead, &account, json!({})).await;
    name_verifier(&server, &named, Member).await;
    let seat = published(&server, SalesLead, &account, json!({})).await;
    seat.change(SalesLead, "knowledgeEntryGovern", json!({ "verifier": { "seat": "SALES" } })).await;
    published(&server, SalesLead, &account, json!({ "type": "NEGOTIATION_RECORD" })).await;
    draft(&server, SalesLead, &account, json!({})).await;
    assert_eq!(queue(&server, SalesLead).await, of(&[&own, &seat, &late]));
    assert_eq!(queue(&server, Deputy).await, of(&[&seat]), "a seat is its primary and its deputy");
    assert_eq!(queue(&server, Member).await, of(&[&named]));
    for persona in [TechnicalLead, Director, Executive, Auditor, Outsider, Administrator] {
        assert!(queue(&server, persona).await.is_empty(), "{persona:?}");
    }
    own.change(Member, "knowledgeEntryContest", json!({ "reason": "It moved" })).await;
    assert_eq!(
        queue(&server, SalesLead).await,
        of(&[&own, &seat, &late]),
        "what is contested is due at once"
    );
    let soon = (server.now() + Duration::from_secs(1)).to_rfc3339();
    let answer = server.as_(SalesLead).query(QUEUE, json!({ "dueBefore": soon })).await;
    assert_eq!(ids(&answer["myVerifications.nodes"]), of(&[&own]));
    let ages_ago = json!({ "dueBefore": "-4800-01-01T00:00:00Z" });
    assert_eq!(server.as_(SalesLead).query(QUEUE, ages_ago).await.code(), "BAD_USER_INPUT");
    let answer = server.as_(SalesLead).query(QUEUE, json!({ "first": 2 })).await;
    assert_eq!(ids(&answer["myVerifications.nodes"]), of(&[&own, &seat]));
    let after = answer["myVerifications.pageInfo.endCursor"].clone();
    let answer = server.as_(SalesLead).query(QUEUE, json!({ "first": 2, "after": after })).await;
    assert_eq!(ids(&answer["myVerifications.nodes"]), of(&[&late]));
    let end = (server.now() + DAY).to_rfc3339();
    own.change(SalesLead, "knowledgeEntryGovern", json!({ "expiresAt": end })).await;
    server.advance(DAY);
    assert_eq!(queue(&server, SalesLead).await, of(&[&seat, &late]), "what has expired needs nobody");
});

story!(the_duty_of_a_verifier_who_leaves_is_in_the_queue_of_who_stands_in, async |server| {
    let account = server.account(json!({})).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let technical = server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    let delivery = server.seat(&account, DeliveryLead, "DELIVERY", "PRIMARY").await;
    let entry = published(&server, TechnicalLead, &account, json!({})).await;
    name_verifier(&server, &entry, DeliveryLead).await;
    let holders = async || {
        let mut holders = Vec::new();
        for persona in [SalesLead, TechnicalLead, DeliveryLead] {
            if queue(&server, persona).await == of(&[&entry]) {
                holders.push(persona);
            }
        }
        holders
    };
    assert_eq!(holders().await, [DeliveryLead]);
    let administrator = server.as_(Administrator);
    let gone = |assignment: &str| json!({ "assignmentId": assignment, "reason": "Moved on" });
    administrator.change("seatVacate", "assignment { id }", gone(&delivery)).await;
    assert_eq!(holders().await, [TechnicalLead]);
    administrator.change("seatVacate", "assignment { id }", gone(&technical)).await;
    assert_eq!(holders().await, [SalesLead]);
    server.seat(&account, DeliveryLead, "DELIVERY", "PRIMARY").await;
    assert_eq!(holders().await, [DeliveryLead], "who comes back takes it up again");
});

story!(publishers_of_a_topic_answer_for_it_together, async |server| {
    let administrator = server.as_(Administrator);
    for persona in [Outsider, Member] {
        let id = server.cast().id(persona);
        let known = "query($id: ID!) { user(id: $id) { version } }";
        let known = administrator.query(known, json!({ "id": id })).await;
        let input = json!({ "userId": id, "expectedVersion": known["user.version"], "roles": ["STAFF"],
            "topics": ["FAQ"] });
        administrator.change("userAppoint", "user { id }", input).await;
    }
    let account = server.triangle(json!({})).await;
    let input = json!({ "verifier": { "publishers": true } });
    let open =
        published(&server, SalesLead, &account, json!({ "type": "FAQ", "audience": "ALL_STAFF" })).await;
    open.change(SalesLead, "knowledgeEntryGovern", input.clone()).await;
    let team = published(&server, SalesLead, &account, json!({ "type": "FAQ" })).await;
    team.change(SalesLead, "knowledgeEntryGovern", input).await;
    assert_eq!(queue(&server, Outsider).await, of(&[&open]), "a topic opens no audience");
    assert_eq!(queue(&server, Member).await, of(&[&open, &team]));
    open.change(Outsider, "knowledgeEntryVerify", json!({})).await;
    assert_eq!(open.see(Member, "trust").await["trust"], "VERIFIED");
});

const SCORE: &str = "query($filter: KnowledgeEntryFilter) { knowledgeTrustScore(filter: $filter) {
    current verified stale unverified score target } }";

async fn score(client: &Client, filter: Value) -> Value {
    client.query(SCORE, json!({ "filter": filter })).await["knowledgeTrustScore"].clone()
}

fn scored(verified: i32, stale: i32, unverified: i32) -> Value {
    let current = verified + stale + unverified;
    let score = (current > 0).then(|| f64::from(verified) / f64::from(current));
    json!({ "current": current, "verified": verified, "stale": stale, "unverified": unverified,
        "score": score, "target": 0.8 })
}

story!(the_trust_score_is_the_verified_share_of_what_is_current_and_seen, async |server| {
    let account = server.triangle(json!({})).await;
    assert_eq!(score(&server.as_(Member), json!({})).await, scored(0, 0, 0), "null when there is nothing");
    let trend = json!({ "type": "INDUSTRY_TREND", "tags": ["Steel"] });
    let old = published(&server, SalesLead, &account, trend.clone()).await;
    old.change(SalesLead, "knowledgeEntryGovern", json!({ "intervalDays": 20 })).await;
    old.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    server.advance(DAY * 20);
    let new = published(&server, SalesLead, &account, trend).await;
    new.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    published(&server, SalesLead, &account, json!({ "type": "NEGOTIATION_RECORD" })).await;
    let expired = published(&server, SalesLead, &account, json!({})).await;
    let now = server.now().to_rfc3339();
    expired.change(SalesLead, "knowledgeEntryGovern", json!({ "expiresAt": now })).await;
    draft(&server, SalesLead, &account, json!({})).await;
    for (persona, filter, expected) in [
        (SalesLead, json!({}), scored(1, 1, 1)),
        (SalesLead, json!({ "homeAccount": { "eq": account } }), scored(1, 1, 1)),
        (SalesLead, json!({ "type": { "eq": "INDUSTRY_TREND" } }), scored(1, 1, 0)),
        (SalesLead, json!({ "tag": { "eq": "steel" } }), scored(1, 1, 0)),
        (Member, json!({}), scored(1, 1, 0)),
        (Outsider, json!({}), scored(0, 0, 0)),
        (Outsider, json!({ "homeAccount": { "eq": account } }), scored(0, 0, 0)),
    ] {
        assert_eq!(score(&server.as_(persona), filter.clone()).await, expected, "{persona:?} {filter}");
    }
    let refused = server.anonymous().query(SCORE, json!({})).await;
    assert_eq!(refused.code(), "UNAUTHENTICATED");
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    assert_eq!(bot.query(QUEUE, json!({})).await.code(), "FORBIDDEN");
});
