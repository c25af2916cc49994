//! What the index holds of a text: lexemes, the same for both engines. Each begins with a letter that says what it is:
//!
//! | | |
//! |---|---|
//! | `w` | a word or its stem, in any field; of dense scripts each character and each pair of neighbours |
//! | `t` | the same, of what a thing is called alone: title, name, code, number |
//! | `c` | the end of a long word, which in German is the noun that a compound is about |
//! | `k` | the sort of thing |
//! | `r` | for whom: the account `r<id>`, `rnone` without one, `rstaff` for what all staff may read |

use std::collections::BTreeSet;

use entity::search_document::FoundKind;
use rust_stemmers::{Algorithm, Stemmer};

use super::{
    document::{Document, Fields},
    words::{Bond, Word, is_dense},
};

/// Raised when the cut or the lexemes change: every server then builds the index anew.
pub(super) const VERSION: i32 = 1;

/// The shortest end of a long word that is searched.
pub(super) const SHORTEST_END: usize = 5;

/// Words of so many letters may be compounds.
pub(super) const LONG: usize = 10;

/// A document's lexemes stop growing here; an entry of the index has its limits.
const MOST_BYTES: usize = 400_000;

/// All lexemes of a document.
pub(super) fn of(document: &Document, fields: &Fields) -> BTreeSet<String> {
    let mut lexemes = Lexemes { all: circle_of(document), bytes: 0 };
    lexemes.all.insert(kind(document.kind));
    lexemes.add('t', &fields.title);
    if document.kind != FoundKind::Entry {
        lexemes.add('t', &fields.tags);
    }
    for field in [&fields.title, &fields.tags, &fields.text] {
        lexemes.add('w', field);
    }
    lexemes.all
}

fn circle_of(document: &Document) -> BTreeSet<String> {
    let mut lexemes = BTreeSet::new();
    lexemes.insert(document.account.map_or_else(nobody, |account| circle(account.0)));
    if document.for_all_staff {
        lexemes.insert(all_staff());
    }
    lexemes
}

/// The lexeme of a sort of thing.
pub(super) fn kind(kind: FoundKind) -> String {
    let name = match kind {
        FoundKind::Entry => "entry",
        FoundKind::Incident => "incident",
        FoundKind::Timeline => "line",
        FoundKind::Account => "account",
    };
    format!("k{name}")
}

/// The lexeme of what belongs to an account.
pub(super) fn circle(account: uuid::Uuid) -> String {
    format!("r{}", account.simple())
}

/// The lexeme of what belongs to no account.
pub(super) fn nobody() -> String {
    "rnone".to_owned()
}

/// The lexeme of what all staff may read.
pub(super) fn all_staff() -> String {
    "rstaff".to_owned()
}

struct Lexemes {
    all: BTreeSet<String>,
    bytes: usize,
}

impl Lexemes {
    fn add(&mut self, class: char, words: &[Word]) {
        for (place, word) in words.iter().enumerate() {
            if self.bytes > MOST_BYTES {
                return;
            }
            if word.dense {
                let before = place.checked_sub(1).map(|place| &words[place]);
                self.dense(class, word, before);
            } else {
                self.spelled(class, &word.form);
            }
        }
        for joined in joined(words) {
            self.spelled(class, &joined);
        }
    }

    fn spelled(&mut self, class: char, form: &str) {
        self.put(class, form);
        for stem in stems(form) {
            self.put(class, &stem);
        }
        if class == 'w' {
            for end in ends(form) {
                self.put('c', &end);
            }
        }
    }

    /// Each character and each pair, that of the word before included: a word is found however the text was cut.
    fn dense(&mut self, class: char, word: &Word, before: Option<&Word>) {
        let bridge = before
            .filter(|before| before.dense && word.bond == Bond::Touching)
            .and_then(|before| before.form.chars().next_back());
        let mut last = bridge;
        for letter in word.form.chars() {
            self.put(class, letter.encode_utf8(&mut [0; 4]));
            if let Some(last) = last {
                self.put(class, &String::from_iter([last, letter]));
            }
            last = Some(letter);
        }
    }

    fn put(&mut self, class: char, form: &str) {
        let lexeme = format!("{class}{form}");
        self.bytes += lexeme.len();
        self.all.insert(lexeme);
    }
}

/// What hyphens join, as one word: `e-mail` is found as `email`.
pub(super) fn joined(words: &[Word]) -> Vec<String> {
    let mut all = Vec::new();
    let mut chain = String::new();
    let mut parts = 0;
    for word in words.iter().filter(|word| !word.dense) {
        if word.bond == Bond::Hyphen && parts > 0 {
            chain.push_str(&word.form);
            parts += 1;
            continue;
        }
        if parts > 1 {
            all.push(std::mem::take(&mut chain));
        }
        chain.clone_from(&word.form);
        parts = 1;
    }
    if parts > 1 {
        all.push(chain);
    }
    all.retain(|joined| joined.chars().count() <= super::words::LONGEST);
    all
}

/// The English and the German stem of a word, where they differ from it. Both, because no language is guessed.
pub(super) fn stems(form: &str) -> Vec<String> {
    if form.len() < 4 || !form.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stem = |algorithm| Stemmer::create(algorithm).stem(form).into_owned();
    let mut stems = vec![stem(Algorithm::English), stem(Algorithm::German)];
    stems.retain(|stem| stem.len() >= 3 && stem != form);
    stems.dedup();
    stems
}

/// The stem of a word by the rules of compounds: what its ends are cut from.
pub(super) fn compound_stem(form: &str) -> String {
    Stemmer::create(Algorithm::German).stem(form).into_owned()
}

/// The ends of a long word.
fn ends(form: &str) -> Vec<String> {
    if form.len() < LONG || !form.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stem = compound_stem(form);
    let last = stem.len().saturating_sub(SHORTEST_END);
    (3..=last).map(|from| stem[from..].to_owned()).collect()
}

/// Whether a form is of a dense script.
pub(super) fn is_dense_form(form: &str) -> bool {
    form.chars().next().is_some_and(is_dense)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::words::words;

    fn lexemes(text: &str) -> BTreeSet<String> {
        let mut lexemes = Lexemes { all: BTreeSet::new(), bytes: 0 };
        lexemes.add('w', &words(text));
        lexemes.all
    }

    #[test]
    fn a_word_of_two_characters_is_there_however_the_text_was_cut() {
        let lexemes = lexemes("客户交付延期严重");
        for word in ["客户", "户交", "交付", "付延", "延期", "严重", "延"] {
            assert!(lexemes.contains(&format!("w{word}")), "{word}");
        }
        assert!(!lexemes.contains("w户付"));
    }

    #[test]
    fn inflections_share_a_stem_in_english_and_german() {
        for (one, other) in [
            ("delivery", "deliveries"),
            ("delayed", "delays"),
            ("Lieferung", "Lieferungen"),
            ("Kunde", "Kunden"),
        ] {
            let shared = lexemes(one).intersection(&lexemes(other)).count();
            assert!(shared > 0, "{one} {other}");
        }
    }

    #[test]
    fn a_compound_is_found_by_what_it_is_about_and_a_hyphen_by_its_whole() {
        assert!(lexemes("Lieferverzögerungen").contains(&format!("c{}", compound_stem("verzogerung"))));
        assert!(lexemes("e-mail").contains("wemail"));
    }
}
