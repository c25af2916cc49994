//! Who sees a request, and who may do what with it.

use serde_json::json;
use support::Persona::{
    self, Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive,
    Member, Outsider, SalesLead, TechnicalLead,
};
use support::story;

use super::acting::{both, code, log};

const EVERYBODY: [Persona; 12] = [
    SalesLead,
    TechnicalLead,
    DeliveryLead,
    Deputy,
    Member,
    Director,
    EscalationManager,
    Executive,
    Auditor,
    Administrator,
    Outsider,
    Anonymous,
];

const SEES: &[Persona] = &[SalesLead, TechnicalLead, DeliveryLead, Deputy, Member, Director, Auditor];
const STEERS: &[Persona] = &[SalesLead, TechnicalLead, DeliveryLead, Deputy, Director];

const REQUEST: &str = "query($id: ID!) { customerRequest(id: $id) { id } }";

story!(everybody_may_do_with_a_request_what_the_table_says, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    for persona in EVERYBODY {
        for (mutation, facts) in [
            ("customerRequestHandOver", json!({ "to": "DELIVERY" })),
            ("customerRequestAddSeat", json!({ "seat": "DELIVERY", "reason": "because" })),
            ("customerRequestRemoveSeat", json!({ "seat": "SALES", "reason": "because" })),
            ("customerRequestClose", json!({})),
            ("customerRequestWithdraw", json!({ "reason": "because" })),
            ("customerRequestReopen", json!({ "reason": "because" })),
            ("customerRequestForgetContact", json!({})),
        ] {
            let input = both(json!({ "requestId": id, "expectedVersion": 0 }), facts);
            let answer = server.as_(persona).attempt(mutation, "", input).await;
            let expected = match persona {
                Anonymous => "UNAUTHENTICATED",
                // Whoever has the right is told that the version is a wrong one.
                _ if STEERS.contains(&persona) => "VERSION_CONFLICT",
                _ if SEES.contains(&persona) => "FORBIDDEN",
                _ => "NOT_FOUND",
            };
            assert_eq!(code(&answer), expected, "{persona:?} {mutation}");
        }
    }
});

story!(an_open_incident_shows_requests_to_executives_and_not_to_who_runs_the_red_channel, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    assert_eq!(server.as_(Executive).query(REQUEST, json!({ "id": id })).await.code(), "NOT_FOUND");
    server.incident(&account, json!({})).await;
    let seen = server.as_(Executive).query(REQUEST, json!({ "id": id })).await;
    assert_eq!(seen["customerRequest.id"], id.as_str());
    // The escalation manager sees the account now, and nothing of what its customer asks.
    let manager = server.as_(EscalationManager);
    let known = manager.query("query($id: ID!) { account(id: $id) { id } }", json!({ "id": account })).await;
    assert_eq!(known["account.id"], account.as_str());
    assert_eq!(manager.query(REQUEST, json!({ "id": id })).await.code(), "NOT_FOUND");
    let listed = manager.query("{ customerRequests { nodes { id } totalCount { count } } }", json!({})).await;
    assert_eq!(listed["customerRequests"], json!({ "nodes": [], "totalCount": { "count": 0 } }));
});

story!(whoever_leaves_the_team_sees_its_requests_no_more, async |server| {
    let account = server.account(json!({})).await;
    let seat = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let id = log(&server, &account, json!({})).await;
    let input = json!({ "assignmentId": seat, "reason": "Moves on." });
    server.as_(Administrator).change("seatVacate", "assignment { id }", input).await;
    let sales = server.as_(SalesLead);
    assert_eq!(sales.query(REQUEST, json!({ "id": id })).await.code(), "NOT_FOUND");
    let input = json!({ "requestId": id, "kind": "SUBSTANTIVE" });
    assert_eq!(sales.attempt("customerRequestAnswer", "", input).await.code(), "NOT_FOUND");
});

story!(what_the_viewer_can_do_is_what_they_may, async |server| {
    let account = server.triangle(json!({})).await;
    let id = log(&server, &account, json!({})).await;
    let document = "query($id: ID!) { customerRequest(id: $id) { viewerCan {
        answer handOver changeSeats close withdraw reopen forgetContact } } }";
    for (persona, answers, steers) in
        [(Deputy, true, true), (Director, false, true), (Member, false, false), (Auditor, false, false)]
    {
        let seen = server.as_(persona).query(document, json!({ "id": id })).await;
        let expected = json!({
            "answer": answers, "handOver": steers, "changeSeats": steers, "close": steers, "withdraw": steers,
            "reopen": false, "forgetContact": steers,
        });
        assert_eq!(seen["customerRequest.viewerCan"], expected, "{persona:?}");
    }
});
