//! What the viewer may do with an incident now.

use async_graphql::SimpleObject;

use crate::domain::{
    Services,
    access::{IncidentAccess, Viewer},
    incident::rules::Verb,
};

/// What the viewer may do with an incident now: their rights and the incident's state, from the tables that also enforce
/// it. What a step must say, such as a reason, is not looked at.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct IncidentViewerCan {
    /// Confirm the severity: `incidentTriage`.
    triage: bool,
    /// Say that it is not for the red channel: `incidentDecline`.
    decline: bool,
    /// Open the red channel: `incidentActivate`. Without entitlement that takes an override, see `overrideEntitlement`.
    activate: bool,
    /// Let the channel open without entitlement: `incidentOverrideEntitlement`.
    override_entitlement: bool,
    /// Change the severity: `incidentChangeSeverity`.
    change_severity: bool,
    /// Take it: `incidentAcknowledge`.
    acknowledge: bool,
    /// Name the executive lead: `incidentNameExecutiveLead`.
    name_executive_lead: bool,
    /// Add somebody to the response team: `incidentAddResponder`.
    add_responder: bool,
    /// Take somebody off the response team: `incidentRemoveResponder`.
    remove_responder: bool,
    /// Send the team on its way: `incidentMobilise`. An executive lead must be named.
    mobilise: bool,
    /// Say that the team is with the customer: `incidentArriveOnSite`.
    arrive_on_site: bool,
    /// Note that the customer agreed to remote help: `incidentAcceptRemote`.
    accept_remote: bool,
    /// Say that it gets no worse: `incidentContain`.
    contain: bool,
    /// Say that it is solved: `incidentResolve`.
    resolve: bool,
    /// Begin its letter of commitment: `letterDraft`. It must have none yet.
    draft_letter: bool,
    /// Decide that it gets no letter of commitment: `letterWaive`. None may be with the customer.
    waive_letter: bool,
    /// End it with a review: `incidentClose`.
    close: bool,
    /// Begin again: `incidentReopen`. Possible until `reopenUntil`.
    reopen: bool,
    /// End it as a false alarm: `incidentCancel`.
    cancel: bool,
    /// Merge it into the incident that it repeats: `incidentMerge`.
    merge: bool,
    /// Make it a part of another incident, or of none: `incidentAttach`, `incidentDetach`.
    change_parent: bool,
    /// Say who is with the customer: `incidentSetOnSiteParty`.
    set_on_site_party: bool,
    /// Record what it cost: `incidentCostRecord`, `incidentCostWithdraw`.
    record_cost: bool,
    /// Let a clock stand still and run again: `incidentPauseClock`, `incidentResumeClock`.
    pause_clock: bool,
    /// Add to the timeline: `incidentAddTimelineEntry`.
    add_timeline_entry: bool,
}

impl IncidentViewerCan {
    pub(super) fn of(services: &Services, viewer: &Viewer, access: &IncidentAccess) -> Self {
        let incidents = services.incidents();
        let can = |verb| incidents.may_take(viewer, access, verb);
        let staff = incidents.may_staff(viewer, access);
        Self {
            triage: can(Verb::Triage),
            decline: can(Verb::Decline),
            activate: can(Verb::Activate),
            override_entitlement: incidents.may_override(viewer, access),
            change_severity: incidents.may_change_severity(viewer, access),
            acknowledge: can(Verb::Acknowledge),
            name_executive_lead: staff,
            add_responder: staff,
            remove_responder: incidents.may_dismiss(viewer, access),
            mobilise: can(Verb::Mobilise),
            arrive_on_site: can(Verb::ArriveOnSite),
            accept_remote: can(Verb::AcceptRemote),
            contain: can(Verb::Contain),
            resolve: can(Verb::Resolve),
            draft_letter: incidents.may_draft_letter(viewer, access),
            waive_letter: incidents.may_waive_letter(viewer, access),
            close: can(Verb::Close),
            reopen: can(Verb::Reopen),
            cancel: can(Verb::Cancel),
            merge: can(Verb::Cancel),
            change_parent: incidents.may_change_parent(viewer, access),
            set_on_site_party: incidents.may_set_on_site_party(viewer, access),
            record_cost: incidents.may_record_cost(viewer, access),
            pause_clock: incidents.may_pause(viewer, access),
            add_timeline_entry: incidents.may_write(viewer, access),
        }
    }
}
