//! Who assigns whom.

use support::Persona::{
    Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, Executive, Member, Outsider,
    SalesLead, TechnicalLead,
};
use support::{json, story};

use super::acting::{assignment, attempt, place};

story!(primaries_are_assigned_by_directors_and_others_by_the_account_responsible_too, async |server| {
    let account = server.triangle(json!({})).await;
    let primary = assignment(&server, &account, TechnicalLead).await;
    let deputy = assignment(&server, &account, Deputy).await;
    let swap = |assignment: &str, user| json!({ "assignmentId": assignment, "userId": user, "reason": "r" });
    // Whoever may is told of a rule that it would break, so that nothing changes.
    for (persona, primaries, others) in [
        (Administrator, "", ""),
        (Director, "", ""),
        (SalesLead, "FORBIDDEN", ""),
        (TechnicalLead, "FORBIDDEN", "FORBIDDEN"),
        (DeliveryLead, "FORBIDDEN", "FORBIDDEN"),
        (Deputy, "FORBIDDEN", "FORBIDDEN"),
        (Member, "FORBIDDEN", "FORBIDDEN"),
        (Auditor, "FORBIDDEN", "FORBIDDEN"),
        (Outsider, "NOT_FOUND", "NOT_FOUND"),
        (Executive, "NOT_FOUND", "NOT_FOUND"),
        (Anonymous, "UNAUTHENTICATED", "UNAUTHENTICATED"),
    ] {
        for (mutation, input, expected) in [
            ("seatAssign", place(&server, &account, Outsider, "TECHNICAL", "PRIMARY"), primaries),
            ("seatAssign", place(&server, &account, Outsider, "TECHNICAL", "MEMBER"), others),
            ("seatSwap", swap(&primary, server.cast().id(Outsider)), primaries),
            ("seatSwap", swap(&deputy, server.cast().id(SalesLead)), others),
        ] {
            let answer = attempt(&server.as_(persona), mutation, input).await;
            let actual = if answer.errors().is_empty() { "" } else { answer.code() };
            assert_eq!(actual, expected, "{persona:?} {mutation}: {answer:?}");
            assert!(!answer.succeeded(), "{persona:?} {mutation}: {answer:?}");
        }
    }
});

story!(a_bot_assigns_nobody, async |server| {
    let account = server.account(json!({})).await;
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ", "INCIDENT_REPORT"] })).await;
    let input = place(&server, &account, SalesLead, "SALES", "PRIMARY");
    assert_eq!(attempt(&bot, "seatAssign", input).await.code(), "FORBIDDEN");
});
