//! What stands on the pages of a letter.

use std::collections::BTreeMap;

use entity::{id::UserId, incident::Severity};
use uuid::Uuid;

use super::*;
use crate::{
    domain::letter::document::{AccountFacts, IncidentFacts, LetterText, ResponseLine, Signatory, Signature},
    platform::typeset::{self, words},
};

const OWNER: UserId = UserId(Uuid::nil());

fn promise() -> Promise {
    Promise {
        action: "Install a second gateway".into(),
        owner_role: "Technical lead".into(),
        owner: OWNER,
        due_on: "2026-03-20".parse().unwrap(),
        measure: "It takes over within a minute".into(),
        evidence: "Report of the exercise".into(),
        verifier: "Ms Sato".into(),
        preventive: true,
    }
}

fn letter(language: LetterLanguage) -> LetterContent {
    LetterContent {
        number: 2,
        language,
        incident: IncidentFacts {
            number: "RC-3".into(),
            title: "Line 3 stands still".into(),
            severity: Severity::Sev1,
            reported_at: "2026-03-01T23:10:00Z".parse().unwrap(),
            resolved_at: Some("2026-03-02T09:20:00Z".parse().unwrap()),
        },
        account: AccountFacts {
            name: "Harbor Lights".into(),
            code: "HARBOR".into(),
            time_zone: "Asia/Tokyo".into(),
        },
        text: LetterText {
            addressee: "Ms Sato".into(),
            issue: "It **stood**.".into(),
            impact: "- 1,200 cars".into(),
            response: vec![ResponseLine {
                at: "2026-03-02T01:00:00Z".parse().unwrap(),
                what: "Team on site".into(),
            }],
            remedy: "Replaced.".into(),
            root_cause: "One gateway.".into(),
            promises: vec![promise()],
            compensation: Some(Compensation {
                description: "A credit".into(),
                minor_units: 125_000,
                currency: "JPY".into(),
                approved_by: Some(OWNER),
                approved_on: Some("2026-03-02".parse().unwrap()),
            }),
            contact: "Lin Yue".into(),
            reviews: vec!["2026-04-01".parse().unwrap(), "2026-05-01".parse().unwrap()],
        },
        names: BTreeMap::from([(OWNER, "Tomás Herrera".to_owned())]),
        signature: Some(Signature {
            by: OWNER,
            name: "Helena Brandt".into(),
            signatory: Signatory::ChiefExecutive,
            at: "2026-03-02T10:15:00Z".parse().unwrap(),
        }),
    }
}

fn read(content: &LetterContent) -> String {
    words(&TEMPLATE, &pages(content, "5a5a"))
}

#[test]
fn a_signed_letter_says_everything_in_the_words_of_its_language() {
    let english = read(&letter(LetterLanguage::English));
    for expected in [
        "Letter of Commitment for Improvement",
        "Our reference: RC-3",
        "To Ms Sato",
        "2 March 2026, 08:10",
        "Level 1 of 3 (1 is the most severe)",
        "The issue as you stated it",
        "2 March 2026, 10:00",
        "Preventive",
        "Tomás Herrera",
        "20 March 2026",
        "Evidence: Report of the exercise",
        "JPY 125,000",
        "Approved by: Tomás Herrera, 2 March 2026",
        "1 April 2026  ·  1 May 2026",
        "Chief executive officer",
        "Signed electronically: 2 March 2026, 19:15",
        "Days and times are those of Asia/Tokyo.",
        "Version 2  ·  SHA-256 5a5a",
        "Page 1 of 2",
    ] {
        assert!(squeezed(&english).contains(&squeezed(expected)), "{expected} is not in {english}");
    }
    assert!(!english.contains("DRAFT") && !english.contains("**"), "{english}");
    let chinese = read(&letter(LetterLanguage::Chinese));
    for expected in [
        "改进承诺书",
        "致：Ms Sato",
        "2026年3月2日 08:10",
        "一级（共三级，一级最严重）",
        "预防措施",
        "首席执行官",
        "第 1 页，共",
    ] {
        assert!(squeezed(&chinese).contains(&squeezed(expected)), "{expected} is not in {chinese}");
    }
}

/// Without spaces: those at the ends of lines are not on the page.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_letter_that_nobody_signed_is_marked_on_every_page() {
    for (language, mark) in [(LetterLanguage::English, "DRAFT"), (LetterLanguage::Chinese, "草稿")] {
        let mut draft = letter(language);
        draft.signature = None;
        draft.text.issue = "Long.\n\n".repeat(100);
        let text = read(&draft);
        let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
        assert!(pages.len() > 2 && pages.iter().all(|page| page.contains(mark)), "{text}");
    }
}

#[test]
fn a_signature_stands_on_the_page_of_the_end_of_what_it_signs() {
    let mut content = letter(LetterLanguage::English);
    // Wherever a page ends.
    for lines in (0..40).step_by(2) {
        content.text.issue = "Long.\n\n".repeat(lines);
        let text = read(&content);
        let page = text.split('\u{c}').find(|page| page.contains("Helena Brandt"));
        assert!(page.is_some_and(|page| page.contains("Lin Yue") && page.contains("Asia/Tokyo")), "{text}");
    }
}

#[test]
fn a_customer_reads_no_code_of_ours_and_can_read_the_words_for_it() {
    for language in [LetterLanguage::English, LetterLanguage::Chinese] {
        for severity in [Severity::Sev1, Severity::Sev2, Severity::Sev3] {
            let mut content = letter(language);
            content.incident.severity = severity;
            let text = read(&content);
            assert!(!text.contains("SEV"), "{text}");
            assert_eq!(typeset::lacking(&text), Vec::<char>::new());
        }
    }
}

#[test]
fn an_empty_draft_has_pages() {
    let mut draft = letter(LetterLanguage::English);
    let LetterText { promises, response, reviews, issue, compensation, .. } = &mut draft.text;
    promises.clear();
    response.clear();
    reviews.clear();
    issue.clear();
    *compensation = None;
    draft.incident.resolved_at = None;
    draft.names.clear();
    draft.signature = None;
    assert!(read(&draft).contains("What we commit to"));
}

#[test]
fn what_was_written_stands_there_as_it_was_written() {
    for hostile in
        ["#import \"x\": *", "$x^2$ & @me", "*bold* [a](b) <b>", "= Title // \\ {n} {{", "```typ #panic()"]
    {
        let mut content = letter(LetterLanguage::English);
        content.text.promises = vec![Promise {
            action: hostile.into(),
            measure: hostile.into(),
            verifier: hostile.into(),
            ..promise()
        }];
        content.text.addressee = hostile.into();
        content.incident.title = hostile.into();
        content.account.name = hostile.into();
        let text = squeezed(&read(&content)).replace('\u{200b}', "");
        assert!(text.matches(&squeezed(hostile)).count() >= 6, "{hostile} is not in {text}");
    }
}

#[test]
fn the_longest_words_and_the_most_promises_stay_on_their_pages() {
    let mut content = letter(LetterLanguage::English);
    let long = Promise { action: "W".repeat(1_000), verifier: "w".repeat(200), ..promise() };
    content.text.promises = (0..50).map(|at| if at == 7 { long.clone() } else { promise() }).collect();
    let text = read(&content);
    assert_eq!(text.matches("Install").count(), 49);
    // Lines have an end where the page has one.
    assert!(text.contains("W\u{200b}W"), "{text}");
}

#[test]
fn the_fonts_have_every_word_of_the_template() {
    assert_eq!(typeset::lacking(TEMPLATE.source), Vec::<char>::new());
    assert_eq!(typeset::lacking_label(TEMPLATE.source), Vec::<char>::new());
}
