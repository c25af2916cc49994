//! Whom a letter of commitment and its promises are told to.

use std::time::Duration;

use serde_json::json;
use support::Persona::{
    DeliveryLead, Deputy, Director, EscalationManager, Executive, Member, Outsider, SalesLead, TechnicalLead,
};
use support::{Persona, Server, story};

use super::acting::{Watcher, list, raised};
use crate::letter::acting::{
    draft, letter_after, make_chief, make_executive, of_incident, resolved, resolved_as, step, text,
};

/// How many notices of a kind somebody has.
async fn count(server: &Server, persona: Persona, kind: &str) -> usize {
    list(&server.as_(persona), json!({ "kinds": [kind] })).await.len()
}

story!(a_complete_letter_is_told_to_who_signs_it, async |server: Server| {
    let incident = resolved(&server).await;
    let letter = draft(&server, &incident, text(&server, json!({}))).await;
    let mut executive = Watcher::of(&server.as_(Executive)).await;
    step(&server, SalesLead, "letterSubmit", &letter).await;
    while executive.told().await != raised("letter.submitted", "LETTER_TO_SIGN") {}
    for persona in [SalesLead, TechnicalLead, EscalationManager, Director] {
        assert_eq!(count(&server, persona, "LETTER_TO_SIGN").await, 0, "{persona:?}");
    }
});

/// An executive who did not lead the incident before is named to lead it, and told so with a notice of this kind.
async fn is_named(server: &Server, incident: &str, kind: &str) {
    make_executive(server, Outsider, false).await;
    let mut named = Watcher::of(&server.as_(Outsider)).await;
    let lead = json!({ "userId": server.cast().id(Outsider) });
    let answer = of_incident(server, EscalationManager, "incidentNameExecutiveLead", incident, lead).await;
    assert!(answer.succeeded(), "{answer:?}");
    assert_eq!(named.told().await, raised("incident.executive_lead_named", kind));
}

story!(who_leads_since_the_letter_is_complete_is_told_to_sign_it, async |server: Server| {
    let incident = resolved(&server).await;
    let letter = draft(&server, &incident, text(&server, json!({}))).await;
    step(&server, SalesLead, "letterSubmit", &letter).await;
    is_named(&server, &incident, "LETTER_TO_SIGN").await;
    step(&server, Outsider, "letterSign", &letter).await;
});

story!(who_leads_while_the_letter_is_written_is_called_to_lead, async |server: Server| {
    let incident = resolved(&server).await;
    draft(&server, &incident, text(&server, json!({}))).await;
    is_named(&server, &incident, "INCIDENT_CALL").await;
});

story!(who_leads_does_not_sign_what_waits_for_the_chief_executive, async |server: Server| {
    let incident = resolved_as(&server, "S", "SEV1").await;
    let letter = draft(&server, &incident, text(&server, json!({}))).await;
    step(&server, SalesLead, "letterSubmit", &letter).await;
    is_named(&server, &incident, "INCIDENT_CALL").await;
});

story!(the_letter_about_the_worst_at_the_best_waits_for_the_chief_executive, async |server: Server| {
    let incident = resolved_as(&server, "S", "SEV1").await;
    make_chief(&server, Executive).await;
    let letter = draft(&server, &incident, text(&server, json!({}))).await;
    let mut chief = Watcher::of(&server.as_(Executive)).await;
    step(&server, SalesLead, "letterSubmit", &letter).await;
    while chief.told().await != raised("letter.submitted", "LETTER_TO_SIGN") {}
});

story!(
    a_letter_that_a_graver_incident_brings_to_the_chief_executive_is_told_to_them,
    async |server: Server| {
        let incident = resolved_as(&server, "S", "SEV2").await;
        make_executive(&server, Outsider, true).await;
        let letter = draft(&server, &incident, text(&server, json!({}))).await;
        step(&server, SalesLead, "letterSubmit", &letter).await;
        // What they were told of the incident no longer crowds them.
        server.advance(Duration::from_secs(3_600));
        let mut lead = Watcher::of(&server.as_(Executive)).await;
        let mut chief = Watcher::of(&server.as_(Outsider)).await;
        let worse = json!({ "severity": "SEV1", "reason": "It was data of patients." });
        of_incident(&server, EscalationManager, "incidentChangeSeverity", &incident, worse).await;
        assert_eq!(chief.told().await, raised("incident.severity_changed", "LETTER_TO_SIGN"));
        while lead.told().await != raised("incident.severity_changed", "INCIDENT_CHANGED") {}
        step(&server, Outsider, "letterSign", &letter).await;
    }
);

story!(
    a_graver_incident_without_a_letter_that_waits_is_told_to_no_chief_executive,
    async |server: Server| {
        let incident = resolved_as(&server, "S", "SEV2").await;
        make_executive(&server, Outsider, true).await;
        draft(&server, &incident, text(&server, json!({}))).await;
        server.advance(Duration::from_secs(3_600));
        let mut lead = Watcher::of(&server.as_(Executive)).await;
        let worse = json!({ "severity": "SEV1", "reason": "It was data of patients." });
        of_incident(&server, EscalationManager, "incidentChangeSeverity", &incident, worse).await;
        while lead.told().await != raised("incident.severity_changed", "INCIDENT_CHANGED") {}
        assert_eq!(count(&server, Outsider, "LETTER_TO_SIGN").await, 0);
    }
);

story!(who_owns_a_promise_is_told_when_the_customer_has_it, async |server: Server| {
    let incident = resolved(&server).await;
    // What they were told of the incident no longer crowds them.
    server.advance(Duration::from_secs(3_600));
    let mut owner = Watcher::of(&server.as_(TechnicalLead)).await;
    let letter = letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend"]).await;
    while owner.told().await != raised("incident.commitment_issued", "INCIDENT_CHANGED") {}
    assert_eq!(owner.told().await, raised("letter.sent", "PROMISE_GIVEN"));
    step(&server, SalesLead, "letterReturn", &letter).await;
    assert_eq!(owner.told().await, raised("letter.returned", "INCIDENT_CHANGED"));
    assert_eq!(count(&server, DeliveryLead, "PROMISE_GIVEN").await, 0, "it is not theirs");
});

story!(a_promise_whose_day_passed_is_told_to_owner_sales_lead_and_signer, async |server: Server| {
    let incident = resolved(&server).await;
    letter_after(&server, &incident, &["letterSubmit", "letterSign", "letterSend", "letterAccept"]).await;
    let mut told = Vec::new();
    for persona in [TechnicalLead, SalesLead, Executive] {
        told.push(Watcher::of(&server.as_(persona)).await);
    }
    // The story begins on 2 March; the promise is for the 20th.
    server.advance(Duration::from_secs(19 * 24 * 3_600));
    for watcher in &mut told {
        while watcher.told().await != raised("letter.promise_overdue", "PROMISE_OVERDUE") {}
    }
    for persona in [DeliveryLead, Deputy, Member, EscalationManager, Director, Outsider] {
        assert_eq!(count(&server, persona, "PROMISE_OVERDUE").await, 0, "{persona:?}");
    }
});
