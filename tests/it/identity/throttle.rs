//! Guessing passwords is slow.

use std::time::Duration;

use hyper::Method;
use support::Persona::{Administrator, SalesLead};
use support::answer::Answer;
use support::personas::PASSWORD;
use support::{Persona, Server, json, story};

use super::acting::{give_password, open};

async fn guess_wrong(server: &Server, persona: Persona, times: u32) {
    for _ in 0..times {
        let answer = open(server, &persona.email(), "a wrong guess of it").await;
        assert_eq!(answer.user_error()["code"], "SIGN_IN_FAILED");
    }
}

story!(ten_wrong_passwords_close_the_door_to_one_email_for_a_while, async |server| {
    give_password(&server, SalesLead).await;
    guess_wrong(&server, SalesLead, 10).await;
    server.advance(Duration::from_secs(5 * 60));
    let refused = open(&server, &SalesLead.email().to_uppercase(), PASSWORD).await;
    assert_eq!(refused.code(), "RATE_LIMITED");
    assert_eq!(refused.error()["extensions"]["retryAfterMs"], 10 * 60 * 1000);
    let _ = open(&server, &Administrator.email(), PASSWORD).await.payload();
    server.advance(Duration::from_secs(10 * 60));
    let _ = open(&server, &SalesLead.email(), PASSWORD).await.payload();
});

story!(guessing_for_an_unknown_email_is_slowed_down_alike, async |server| {
    for _ in 0..10 {
        let _ = open(&server, "nobody@example.com", PASSWORD).await.user_error();
    }
    assert_eq!(open(&server, "nobody@example.com", PASSWORD).await.code(), "RATE_LIMITED");
});

/// Signs in through a proxy. What the client says of itself stands before what the proxy says.
async fn open_from(server: &Server, forwarded: &str, email: &str) -> Answer {
    let document = "mutation($input: SessionOpenInput!) { sessionOpen(input: $input) {
        session { userId } userErrors { code }
    } }";
    let input = json!({ "email": email, "password": PASSWORD });
    let call = server.anonymous().call(Method::POST, "/graphql").header("content-type", "application/json");
    let call = call.header("x-forwarded-for", forwarded);
    call.body(json!({ "query": document, "variables": { "input": input } }).to_string()).send().await
}

story!(whoever_walks_many_emails_from_one_address_is_slowed_down, async |server| {
    let server = server.restart_with(|config| config.trust_forwarded_for = true).await;
    let ada = Administrator.email();
    for n in 0..100 {
        let forwarded = format!("198.51.100.{n}, 203.0.113.7");
        let answer = open_from(&server, &forwarded, &format!("person{n}@example.com")).await;
        assert_eq!(answer.user_error()["code"], "SIGN_IN_FAILED");
        if n == 50 {
            // To be right once forgives nothing before, or a guesser with an account of their own went on for ever.
            let _ = open_from(&server, &forwarded, &ada).await.payload();
        }
    }
    let refused = open_from(&server, "203.0.113.7", &ada).await;
    assert_eq!(refused.code(), "RATE_LIMITED");
    assert_eq!(refused.error()["extensions"]["retryAfterMs"], 15 * 60 * 1000);
    let _ = open_from(&server, "203.0.113.8", &ada).await.payload();
    server.advance(Duration::from_secs(15 * 60));
    let _ = open_from(&server, "203.0.113.7", &ada).await.payload();
});

story!(a_right_password_forgives_the_wrong_ones_before, async |server| {
    give_password(&server, SalesLead).await;
    guess_wrong(&server, SalesLead, 9).await;
    let _ = open(&server, &SalesLead.email(), PASSWORD).await.payload();
    guess_wrong(&server, SalesLead, 9).await;
    let _ = open(&server, &SalesLead.email(), PASSWORD).await.payload();
});

story!(twenty_guesses_at_the_same_moment_are_not_more_than_ten, async |server| {
    give_password(&server, SalesLead).await;
    let email = SalesLead.email();
    let guesses = (0..20).map(|_| open(&server, &email, "a wrong guess of it"));
    let answers = futures_util::future::join_all(guesses).await;
    let refused = answers.iter().filter(|answer| !answer.errors().is_empty()).count();
    assert_eq!(refused, 10);
});

story!(guessing_the_old_password_at_an_open_screen_is_slowed_down_too, async |server| {
    let sara = server.sign_in(SalesLead).await;
    let input = json!({ "userId": server.cast().id(SalesLead), "oldPassword": "a wrong guess of it",
        "newPassword": "another password altogether" });
    for _ in 0..10 {
        let answer = sara.attempt("userSetPassword", "user { id }", input.clone()).await;
        assert_eq!(answer.user_error()["code"], "OLD_PASSWORD_WRONG");
    }
    assert_eq!(sara.attempt("userSetPassword", "user { id }", input).await.code(), "RATE_LIMITED");
});
