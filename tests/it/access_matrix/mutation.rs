//! Changes of what is hidden: an outsider gets what a thing that does not exist gives, nobody is told to sign in, and
//! nothing happens.

use serde_json::{Value, json};
use support::{Persona, Server, client::Client, story};

use super::{EVERYBODY, anonymised, root::nothing_like, sees, world::World};

/// What a mutation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// An account, an incident, an entry or an assignment, by that field of the input.
    Thing(&'static str),
    /// People, bots, keys, regions and new accounts; their own stories hold them against rights.
    Company,
    /// What is the viewer's own; its own stories hold it against rights.
    Own,
    /// Coming in and leaving, which has no principal yet.
    Door,
}

use About::{Company, Door, Own, Thing};

/// Every root field of a mutation: what it is about, and what its input says beside that.
pub(super) const MUTATIONS: [(&str, About, &str); 125] = [
    ("accountActivate", Thing("accountId"), ""),
    ("accountAppointSponsor", Thing("accountId"), r#""userId":"PERSON""#),
    ("accountChangeFacts", Thing("accountId"), r#""name":"New""#),
    ("accountChangeRelationshipStage", Thing("accountId"), r#""reason":"because","stage":"STRATEGIC""#),
    ("accountCreate", Company, ""),
    ("accountEnd", Thing("accountId"), r#""reason":"because""#),
    ("accountReleaseSponsor", Thing("accountId"), ""),
    ("accountScaleDown", Thing("accountId"), r#""reason":"because""#),
    ("accountSetTier", Thing("accountId"), r#""reason":"because","tier":"A""#),
    ("accountUnwatch", Thing("accountId"), ""),
    ("accountWatch", Thing("accountId"), r#""reason":"because","reviewOn":"2026-12-01""#),
    ("apiKeyIssue", Company, ""),
    ("apiKeyRevoke", Company, ""),
    ("botCreate", Company, ""),
    ("botDisable", Company, ""),
    ("botEnable", Company, ""),
    ("escalationPolicyRevise", Company, ""),
    ("commitmentRecord", Thing("commitmentId"), r#""outcome":"KEPT","evidence":"Seen.""#),
    ("commitmentVerify", Thing("commitmentId"), r#""verifiedBy":"Ms Sato""#),
    ("customerRequestAddSeat", Thing("requestId"), r#""seat":"DELIVERY","reason":"because""#),
    ("customerRequestAnswer", Thing("requestId"), r#""kind":"SUBSTANTIVE","expectedVersion":null"#),
    ("customerRequestClose", Thing("requestId"), ""),
    ("customerRequestForgetContact", Thing("requestId"), ""),
    ("customerRequestHandOver", Thing("requestId"), r#""to":"DELIVERY""#),
    (
        "customerRequestLog",
        Thing("accountId"),
        r#""title":"When?","kind":"QUESTION","channel":"CHAT","seats":["SALES"],"expectedVersion":null"#,
    ),
    ("customerRequestRemoveSeat", Thing("requestId"), r#""seat":"SALES","reason":"because""#),
    ("customerRequestReopen", Thing("requestId"), r#""reason":"because""#),
    ("customerRequestWithdraw", Thing("requestId"), r#""reason":"because""#),
    (
        "extendedMemberAdd",
        Thing("accountId"),
        r#""userId":"PERSON","expertise":"law","expectedVersion":null"#,
    ),
    ("handoverAcceptPack", Thing("handoverId"), ""),
    ("handoverAcknowledgeItem", Thing("handoverId"), r#""place":1,"expectedVersion":null"#),
    ("handoverBeginShadowing", Thing("handoverId"), ""),
    ("handoverCancel", Thing("handoverId"), r#""reason":"because""#),
    ("handoverClose", Thing("handoverId"), ""),
    ("handoverCoOwn", Thing("handoverId"), ""),
    ("handoverDeclareEmergency", Thing("handoverId"), ""),
    (
        "handoverInitiate",
        Thing("accountId"),
        r#""seat":"SALES","receiverId":"PERSON","reason":"because","expectedVersion":null"#,
    ),
    ("handoverIntroduce", Thing("handoverId"), r#""informed":"Ms Sato""#),
    ("handoverRefuse", Thing("handoverId"), r#""reason":"because""#),
    ("handoverReturnPack", Thing("handoverId"), r#""reason":"because""#),
    ("handoverSubmitPack", Thing("handoverId"), ""),
    ("handoverTransfer", Thing("handoverId"), ""),
    ("handoverWritePart", Thing("handoverId"), r#""part":"PLAN","body":"So.""#),
    ("incidentAcceptRemote", Thing("incidentId"), r#""consentName":"Ms Sato""#),
    ("incidentAcknowledge", Thing("incidentId"), ""),
    ("incidentActivate", Thing("incidentId"), ""),
    ("incidentAddResponder", Thing("incidentId"), r#""userId":"PERSON""#),
    (
        "incidentAddTimelineEntry",
        Thing("incidentId"),
        r#""body":"So it is.","kind":"FACT","expectedVersion":null"#,
    ),
    ("incidentArriveOnSite", Thing("incidentId"), ""),
    ("incidentAttach", Thing("incidentId"), r#""parentId":"inc_00000000000000000000000000""#),
    ("incidentCancel", Thing("incidentId"), r#""reason":"because""#),
    ("incidentChangeSeverity", Thing("incidentId"), r#""reason":"because","severity":"SEV2""#),
    ("incidentClose", Thing("incidentId"), r#""review":"It runs.","letterWaiverReason":"Too small.""#),
    ("incidentContain", Thing("incidentId"), ""),
    (
        "incidentCostRecord",
        Thing("incidentId"),
        r#""note":"At night","spent":{"concession":{"minorUnits":"100","currency":"EUR"}},"expectedVersion":null"#,
    ),
    (
        "incidentCostWithdraw",
        Thing("incidentId"),
        r#""costId":"cst_00000000000000000000000000","expectedVersion":null"#,
    ),
    ("incidentDecline", Thing("incidentId"), r#""reason":"because""#),
    ("incidentDetach", Thing("incidentId"), ""),
    ("incidentMerge", Thing("incidentId"), r#""intoId":"inc_00000000000000000000000000""#),
    ("incidentMobilise", Thing("incidentId"), ""),
    ("incidentNameExecutiveLead", Thing("incidentId"), r#""userId":"PERSON""#),
    ("incidentOverrideEntitlement", Thing("incidentId"), r#""reason":"because""#),
    ("incidentPauseClock", Thing("incidentId"), r#""kind":"ON_SITE","reason":"FORCE_MAJEURE""#),
    ("incidentRemoveResponder", Thing("incidentId"), r#""userId":"PERSON""#),
    ("incidentReopen", Thing("incidentId"), r#""reason":"because""#),
    (
        "incidentReport",
        Thing("accountId"),
        r#""title":"It stands","description":"Still.","severity":"SEV1","expectedVersion":null"#,
    ),
    ("incidentResolve", Thing("incidentId"), ""),
    ("incidentResumeClock", Thing("incidentId"), r#""kind":"ON_SITE""#),
    ("incidentSetOnSiteParty", Thing("incidentId"), r#""userIds":[]"#),
    ("incidentTriage", Thing("incidentId"), r#""severity":"SEV1""#),
    ("inboxAcknowledge", Own, ""),
    ("inboxGiveBack", Own, ""),
    ("inboxTake", Own, ""),
    ("knowledgeEntryChangeAudience", Thing("entryId"), r#""audience":"ALL_STAFF""#),
    ("knowledgeEntryComment", Thing("entryId"), r#""body":"So.","expectedVersion":null"#),
    ("knowledgeEntryContest", Thing("entryId"), r#""reason":"because""#),
    (
        "knowledgeEntryDraft",
        Thing("homeAccountId"),
        r#""type":"LESSON","title":"Mine","body":"So.","audience":"ALL_STAFF","expectedVersion":null"#,
    ),
    ("knowledgeEntryGovern", Thing("entryId"), r#""confidence":"LOW""#),
    ("knowledgeEntryLink", Thing("entryId"), r#""targetId":"ACCOUNT""#),
    ("knowledgeEntryPublish", Thing("entryId"), ""),
    ("knowledgeEntryRevise", Thing("entryId"), r#""title":"New""#),
    ("knowledgeEntryShareDraft", Thing("entryId"), r#""userId":"PERSON""#),
    ("knowledgeEntryUnlink", Thing("entryId"), r#""targetId":"ACCOUNT""#),
    ("knowledgeEntryUnshareDraft", Thing("entryId"), r#""userId":"PERSON""#),
    (
        "knowledgeEntryUse",
        Thing("entryId"),
        r#""purposeId":"inc_00000000000000000000000000","expectedVersion":null"#,
    ),
    ("knowledgeEntryVerify", Thing("entryId"), ""),
    ("knowledgeTermSet", Company, ""),
    ("letterAccept", Thing("letterId"), r#""answeredBy":"Ms Sato""#),
    ("letterConclude", Thing("letterId"), ""),
    (
        "letterDraft",
        Thing("incidentId"),
        r#""language":"ENGLISH","text":{"issue":"It stood."},"expectedVersion":null"#,
    ),
    ("letterReturn", Thing("letterId"), r#""answeredBy":"Ms Sato","note":"Better.""#),
    ("letterRevise", Thing("letterId"), r#""language":"ENGLISH","text":{"issue":"It stood."}"#),
    ("letterSend", Thing("letterId"), r#""sentTo":"sato@example.com""#),
    ("letterSign", Thing("letterId"), ""),
    ("letterSubmit", Thing("letterId"), ""),
    ("letterWaive", Thing("incidentId"), r#""reason":"because""#),
    ("memberRelease", Thing("assignmentId"), r#""reason":"because","expectedVersion":null"#),
    ("noticeDismiss", Own, ""),
    ("noticeRead", Own, ""),
    ("quietHoursSet", Own, ""),
    ("regionCreate", Company, ""),
    ("regionRename", Company, ""),
    (
        "seatAssign",
        Thing("accountId"),
        r#""userId":"PERSON","seat":"SALES","position":"DEPUTY","expectedVersion":null"#,
    ),
    ("seatSwap", Thing("assignmentId"), r#""userId":"PERSON","reason":"because","expectedVersion":null"#),
    ("seatVacate", Thing("assignmentId"), r#""reason":"because","expectedVersion":null"#),
    ("sessionClose", Door, ""),
    ("sessionOpen", Door, ""),
    ("sessionRenew", Door, ""),
    ("setupComplete", Door, ""),
    (
        "specialNotePost",
        Thing("accountId"),
        r#""kind":"AVOID","severity":"INFO","text":"Hush","expectedVersion":null"#,
    ),
    ("specialNoteRevise", Thing("noteId"), r#""kind":"AVOID","severity":"INFO","text":"Hush""#),
    ("specialNoteRevoke", Thing("noteId"), r#""reason":"because""#),
    ("userAppoint", Company, ""),
    ("userChange", Company, ""),
    ("userCreate", Company, ""),
    ("userDisable", Company, ""),
    ("userEnable", Company, ""),
    ("userSetPassword", Company, ""),
    ("webhookDeliveryRetry", Company, ""),
    ("webhookEndpointChange", Company, ""),
    ("webhookEndpointDisable", Company, ""),
    ("webhookEndpointEnable", Company, ""),
    ("webhookEndpointRegister", Company, ""),
    ("webhookEndpointReplay", Company, ""),
    ("webhookSecretRotate", Company, ""),
];

/// The input that names a thing; `expectedVersion` is left out where the row says so.
fn input(world: &World, field: &str, id: &str, beside: &str) -> Value {
    let beside = beside.replace("PERSON", world.server.cast().id(Persona::Outsider));
    let beside = beside.replace("ACCOUNT\"", &format!("{}\"", world.id("account", "OWN")));
    let mut input: Value = serde_json::from_str(&format!("{{{beside}}}")).unwrap();
    let facts = input.as_object_mut().unwrap();
    match facts.get("expectedVersion") {
        None => drop(facts.insert("expectedVersion".into(), json!(1))),
        Some(_) => drop(facts.remove("expectedVersion")),
    }
    facts.insert(field.into(), json!(id));
    input
}

/// What a field of an input may name that the principal does not see.
fn hidden<'a>(world: &'a World, principal: char, field: &str) -> Vec<&'a str> {
    let names: &[(&str, &str)] = match field {
        "incidentId" => &[("incident", "HIDDEN"), ("incident", "QUIET")],
        "entryId" => &[("knowledgeEntry", "HIDDEN TRIANGLE"), ("knowledgeEntry", "HIDDEN draft")],
        "letterId" => &[("letter", "HIDDEN")],
        "handoverId" => &[("handover", "HIDDEN")],
        "commitmentId" => &[("commitment", "HIDDEN")],
        "noteId" => &[("specialNote", "HIDDEN")],
        "requestId" => &[("customerRequest", "HIDDEN")],
        "assignmentId" => &[("account", "HIDDEN")],
        _ => &[("account", "HIDDEN"), ("account", "QUIET")],
    };
    let unseen = names.iter().filter(|(kind, name)| !sees(kind, name, principal));
    let id = |(kind, name): &(&'static str, &'static str)| match field {
        "assignmentId" => world.assignment.as_str(),
        _ => world.id(kind, name),
    };
    unseen.map(id).collect()
}

/// Who may do what to a thing that they do not see.
const UNSEEN: [(char, &str); 5] = [
    ('E', "incidentReport"),
    ('X', "incidentReport"),
    ('Z', "incidentReport"),
    ('r', "incidentReport"),
    ('t', "incidentAddTimelineEntry"),
];

async fn position(client: &Client) -> Value {
    client.query("{ eventCursor }", json!({})).await["eventCursor"].clone()
}

/// Tries every mutation of a thing as a principal, against what is hidden and what does not exist; gives what was not alike
/// or not of that code.
async fn walk(world: &World, principal: char, expected: Option<&str>) -> Vec<String> {
    let client = world.client(principal);
    let mut wrong = Vec::new();
    for (mutation, about, beside) in MUTATIONS {
        let Thing(field) = about else { continue };
        if UNSEEN.contains(&(principal, mutation)) {
            continue;
        }
        for id in hidden(world, principal, field) {
            let nothing = nothing_like(id);
            let there = client.attempt(mutation, "", input(world, field, id, beside)).await;
            let absent = client.attempt(mutation, "", input(world, field, &nothing, beside)).await;
            let alike = anonymised(&there, id) == anonymised(&absent, &nothing);
            let code = match there.errors() {
                [] => there.json()["data"][mutation]["userErrors"][0]["code"].as_str(),
                errors => errors[0]["extensions"]["code"].as_str(),
            };
            if !alike || there.succeeded() || expected.is_some_and(|it| code != Some(it)) {
                wrong.push(format!("{principal} {mutation} {code:?}: {there:?} and {absent:?}"));
            }
        }
    }
    wrong
}

story!(a_change_of_what_is_hidden_answers_as_one_of_what_does_not_exist, async |server: Server| {
    let world = World::around(server).await;
    let before = position(world.client('A')).await;
    let mut wrong = walk(&world, 'O', Some("NOT_FOUND")).await;
    wrong.extend(walk(&world, 'N', Some("UNAUTHENTICATED")).await);
    for principal in EVERYBODY.chars().filter(|it| !"ON".contains(*it)) {
        wrong.extend(walk(&world, principal, None).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(position(world.client('A')).await, before, "something happened");
});

/// Every change that a bot makes, by the letter of the bot.
const OF_BOTS: [(char, &str); 4] = [
    ('r', "incidentReport"),
    ('b', "incidentReport"),
    ('t', "incidentAddTimelineEntry"),
    ('b', "incidentAddTimelineEntry"),
];

story!(a_bot_makes_the_changes_that_its_scopes_name_and_no_other, async |server: Server| {
    let world = World::around(server).await;
    let before = position(world.client('A')).await;
    let mut allowed = Vec::new();
    for bot in "aikrtb".chars() {
        for (mutation, about, beside) in MUTATIONS {
            let Thing(field) = about else { continue };
            let id = match field {
                "incidentId" => world.id("incident", "OWN"),
                "entryId" => world.id("knowledgeEntry", "OWN ALL_STAFF"),
                "letterId" => world.id("letter", "OWN"),
                "handoverId" => world.id("handover", "OWN"),
                "commitmentId" => world.id("commitment", "OWN"),
                "noteId" => world.id("specialNote", "OWN"),
                "requestId" => world.id("customerRequest", "OWN"),
                "assignmentId" => &world.assignment,
                _ => world.id("account", "OWN"),
            };
            let input = input(&world, field, id, beside);
            if OF_BOTS.contains(&(bot, mutation)) {
                allowed.push((bot, mutation, input));
                continue;
            }
            let refused = world.client(bot).attempt(mutation, "", input).await;
            assert!(["FORBIDDEN", "NOT_FOUND"].contains(&refused.code()), "{bot} {mutation}: {refused:?}");
        }
    }
    assert_eq!(position(world.client('A')).await, before, "something happened");
    assert_eq!(allowed.len(), OF_BOTS.len());
    for (bot, mutation, input) in allowed {
        world.client(bot).change(mutation, "", input).await;
    }
});

story!(an_own_entry_is_not_linked_to_what_is_hidden, async |server: Server| {
    let world = World::around(server).await;
    let outsider = world.client('O');
    let input = json!({ "type": "LESSON", "title": "Mine", "body": "So.", "audience": "ALL_STAFF" });
    let made = outsider.change("knowledgeEntryDraft", "knowledgeEntry { id }", input).await;
    let entry = made.text("knowledgeEntryDraft.knowledgeEntry.id");
    let before = position(world.client('A')).await;
    for id in [world.id("account", "HIDDEN"), world.id("incident", "HIDDEN")] {
        for mutation in ["knowledgeEntryLink", "knowledgeEntryUnlink"] {
            let input = |target: &str| json!({ "entryId": entry, "targetId": target, "expectedVersion": 1 });
            let nothing = nothing_like(id);
            let there = outsider.attempt(mutation, "", input(id)).await;
            let absent = outsider.attempt(mutation, "", input(&nothing)).await;
            assert_eq!(anonymised(&there, id), anonymised(&absent, &nothing), "{mutation}");
            assert!(!there.succeeded(), "{mutation}: {there:?}");
        }
    }
    assert_eq!(position(world.client('A')).await, before, "something happened");
});
