//! The order of what was found. It follows from the texts that the viewer may see and from nothing else: how rare a word is
//! counts among them alone, never in the whole index. Both engines' answers are ranked here, so they are ranked alike.

use std::collections::HashMap;

use entity::search_document;

use super::matcher::{EXACT, Matcher};

/// What a match counts in a title, in tags, in a text.
const WEIGHTS: [f64; 3] = [3.0, 2.2, 1.0];

/// How soon repetition counts no more.
const SATURATION: f64 = 1.2;

/// How much a long text must say a thing more often, and what is long, in words.
const LENGTH: f64 = 0.35;
const USUAL: [f64; 3] = [8.0, 6.0, 120.0];

/// What it counts that neighbours in the query are neighbours in a text, one to three words apart, up to eight apart.
const NEAR: [(usize, f64); 3] = [(0, 0.6), (3, 0.3), (8, 0.1)];

/// What it counts that a title is just what was typed.
const WHOLE_TITLE: f64 = 1.5;

/// What a unit counts that says what a longer text is about.
const STRESS: f64 = 2.0;

/// A document with its score.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) row: search_document::Model,
    /// In millionths; higher is better.
    pub(super) score: i64,
    /// Whether all that was typed is in it.
    pub(super) whole: bool,
    /// How much of what was typed is in it, by how much each unit says, 0 to 1.
    pub(super) share: f64,
    /// The units that are in it, each with its best match, those that say most first.
    pub(super) matched: Vec<(usize, u32)>,
}

/// What a document is worth.
struct Worth {
    score: f64,
    share: f64,
    matched: Vec<(usize, u32)>,
}

/// A place where a unit stands in a field.
#[derive(Clone, Copy)]
struct Hit {
    unit: usize,
    at: usize,
    length: usize,
    quality: u32,
}

/// A field as the matcher sees it.
struct Field {
    hits: Vec<Hit>,
    length: usize,
}

/// Ranks documents: the best first; among equals what was written last.
pub(super) fn rank(matcher: &Matcher, rows: Vec<search_document::Model>) -> Vec<Ranked> {
    let mut known: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    let fields: Vec<[Field; 3]> = rows
        .iter()
        .map(|row| {
            [&row.title_words, &row.tag_words, &row.text_words].map(|kept| field(matcher, kept, &mut known))
        })
        .collect();
    let rarity = rarity(matcher, &fields);
    let worths: Vec<Worth> = fields.iter().map(|fields| worth_of(fields, &rarity)).collect();
    let ranked = |(row, worth): (search_document::Model, Worth)| Ranked {
        row,
        score: millionths(worth.score),
        whole: worth.matched.len() == matcher.units.len(),
        share: worth.share,
        matched: worth.matched,
    };
    let mut ranked: Vec<Ranked> = rows.into_iter().zip(worths).map(ranked).collect();
    ranked
        .sort_by_key(|ranked| std::cmp::Reverse((ranked.score, ranked.row.written_at, ranked.row.found_id)));
    ranked
}

#[expect(clippy::cast_possible_truncation, reason = "scores are small")]
fn millionths(score: f64) -> i64 {
    (score * 1e6).round() as i64
}

fn field<'a>(matcher: &Matcher, kept: &'a str, known: &mut HashMap<&'a str, Vec<(usize, u32)>>) -> Field {
    let (mut hits, mut at) = (Vec::new(), 0);
    for word in kept.split(' ').filter(|word| !word.is_empty()) {
        if super::lexemes::is_dense_form(word) {
            for (unit, before, quality) in matcher.dense(word) {
                let length = matcher.units[unit].form.chars().count();
                hits.push(Hit { unit, at: at + before, length, quality });
            }
            at += word.chars().count();
            continue;
        }
        if matcher.passes_over(word) {
            at += 1;
            continue;
        }
        let matched = known.entry(word).or_insert_with(|| matcher.spelled(word));
        hits.extend(matched.iter().map(|(unit, quality)| Hit {
            unit: *unit,
            at,
            length: 1,
            quality: *quality,
        }));
        at += 1;
    }
    Field { hits, length: at }
}

/// How much each unit says: the fewer of these documents have it, the more.
#[expect(clippy::cast_precision_loss, reason = "they are hundreds")]
fn rarity(matcher: &Matcher, all: &[[Field; 3]]) -> Vec<f64> {
    let has = |fields: &[Field; 3], unit: usize| {
        fields.iter().any(|field| field.hits.iter().any(|hit| hit.unit == unit))
    };
    let having = |unit: usize| all.iter().filter(|fields| has(fields, unit)).count() as f64;
    let count = all.len() as f64;
    let stress = |unit: usize| if matcher.units[unit].stressed { STRESS } else { 1.0 };
    let rare = |unit: usize| 1.0 + ((count + 1.0) / (having(unit) + 1.0)).ln();
    (0..matcher.units.len()).map(|unit| rare(unit) * stress(unit)).collect()
}

fn worth_of(fields: &[Field; 3], rarity: &[f64]) -> Worth {
    let (mut score, mut share) = (0.0, 0.0);
    let mut matched = Vec::new();
    for (unit, rare) in rarity.iter().enumerate() {
        let (worth, best) = worth(fields, unit);
        score += rare * worth * (SATURATION + 1.0) / (worth + SATURATION);
        share += rare * f64::from(best) / f64::from(EXACT);
        if best > 0 {
            matched.push((unit, best));
        }
    }
    matched.sort_by(|(one, _), (other, _)| rarity[*other].total_cmp(&rarity[*one]));
    // Each unit says something, so that only of none all is nothing.
    let all: f64 = rarity.iter().sum();
    let share = if rarity.is_empty() { 0.0 } else { share / all };
    let usual = all / f64::from(u32::try_from(rarity.len()).unwrap_or(1));
    let nearness: f64 = fields.iter().zip(WEIGHTS).map(|(field, weight)| near(field) * weight.sqrt()).sum();
    let title = if is_whole_title(&fields[0], rarity.len()) { WHOLE_TITLE } else { 0.0 };
    Worth { score: (score + usual * (nearness + title)) * share, share, matched }
}

/// What a unit counts in all fields, and its best match.
fn worth(fields: &[Field; 3], unit: usize) -> (f64, u32) {
    let (mut worth, mut best) = (0.0, 0);
    for ((field, weight), usual) in fields.iter().zip(WEIGHTS).zip(USUAL) {
        let qualities = || field.hits.iter().filter(|hit| hit.unit == unit).map(|hit| hit.quality);
        let sum: f64 = qualities().map(|quality| f64::from(quality) / f64::from(EXACT)).sum();
        let length = f64::from(u32::try_from(field.length).unwrap_or(u32::MAX));
        worth += weight * sum / (1.0 - LENGTH + LENGTH * length / usual);
        best = best.max(qualities().max().unwrap_or(0));
    }
    (worth, best)
}

/// How near to each other neighbours in the query stand in the field.
fn near(field: &Field) -> f64 {
    let mut best: HashMap<usize, usize> = HashMap::new();
    let mut hits = field.hits.clone();
    hits.sort_by_key(|hit| hit.at);
    for (place, hit) in hits.iter().enumerate() {
        let after = hit.at + hit.length;
        let following = hits[place + 1..].iter().take_while(|next| next.at <= after + NEAR[2].0);
        for next in following.filter(|next| next.unit == hit.unit + 1 && next.at >= after) {
            let gap = best.entry(hit.unit).or_insert(usize::MAX);
            *gap = (*gap).min(next.at - after);
        }
    }
    let worth = |gap: &usize| NEAR.iter().find(|(most, _)| gap <= most).map_or(0.0, |(_, worth)| *worth);
    best.values().map(worth).sum()
}

fn is_whole_title(title: &Field, units: usize) -> bool {
    let exact = |unit| title.hits.iter().any(|hit| hit.unit == unit && hit.quality == EXACT);
    let covered: usize = title.hits.iter().map(|hit| hit.length).sum();
    title.length > 0 && covered == title.length && (0..units).all(exact)
}
