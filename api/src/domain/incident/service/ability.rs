//! What a viewer may do with an incident now: their rights and the incident's state, from the tables that also enforce it.

use super::Incidents;
use crate::domain::{
    access::{Action, IncidentAccess, Viewer},
    incident::rules::{self, Entitlement, Verb},
};

impl Incidents {
    /// Whether the viewer may take this step now. What the step must say is not looked at.
    pub fn may_take(&self, viewer: &Viewer, access: &IncidentAccess, verb: Verb) -> bool {
        let row = access.incident();
        let now = self.db.clock().now();
        let in_time =
            verb != Verb::Reopen || rules::reopen_until(row, &self.policy).is_some_and(|until| now <= until);
        in_time && verb.starts_from(row.state) && permits(viewer, access, verb.action())
    }

    /// Whether the viewer may let the channel open without entitlement now.
    pub fn may_override(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let row = access.incident();
        let entitlement = self.policy.entitlements.of(row.tier_at_report, rules::severity(row));
        Verb::Activate.starts_from(row.state)
            && entitlement != Entitlement::Granted
            && permits(viewer, access, Action::OverrideEntitlement)
    }

    /// Whether the viewer may change the severity now.
    pub fn may_change_severity(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let row = access.incident();
        row.state.is_open() && row.severity.is_some() && permits(viewer, access, Action::DirectIncident)
    }

    /// Whether the viewer may name an executive lead and add to the response team now.
    pub fn may_staff(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        access.incident().state.is_open() && permits(viewer, access, Action::StaffIncident)
    }

    /// Whether the viewer may take people off the response team.
    pub fn may_dismiss(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        permits(viewer, access, Action::StaffIncident)
    }

    /// Whether the viewer may begin a letter of commitment now, if there is none.
    pub fn may_draft_letter(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let row = access.incident();
        row.state.is_solved()
            && row.state.is_open()
            && row.letter_waiver_reason.is_none()
            && permits(viewer, access, Action::WriteLetter)
    }

    /// Whether the viewer may decide now that there is no letter of commitment, if none is with the customer.
    pub fn may_waive_letter(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let state = access.incident().state;
        state.is_solved() && state.is_open() && permits(viewer, access, Action::CloseIncident)
    }

    /// Whether the viewer may make it a part of another incident, or of none, now.
    pub fn may_change_parent(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let row = access.incident();
        let possible = row.state.is_open() || row.parent_id.is_some();
        possible && permits(viewer, access, Action::DirectIncident)
    }

    /// Whether the viewer may say now who is with the customer.
    pub fn may_set_on_site_party(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        let visited = rules::visit(access.incident(), None).is_ok();
        visited && permits(viewer, access, Verb::ArriveOnSite.action())
    }

    /// Whether the viewer may add to the timeline.
    pub fn may_write(&self, viewer: &Viewer, access: &IncidentAccess) -> bool {
        permits(viewer, access, Action::AddTimeline)
    }
}

fn permits(viewer: &Viewer, access: &IncidentAccess, action: Action) -> bool {
    access.standing().permits(viewer, access.incident().account_id, action)
}
