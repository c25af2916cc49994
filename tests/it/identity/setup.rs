//! The first start: a code that creates the first administrator.

use std::time::Duration;

use api::domain::identity::setup_code;
use api::platform::clock::Clock;
use support::answer::Answer;
use support::personas::PASSWORD;
use support::{Server, Value, database_story, json, story};

use super::acting::{and, name};

/// A code as a start of the server prints it.
async fn code(server: &Server) -> Option<String> {
    let machine = server.database().machine(Clock::manual(server.now())).await;
    let code = setup_code(&machine).await.expect("the database should answer");
    code.map(|code| code.reveal().to_owned())
}

fn ada(code: &str) -> Value {
    json!({ "code": code, "email": "ada@example.com", "name": "Ada", "password": PASSWORD })
}

async fn complete(server: &Server, input: Value) -> Answer {
    server.anonymous().attempt("setupComplete", "session { accessToken }", input).await
}

async fn is_empty(server: &Server) -> bool {
    code(server).await.is_some()
}

database_story!(the_code_makes_one_administrator_and_never_another, async |database| {
    let server = Server::start(&database).await;
    let (first, second) = (
        code(&server).await.expect("there are no users yet"),
        code(&server).await.expect("there are no users yet"),
    );
    let made = complete(&server, ada(&first)).await;
    let ada_herself = server.with_token(&made.text("setupComplete.session.accessToken"));
    assert_eq!(name(&ada_herself).await.as_deref(), Some("Ada"));
    let can = ada_herself.query("{ viewer { viewerCan { administer } } }", json!({})).await;
    assert_eq!(can["viewer.viewerCan.administer"], true);
    for spent in [first, second] {
        let input = and(ada(&spent), json!({ "email": "eve@example.com" }));
        assert_eq!(complete(&server, input).await.user_error()["code"], "SETUP_CODE_INVALID");
    }
    assert_eq!(code(&server).await, None);
});

database_story!(the_code_works_for_an_hour, async |database| {
    let server = Server::start(&database).await;
    let late = code(&server).await.expect("there are no users yet");
    server.advance(Duration::from_secs(3600));
    assert_eq!(complete(&server, ada(&late)).await.user_error()["code"], "SETUP_CODE_INVALID");
    let fresh = code(&server).await.expect("there are no users yet");
    server.advance(Duration::from_secs(3599));
    let _ = complete(&server, ada(&fresh)).await.payload();
});

database_story!(of_two_who_set_up_at_the_same_moment_one_does, async |database| {
    let server = Server::start(&database).await;
    let (first, second) = (
        code(&server).await.expect("there are no users yet"),
        code(&server).await.expect("there are no users yet"),
    );
    let eve = and(ada(&second), json!({ "email": "eve@example.com" }));
    let (one, other) = tokio::join!(complete(&server, ada(&first)), complete(&server, eve));
    let done = [&one, &other].iter().filter(|answer| answer["setupComplete.session"].is_object()).count();
    assert_eq!(done, 1, "{one:?}\n{other:?}");
});

database_story!(bad_input_creates_nobody_and_spends_no_code, async |database| {
    let server = Server::start(&database).await;
    let code = code(&server).await.expect("there are no users yet");
    for (wrong, path, kind) in [
        (json!({ "password": "short" }), "password", "TOO_SHORT"),
        (json!({ "password": "x".repeat(1025) }), "password", "TOO_LONG"),
        (json!({ "email": "ada" }), "email", "MALFORMED"),
        (json!({ "email": "" }), "email", "REQUIRED"),
        (json!({ "name": "  " }), "name", "REQUIRED"),
        (json!({ "name": "a\nb" }), "name", "CONTROL_CHARACTER"),
        (json!({ "name": "x".repeat(201) }), "name", "TOO_LONG"),
    ] {
        let answer = complete(&server, and(ada(&code), wrong)).await;
        assert_eq!(answer.user_error()["code"], kind);
        assert_eq!(answer.user_error()["path"], json!([path]));
    }
    assert!(is_empty(&server).await);
    let _ = complete(&server, ada(&code)).await.payload();
});

story!(who_has_no_code_sets_up_nothing, async |server| {
    for guess in ["", "setup_", &"x".repeat(10_000)] {
        assert_eq!(complete(&server, ada(guess)).await.user_error()["code"], "SETUP_CODE_INVALID");
    }
});
