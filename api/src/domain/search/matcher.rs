//! How well the words of a text match what was typed, in hundredths.

use std::cell::OnceCell;

use super::{
    lexemes::{LONG, compound_stem, stems},
    query::{Unit, pairs_of},
};
use crate::platform::text;

/// The word itself.
pub(super) const EXACT: u32 = 100;
const VARIANT: u32 = 95;
const STEM: u32 = 90;
const BEGINNING: u32 = 80;
const COMPOUND: u32 = 65;
const PART: u32 = 50;
const MEANT: [u32; 3] = [EXACT, 70, 55];

/// Compares words with what was typed. It is made once a search.
#[derive(Clone, Debug)]
pub struct Matcher {
    pub(super) units: Vec<Unit>,
    /// A bit for each ASCII character that a word may begin with which matches.
    initials: u128,
    /// Whether a long word may match by its end, however it begins.
    by_end: bool,
}

impl Matcher {
    pub(super) fn of(units: Vec<Unit>) -> Self {
        let forms = units.iter().flat_map(|unit| unit.whole_words().chain(&unit.parts));
        let initials = forms.filter_map(|form| initial(form)).filter(char::is_ascii);
        let initials = initials.fold(0, |all, letter| all | 1 << u32::from(letter));
        let by_end = units.iter().any(|unit| unit.end.is_some());
        Self { units, initials, by_end }
    }

    /// Whether a spelled word, in small letters, matches nothing: of most words the first letter tells.
    pub(super) fn passes_over(&self, word: &str) -> bool {
        let initial = word.bytes().next().filter(u8::is_ascii);
        initial.is_some_and(|initial| self.initials & 1 << initial == 0)
            && !(self.by_end && word.len() >= LONG)
    }

    /// The units that a spelled word matches, each with how well.
    pub(super) fn spelled(&self, word: &str) -> Vec<(usize, u32)> {
        let form = text::key(word);
        let word = Spelled { word: &form, initial: initial(&form), stems: OnceCell::new() };
        let units = self.units.iter().enumerate().filter(|(_, unit)| !unit.dense);
        units.map(|(place, unit)| (place, word.quality(unit))).filter(|(_, quality)| *quality > 0).collect()
    }

    /// Where in a run of a dense script units stand: unit, characters before it, how well.
    pub(super) fn dense(&self, run: &str) -> Vec<(usize, usize, u32)> {
        let mut found = Vec::new();
        for (place, unit) in self.units.iter().enumerate().filter(|(_, unit)| unit.dense) {
            let before = found.len();
            let places = run.match_indices(&unit.form);
            found.extend(places.map(|(at, _)| (place, run[..at].chars().count(), EXACT)));
            if found.len() == before && unit.form.chars().count() > 2 {
                found.extend(partly(run, place, unit));
            }
        }
        found
    }
}

/// The first place of a part of a long form, by how many of its pairs are there.
fn partly(run: &str, place: usize, unit: &Unit) -> Option<(usize, usize, u32)> {
    let pairs = pairs_of(&unit.form);
    let there: Vec<usize> = pairs.iter().filter_map(|pair| run.find(pair.as_str())).collect();
    let first = there.iter().min()?;
    let share = u32::try_from(there.len() * 100 / pairs.len()).unwrap_or(0);
    Some((place, run[..*first].chars().count(), PART * share / 100))
}

/// The letter that a word begins with, as its stems begin with it.
fn initial(word: &str) -> Option<char> {
    word.chars().next().map(|letter| match letter {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        other => other,
    })
}

/// A spelled word. Finding stems takes the most time.
struct Spelled<'a> {
    word: &'a str,
    initial: Option<char>,
    stems: OnceCell<Vec<String>>,
}

impl Spelled<'_> {
    fn quality(&self, unit: &Unit) -> u32 {
        let whole = if self.begins_as(unit) { self.quality_as_whole(unit) } else { 0 };
        match whole {
            0 if self.ends_as(unit) => COMPOUND,
            0 if unit.parts.iter().any(|part| part == self.word) => PART,
            whole => whole,
        }
    }

    fn begins_as(&self, unit: &Unit) -> bool {
        unit.whole_words().any(|form| initial(form) == self.initial)
    }

    fn ends_as(&self, unit: &Unit) -> bool {
        self.word.len() >= LONG
            && self.word.is_ascii()
            && unit.end.as_deref().is_some_and(|end| compound_stem(self.word).ends_with(end))
    }

    fn quality_as_whole(&self, unit: &Unit) -> u32 {
        if self.word == unit.form {
            return EXACT;
        }
        if unit.variants.iter().any(|variant| variant == self.word) {
            return VARIANT;
        }
        if self.shares_a_stem(unit) {
            return STEM;
        }
        if unit.prefix && self.word.starts_with(&unit.form) {
            return BEGINNING;
        }
        let meant = unit.meant.iter().find(|(_, term)| term == self.word);
        meant.and_then(|(distance, _)| MEANT.get(*distance)).copied().unwrap_or(0)
    }

    fn shares_a_stem(&self, unit: &Unit) -> bool {
        let typed = || std::iter::once(&unit.form).chain(&unit.variants).chain(&unit.stems);
        let stems = self.stems.get_or_init(|| stems(self.word));
        typed().any(|form| stems.contains(form)) || unit.stems.iter().any(|stem| stem == self.word)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::search::query::units;

    proptest! {
        #[test]
        fn a_word_that_is_passed_over_matches_nothing(
            typed in "[a-zA-Zäöüßé0-9\\-' 交付]{1,30}", word in "[a-zäöüßé0-9]{1,14}",
        ) {
            let matcher = Matcher::of(units(&typed));
            prop_assert!(!matcher.passes_over(&word) || matcher.spelled(&word).is_empty());
        }
    }

    #[test]
    fn a_word_that_may_match_is_not_passed_over() {
        for (typed, word) in [
            ("late", "later"),
            ("Lieferung", "lieferungen"),
            ("verzogerung", "lieferverzogerung"),
            ("Müller", "mueller"),
            ("e-mail", "mail"),
            ("e-mail", "email"),
            ("übung", "ubungen"),
            ("x", "über"),
        ] {
            assert!(!Matcher::of(units(typed)).passes_over(word), "{typed} {word}");
        }
        assert!(Matcher::of(units("late delivery")).passes_over("penalty"));
    }
}
