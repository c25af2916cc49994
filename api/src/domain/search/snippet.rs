//! Texts with what matches marked: titles whole, long texts by the part that matches best.

use std::{collections::BTreeSet, ops::Range};

use super::{
    matcher::Matcher,
    words::{Word, words},
};

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What is written; line breaks are spaces.
    pub text: String,
    /// Whether it matches what was searched for.
    pub is_match: bool,
}

/// How many words a part has. A character of a dense script counts a third.
const WORDS: usize = 30;

/// What a part begins or ends with where the text goes on.
const MORE: &str = "…";

/// A place of a text that matches a unit.
struct Mark {
    unit: usize,
    place: Range<usize>,
}

impl Matcher {
    /// The whole text with its matches.
    pub fn title(&self, text: &str) -> Vec<Segment> {
        let marks = self.marks(text, &words(text));
        segments(text, 0..text.len(), &marks)
    }

    /// The part of the text that matches best, with its matches; its beginning, if nothing does.
    pub fn snippet(&self, text: &str) -> Vec<Segment> {
        let words = words(text);
        let marks = self.marks(text, &words);
        let part = best_part(text, &words, &marks);
        let mut segments = segments(text, part.clone(), &marks);
        if part.start > 0 {
            segments.insert(0, Segment { text: MORE.to_owned(), is_match: false });
        }
        if part.end < text.trim_end().len() {
            segments.push(Segment { text: MORE.to_owned(), is_match: false });
        }
        joined(segments)
    }

    fn marks(&self, text: &str, words: &[Word]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for word in words.iter().filter(|word| !word.dense && !self.passes_over(&word.form)) {
            let best = self.spelled(&word.form).into_iter().max_by_key(|(_, quality)| *quality);
            marks.extend(best.map(|(unit, _)| Mark { unit, place: word.place.clone() }));
        }
        for (unit, wanted) in self.units.iter().enumerate().filter(|(_, unit)| unit.dense) {
            let places = dense_places(text, words, &wanted.form);
            marks.extend(places.into_iter().map(|place| Mark { unit, place }));
        }
        marks.sort_by_key(|mark| (mark.place.start, mark.place.end));
        marks
    }
}

/// Where a form stands in the runs of a dense script, whatever the width of its characters.
fn dense_places(text: &str, words: &[Word], form: &str) -> Vec<Range<usize>> {
    let mut letters: Vec<(char, Range<usize>)> = Vec::new();
    let mut places = Vec::new();
    let wanted: Vec<char> = form.chars().collect();
    for word in words {
        if !word.dense || word.bond == super::words::Bond::Apart {
            letters.clear();
        }
        if !word.dense {
            continue;
        }
        for (offset, letter) in text[word.place.clone()].char_indices() {
            let start = word.place.start + offset;
            let place = start..start + letter.len_utf8();
            let key = crate::platform::text::key(letter.encode_utf8(&mut [0; 4]));
            letters.extend(key.chars().map(|folded| (folded, place.clone())));
            let tail = letters.len().checked_sub(wanted.len());
            let Some(tail) = tail.map(|from| &letters[from..]) else { continue };
            if tail.iter().map(|(letter, _)| letter).eq(&wanted) {
                places.push(tail[0].1.start..place.end);
            }
        }
    }
    places
}

/// The part with the most different units, then the most matches; the first of these.
fn best_part(text: &str, words: &[Word], marks: &[Mark]) -> Range<usize> {
    let mut best = (0, 0, 0..end_from(text, words, 0));
    for mark in marks {
        let first = words.partition_point(|word| word.place.end <= mark.place.start);
        let start = begin_before(words, first);
        let part = start..end_from(text, words, start);
        let begun = &marks[marks.partition_point(|mark| mark.place.start < part.start)..];
        let near = begun.iter().take_while(|mark| mark.place.start < part.end);
        let inside: Vec<usize> =
            near.filter(|mark| mark.place.end <= part.end).map(|mark| mark.unit).collect();
        let units = inside.iter().collect::<BTreeSet<_>>().len();
        if (units, inside.len()) > (best.0, best.1) {
            best = (units, inside.len(), part);
        }
    }
    best.2
}

/// A few words before the first match, the beginning of the text if that is near.
fn begin_before(words: &[Word], first: usize) -> usize {
    let before = first.saturating_sub(5);
    if before <= 2 { 0 } else { words[before].place.start }
}

fn end_from(text: &str, words: &[Word], start: usize) -> usize {
    let mut weight = 0;
    for word in &words[words.partition_point(|word| word.place.start < start)..] {
        weight += if word.dense { word.form.chars().count() } else { 3 };
        if weight > WORDS * 3 {
            return word.place.start;
        }
    }
    text.trim_end().len()
}

fn segments(text: &str, part: Range<usize>, marks: &[Mark]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut at = part.start;
    for mark in marks.iter().filter(|mark| mark.place.end <= part.end) {
        if mark.place.start < at {
            // Overlapping matches of a dense script are one.
            if mark.place.end > at {
                segments.push(segment(&text[at..mark.place.end], true));
                at = mark.place.end;
            }
            continue;
        }
        segments.push(segment(&text[at..mark.place.start], false));
        segments.push(segment(&text[mark.place.clone()], true));
        at = mark.place.end;
    }
    segments.push(segment(&text[at..part.end], false));
    joined(segments)
}

fn segment(text: &str, is_match: bool) -> Segment {
    Segment { text: text.to_owned(), is_match }
}

/// Neighbours of a sort as one, white space as one space.
fn joined(parts: Vec<Segment>) -> Vec<Segment> {
    let mut all: Vec<Segment> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.text.is_empty()) {
        match all.last_mut().filter(|last| last.is_match == part.is_match) {
            Some(last) => last.text.push_str(&part.text),
            None => all.push(part),
        }
    }
    for part in &mut all {
        part.text = one_line(&part.text);
    }
    if let Some(first) = all.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = all.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    all.retain(|part| !part.text.is_empty());
    all
}

fn one_line(text: &str) -> String {
    let mut line = String::new();
    for letter in text.chars() {
        if !letter.is_whitespace() && !letter.is_control() {
            line.push(letter);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::query::units;

    fn marked(typed: &str, text: &str) -> String {
        let matcher = Matcher::of(units(typed));
        let written =
            |part: &Segment| if part.is_match { format!("[{}]", part.text) } else { part.text.clone() };
        matcher.snippet(text).iter().map(written).collect()
    }

    #[test]
    fn what_matches_is_marked_as_it_was_written() {
        for (typed, text, expected) in [
            (
                "late delivery",
                "Late deliveries hurt.\n\nA **late** one hurts more.",
                "[Late] [deliveries] hurt. A **[late]** one hurts more.",
            ),
            ("verzogerung", "Die Lieferverzögerung war lang", "Die [Lieferverzögerung] war lang"),
            ("交付延期", "客户抱怨交付延期，延期三周", "客户抱怨[交付延期]，[延期]三周"),
            ("ｶﾞﾗｽ", "新しいガラスの件", "新しい[ガラス]の件"),
            ("deli", "Delivery", "[Delivery]"),
            ("nothing", "Something  else", "Something else"),
            ("x", "", ""),
        ] {
            assert_eq!(marked(typed, text), expected, "{typed}");
        }
    }

    #[test]
    fn of_a_long_text_the_part_that_says_most_is_shown() {
        let text = format!(
            "penalty {} the penalty clause of the frame {}",
            "word ".repeat(100),
            "word ".repeat(100)
        );
        let shown = marked("penalty clause", &text);
        assert!(shown.contains("[penalty] [clause]"), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
    }

    #[test]
    fn what_stands_once_is_shown_beside_what_stands_a_thousand_times() {
        let text = format!("{} the penalty clause", "penalty ".repeat(1_000));
        let shown = marked("penalty clause", &text);
        assert!(shown.contains("[penalty] [clause]"), "{shown}");
    }
}
