//! Who may do what with an incident, and what the others learn.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::Persona::{
    self, Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive,
    Member, Outsider, SalesLead, TechnicalLead,
};
use support::answer::Answer;
use support::{Server, story};

use super::acting::{account, attempt, attempt_against, name_lead, report, words};

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

const SEES: &[Persona] =
    &[SalesLead, TechnicalLead, DeliveryLead, Deputy, Director, EscalationManager, Executive, Auditor];
const DIRECTS: &[Persona] = &[Director, EscalationManager];
const WORKS: &[Persona] = &[SalesLead, TechnicalLead, DeliveryLead, Deputy, EscalationManager];
const STAFFS: &[Persona] = &[Director, EscalationManager, Executive];

const ACTS: [(&str, &[Persona]); 17] = [
    ("incidentTriage", DIRECTS),
    ("incidentDecline", DIRECTS),
    ("incidentActivate", DIRECTS),
    ("incidentCancel", DIRECTS),
    ("incidentReopen", DIRECTS),
    ("incidentChangeSeverity", DIRECTS),
    ("incidentOverrideEntitlement", &[Director, Executive]),
    ("incidentAcknowledge", WORKS),
    ("incidentMobilise", WORKS),
    ("incidentArriveOnSite", WORKS),
    ("incidentAcceptRemote", WORKS),
    ("incidentContain", WORKS),
    ("incidentResolve", WORKS),
    ("incidentNameExecutiveLead", STAFFS),
    ("incidentAddResponder", STAFFS),
    ("incidentRemoveResponder", STAFFS),
    ("incidentClose", &[Executive]),
];

story!(everybody_may_do_what_the_table_says_and_nothing_else, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    for persona in EVERYBODY {
        for (mutation, may) in ACTS {
            let expected = match persona {
                Anonymous => "UNAUTHENTICATED",
                // Whoever has the right is told that the version is a wrong one.
                _ if may.contains(&persona) => "VERSION_CONFLICT",
                _ if SEES.contains(&persona) => "FORBIDDEN",
                _ => "NOT_FOUND",
            };
            assert_eq!(outcome(&server, persona, mutation, &id).await, expected, "{persona:?} {mutation}");
        }
    }
});

story!(the_executive_lead_commands, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    name_lead(&server, &id).await;
    for mutation in ["incidentAcknowledge", "incidentMobilise", "incidentResolve"] {
        assert_eq!(outcome(&server, Executive, mutation, &id).await, "VERSION_CONFLICT", "{mutation}");
    }
    assert_eq!(outcome(&server, Executive, "incidentTriage", &id).await, "FORBIDDEN");
});

story!(an_outsider_gets_exactly_what_an_incident_gives_that_is_not_there, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let there = report(&server, &account, "SEV1").await;
    let nowhere = "inc_00000000000000000000000000";
    let document = "query($id: ID!, $number: String!) {
        incident(id: $id) { id } incidentByNumber(number: $number) { id } incidents { nodes { id } } }";
    for persona in [Outsider, Member, Administrator] {
        let client = server.as_(persona);
        let hidden = client.query(document, json!({ "id": there, "number": "RC-1" })).await;
        let absent = client.query(document, json!({ "id": nowhere, "number": "RC-2" })).await;
        assert_eq!(hidden.partial_data(), absent.partial_data(), "{persona:?}");
        assert_eq!(told(&hidden), told(&absent));
        assert_eq!(told(&hidden).len(), 2);
        for (mutation, _) in ACTS {
            let hidden = outcome(&server, persona, mutation, &there).await;
            let absent = outcome(&server, persona, mutation, nowhere).await;
            assert_eq!((hidden, absent), ("NOT_FOUND".into(), "NOT_FOUND".into()), "{persona:?} {mutation}");
        }
    }
});

/// What the errors of an answer say, whichever field failed first.
fn told(answer: &Answer) -> BTreeSet<String> {
    let said =
        |error: &Value| format!("{} {} {}", error["path"], error["message"], error["extensions"]["code"]);
    answer.errors().iter().map(said).collect()
}

story!(a_number_that_is_none_is_told_so, async |server| {
    let document = "query($number: String!) { incidentByNumber(number: $number) { id } }";
    for number in ["142", "RC-", "RC-x", "RC--1", "RC-99999999999999999999", ""] {
        let answer = server.as_(Auditor).query(document, json!({ "number": number })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{number}");
    }
});

story!(whoever_leaves_the_response_team_sees_no_more_from_that_instant, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let id = report(&server, &account, "SEV1").await;
    let document =
        "query($id: ID!, $account: ID!) { incident(id: $id) { state } account(id: $account) { code } }";
    let variables = json!({ "id": id, "account": account });
    let who = || json!({ "userId": server.cast().id(Outsider) });
    let outsider = server.as_(Outsider);
    assert_eq!(outsider.query(document, variables.clone()).await.errors().len(), 2);
    assert!(attempt(&server, Director, "incidentAddResponder", &id, who()).await.succeeded());
    assert_eq!(outsider.query(document, variables.clone()).await["account.code"], "ACME");
    assert!(attempt(&server, Director, "incidentRemoveResponder", &id, who()).await.succeeded());
    assert_eq!(outsider.query(document, variables).await.errors().len(), 2);
});

/// The code of what came of a change against a version that is not the present one.
async fn outcome(server: &Server, persona: Persona, mutation: &str, id: &str) -> String {
    let mut words = words(mutation);
    match mutation {
        "incidentChangeSeverity" => words = json!({ "severity": "SEV2", "reason": "because" }),
        "incidentOverrideEntitlement" => words = json!({ "reason": "because" }),
        "incidentNameExecutiveLead" | "incidentAddResponder" | "incidentRemoveResponder" => {
            words = json!({ "userId": server.cast().id(Executive) });
        }
        _ => {}
    }
    let answer = attempt_against(&server.as_(persona), mutation, id, 0, words).await;
    let code =
        if answer.errors().is_empty() { answer.user_error()["code"].as_str() } else { Some(answer.code()) };
    code.unwrap().to_owned()
}
