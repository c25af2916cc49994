//! Trust: who answers for an entry, until when it was verified, and what ends that.

use std::time::Duration;

use support::Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, Executive, Member, Outsider, SalesLead,
    TechnicalLead,
};
use support::{Persona, Server, Value, json, story};

use super::acting::{Entry, draft, listed, published};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const TRUST: &str = "trust governance confidence expiresAt viewerCan { revise govern verify contest }
    verification { verifier { kind seat user { name } } fallsTo { name } intervalDays verifiedAt verifiedBy { name }
        verifiedRevision source verifiedUntil dueAt contest { at reason by { name } } }";

async fn trust(entry: &Entry<'_>, by: Persona) -> Value {
    entry.see(by, TRUST).await
}

fn names(people: &[Persona]) -> Value {
    let mut names: Vec<&str> = people.iter().map(|persona| persona.name()).collect();
    names.sort_unstable();
    json!(names)
}

/// To whom the verification falls, by name.
pub(super) async fn falls_to(entry: &Entry<'_>, by: Persona) -> Value {
    let seen = trust(entry, by).await;
    let people = seen["verification"]["fallsTo"].as_array().unwrap().iter();
    let mut names: Vec<&str> = people.map(|person| person["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    json!(names)
}

/// Names a person as the verifier.
pub(super) async fn name_verifier(server: &Server, entry: &Entry<'_>, verifier: Persona) {
    let input = json!({ "verifier": { "userId": server.cast().id(verifier) } });
    entry.change(SalesLead, "knowledgeEntryGovern", input).await;
}

story!(a_verification_holds_for_the_term_of_its_type_and_then_is_stale, async |server| {
    let account = server.triangle(json!({})).await;
    for (kind, days) in [
        ("INDUSTRY_TREND", 90),
        ("COMPETITOR_BRIEF", 60),
        ("PLAYBOOK", 180),
        ("LESSON", 365),
        ("HANDOVER_NOTE", 90),
        ("FAQ", 180),
    ] {
        let entry = published(&server, SalesLead, &account, json!({ "type": kind })).await;
        assert_eq!(trust(&entry, Member).await["trust"], "UNVERIFIED", "{kind}");
        let start = server.now();
        entry.change(SalesLead, "knowledgeEntryVerify", json!({ "source": "A visit" })).await;
        let seen = trust(&entry, Member).await;
        assert_eq!(seen["trust"], "VERIFIED");
        let verification = &seen["verification"];
        assert_eq!(verification["verifiedBy"]["name"], SalesLead.name());
        assert_eq!(verification["source"], "A visit");
        assert_eq!(verification["verifiedRevision"], 1);
        let until = (start + DAY * days).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false);
        assert_eq!(verification["verifiedUntil"], json!(until), "{kind}");
    }
    let entry = published(&server, SalesLead, &account, json!({})).await;
    entry.change(SalesLead, "knowledgeEntryGovern", json!({ "intervalDays": 20 })).await;
    entry.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    server.advance(DAY * 20 - Duration::from_secs(1));
    assert_eq!(trust(&entry, Member).await["trust"], "VERIFIED");
    server.advance(Duration::from_secs(1));
    assert_eq!(trust(&entry, Member).await["trust"], "STALE");
    let stale = listed(&server.as_(Member), json!({ "trust": { "eq": "STALE" } })).await;
    assert_eq!(stale, [entry.id.as_str()], "a stale entry is shown, and found by its trust");
});

story!(an_edit_by_anybody_but_the_verifier_makes_an_entry_unverified, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    name_verifier(&server, &entry, TechnicalLead).await;
    entry.change(TechnicalLead, "knowledgeEntryVerify", json!({})).await;
    entry.change(TechnicalLead, "knowledgeEntryRevise", json!({ "body": "Begin with the hall." })).await;
    let seen = trust(&entry, Member).await;
    assert_eq!((&seen["trust"], &seen["verification"]["verifiedRevision"]), (&json!("VERIFIED"), &json!(2)));
    entry.change(SalesLead, "knowledgeEntryLink", json!({ "targetId": account })).await;
    assert_eq!(trust(&entry, Member).await["trust"], "VERIFIED", "a link is no edit");
    // The author is not the verifier.
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "tags": ["hall"] })).await;
    let seen = trust(&entry, Member).await;
    assert_eq!(seen["trust"], "UNVERIFIED");
    assert_eq!(seen["verification"]["verifiedAt"], Value::Null);
    let unverified = listed(&server.as_(Member), json!({ "trust": { "in": ["UNVERIFIED"] } })).await;
    assert_eq!(unverified, [entry.id.as_str()]);
});

story!(only_those_to_whom_it_falls_verify_and_against_the_text_that_they_saw, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let input = json!({ "verifier": { "seat": "TECHNICAL" } });
    entry.change(SalesLead, "knowledgeEntryGovern", input).await;
    assert_eq!(falls_to(&entry, Member).await, names(&[TechnicalLead]));
    for persona in [SalesLead, Deputy, Member, Director, Executive, Auditor] {
        assert_eq!(trust(&entry, persona).await["viewerCan"]["verify"], false, "{persona:?}");
        let refused = entry.attempt(persona, "knowledgeEntryVerify", json!({})).await;
        assert_eq!(refused.code(), "FORBIDDEN", "{persona:?}");
    }
    let refused = entry.attempt(Administrator, "knowledgeEntryVerify", json!({})).await;
    assert_eq!(refused.code(), "NOT_FOUND");
    assert_eq!(trust(&entry, TechnicalLead).await["viewerCan"]["verify"], true);
    let read = entry.see(TechnicalLead, "version").await["version"].clone();
    entry.change(SalesLead, "knowledgeEntryRevise", json!({ "title": "Another" })).await;
    let stale = json!({ "expectedVersion": read });
    let refused = entry.attempt(TechnicalLead, "knowledgeEntryVerify", stale).await;
    assert_eq!(refused.user_error()["code"], "VERSION_CONFLICT");
    entry.change(TechnicalLead, "knowledgeEntryVerify", json!({})).await;
    assert_eq!(trust(&entry, Member).await["trust"], "VERIFIED");
});

story!(a_verifier_without_access_falls_back_to_the_owners_and_then_to_the_sales_lead, async |server| {
    let account = server.account(json!({})).await;
    server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    server.seat(&account, DeliveryLead, "DELIVERY", "PRIMARY").await;
    let technical = server.seat(&account, TechnicalLead, "TECHNICAL", "PRIMARY").await;
    let entry = draft(&server, TechnicalLead, &account, json!({ "audience": "TRIANGLE" })).await;
    entry.share(TechnicalLead, DeliveryLead).await;
    entry.change(TechnicalLead, "knowledgeEntryPublish", json!({})).await;
    assert_eq!(falls_to(&entry, SalesLead).await, names(&[TechnicalLead, DeliveryLead]), "author and editor");
    let director = json!({ "verifier": { "userId": server.cast().id(Director) } });
    entry.change(SalesLead, "knowledgeEntryGovern", director).await;
    assert_eq!(falls_to(&entry, SalesLead).await, names(&[Director]));
    // The entry is now for executives and the triangle's circle no longer holds the director.
    let administrator = server.as_(Administrator);
    let id = server.cast().id(Director);
    let known = "query($id: ID!) { user(id: $id) { version } }";
    let version = administrator.query(known, json!({ "id": id })).await["user.version"].clone();
    let input = json!({ "userId": id, "expectedVersion": version, "roles": ["STAFF"] });
    administrator.change("userAppoint", "user { id }", input).await;
    assert_eq!(falls_to(&entry, SalesLead).await, names(&[TechnicalLead, DeliveryLead]));
    let input = json!({ "assignmentId": technical, "reason": "Moved on" });
    administrator.change("seatVacate", "assignment { id }", input).await;
    assert_eq!(falls_to(&entry, SalesLead).await, names(&[DeliveryLead]));
    let gone = server.cast().id(DeliveryLead);
    let version = administrator.query(known, json!({ "id": gone })).await["user.version"].clone();
    let input = json!({ "userId": gone, "expectedVersion": version });
    administrator.change("userDisable", "user { id }", input).await;
    assert_eq!(falls_to(&entry, SalesLead).await, names(&[SalesLead]));
    entry.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    assert_eq!(trust(&entry, Executive).await["trust"], "VERIFIED");
});

story!(what_has_expired_is_withheld_from_lists_unless_asked_for_and_from_nothing_else, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let kept = published(&server, SalesLead, &account, json!({})).await;
    let end = (server.now() + DAY).to_rfc3339();
    entry.change(SalesLead, "knowledgeEntryGovern", json!({ "expiresAt": end })).await;
    let nested = "query($id: ID!) { account(id: $id) { knowledge { nodes { id } totalCount { count } } } }";
    let all =
        "query($filter: KnowledgeEntryFilter) { knowledgeEntries(includeExpired: true, filter: $filter) {
        nodes { id trust } totalCount { count } } }";
    server.advance(DAY - Duration::from_secs(1));
    assert_eq!(listed(&server.as_(Member), json!({})).await.len(), 2);
    server.advance(Duration::from_secs(1));
    assert_eq!(listed(&server.as_(Member), json!({})).await, [kept.id.as_str()]);
    assert!(listed(&server.as_(Member), json!({ "trust": { "eq": "EXPIRED" } })).await.is_empty());
    let answer = server.as_(Member).query(nested, json!({ "id": account })).await;
    assert_eq!(answer["account.knowledge.totalCount.count"], 1);
    let answer = server.as_(Member).query(all, json!({})).await;
    assert_eq!(answer["knowledgeEntries.totalCount.count"], 2);
    let expired = json!({ "filter": { "trust": { "eq": "EXPIRED" } } });
    let answer = server.as_(Member).query(all, expired).await;
    assert_eq!(answer["knowledgeEntries.nodes"], json!([{ "id": entry.id, "trust": "EXPIRED" }]));
    assert_eq!(trust(&entry, Member).await["trust"], "EXPIRED");
    // It can be brought back.
    entry.change(SalesLead, "knowledgeEntryGovern", json!({ "expiresAt": null })).await;
    assert_eq!(listed(&server.as_(Member), json!({})).await.len(), 2);
});

story!(a_reader_contests_and_a_verification_answers, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    entry.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    let reason = json!({ "reason": "The line was moved." });
    let blank = entry.attempt(Member, "knowledgeEntryContest", json!({ "reason": " " })).await;
    assert_eq!(blank.user_error()["code"], "REQUIRED");
    assert_eq!(entry.attempt(Auditor, "knowledgeEntryContest", reason.clone()).await.code(), "FORBIDDEN");
    assert_eq!(entry.attempt(Outsider, "knowledgeEntryContest", reason.clone()).await.code(), "NOT_FOUND");
    entry.change(Member, "knowledgeEntryContest", reason.clone()).await;
    let seen = trust(&entry, Deputy).await;
    assert_eq!(seen["trust"], "UNVERIFIED");
    assert_eq!(seen["verification"]["contest"]["reason"], "The line was moved.");
    assert_eq!(seen["verification"]["contest"]["by"]["name"], Member.name());
    let again = entry.attempt(Deputy, "knowledgeEntryContest", reason).await;
    assert_eq!(again.user_error()["code"], "ALREADY_CONTESTED");
    entry.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    let seen = trust(&entry, Deputy).await;
    assert_eq!((&seen["trust"], &seen["verification"]["contest"]), (&json!("VERIFIED"), &Value::Null));
});

story!(a_guarded_entry_is_changed_by_its_verifier_alone_until_the_guard_is_lifted, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    name_verifier(&server, &entry, Member).await;
    entry.change(SalesLead, "knowledgeEntryGovern", json!({ "governance": "GUARDED" })).await;
    for (persona, may) in [(SalesLead, false), (Deputy, false), (Member, true)] {
        assert_eq!(trust(&entry, persona).await["viewerCan"]["revise"], may, "{persona:?}");
        let title = json!({ "title": format!("By {persona:?}") });
        let answer = entry.attempt(persona, "knowledgeEntryRevise", title).await;
        assert_eq!(answer.succeeded(), may, "{persona:?}: {answer:?}");
    }
    // The verifier may not publish, so cannot lift the guard; who may publish can.
    let open = json!({ "governance": "OPEN" });
    assert_eq!(entry.attempt(Member, "knowledgeEntryGovern", open.clone()).await.code(), "FORBIDDEN");
    entry.change(Deputy, "knowledgeEntryGovern", open).await;
    entry.change(Deputy, "knowledgeEntryRevise", json!({ "title": "By the deputy" })).await;
});

story!(a_negotiation_record_has_no_verifier_no_term_and_does_not_expire, async |server| {
    let account = server.triangle(json!({})).await;
    let record = published(&server, SalesLead, &account, json!({ "type": "NEGOTIATION_RECORD" })).await;
    let end = (server.now() + DAY).to_rfc3339();
    for terms in [
        json!({ "verifier": { "seat": "SALES" } }),
        json!({ "verifier": { "publishers": true } }),
        json!({ "governance": "GUARDED" }),
        json!({ "intervalDays": 30 }),
        json!({ "expiresAt": end }),
    ] {
        let refused = record.attempt(SalesLead, "knowledgeEntryGovern", terms).await;
        assert_eq!(refused.user_error()["code"], "RECORD_HAS_NO_TERMS");
    }
    record.change(SalesLead, "knowledgeEntryGovern", json!({ "confidence": "HIGH" })).await;
    let refused = record.attempt(SalesLead, "knowledgeEntryVerify", json!({})).await;
    assert_eq!(refused.user_error()["code"], "NOT_VERIFIABLE");
    let refused = record.attempt(Deputy, "knowledgeEntryContest", json!({ "reason": "No" })).await;
    assert_eq!(refused.user_error()["code"], "NOT_VERIFIABLE");
    let seen = trust(&record, Deputy).await;
    assert_eq!((&seen["trust"], &seen["verification"]), (&Value::Null, &Value::Null));
    assert_eq!(seen["confidence"], "HIGH");
});

story!(terms_that_do_not_suit_an_entry_are_refused, async |server| {
    let account = server.triangle(json!({})).await;
    let entry = published(&server, SalesLead, &account, json!({})).await;
    let outsider = json!({ "verifier": { "userId": server.cast().id(Outsider) } });
    let refused = entry.attempt(SalesLead, "knowledgeEntryGovern", outsider).await;
    assert_eq!(refused.user_error()["code"], "VERIFIER_OUTSIDE_AUDIENCE");
    let auditor = json!({ "verifier": { "userId": server.cast().id(Auditor) } });
    let refused = entry.attempt(SalesLead, "knowledgeEntryGovern", auditor).await;
    assert_eq!(refused.user_error()["code"], "VERIFIER_OUTSIDE_AUDIENCE");
    for days in [0, -1, 3_651] {
        let refused = entry.attempt(SalesLead, "knowledgeEntryGovern", json!({ "intervalDays": days })).await;
        assert_eq!(refused.user_error()["code"], "OUT_OF_RANGE", "{days}");
    }
    let refused = entry.attempt(Member, "knowledgeEntryGovern", json!({ "confidence": "LOW" })).await;
    assert_eq!(refused.code(), "FORBIDDEN");
    let input = json!({ "type": "FAQ", "title": "Ours", "body": "So.", "audience": "ALL_STAFF" });
    let made = server.as_(Outsider).change("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
    let input = json!({
        "entryId": made["knowledgeEntryDraft.knowledgeEntry.id"], "expectedVersion": 1,
        "verifier": { "seat": "SALES" },
    });
    let refused = server.as_(Outsider).attempt("knowledgeEntryGovern", "knowledgeEntry { id }", input).await;
    assert_eq!(refused.user_error()["code"], "HOME_ACCOUNT_REQUIRED");
});

const TERMS: &str = "{ knowledgeTerms { type intervalDays version } }";

story!(administrators_set_for_how_long_verifications_hold_from_now_on, async |server| {
    let account = server.triangle(json!({})).await;
    let before = published(&server, SalesLead, &account, json!({})).await;
    before.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    let input = |days: Value| json!({ "type": "PLAYBOOK", "expectedVersion": 1, "intervalDays": days });
    for persona in [SalesLead, Director, Executive, Auditor] {
        let client = server.as_(persona);
        let refused = client.attempt("knowledgeTermSet", "term { version }", input(json!(5))).await;
        assert_eq!(refused.code(), "FORBIDDEN", "{persona:?}");
    }
    let administrator = server.as_(Administrator);
    let refused = administrator.attempt("knowledgeTermSet", "term { version }", input(json!(0))).await;
    assert_eq!(refused.user_error()["code"], "OUT_OF_RANGE");
    let record = json!({ "type": "NEGOTIATION_RECORD", "expectedVersion": 1, "intervalDays": 5 });
    let refused = administrator.attempt("knowledgeTermSet", "term { version }", record).await;
    assert_eq!(refused.user_error()["code"], "NOT_VERIFIABLE");
    administrator.change("knowledgeTermSet", "term { version }", input(json!(5))).await;
    let refused = administrator.attempt("knowledgeTermSet", "term { version }", input(json!(6))).await;
    assert_eq!(refused.user_error()["code"], "VERSION_CONFLICT");
    let terms = server.as_(Member).query(TERMS, json!({})).await;
    let expected = json!({ "type": "PLAYBOOK", "intervalDays": 5, "version": 2 });
    assert!(terms["knowledgeTerms"].as_array().unwrap().contains(&expected), "{terms:?}");
    let after = published(&server, SalesLead, &account, json!({})).await;
    after.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    let own = published(&server, SalesLead, &account, json!({})).await;
    own.change(SalesLead, "knowledgeEntryGovern", json!({ "intervalDays": 10 })).await;
    own.change(SalesLead, "knowledgeEntryVerify", json!({})).await;
    server.advance(DAY * 5);
    assert_eq!(trust(&before, Member).await["trust"], "VERIFIED");
    assert_eq!(trust(&after, Member).await["trust"], "STALE");
    assert_eq!(trust(&own, Member).await["trust"], "VERIFIED");
    server.advance(DAY * 5);
    assert_eq!(trust(&own, Member).await["trust"], "STALE");
});
