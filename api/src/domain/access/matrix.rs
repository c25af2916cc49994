//! The pure table of rights: which relations permit which action (domain page, section 16). No database, no time.

use entity::{api_key::Scope, knowledge_entry::Audience};

bitflags::bitflags! {
    /// How a person stands to an account, an incident or an entry.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct Relations: u32 {
        /// Primary of the sales seat (AR).
        const SALES_PRIMARY = 1;
        /// Primary of the technical seat (SR).
        const TECHNICAL_PRIMARY = 1 << 1;
        /// Primary of the delivery seat (FR).
        const DELIVERY_PRIMARY = 1 << 2;
        /// Deputy of any seat.
        const DEPUTY = 1 << 3;
        /// Member or extended member.
        const MEMBER = 1 << 4;
        /// Executive sponsor of the account.
        const SPONSOR = 1 << 5;
        /// On the response team of the incident; of any open incident where the thing is an account.
        const RESPONDER = 1 << 6;
        /// Executive lead of the incident; of any open incident where the thing is an account.
        const LEAD = 1 << 7;
        /// The account has an open incident. Says nothing about the person; narrows other relations.
        const OPEN_INCIDENT = 1 << 8;
        /// Director of the account's region.
        const DIRECTOR = 1 << 9;
        /// Escalation manager.
        const ESCALATION_MANAGER = 1 << 10;
        /// Executive.
        const EXECUTIVE = 1 << 11;
        /// Auditor.
        const AUDITOR = 1 << 12;
        /// Administrator.
        const ADMINISTRATOR = 1 << 13;
        /// Has any running assignment, or any role but auditor and administrator, who have rows of their own.
        const KEY_STAFF = 1 << 14;
        /// Author or editor of the entry.
        const EDITOR = 1 << 15;
        /// May publish the entry's kind of knowledge.
        const PUBLISHER = 1 << 16;
        /// Is to verify the published entry at present: its verifier, or who stands in for one without access.
        const VERIFIER = 1 << 17;
        /// Reads the account as its seats do, for a time, and acts nowhere: the receiver of a handover of a seat until the seat is
        /// moved, its former holder for a while after.
        const READER = 1 << 18;
        /// The outgoing primary of the handover, who still holds the seat.
        const OUTGOING = 1 << 19;
        /// The receiver of the handover, who still sees the account.
        const RECEIVER = 1 << 20;
        /// The handover is an emergency. Says nothing about the person; widens what directors do.
        const EMERGENCY = 1 << 21;
        /// The person whom figures are about.
        const SUBJECT = 1 << 22;

        /// Primary or deputy: who sits in the triangle.
        const SEAT = Self::SALES_PRIMARY.bits() | Self::TECHNICAL_PRIMARY.bits()
            | Self::DELIVERY_PRIMARY.bits() | Self::DEPUTY.bits();
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// See the account's facts and team.
    ReadAccount,
    /// Create an account in a region.
    CreateAccount,
    /// Change status, tier, region, code, executive sponsor.
    GovernAccount,
    /// Change name, industry, relationship stage, watch list.
    ChangeCommercialFacts,
    /// Change the technical and delivery facts: the time zone.
    ChangeDeliveryFacts,
    /// Assign, swap and vacate primaries.
    AssignPrimary,
    /// Assign and release deputies, members and extended members.
    AssignOthers,
    /// See the account's special notes.
    ReadSpecialNotes,
    /// Post, revise and revoke special notes of the account.
    WriteSpecialNote,
    /// See an incident.
    ReadIncident,
    /// Report an incident on the account.
    ReportIncident,
    /// Triage, decline, activate, cancel, reopen.
    DirectIncident,
    /// Activate without entitlement.
    OverrideEntitlement,
    /// Acknowledge: the commander right.
    AcknowledgeIncident,
    /// Name the executive lead and the response team.
    StaffIncident,
    /// Mobilise, on site, contain, resolve.
    WorkIncident,
    /// Pause and resume clocks.
    PauseClock,
    /// Add to the timeline.
    AddTimeline,
    /// Close and waive the letter.
    CloseIncident,
    /// Write the letter of commitment, send it, and keep account of what the customer says to it.
    WriteLetter,
    /// Sign the letter of commitment.
    SignLetter,
    /// See a handover of a seat: who, where it stands, by when.
    ReadHandover,
    /// Read the pack of a handover.
    ReadPack,
    /// Begin a handover, call it off, declare an emergency, move the seat, end the former holder's reading.
    DirectHandover,
    /// Write the pack of a handover, submit it, and tell the customer of the receiver.
    PrepareHandover,
    /// Begin the overlap of a handover, and go on to answering for the seat together.
    AdvanceHandover,
    /// Accept the pack of a handover or send it back, refuse the seat, acknowledge what the pack says.
    AnswerHandover,
    /// Read published knowledge of an audience.
    ReadKnowledge(Audience),
    /// Read a draft of an audience.
    ReadDraft(Audience),
    /// Begin an entry for an audience, or link one that the viewer sees.
    WriteKnowledge(Audience),
    /// Change a draft of an audience, and say who else may.
    EditDraft(Audience),
    /// Publish a draft of an audience that the viewer sees, or change what is published.
    PublishKnowledge(Audience),
    /// Say that published knowledge of an audience holds, and change it where only its verifier may.
    VerifyKnowledge(Audience),
    /// See a customer's request.
    ReadRequest,
    /// Log a request of the account.
    LogRequest,
    /// Answer a request, for a seat that the person holds.
    AnswerRequest,
    /// Say who must answer a request, send it on, close, withdraw or reopen it.
    SteerRequest,
    /// Read figures that a person is measured by.
    ReadPersonFigures,
    /// Read what was looked for in the think tank in vain.
    ReadGaps,
    /// Manage users, bots, keys, regions, settings.
    Administer,
}

/// One way to be permitted: any of `any`, and all of `with`.
struct Way {
    any: Relations,
    with: Relations,
}

const fn any(any: Relations) -> Way {
    Way { any, with: Relations::empty() }
}

const fn with(any: Relations, with: Relations) -> Way {
    Way { any, with }
}

macro_rules! relations {
    ($($name:ident)|+) => { Relations::from_bits_truncate($(Relations::$name.bits())|+) };
}

/// The ways that permit an action; any one suffices.
fn ways(action: Action) -> &'static [Way] {
    match action {
        Action::ReadAccount => {
            const {
                &[
                    any(relations!(SEAT | MEMBER | READER | DIRECTOR | AUDITOR | ADMINISTRATOR)),
                    with(
                        relations!(ESCALATION_MANAGER | EXECUTIVE | RESPONDER | LEAD),
                        Relations::OPEN_INCIDENT,
                    ),
                    with(Relations::EXECUTIVE, Relations::SPONSOR),
                ]
            }
        }
        Action::CreateAccount | Action::GovernAccount | Action::AssignPrimary => {
            const { &[any(relations!(DIRECTOR | ADMINISTRATOR))] }
        }
        Action::ChangeCommercialFacts => {
            const { &[any(relations!(SALES_PRIMARY | DIRECTOR | ADMINISTRATOR))] }
        }
        Action::ChangeDeliveryFacts => {
            const { &[any(relations!(TECHNICAL_PRIMARY | DELIVERY_PRIMARY | DIRECTOR | ADMINISTRATOR))] }
        }
        Action::AssignOthers => const { &[any(relations!(SALES_PRIMARY | DIRECTOR | ADMINISTRATOR))] },
        Action::ReadSpecialNotes => {
            const {
                &[
                    any(relations!(SEAT | MEMBER | READER | DIRECTOR | AUDITOR)),
                    with(
                        relations!(ESCALATION_MANAGER | EXECUTIVE | RESPONDER | LEAD),
                        Relations::OPEN_INCIDENT,
                    ),
                    with(Relations::EXECUTIVE, Relations::SPONSOR),
                ]
            }
        }
        Action::WriteSpecialNote => const { &[any(relations!(SEAT | DIRECTOR))] },
        Action::ReadIncident => {
            const {
                &[any(relations!(
                    SEAT | READER | RESPONDER | LEAD | DIRECTOR | ESCALATION_MANAGER | EXECUTIVE | AUDITOR
                ))]
            }
        }
        Action::ReportIncident => {
            const { &[any(relations!(SEAT | MEMBER | DIRECTOR | ESCALATION_MANAGER | EXECUTIVE))] }
        }
        Action::DirectIncident => const { &[any(relations!(ESCALATION_MANAGER | DIRECTOR))] },
        Action::OverrideEntitlement => const { &[any(relations!(DIRECTOR | EXECUTIVE))] },
        Action::AcknowledgeIncident | Action::WorkIncident | Action::WriteLetter => {
            const { &[any(relations!(SEAT | LEAD | ESCALATION_MANAGER))] }
        }
        Action::StaffIncident => const { &[any(relations!(ESCALATION_MANAGER | DIRECTOR | EXECUTIVE))] },
        Action::AddTimeline => {
            const { &[any(relations!(SEAT | RESPONDER | LEAD | DIRECTOR | ESCALATION_MANAGER | EXECUTIVE))] }
        }
        Action::PauseClock => const { &[any(relations!(LEAD | ESCALATION_MANAGER))] },
        Action::CloseIncident | Action::SignLetter => const { &[any(Relations::EXECUTIVE)] },
        Action::ReadRequest => {
            const {
                &[
                    any(relations!(SEAT | MEMBER | READER | DIRECTOR | AUDITOR)),
                    with(Relations::EXECUTIVE, Relations::OPEN_INCIDENT),
                    with(Relations::EXECUTIVE, Relations::SPONSOR),
                ]
            }
        }
        Action::LogRequest => const { &[any(relations!(SEAT | MEMBER | DIRECTOR))] },
        Action::AnswerRequest => const { &[any(relations!(SEAT))] },
        Action::SteerRequest => const { &[any(relations!(SEAT | DIRECTOR))] },
        Action::ReadPersonFigures => const { &[any(relations!(SUBJECT | DIRECTOR | EXECUTIVE | AUDITOR))] },
        Action::ReadGaps => const { &[any(relations!(DIRECTOR | EXECUTIVE))] },
        Action::Administer => const { &[any(Relations::ADMINISTRATOR)] },
        Action::ReadHandover => {
            const {
                &[
                    any(relations!(SEAT | READER | DIRECTOR | AUDITOR | ADMINISTRATOR)),
                    with(Relations::EXECUTIVE, Relations::OPEN_INCIDENT),
                    with(Relations::EXECUTIVE, Relations::SPONSOR),
                ]
            }
        }
        Action::ReadPack => {
            const {
                &[
                    any(relations!(SEAT | READER | DIRECTOR | AUDITOR)),
                    with(Relations::EXECUTIVE, Relations::OPEN_INCIDENT),
                    with(Relations::EXECUTIVE, Relations::SPONSOR),
                ]
            }
        }
        Action::DirectHandover => const { &[any(relations!(DIRECTOR | ADMINISTRATOR))] },
        Action::PrepareHandover => {
            const { &[any(Relations::OUTGOING), with(Relations::DIRECTOR, Relations::EMERGENCY)] }
        }
        Action::AdvanceHandover => {
            const { &[any(relations!(OUTGOING | RECEIVER)), with(Relations::DIRECTOR, Relations::EMERGENCY)] }
        }
        Action::AnswerHandover => const { &[any(Relations::RECEIVER)] },
        Action::ReadKnowledge(audience) => readers(audience),
        Action::ReadDraft(audience) | Action::EditDraft(audience) => writers(audience),
        Action::WriteKnowledge(audience)
        | Action::PublishKnowledge(audience)
        | Action::VerifyKnowledge(audience) => writers(audience),
    }
}

fn readers(audience: Audience) -> &'static [Way] {
    match audience {
        Audience::Triangle => const { &[any(relations!(SEAT | READER | DIRECTOR | EXECUTIVE | AUDITOR))] },
        Audience::AccountTeam => {
            const {
                &[
                    any(relations!(SEAT | MEMBER | READER | DIRECTOR | EXECUTIVE | AUDITOR)),
                    with(Relations::ESCALATION_MANAGER, Relations::OPEN_INCIDENT),
                ]
            }
        }
        Audience::AllStaff => const { &[any(relations!(KEY_STAFF | READER | AUDITOR))] },
        Audience::Executives => const { &[any(relations!(EXECUTIVE | AUDITOR))] },
    }
}

/// Whoever may read at the audience, auditor and who reads for a time excepted.
fn writers(audience: Audience) -> &'static [Way] {
    match audience {
        Audience::Triangle => const { &[any(relations!(SEAT | DIRECTOR | EXECUTIVE))] },
        Audience::AccountTeam => {
            const {
                &[
                    any(relations!(SEAT | MEMBER | DIRECTOR | EXECUTIVE)),
                    with(Relations::ESCALATION_MANAGER, Relations::OPEN_INCIDENT),
                ]
            }
        }
        Audience::AllStaff => const { &[any(Relations::KEY_STAFF)] },
        Audience::Executives => const { &[any(Relations::EXECUTIVE)] },
    }
}

/// What must hold beside the ways of [`ways`]: a draft is seen and changed by author and editors and by nobody else;
/// publishing takes a seat of the home account or the topic, and to change what is published is to publish; to verify is for
/// whoever the duty falls to.
fn also(action: Action) -> Option<Relations> {
    match action {
        Action::ReadDraft(_) | Action::EditDraft(_) => Some(Relations::EDITOR),
        Action::PublishKnowledge(_) => Some(relations!(SEAT | PUBLISHER)),
        Action::VerifyKnowledge(_) => Some(Relations::VERIFIER),
        _ => None,
    }
}

/// Whether a person with these relations may do it.
pub fn permits(action: Action, relations: Relations) -> bool {
    let way = ways(action).iter().any(|way| relations.intersects(way.any) && relations.contains(way.with));
    way && also(action).is_none_or(|one_of| relations.intersects(one_of))
}

/// The scope that an API key needs for it; `None`: no bot may. For knowledge the key must name the audience too.
pub fn bot_scope(action: Action) -> Option<Scope> {
    match action {
        Action::ReadAccount => Some(Scope::AccountRead),
        Action::ReadIncident => Some(Scope::IncidentRead),
        Action::ReportIncident => Some(Scope::IncidentReport),
        Action::AddTimeline => Some(Scope::IncidentTimeline),
        Action::ReadKnowledge(_) => Some(Scope::KnowledgeRead),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod every;
#[cfg(test)]
mod tests;
