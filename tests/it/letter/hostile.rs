//! What must not be possible with letters.

use serde_json::json;
use support::Persona::{EscalationManager, Executive, Outsider, SalesLead, TechnicalLead};
use support::story;

use super::acting::{
    FACTS, attempt, both, draft, letter_after, of_incident, promise, resolved, resolved_as, seen, step, text,
};

story!(what_was_signed_is_not_edited, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &["letterSubmit", "letterSign"]).await;
    let signed = seen(&server, &letter, "signedVersions { content contentHash }").await;
    let other =
        json!({ "language": "ENGLISH", "text": text(&server, json!({ "issue": "Nothing happened." })) });
    let revised = attempt(&server, SalesLead, "letterRevise", &letter, other.clone()).await;
    assert_eq!(revised["letterRevise.letter.number"], 2);
    let after = seen(&server, &letter, "state signedVersions { content contentHash }").await;
    assert_eq!(after["letter.signedVersions"], signed["letter.signedVersions"]);
    assert_eq!(after["letter.state"], "DRAFT");
    // The new text is sent under a new signature or not at all.
    let unsigned =
        attempt(&server, SalesLead, "letterSend", &letter, json!({ "sentTo": "sato@example.com" })).await;
    assert_eq!(unsigned.user_error()["code"], "ILLEGAL_TRANSITION");
    for mutation in ["letterSubmit", "letterSign", "letterSend"] {
        let persona = if mutation == "letterSign" { Executive } else { SalesLead };
        step(&server, persona, mutation, &letter).await;
    }
    let sent = attempt(&server, SalesLead, "letterRevise", &letter, other).await;
    assert_eq!(sent.user_error()["code"], "ILLEGAL_TRANSITION");
    assert_eq!(sent.user_error()["message"], "SENT cannot become DRAFT; possible: ACCEPTED, RETURNED");
});

story!(nobody_signs_for_somebody_else, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &["letterSubmit"]).await;
    for persona in [SalesLead, EscalationManager] {
        let refused = attempt(&server, persona, "letterSign", &letter, json!({})).await;
        assert_eq!(refused.code(), "FORBIDDEN", "{persona:?}");
    }
    assert_eq!(seen(&server, &letter, "state").await["letter.state"], "INTERNAL_REVIEW");
});

story!(of_two_who_sign_or_change_at_once_one_is_told, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &["letterSubmit"]).await;
    let input = json!({ "letterId": letter, "expectedVersion": 2 });
    let one = server.as_(Executive);
    let (first, second) = tokio::join!(
        one.attempt("letterSign", FACTS, input.clone()),
        one.attempt("letterSign", FACTS, input.clone()),
    );
    let (won, lost) = if first.succeeded() { (first, second) } else { (second, first) };
    assert_eq!(won["letterSign.letter.version"], 3);
    assert_eq!(lost.user_error()["code"], "VERSION_CONFLICT");
    let late = both(input, json!({ "language": "ENGLISH", "text": text(&server, json!({})) }));
    let stale = server.as_(SalesLead).attempt("letterRevise", FACTS, late).await;
    assert_eq!(stale.user_error()["code"], "VERSION_CONFLICT");
    let versions = seen(&server, &letter, "signedVersions { number }").await;
    assert_eq!(versions["letter.signedVersions"].as_array().unwrap().len(), 1);
});

story!(a_repeated_request_is_done_once, async |server| {
    let incident = resolved(&server).await;
    let input = json!({
        "incidentId": incident, "language": "ENGLISH", "text": text(&server, json!({})), "idempotencyKey": "one",
    });
    let sales = server.as_(SalesLead);
    let first = sales.change("letterDraft", FACTS, input.clone()).await;
    let again = sales.change("letterDraft", FACTS, input.clone()).await;
    assert_eq!(first["letterDraft.letter.id"], again["letterDraft.letter.id"]);
    let other = sales.attempt("letterDraft", FACTS, both(input, json!({ "idempotencyKey": "two" }))).await;
    assert_eq!(other.user_error()["code"], "LETTER_EXISTS");
});

story!(an_unfinished_letter_is_not_submitted, async |server| {
    let incident = resolved_as(&server, "A", "SEV1").await;
    let letter = draft(&server, &incident, json!({})).await;
    let submit = async || attempt(&server, SalesLead, "letterSubmit", &letter, json!({})).await;
    let refused = submit().await;
    let missing = refused.data()["letterSubmit"]["userErrors"].as_array().unwrap().len();
    assert_eq!(missing, 8, "{refused:?}");
    for (beside, code) in [
        (json!({ "commitments": [] }), "NO_COMMITMENT"),
        (
            json!({ "commitments": [promise(&server, json!({ "preventive": false }))] }),
            "NO_PREVENTIVE_COMMITMENT",
        ),
        (json!({ "commitments": [promise(&server, json!({ "dueOn": "2026-03-01" }))] }), "PAST"),
        (
            json!({ "commitments": [promise(&server, json!({ "ownerId": server.cast().id(Outsider) }))] }),
            "OWNER_NOT_INVOLVED",
        ),
        (
            json!({ "compensation": { "description": "A month free",
                "amount": { "minorUnits": "1250000", "currency": "EUR" } } }),
            "COMPENSATION_UNAPPROVED",
        ),
    ] {
        let revision = json!({ "language": "ENGLISH", "text": text(&server, beside) });
        assert!(attempt(&server, SalesLead, "letterRevise", &letter, revision).await.succeeded(), "{code}");
        assert_eq!(submit().await.user_error()["code"], code);
    }
    assert_eq!(seen(&server, &letter, "state").await["letter.state"], "DRAFT");
});

story!(a_text_that_is_not_in_order_is_told_all_that_is_wrong, async |server| {
    let incident = resolved(&server).await;
    let wrong = text(
        &server,
        json!({
            "issue": "x".repeat(5_001),
            "contact": "two\nlines",
            "compensation": { "description": "", "amount": { "minorUnits": "-1", "currency": "euro" } },
        }),
    );
    let input = json!({ "incidentId": incident, "language": "ENGLISH", "text": wrong });
    let refused = server.as_(SalesLead).attempt("letterDraft", FACTS, input).await;
    let errors = refused.data()["letterDraft"]["userErrors"].as_array().unwrap();
    let codes: Vec<&str> = errors.iter().map(|error| error["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["TOO_LONG", "CONTROL_CHARACTER", "REQUIRED", "OUT_OF_RANGE", "FORMAT"]);
    assert_eq!(errors[4]["path"], json!(["text", "compensation", "amount", "currency"]));
});

story!(a_letter_is_about_a_resolved_incident, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let input = json!({ "incidentId": incident, "language": "ENGLISH", "text": text(&server, json!({})) });
    let refused = server.as_(SalesLead).attempt("letterDraft", FACTS, input).await;
    assert_eq!(refused.user_error()["code"], "NOT_RESOLVED");
});

story!(what_became_worse_since_the_signature_is_signed_again, async |server| {
    let incident = resolved_as(&server, "S", "SEV2").await;
    let letter = letter_after(&server, &incident, &["letterSubmit", "letterSign"]).await;
    let worse = json!({ "severity": "SEV1", "reason": "It was data of patients." });
    of_incident(&server, EscalationManager, "incidentChangeSeverity", &incident, worse).await;
    let sent =
        attempt(&server, TechnicalLead, "letterSend", &letter, json!({ "sentTo": "sato@example.com" })).await;
    assert_eq!(sent.user_error()["code"], "SIGNATURE_INSUFFICIENT");
});
