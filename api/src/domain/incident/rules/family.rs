//! How incidents belong together: a duplicate is merged into the incident that it repeats; one trouble that hits several accounts
//! is a parent with a part for each. Pure.

use chrono::{DateTime, Utc};
use entity::{
    id::IncidentId,
    incident::{IncidentState, Model},
};

use super::{Verb, require_open};
use crate::domain::incident::error::IncidentError;

/// The duplicate, merged into the other incident: cancelled, and pointing there.
///
/// # Errors
/// The duplicate is resolved or over, has parts, or the other one is itself, of another account or over.
pub fn merge(
    duplicate: &Model,
    into: &Model,
    has_parts: bool,
    now: DateTime<Utc>,
) -> Result<Model, IncidentError> {
    if duplicate.id == into.id {
        return Err(IncidentError::MergeWithItself);
    }
    if duplicate.account_id != into.account_id {
        return Err(IncidentError::MergeAcrossAccounts);
    }
    if !into.state.is_open() {
        return Err(IncidentError::MergeTargetOver);
    }
    if !Verb::Cancel.starts_from(duplicate.state) {
        return Err(IncidentError::IllegalTransition { verb: Verb::Cancel, from: duplicate.state });
    }
    if has_parts {
        return Err(IncidentError::HasParts);
    }
    Ok(Model {
        state: IncidentState::Cancelled,
        state_since: now,
        closed_at: Some(now),
        outcome_reason: Some(format!("Merged into RC-{}", into.number)),
        merged_into_id: Some(into.id),
        parent_id: None,
        ..duplicate.clone()
    })
}

/// The incident as a part of another, or of none any more. A trouble has two levels: a parent is no part, and a part no parent.
///
/// # Errors
/// One of them is over, they are the same, it is that already, or there would be a third level.
pub fn become_part(part: &Model, parent: Option<&Model>, has_parts: bool) -> Result<Model, IncidentError> {
    let next = |parent_id: Option<IncidentId>| Ok(Model { parent_id, ..part.clone() });
    let Some(parent) = parent else {
        return if part.parent_id.is_some() { next(None) } else { Err(IncidentError::NotAPart) };
    };
    require_open(part)?;
    if parent.id == part.id || parent.parent_id.is_some() || has_parts {
        return Err(IncidentError::TooDeep);
    }
    if !parent.state.is_open() {
        return Err(IncidentError::ParentOver);
    }
    if part.parent_id == Some(parent.id) {
        return Err(IncidentError::PartAlready);
    }
    next(Some(parent.id))
}

/// The incident with who received the team at the customer's; the party is named while there is a visit to speak of.
///
/// # Errors
/// Nobody is on the way yet, the customer agreed to remote help, or it is over.
pub fn visit(incident: &Model, witness: Option<String>) -> Result<Model, IncidentError> {
    require_open(incident)?;
    let under_way = matches!(
        incident.state,
        IncidentState::Mobilised
            | IncidentState::OnSite
            | IncidentState::Contained
            | IncidentState::Resolved
            | IncidentState::CommitmentIssued
    );
    if !under_way || incident.consent_name.is_some() {
        return Err(IncidentError::NoVisit);
    }
    Ok(Model { customer_witness: witness, ..incident.clone() })
}

#[cfg(test)]
mod tests {
    use entity::incident::IncidentState::{self, *};

    use super::*;
    use crate::domain::incident::rules::tests::{at, incident};

    fn known(number: i64, state: IncidentState) -> Model {
        let row = incident(state, None);
        Model { id: IncidentId(uuid::Uuid::from_u128(number as u128)), number, ..row }
    }

    #[test]
    fn what_can_be_cancelled_can_be_merged_into_what_is_open() {
        let states = [
            Reported,
            Triaged,
            Activated,
            Acknowledged,
            Mobilised,
            OnSite,
            RemoteAccepted,
            Contained,
            Resolved,
            CommitmentIssued,
            Closed,
            Declined,
            Cancelled,
        ];
        for from in states {
            for to in states {
                let merged = merge(&known(1, from), &known(2, to), false, at(90));
                let expected = Verb::Cancel.starts_from(from) && to.is_open();
                assert_eq!(merged.is_ok(), expected, "{from:?} into {to:?}");
            }
        }
        let merged = merge(&known(1, Reported), &known(2, OnSite), false, at(90)).expect("it can be merged");
        assert_eq!((merged.state, merged.closed_at), (Cancelled, Some(at(90))));
        assert_eq!(merged.merged_into_id, Some(known(2, OnSite).id));
    }

    #[test]
    fn there_is_a_visit_from_mobilised_on_until_it_is_over() {
        for (state, there) in [
            (Reported, false),
            (Triaged, false),
            (Activated, false),
            (Acknowledged, false),
            (Mobilised, true),
            (OnSite, true),
            (RemoteAccepted, false),
            (Contained, true),
            (Resolved, true),
            (CommitmentIssued, true),
            (Closed, false),
            (Declined, false),
            (Cancelled, false),
        ] {
            assert_eq!(visit(&known(1, state), None).is_ok(), there, "{state:?}");
        }
        let remote = Model { consent_name: Some("Ms Sato".into()), ..known(1, Contained) };
        assert!(visit(&remote, None).is_err(), "help was remote");
    }
}
