//! Who sees an account. Whoever does not cannot tell it from one that does not exist.

use support::Persona::{
    self, Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive,
    Member, Outsider, SalesLead, TechnicalLead,
};
use support::client::Client;
use support::{Server, Value, json, story};

use super::acting::{about, ask, attempt};

const NOBODY: &str = "acc_01h2e8kqvbfwea724h75qc655w";

/// Everything that an account can be asked for by.
const EVERYWHERE: &str = "query($id: ID!, $code: String!) {
    account(id: $id) { id name }
    accountByCode(code: $code) { id name }
    byId: accounts(filter: { id: { in: [$id] } }) { nodes { id } totalCount { count } }
    byCode: accounts(filter: { code: { eq: $code } }) { nodes { id } totalCount { count } }
    others: accounts(filter: { not: { id: { eq: $id } } }) { totalCount { count } }
    search: accounts(search: $code, sort: [{ field: TIER, direction: DESC }]) { nodes { id } totalCount { count } }
}";

async fn look(client: &Client, id: &str, code: &str) -> Value {
    let answer = client.query(EVERYWHERE, json!({ "id": id, "code": code })).await;
    let mut told = answer.json().clone();
    for error in told["errors"].as_array_mut().into_iter().flatten() {
        error["extensions"]["requestId"] = json!("one");
    }
    if let Some(errors) = told["errors"].as_array_mut() {
        errors.sort_by_key(|error| error["path"].to_string());
    }
    told
}

fn sees(persona: Persona) -> bool {
    !matches!(persona, Outsider | EscalationManager | Executive | Anonymous)
}

story!(an_account_is_seen_by_its_team_its_directors_and_those_who_oversee, async |server| {
    let account = server.triangle(json!({ "code": "SEEN" })).await;
    for persona in [
        Administrator,
        Director,
        SalesLead,
        TechnicalLead,
        DeliveryLead,
        Deputy,
        Member,
        Outsider,
        EscalationManager,
        Executive,
        Auditor,
        Anonymous,
    ] {
        let client = server.as_(persona);
        let told = look(&client, &account, "SEEN").await;
        if sees(persona) {
            assert_eq!(told["errors"], Value::Null, "{persona:?}");
            assert_eq!(told["data"]["account"], told["data"]["accountByCode"], "{persona:?}");
            for list in ["byId", "byCode", "search"] {
                let expected = json!({ "nodes": [{ "id": account }], "totalCount": { "count": 1 } });
                assert_eq!(told["data"][list], expected, "{persona:?} {list}");
            }
        } else {
            assert_eq!(told, look(&client, NOBODY, "NOTHING").await, "{persona:?}");
            let code = if persona == Anonymous { "UNAUTHENTICATED" } else { "NOT_FOUND" };
            assert_eq!(told["errors"][0]["extensions"]["code"], code, "{persona:?}");
        }
    }
});

story!(a_hidden_account_is_changed_like_one_that_does_not_exist, async |server| {
    let account = server.triangle(json!({})).await;
    let outsider = server.as_(Outsider);
    for (mutation, more) in [
        ("accountChangeFacts", json!({ "name": "X" })),
        ("accountActivate", json!({})),
        ("accountSetTier", json!({ "tier": "S", "reason": "r" })),
        ("accountAppointSponsor", json!({ "userId": server.cast().id(Executive) })),
        ("accountWatch", json!({ "reason": "r", "reviewOn": "2030-01-01" })),
    ] {
        for id in [account.as_str(), NOBODY] {
            let mut input = json!({ "accountId": id, "expectedVersion": 9 });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let answer = attempt(&outsider, mutation, input).await;
            assert_eq!(answer.code(), "NOT_FOUND", "{mutation} {id}");
        }
    }
});

story!(a_bot_sees_the_accounts_that_its_key_names, async |server| {
    let (one, other) = (server.account(json!({})).await, server.account(json!({})).await);
    let all = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    let some = server.bot(json!({ "scopes": ["ACCOUNT_READ"], "accountIds": [one] })).await;
    let none = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    for (bot, first, second) in [(&all, true, true), (&some, true, false), (&none, false, false)] {
        for (account, expected) in [(&one, first), (&other, second)] {
            let told = look(bot, account, "-").await;
            assert_eq!(told["data"]["account"]["id"] == json!(account), expected);
            assert_eq!(told["data"]["byId"]["totalCount"]["count"], i32::from(expected));
        }
    }
    let mine = all.query("{ myAccounts { nodes { id } } }", json!({})).await;
    assert_eq!(mine.code(), "FORBIDDEN");
});

story!(who_loses_their_seat_loses_sight_at_once, async |server| {
    let account = server.triangle(json!({})).await;
    let team = ask(&server, Member, &account, "team { id user { name } }").await;
    let team = team["account.team"].as_array().unwrap().clone();
    for (persona, mutation) in
        [(Member, "memberRelease"), (Deputy, "seatVacate"), (TechnicalLead, "seatVacate")]
    {
        let own = team.iter().find(|it| it["user"]["name"] == persona.name()).unwrap();
        let input = json!({ "assignmentId": own["id"], "reason": "r" });
        server.as_(Director).change(mutation, "assignment { id }", input).await;
        assert_eq!(ask(&server, persona, &account, "id").await.code(), "NOT_FOUND", "{persona:?}");
    }
});

story!(sight_follows_the_seats_in_lists_too, async |server| {
    let own = server.triangle(json!({ "code": "OWN" })).await;
    server.account(json!({ "code": "OTHER" })).await;
    let codes = async |server: &Server, persona| {
        let answer = server.as_(persona).query("{ accounts { nodes { code } } }", json!({})).await;
        answer["accounts.nodes"].to_string()
    };
    assert_eq!(codes(&server, SalesLead).await, r#"[{"code":"OWN"}]"#);
    assert_eq!(codes(&server, Outsider).await, "[]");
    server.seat(&own, Outsider, "SALES", "MEMBER").await;
    assert_eq!(codes(&server, Outsider).await, r#"[{"code":"OWN"}]"#);
    let facts = about(&server, &own, json!({ "regionId": server.cast().region("SOUTH") })).await;
    server.as_(Administrator).change("accountChangeFacts", "account { id }", facts).await;
    assert_eq!(codes(&server, Director).await, r#"[{"code":"OTHER"}]"#);
});
