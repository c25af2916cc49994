//! The enums of the schema, each the mirror of one of the tables' vocabulary.

mod account;
mod identity;
mod incident;
mod knowledge;
mod letter;
mod search;

pub use account::{AccountEventKind, AccountStatus, Position, RelationshipStage, Seat, Tier};
pub use identity::{BotStatus, Function, OrganisationRole, Scope, UserStatus};
pub use incident::{
    ClockEventKind, ClockKind, ClockState, IncidentEventKind, IncidentState, LadderState, PauseReason,
    Severity, TimelineKind,
};
pub use knowledge::{
    Audience, Confidence, Governance, KnowledgeEventKind, KnowledgeState, KnowledgeType, Trust, VerifierKind,
};
pub use letter::{
    CommitmentOutcome, CommitmentState, LetterEventKind, LetterLanguage, LetterState, Signatory,
};
pub use search::FoundKind;
