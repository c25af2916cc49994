//! People who help an account without a seat.

use support::Persona::{Deputy, Director, EscalationManager, Member, Outsider, SalesLead};
use support::{json, story};

use super::acting::{ask, assignment, attempt, now, place, refusal, told};

story!(an_extended_member_brings_expertise_and_sees_the_account, async |server| {
    let account = server.triangle(json!({})).await;
    let start = now(&server).await;
    let input = json!({ "accountId": account, "userId": server.cast().id(Outsider), "expertise": " Legal " });
    let made = "assignment { seat position expertise exceptionReason }";
    let made = server.as_(SalesLead).change("extendedMemberAdd", made, input.clone()).await;
    let expected =
        json!({ "seat": null, "position": "EXTENDED", "expertise": "Legal", "exceptionReason": null });
    assert_eq!(made["extendedMemberAdd.assignment"], expected);
    let seen = ask(&server, Outsider, &account, "extendedMembers { user { name } } team { position }").await;
    assert_eq!(seen["account.extendedMembers"], json!([{ "user": { "name": Outsider.name() } }]));
    assert_eq!(seen["account.team"].as_array().unwrap().len(), 6);
    assert_eq!(refusal(&server, SalesLead, "extendedMemberAdd", input).await["code"], "ALREADY_ON_TEAM");
    let release = json!({ "assignmentId": assignment(&server, &account, Outsider).await, "reason": "done" });
    server.as_(SalesLead).change("memberRelease", "assignment { id }", release).await;
    assert_eq!(ask(&server, Outsider, &account, "id").await.code(), "NOT_FOUND");
    let events = told(&server, Director, &start).await;
    let kinds: Vec<_> =
        events.iter().map(|it| (it["kind"].as_str().unwrap(), it["changed"].clone())).collect();
    assert_eq!(kinds, [("ASSIGNED", json!(["extendedMembers"])), ("VACATED", json!(["extendedMembers"]))]);
});

story!(nobody_is_extended_and_in_a_seat, async |server| {
    let account = server.triangle(json!({})).await;
    let member = json!({ "accountId": account, "userId": server.cast().id(Member), "expertise": "law" });
    assert_eq!(refusal(&server, Director, "extendedMemberAdd", member).await["code"], "ALREADY_ON_TEAM");
    let other = json!({ "accountId": account, "userId": server.cast().id(Outsider), "expertise": "law" });
    server.as_(Director).change("extendedMemberAdd", "assignment { id }", other).await;
    let seat = place(&server, &account, Outsider, "SALES", "MEMBER");
    assert_eq!(refusal(&server, Director, "seatAssign", seat).await["code"], "ALREADY_ON_TEAM");
});

story!(extended_members_are_added_by_the_account_responsible, async |server| {
    let account = server.triangle(json!({})).await;
    let input = json!({ "accountId": account, "userId": server.cast().id(Outsider), "expertise": "law" });
    for (persona, code) in [(Deputy, "FORBIDDEN"), (EscalationManager, "NOT_FOUND")] {
        assert_eq!(attempt(&server.as_(persona), "extendedMemberAdd", input.clone()).await.code(), code);
    }
    let long =
        json!({ "accountId": account, "userId": server.cast().id(Outsider), "expertise": "x".repeat(101) });
    assert_eq!(refusal(&server, SalesLead, "extendedMemberAdd", long).await["code"], "TOO_LONG");
});
