//! The people whom all stories are about: each may come in, as who they are.

use support::Persona::{Administrator, Anonymous, Auditor, Director, SalesLead};
use support::{json, process_story, story};

const WHO: &str = "{ viewer { ... on PersonViewer { user { name } } } }";

story!(everybody_comes_in_as_who_they_are, async |server| {
    for persona in [Administrator, Auditor, Director, SalesLead] {
        let answer = server.as_(persona).query(WHO, json!({})).await;
        assert_eq!(answer["viewer.user.name"], persona.name());
    }
    assert!(server.as_(Anonymous).query(WHO, json!({})).await["viewer"].is_null());
});

story!(a_person_signs_in_with_a_password, async |server| {
    let answer = server.sign_in(SalesLead).await.query(WHO, json!({})).await;
    assert_eq!(answer["viewer.user.name"], SalesLead.name());
});

story!(a_bot_comes_in_with_its_key, async |server| {
    let bot = server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await;
    let answer = bot.query("{ viewer { ... on BotViewer { scopes } } }", json!({})).await;
    assert_eq!(answer["viewer.scopes"], json!(["INCIDENT_READ"]));
});

process_story!(everybody_comes_in_again_after_a_crash, async |process| {
    let process = process.kill_and_restart().await;
    let answer = process.as_(SalesLead).await.query(WHO, json!({})).await;
    assert_eq!(answer["viewer.user.name"], SalesLead.name());
});
