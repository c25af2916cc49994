//! What the viewer may do with an account.

use async_graphql::SimpleObject;

use crate::domain::access::{AccountAccess, Action, Viewer};

/// What the viewer may do with the account, from the table that also enforces it. It speaks of rights only: the account's
/// state can refuse an act all the same.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AccountViewerCan {
    /// Change name, industry, relationship stage and watch list.
    pub change_commercial_facts: bool,
    /// Change the time zone.
    pub change_delivery_facts: bool,
    /// Change code, region, status, tier and executive sponsor.
    pub govern: bool,
    /// Assign, swap and vacate primaries.
    pub assign_primaries: bool,
    /// Assign, swap, vacate and release deputies, members and extended members.
    pub assign_others: bool,
    /// Report an incident.
    pub report_incident: bool,
    /// Post, revise and revoke special notes.
    pub write_special_notes: bool,
    /// Begin a handover of a seat.
    pub initiate_handover: bool,
}

impl AccountViewerCan {
    pub(super) fn of(viewer: &Viewer, access: &AccountAccess) -> Self {
        let can = |action| access.standing().permits(viewer, access.account().id, action);
        Self {
            change_commercial_facts: can(Action::ChangeCommercialFacts),
            change_delivery_facts: can(Action::ChangeDeliveryFacts),
            govern: can(Action::GovernAccount),
            assign_primaries: can(Action::AssignPrimary),
            assign_others: can(Action::AssignOthers),
            report_incident: can(Action::ReportIncident),
            write_special_notes: can(Action::WriteSpecialNote),
            initiate_handover: can(Action::DirectHandover),
        }
    }
}
