//! Who finds what: what they may see, as it stands now.

use support::Persona::{
    self, Administrator, Auditor, Deputy, Director, EscalationManager, Executive, Member, Outsider, SalesLead,
};
use support::{Server, json, story};

use super::acting::{entry, name, names, search};

const ALL: [Persona; 9] =
    [SalesLead, Deputy, Member, Outsider, Director, EscalationManager, Executive, Auditor, Administrator];

async fn finders(server: &Server, query: &str) -> Vec<Persona> {
    let mut finders = Vec::new();
    for persona in ALL {
        let found = search(&server.as_(persona), query, json!(null)).await;
        let count = found["nodes"].as_array().unwrap().len();
        assert_eq!(found["totalCount"]["count"], count, "{persona:?} {query}");
        if count > 0 {
            finders.push(persona);
        } else {
            let nothing = json!({ "kinds": [], "accounts": [], "industries": [], "tags": [], "knowledgeTypes": [], "trust": [], "ages": [] });
            assert_eq!(found["facets"], nothing, "{persona:?} {query}");
            assert_eq!(found["suggestions"], json!([]), "{persona:?} {query}");
        }
    }
    finders
}

story!(everybody_finds_what_they_may_see, async |server| {
    let account = server.triangle(json!({ "name": "Quokka Works" })).await;
    for (word, audience) in
        [("aaardvark", "TRIANGLE"), ("bbbadger", "ACCOUNT_TEAM"), ("cccamel", "ALL_STAFF")]
    {
        entry(
            &server,
            &account,
            json!({ "title": word, "audience": audience, "tags": [format!("{word}tag")] }),
        )
        .await;
    }
    let draft = json!({ "type": "PLAYBOOK", "title": "dddingo", "body": "x", "homeAccountId": account });
    server.as_(SalesLead).change("knowledgeEntryDraft", "knowledgeEntry { id }", draft).await;
    for (query, expected) in [
        ("quokka", vec![SalesLead, Deputy, Member, Director, Auditor, Administrator]),
        ("aaardvark", vec![SalesLead, Deputy, Director, Executive, Auditor]),
        ("aaardvarktag", vec![SalesLead, Deputy, Director, Executive, Auditor]),
        ("aaardvrak", vec![SalesLead, Deputy, Director, Executive, Auditor]),
        ("bbbadger", vec![SalesLead, Deputy, Member, Director, Executive, Auditor]),
        (
            "cccamel",
            vec![SalesLead, Deputy, Member, Outsider, Director, EscalationManager, Executive, Auditor],
        ),
        ("dddingo", vec![SalesLead]),
    ] {
        assert_eq!(finders(&server, query).await, expected, "{query}");
    }
    server.incident(&account, json!({ "title": "eeelephant", "description": "x" })).await;
    let expected = vec![SalesLead, Deputy, Director, EscalationManager, Executive, Auditor];
    assert_eq!(finders(&server, "eeelephant").await, expected);
});

story!(who_loses_sight_of_a_thing_finds_it_no_more, async |server| {
    let account = server.triangle(json!({ "name": "Walrus Works" })).await;
    let id = entry(&server, &account, json!({ "title": "Walrus", "audience": "ALL_STAFF" })).await;
    assert_eq!(names(&server, Outsider, "walrus").await, ["Walrus"]);
    let input = json!({ "entryId": id, "expectedVersion": 2, "audience": "TRIANGLE" });
    server.as_(SalesLead).change("knowledgeEntryChangeAudience", "knowledgeEntry { id }", input).await;
    assert!(names(&server, Outsider, "walrus").await.is_empty());
    assert_eq!(names(&server, Deputy, "walrus").await, ["Walrus", "Walrus Works"]);
});

story!(a_bot_finds_what_its_key_opens, async |server| {
    let account = server.triangle(json!({ "name": "Heron Works" })).await;
    let other = server.triangle(json!({ "name": "Heron Other" })).await;
    entry(&server, &account, json!({ "title": "Heron entry", "audience": "ALL_STAFF" })).await;
    server.incident(&account, json!({ "title": "Heron incident", "description": "x" })).await;
    for (key, expected) in [
        (json!({ "scopes": ["ACCOUNT_READ"] }), vec!["Heron Other", "Heron Works"]),
        (json!({ "scopes": ["ACCOUNT_READ"], "accountIds": [other] }), vec!["Heron Other"]),
        (json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["ALL_STAFF"] }), vec!["Heron entry"]),
        (json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["TRIANGLE"] }), vec![]),
        (json!({ "scopes": ["INCIDENT_READ"] }), vec![]),
        (json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true }), vec!["Heron incident"]),
    ] {
        let found = search(&server.bot(key.clone()).await, "heron", json!(null)).await;
        let mut names: Vec<String> = found["nodes"].as_array().unwrap().iter().map(name).collect();
        names.sort();
        assert_eq!(names, expected, "{key}");
    }
});

story!(an_account_that_is_hidden_narrows_and_groups_nothing, async |server| {
    let account = server.triangle(json!({ "code": "HID-1", "industry": "Secrets" })).await;
    entry(&server, &account, json!({ "title": "Gecko", "audience": "ALL_STAFF" })).await;
    let outsider = server.as_(Outsider);
    let found = search(&outsider, "gecko", json!(null)).await;
    assert_eq!(found["nodes"][0]["account"], json!(null));
    assert_eq!(found["facets"]["accounts"], json!([]));
    assert_eq!(found["facets"]["industries"], json!([]));
    for filter in [json!({ "accountIds": [account] }), json!({ "industries": ["secrets"] })] {
        let narrowed = search(&outsider, "gecko", filter.clone()).await;
        assert_eq!(narrowed["nodes"], json!([]), "{filter}");
        assert_eq!(narrowed["totalCount"]["count"], 0, "{filter}");
    }
});

story!(what_has_expired_is_withheld_unless_asked_for, async |server| {
    let account = server.triangle(json!({})).await;
    let id = entry(&server, &account, json!({ "title": "Dodo" })).await;
    let end = (server.now() + std::time::Duration::from_secs(3600)).to_rfc3339();
    let input = json!({ "entryId": id, "expectedVersion": 2, "expiresAt": end });
    server.as_(SalesLead).change("knowledgeEntryGovern", "knowledgeEntry { id }", input).await;
    assert_eq!(names(&server, SalesLead, "dodo").await, ["Dodo"]);
    server.advance(std::time::Duration::from_secs(3601));
    let client = server.as_(SalesLead);
    let withheld = search(&client, "dodo", json!(null)).await;
    assert_eq!((&withheld["nodes"], &withheld["totalCount"]["count"]), (&json!([]), &json!(0)));
    let asked = search(&client, "dodo", json!({ "includeExpired": true })).await;
    assert_eq!(asked["totalCount"]["count"], 1);
});
