//! The enums of handovers, each the mirror of one of the tables' or the domain's vocabulary.

use async_graphql::Enum;

/// Where a handover of a seat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::handover::HandoverState")]
pub enum HandoverState {
    /// The receiver is nominated, and reads what a seat of the account reads.
    Initiated,
    /// The outgoing primary writes the pack.
    Preparing,
    /// The pack is with the receiver, who takes it or sends it back.
    PackReady,
    /// The receiver has taken the pack, which never changes again.
    Accepted,
    /// Both go to the customer together: the overlap counts.
    Shadowing,
    /// The customer knows the receiver.
    Introduced,
    /// Both answer for the seat; the outgoing primary still holds it.
    CoOwned,
    /// The receiver holds the seat; the former holder still reads.
    Transferred,
    /// It is over.
    Closed,
    /// The receiver did not want the seat.
    Refused,
    /// It was called off.
    Cancelled,
}

/// A part of the pack of a handover, in the order of the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::handover_part::PackPart")]
pub enum HandoverPackPart {
    /// The account in short, its team, and at least three things that one must know. Handover notes stand here.
    Summary,
    /// Who decides at the customer, and what one should know of them.
    Stakeholders,
    /// What happened: incidents and their letters. Lessons stand here.
    History,
    /// Open incidents and commitments.
    OpenItems,
    /// Contracts, clauses, notice dates.
    Contracts,
    /// Needs, hidden ones too, with evidence. What is often asked stands here.
    Needs,
    /// Pricing and negotiations. Negotiation records stand here.
    Pricing,
    /// The account's plan and where there is room to grow. Industry trends stand here.
    Plan,
    /// How healthy the relationship is, and why.
    Health,
    /// Competitors at the customer. Competitor briefs stand here.
    Competitors,
    /// Access, tools, and how things are done. Playbooks stand here.
    Access,
    /// What must happen in the next 90 days.
    #[graphql(name = "NEXT_90_DAYS")]
    NextNinetyDays,
}

/// What a part of a pack lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum HandoverPackLack {
    /// Something written; nothing else will do.
    Text,
    /// Something written, or the reason why there is nothing to tell.
    TextOrReason,
    /// Must-knows.
    MustKnows,
}

/// What became of something that was open in the name of the former holder of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::handover_open_item::OpenItemOutcome")]
pub enum HandoverOpenItemOutcome {
    /// The receiver has it now.
    Reowned,
    /// It stays: incidents are led by executives, and the receiver is none.
    ReceiverNotExecutive,
    /// The former holder no longer has it, and it came by rule to others than the receiver: its `verification.fallsTo` says to whom.
    FellBack,
    /// It stays with the former holder.
    Stayed,
}

/// What was open in the name of the former holder of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum HandoverOpenItemKind {
    /// The lead of an incident.
    IncidentLead,
    /// A place on the response team of an incident.
    ResponseTeam,
    /// A commitment of a letter.
    Commitment,
    /// An entry of the think tank that they were to verify.
    Verification,
    /// Drafts about the account that they have begun.
    Drafts,
}

/// What can happen to a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::domain::handover::event::HandoverEventKind")]
pub enum HandoverEventKind {
    /// It was begun: the receiver is nominated.
    Initiated,
    /// A part of the pack was written.
    PartWritten,
    /// The pack is with the receiver.
    PackReady,
    /// The receiver sent the pack back.
    PackReturned,
    /// The receiver took the pack.
    Accepted,
    /// The receiver does not want the seat.
    Refused,
    /// The overlap began.
    ShadowingBegun,
    /// The customer was told of the receiver.
    Introduced,
    /// Both answer for the seat.
    CoOwned,
    /// The seat can be moved: the overlap is over.
    TransferDue,
    /// The seat was moved.
    Transferred,
    /// The former holder reads no more.
    Closed,
    /// It was called off.
    Cancelled,
    /// The outgoing primary is gone.
    EmergencyDeclared,
    /// The receiver acknowledged something of the pack.
    ItemAcknowledged,
}
