//! The pack: what the system puts into it, what is written beside it, what is missing, and what is acknowledged of it.

use support::{
    Persona::{Deputy, Director, Outsider, SalesLead, TechnicalLead},
    Server, Value, json, story,
};

use super::acting::{PARTS, attempt, begun, both, initiate, pack, seen, step, write_all};

const PARTS_OF: &str = "parts { part body nothingToTell mustKnows complete writtenBy { name }
    items { place isEntry title revision entryType acknowledgedAt entry { id } }
    incidents { number title state severity letterState } commitments { incidentNumber action owner dueOn } }";

fn part<'a>(pack: &'a Value, name: &str) -> &'a Value {
    pack["parts"].as_array().unwrap().iter().find(|it| it["part"] == name).unwrap()
}

async fn publish(server: &Server, account: &str, kind: &str, title: &str) -> String {
    let input = json!({
        "type": kind, "audience": "TRIANGLE", "homeAccountId": account, "title": title, "body": "They asked for 5 %.",
    });
    let made =
        server.as_(SalesLead).change("knowledgeEntryDraft", "knowledgeEntry { id version }", input).await;
    let entry = made.text("knowledgeEntryDraft.knowledgeEntry.id");
    let version = made["knowledgeEntryDraft.knowledgeEntry.version"].clone();
    let input = json!({ "entryId": entry, "expectedVersion": version });
    server.as_(SalesLead).change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
    entry
}

story!(the_system_puts_into_the_pack_what_it_holds_of_the_account, async |server| {
    let account = server.triangle(json!({ "tier": "A", "code": "ACME", "name": "Acme" })).await;
    let record = publish(&server, &account, "NEGOTIATION_RECORD", "Renewal 2025").await;
    publish(&server, &account, "COMPETITOR_BRIEF", "Rival").await;
    publish(&server, &account, "PLAYBOOK", "How to enter the plant").await;
    let other = server.triangle(json!({})).await;
    publish(&server, &other, "NEGOTIATION_RECORD", "Somebody else's").await;
    server.incident(&account, json!({ "title": "The line stands" })).await;
    let handover = initiate(&server, &account, json!({})).await;
    let selection = format!(
        "acceptedAt contentHash accountFacts {{ name code tier region }} team {{ name seat position }} {PARTS_OF}"
    );
    let found = pack(&server, Outsider, &handover, &selection).await;
    let pack = &found["handoverPack"];
    let facts = json!({ "name": "Acme", "code": "ACME", "tier": "A", "region": "NORTH" });
    assert_eq!(pack["accountFacts"], facts);
    assert_eq!(pack["team"][0], json!({ "name": SalesLead.name(), "seat": "SALES", "position": "PRIMARY" }));
    assert_eq!(pack["team"].as_array().unwrap().len(), 5);
    let names: Vec<&str> =
        pack["parts"].as_array().unwrap().iter().map(|it| it["part"].as_str().unwrap()).collect();
    assert_eq!(names, PARTS);
    let pricing = part(pack, "PRICING");
    assert_eq!(pricing["items"].as_array().unwrap().len(), 2, "the part and its record");
    assert_eq!(pricing["items"][1]["entry"]["id"], json!(record));
    assert_eq!(pricing["items"][1]["title"], "Renewal 2025");
    assert_eq!(part(pack, "COMPETITORS")["items"][1]["title"], "Rival");
    assert_eq!(part(pack, "ACCESS")["items"][1]["title"], "How to enter the plant");
    for name in ["HISTORY", "OPEN_ITEMS"] {
        assert_eq!(part(pack, name)["incidents"][0]["title"], "The line stands", "{name}");
    }
    assert_eq!((&pack["acceptedAt"], &pack["contentHash"]), (&json!(null), &json!(null)));
});

story!(a_pack_says_what_must_be_heeded_and_what_the_customer_still_asks, async |server| {
    let (account, handover) = begun(&server).await;
    let asked = crate::request::acting::log(&server, &account, json!({ "title": "When?" })).await;
    let settled = crate::request::acting::log(&server, &account, json!({ "title": "Why?" })).await;
    crate::request::acting::change(
        &server,
        SalesLead,
        "customerRequestWithdraw",
        &settled,
        json!({ "reason": "They know" }),
    )
    .await;
    for (text, severity) in [("Late is fine", "INFO"), ("Not a word of the merger", "CRITICAL")] {
        let note = json!({ "accountId": account, "kind": "AVOID", "severity": severity, "text": text });
        server.as_(SalesLead).change("specialNotePost", "specialNote { id }", note).await;
    }
    let selection = "missing { part lack } specialNotes { kind severity text expiresAt }
        parts { part customerRequests { customerRequestId title kind holder dueAt } }";
    let known = async || pack(&server, Outsider, &handover, selection).await["handoverPack"].clone();
    let notes = json!([
        { "kind": "AVOID", "severity": "CRITICAL", "text": "Not a word of the merger", "expiresAt": null },
        { "kind": "AVOID", "severity": "INFO", "text": "Late is fine", "expiresAt": null },
    ]);
    let requests = json!([{ "customerRequestId": asked, "title": "When?", "kind": "TECHNICAL", "holder": "SALES",
        "dueAt": "2026-03-02T11:00:00+00:00" }]);
    let draft = known().await;
    assert_eq!(draft["specialNotes"], notes);
    assert_eq!(part(&draft, "OPEN_ITEMS")["customerRequests"], requests);
    let lacks = json!({ "part": "OPEN_ITEMS", "lack": "TEXT" });
    assert!(draft["missing"].as_array().unwrap().contains(&lacks), "something is open");
    write_all(&server, SalesLead, &handover).await;
    for (mutation, persona) in [("handoverSubmitPack", SalesLead), ("handoverAcceptPack", Outsider)] {
        step(&server, persona, mutation, &handover).await;
    }
    let input = json!({ "reason": "They know" });
    crate::request::acting::change(&server, SalesLead, "customerRequestWithdraw", &asked, input).await;
    let accepted = known().await;
    assert_eq!(accepted["specialNotes"], notes);
    assert_eq!(part(&accepted, "OPEN_ITEMS")["customerRequests"], requests, "as it was handed over");
});

story!(what_is_missing_is_named_and_a_pack_is_submitted_when_it_is_complete, async |server| {
    let (account, handover) = begun(&server).await;
    server.incident(&account, json!({})).await;
    let known =
        async || pack(&server, SalesLead, &handover, "completeness missing { part lack count }").await;
    let before = known().await;
    assert_eq!(before["handoverPack.completeness"], 6, "the incident is the history");
    let lacks = |answer: &support::answer::Answer, part: &str| -> Vec<Value> {
        let missing = answer["handoverPack.missing"].as_array().unwrap();
        missing.iter().filter(|it| it["part"] == part).map(|it| json!([it["lack"], it["count"]])).collect()
    };
    assert_eq!(lacks(&before, "SUMMARY"), [json!(["TEXT", 1]), json!(["MUST_KNOWS", 3])]);
    assert_eq!(lacks(&before, "OPEN_ITEMS"), [json!(["TEXT", 1])], "something is open");
    assert!(lacks(&before, "HISTORY").is_empty());
    step(&server, SalesLead, "handoverWritePart", &handover).await;
    let early = attempt(&server, SalesLead, "handoverSubmitPack", &handover, json!({})).await;
    assert_eq!(early.user_error()["code"], "PACK_INCOMPLETE");
    for part in ["STAKEHOLDERS", "CONTRACTS", "NEEDS", "PRICING", "HEALTH", "COMPETITORS", "ACCESS"] {
        let more = json!({ "part": part, "body": null, "nothingToTell": "We do not keep it yet" });
        assert!(attempt(&server, SalesLead, "handoverWritePart", &handover, more).await.succeeded());
    }
    for part in ["OPEN_ITEMS", "NEXT_90_DAYS"] {
        let more = json!({ "part": part, "body": "Call them." });
        assert!(attempt(&server, SalesLead, "handoverWritePart", &handover, more).await.succeeded());
    }
    let two = json!({ "part": "SUMMARY", "body": "Gearboxes.", "mustKnows": ["One", "Two"] });
    attempt(&server, SalesLead, "handoverWritePart", &handover, two.clone()).await;
    assert_eq!(known().await["handoverPack.completeness"], 93);
    let early = attempt(&server, SalesLead, "handoverSubmitPack", &handover, json!({})).await;
    assert_eq!(early.user_error()["code"], "PACK_INCOMPLETE", "three must-knows, whatever the percent");
    let again = both(two.clone(), json!({ "mustKnows": ["One", "Two", "two"] }));
    attempt(&server, SalesLead, "handoverWritePart", &handover, again).await;
    assert_eq!(known().await["handoverPack.completeness"], 93, "the same line twice is one must-know");
    let three = both(two, json!({ "mustKnows": ["One", "Two", "Three"] }));
    attempt(&server, SalesLead, "handoverWritePart", &handover, three).await;
    assert_eq!(known().await["handoverPack"], json!({ "completeness": 100, "missing": [] }));
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
});

story!(what_is_written_is_checked, async |server| {
    let (_, handover) = begun(&server).await;
    for (more, code) in [
        (json!({ "body": "x".repeat(20_001) }), "TOO_LONG"),
        (json!({ "body": "x", "nothingToTell": "y" }), "NOT_ALLOWED"),
        (json!({ "mustKnows": ["x"] }), "NOT_ALLOWED"),
        (json!({ "part": "SUMMARY", "mustKnows": ["a\nb"] }), "CONTROL_CHARACTER"),
        (json!({ "part": "SUMMARY", "mustKnows": vec!["x"; 11] }), "TOO_MANY"),
        (json!({ "part": "SUMMARY", "body": null, "nothingToTell": "y" }), "ALWAYS_TOLD"),
        (json!({ "part": "NEXT_90_DAYS", "body": null, "nothingToTell": "y" }), "ALWAYS_TOLD"),
    ] {
        let refused = attempt(&server, SalesLead, "handoverWritePart", &handover, more.clone()).await;
        assert_eq!(refused.user_error()["code"], code, "{more}");
    }
    assert_eq!(
        seen(&server, Director, &handover, "version state").await["handover"],
        json!({ "version": 1, "state": "INITIATED" })
    );
});

story!(the_receiver_sends_a_pack_back_with_what_is_missing, async |server| {
    let (_, handover) = begun(&server).await;
    write_all(&server, SalesLead, &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    let locked = attempt(&server, SalesLead, "handoverWritePart", &handover, json!({})).await;
    assert_eq!(locked.user_error()["code"], "ILLEGAL_TRANSITION", "it is with the receiver");
    let told = "a handover that is PACK_READY cannot be written; \
        it can be returned or accepted or refused or cancelled or declared an emergency";
    assert_eq!(locked.user_error()["message"], told);
    let returned = step(&server, Outsider, "handoverReturnPack", &handover).await;
    let facts = &returned["handoverReturnPack.handover"];
    assert_eq!(
        (&facts["state"], &facts["returnReason"]),
        (&json!("PREPARING"), &json!("Who decides there?"))
    );
    step(&server, SalesLead, "handoverWritePart", &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    let early = attempt(&server, Director, "handoverTransfer", &handover, json!({})).await;
    let told = "a handover that is ACCEPTED cannot be transferred; \
        it can be shadowed or cancelled or declared an emergency";
    assert_eq!(early.user_error()["message"], told, "not the state that it is in");
});

story!(what_was_accepted_never_changes_and_is_read_by_present_rights, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let record = publish(&server, &account, "COMPETITOR_BRIEF", "Rival").await;
    let handover = initiate(&server, &account, json!({})).await;
    write_all(&server, SalesLead, &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    let selection = format!("acceptedAt contentHash completeness {PARTS_OF}");
    let accepted = pack(&server, Outsider, &handover, &selection).await;
    assert_eq!(accepted.text("handoverPack.contentHash").len(), 64);
    let version = async || {
        let document = "query($id: ID!) { knowledgeEntry(id: $id) { version } }";
        server.as_(SalesLead).query(document, json!({ "id": record })).await["knowledgeEntry.version"].clone()
    };
    let input = json!({ "entryId": record, "expectedVersion": version().await, "title": "Rival, again" });
    server.as_(SalesLead).change("knowledgeEntryRevise", "knowledgeEntry { id }", input).await;
    server.incident(&account, json!({})).await;
    publish(&server, &account, "COMPETITOR_BRIEF", "Another rival").await;
    let later = pack(&server, Outsider, &handover, &selection).await;
    assert_eq!(accepted["handoverPack"], later["handoverPack"]);
    let brief = &part(&later["handoverPack"], "COMPETITORS")["items"][1];
    assert_eq!((&brief["title"], &brief["revision"]), (&json!("Rival"), &json!(1)));
});

story!(the_receiver_acknowledges_items_one_by_one, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    publish(&server, &account, "PLAYBOOK", "How to enter").await;
    let handover = initiate(&server, &account, json!({})).await;
    write_all(&server, SalesLead, &handover).await;
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    let acknowledge = async |persona, place: i32| {
        let input = json!({ "handoverId": handover, "place": place });
        server.as_(persona).attempt("handoverAcknowledgeItem", "handover { id version }", input).await
    };
    assert_eq!(acknowledge(Outsider, 1).await.user_error()["code"], "NOT_TO_ACKNOWLEDGE");
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    for persona in [SalesLead, TechnicalLead, Deputy, Director] {
        assert_eq!(acknowledge(persona, 1).await.code(), "FORBIDDEN", "{persona:?}");
    }
    let unknown = acknowledge(Outsider, 14).await;
    assert_eq!(
        (&unknown.user_error()["code"], &unknown.user_error()["path"]),
        (&json!("ITEM_UNKNOWN"), &json!(["place"]))
    );
    let first = acknowledge(Outsider, 12).await;
    assert_eq!(first["handoverAcknowledgeItem.eventIds"].as_array().unwrap().len(), 1);
    let again = acknowledge(Outsider, 12).await;
    assert!(
        again["handoverAcknowledgeItem.eventIds"].as_array().unwrap().is_empty(),
        "said twice it counts once"
    );
    acknowledge(Outsider, 1).await;
    let known = pack(&server, Outsider, &handover, &format!("acknowledgedItems totalItems {PARTS_OF}")).await;
    let found = &known["handoverPack"];
    assert_eq!((&found["acknowledgedItems"], &found["totalItems"]), (&json!(2), &json!(13)));
    assert!(!part(found, "SUMMARY")["items"][0]["acknowledgedAt"].is_null());
    let playbook = &part(found, "ACCESS")["items"][1];
    assert_eq!(playbook["place"], 12);
    assert!(!playbook["acknowledgedAt"].is_null());
    step(&server, Director, "handoverCancel", &handover).await;
    assert_eq!(acknowledge(Outsider, 2).await.code(), "NOT_FOUND");
});
