//! What regions, people and companies are called, in several languages and scripts.

mod cultures;

use cultures::{CHINA, DACH, FRANCE, GULF, IBERIA, JAPAN, NORDICS, NORTH_AMERICA};

/// A region, and how people and companies are called there.
pub(super) struct Culture {
    /// Code of the region.
    pub(super) code: &'static str,
    /// Its name.
    pub(super) region: &'static str,
    /// Two letters that account codes begin with.
    pub(super) letters: &'static str,
    /// IANA zone.
    pub(super) zone: &'static str,
    /// The language that people write in.
    pub(super) language: Language,
    /// Family names, as written and in Latin letters.
    pub(super) family: &'static [(&'static str, &'static str)],
    /// Given names, likewise.
    pub(super) given: &'static [(&'static str, &'static str)],
    /// Whether the family name comes first, without a space.
    pub(super) family_first: bool,
    /// How companies begin.
    pub(super) first: &'static [&'static str],
    /// Their trade, and its place in [`INDUSTRIES`].
    pub(super) trade: &'static [(&'static str, usize)],
    /// Their legal form.
    pub(super) form: &'static [&'static str],
    /// What stands between the parts.
    pub(super) joint: &'static str,
}

/// The languages that texts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
    Japanese,
    German,
}

/// Industries, as the company groups them.
pub(super) const INDUSTRIES: [&str; 10] = [
    "Automotive",
    "Banking",
    "Chemicals",
    "Energy",
    "Healthcare",
    "Industrial machinery",
    "Logistics",
    "Retail",
    "Semiconductors",
    "Telecommunications",
];

/// Those that the made-up data is spread over.
pub(super) const CULTURES: [Culture; 8] = [CHINA, JAPAN, DACH, FRANCE, IBERIA, NORTH_AMERICA, NORDICS, GULF];
