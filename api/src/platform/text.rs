//! Normalised keys for search, comparison and sorting, computed in our code so that both engines agree.

use unicode_normalization::UnicodeNormalization;

/// The key of a text: compatibility forms folded (full width, ligatures), accents and case dropped, white space collapsed.
pub fn key(text: &str) -> String {
    let folded: String = text
        .nfkd()
        .filter(|letter| !is_accent(*letter) && (letter.is_whitespace() || !letter.is_control()))
        .flat_map(char::to_lowercase)
        .nfc()
        .collect();
    folded.replace('ß', "ss").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The accents of Latin, Greek and Cyrillic. The marks of other scripts tell words apart: ガ is not カ.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
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
            ("ﬁnance", "finance"),
            ("İstanbul", "istanbul"),
            ("华为", "华为"),
            ("ガラス", "ガラス"),
            ("", ""),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
    }

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(contains_pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
