//! Signing in, staying signed in, signing out.

use std::time::Duration;

use support::Persona::{Administrator, DeliveryLead, Outsider, SalesLead};
use support::personas::PASSWORD;
use support::{Server, json, story};

use super::acting::{about, give_password, name, open, renew};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The refresh token of a salesperson who has just signed in.
async fn refresh_token(server: &Server) -> String {
    give_password(server, SalesLead).await;
    open(server, &SalesLead.email(), PASSWORD).await.text("sessionOpen.session.refreshToken")
}

story!(a_person_signs_in_whatever_the_case_and_width_of_their_email, async |server| {
    give_password(&server, SalesLead).await;
    let answer = open(&server, "ｓａｒａ.SALES@example.com", PASSWORD).await;
    assert_eq!(answer["sessionOpen.session.userId"], server.cast().id(SalesLead));
    assert_eq!(answer["sessionOpen.session.accessTokenExpiresAt"], "2026-03-02T09:15:00+00:00");
    let sara = server.with_token(&answer.text("sessionOpen.session.accessToken"));
    assert_eq!(name(&sara).await.as_deref(), Some(SalesLead.name()));
});

story!(an_unknown_email_a_disabled_person_and_a_wrong_password_are_answered_alike, async |server| {
    give_password(&server, SalesLead).await;
    give_password(&server, Outsider).await;
    let otto = about(&server, Outsider).await;
    server.as_(Administrator).change("userDisable", "user { status }", otto).await;
    let unknown = open(&server, "nobody@example.com", PASSWORD).await;
    assert_eq!(unknown.user_error()["code"], "SIGN_IN_FAILED");
    let wrong = open(&server, &SalesLead.email(), "correct horse battery stable").await;
    let disabled = open(&server, &Outsider.email(), PASSWORD).await;
    let without = open(&server, &DeliveryLead.email(), PASSWORD).await;
    let endless = open(&server, &SalesLead.email(), &PASSWORD.repeat(100)).await;
    for answer in [wrong, disabled, without, endless] {
        assert_eq!(answer.body(), unknown.body());
    }
});

story!(an_access_token_works_for_a_quarter_of_an_hour_and_is_renewed, async |server| {
    give_password(&server, SalesLead).await;
    let opened = open(&server, &SalesLead.email(), PASSWORD).await;
    let sara = server.with_token(&opened.text("sessionOpen.session.accessToken"));
    server.advance(15 * MINUTE - Duration::from_micros(1));
    assert_eq!(name(&sara).await.as_deref(), Some(SalesLead.name()));
    server.advance(Duration::from_micros(1));
    let answer = sara.query("{ viewer { expiresAt } }", json!({})).await;
    assert_eq!((answer.status(), answer.code()), (401, "TOKEN_EXPIRED"));
    let renewed = renew(&server, &opened.text("sessionOpen.session.refreshToken")).await;
    assert_eq!(renewed["sessionRenew.session.sessionId"], opened["sessionOpen.session.sessionId"]);
    let sara = server.with_token(&renewed.text("sessionRenew.session.accessToken"));
    assert_eq!(name(&sara).await.as_deref(), Some(SalesLead.name()));
});

story!(the_second_use_of_a_refresh_token_ends_the_session_for_both_users, async |server| {
    let stolen = refresh_token(&server).await;
    let renewed = renew(&server, &stolen).await;
    let sara = server.with_token(&renewed.text("sessionRenew.session.accessToken"));
    let socket = sara.socket().await;
    server.advance(Duration::from_secs(10));
    assert_eq!(name(&sara).await.as_deref(), Some(SalesLead.name()));
    assert_eq!(renew(&server, &stolen).await.user_error()["code"], "REFRESH_TOKEN_INVALID");
    assert_eq!(name(&sara).await, None);
    socket.expect_close(4403).await;
    let successor = renewed.text("sessionRenew.session.refreshToken");
    assert_eq!(renew(&server, &successor).await.user_error()["code"], "REFRESH_TOKEN_INVALID");
});

story!(two_renewals_at_the_same_moment_are_no_theft, async |server| {
    let token = refresh_token(&server).await;
    let (one, other) = tokio::join!(renew(&server, &token), renew(&server, &token));
    server.advance(MINUTE);
    for answer in [one, other] {
        let sara = server.with_token(&answer.text("sessionRenew.session.accessToken"));
        assert_eq!(name(&sara).await.as_deref(), Some(SalesLead.name()));
        let _ = renew(&server, &answer.text("sessionRenew.session.refreshToken")).await.payload();
    }
});

story!(a_refresh_token_works_for_thirty_days, async |server| {
    let token = refresh_token(&server).await;
    server.advance(30 * DAY - MINUTE);
    let token = renew(&server, &token).await.text("sessionRenew.session.refreshToken");
    server.advance(30 * DAY);
    assert_eq!(renew(&server, &token).await.user_error()["code"], "REFRESH_TOKEN_INVALID");
});

story!(nonsense_is_no_refresh_token, async |server| {
    for token in ["", "itr_", "' or 1=1 --", "\u{0}", &"x".repeat(100_000)] {
        assert_eq!(renew(&server, token).await.user_error()["code"], "REFRESH_TOKEN_INVALID", "{token:.20}");
    }
});

story!(signing_out_ends_the_session_and_its_sockets_and_no_other, async |server| {
    let desk = server.sign_in(SalesLead).await;
    let phone = open(&server, &SalesLead.email(), PASSWORD).await;
    let refresh = phone.text("sessionOpen.session.refreshToken");
    let phone = server.with_token(&phone.text("sessionOpen.session.accessToken"));
    let socket = phone.socket().await;
    phone.change("sessionClose", "sessionId", json!({})).await;
    assert_eq!(name(&phone).await, None);
    socket.expect_close(4403).await;
    assert_eq!(renew(&server, &refresh).await.user_error()["code"], "REFRESH_TOKEN_INVALID");
    assert_eq!(name(&desk).await.as_deref(), Some(SalesLead.name()));
});

story!(a_person_ends_their_own_sessions_only, async |server| {
    let desk = server.sign_in(SalesLead).await;
    let phone = open(&server, &SalesLead.email(), PASSWORD).await;
    let session = json!({ "sessionId": phone["sessionOpen.session.sessionId"] });
    let phone = server.with_token(&phone.text("sessionOpen.session.accessToken"));
    let stranger = server.as_(Outsider).attempt("sessionClose", "sessionId", session.clone()).await;
    assert_eq!(stranger.code(), "NOT_FOUND");
    assert_eq!(name(&phone).await.as_deref(), Some(SalesLead.name()));
    desk.change("sessionClose", "sessionId", session).await;
    assert_eq!(name(&phone).await, None);
});

story!(a_session_is_the_same_on_every_node, async |server| {
    let other = server.beside().await;
    give_password(&server, SalesLead).await;
    let opened = open(&server, &SalesLead.email(), PASSWORD).await;
    let here = server.with_token(&opened.text("sessionOpen.session.accessToken"));
    let there = other.with_token(&opened.text("sessionOpen.session.accessToken"));
    assert_eq!(name(&there).await.as_deref(), Some(SalesLead.name()));
    let socket = here.socket().await;
    there.change("sessionClose", "sessionId", json!({})).await;
    assert_eq!(name(&there).await, None);
    socket.expect_close(4403).await;
    assert_eq!(name(&here).await, None);
});

story!(a_person_whom_another_node_has_just_entered_comes_in_here, async |server| {
    let other = server.beside().await;
    let input = json!({ "email": "new@example.com", "name": "Nadia New", "function": "OTHER" });
    let made = other.as_(Administrator).change("userCreate", "user { id }", input).await;
    let input = json!({ "userId": made["userCreate.user.id"], "newPassword": PASSWORD });
    other.as_(Administrator).change("userSetPassword", "user { id }", input).await;
    let opened = open(&other, "new@example.com", PASSWORD).await;
    let nadia = server.with_token(&opened.text("sessionOpen.session.accessToken"));
    assert_eq!(name(&nadia).await.as_deref(), Some("Nadia New"));
});
