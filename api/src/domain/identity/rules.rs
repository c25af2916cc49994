//! Pure rules: what an e-mail, a region code and a position may be.

use std::collections::BTreeSet;

use entity::{id::RegionId, user_role::OrganisationRole};

use crate::domain::input::Checks;

/// Characters of the longest name.
pub(super) const NAME: usize = 200;

/// Characters of the longest e-mail (RFC 5321).
const EMAIL: usize = 254;

/// Characters of the longest region code.
const CODE: usize = 20;

/// An e-mail: something, `@`, and a domain. Whether it is reached shows when it is used.
pub(super) fn email(checks: &mut Checks, path: &str, text: &str) -> String {
    let text = checks.line(path, text, EMAIL);
    let well_formed = text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !local.contains('@') && !domain.is_empty() && !domain.starts_with('.')
    });
    if !text.is_empty() && (!well_formed || text.contains(char::is_whitespace)) {
        checks.refuse(path, "MALFORMED", "expected an e-mail like name@example.com");
    }
    text
}

/// A region's code in capitals: letters, digits and dashes.
pub(super) fn region_code(checks: &mut Checks, path: &str, text: &str) -> String {
    let code = checks.line(path, text, CODE).to_ascii_uppercase();
    if !code.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        checks.refuse(path, "MALFORMED", "use letters A to Z, digits and dashes");
    }
    code
}

/// Notes what is wrong with a position: a director has regions and nobody else has; the chief executive is an executive.
pub(super) fn position(
    checks: &mut Checks,
    roles: &BTreeSet<OrganisationRole>,
    regions: &BTreeSet<RegionId>,
    is_chief: bool,
) {
    let director = roles.contains(&OrganisationRole::Director);
    if director && regions.is_empty() {
        checks.refuse("regionIds", "REQUIRED", "a director answers for at least one region");
    }
    if !director && !regions.is_empty() {
        checks.refuse("regionIds", "NOT_ALLOWED", "only a director answers for regions");
    }
    if is_chief && !roles.contains(&OrganisationRole::Executive) {
        checks.refuse("isChiefExecutive", "NOT_ALLOWED", "the chief executive has the role EXECUTIVE");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_has_a_local_part_and_a_domain() {
        for (text, fine) in [
            ("lin@example.com", true),
            (" lin@example.com ", true),
            ("林@例子.公司", true),
            ("lin@localhost", true),
            ("", false),
            ("lin", false),
            ("@example.com", false),
            ("lin@", false),
            ("lin@@example.com", false),
            ("lin@.com", false),
            ("lin wei@example.com", false),
            ("lin\n@example.com", false),
        ] {
            let mut checks = Checks::new();
            email(&mut checks, "email", text);
            assert_eq!(checks.done().is_ok(), fine, "{text:?}");
        }
    }

    #[test]
    fn a_region_code_is_written_in_capitals() {
        let mut checks = Checks::new();
        assert_eq!(region_code(&mut checks, "code", " emea-1 "), "EMEA-1");
        assert!(checks.done().is_ok());
        for text in ["", "e mea", "欧洲", "A_B", &"A".repeat(21)] {
            let mut checks = Checks::new();
            region_code(&mut checks, "code", text);
            assert!(checks.done().is_err(), "{text:?}");
        }
    }

    #[test]
    fn regions_belong_to_directors_and_the_mark_to_an_executive() {
        use OrganisationRole::{Administrator, Director, Executive, Staff};
        let region = BTreeSet::from([RegionId(uuid::Uuid::nil())]);
        let none = BTreeSet::new();
        for (roles, regions, chief, fine) in [
            (vec![], &none, false, true),
            (vec![Staff, Administrator], &none, false, true),
            (vec![Director], &region, false, true),
            (vec![Director], &none, false, false),
            (vec![Staff], &region, false, false),
            (vec![Executive], &none, true, true),
            (vec![Staff], &none, true, false),
        ] {
            let roles: BTreeSet<_> = roles.into_iter().collect();
            let mut checks = Checks::new();
            position(&mut checks, &roles, regions, chief);
            assert_eq!(checks.done().is_ok(), fine, "{roles:?} {regions:?} {chief}");
        }
    }
}
