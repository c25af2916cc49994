//! A letter as the customer reads it: what goes onto its pages, written as its language writes it. The template beside this
//! file has the words of the letter's own, in each language, and the look.

pub(in crate::domain) mod prose;
mod written;

use chrono_tz::Tz;
use entity::letter::LetterLanguage;
use serde_json::{Value, json};

use self::written::Written;
use super::document::{Compensation, IncidentFacts, LetterContent, Promise, Signature};
use crate::platform::typeset::Template;

/// The letter's template.
pub static TEMPLATE: Template = Template { name: "letter.typ", source: include_str!("print/letter.typ") };

/// What goes onto the pages of a letter; without a signature it is marked as a draft.
pub fn pages(content: &LetterContent, hash: &str) -> Value {
    let zone: Tz = content.account.time_zone.parse().unwrap_or(Tz::UTC);
    let written = Written { language: content.language, zone };
    let text = &content.text;
    let response = text.response.iter().map(|line| json!([written.moment(line.at), line.what]));
    let promises = text.promises.iter().map(|promise| commitment(&written, content, promise));
    json!({
        "language": match content.language { LetterLanguage::English => "en", LetterLanguage::Chinese => "zh" },
        "version": content.number,
        "hash": hash,
        "account": content.account.name,
        "zone": zone.name(),
        "incident": incident(&written, &content.incident),
        "addressee": text.addressee,
        "issue": prose::blocks(&text.issue),
        "impact": prose::blocks(&text.impact),
        "response": response.collect::<Value>(),
        "remedy": prose::blocks(&text.remedy),
        "cause": prose::blocks(&text.root_cause),
        "commitments": promises.collect::<Value>(),
        "compensation": text.compensation.as_ref().map(|it| compensation(&written, content, it)),
        "reviews": text.reviews.iter().map(|day| written.day(*day)).collect::<Value>(),
        "contact": text.contact,
        "signature": content.signature.as_ref().map(|it| signature(&written, it)),
    })
}

fn incident(written: &Written, incident: &IncidentFacts) -> Value {
    json!({
        "number": incident.number,
        "title": incident.title,
        "severity": written.severity(incident.severity),
        "reported": written.moment(incident.reported_at),
        "resolved": incident.resolved_at.map(|at| written.moment(at)),
    })
}

fn signature(written: &Written, signature: &Signature) -> Value {
    json!({
        "name": signature.name,
        "signatory": signature.signatory,
        "at": written.moment(signature.at),
        "day": written.day_of(signature.at),
        "made": written.parts(signature.at),
    })
}

fn commitment(written: &Written, content: &LetterContent, promise: &Promise) -> Value {
    json!({
        "action": promise.action,
        "owner": content.names.get(&promise.owner),
        "role": promise.owner_role,
        "due": written.day(promise.due_on),
        "measure": promise.measure,
        "evidence": promise.evidence,
        "verifier": promise.verifier,
        "preventive": promise.preventive,
    })
}

fn compensation(written: &Written, content: &LetterContent, compensation: &Compensation) -> Value {
    json!({
        "description": compensation.description,
        "amount": written.amount(compensation.minor_units, &compensation.currency),
        "approver": compensation.approved_by.and_then(|id| content.names.get(&id)),
        "approved": compensation.approved_on.map(|day| written.day(day)),
    })
}

#[cfg(test)]
mod tests;
