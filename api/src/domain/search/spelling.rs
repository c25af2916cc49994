//! What somebody meant who misspelled a word: the words that were ever written, found again by damaged parts of them.
//!
//! Words of five letters and more forgive one slip (a letter wrong, missing, too many, or two changed over), of nine and more
//! two. A word is kept with the hashes of its first six letters and of those with one letter missing; a long word also with
//! those of its last six. One slip, or two in different halves, leaves one of them in common with what was typed. What is
//! found so is measured in full, and only words that the viewer can find are used. The list is never cut off within words that are
//! equally near: of which ones it would lose hidden words would decide. Where more words are near than anybody misspells
//! by chance, those of two slips are left out, then those of one: so a flood of made-up words costs their forgiveness, not the search.

use std::collections::{BTreeSet, HashSet};

use entity::{search_spelling, search_term};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use sha2::{Digest, Sha256};

/// The shortest word in which one slip is forgiven, and two.
const FORGIVING: usize = 5;
const VERY_FORGIVING: usize = 9;

/// Longer words are no words that somebody types.
const LONGEST: usize = 24;

/// How many letters of the beginning and of the end are kept damaged.
const PART: usize = 6;

/// The most words that a typed one may be meant for, and the most words that share a damaged part with what was typed.
const MOST_MEANT: usize = 64;
const MOST_ALIKE: u64 = 20_000;

/// How many terms one statement carries: two values each.
const AT_ONCE: usize = 5_000;

/// How many slips are forgiven in a word.
pub(super) fn forgiven(word: &str) -> usize {
    if !word.chars().all(char::is_alphabetic) || super::lexemes::is_dense_form(word) {
        return 0;
    }
    match word.chars().count() {
        FORGIVING..VERY_FORGIVING => 1,
        VERY_FORGIVING..=LONGEST => 2,
        _ => 0,
    }
}

/// Learns the words of a change. In order, so that two changes do not wait for each other in a circle.
pub(super) async fn learn<C: ConnectionTrait>(tx: &C, words: BTreeSet<String>) -> Result<(), DbErr> {
    let words: Vec<String> = words.into_iter().filter(|word| is_kept(word)).collect();
    let mut unknown = Vec::new();
    for some in words.chunks(AT_ONCE) {
        let known: HashSet<String> = search_term::Entity::find()
            .filter(search_term::Column::Term.is_in(some))
            .all(tx)
            .await?
            .into_iter()
            .map(|row| row.term)
            .collect();
        unknown.extend(some.iter().filter(|word| !known.contains(*word)).cloned());
    }
    for some in unknown.chunks(AT_ONCE) {
        let rows = some.iter().map(|term| search_term::ActiveModel { term: Set(term.clone()) });
        search_term::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    let damaged: Vec<(i64, &String)> =
        unknown.iter().flat_map(|term| damaged(term).into_iter().map(move |hash| (hash, term))).collect();
    for some in damaged.chunks(AT_ONCE) {
        let rows = some.iter().map(|(hash, term)| search_spelling::ActiveModel {
            damaged: Set(*hash),
            term: Set((*term).clone()),
        });
        search_spelling::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// One slip may have made a word of five letters of one of four.
fn is_kept(word: &str) -> bool {
    let letters = word.chars().count();
    (FORGIVING - 1..=LONGEST + 2).contains(&letters)
        && word.chars().all(char::is_alphabetic)
        && !super::lexemes::is_dense_form(word)
}

/// The words that were ever written and that the typed ones may be meant for, with their distance, the nearest first; for
/// each typed word in turn, in one statement. None where too many are alike.
pub(super) async fn meant<C: ConnectionTrait>(
    connection: &C,
    typed: &[&str],
) -> Result<Vec<Vec<(usize, String)>>, DbErr> {
    let hashes: BTreeSet<i64> = typed.iter().flat_map(|word| damaged(word)).collect();
    let terms: Vec<String> = search_spelling::Entity::find()
        .select_only()
        .column(search_spelling::Column::Term)
        .distinct()
        .filter(search_spelling::Column::Damaged.is_in(hashes))
        .limit(MOST_ALIKE + 1)
        .into_tuple()
        .all(connection)
        .await?;
    if terms.len() as u64 > MOST_ALIKE {
        return Ok(vec![Vec::new(); typed.len()]);
    }
    Ok(typed.iter().map(|word| near(word, &terms)).collect())
}

/// The words near to the typed one, the nearest first, as far as they are not too many.
fn near(typed: &str, terms: &[String]) -> Vec<(usize, String)> {
    let most = forgiven(typed);
    let mut near: Vec<(usize, String)> = terms
        .iter()
        .filter_map(|term| Some((distance(typed, term, most)?, term.clone())))
        .filter(|(distance, _)| *distance > 0)
        .collect();
    near.sort();
    let within = |slips: usize| near.partition_point(|(distance, _)| *distance <= slips);
    let kept = (0..=most).rev().map(within).find(|count| *count <= MOST_MEANT);
    near.truncate(kept.unwrap_or(0));
    near
}

/// The hashes by which a word is kept and looked for.
fn damaged(word: &str) -> Vec<i64> {
    let letters: Vec<char> = word.chars().collect();
    let mut parts: BTreeSet<String> = BTreeSet::new();
    with_one_missing('<', &letters[..letters.len().min(PART)], &mut parts);
    // Two slips can make a word shorter by two.
    if letters.len() + 2 >= VERY_FORGIVING {
        with_one_missing('>', &letters[letters.len().saturating_sub(PART)..], &mut parts);
    }
    parts.iter().map(|part| hash(part)).collect()
}

fn with_one_missing(side: char, part: &[char], parts: &mut BTreeSet<String>) {
    parts.insert(std::iter::once(side).chain(part.iter().copied()).collect());
    for missing in 0..part.len() {
        let left = part.iter().enumerate().filter(|(place, _)| *place != missing).map(|(_, letter)| *letter);
        parts.insert(std::iter::once(side).chain(left).collect());
    }
}

fn hash(part: &str) -> i64 {
    let digest = Sha256::digest(part.as_bytes());
    digest.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}

/// The number of slips between two words, if there are at most so many; two neighbours changed over are one slip.
pub(super) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let mut cost = (last[column] + usize::from(letter != against))
                .min(last[column + 1] + 1)
                .min(now[column] + 1);
            let swapped = row > 0 && column > 0 && one[row - 1] == *against && other[column - 1] == *letter;
            if swapped {
                cost = cost.min(before[column - 1] + 1);
            }
            now.push(cost);
        }
        before = std::mem::replace(&mut last, now);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slips_are_counted_as_a_typist_would() {
        for (one, other, slips) in [
            ("delivery", "delivery", Some(0)),
            ("delivery", "delviery", Some(1)),
            ("delivery", "delivry", Some(1)),
            ("delivery", "deliveries", None),
            ("escalation", "eskalaton", Some(2)),
            ("verzogerung", "verzogrungn", Some(2)),
        ] {
            let most = forgiven(one).max(forgiven(other));
            assert_eq!(distance(one, other, most), slips, "{one} {other}");
        }
    }

    #[test]
    fn where_too_many_words_are_near_the_farther_ones_are_left_out_and_never_some_of_those() {
        let letters = || ('a'..='z').flat_map(|one| ('a'..='z').map(move |other| (one, other)));
        let far = letters().map(|(one, other)| format!("{one}ertific{other}te"));
        let far = far.filter(|word| word != "certificate");
        let few: Vec<String> = far.clone().take(MOST_MEANT).collect();
        assert_eq!(near("certificate", &few).len(), MOST_MEANT);
        let many: Vec<String> = far.chain(["certificat".to_owned()]).collect();
        let kept = near("certificate", &many);
        assert!(kept.iter().all(|(distance, _)| *distance == 1) && kept.len() == 51, "{kept:?}");
    }

    /// A word with so many slips at such places.
    fn slipped(word: &str, slips: &[(usize, u8)]) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        for (place, sort) in slips {
            let place = place % letters.len();
            match sort % 4 {
                0 => letters[place] = 'q',
                1 => drop(letters.remove(place)),
                2 => letters.insert(place, 'q'),
                _ if place + 1 < letters.len() => letters.swap(place, place + 1),
                _ => {}
            }
        }
        letters.into_iter().collect()
    }

    proptest! {
        #[test]
        fn a_word_with_one_slip_shares_a_damaged_part(
            word in "[a-p]{5,20}", place in 0_usize..20, sort in 0_u8..4,
        ) {
            let typed = slipped(&word, &[(place, sort)]);
            let kept: BTreeSet<i64> = damaged(&word).into_iter().collect();
            prop_assert!(damaged(&typed).iter().any(|hash| kept.contains(hash)), "{word} {typed}");
        }

        #[test]
        fn a_long_word_with_two_slips_in_different_halves_shares_a_damaged_part(
            word in "[a-p]{12,20}", first in 0_usize..5, second in 0_usize..5, sorts in (0_u8..4, 0_u8..4),
        ) {
            let end = word.len() - 1 - second;
            let typed = slipped(&word, &[(end, sorts.1), (first, sorts.0)]);
            let kept: BTreeSet<i64> = damaged(&word).into_iter().collect();
            prop_assert!(damaged(&typed).iter().any(|hash| kept.contains(hash)), "{word} {typed}");
        }
    }
}
