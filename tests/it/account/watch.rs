//! The watch list of prospects.

use std::time::Duration;

use support::Persona::{Administrator, Anonymous, Auditor, Director, Outsider, SalesLead, TechnicalLead};
use support::{Server, json, story};

use super::acting::{about, ask, attempt, change, now, refusal, told};

const LIST: &str = "{ watchList { nodes { code watch { reason reviewOn } } totalCount { count } } }";

async fn watched(server: &Server, code: &str, review_on: &str, region: &str) -> String {
    let facts = json!({ "code": code, "status": "PROSPECT", "regionId": server.cast().region(region) });
    let account = server.account(facts).await;
    let watch = json!({ "reason": format!("{code} grows"), "reviewOn": review_on });
    change(server, Administrator, "accountWatch", &account, watch).await;
    account
}

story!(the_watch_list_is_ordered_by_review_and_shows_what_one_may_see, async |server| {
    watched(&server, "LATER", "2026-06-01", "NORTH").await;
    watched(&server, "SOON", "2026-04-01", "SOUTH").await;
    watched(&server, "NOW", "2026-03-02", "NORTH").await;
    server.account(json!({ "status": "PROSPECT" })).await;
    for (persona, expected) in
        [(Auditor, vec!["NOW", "SOON", "LATER"]), (Director, vec!["NOW", "LATER"]), (Outsider, vec![])]
    {
        let answer = server.as_(persona).query(LIST, json!({})).await;
        let codes: Vec<_> = answer["watchList.nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| node["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, expected, "{persona:?}");
        assert_eq!(answer["watchList.totalCount.count"], expected.len(), "{persona:?}");
    }
    assert_eq!(server.as_(Anonymous).query(LIST, json!({})).await.code(), "UNAUTHENTICATED");
});

story!(a_prospect_is_watched_by_its_account_responsible_until_it_is_business, async |server| {
    let account = server.triangle(json!({ "status": "PROSPECT", "timeZone": "Pacific/Auckland" })).await;
    let start = now(&server).await;
    server.advance(Duration::from_secs(4 * 60 * 60));
    // It is one in the afternoon of the second of March here, and the third where the customer is.
    let input = about(&server, &account, json!({ "reason": "r", "reviewOn": "2026-03-02" })).await;
    let error = refusal(&server, SalesLead, "accountWatch", input).await;
    assert_eq!((&error["path"], &error["code"]), (&json!(["reviewOn"]), &json!("PAST")));
    let input = about(&server, &account, json!({ "reason": "r", "reviewOn": "2026-04-01" })).await;
    assert_eq!(attempt(&server.as_(TechnicalLead), "accountWatch", input).await.code(), "FORBIDDEN");
    change(&server, SalesLead, "accountWatch", &account, json!({ "reason": "r", "reviewOn": "2026-04-01" }))
        .await;
    change(&server, SalesLead, "accountWatch", &account, json!({ "reason": "r", "reviewOn": "2026-05-01" }))
        .await;
    change(&server, SalesLead, "accountUnwatch", &account, json!({})).await;
    let again = about(&server, &account, json!({})).await;
    assert_eq!(refusal(&server, SalesLead, "accountUnwatch", again).await["code"], "NOT_WATCHED");
    change(&server, SalesLead, "accountWatch", &account, json!({ "reason": "r", "reviewOn": "2026-06-01" }))
        .await;
    change(&server, Director, "accountActivate", &account, json!({})).await;
    assert!(ask(&server, SalesLead, &account, "watch { reason }").await["account.watch"].is_null());
    let events = told(&server, SalesLead, &start).await;
    let told: Vec<_> =
        events.iter().map(|event| (event["kind"].as_str().unwrap(), event["changed"].clone())).collect();
    let watch = json!(["watch"]);
    let expected = [
        ("WATCHED", watch.clone()),
        ("WATCHED", watch.clone()),
        ("UNWATCHED", watch.clone()),
        ("WATCHED", watch),
        ("STATUS_CHANGED", json!(["status", "watch"])),
    ];
    assert_eq!(told, expected);
    let input = about(&server, &account, json!({ "reason": "r", "reviewOn": "2026-06-01" })).await;
    assert_eq!(refusal(&server, SalesLead, "accountWatch", input).await["code"], "NOT_A_PROSPECT");
});
