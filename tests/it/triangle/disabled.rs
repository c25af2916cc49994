//! People who may not come in any more.

use support::Persona::{Administrator, Director, Outsider, SalesLead};
use support::{Persona, Server, json, story};

use super::acting::{ask, assignment, place, refusal};

async fn disable(server: &Server, persona: Persona) {
    let user = json!({ "id": server.cast().id(persona) });
    let ada = server.as_(Administrator);
    let version = ada.query("query($id: ID!) { user(id: $id) { version } }", user.clone()).await;
    let input = json!({ "userId": user["id"], "expectedVersion": version["user.version"] });
    ada.change("userDisable", "user { id }", input).await;
}

story!(a_disabled_person_takes_no_seat, async |server| {
    let account = server.triangle(json!({})).await;
    disable(&server, Outsider).await;
    let member = place(&server, &account, Outsider, "SALES", "MEMBER");
    assert_eq!(refusal(&server, Director, "seatAssign", member).await["code"], "PERSON_DISABLED");
    let primary = assignment(&server, &account, SalesLead).await;
    let user = server.cast().id(Outsider);
    let swap = json!({ "assignmentId": primary, "userId": user, "reason": "r" });
    assert_eq!(refusal(&server, Director, "seatSwap", swap).await["code"], "PERSON_DISABLED");
    let extended = json!({ "accountId": account, "userId": user, "expertise": "law" });
    assert_eq!(refusal(&server, Director, "extendedMemberAdd", extended).await["code"], "PERSON_DISABLED");
});

story!(the_seat_of_a_disabled_person_stays_flagged_until_it_is_swapped, async |server| {
    let account = server.triangle(json!({})).await;
    disable(&server, SalesLead).await;
    let seat =
        "triangle { isComplete sales { primary { isFlagged user { name status } } deputy { isFlagged } } }";
    let answer = ask(&server, Director, &account, seat).await;
    let expected = json!({ "isComplete": true, "sales": {
        "primary": { "isFlagged": true, "user": { "name": SalesLead.name(), "status": "DISABLED" } },
        "deputy": { "isFlagged": false } } });
    assert_eq!(answer["account.triangle"], expected);
    let old = assignment(&server, &account, SalesLead).await;
    let swap = json!({ "assignmentId": old, "userId": server.cast().id(Outsider), "reason": "left" });
    server.as_(Director).change("seatSwap", "assignment { id }", swap).await;
    let answer = ask(&server, Director, &account, "triangle { sales { primary { isFlagged } } }").await;
    assert_eq!(answer["account.triangle.sales.primary.isFlagged"], false);
});
