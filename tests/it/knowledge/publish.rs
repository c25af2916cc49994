//! Publishing: who may, and what it makes visible.

use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive, Member, Outsider,
    SalesLead, TechnicalLead,
};
use support::{Persona, Server, json, story};

use super::acting::{draft, published};

/// Lets a persona publish lessons.
async fn appoint_publisher(server: &Server, persona: Persona, role: &str) {
    let client = server.as_(Administrator);
    let id = server.cast().id(persona);
    let user = client.query("query($id: ID!) { user(id: $id) { version } }", json!({ "id": id })).await;
    let input = json!({ "userId": id, "expectedVersion": user["user.version"], "roles": [role],
        "topics": ["LESSON"] });
    client.change("userAppoint", "user { id }", input).await;
}

story!(a_published_entry_is_seen_by_its_audience_and_by_nobody_else, async |server| {
    let account = server.triangle(json!({})).await;
    let staff = [
        Director,
        SalesLead,
        TechnicalLead,
        DeliveryLead,
        Deputy,
        Member,
        Outsider,
        EscalationManager,
        Executive,
    ];
    let everybody = [&[Administrator, Auditor], &staff[..]].concat();
    let triangle = [Auditor, Director, SalesLead, TechnicalLead, DeliveryLead, Deputy, Executive];
    let team = [Auditor, Director, SalesLead, TechnicalLead, DeliveryLead, Deputy, Member, Executive];
    let all = [&[Auditor], &staff[..]].concat();
    for (audience, seers) in
        [("TRIANGLE", &triangle[..]), ("ACCOUNT_TEAM", &team[..]), ("ALL_STAFF", &all[..])]
    {
        let entry = published(&server, SalesLead, &account, json!({ "audience": audience })).await;
        assert_eq!(entry.seers(&everybody).await, seers, "{audience}");
    }
});

story!(an_entry_of_another_region_is_not_its_directors, async |server| {
    let account = server.triangle(json!({ "regionId": server.cast().region("SOUTH") })).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    assert_eq!(entry.seers(&[Director, Executive]).await, [Executive]);
});

story!(an_open_incident_lets_escalation_managers_read_what_is_for_the_team, async |server| {
    let account = server.triangle(json!({})).await;
    let team = published(&server, SalesLead, &account, json!({})).await;
    let triangle = published(&server, SalesLead, &account, json!({ "audience": "TRIANGLE" })).await;
    assert!(team.seers(&[EscalationManager]).await.is_empty());
    server.incident(&account, json!({})).await;
    assert_eq!(team.seers(&[EscalationManager]).await, [EscalationManager]);
    assert!(triangle.seers(&[EscalationManager]).await.is_empty());
});

story!(only_a_seat_or_a_publisher_of_the_topic_publishes, async |server| {
    let account = server.triangle(json!({})).await;
    for author in [Member, Director] {
        let entry = draft(&server, author, &account, json!({ "type": "LESSON" })).await;
        assert_eq!(entry.see(author, "viewerCan { publish revise }").await["viewerCan"]["publish"], false);
        assert_eq!(entry.attempt(author, "knowledgeEntryPublish", json!({})).await.code(), "FORBIDDEN");
        // A seat that does not see the draft cannot publish it either.
        assert_eq!(entry.attempt(SalesLead, "knowledgeEntryPublish", json!({})).await.code(), "NOT_FOUND");
        entry.share(author, SalesLead).await;
        entry.change(SalesLead, "knowledgeEntryPublish", json!({})).await;
        assert_eq!(entry.see(Deputy, "state").await["state"], "PUBLISHED");
    }
    appoint_publisher(&server, Member, "STAFF").await;
    let lesson = draft(&server, Member, &account, json!({ "type": "LESSON" })).await;
    lesson.change(Member, "knowledgeEntryPublish", json!({})).await;
    let playbook = draft(&server, Member, &account, json!({})).await;
    assert_eq!(playbook.attempt(Member, "knowledgeEntryPublish", json!({})).await.code(), "FORBIDDEN");
});

story!(what_is_published_cannot_be_published_again, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let answer = entry.attempt(SalesLead, "knowledgeEntryPublish", json!({})).await;
    assert_eq!(answer.user_error()["code"], "ILLEGAL_TRANSITION");
    let answer = entry.share(SalesLead, Member).await;
    assert_eq!(answer.user_error()["code"], "NOT_A_DRAFT");
    let seen =
        entry.see(SalesLead, "publishedAt viewerCan { publish shareDraft revise changeAudience link }").await;
    assert_eq!(
        seen["publishedAt"],
        json!(server.now().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false))
    );
    let can = json!({ "publish": false, "shareDraft": false, "revise": true, "changeAudience": true, "link": true });
    assert_eq!(seen["viewerCan"], can);
});

story!(a_reader_may_link_an_entry_but_not_change_it, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let can = "viewerCan { publish shareDraft revise changeAudience link }";
    for (persona, links) in [(Member, true), (Executive, true), (Auditor, false)] {
        let seen = entry.see(persona, can).await;
        let expected = json!({
            "publish": false, "shareDraft": false, "revise": false, "changeAudience": false, "link": links,
        });
        assert_eq!(seen["viewerCan"], expected, "{persona:?}");
        for (mutation, input) in [
            ("knowledgeEntryRevise", json!({ "title": "Another" })),
            ("knowledgeEntryChangeAudience", json!({ "audience": "TRIANGLE" })),
            ("knowledgeEntryPublish", json!({})),
        ] {
            assert_eq!(
                entry.attempt(persona, mutation, input).await.code(),
                "FORBIDDEN",
                "{persona:?} {mutation}"
            );
        }
    }
});
