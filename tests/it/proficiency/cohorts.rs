//! How soon the successors of a quarter became proficient, for whom.

use entity::account::Tier;
use support::Persona::{Administrator, Auditor, Director, EscalationManager, Executive, Outsider, SalesLead};
use support::{Server, Value, answer::Answer, client::Client, json, story};

use super::acting::{Past, SENIOR, past, seniors};
use crate::incident::acting::report_as;

const COHORTS: &str = "query($from: DateTime!, $to: DateTime!) {
    proficiencyCohorts(startedFrom: $from, startedTo: $to) {
        tier quarter terms measured reached reachedByTarget medianDaysTo80 } }";

const SUCCESSOR: Past = Past {
    number: 100,
    region: "NORTH",
    began: "2026-01-05T09:00:00Z",
    asked: Some("2026-01-13T09:00:00Z"),
    took: 2,
    ..SENIOR
};

async fn ask(client: &Client) -> Answer {
    client.query(COHORTS, json!({ "from": "2026-01-01T00:00:00Z", "to": "2026-04-01T00:00:00Z" })).await
}

/// Who took over a seat of tier S in the quarter: three who answer as fast as seniors, one who comes there later, two who do not come
/// there, and one of whom nothing is known.
async fn quarter(server: &Server) {
    seniors(server, SENIOR, 5).await;
    for (number, took, asked) in [
        (100, 1, Some("2026-01-13T09:00:00Z")),
        (101, 2, Some("2026-01-13T09:00:00Z")),
        (102, 3, Some("2026-01-13T09:00:00Z")),
        (103, 3, Some("2026-01-22T09:00:00Z")),
        (104, 6, Some("2026-01-13T09:00:00Z")),
        (105, 7, Some("2026-01-13T09:00:00Z")),
        (106, 0, None),
    ] {
        past(server, Past { number, took, asked, ..SUCCESSOR }).await;
    }
}

fn told(terms: u32, measured: u32, [reached, in_time, median]: [Value; 3]) -> Value {
    json!({ "tier": "S", "quarter": "2026-01-01", "terms": terms, "measured": measured, "reached": reached,
        "reachedByTarget": in_time, "medianDaysTo80": median })
}

story!(the_terms_of_a_cohort_share_a_benchmark_and_half_of_them_come_there_by_a_day, async |server| {
    quarter(&server).await;
    // One of another tier, with which there are too few to tell anything.
    past(&server, Past { number: 200, tier: Tier::A, ..SUCCESSOR }).await;
    // One of the quarter before.
    past(&server, Past { number: 201, began: "2025-12-31T23:00:00Z", ..SUCCESSOR }).await;
    let answer = ask(&server.as_(Executive)).await;
    let other = json!({ "tier": "A", "quarter": "2026-01-01", "terms": 1, "measured": 0, "reached": null,
        "reachedByTarget": null, "medianDaysTo80": null });
    // 14, 14, 14 and 17; the two slow ones count as longer than any.
    assert_eq!(answer["proficiencyCohorts"], json!([told(7, 6, [json!(4), json!(4), json!(14)]), other]));
});

story!(fewer_than_five_measured_terms_tell_nothing, async |server| {
    seniors(&server, SENIOR, 5).await;
    for number in 100..104 {
        past(&server, Past { number, ..SUCCESSOR }).await;
    }
    let nothing = [Value::Null, Value::Null, Value::Null];
    assert_eq!(ask(&server.as_(Auditor)).await["proficiencyCohorts"], json!([told(4, 4, nothing)]));
});

story!(cohorts_are_of_the_terms_that_the_viewer_may_read_of, async |server| {
    quarter(&server).await;
    past(&server, Past { number: 300, region: "SOUTH", ..SUCCESSOR }).await;
    let terms = async |client: &Client| ask(client).await["proficiencyCohorts"].clone();
    for (persona, expected) in [(Executive, 8), (Auditor, 8), (Director, 7)] {
        assert_eq!(terms(&server.as_(persona)).await[0]["terms"], expected, "{persona:?}");
    }
    // Whoever may read of nobody is told what they would be told if there were nothing.
    for persona in [Outsider, SalesLead, EscalationManager, Administrator] {
        assert_eq!(ask(&server.as_(persona)).await.json(), &json!({ "data": { "proficiencyCohorts": [] } }));
    }
    assert_eq!(ask(&server.anonymous()).await.code(), "UNAUTHENTICATED");
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    assert_eq!(ask(&bot).await.code(), "FORBIDDEN");
    // Successors read of themselves; their director, before a problem is solved, of the others.
    let account = server.account(json!({})).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    assert_eq!(terms(&server.as_(SalesLead)).await[0]["terms"], 1);
    assert_eq!(terms(&server.as_(Director)).await[0]["terms"], 8);
    report_as(&server.as_(SalesLead), &account, "SEV1").await;
    for (persona, expected) in [(Director, 7), (Executive, 9)] {
        assert_eq!(terms(&server.as_(persona)).await[0]["terms"], expected, "{persona:?}");
    }
});

story!(a_span_of_cohorts_that_makes_no_sense_is_refused, async |server| {
    for (from, to) in [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-04-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2025-01-01T00:00:00Z", "2026-04-01T00:00:00Z"),
        ("0000-01-01T00:00:00Z", "0000-03-01T00:00:00Z"),
    ] {
        let answer = server.as_(Auditor).query(COHORTS, json!({ "from": from, "to": to })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{from} {to}");
    }
});
