//! What else somebody may want to type: a word in the place of a misspelled one, the end of the last word. Made of the texts
//! that were found for the viewer, of nothing else.

use std::collections::{BTreeMap, HashMap};

use entity::search_document;

use super::{matcher::Matcher, query::Unit};
use crate::platform::text;

/// How many suggestions are made.
const MOST: usize = 5;

/// What could be typed instead, the likeliest first.
pub(super) fn suggestions(typed: &str, matcher: &Matcher, found: &[search_document::Model]) -> Vec<String> {
    let mut all: Vec<String> = corrected(typed, matcher, found).into_iter().collect();
    if let Some(last) = matcher.units.iter().find(|unit| unit.prefix) {
        all.extend(completed(typed, last, found));
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|suggestion| suggestion != typed && seen.insert(suggestion.clone()));
    all.truncate(MOST);
    all
}

/// The words of what was found that fulfil a test, by their keys: in how many documents, and as they are written.
fn words_of(
    found: &[search_document::Model],
    test: impl Fn(&str) -> bool,
) -> BTreeMap<String, (usize, &str)> {
    // A word is tested once, however often it is written. Each has the number of the last document that has it.
    let mut tested: HashMap<&str, Option<String>> = HashMap::new();
    let mut words: BTreeMap<String, (usize, &str, usize)> = BTreeMap::new();
    for (number, row) in found.iter().enumerate() {
        let fields = [&row.title_words, &row.tag_words, &row.text_words];
        for word in fields.into_iter().flat_map(|kept| kept.split(' ')) {
            let key = tested.entry(word).or_insert_with(|| Some(text::key(word)).filter(|key| test(key)));
            let Some(key) = key else { continue };
            match words.get_mut(key) {
                Some((count, _, last)) => {
                    *count += usize::from(*last != number);
                    *last = number;
                }
                None => drop(words.insert(key.clone(), (1, word, number))),
            }
        }
    }
    words.into_iter().map(|(key, (count, word, _))| (key, (count, word))).collect()
}

/// What was typed with each word that nothing has replaced by the nearest that something has.
fn corrected(typed: &str, matcher: &Matcher, found: &[search_document::Model]) -> Option<String> {
    let mut corrected = typed.to_owned();
    for unit in matcher.units.iter().rev().filter(|unit| !unit.meant.is_empty()) {
        let known = |key: &str| {
            key == unit.form
                || unit.variants.iter().any(|variant| variant == key)
                || (unit.prefix && key.starts_with(&unit.form))
        };
        let words = words_of(found, |key| known(key) || unit.meant.iter().any(|(_, term)| term == key));
        if words.keys().any(|key| known(key)) {
            continue;
        }
        let near = unit.meant.iter().filter_map(|(distance, term)| Some((distance, words.get(term)?)));
        let nearest =
            near.min_by_key(|(distance, (count, word))| (**distance, std::cmp::Reverse(*count), word));
        if let Some((_, (_, word))) = nearest {
            corrected.replace_range(unit.place.clone(), word);
        }
    }
    (corrected != typed).then_some(corrected)
}

/// What was typed with the last word ended as most of what was found ends it.
fn completed(typed: &str, last: &Unit, found: &[search_document::Model]) -> Vec<String> {
    let words = words_of(found, |key| key.len() > last.form.len() && key.starts_with(&last.form));
    let mut words: Vec<(usize, &str)> = words.into_values().collect();
    words.sort_by(|one, other| (other.0, &one.1).cmp(&(one.0, &other.1)));
    let whole = |(_, word): &(usize, &str)| format!("{}{word}", &typed[..last.place.start]);
    words.iter().take(MOST).map(whole).collect()
}
