//! A text cut into words, each with its place in the text. One cut for all languages: the word breaks of Unicode, and the
//! dictionary of ICU where a script writes no spaces. No language is guessed.

use std::ops::Range;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::platform::text;

/// Longer words are cut off here: they are no words.
pub(super) const LONGEST: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The key of what is written: no case, accents, width.
    pub(super) form: String,
    /// What is written, in small letters.
    pub(super) shown: String,
    /// Where in the text, in bytes.
    pub(super) place: Range<usize>,
    /// Whether it is of a script that is searched by its characters: Han, Kana, Hangul.
    pub(super) dense: bool,
    /// How it hangs on the word before.
    pub(super) bond: Bond,
}

/// How a word hangs on the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// Something stands between.
    Apart,
    /// Nothing stands between.
    Touching,
    /// A hyphen or the like stands between: `e-mail`, `R&D`.
    Hyphen,
}

/// Cuts a text into its words.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut from = 0;
    // No word goes beyond white space.
    for chunk in text.split(|letter: char| letter.is_ascii_whitespace()) {
        let end = from + chunk.len();
        if chunk.chars().all(is_plain) {
            pieces(text, from..end, &mut words);
        } else {
            segments(text, from..end, &mut words);
        }
        from = end + 1;
    }
    words
}

/// Whether Unicode breaks words beside signs alone as long as there is nothing but such: visible ASCII without the apostrophe, and
/// the letters that Latin has beside it. Asking the segmenter takes most of the time of a text.
fn is_plain(letter: char) -> bool {
    match letter {
        '\'' => false,
        '\u{c0}'..='\u{24f}' => letter.is_alphabetic(),
        _ => letter.is_ascii_graphic(),
    }
}

fn segments(text: &str, part: Range<usize>, words: &mut Vec<Word>) {
    let mut from = part.start;
    for to in segmenter().segment_str(&text[part.clone()]).skip(1) {
        pieces(text, from..part.start + to, words);
        from = part.start + to;
    }
}

fn segmenter() -> WordSegmenterBorrowed<'static> {
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
}

/// What lies between two breaks, cut where signs stand and where a dense script begins or ends.
fn pieces(text: &str, segment: Range<usize>, words: &mut Vec<Word>) {
    let mut begun: Option<(usize, bool)> = None;
    for (offset, letter) in text[segment.clone()].char_indices() {
        let at = segment.start + offset;
        let sort = sort_of(letter);
        if let Some((start, dense)) = begun
            && sort != Sort::Inner
            && sort != (if dense { Sort::Dense } else { Sort::Spelled })
        {
            push(text, start..at, dense, words);
            begun = None;
        }
        if begun.is_none() && matches!(sort, Sort::Dense | Sort::Spelled) {
            begun = Some((at, sort == Sort::Dense));
        }
    }
    if let Some((start, dense)) = begun {
        push(text, start..segment.end, dense, words);
    }
}

fn push(text: &str, place: Range<usize>, dense: bool, words: &mut Vec<Word>) {
    let written = &text[place.clone()];
    let form = form(written);
    if form.is_empty() {
        return;
    }
    let between = words.last().map_or(" ", |before| &text[before.place.end..place.start]);
    let bond = match between {
        "" => Bond::Touching,
        "-" | "_" | "." | "/" | "&" | "\u{2010}" | "\u{2011}" => Bond::Hyphen,
        _ => Bond::Apart,
    };
    // Nothing is folded where there are no accents.
    let shown = if dense || written.is_ascii() { form.clone() } else { shown(written) };
    words.push(Word { form, shown, place, dense, bond });
}

fn form(written: &str) -> String {
    text::key(written).chars().filter(|letter| is_of_word(*letter)).take(LONGEST).collect()
}

fn shown(written: &str) -> String {
    let small = written.nfkc().flat_map(char::to_lowercase).nfc();
    small.filter(|letter| is_of_word(*letter)).take(LONGEST).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A letter or digit of a script with words.
    Spelled,
    /// A character of a script without.
    Dense,
    /// What may stand within a word: apostrophes, and what nobody sees.
    Inner,
    /// Everything else.
    Sign,
}

fn sort_of(letter: char) -> Sort {
    match letter {
        _ if letter.is_ascii_alphanumeric() => Sort::Spelled,
        '\'' | '\u{2019}' => Sort::Inner,
        _ if text::is_invisible(letter) || is_combining_mark(letter) => Sort::Inner,
        _ if is_dense(letter) => Sort::Dense,
        _ if letter.is_alphanumeric() => Sort::Spelled,
        _ => Sort::Sign,
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter))
}

/// Han, Hiragana, Katakana, Hangul.
pub(super) fn is_dense(letter: char) -> bool {
    matches!(letter,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forms(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.form).collect()
    }

    proptest! {
        #[test]
        fn a_text_is_cut_where_unicode_cuts_it(
            text in "([a-zA-Z0-9 .,:;_'’\"\\-/&äßÉłǅƻ×÷ªµ·\t\n\r\u{b}\u{0}\u{200b}\u{200d}\u{301}\u{3000}אกขคⓂ🇩🔧交付カが]|\\PC){0,24}",
        ) {
            let mut whole = Vec::new();
            segments(&text, 0..text.len(), &mut whole);
            prop_assert_eq!(words(&text), whole);
        }
    }

    #[test]
    fn every_script_is_cut_into_what_a_reader_calls_words() {
        for (text, expected) in [
            ("Late delivery, again!", vec!["late", "delivery", "again"]),
            ("Müller's  Verzögerungen", vec!["mullers", "verzogerungen"]),
            ("交付延期的原因", vec!["交付", "延期", "的", "原因"]),
            ("納期の遅延について", vec!["納期", "の", "遅延", "について"]),
            ("ＳＬＡ违约", vec!["sla", "违约"]),
            ("e-mail an R&D", vec!["e", "mail", "an", "r", "d"]),
            ("3.5 % of snake_case", vec!["3", "5", "of", "snake", "case"]),
            ("مرحبا بالعالم", vec!["مرحبا", "بالعالم"]),
            ("🔧👩‍🔧 – … \u{0}\u{200b}", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_knows_its_place_in_the_text_as_it_was_written() {
        let text = "Für ＡＣＭＥ: 红色通道!";
        let places: Vec<&str> = words(text).iter().map(|word| &text[word.place.clone()]).collect();
        assert_eq!(places.concat(), "FürＡＣＭＥ红色通道");
    }

    #[test]
    fn what_is_shown_keeps_the_accents_that_the_key_drops() {
        for (text, expected) in
            [("Follow-UP's", vec!["follow", "ups"]), ("Für ＡＣＭＥ", vec!["für", "acme"])]
        {
            let shown: Vec<String> = words(text).into_iter().map(|word| word.shown).collect();
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn a_hyphen_binds_and_a_space_does_not() {
        let bonds: Vec<Bond> = words("follow-up call RC_142").iter().map(|word| word.bond).collect();
        assert_eq!(bonds, [Bond::Apart, Bond::Hyphen, Bond::Apart, Bond::Apart, Bond::Hyphen]);
    }
}
