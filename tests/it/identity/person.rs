//! Entering and changing people, the list of them, and who may know what of whom.

use support::Persona::{Administrator, Anonymous, Auditor, Executive, Outsider, SalesLead};
use support::personas::PASSWORD;
use support::{Server, Value, json, story};

use super::acting::{about, and, give_password, name, open};

fn nadia() -> Value {
    json!({ "email": "nadia@example.com", "name": "Nadia", "function": "TECHNICAL" })
}

story!(only_administrators_manage_people, async |server| {
    let about = about(&server, Outsider).await;
    let key = json!({ "botId": "bot_01h2e8kqvbfwea724h75qc655w", "label": "x", "scopes": ["INCIDENT_READ"] });
    let id = json!({ "userId": server.cast().id(Outsider), "newPassword": PASSWORD });
    for (mutation, input) in [
        ("userCreate", nadia()),
        ("userChange", and(about.clone(), json!({ "name": "N" }))),
        ("userAppoint", and(about.clone(), json!({ "roles": [] }))),
        ("userDisable", about.clone()),
        ("userEnable", about),
        ("userSetPassword", id),
        ("regionCreate", json!({ "code": "EAST", "name": "East" })),
        ("regionRename", json!({ "regionId": server.cast().region("NORTH"), "name": "N" })),
        ("botCreate", json!({ "name": "Bot" })),
        ("botDisable", json!({ "botId": "bot_01h2e8kqvbfwea724h75qc655w", "expectedVersion": 1 })),
        ("botEnable", json!({ "botId": "bot_01h2e8kqvbfwea724h75qc655w", "expectedVersion": 1 })),
        ("apiKeyIssue", key),
        ("apiKeyRevoke", json!({ "apiKeyId": "key_01h2e8kqvbfwea724h75qc655w" })),
    ] {
        for persona in [SalesLead, Executive, Auditor] {
            let refused = server.as_(persona).attempt(mutation, "eventIds", input.clone()).await;
            assert_eq!(refused.code(), "FORBIDDEN", "{mutation} as {persona:?}");
        }
        let refused = server.as_(Anonymous).attempt(mutation, "eventIds", input.clone()).await;
        assert_eq!((refused.status(), refused.code()), (401, "UNAUTHENTICATED"), "{mutation}");
    }
});

story!(one_email_is_one_person, async |server| {
    let ada = server.as_(Administrator);
    let input = json!({ "email": "ＳＡＲＡ.sales@Example.com", "name": "Sara Two", "function": "SALES" });
    assert_eq!(ada.attempt("userCreate", "user { id }", input).await.user_error()["code"], "EMAIL_TAKEN");
    let input = and(about(&server, Outsider).await, json!({ "email": SalesLead.email() }));
    assert_eq!(ada.attempt("userChange", "user { id }", input).await.user_error()["code"], "EMAIL_TAKEN");
    let (one, other) = tokio::join!(
        ada.attempt("userCreate", "user { id }", nadia()),
        ada.attempt("userCreate", "user { id }", nadia()),
    );
    let done = [&one, &other].iter().filter(|answer| answer.succeeded()).count();
    assert_eq!(done, 1, "{one:?}\n{other:?}");
});

story!(a_person_is_entered_once_whatever_the_repeats, async |server| {
    let ada = server.as_(Administrator);
    let input = and(nadia(), json!({ "idempotencyKey": "k" }));
    let first = ada.change("userCreate", "user { id } eventIds", input.clone()).await;
    let again = ada.change("userCreate", "user { id name } eventIds", input.clone()).await;
    assert_eq!(again["userCreate.user.id"], first["userCreate.user.id"]);
    assert_eq!(again["userCreate.eventIds"], first["userCreate.eventIds"]);
    let other = and(input, json!({ "name": "Another" }));
    let reused = ada.attempt("userCreate", "user { id }", other).await;
    assert_eq!(reused.code(), "IDEMPOTENCY_KEY_REUSED");
});

story!(changing_a_person_shows_at_once, async |server| {
    let input = and(about(&server, SalesLead).await, json!({ "name": "Sara Smith", "function": "DELIVERY" }));
    let answer = server
        .as_(Administrator)
        .change("userChange", "user { name function version } eventIds", input)
        .await;
    assert_eq!(
        answer["userChange.user"],
        json!({ "name": "Sara Smith", "function": "DELIVERY", "version": 3 })
    );
    assert_eq!(name(&server.as_(SalesLead)).await.as_deref(), Some("Sara Smith"));
    let input = and(about(&server, SalesLead).await, json!({ "name": "Sara Smith" }));
    let answer = server.as_(Administrator).change("userChange", "user { version } eventIds", input).await;
    assert_eq!(answer["userChange"]["eventIds"], json!([]));
    assert_eq!(answer["userChange.user.version"], 3);
});

const WHOLE: &str = "query($id: ID!) { user(id: $id) {
    name function status email roles regions { code } topics hasPassword } }";

story!(colleagues_know_each_others_names_and_nothing_private, async |server| {
    let id = json!({ "id": server.cast().id(SalesLead) });
    for persona in [Administrator, SalesLead] {
        let whole = server.as_(persona).query(WHOLE, id.clone()).await;
        assert_eq!(whole["user.email"], SalesLead.email());
        assert_eq!(whole["user.roles"], json!(["STAFF"]));
        assert_eq!(whole["user.hasPassword"], false);
    }
    for persona in [Outsider, Executive, Auditor] {
        let seen = server.as_(persona).query(WHOLE, id.clone()).await;
        let expected = json!({ "name": SalesLead.name(), "function": "SALES", "status": "ACTIVE",
            "email": null, "roles": null, "regions": null, "topics": null, "hasPassword": null });
        assert_eq!(seen["user"], expected);
    }
});

story!(strangers_and_bots_know_nobody, async |server| {
    let id = json!({ "id": server.cast().id(SalesLead) });
    let unknown = json!({ "id": "usr_01h2e8kqvbfwea724h75qc655w" });
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    assert_eq!(server.as_(Anonymous).query(WHOLE, id.clone()).await.code(), "UNAUTHENTICATED");
    assert_eq!(bot.query(WHOLE, id).await.code(), "NOT_FOUND");
    assert_eq!(server.as_(Administrator).query(WHOLE, unknown).await.code(), "NOT_FOUND");
    let people = "{ users { nodes { name } } }";
    assert_eq!(server.as_(Anonymous).query(people, json!({})).await.code(), "UNAUTHENTICATED");
    assert_eq!(bot.query(people, json!({})).await.code(), "FORBIDDEN");
    let other = json!({ "id": server.cast().region("NORTH") });
    assert_eq!(server.as_(SalesLead).query(WHOLE, other).await.code(), "ID_TYPE_MISMATCH");
});

async fn names(server: &Server, arguments: &str) -> Value {
    let document =
        format!("{{ users({arguments}) {{ nodes {{ name }} totalCount {{ count precision }} }} }}");
    let answer = server.as_(Outsider).query(&document, json!({})).await;
    let names = answer["users.nodes"].as_array().expect("a list").iter().map(|user| user["name"].clone());
    json!({ "names": names.collect::<Vec<_>>(), "count": answer["users.totalCount.count"] })
}

story!(people_are_found_by_name_function_and_status_page_by_page, async |server| {
    let sales = r#"filter: { function: { eq: SALES }, name: { contains: "ＳＡ" } }"#;
    assert_eq!(names(&server, sales).await, json!({ "names": ["Sara Sales"], "count": 1 }));
    let first = "{ users(first: 2) { nodes { name } pageInfo { endCursor hasNextPage } } }";
    let page = server.as_(Outsider).query(first, json!({})).await;
    assert_eq!(page["users.nodes"], json!([{ "name": "Ada Administrator" }, { "name": "Aki Auditor" }]));
    let next = format!(r#"first: 1, after: "{}""#, page.text("users.pageInfo.endCursor"));
    assert_eq!(
        names(&server, &next).await,
        json!({ "names": ["Delivery".replace("Delivery", "Depi Deputy")], "count": 11 })
    );
    let last = "sort: [{ field: NAME, direction: DESC }], first: 1";
    assert_eq!(names(&server, last).await["names"], json!(["Tao Technical"]));
    let elsewhere = format!("{{ users({sales}, {next}) {{ nodes {{ name }} }} }}");
    assert_eq!(server.as_(Outsider).query(&elsewhere, json!({})).await.code(), "CURSOR_INVALID");
    let disabled = "filter: { status: { eq: DISABLED } }";
    assert_eq!(names(&server, disabled).await, json!({ "names": [], "count": 0 }));
});

story!(a_new_password_ends_the_other_sessions, async |server| {
    let desk = server.sign_in(SalesLead).await;
    let phone = open(&server, &SalesLead.email(), PASSWORD).await;
    let phone = server.with_token(&phone.text("sessionOpen.session.accessToken"));
    let input =
        json!({ "userId": server.cast().id(SalesLead), "newPassword": "another password altogether" });
    let refused = desk.attempt("userSetPassword", "user { id }", input.clone()).await;
    assert_eq!(refused.user_error()["path"], json!(["oldPassword"]));
    let input = and(input, json!({ "oldPassword": PASSWORD }));
    desk.change("userSetPassword", "user { id }", input).await;
    assert_eq!(name(&phone).await, None);
    assert_eq!(name(&desk).await.as_deref(), Some(SalesLead.name()));
    assert_eq!(open(&server, &SalesLead.email(), PASSWORD).await.user_error()["code"], "SIGN_IN_FAILED");
    let _ = open(&server, &SalesLead.email(), "another password altogether").await.payload();
    give_password(&server, SalesLead).await;
    assert_eq!(name(&desk).await, None);
});
