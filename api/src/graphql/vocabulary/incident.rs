//! The red channel: enums of the schema.

use async_graphql::Enum;

/// Where an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::incident::IncidentState")]
pub enum IncidentState {
    /// Somebody said that an account is in danger.
    Reported,
    /// The severity is confirmed.
    Triaged,
    /// The red channel is open; clocks run.
    Activated,
    /// A person with commander right took it.
    Acknowledged,
    /// Executive lead and team are on their way.
    Mobilised,
    /// The team is with the customer.
    OnSite,
    /// The customer agreed to remote help instead.
    RemoteAccepted,
    /// It gets no worse.
    Contained,
    /// The problem is solved.
    Resolved,
    /// The letter of commitment is with the customer.
    CommitmentIssued,
    /// Reviewed and done.
    Closed,
    /// Not for the red channel.
    Declined,
    /// False alarm or merged into another.
    Cancelled,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::incident::Severity")]
pub enum Severity {
    /// Customer business stopped, safety or data breach, or threatened termination.
    Sev1,
    /// Major function or delivery impaired, workaround poor.
    Sev2,
    /// Serious complaint or trust damage.
    Sev3,
}

/// What a clock of an incident waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::clock::ClockKind")]
pub enum ClockKind {
    /// A person with the commander right takes the incident.
    Acknowledge,
    /// An executive lead is named.
    ExecutiveLead,
    /// The team is with the customer, or the customer agreed to remote help.
    OnSite,
    /// It gets no worse.
    Contain,
    /// The problem is solved.
    Resolve,
    /// The team hears news. Begins again with each `TEAM_UPDATE` that a person adds to the timeline.
    TeamUpdate,
    /// Customer and executives hear news. Begins again with each `CUSTOMER_UPDATE` that a person adds to the timeline.
    CustomerUpdate,
    /// The letter of commitment is sent.
    Letter,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::clock::ClockState")]
pub enum ClockState {
    /// It runs and is not due yet.
    Running,
    /// It stands still for a stated reason.
    Paused,
    /// It was due and runs on.
    Breached,
    /// What it waited for has happened, in time or late.
    Met,
    /// Nobody waits for it any more.
    Cancelled,
}

/// What can happen to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::clock_event::ClockEventKind")]
pub enum ClockEventKind {
    /// It, or its next round, began.
    Activate,
    /// It stands still.
    Pause,
    /// It runs again.
    Resume,
    /// It has another target; its start and its pauses stay.
    Retarget,
    /// What it waited for happened.
    Fulfil,
    /// It was due.
    Breach,
    /// Nobody waits for it any more.
    Cancel,
    /// The acknowledgement counts no longer, for want of news to the team.
    Lapse,
}

/// Why a clock may stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::clock_event::PauseReason")]
pub enum PauseReason {
    /// The customer asked to wait.
    CustomerAskedDelay,
    /// The customer does not let us in.
    CustomerAccessNotGiven,
    /// Nobody could do anything about it.
    ForceMajeure,
}

/// Where the ladder of an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::ladder::LadderState")]
pub enum LadderState {
    /// Nobody has answered: round follows round.
    Climbing,
    /// Somebody took the incident and is heard of.
    Held,
    /// The last round of the last step was given.
    Exhausted,
    /// The incident is solved or over.
    Ended,
}

/// What sort of line in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::timeline_entry::TimelineKind")]
pub enum TimelineKind {
    /// Something that happened.
    Fact,
    /// What the customer said.
    CustomerStatement,
    /// Something that we did.
    Action,
    /// Something that was decided.
    Decision,
    /// Why it broke, technically.
    TechnicalCause,
    /// News for the team.
    TeamUpdate,
    /// News that the customer or an executive was given.
    CustomerUpdate,
    /// A pointer to proof.
    Evidence,
    /// Who is answerable; refused before the incident is resolved.
    Accountability,
}

/// What can happen to an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::incident::event::IncidentEventKind")]
pub enum IncidentEventKind {
    /// It was reported.
    Reported,
    /// It was told again under its `dedupeKey`; `timelineEntry` is set if that said something new.
    AlarmRepeated,
    /// It was told again under its `dedupeKey`, as worse than the severity that counts: `timelineEntry` says how. People decide
    /// whether it is.
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
    /// It was a duplicate, and is cancelled: `mergedInto` says of which incident, and what it told is there.
    Merged,
    /// A duplicate was merged into it; what that told is a line of the timeline.
    DuplicateTaken,
    /// It became a part of another incident, or is one no longer.
    ParentChanged,
    /// An incident became a part of it, or is one no longer.
    PartsChanged,
    /// It was said who is with the customer, and who received them there.
    OnSitePartySet,
    /// Something was recorded of what it cost; the event says no amounts.
    CostRecorded,
    /// Something that was recorded of what it cost was a mistake.
    CostWithdrawn,
    /// A line was added to its timeline.
    TimelineEntryAdded,
    /// A clock came to a level before or after its breach: the first of `clocks`, at its `level`.
    ClockWarned,
    /// A clock was due: the first of `clocks`.
    ClockBreached,
    /// A clock stands still: the first of `clocks`.
    ClockPaused,
    /// A clock runs again: the first of `clocks`.
    ClockResumed,
    /// A round of a step of the ladder is due: `ladder` says which roles it reaches.
    LadderStepped,
    /// The acknowledgement counts no longer, for want of news to the team; the ladder climbs on.
    AcknowledgementLapsed,
}
