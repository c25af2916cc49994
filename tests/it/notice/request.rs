//! Whom a customer's request is told to.

use serde_json::json;
use support::Persona::{
    self, Auditor, DeliveryLead, Deputy, Director, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Server, story};

use super::acting::{NOTICES, Watcher, list, raised};
use crate::request::acting::{answer, change, log, minutes};

/// Which notices of requests a persona has, the first one first.
async fn told(server: &Server, persona: Persona) -> Vec<String> {
    let filter = json!({ "kinds": ["REQUEST_CALL", "REQUEST_LATE"] });
    let notices = list(&server.as_(persona), filter).await;
    notices.iter().rev().map(|notice| notice["tells"].as_str().unwrap().to_owned()).collect()
}

story!(a_request_calls_the_seats_that_must_answer_and_whom_it_is_handed_to, async |server| {
    let account = server.triangle(json!({})).await;
    let mut technical = Watcher::of(&server.as_(TechnicalLead)).await;
    let mut delivery = Watcher::of(&server.as_(DeliveryLead)).await;
    let request = log(&server, &account, json!({})).await;
    while technical.told().await != raised("request.logged", "REQUEST_CALL") {}
    let input = json!({ "to": "DELIVERY" });
    change(&server, SalesLead, "customerRequestHandOver", &request, input).await;
    while delivery.told().await != raised("request.handed_over", "REQUEST_CALL") {}
    assert_eq!(told(&server, SalesLead).await, [] as [&str; 0], "who logs it knows it");
    assert_eq!(told(&server, TechnicalLead).await, ["request.logged"]);
    assert_eq!(told(&server, DeliveryLead).await, ["request.handed_over"]);
    for persona in [Member, Director, Executive, Auditor, Outsider] {
        assert!(told(&server, persona).await.is_empty(), "{persona:?}");
    }
    let document = "{ myNotices(filter: { kinds: [REQUEST_CALL] }) {
        nodes { kind account { id } customerRequest { id title } } } }";
    let seen = server.as_(DeliveryLead).query(document, json!({})).await;
    let expected = json!([{ "kind": "REQUEST_CALL", "account": { "id": account },
        "customerRequest": { "id": request, "title": "When does the line run?" } }]);
    assert_eq!(seen["myNotices.nodes"], expected);
});

story!(a_late_answer_is_told_to_the_seats_that_owe_it_and_for_an_empty_one_to_the_director, async |server| {
    let account = server.account(json!({ "tier": "S" })).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    server.seat(&account, Deputy, "SALES", "DEPUTY").await;
    server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    let request = log(&server, &account, json!({ "seats": ["SALES", "DELIVERY"] })).await;
    let answered = log(&server, &account, json!({ "seats": ["TECHNICAL"] })).await;
    answer(&server, TechnicalLead, &answered, json!({})).await;
    let mut sales = server.as_(SalesLead).sse(NOTICES, json!({}), None).await;
    server.advance(minutes(62));
    loop {
        let (_, item) = sales.next().await;
        let notices = item["noticeEvents"]["notices"].to_string();
        if notices.contains("REQUEST_LATE") {
            break;
        }
    }
    assert_eq!(told(&server, SalesLead).await, ["request.late"]);
    assert_eq!(told(&server, Director).await, ["request.late"], "nobody holds the delivery seat");
    assert_eq!(told(&server, TechnicalLead).await, ["request.logged"], "owes nothing");
    let document = "{ myNotices(filter: { kinds: [REQUEST_LATE] }) { nodes { customerRequest { id } } } }";
    let seen = server.as_(Director).query(document, json!({})).await;
    assert_eq!(seen["myNotices.nodes"], json!([{ "customerRequest": { "id": request } }]));
});

story!(the_notices_of_requests_go_with_the_seat, async |server| {
    let account = server.triangle(json!({})).await;
    let mut technical = Watcher::of(&server.as_(TechnicalLead)).await;
    log(&server, &account, json!({})).await;
    while technical.told().await != raised("request.logged", "REQUEST_CALL") {}
    let team = "query($id: ID!) { account(id: $id) { triangle { technical { primary { id } } } } }";
    let known = server.as_(Director).query(team, json!({ "id": account })).await;
    let seat = known["account.triangle.technical.primary.id"].clone();
    let input = json!({ "assignmentId": seat, "reason": "Moved on" });
    server.as_(Director).change("seatVacate", "assignment { id }", input).await;
    assert!(told(&server, TechnicalLead).await.is_empty());
});
