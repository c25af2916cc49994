//! Signing in, staying signed in, signing out.

use std::time::Duration;

use serde_json::json;
use support::story;

use super::acting::{PASSWORD, act, administrator, name, open, person, renew};

story!(a_person_signs_in_and_is_who_they_are, async |server| {
    let administrator = administrator(&server).await;
    let id = person(&administrator, "Lin@example.com").await;
    let answer = open(&server, "ｌｉｎ@EXAMPLE.com", PASSWORD).await;
    assert_eq!(answer["sessionOpen.session.userId"], json!(id));
    assert_eq!(answer["sessionOpen.session.accessTokenExpiresAt"], "2026-03-02T09:15:00+00:00");
    let lin = server.with_token(&answer.text("sessionOpen.session.accessToken"));
    assert_eq!(name(&lin).await.as_deref(), Some("Lin@example.com"));
});
