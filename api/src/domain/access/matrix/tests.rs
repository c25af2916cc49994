//! What must hold of the whole table.

use super::{
    every::{AUDIENCES, all_actions, print},
    *,
};

#[test]
fn the_matrix_is_the_golden_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/access/matrix.golden.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, print()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        print(),
        "set UPDATE_GOLDEN=1 to rewrite it"
    );
}

#[test]
fn nobody_without_a_relation_may_do_anything() {
    for action in all_actions() {
        assert!(!permits(action, Relations::empty()), "{action:?}");
        assert!(!permits(action, Relations::OPEN_INCIDENT), "{action:?}");
        assert!(!permits(action, Relations::SPONSOR), "{action:?}");
        assert!(!permits(action, Relations::EMERGENCY), "{action:?}");
    }
}

#[test]
fn an_auditor_and_an_administrator_change_nothing_of_incidents_and_knowledge() {
    for action in all_actions() {
        let reads = matches!(
            action,
            Action::ReadAccount
                | Action::ReadSpecialNotes
                | Action::ReadIncident
                | Action::ReadRequest
                | Action::ReadKnowledge(_)
                | Action::ReadHandover
                | Action::ReadPack
                | Action::ReadPersonFigures
        );
        let auditor = Relations::AUDITOR | Relations::OPEN_INCIDENT | Relations::EMERGENCY;
        assert_eq!(permits(action, auditor), reads, "{action:?}");
    }
    for audience in AUDIENCES {
        assert!(!permits(Action::ReadKnowledge(audience), Relations::ADMINISTRATOR));
    }
    assert!(!permits(Action::ReadIncident, Relations::ADMINISTRATOR));
    assert!(!permits(Action::ReadSpecialNotes, Relations::ADMINISTRATOR));
    assert!(!permits(Action::ReadRequest, Relations::ADMINISTRATOR | Relations::OPEN_INCIDENT));
}

#[test]
fn a_draft_is_for_its_author_and_editors_alone() {
    let everybody_else = Relations::all().difference(Relations::EDITOR);
    for audience in AUDIENCES {
        assert!(!permits(Action::ReadDraft(audience), everybody_else), "{audience:?}");
        assert!(!permits(Action::EditDraft(audience), everybody_else), "{audience:?}");
        assert!(!permits(Action::EditDraft(audience), Relations::EDITOR), "authorship alone: {audience:?}");
    }
    assert!(permits(Action::EditDraft(Audience::AccountTeam), Relations::MEMBER | Relations::EDITOR));
}

#[test]
fn only_a_seat_of_the_home_account_or_a_publisher_of_the_topic_publishes() {
    let author = Relations::MEMBER | Relations::KEY_STAFF | Relations::EDITOR;
    for audience in [Audience::AccountTeam, Audience::AllStaff] {
        assert!(!permits(Action::PublishKnowledge(audience), author), "{audience:?}");
        assert!(permits(Action::PublishKnowledge(audience), author | Relations::PUBLISHER), "{audience:?}");
        assert!(permits(Action::PublishKnowledge(audience), author | Relations::DEPUTY), "{audience:?}");
    }
    assert!(!permits(Action::PublishKnowledge(Audience::Triangle), Relations::PUBLISHER));
}

#[test]
fn who_reads_for_a_time_reads_what_a_seat_reads_and_does_nothing() {
    for action in all_actions() {
        let executives = Action::ReadKnowledge(Audience::Executives);
        let reads = matches!(
            action,
            Action::ReadAccount
                | Action::ReadSpecialNotes
                | Action::ReadIncident
                | Action::ReadRequest
                | Action::ReadKnowledge(_)
                | Action::ReadHandover
                | Action::ReadPack
        ) && action != executives;
        let reader = Relations::READER | Relations::OPEN_INCIDENT | Relations::EMERGENCY;
        assert_eq!(permits(action, reader), reads, "{action:?}");
    }
}

#[test]
fn whoever_reads_at_an_audience_writes_for_it_but_the_auditor_and_who_reads_for_a_time() {
    let reads_only = Relations::AUDITOR | Relations::READER;
    let relations = Relations::all().iter().filter(|one| !reads_only.contains(*one));
    for one in relations.flat_map(|one| [one, one | Relations::OPEN_INCIDENT]) {
        for audience in AUDIENCES {
            let reads = permits(Action::ReadKnowledge(audience), one);
            assert_eq!(permits(Action::WriteKnowledge(audience), one), reads, "{one:?} {audience:?}");
        }
    }
}

#[test]
fn neither_colleagues_nor_who_runs_the_red_channel_or_the_system_read_figures_of_a_person() {
    let readers = Relations::SUBJECT | Relations::DIRECTOR | Relations::EXECUTIVE | Relations::AUDITOR;
    let everybody_else = Relations::all().difference(readers);
    assert!(!permits(Action::ReadPersonFigures, everybody_else));
    assert!(permits(Action::ReadPersonFigures, Relations::SUBJECT), "after leaving the account, too");
    assert_eq!(bot_scope(Action::ReadPersonFigures), None);
}

#[test]
fn only_the_named_scopes_are_open_to_bots() {
    assert_eq!(bot_scope(Action::AcknowledgeIncident), None);
    assert_eq!(bot_scope(Action::CloseIncident), None);
    assert_eq!(bot_scope(Action::Administer), None);
}
