//! Everything that the table of rights says, for tests that must leave nothing out.

use entity::knowledge_entry::Audience;

use super::{Action, Relations, also, bot_scope, ways};

/// Every audience, from the narrowest circle of an account outwards, and last the executives.
pub const AUDIENCES: [Audience; 4] =
    [Audience::Triangle, Audience::AccountTeam, Audience::AllStaff, Audience::Executives];

/// Every action.
pub fn all_actions() -> Vec<Action> {
    let mut actions = vec![
        Action::ReadAccount,
        Action::CreateAccount,
        Action::GovernAccount,
        Action::ChangeCommercialFacts,
        Action::ChangeDeliveryFacts,
        Action::AssignPrimary,
        Action::AssignOthers,
        Action::ReadSpecialNotes,
        Action::WriteSpecialNote,
        Action::ReadIncident,
        Action::ReportIncident,
        Action::DirectIncident,
        Action::OverrideEntitlement,
        Action::AcknowledgeIncident,
        Action::StaffIncident,
        Action::WorkIncident,
        Action::PauseClock,
        Action::AddTimeline,
        Action::CloseIncident,
        Action::WriteLetter,
        Action::SignLetter,
        Action::ReadRequest,
        Action::LogRequest,
        Action::AnswerRequest,
        Action::SteerRequest,
        Action::ReadHandover,
        Action::ReadPack,
        Action::DirectHandover,
        Action::PrepareHandover,
        Action::AdvanceHandover,
        Action::AnswerHandover,
        Action::ReadPersonFigures,
        Action::ReadGaps,
        Action::Administer,
    ];
    for audience in AUDIENCES {
        actions.extend([
            Action::ReadKnowledge(audience),
            Action::ReadDraft(audience),
            Action::WriteKnowledge(audience),
            Action::EditDraft(audience),
            Action::PublishKnowledge(audience),
            Action::VerifyKnowledge(audience),
        ]);
    }
    actions
}

/// The table as text, one action a line: the content of `matrix.golden.txt`.
pub fn print() -> String {
    let names =
        |relations: Relations| relations.iter_names().map(|(name, _)| name).collect::<Vec<_>>().join("|");
    let mut text = String::new();
    for action in all_actions() {
        let ways: Vec<String> = ways(action)
            .iter()
            .map(|way| match way.with.is_empty() {
                true => names(way.any),
                false => format!("({}) with {}", names(way.any), names(way.with)),
            })
            .collect();
        let also = also(action).map(|one_of| format!(" and one of {}", names(one_of))).unwrap_or_default();
        let bot = bot_scope(action).map(|scope| format!("; bot: {scope:?}")).unwrap_or_default();
        text.push_str(&format!("{action:?}: {}{also}{bot}\n", ways.join(" or ")));
    }
    text
}
