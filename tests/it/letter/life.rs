//! The life of a letter: from the draft to what the customer says.

use std::time::Duration;

use serde_json::json;
use support::Persona::{Deputy, EscalationManager, Executive, SalesLead, TechnicalLead};
use support::story;

use super::acting::{
    FACTS, attempt, both, draft, keep_all, letter_after, make_chief, of_incident, promise, resolved,
    resolved_as, seen, step, text,
};

story!(a_letter_goes_from_draft_to_the_customers_consent, async |server| {
    let incident = resolved(&server).await;
    let letter = draft(&server, &incident, text(&server, json!({}))).await;
    step(&server, Deputy, "letterSubmit", &letter).await;
    let signed = step(&server, Executive, "letterSign", &letter).await;
    assert_eq!(signed["letterSign.letter.signatory"], "EXECUTIVE_LEAD");
    assert_eq!(signed["letterSign.letter.signedVersions.0.signer.name"], Executive.name());
    assert_eq!(signed["letterSign.letter.incident.state"], "RESOLVED");
    server.advance(Duration::from_secs(3_600));
    let sent = step(&server, TechnicalLead, "letterSend", &letter).await;
    assert_eq!(sent["letterSend.letter.state"], "SENT");
    assert_eq!(sent["letterSend.letter.incident.state"], "COMMITMENT_ISSUED");
    assert_eq!(sent["letterSend.letter.signedVersions.0.sentAt"], "2026-03-02T10:00:00+00:00");
    let accepted = step(&server, SalesLead, "letterAccept", &letter).await;
    assert_eq!(accepted["letterAccept.letter.state"], "ACCEPTED");
    assert_eq!(accepted["letterAccept.letter.signedVersions.0.answeredBy"], "Ms Sato");
    keep_all(&server, &letter).await;
    let close = json!({ "review": "It stood, now it runs." });
    let closed = of_incident(&server, Executive, "incidentClose", &incident, close).await;
    assert_eq!(closed["incidentClose.incident.state"], "CLOSED");
    let document =
        "query($id: ID!) { incident(id: $id) { letter { id } letters { id } letterWaiver { reason } } }";
    let answer = server.as_(SalesLead).query(document, json!({ "id": incident })).await;
    assert_eq!(answer["incident.letter.id"], letter);
    assert_eq!(answer["incident.letters.0.id"], letter);
    assert_eq!(answer["incident.letterWaiver"], json!(null));
});

story!(a_returned_letter_gets_a_new_version_and_keeps_the_old_one, async |server| {
    let incident = resolved(&server).await;
    let letter =
        letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend", "letterReturn"]).await;
    let before = seen(&server, &letter, "signedVersions { content contentHash returnNote }").await;
    assert_eq!(before["letter.signedVersions.0.returnNote"], "Name a day for the second gateway.");
    let better =
        text(&server, json!({ "commitments": [promise(&server, json!({ "dueOn": "2026-03-10" }))] }));
    let revision = json!({ "language": "ENGLISH", "text": better });
    let revised = attempt(&server, SalesLead, "letterRevise", &letter, revision).await;
    assert_eq!(revised["letterRevise.letter.state"], "DRAFT");
    assert_eq!(revised["letterRevise.letter.number"], 2);
    for mutation in ["letterSubmit", "letterSign", "letterSend", "letterAccept"] {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(&server, persona, mutation, &letter).await;
    }
    let after = seen(&server, &letter, "signedVersions { number content contentHash }").await;
    assert_eq!(after["letter.signedVersions.0.number"], 2);
    assert_eq!(after["letter.signedVersions.1.content"], before["letter.signedVersions.0.content"]);
    assert_ne!(after["letter.signedVersions.0.contentHash"], before["letter.signedVersions.0.contentHash"]);
});

story!(the_hash_is_of_the_content_that_was_signed, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &["letterSubmit", "letterSign"]).await;
    let signed = seen(&server, &letter, "signedVersions { content contentHash }").await;
    let content = signed.text("letter.signedVersions.0.content");
    let hash = api::platform::secret::sha256_hex(content.as_bytes());
    assert_eq!(signed["letter.signedVersions.0.contentHash"], hash);
    for fact in ["RC-1", "Ms Sato", "Tao Technical", "Install a second gateway", "Eva Executive"] {
        assert!(content.contains(fact), "{fact} in {content}");
    }
});

story!(for_the_worst_of_the_most_important_the_chief_executive_signs, async |server| {
    let incident = resolved_as(&server, "S", "SEV1").await;
    let letter = letter_after(&server, &incident, &["letterSubmit"]).await;
    let refused = attempt(&server, Executive, "letterSign", &letter, json!({})).await;
    assert_eq!(refused.user_error()["code"], "NOT_THE_SIGNER");
    make_chief(&server, Executive).await;
    let signed = step(&server, Executive, "letterSign", &letter).await;
    assert_eq!(signed["letterSign.letter.signatory"], "CHIEF_EXECUTIVE");
});

story!(a_chinese_letter_keeps_every_character, async |server| {
    let incident = resolved(&server).await;
    let promise = promise(&server, json!({ "action": "在五月底之前安装第二台网关，并每月演练切换。" }));
    let chinese = text(
        &server,
        json!({
            "addressee": "佐藤女士，运营总监", "issue": "三号产线停线六小时。",
            "rootCause": "只有一台网关，且没有监控。", "commitments": [promise],
        }),
    );
    let input = json!({ "incidentId": incident, "language": "CHINESE", "text": chinese });
    let drafted = server.as_(SalesLead).change("letterDraft", FACTS, input).await;
    assert_eq!(drafted["letterDraft.letter.language"], "CHINESE");
    assert_eq!(drafted["letterDraft.letter.text.issue"], "三号产线停线六小时。");
    let letter = drafted.text("letterDraft.letter.id");
    step(&server, SalesLead, "letterSubmit", &letter).await;
    let signed = step(&server, Executive, "letterSign", &letter).await;
    let content = signed.text("letterSign.letter.signedVersions.0.content");
    assert!(content.contains("在五月底之前安装第二台网关，并每月演练切换。"));
});

story!(an_executive_waives_a_letter_and_closes_the_incident, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &["letterSubmit"]).await;
    let close = json!({ "review": "It stood.", "letterWaiverReason": "Too small." });
    let refused = of_incident(&server, Executive, "incidentClose", &incident, close.clone()).await;
    assert_eq!(refused.user_error()["code"], "LETTER_UNFINISHED");
    let waive = json!({ "reason": "The customer wants none." });
    let waived = of_incident(&server, Executive, "letterWaive", &incident, waive).await;
    assert!(waived.succeeded(), "{waived:?}");
    assert_eq!(seen(&server, &letter, "state").await["letter.state"], "WAIVED");
    let closed =
        of_incident(&server, Executive, "incidentClose", &incident, json!({ "review": "It stood." })).await;
    assert_eq!(closed["incidentClose.incident.state"], "CLOSED");
    let document = "query($id: ID!) { incident(id: $id) { letterWaiver { reason by { name } } } }";
    let answer = server.as_(SalesLead).query(document, json!({ "id": incident })).await;
    assert_eq!(answer["incident.letterWaiver.reason"], "The customer wants none.");
    assert_eq!(answer["incident.letterWaiver.by.name"], Executive.name());
});

story!(an_incident_closes_neither_silently_nor_while_its_letter_is_out, async |server| {
    let incident = resolved(&server).await;
    let silent = json!({ "review": "It stood." });
    let refused = of_incident(&server, Executive, "incidentClose", &incident, silent.clone()).await;
    assert_eq!(refused.user_error()["code"], "LETTER_REQUIRED");
    assert_eq!(refused.user_error()["path"], json!(["letterWaiverReason"]));
    letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend"]).await;
    let refused = of_incident(&server, Executive, "incidentClose", &incident, silent.clone()).await;
    assert_eq!(refused.user_error()["code"], "LETTER_UNSETTLED");
    let waiver = both(silent, json!({ "letterWaiverReason": "Too small." }));
    let refused = of_incident(&server, Executive, "incidentClose", &incident, waiver).await;
    assert_eq!(refused.user_error()["code"], "WAIVER_OUT_OF_PLACE");
    let waive =
        of_incident(&server, Executive, "letterWaive", &incident, json!({ "reason": "Too late." })).await;
    assert_eq!(waive.user_error()["code"], "ILLEGAL_TRANSITION");
});

story!(a_reopened_incident_gets_a_letter_of_its_own, async |server| {
    let incident = resolved(&server).await;
    let first = letter_after(&server, &incident, &["letterSubmit", "letterSign"]).await;
    let reopen = json!({ "reason": "It stands again." });
    of_incident(&server, EscalationManager, "incidentReopen", &incident, reopen).await;
    let refused =
        attempt(&server, SalesLead, "letterSend", &first, json!({ "sentTo": "sato@example.com" })).await;
    assert_eq!(refused.user_error()["code"], "SUPERSEDED");
    for mutation in ["incidentMobilise", "incidentArriveOnSite", "incidentResolve"] {
        of_incident(&server, EscalationManager, mutation, &incident, json!({})).await;
    }
    let second = letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend"]).await;
    let document = "query($id: ID!) { incident(id: $id) { state letter { id generation } letters { id } } }";
    let answer = server.as_(SalesLead).query(document, json!({ "id": incident })).await;
    assert_eq!(answer["incident.state"], "COMMITMENT_ISSUED");
    assert_eq!(answer["incident.letter.id"], second);
    assert_eq!(answer["incident.letter.generation"], 2);
    assert_eq!(answer["incident.letters.1.id"], first);
});
