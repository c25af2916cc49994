//! Who may see a handover, and who may do what with it.

use support::{
    Persona::{
        self, Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager,
        Executive, Member, Outsider, SalesLead, TechnicalLead,
    },
    Server, json, story,
};

use super::acting::{begun, change_person, initiate, pack, seen, transferred};

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
    &[SalesLead, TechnicalLead, DeliveryLead, Deputy, Director, Auditor, Administrator, Outsider];
const DIRECTS: &[Persona] = &[Director, Administrator];

/// What a step says beside the handover and its version.
fn words(mutation: &str) -> serde_json::Map<String, support::Value> {
    let said = match mutation {
        "handoverWritePart" => json!({ "part": "PLAN", "body": "So." }),
        "handoverReturnPack" | "handoverRefuse" | "handoverCancel" => json!({ "reason": "because" }),
        "handoverIntroduce" => json!({ "informed": "Ms Sato" }),
        _ => json!({}),
    };
    said.as_object().unwrap().clone()
}

async fn code(server: &Server, persona: Persona, mutation: &str, handover: &str) -> String {
    let mut input = words(mutation);
    input.insert("handoverId".into(), json!(handover));
    if mutation == "handoverAcknowledgeItem" {
        input.insert("place".into(), json!(1));
    } else {
        input.insert("expectedVersion".into(), json!(0));
    }
    let answer = server.as_(persona).attempt(mutation, "", input.into()).await;
    match answer.errors() {
        [] => answer.user_error()["code"].as_str().unwrap().to_owned(),
        _ => answer.code().to_owned(),
    }
}

/// Every step, who may take it, and who in an emergency.
const STEPS: [(&str, &[Persona], &[Persona]); 13] = [
    ("handoverWritePart", &[SalesLead], &[SalesLead, Director]),
    ("handoverSubmitPack", &[SalesLead], &[SalesLead, Director]),
    ("handoverAcceptPack", &[Outsider], &[Outsider]),
    ("handoverReturnPack", &[Outsider], &[Outsider]),
    ("handoverRefuse", &[Outsider], &[Outsider]),
    ("handoverBeginShadowing", &[SalesLead, Outsider], &[SalesLead, Outsider, Director]),
    ("handoverIntroduce", &[SalesLead], &[SalesLead, Director]),
    ("handoverCoOwn", &[SalesLead, Outsider], &[SalesLead, Outsider, Director]),
    ("handoverTransfer", DIRECTS, DIRECTS),
    ("handoverClose", DIRECTS, DIRECTS),
    ("handoverCancel", DIRECTS, DIRECTS),
    ("handoverDeclareEmergency", DIRECTS, DIRECTS),
    ("handoverAcknowledgeItem", &[Outsider], &[Outsider]),
];

story!(everybody_may_do_with_a_handover_what_the_table_says, async |server| {
    let (_, usual) = begun(&server).await;
    let account = server.triangle(json!({})).await;
    let emergency = initiate(&server, &account, json!({ "emergency": true })).await;
    for persona in EVERYBODY {
        for (mutation, may, may_in_emergency) in STEPS {
            for (handover, may) in [(&usual, may), (&emergency, may_in_emergency)] {
                let expected = match persona {
                    Anonymous => "UNAUTHENTICATED",
                    _ if may.contains(&persona) && mutation == "handoverAcknowledgeItem" => {
                        "NOT_TO_ACKNOWLEDGE"
                    }
                    // Whoever has the right is told that the version is a wrong one.
                    _ if may.contains(&persona) => "VERSION_CONFLICT",
                    _ if SEES.contains(&persona) => "FORBIDDEN",
                    _ => "NOT_FOUND",
                };
                assert_eq!(
                    code(&server, persona, mutation, handover).await,
                    expected,
                    "{persona:?} {mutation}"
                );
            }
        }
    }
});

story!(a_pack_is_read_by_whoever_sees_the_handover_but_administrators, async |server| {
    let (_, handover) = begun(&server).await;
    for persona in EVERYBODY {
        let answer = pack(&server, persona, &handover, "completeness").await;
        let known = seen(&server, persona, &handover, "id openItems { isLead }").await;
        let (read, found) = match persona {
            Anonymous => (Some("UNAUTHENTICATED"), Some("UNAUTHENTICATED")),
            Administrator => (Some("FORBIDDEN"), Some("FORBIDDEN")),
            _ if SEES.contains(&persona) => (None, None),
            _ => (Some("NOT_FOUND"), Some("NOT_FOUND")),
        };
        for (answer, expected) in [(answer, read), (known, found)] {
            let code = answer.errors().first().and_then(|error| error["extensions"]["code"].as_str());
            assert_eq!(code, expected, "{persona:?} {answer:?}");
        }
    }
});

story!(only_directors_of_the_region_and_administrators_begin_a_handover, async |server| {
    let account = server.triangle(json!({})).await;
    let south = server.cast().region("SOUTH");
    let elsewhere = server.account(json!({ "regionId": south })).await;
    for (persona, account, expected) in [
        (SalesLead, &account, "FORBIDDEN"),
        (Deputy, &account, "FORBIDDEN"),
        (Auditor, &account, "FORBIDDEN"),
        (Outsider, &account, "NOT_FOUND"),
        (Director, &elsewhere, "NOT_FOUND"),
    ] {
        let input = crate::handover::acting::nomination(&server, account, json!({}));
        let refused = server.as_(persona).attempt("handoverInitiate", "", input).await;
        assert_eq!(refused.code(), expected, "{persona:?}");
    }
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    let input = crate::handover::acting::nomination(&server, &account, json!({}));
    assert_eq!(bot.attempt("handoverInitiate", "", input).await.code(), "FORBIDDEN");
    let (_, handover) = begun(&server).await;
    let document = "query($id: ID!) { handover(id: $id) { id } }";
    assert_eq!(bot.query(document, json!({ "id": handover })).await.code(), "NOT_FOUND");
    assert_eq!(bot.query("{ handovers { nodes { id } } }", json!({})).await.code(), "FORBIDDEN");
});

story!(viewer_can_says_what_the_viewer_may_do_now, async |server| {
    let (account, handover) = begun(&server).await;
    let can = async |persona| {
        let fields = "readPack writePart submitPack acceptPack returnPack refuse beginShadowing introduce coOwn transfer
            close cancel declareEmergency";
        let known = seen(&server, persona, &handover, &format!("viewerCan {{ {fields} }}")).await;
        let can = known["handover.viewerCan"].as_object().unwrap().clone();
        can.into_iter().filter(|(_, may)| may == true).map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(can(SalesLead).await, ["readPack", "writePart"]);
    assert_eq!(can(Outsider).await, ["readPack", "refuse"]);
    assert_eq!(can(Director).await, ["cancel", "declareEmergency", "readPack"]);
    assert_eq!(can(Administrator).await, ["cancel", "declareEmergency"]);
    assert_eq!(can(TechnicalLead).await, ["readPack"]);
    let initiates = async |persona| {
        let answer =
            crate::account::acting::ask(&server, persona, &account, "viewerCan { initiateHandover }").await;
        answer["account.viewerCan.initiateHandover"].clone()
    };
    assert_eq!((initiates(Director).await, initiates(SalesLead).await), (json!(true), json!(false)));
});

story!(a_director_who_loses_the_region_loses_the_handover, async |server| {
    let (_, handover) = transferred(&server).await;
    let south = json!({ "roles": ["DIRECTOR"], "regionIds": [server.cast().region("SOUTH")] });
    change_person(&server, "userAppoint", Director, south).await;
    assert_eq!(code(&server, Director, "handoverClose", &handover).await, "NOT_FOUND");
    assert_eq!(seen(&server, Director, &handover, "id").await.code(), "NOT_FOUND");
});
