//! Normalised keys for search, comparison and sorting, computed in our code so that both engines agree.

use unicode_normalization::UnicodeNormalization;

/// The key of a text: compatibility forms folded (full width, ligatures), accents, case and what nobody sees dropped, white
/// space collapsed.
pub fn key(text: &str) -> String {
    // Most words are such, and folding takes its time.
    if text.chars().all(|letter| letter.is_ascii_graphic() || is_ideograph(letter)) {
        return text.to_ascii_lowercase();
    }
    let folded: String = text
        .nfkd()
        .filter(|letter| !is_accent(*letter) && (letter.is_whitespace() || !is_invisible(*letter)))
        .flat_map(char::to_lowercase)
        .nfc()
        .collect();
    folded.replace('ß', "ss").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters of Chinese and Japanese that folding leaves as they are: most of them.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// The accents of Latin, Greek and Cyrillic. The marks of other scripts tell words apart: ガ is not カ.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Whether a text shows nothing: there are spaces in it and what nobody sees, or nothing at all.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || is_invisible(letter))
}

/// Characters without a shape of their own: controls, joiners, marks of direction, selectors of variants, fillers, tags.
/// Beside others they may mean something (joiners in Persian, Hindi and emoji), alone they are nothing.
pub fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that turn the direction of what follows until they are ended, so that a line shows something else than it
/// says. Arabic and Hebrew need none of them within a line; the marks U+200E, U+200F and U+061C are not among them.
pub fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A pattern for SQL `LIKE .. ESCAPE '\'` that finds the key of a text anywhere.
pub fn contains_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in key(text).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_width_and_spaces_do_not_count() {
        for (text, expected) in [
            ("  Müller   GmbH ", "muller gmbh"),
            ("ＡＣＭＥ　株式会社", "acme 株式会社"),
            ("Straße", "strasse"),
            ("RC-17", "rc-17"),
            ("RC\u{7f}17\u{1b}", "rc17"),
            ("ﬁnance", "finance"),
            ("İstanbul", "istanbul"),
            ("华为", "华为"),
            ("ガラス", "ガラス"),
            ("Har\u{200b}bor\u{feff}", "harbor"),
            ("\u{200b}\u{3164}", ""),
            ("", ""),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_nothing_unless_it_stands_beside_something() {
        for nothing in [
            "",
            " \u{3000}",
            "\u{200b}",
            "\u{202e}\u{202c}",
            "\u{feff}\u{2060}",
            "\u{2800}",
            "\u{3164}",
            "\u{e0041}",
        ] {
            assert!(is_blank(nothing), "{nothing:?}");
        }
        for something in ["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}🔧", "❤\u{fe0f}", "\u{200f}שלום", "."]
        {
            assert!(!is_blank(something), "{something:?}");
        }
    }

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(contains_pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
