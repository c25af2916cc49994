//! Closing and opening the door to a person; somebody who can administer stays.

use support::Persona::{Administrator, Director, Executive, Outsider, SalesLead};
use support::personas::PASSWORD;
use support::{Persona, Server, Value, json, story};

use super::acting::{about, and, give_password, name, open, renew, version};

async fn disable(server: &Server, by: Persona, persona: Persona) -> support::answer::Answer {
    server.as_(by).attempt("userDisable", "user { status }", about(server, persona).await).await
}

async fn appoint(server: &Server, persona: Persona, position: Value) -> support::answer::Answer {
    let input = and(about(server, persona).await, position);
    server.as_(Administrator).attempt("userAppoint", "user { roles isChiefExecutive }", input).await
}

story!(disabling_a_person_ends_all_access_at_once_and_enabling_revives_nothing, async |server| {
    give_password(&server, SalesLead).await;
    let opened = open(&server, &SalesLead.email(), PASSWORD).await;
    let sara = server.with_token(&opened.text("sessionOpen.session.accessToken"));
    let socket = sara.socket().await;
    assert_eq!(disable(&server, Administrator, SalesLead).await["userDisable.user.status"], "DISABLED");
    assert_eq!(name(&sara).await, None);
    assert_eq!(name(&server.as_(SalesLead)).await, None);
    socket.expect_close(4403).await;
    let enabled = about(&server, SalesLead).await;
    server.as_(Administrator).change("userEnable", "user { status }", enabled).await;
    assert_eq!(name(&sara).await, None);
    let refresh = opened.text("sessionOpen.session.refreshToken");
    assert_eq!(renew(&server, &refresh).await.user_error()["code"], "REFRESH_TOKEN_INVALID");
    let opened = open(&server, &SalesLead.email(), PASSWORD).await;
    let sara = server.with_token(&opened.text("sessionOpen.session.accessToken"));
    assert_eq!(name(&sara).await.as_deref(), Some(SalesLead.name()));
});

story!(a_door_is_closed_once_and_against_the_present_version, async |server| {
    let before = about(&server, Outsider).await;
    let _ = disable(&server, Administrator, Outsider).await.payload();
    let stale = server.as_(Administrator).attempt("userDisable", "user { id }", before).await;
    assert_eq!(stale.user_error()["code"], "VERSION_CONFLICT");
    let again = disable(&server, Administrator, Outsider).await;
    assert_eq!(again.user_error()["code"], "ILLEGAL_TRANSITION");
});

story!(the_last_administrator_stays, async |server| {
    let refused = disable(&server, Administrator, Administrator).await;
    assert_eq!(refused.user_error()["code"], "LAST_ADMINISTRATOR");
    let refused = appoint(&server, Administrator, json!({ "roles": ["STAFF"] })).await;
    assert_eq!(refused.user_error()["code"], "LAST_ADMINISTRATOR");
    let _ = appoint(&server, Executive, json!({ "roles": ["EXECUTIVE", "ADMINISTRATOR"] })).await.payload();
    let _ = disable(&server, Administrator, Executive).await.payload();
    let refused = disable(&server, Administrator, Administrator).await;
    assert_eq!(refused.user_error()["code"], "LAST_ADMINISTRATOR");
    assert_eq!(name(&server.as_(Administrator)).await.as_deref(), Some(Administrator.name()));
});

story!(of_two_administrators_who_disable_each_other_at_the_same_moment_one_stays, async |server| {
    let _ = appoint(&server, Executive, json!({ "roles": ["ADMINISTRATOR"] })).await.payload();
    let (ada, eva) = (server.as_(Administrator), server.as_(Executive));
    let (of_ada, of_eva) = (about(&server, Administrator).await, about(&server, Executive).await);
    let (one, other) = tokio::join!(
        ada.attempt("userDisable", "user { status }", of_eva),
        eva.attempt("userDisable", "user { status }", of_ada),
    );
    let done = [&one, &other].iter().filter(|answer| answer.succeeded()).count();
    assert_eq!(done, 1, "{one:?}\n{other:?}");
    assert_ne!(name(&ada).await.is_some(), name(&eva).await.is_some());
});

story!(an_administrator_who_steps_back_has_no_right_any_more, async |server| {
    let _ = appoint(&server, Executive, json!({ "roles": ["EXECUTIVE", "ADMINISTRATOR"] })).await.payload();
    let _ = appoint(&server, Administrator, json!({ "roles": [] })).await.payload();
    let version = json!(1);
    let input = json!({ "userId": server.cast().id(Outsider), "expectedVersion": version });
    let refused = server.as_(Administrator).attempt("userDisable", "user { id }", input).await;
    assert_eq!(refused.code(), "FORBIDDEN");
});

story!(a_position_is_stated_whole_and_holds_at_once, async |server| {
    let south = server.cast().region("SOUTH");
    let position = json!({ "roles": ["DIRECTOR", "EXECUTIVE"], "regionIds": [south], "topics": ["PLAYBOOK"],
        "isChiefExecutive": true });
    let _ = appoint(&server, SalesLead, position).await.payload();
    let who = "{ viewer { viewerCan { administer createAccount closeIncidents } ... on PersonViewer {
        roles regions { code } topics user { isChiefExecutive } } } }";
    let seen = server.as_(SalesLead).query(who, json!({})).await;
    let expected = json!({ "viewer": {
        "viewerCan": { "administer": false, "createAccount": true, "closeIncidents": true },
        "roles": ["DIRECTOR", "EXECUTIVE"], "regions": [{ "code": "SOUTH" }], "topics": ["PLAYBOOK"],
        "user": { "isChiefExecutive": true },
    }});
    assert_eq!(seen.json()["data"], expected);
    let _ = appoint(&server, SalesLead, json!({ "roles": ["STAFF"] })).await.payload();
    let seen = server.as_(SalesLead).query(who, json!({})).await;
    assert_eq!(seen["viewer.regions"], json!([]));
    assert_eq!(seen["viewer.user.isChiefExecutive"], false);
});

story!(a_position_that_contradicts_itself_is_refused, async |server| {
    let nowhere = "reg_01h2e8kqvbfwea724h75qc655w";
    for (position, path, code) in [
        (json!({ "roles": ["DIRECTOR"] }), "regionIds", "REQUIRED"),
        (json!({ "roles": [], "regionIds": [server.cast().region("NORTH")] }), "regionIds", "NOT_ALLOWED"),
        (json!({ "roles": ["DIRECTOR"], "regionIds": [nowhere] }), "regionIds", "NOT_FOUND"),
        (json!({ "roles": ["STAFF"], "isChiefExecutive": true }), "isChiefExecutive", "NOT_ALLOWED"),
    ] {
        let refused = appoint(&server, SalesLead, position).await;
        assert_eq!(refused.user_error()["code"], code);
        assert_eq!(refused.user_error()["path"], json!([path]));
    }
    assert_eq!(version(&server, SalesLead).await, 2);
});

story!(there_is_one_chief_executive, async |server| {
    let chief = json!({ "roles": ["EXECUTIVE"], "isChiefExecutive": true });
    let _ = appoint(&server, Executive, chief.clone()).await.payload();
    let second = appoint(&server, Director, chief.clone()).await;
    assert_eq!(second.user_error()["code"], "CHIEF_TAKEN");
    let _ = appoint(&server, Executive, json!({ "roles": ["EXECUTIVE"] })).await.payload();
    let _ = appoint(&server, Director, chief).await.payload();
});
