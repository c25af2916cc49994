//! What somebody typed, as units that a document may match: a word, what hyphens join, a word of a dense script.

use std::{collections::HashMap, ops::Range};

use super::{
    expression::Expression,
    lexemes::{SHORTEST_END, compound_stem, stems},
    stop::is_stop,
    words::{Bond, Word, words},
};

/// How many units are looked for; the words after these are left out.
const MOST_UNITS: usize = 16;

/// From so many letters on, the last word may be the beginning of one.
const SHORTEST_PREFIX: usize = 2;

/// One thing that a document may match.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// Where it was typed, in bytes.
    pub(super) place: Range<usize>,
    /// What is written, as the index writes it.
    pub(super) form: String,
    /// The same with umlauts written otherwise.
    pub(super) variants: Vec<String>,
    /// The stems of the form and its variants.
    pub(super) stems: Vec<String>,
    /// What a compound must end in.
    pub(super) end: Option<String>,
    /// What hyphens join: all of these stand for the form.
    pub(super) parts: Vec<String>,
    /// Whether it is of a dense script.
    pub(super) dense: bool,
    /// Whether it counts twice: it says what a longer text is about.
    pub(super) stressed: bool,
    /// Whether it may be the beginning of a word.
    pub(super) prefix: bool,
    /// The words that begin so, where the index is rather asked for each; `None`: it is asked for the beginning.
    pub(super) beginnings: Option<Vec<String>>,
    /// Words that may be meant, with their distance.
    pub(super) meant: Vec<(usize, String)>,
}

/// Cuts what was typed into units, none twice. Words that say nothing are left out, unless there are no others.
pub(super) fn units(typed: &str) -> Vec<Unit> {
    let (mut units, _) = counted(typed);
    units.truncate(MOST_UNITS);
    units
}

/// All units of what was typed, and how often each is in it.
pub(super) fn counted(typed: &str) -> (Vec<Unit>, Vec<usize>) {
    let words = words(typed);
    // Some end what they have not written out with a star.
    let complete = words.last().is_none_or(|last| !matches!(&typed[last.place.end..], "" | "*"));
    let mut groups: Vec<Vec<&Word>> = Vec::new();
    for word in &words {
        let before = groups.last_mut().filter(|group| belongs(group, word));
        match before {
            Some(group) => group.push(word),
            None => groups.push(vec![word]),
        }
    }
    let mut units: Vec<Unit> = groups.iter().map(|group| unit(typed, group)).collect();
    if let Some(last) = units.last_mut() {
        last.prefix = !complete && !last.dense && last.form.chars().count() >= SHORTEST_PREFIX;
    }
    if units.iter().any(|unit| !is_stop(&unit.form)) {
        units.retain(|unit| !is_stop(&unit.form));
    }
    if units.iter().any(|unit| !is_single(unit)) {
        units.retain(|unit| !is_single(unit));
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    units.retain(|unit| {
        let known = times.entry(unit.form.clone()).or_default();
        *known += 1;
        *known == 1
    });
    let times = units.iter().map(|unit| times.get(&unit.form).copied().unwrap_or(1)).collect();
    (units, times)
}

/// Hyphens join words; single characters of a dense script that touch are a word that the dictionary does not know.
fn belongs(group: &[&Word], word: &Word) -> bool {
    let Some(before) = group.last() else { return false };
    if word.dense != before.dense {
        return false;
    }
    if !word.dense {
        return word.bond == Bond::Hyphen;
    }
    word.bond == Bond::Touching && [before, &word].iter().all(|word| word.form.chars().count() == 1)
}

fn is_single(unit: &Unit) -> bool {
    unit.dense && unit.form.chars().count() == 1
}

fn unit(typed: &str, group: &[&Word]) -> Unit {
    let form: String = group.iter().map(|word| word.form.as_str()).collect();
    let dense = group.iter().all(|word| word.dense);
    let place =
        group.first().map_or(0, |word| word.place.start)..group.last().map_or(0, |word| word.place.end);
    if dense {
        return Unit { place, form, dense, ..Unit::default() };
    }
    let mut variants = Vec::new();
    if let [word] = group {
        variants = vec![umlauts_spelled(&typed[word.place.clone()]), umlauts_dropped(&word.form)];
        variants.retain(|variant| *variant != form);
        variants.dedup();
    }
    let mut all: Vec<String> = std::iter::once(&form).chain(&variants).flat_map(|form| stems(form)).collect();
    all.dedup();
    let end = Some(compound_stem(&form)).filter(|end| end.len() >= SHORTEST_END && end.is_ascii());
    let parts =
        if group.len() > 1 { group.iter().map(|word| word.form.clone()).collect() } else { Vec::new() };
    Unit { place, form, variants, stems: all, end, parts, ..Unit::default() }
}

/// `Müller` as somebody without the key writes it: `mueller`.
fn umlauts_spelled(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let spelled: String = word
        .nfc()
        .flat_map(char::to_lowercase)
        .flat_map(|letter| {
            let umlaut = matches!(letter, 'ä' | 'ö' | 'ü');
            std::iter::once(letter).chain(umlaut.then_some('e'))
        })
        .collect();
    crate::platform::text::key(&spelled).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// `mueller` as the index writes `Müller`.
fn umlauts_dropped(form: &str) -> String {
    form.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

impl Unit {
    /// What a whole word is that matches: the form, its variants, a stem, what may be meant.
    pub(super) fn whole_words(&self) -> impl Iterator<Item = &String> {
        let meant = self.meant.iter().map(|(_, term)| term);
        std::iter::once(&self.form).chain(&self.variants).chain(&self.stems).chain(meant)
    }

    /// The documents that match the unit, in any field (`w`) or the title (`t`).
    pub(super) fn expression(&self, class: char) -> Expression {
        if self.dense {
            return pairs(&self.form, class, Expression::All);
        }
        let spelled = std::iter::once(&self.form).chain(&self.variants).chain(&self.stems);
        let mut any: Vec<Expression> = spelled.map(|form| Expression::of(class, form)).collect();
        match &self.beginnings {
            Some(words) => any.extend(words.iter().map(|word| Expression::of(class, word))),
            None if self.prefix => any.push(Expression::Prefix(format!("{class}{}", self.form))),
            None => {}
        }
        if class == 'w' {
            any.extend(self.end.iter().map(|end| Expression::of('c', end)));
        }
        any.extend(self.meant.iter().map(|(_, term)| Expression::of(class, term)));
        if !self.parts.is_empty() {
            any.push(Expression::All(self.parts.iter().map(|part| Expression::of(class, part)).collect()));
        }
        Expression::Any(any)
    }

    /// The documents that match at least a part of it.
    fn loosely(&self, class: char) -> Expression {
        if self.dense { pairs(&self.form, class, Expression::Any) } else { self.expression(class) }
    }
}

/// The pairs of neighbours of a dense form, or its only character.
pub(super) fn pairs_of(form: &str) -> Vec<String> {
    let letters: Vec<char> = form.chars().collect();
    match letters.as_slice() {
        [only] => vec![only.to_string()],
        _ => letters.windows(2).map(String::from_iter).collect(),
    }
}

fn pairs(form: &str, class: char, join: fn(Vec<Expression>) -> Expression) -> Expression {
    join(pairs_of(form).iter().map(|pair| Expression::of(class, pair)).collect())
}

/// What is asked one after the other while too little is found: all units, all but one, two of them, any.
pub(super) fn levels(units: &[Unit], class: char) -> Vec<Expression> {
    let strict: Vec<Expression> = units.iter().map(|unit| unit.expression(class)).collect();
    let mut levels = vec![Expression::All(strict.clone())];
    if units.len() >= 3 {
        levels.push(Expression::at_least(strict.len() - 1, &strict));
    }
    if units.len() >= 5 {
        levels.push(Expression::at_least(2, &strict));
    }
    let loose = Expression::Any(units.iter().map(|unit| unit.loosely(class)).collect());
    if units.len() > 1 || units.iter().any(|unit| unit.dense && unit.form.chars().count() > 2) {
        levels.push(loose);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(typed: &str) -> Vec<String> {
        units(typed).into_iter().map(|unit| unit.form).collect()
    }

    #[test]
    fn what_says_nothing_is_left_out_unless_it_is_all() {
        for (typed, expected) in [
            ("How do we handle the late delivery?", vec!["handle", "late", "delivery"]),
            ("交付延期的原因", vec!["交付", "延期", "原因"]),
            ("wie ist die Lieferung", vec!["lieferung"]),
            ("the", vec!["the"]),
            ("的", vec!["的"]),
            ("e-mail E-Mail", vec!["email"]),
            ("'; drop table \"x\" OR * NEAR(a b) --", vec!["drop", "table", "x", "near", "b"]),
            ("🔧 !!", vec![]),
        ] {
            assert_eq!(forms(typed), expected, "{typed}");
        }
    }

    #[test]
    fn an_umlaut_is_found_however_it_is_typed() {
        assert!(units("Müller ")[0].variants.contains(&"mueller".to_owned()));
        assert!(units("Mueller ")[0].variants.contains(&"muller".to_owned()));
    }

    #[test]
    fn only_a_word_that_may_go_on_is_a_beginning() {
        assert!(units("late deli")[1].prefix);
        assert!(!units("late deli ")[1].prefix);
        assert!(!units("late d")[1].prefix);
    }
}
