//! What incidents cost.

use serde_json::{Value, json};
use support::Persona::{
    Auditor, Deputy, Director, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Persona, Server, answer::Answer, client::Client, story};

use super::acting::{account, events, head, incident_in, report, seen};

fn work(minutes: i64, minor_units: i64) -> Value {
    let rate = json!({ "minorUnits": minor_units.to_string(), "currency": "EUR" });
    json!({ "personHours": { "minutes": minutes, "hourlyRate": rate } })
}

fn concession(minor_units: i64, currency: &str) -> Value {
    json!({ "concession": { "minorUnits": minor_units.to_string(), "currency": currency } })
}

async fn record(client: &Client, incident: &str, spent: Value) -> Answer {
    let input = json!({ "incidentId": incident, "spent": spent, "note": "On the night of the 2nd" });
    client.attempt("incidentCostRecord", "incident { version }", input).await
}

const COST: &str = "cost { minutes totals { minorUnits currency }
    records { id kind note minutes hourlyRate { minorUnits } amount { minorUnits currency } recordedBy { name }
        withdrawnAt withdrawnBy { name } } }";

async fn cost(server: &Server, incident: &str) -> Value {
    seen(server, incident, COST).await["incident.cost"].clone()
}

story!(hours_and_concessions_add_up_by_currency, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "RESOLVED").await;
    let start = head(&server).await;
    let (sales, lead) = (server.as_(SalesLead), server.as_(Executive));
    let version = seen(&server, &id, "version").await["incident.version"].clone();
    for (client, spent) in [
        (&sales, work(90, 9_001)),
        (&lead, work(30, 9_000)),
        (&sales, concession(50_000, "EUR")),
        (&sales, concession(1_000, "JPY")),
    ] {
        let recorded = record(client, &id, spent).await;
        assert_eq!(
            recorded["incidentCostRecord.incident.version"], version,
            "nobody's screen is stale by it"
        );
    }
    let cost = cost(&server, &id).await;
    assert_eq!(cost["minutes"], 120);
    let totals = json!([
        { "minorUnits": "68002", "currency": "EUR" }, { "minorUnits": "1000", "currency": "JPY" },
    ]);
    assert_eq!(cost["totals"], totals);
    let mut first = cost["records"][0].clone();
    first.as_object_mut().unwrap().remove("id");
    let expected = json!({
        "kind": "PERSON_HOURS", "note": "On the night of the 2nd", "minutes": 90,
        "hourlyRate": { "minorUnits": "9001" }, "amount": { "minorUnits": "13502", "currency": "EUR" },
        "recordedBy": { "name": SalesLead.name() }, "withdrawnAt": null, "withdrawnBy": null,
    });
    assert_eq!(first, expected);
    let told = events(&server.as_(Auditor), &start).await;
    assert!(told.iter().all(|it| it["kind"] == "COST_RECORDED" && it["changed"] == json!(["cost"])));
});

story!(a_mistake_is_taken_back_once_and_stays_to_be_seen, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let (id, other) = (report(&server, &account, "SEV1").await, report(&server, &account, "SEV1").await);
    let sales = server.as_(SalesLead);
    assert!(record(&sales, &id, concession(50_000, "EUR")).await.succeeded());
    let known = cost(&server, &id).await["records"][0]["id"].clone();
    let withdraw = async |incident: &str| {
        let input = json!({ "incidentId": incident, "costId": known });
        server.as_(Deputy).attempt("incidentCostWithdraw", "incident { id }", input).await
    };
    assert_eq!(withdraw(&other).await.user_error()["code"], "UNKNOWN_COST", "it is another incident's");
    assert!(withdraw(&id).await.succeeded());
    let cost = cost(&server, &id).await;
    assert_eq!((&cost["minutes"], &cost["totals"]), (&json!(0), &json!([])));
    assert_eq!(cost["records"][0]["withdrawnBy"]["name"], Deputy.name());
    assert_eq!(withdraw(&id).await.user_error()["code"], "UNKNOWN_COST");
});

story!(amounts_that_make_no_sense_are_refused, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let sales = server.as_(SalesLead);
    for (spent, code) in [
        (work(0, 9_000), "OUT_OF_RANGE"),
        (work(-60, 9_000), "OUT_OF_RANGE"),
        (work(60, -1), "OUT_OF_RANGE"),
        (work(120, i64::MAX), "OUT_OF_RANGE"),
        (concession(-1, "EUR"), "OUT_OF_RANGE"),
        (concession(1, "euro"), "FORMAT"),
    ] {
        assert_eq!(record(&sales, &id, spent.clone()).await.user_error()["code"], code, "{spent}");
    }
    for spent in [json!({}), json!({ "personHours": null, "concession": null })] {
        assert!(!record(&sales, &id, spent).await.succeeded());
    }
    assert_eq!(cost(&server, &id).await["records"], json!([]));
});

story!(those_who_work_on_an_incident_record_its_cost_and_whoever_sees_it_reads_it, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = incident_in(&server, &account, "MOBILISED").await;
    for persona in [SalesLead, TechnicalLead, Deputy, EscalationManager, Executive] {
        assert!(record(&server.as_(persona), &id, work(60, 9_000)).await.succeeded(), "{persona:?}");
    }
    let refused: [(Persona, &str); 4] =
        [(Director, "FORBIDDEN"), (Auditor, "FORBIDDEN"), (Member, "NOT_FOUND"), (Outsider, "NOT_FOUND")];
    for (persona, code) in refused {
        assert_eq!(record(&server.as_(persona), &id, work(60, 9_000)).await.code(), code, "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    assert_eq!(record(&bot, &id, work(60, 9_000)).await.code(), "FORBIDDEN");
    let document = "query($id: ID!) { incident(id: $id) { number cost { minutes } } }";
    let answer = bot.query(document, json!({ "id": id })).await;
    assert_eq!(answer["incident.cost"], Value::Null);
    assert_eq!(server.as_(Director).query(document, json!({ "id": id })).await["incident.cost.minutes"], 300);
});
