//! What others learn of incidents.

use chrono::{DateTime, Utc};
use entity::{
    clock::{self, ClockKind, ClockState},
    id::{IncidentId, TimelineEntryId},
    incident,
    incident::{IncidentState, Severity},
    ladder::{self, LadderState},
    timeline_entry::TimelineKind,
};
use serde::{Deserialize, Serialize};

use crate::domain::{account::event::PersonLabel, journal::EventBody, policy::rules::LadderRole};

/// Something that happened to an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentEvent {
    /// What happened.
    pub kind: IncidentEventKind,
    /// The incident after the change.
    pub incident: IncidentSnapshot,
    /// The state before, where the state changed.
    pub previous_state: Option<IncidentState>,
    /// When it happened, where that was entered later than it was.
    pub happened_at: Option<DateTime<Utc>>,
    /// The fields that changed, in the API's names.
    pub changed: Vec<String>,
    /// The executive lead or responder that the event is about.
    pub person: Option<PersonLabel>,
    /// The line that was added to the timeline, without its text.
    pub timeline_entry: Option<TimelineSnapshot>,
    /// The clocks that changed with it or set it off.
    #[serde(default)]
    pub clocks: Vec<ClockSnapshot>,
    /// The ladder, where it changed with it or set it off.
    #[serde(default)]
    pub ladder: Option<LadderSnapshot>,
}

impl IncidentEvent {
    /// An event that only says what happened to which incident.
    pub fn about(kind: IncidentEventKind, incident: IncidentSnapshot) -> Self {
        Self {
            kind,
            incident,
            previous_state: None,
            happened_at: None,
            changed: Vec::new(),
            person: None,
            timeline_entry: None,
            clocks: Vec::new(),
            ladder: None,
        }
    }
}

/// An incident after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentSnapshot {
    /// Which.
    pub id: IncidentId,
    /// `RC-142`.
    pub number: String,
    /// What happened, in a line.
    pub title: String,
    /// Where it stands.
    pub state: IncidentState,
    /// The confirmed severity, before triage the claimed one.
    pub severity: Severity,
    /// Whether triage has confirmed the severity.
    pub severity_confirmed: bool,
    /// 1, and one more with each reopening.
    pub generation: i32,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// What clients edit against.
    pub version: i32,
}

/// A line of a timeline, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineSnapshot {
    /// Which.
    pub id: TimelineEntryId,
    /// What sort of line.
    pub kind: TimelineKind,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
}

/// A clock after a change, or at a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockSnapshot {
    /// What it waits for.
    pub kind: ClockKind,
    /// Of which generation of the incident.
    pub generation: i32,
    /// 1, and one more each time that it begins again.
    pub round: i32,
    /// Where it stands.
    pub state: ClockState,
    /// The last level that fired in this round, in percent of the target.
    pub level: i32,
    /// When this round began.
    pub started_at: DateTime<Utc>,
    /// How long it may take, in seconds of its hours.
    pub target_seconds: i64,
    /// When it is due, as far as pauses are over.
    pub due_at: DateTime<Utc>,
    /// When it would have been due without pauses and changes of its target.
    pub original_due_at: DateTime<Utc>,
    /// When this round was breached.
    pub breached_at: Option<DateTime<Utc>>,
    /// When what it waited for happened.
    pub met_at: Option<DateTime<Utc>>,
}

/// A ladder after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderSnapshot {
    /// Of which generation of the incident.
    pub generation: i32,
    /// Where it stands.
    pub state: LadderState,
    /// The highest step that was taken.
    pub level: i32,
    /// The last round of that step.
    pub round: i32,
    /// The roles that the step reaches, where the event is about one.
    pub roles: Vec<LadderRole>,
}

impl From<&clock::Model> for ClockSnapshot {
    fn from(row: &clock::Model) -> Self {
        Self {
            kind: row.kind,
            generation: row.generation,
            round: row.round,
            state: row.state,
            level: row.level,
            started_at: row.started_at,
            target_seconds: row.target_seconds,
            due_at: row.due_at,
            original_due_at: row.original_due_at,
            breached_at: row.breached_at,
            met_at: row.met_at,
        }
    }
}

impl From<&ladder::Model> for LadderSnapshot {
    fn from(row: &ladder::Model) -> Self {
        let roles = Vec::new();
        Self { generation: row.generation, state: row.state, level: row.level, round: row.round, roles }
    }
}

impl From<&incident::Model> for IncidentSnapshot {
    fn from(row: &incident::Model) -> Self {
        Self {
            id: row.id,
            number: format!("RC-{}", row.number),
            title: row.title.clone(),
            state: row.state,
            severity: row.severity.unwrap_or(row.severity_claimed),
            severity_confirmed: row.severity.is_some(),
            generation: row.generation,
            reported_at: row.reported_at,
            version: row.version,
        }
    }
}

/// What can happen to an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IncidentEventKind {
    /// It was reported.
    Reported,
    /// It was told again by who reported it.
    AlarmRepeated,
    /// It was told again, as worse than it counts.
    AlarmWorsened,
    /// Its severity was confirmed.
    Triaged,
    /// Its severity was changed later.
    SeverityChanged,
    /// A director or an executive lets the red channel open without entitlement.
    EntitlementOverridden,
    /// The red channel was opened.
    Activated,
    /// A person took it.
    Acknowledged,
    /// An executive lead was named.
    ExecutiveLeadNamed,
    /// Somebody joined the response team.
    ResponderAdded,
    /// Somebody left the response team.
    ResponderRemoved,
    /// Executive lead and team are on their way.
    Mobilised,
    /// The team is with the customer.
    ArrivedOnSite,
    /// The customer agreed to remote help.
    RemoteAccepted,
    /// It gets no worse.
    Contained,
    /// The problem is solved.
    Resolved,
    /// Its letter of commitment is with the customer.
    CommitmentIssued,
    /// An executive decided that it gets no letter of commitment.
    LetterWaived,
    /// It was reviewed and closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// It was not for the red channel.
    Declined,
    /// It was a false alarm.
    Cancelled,
    /// It was a duplicate, and is cancelled: what it told is with the other incident.
    Merged,
    /// A duplicate was merged into it.
    DuplicateTaken,
    /// It became a part of another incident, or is one no longer.
    ParentChanged,
    /// An incident became a part of it, or is one no longer.
    PartsChanged,
    /// It was said who is with the customer, and who received them.
    OnSitePartySet,
    /// Something was recorded of what it cost.
    CostRecorded,
    /// Something that was recorded of what it cost was a mistake.
    CostWithdrawn,
    /// A line was added to its timeline.
    TimelineEntryAdded,
    /// A clock came to a level before or after its breach.
    ClockWarned,
    /// A clock was due.
    ClockBreached,
    /// A clock stands still.
    ClockPaused,
    /// A clock runs again.
    ClockResumed,
    /// A round of a step of the ladder is due.
    LadderStepped,
    /// The acknowledgement counts no longer, for want of news.
    AcknowledgementLapsed,
}

impl EventBody for IncidentEvent {
    fn kind(&self) -> &'static str {
        match self.kind {
            IncidentEventKind::Reported => "incident.reported",
            IncidentEventKind::AlarmRepeated => "incident.alarm_repeated",
            IncidentEventKind::AlarmWorsened => "incident.alarm_worsened",
            IncidentEventKind::Triaged => "incident.triaged",
            IncidentEventKind::SeverityChanged => "incident.severity_changed",
            IncidentEventKind::EntitlementOverridden => "incident.entitlement_overridden",
            IncidentEventKind::Activated => "incident.activated",
            IncidentEventKind::Acknowledged => "incident.acknowledged",
            IncidentEventKind::ExecutiveLeadNamed => "incident.executive_lead_named",
            IncidentEventKind::ResponderAdded => "incident.responder_added",
            IncidentEventKind::ResponderRemoved => "incident.responder_removed",
            IncidentEventKind::Mobilised => "incident.mobilised",
            IncidentEventKind::ArrivedOnSite => "incident.arrived_on_site",
            IncidentEventKind::RemoteAccepted => "incident.remote_accepted",
            IncidentEventKind::Contained => "incident.contained",
            IncidentEventKind::Resolved => "incident.resolved",
            IncidentEventKind::CommitmentIssued => "incident.commitment_issued",
            IncidentEventKind::LetterWaived => "incident.letter_waived",
            IncidentEventKind::Closed => "incident.closed",
            IncidentEventKind::Reopened => "incident.reopened",
            IncidentEventKind::Declined => "incident.declined",
            IncidentEventKind::Cancelled => "incident.cancelled",
            IncidentEventKind::Merged => "incident.merged",
            IncidentEventKind::DuplicateTaken => "incident.duplicate_taken",
            IncidentEventKind::ParentChanged => "incident.parent_changed",
            IncidentEventKind::PartsChanged => "incident.parts_changed",
            IncidentEventKind::OnSitePartySet => "incident.on_site_party_set",
            IncidentEventKind::CostRecorded => "incident.cost_recorded",
            IncidentEventKind::CostWithdrawn => "incident.cost_withdrawn",
            IncidentEventKind::TimelineEntryAdded => "incident.timeline_entry_added",
            IncidentEventKind::ClockWarned => "incident.clock_warned",
            IncidentEventKind::ClockBreached => "incident.clock_breached",
            IncidentEventKind::ClockPaused => "incident.clock_paused",
            IncidentEventKind::ClockResumed => "incident.clock_resumed",
            IncidentEventKind::LadderStepped => "incident.ladder_stepped",
            IncidentEventKind::AcknowledgementLapsed => "incident.acknowledgement_lapsed",
        }
    }
}
