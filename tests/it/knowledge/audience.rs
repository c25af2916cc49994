//! Changing who an entry is for: at once, everywhere.

use support::Persona::{
    Auditor, Deputy, Director, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Persona, json, story};

use super::acting::{draft, listed, published};

const SOME: [Persona; 6] = [Director, SalesLead, TechnicalLead, Member, Outsider, Executive];

story!(a_narrowed_audience_hides_an_entry_at_once, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "ALL_STAFF" })).await;
    assert_eq!(entry.seers(&SOME).await, SOME);
    entry.change(Deputy, "knowledgeEntryChangeAudience", json!({ "audience": "ACCOUNT_TEAM" })).await;
    assert_eq!(entry.seers(&SOME).await, [Director, SalesLead, TechnicalLead, Member, Executive]);
    entry.change(Deputy, "knowledgeEntryChangeAudience", json!({ "audience": "TRIANGLE" })).await;
    assert_eq!(entry.seers(&SOME).await, [Director, SalesLead, TechnicalLead, Executive]);
    let nested = "query($id: ID!) { account(id: $id) { knowledge { nodes { id } totalCount { count } } } }";
    for (persona, count) in [(SalesLead, 1), (Member, 0), (Executive, 1)] {
        server.incident(&account, json!({})).await;
        let answer = server.as_(persona).query(nested, json!({ "id": account })).await;
        assert_eq!(answer["account.knowledge.nodes"].as_array().unwrap().len(), count, "{persona:?}");
        assert_eq!(answer["account.knowledge.totalCount.count"], count);
    }
});

story!(a_widened_audience_shows_an_entry_at_once, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    assert!(entry.seers(&[Member, Outsider]).await.is_empty());
    entry.change(SalesLead, "knowledgeEntryChangeAudience", json!({ "audience": "ALL_STAFF" })).await;
    assert_eq!(entry.seers(&[Member, Outsider]).await, [Member, Outsider]);
});

story!(nobody_gives_an_entry_to_an_audience_for_which_they_may_not_write, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let answer =
        entry.attempt(SalesLead, "knowledgeEntryChangeAudience", json!({ "audience": "EXECUTIVES" })).await;
    assert_eq!(answer.code(), "FORBIDDEN");
    let draft = draft(&server, Member, &account, json!({})).await;
    for (audience, code) in [("TRIANGLE", "FORBIDDEN"), ("EXECUTIVES", "FORBIDDEN")] {
        let answer =
            draft.attempt(Member, "knowledgeEntryChangeAudience", json!({ "audience": audience })).await;
        assert_eq!(answer.code(), code, "{audience}");
    }
    draft.change(Member, "knowledgeEntryChangeAudience", json!({ "audience": "ALL_STAFF" })).await;
    assert_eq!(draft.seers(&SOME).await, [Member]);
});

story!(a_circle_of_the_home_account_needs_one, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({ "homeAccountId": null })).await;
    for audience in ["TRIANGLE", "ACCOUNT_TEAM"] {
        let answer =
            entry.attempt(SalesLead, "knowledgeEntryChangeAudience", json!({ "audience": audience })).await;
        assert_eq!(answer.user_error()["code"], "HOME_ACCOUNT_REQUIRED");
        assert_eq!(answer.user_error()["path"], json!(["audience"]));
    }
});

story!(the_same_audience_is_no_change, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = draft(&server, SalesLead, &account, json!({})).await;
    let same = json!({ "audience": "ACCOUNT_TEAM" });
    let answer = entry.change(SalesLead, "knowledgeEntryChangeAudience", same).await;
    assert_eq!(answer["knowledgeEntryChangeAudience.eventIds"], json!([]));
    assert_eq!(answer["knowledgeEntryChangeAudience.knowledgeEntry.version"], 1);
});

story!(what_is_for_executives_is_for_no_director, async |server| {
    let account = server.triangle(json!({})).await;
    let executive = server.cast().id(Executive);
    let administrator = server.as_(Persona::Administrator);
    let user = administrator
        .query("query($id: ID!) { user(id: $id) { version } }", json!({ "id": executive }))
        .await;
    let input = json!({ "userId": executive, "expectedVersion": user["user.version"], "roles": ["EXECUTIVE"],
        "topics": ["INDUSTRY_TREND"] });
    administrator.change("userAppoint", "user { id }", input).await;
    // An executive sees the account while it has an open incident.
    server.incident(&account, json!({})).await;
    let facts = json!({ "type": "INDUSTRY_TREND", "audience": "EXECUTIVES" });
    let entry = published(&server, Executive, &account, facts).await;
    let everybody = [Director, SalesLead, Member, EscalationManager, Executive, Auditor];
    assert_eq!(entry.seers(&everybody).await, [Executive, Auditor]);
    let filter = json!({ "audience": { "eq": "EXECUTIVES" } });
    assert!(listed(&server.as_(Director), filter).await.is_empty());
});
