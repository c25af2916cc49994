//! The rules of the think tank, case by case.

use proptest::prelude::*;
use sea_orm::Iterable;

use super::*;
use crate::domain::fault::{Fault, Violation};

fn violations(check: impl FnOnce(&mut Checks)) -> Vec<(String, &'static str)> {
    let mut checks = Checks::new();
    check(&mut checks);
    match checks.done() {
        Err(Fault::Invalid(found)) => {
            found.into_iter().map(|Violation { path, code, .. }| (path, code)).collect()
        }
        _ => Vec::new(),
    }
}

fn keys(written: &[&str]) -> Vec<String> {
    let written: Vec<String> = written.iter().map(|tag| (*tag).to_owned()).collect();
    tags(&mut Checks::new(), &written).into_iter().map(|tag| tag.key).collect()
}

#[test]
fn a_negotiation_stays_in_the_triangle_unless_its_author_says_otherwise() {
    for kind in KnowledgeType::iter() {
        let expected = match kind {
            KnowledgeType::NegotiationRecord => [Audience::Triangle, Audience::Triangle],
            _ => [Audience::AccountTeam, Audience::AllStaff],
        };
        assert_eq!([true, false].map(|home| default_audience(kind, home)), expected, "{kind:?}");
    }
}

#[test]
fn only_circles_of_an_account_need_one() {
    for audience in Audience::iter() {
        let needs = matches!(audience, Audience::Triangle | Audience::AccountTeam);
        assert!(check_home(audience, true).is_ok(), "{audience:?}");
        assert_eq!(check_home(audience, false).is_err(), needs, "{audience:?}");
    }
}

#[test]
fn tags_that_compare_equal_are_kept_once_as_first_written() {
    assert_eq!(
        keys(&["Pricing", "pricing ", "ＰＲＩＣＩＮＧ", "价格", "Preis"]),
        ["pricing", "价格", "preis"]
    );
    let kept = tags(&mut Checks::new(), &["Zürich".to_owned(), "zurich".to_owned()]);
    assert_eq!(kept, [Tag { written: "Zürich".into(), key: "zurich".into() }]);
}

#[test]
fn what_is_wrong_with_a_text_is_told_with_its_place() {
    let long = "é".repeat(LONGEST_TAG + 1);
    let given = ["ok".to_owned(), String::new(), long, "\u{301}".to_owned(), "a\nb".to_owned()];
    assert_eq!(
        violations(|checks| drop(tags(checks, &given))),
        [
            ("tags.1".to_owned(), "REQUIRED"),
            ("tags.2".to_owned(), "TOO_LONG"),
            ("tags.3".to_owned(), "REQUIRED"),
            ("tags.4".to_owned(), "CONTROL_CHARACTER"),
        ]
    );
    let many = vec!["tag".to_owned(); MOST_TAGS + 1];
    assert_eq!(violations(|checks| drop(tags(checks, &many))), [("tags".to_owned(), "TOO_MANY")]);
    assert_eq!(violations(|checks| drop(title(checks, " \u{3000} "))), [("title".to_owned(), "REQUIRED")]);
    assert_eq!(violations(|checks| drop(body(checks, " \n "))), [("body".to_owned(), "REQUIRED")]);
    let body_of = |length| "字".repeat(length);
    assert!(violations(|checks| drop(body(checks, &body_of(LONGEST_BODY)))).is_empty());
    assert_eq!(
        violations(|checks| drop(body(checks, &body_of(LONGEST_BODY + 1)))),
        [("body".to_owned(), "TOO_LONG")]
    );
}

#[test]
fn markdown_keeps_the_indent_of_its_first_line() {
    assert_eq!(body(&mut Checks::new(), "\n\r\n    code\n\n"), "    code");
}

#[test]
fn the_fields_that_differ_are_named() {
    let text = |title: &str, body: &str, tags: &[&str]| Text {
        title: title.into(),
        body: body.into(),
        tags: tags.iter().map(|tag| Tag { written: (*tag).into(), key: (*tag).into() }).collect(),
    };
    let before = text("a", "b", &["c", "d"]);
    assert_eq!(before.changed_from(&before), Vec::<String>::new());
    assert_eq!(text("x", "b", &["c", "d"]).changed_from(&before), ["title"]);
    assert_eq!(text("a", "x", &["d", "c"]).changed_from(&before), ["body", "tags"]);
}

proptest! {
    #[test]
    fn kept_tags_are_few_and_distinct(given in prop::collection::vec("\\PC{0,60}", 0..40)) {
        let kept = tags(&mut Checks::new(), &given);
        prop_assert!(kept.len() <= MOST_TAGS);
        let distinct: std::collections::BTreeSet<_> = kept.iter().map(|tag| &tag.key).collect();
        prop_assert_eq!(distinct.len(), kept.len());
    }
}
