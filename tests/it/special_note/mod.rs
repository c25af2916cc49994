//! Stories about special notes: what everybody must heed who deals with an account.

use std::time::Duration;

use support::Persona::{
    Administrator, Anonymous, Auditor, Deputy, Director, EscalationManager, Executive, Member, Outsider,
    SalesLead, TechnicalLead,
};
use support::answer::Answer;
use support::{Persona, Server, Value, json, story};

const HOUR: Duration = Duration::from_secs(60 * 60);

const NOTE: &str = "specialNote { id text state version }";

async fn attempt(server: &Server, by: Persona, mutation: &str, input: Value) -> Answer {
    server.as_(by).attempt(mutation, NOTE, input).await
}

fn terms(text: &str, more: Value) -> Value {
    let mut terms = json!({ "kind": "AVOID", "severity": "WARNING", "text": text });
    terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    terms
}

/// Posts a note as the sales lead and gives its id.
async fn post(server: &Server, account: &str, text: &str, more: Value) -> String {
    let mut input = terms(text, more);
    input["accountId"] = json!(account);
    let answer = attempt(server, SalesLead, "specialNotePost", input).await;
    assert!(answer.succeeded(), "{answer:?}");
    answer.text("specialNotePost.specialNote.id")
}

const PINNED: &str = "query($id: ID!) { account(id: $id) { specialNotes { text } } }";

fn texts(notes: &Value) -> Option<Vec<&str>> {
    Some(notes.as_array()?.iter().map(|note| note["text"].as_str().unwrap()).collect())
}

/// The texts that a persona sees pinned to the account.
async fn pinned(server: &Server, by: Persona, account: &str) -> Option<Vec<String>> {
    let answer = server.as_(by).query(PINNED, json!({ "id": account })).await;
    let notes = answer.partial_data()["account"]["specialNotes"].clone();
    texts(&notes).map(|texts| texts.into_iter().map(str::to_owned).collect())
}

story!(a_note_is_shown_with_the_account_and_its_incidents_while_it_holds, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let (start, end) = ((server.now() + HOUR).to_rfc3339(), (server.now() + HOUR * 2).to_rfc3339());
    post(&server, &account, "Merger", json!({ "effectiveFrom": start, "expiresAt": end })).await;
    let document = "query($id: ID!) { incident(id: $id) { specialNotes { text severity kind state } } }";
    let in_incident = async || {
        let answer = server.as_(Member).query(PINNED, json!({ "id": account })).await;
        let on_account = texts(&answer["account.specialNotes"]).unwrap().len();
        let answer = server.as_(TechnicalLead).query(document, json!({ "id": incident })).await;
        assert_eq!(texts(&answer["incident.specialNotes"]).unwrap().len(), on_account, "the same list");
        on_account
    };
    assert_eq!(in_incident().await, 0, "it has not begun");
    server.advance(HOUR);
    assert_eq!(in_incident().await, 1, "it begins by itself");
    server.advance(HOUR - Duration::from_secs(1));
    assert_eq!(in_incident().await, 1);
    server.advance(Duration::from_secs(1));
    assert_eq!(in_incident().await, 0, "it ends by itself");
    let history = "query($id: ID!) { account(id: $id) { specialNoteHistory {
        nodes { text state } totalCount { count } } } }";
    let answer = server.as_(Member).query(history, json!({ "id": account })).await;
    let expected =
        json!({ "nodes": [{ "text": "Merger", "state": "EXPIRED" }], "totalCount": { "count": 1 } });
    assert_eq!(answer["account.specialNoteHistory"], expected);
});

story!(the_worst_note_stands_first_and_then_the_latest, async |server| {
    let account = server.triangle(json!({})).await;
    for (text, severity) in
        [("first", "WARNING"), ("info", "INFO"), ("worst", "CRITICAL"), ("second", "WARNING")]
    {
        post(&server, &account, text, json!({ "severity": severity })).await;
        server.advance(Duration::from_secs(1));
    }
    assert_eq!(pinned(&server, Member, &account).await.unwrap(), ["worst", "second", "first", "info"]);
});

story!(
    notes_are_seen_by_people_who_deal_with_the_account_and_by_no_bot_and_no_administrator,
    async |server| {
        let account = server.triangle(json!({})).await;
        let note = post(&server, &account, "Merger", json!({})).await;
        let one = "query($id: ID!) { specialNote(id: $id) { text } }";
        let sees = async |persona: Persona| {
            let listed = pinned(&server, persona, &account).await.is_some_and(|texts| !texts.is_empty());
            let answer = server.as_(persona).query(one, json!({ "id": note })).await;
            assert_eq!(answer.partial_data()["specialNote"]["text"] == "Merger", listed, "{persona:?}");
            assert!(listed || answer.code() == "NOT_FOUND", "{persona:?}: {answer:?}");
            listed
        };
        for persona in [SalesLead, TechnicalLead, Deputy, Member, Director, Auditor] {
            assert!(sees(persona).await, "{persona:?}");
        }
        for persona in [Outsider, Administrator, EscalationManager, Executive] {
            assert!(!sees(persona).await, "{persona:?}");
        }
        server.incident(&account, json!({})).await;
        for persona in [EscalationManager, Executive] {
            assert!(sees(persona).await, "{persona:?} while an incident is open");
        }
        let nobody = server.as_(Anonymous).query(one, json!({ "id": note })).await;
        assert_eq!(nobody.code(), "UNAUTHENTICATED");
        let bot =
            server.bot(json!({ "scopes": ["ACCOUNT_READ", "INCIDENT_READ"], "incidentDetail": true })).await;
        let answer = bot.query(PINNED, json!({ "id": account })).await;
        assert_eq!(answer["account"], json!({ "specialNotes": null }));
        let incidents = "{ incidents { nodes { specialNotes { text } } } }";
        assert_eq!(
            bot.query(incidents, json!({})).await["incidents.nodes"],
            json!([{ "specialNotes": null }])
        );
        assert_eq!(bot.query(one, json!({ "id": note })).await.code(), "NOT_FOUND");
    }
);

story!(seats_and_directors_write_notes_and_nobody_else, async |server| {
    let account = server.triangle(json!({})).await;
    let note = post(&server, &account, "Merger", json!({})).await;
    for (persona, code) in [
        (Member, "FORBIDDEN"),
        (Auditor, "FORBIDDEN"),
        (Outsider, "NOT_FOUND"),
        (Anonymous, "UNAUTHENTICATED"),
    ] {
        let mut input = terms("Other", json!({}));
        input["accountId"] = json!(account);
        let refused = attempt(&server, persona, "specialNotePost", input).await;
        assert_eq!(refused.code(), code, "{persona:?}");
        let input = json!({ "noteId": note, "expectedVersion": 1, "reason": "Over" });
        assert_eq!(attempt(&server, persona, "specialNoteRevoke", input).await.code(), code, "{persona:?}");
    }
    // An administrator sees the account and not its notes: none of them is there.
    let input = json!({ "noteId": note, "expectedVersion": 1, "reason": "Over" });
    let refused = attempt(&server, Administrator, "specialNoteRevoke", input).await;
    assert_eq!(refused.code(), "NOT_FOUND");
    for (version, persona) in (1..).zip([Deputy, TechnicalLead, Director]) {
        let mut input = terms(&format!("By {persona:?}"), json!({}));
        input["noteId"] = json!(note);
        input["expectedVersion"] = json!(version);
        let answer = attempt(&server, persona, "specialNoteRevise", input).await;
        assert!(answer.succeeded(), "{persona:?}: {answer:?}");
    }
    assert_eq!(pinned(&server, Member, &account).await.unwrap(), ["By Director"]);
});

story!(a_note_that_is_over_is_changed_no_more, async |server| {
    let account = server.triangle(json!({})).await;
    let end = (server.now() + HOUR).to_rfc3339();
    let expired = post(&server, &account, "Short", json!({ "expiresAt": end })).await;
    let revoked = post(&server, &account, "Wrong", json!({})).await;
    let revoke = json!({ "noteId": revoked, "expectedVersion": 1, "reason": "It was wrong" });
    attempt(&server, Deputy, "specialNoteRevoke", revoke.clone()).await;
    let again = attempt(&server, Deputy, "specialNoteRevoke", revoke).await;
    assert_eq!(again.user_error()["code"], "VERSION_CONFLICT");
    let document = "query($id: ID!) { specialNote(id: $id) { state revokeReason revokedBy { name }
        viewerCan { revise revoke } account { id } } }";
    let seen = server.as_(SalesLead).query(document, json!({ "id": revoked })).await;
    let expected = json!({ "state": "REVOKED", "revokeReason": "It was wrong",
        "revokedBy": { "name": Deputy.name() }, "viewerCan": { "revise": false, "revoke": false },
        "account": { "id": account } });
    assert_eq!(seen["specialNote"], expected);
    server.advance(HOUR);
    for (note, version) in [(&expired, 1), (&revoked, 2)] {
        let mut input = terms("Again", json!({ "noteId": note, "expectedVersion": version }));
        let refused = attempt(&server, SalesLead, "specialNoteRevise", input.clone()).await;
        assert_eq!(refused.user_error()["code"], "NOTE_OVER");
        input = json!({ "noteId": note, "expectedVersion": version, "reason": "Once more" });
        let refused = attempt(&server, SalesLead, "specialNoteRevoke", input).await;
        assert_eq!(refused.user_error()["code"], "NOTE_OVER");
    }
});

story!(what_cannot_hold_is_refused, async |server| {
    let account = server.triangle(json!({})).await;
    let at = |hours: i64| (server.now() + chrono::TimeDelta::hours(hours)).to_rfc3339();
    for (more, code) in [
        (json!({ "text": " " }), "REQUIRED"),
        (json!({ "text": "x".repeat(1_001) }), "TOO_LONG"),
        (json!({ "expiresAt": at(-1) }), "OUT_OF_RANGE"),
        (json!({ "expiresAt": at(0) }), "OUT_OF_RANGE"),
        (json!({ "effectiveFrom": at(2), "expiresAt": at(1) }), "OUT_OF_RANGE"),
        (json!({ "effectiveFrom": at(-2), "expiresAt": at(-1) }), "OUT_OF_RANGE"),
    ] {
        let mut input = terms("Merger", more.clone());
        input["accountId"] = json!(account);
        let refused = attempt(&server, SalesLead, "specialNotePost", input).await;
        assert_eq!(refused.user_error()["code"], code, "{more}");
    }
    for number in 0..20 {
        post(&server, &account, &format!("Note {number}"), json!({})).await;
    }
    let mut input = terms("One more", json!({}));
    input["accountId"] = json!(account);
    let refused = attempt(&server, SalesLead, "specialNotePost", input).await;
    assert_eq!(refused.user_error()["code"], "TOO_MANY_NOTES");
});

story!(a_note_that_is_posted_twice_with_one_key_is_one_note, async |server| {
    let account = server.triangle(json!({})).await;
    let once = json!({ "idempotencyKey": "k" });
    let first = post(&server, &account, "Merger", once.clone()).await;
    assert_eq!(post(&server, &account, "Merger", once).await, first);
    assert_eq!(pinned(&server, Member, &account).await.unwrap(), ["Merger"]);
});

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) { events {
    ... on SpecialNoteEvent { kind changed account { id } note { id severity version } } } } }";

story!(events_of_notes_reach_those_who_see_them_and_hold_no_text, async |server| {
    let account = server.triangle(json!({})).await;
    let after = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
    let note = post(&server, &account, "SECRET", json!({})).await;
    let mut input = terms("SECRET TOO", json!({ "noteId": note, "expectedVersion": 1 }));
    attempt(&server, SalesLead, "specialNoteRevise", input.clone()).await;
    input["expectedVersion"] = json!(2);
    attempt(&server, SalesLead, "specialNoteRevise", input).await;
    let input = json!({ "noteId": note, "expectedVersion": 2, "reason": "SECRET" });
    attempt(&server, SalesLead, "specialNoteRevoke", input).await;
    let answer = server.as_(Member).query(LOG, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().unwrap().iter();
    let events: Vec<&Value> = events.filter(|event| event["note"].is_object()).collect();
    let kinds: Vec<&Value> = events.iter().map(|event| &event["kind"]).collect();
    assert_eq!(json!(kinds), json!(["POSTED", "REVISED", "REVOKED"]), "the same terms are no event");
    assert_eq!(events[1]["changed"], json!(["text"]));
    assert_eq!(events[2]["note"], json!({ "id": note, "severity": "WARNING", "version": 3 }));
    assert!(!format!("{answer:?}").contains("SECRET"));
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    for client in [server.as_(Outsider), server.as_(Administrator), bot] {
        let told = client.query(LOG, json!({ "after": after })).await;
        let told = told["eventLog.events"].as_array().unwrap().clone();
        assert!(told.iter().all(|event| event["note"].is_null()), "{told:?}");
    }
});
