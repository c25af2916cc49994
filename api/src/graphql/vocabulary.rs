//! The enums of the schema, each the mirror of one of the tables' vocabulary.

use async_graphql::Enum;

/// What a person does for accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::user::Function")]
pub enum Function {
    /// Sells: account responsible (AR).
    Sales,
    /// Designs the solution: solution responsible (SR).
    Technical,
    /// Fulfils: fulfilment responsible (FR).
    Delivery,
    /// Finance, legal, quality and others without a seat of their own.
    Other,
}

/// Whether a person may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::user::UserStatus")]
pub enum UserStatus {
    /// May sign in.
    Active,
    /// May not; sessions and sockets are ended.
    Disabled,
}

/// What a person is in the organisation, whatever the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::user_role::OrganisationRole")]
pub enum OrganisationRole {
    /// Works with key accounts.
    Staff,
    /// Answers for the accounts of named regions.
    Director,
    /// Runs the red channel.
    EscalationManager,
    /// Leads teams to customers in danger.
    Executive,
    /// Reads everything, changes nothing.
    Auditor,
    /// Runs the system; reads no knowledge and no incident by this role.
    Administrator,
}

/// Whether a bot may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::bot::BotStatus")]
pub enum BotStatus {
    /// Its keys work.
    Active,
    /// None of its keys works; its sockets are ended.
    Disabled,
}

/// What an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::api_key::Scope")]
pub enum Scope {
    /// `incident:report`: open incidents.
    IncidentReport,
    /// `incident:read`: read incidents and their events.
    IncidentRead,
    /// `incident:timeline`: add to timelines.
    IncidentTimeline,
    /// `account:read`: read accounts and teams.
    AccountRead,
    /// `knowledge:read`: read published knowledge of the audiences that the key names.
    KnowledgeRead,
}

/// Where the business with an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::AccountStatus")]
pub enum AccountStatus {
    /// New potential.
    Prospect,
    /// Does business with us.
    Active,
    /// Does less than before.
    ScaledDown,
    /// Over: refuses new incidents and seats.
    Ended,
}

/// How important an account is, from the most important down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::Tier")]
pub enum Tier {
    /// Strategic.
    S,
    /// Major.
    A,
    /// Important.
    B,
    /// Standard.
    C,
}

/// How close the relationship is (domain page, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::RelationshipStage")]
pub enum RelationshipStage {
    /// Getting to know each other.
    Exploratory,
    /// Doing business.
    Cooperative,
    /// Planning together.
    Interdependent,
    /// Investing together.
    Strategic,
    /// Over, by judgement.
    Ended,
}

/// The three seats of the iron triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::assignment::Seat")]
pub enum Seat {
    /// Account responsible (AR).
    Sales,
    /// Solution responsible (SR).
    Technical,
    /// Fulfilment responsible (FR).
    Delivery,
}

/// What a person is in a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::assignment::Position")]
pub enum Position {
    /// Responsible; at most one a seat.
    Primary,
    /// Stands in; at most one a seat.
    Deputy,
    /// Helps in the seat.
    Member,
    /// Helps the account without a seat.
    Extended,
}

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

/// What sort of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::knowledge_entry::KnowledgeType")]
pub enum KnowledgeType {
    /// Where an industry goes.
    IndustryTrend,
    /// What was said in a negotiation.
    NegotiationRecord,
    /// How to do a thing.
    Playbook,
    /// What an incident or a project taught.
    Lesson,
    /// What a competitor does.
    CompetitorBrief,
    /// What a successor must know.
    HandoverNote,
    /// A question that comes often, and its answer.
    Faq,
}

/// Who may read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::knowledge_entry::Audience")]
pub enum Audience {
    /// Primaries and deputies of the home account.
    Triangle,
    /// All assignments of the home account.
    AccountTeam,
    /// Everybody with any assignment or role.
    AllStaff,
    /// Executives.
    Executives,
}

/// Whether an entry is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::knowledge_entry::KnowledgeState")]
pub enum KnowledgeState {
    /// Seen by author and editors.
    Draft,
    /// Seen by its audience.
    Published,
}

/// How sure its author is of what an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::knowledge_entry::Confidence")]
pub enum Confidence {
    /// A guess, or from a single source that may err.
    Low,
    /// Seen more than once, or plausible and not contradicted.
    Medium,
    /// Known: seen with own eyes, documented, or confirmed by several sources.
    High,
}

/// Who may change an entry once it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::knowledge_entry::Governance")]
pub enum Governance {
    /// Whoever may publish it: primaries and deputies of its home account, and publishers of its type.
    Open,
    /// Only those to whom its verification falls. The guard is a brake and no lock: whoever may publish the entry can lift it,
    /// which is an event of its own.
    Guarded,
}

/// Who is to say that an entry still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::knowledge_entry::Verifier")]
pub enum VerifierKind {
    /// Nobody was named: its author and editors.
    Owners,
    /// A person.
    Person,
    /// Primary and deputy of a seat of the home account.
    Seat,
    /// Whoever publishes its type.
    Publishers,
}

/// How far a published entry can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::trust::Trust")]
pub enum Trust {
    /// It was verified, and the verification still holds.
    Verified,
    /// It was not verified since it last changed, or somebody contests it.
    Unverified,
    /// It was verified, and the verification holds no longer.
    Stale,
    /// Its day has passed: lists withhold it unless they are asked for it.
    Expired,
}

/// What can happen to an account or its triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::account::event::AccountEventKind")]
pub enum AccountEventKind {
    /// It was created.
    Created,
    /// Its facts were changed.
    FactsChanged,
    /// Its status was changed.
    StatusChanged,
    /// Its tier was set by hand.
    TierSet,
    /// Its relationship stage was changed.
    StageChanged,
    /// An executive sponsor was named or released.
    SponsorChanged,
    /// It was put on the watch list, or its review moved.
    Watched,
    /// It was taken off the watch list.
    Unwatched,
    /// Somebody was assigned to a seat or as an extended member.
    Assigned,
    /// A seat was given to somebody else.
    Swapped,
    /// A seat was vacated or a member released.
    Vacated,
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

/// What can happen to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::knowledge::event::KnowledgeEventKind")]
pub enum KnowledgeEventKind {
    /// It was begun.
    Drafted,
    /// It got a new revision.
    Revised,
    /// It was published.
    Published,
    /// Its audience was changed.
    AudienceChanged,
    /// It was linked to an account or an incident.
    Linked,
    /// A link was taken back.
    Unlinked,
    /// Somebody may edit it.
    EditorAdded,
    /// Somebody may no longer edit it.
    EditorRemoved,
    /// How sure it is, who answers for it, or for how long, was changed.
    Governed,
    /// Who answers for it said that it holds.
    Verified,
    /// Somebody said that it does not hold.
    Contested,
    /// Somebody said something to it.
    Commented,
    /// Somebody used it for what `linkTargetId` names.
    Used,
    /// It is to be verified now: its time has come, or it is due and came to others than those who were told. Nobody did that.
    VerificationDue,
}

/// Where a letter of commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::letter::LetterState")]
pub enum LetterState {
    /// It is being written.
    Draft,
    /// It is complete and waits for its signature.
    InternalReview,
    /// It is signed: the text of this version never changes again.
    Signed,
    /// It is with the customer.
    Sent,
    /// The customer sent it back: it needs a new version.
    Returned,
    /// The customer accepted it.
    Accepted,
    /// Something became of its commitments.
    InProgress,
    /// Every commitment that counts has its outcome, verified by the customer where it was kept.
    Verified,
    /// It ended, and no commitment was broken.
    Fulfilled,
    /// It ended, and a commitment was broken.
    Breached,
    /// An executive decided that there will be none.
    Waived,
}

/// What became of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::commitment::CommitmentState")]
pub enum CommitmentState {
    /// It is to be kept.
    Open,
    /// It was kept: it counts 1.
    Kept,
    /// It was kept in part: it counts 1/2.
    Partial,
    /// It was broken: it counts 0.
    Broken,
    /// It no longer counts.
    Cancelled,
}

/// What can become of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CommitmentOutcome {
    /// It was kept: it counts 1.
    Kept,
    /// It was kept in part: it counts 1/2.
    Partial,
    /// It was broken: it counts 0.
    Broken,
    /// It no longer counts.
    Cancelled,
}

impl From<CommitmentOutcome> for entity::commitment::CommitmentState {
    fn from(outcome: CommitmentOutcome) -> Self {
        match outcome {
            CommitmentOutcome::Kept => Self::Kept,
            CommitmentOutcome::Partial => Self::Partial,
            CommitmentOutcome::Broken => Self::Broken,
            CommitmentOutcome::Cancelled => Self::Cancelled,
        }
    }
}

/// The language of a letter of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::letter::LetterLanguage")]
pub enum LetterLanguage {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// As what somebody signs a letter of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::letter::document::Signatory")]
pub enum Signatory {
    /// The executive who led the team to the customer.
    ExecutiveLead,
    /// The chief executive: for a `SEV1` of a tier `S` account.
    ChiefExecutive,
}

/// What can happen to a letter of commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::letter::event::LetterEventKind")]
pub enum LetterEventKind {
    /// It was begun.
    Drafted,
    /// Its text was changed.
    Revised,
    /// It is complete and waits for its signature.
    Submitted,
    /// It was signed.
    Signed,
    /// It was sent to the customer.
    Sent,
    /// The customer accepted it.
    Accepted,
    /// The customer sent it back.
    Returned,
    /// An executive decided that there is none.
    Waived,
    /// What became of a commitment was recorded.
    CommitmentRecorded,
    /// The customer verified a commitment.
    CommitmentVerified,
    /// The day of a commitment passed while it was to be kept.
    PromiseOverdue,
    /// A successor on the account answers for a commitment now: a seat was handed over.
    CommitmentHandedOver,
    /// It ended: fulfilled or breached.
    Concluded,
}

/// What sort of thing search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::search_document::FoundKind")]
pub enum FoundKind {
    /// An entry of the think tank.
    Entry,
    /// An incident of the red channel.
    Incident,
    /// A line of an incident's timeline.
    Timeline,
    /// A key account.
    Account,
}
