//! The think tank: enums of the schema.

use async_graphql::Enum;

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
