//! Entries that say what somebody is writing, however long the text is. Which of its words tell it from others is counted among
//! what the viewer may see, and nowhere else; a word that is common there is looked for only together with others.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use entity::{
    id::{AccountId, KnowledgeEntryId},
    search_document::{self, FoundKind},
};

use super::{
    expression::Expression,
    filter::SearchFilter,
    find::Sight,
    lexemes,
    matcher::Matcher,
    query::{self, Unit},
    rank::{Ranked, rank},
    service::Search,
    stop::is_stop,
};
use crate::domain::{access::Viewer, fault::Fault};

/// How much of a text is read, in characters: what it is about it says early.
const READ: usize = 5_000;

/// How many entries are given to a text.
const MOST: usize = 5;

/// How many words of a text are looked for.
const MOST_WORDS: usize = 24;

/// A word that more entries have is common.
const COMMON: u64 = 100;

/// How many entries are gathered by the words that are not common, rarest first; all that have them, however old.
const BY_RARE: u64 = 300;

/// How many common words are looked for together, and how many entries are gathered so, the newest: those that have two of them
/// in the title, and those that have three anywhere.
const TOGETHER: usize = 6;
const BY_COMMON: u64 = 100;

/// An entry about the same account is nearer than another that says as much.
const SAME_ACCOUNT: [i64; 2] = [6, 5];

/// How well a word must match to be shared, of a hundred; how much of what a text says an entry must say; and how near it must be
/// beside the nearest one.
const SHARED: u32 = 50;
const SHARE: f64 = 0.125;
const BESIDE_NEAREST: i64 = 4;

/// A text that somebody writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Draft {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub body: String,
    /// The account that it is about, which the viewer sees.
    pub account: Option<AccountId>,
    /// The entry whose text it is, which is not near to itself.
    pub except: Option<KnowledgeEntryId>,
}

/// An entry near to a text.
#[derive(Clone, Debug)]
pub struct Near {
    /// Which.
    pub entry: KnowledgeEntryId,
    /// The words of the text that the entry has, too, as they were typed, the most telling first.
    pub shared: Vec<String>,
    /// Marks what both say.
    pub matcher: Arc<Matcher>,
}

/// The words of a text that are looked for.
struct Wanted {
    typed: String,
    units: Vec<Unit>,
    /// How many words an entry must share: two, or the only one.
    enough: usize,
}

impl Search {
    /// The entries nearest to each of the texts, of those that the viewer may see, the nearest first; what has expired is withheld.
    /// Nothing is near to a text that says nothing.
    ///
    /// # Errors
    /// Nobody asks, the database failed.
    pub async fn nearest(&self, viewer: &Viewer, drafts: &[Draft]) -> Result<Vec<Vec<Near>>, Fault> {
        viewer.principal().ok_or(Fault::Unauthenticated)?;
        let mut wanted: Vec<Wanted> = drafts.iter().map(wanted).collect();
        let all: Vec<Expression> = wanted
            .iter()
            .flat_map(|wanted| &wanted.units)
            .map(|unit| of_entries(unit.expression('w')))
            .collect();
        if all.is_empty() {
            return Ok(drafts.iter().map(|_| Vec::new()).collect());
        }
        let connection = self.db.searcher();
        let filter = SearchFilter { kinds: [FoundKind::Entry].into(), ..SearchFilter::default() };
        let sight = Sight::of(connection, viewer, &filter, self.db.clock().now()).await?;
        let mut counts = sight.counts(connection, &all, COMMON + 1).await?.into_iter();
        let mut gatherings = Vec::new();
        for (place, wanted) in wanted.iter_mut().enumerate() {
            let asked = asked_for(&wanted.keep_known(&mut counts)).into_iter();
            gatherings.extend(asked.map(|(expression, limit)| sight.gathering(place, expression, limit)));
        }
        let mut rows: HashMap<usize, Vec<search_document::Model>> = HashMap::new();
        for (place, row) in sight.newest(connection, &mut gatherings).await? {
            rows.entry(place).or_default().push(row);
        }
        let of = |(place, (draft, wanted))| nearest(draft, wanted, rows.remove(&place).unwrap_or_default());
        Ok(drafts.iter().zip(wanted).enumerate().map(of).collect())
    }
}

fn of_entries(expression: Expression) -> Expression {
    expression.and(Some(Expression::Lexeme(lexemes::kind(FoundKind::Entry))))
}

/// The words of a text: those of its title, then those said most often, then those said first; in the order of the text.
fn wanted(draft: &Draft) -> Wanted {
    let body: String = draft.body.chars().take(READ).collect();
    // The break ends the last word: it is none that goes on.
    let typed = format!("{}\n\n{body}\n", draft.title);
    let (units, times) = query::counted(&typed);
    let says = |(unit, _): &(Unit, usize)| !is_stop(&unit.form);
    let mut units: Vec<(Unit, usize)> = units.into_iter().zip(times).filter(says).collect();
    units.sort_by_key(|(unit, times)| {
        (unit.place.start >= draft.title.len(), Reverse(*times), unit.place.start)
    });
    units.truncate(MOST_WORDS);
    units.sort_by_key(|(unit, _)| unit.place.start);
    let enough = units.len().min(2);
    let stressed = |unit: Unit| Unit { stressed: unit.place.start < draft.title.len(), ..unit };
    Wanted { typed, units: units.into_iter().map(|(unit, _)| stressed(unit)).collect(), enough }
}

impl Wanted {
    /// Leaves out the words that no entry has, which tell none from another, and gives the others by how many have them, the rarest
    /// first.
    fn keep_known(&mut self, counts: &mut impl Iterator<Item = u64>) -> Vec<(u64, Unit)> {
        let units = std::mem::take(&mut self.units);
        let mut known: Vec<(u64, Unit)> = units
            .into_iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(unit, count)| (count, unit))
            .collect();
        self.units = known.iter().map(|(_, unit)| unit.clone()).collect();
        known.sort_by_key(|(count, _)| *count);
        known
    }
}

/// What is asked of the index for a text with these words, the rarest first, and how many of the newest.
fn asked_for(known: &[(u64, Unit)]) -> Vec<(Expression, u64)> {
    let mut sum = 0;
    let rare = known.iter().take_while(|(count, _)| {
        sum += count;
        *count <= COMMON && sum <= BY_RARE
    });
    let rare = rare.count();
    let common: Vec<&Unit> = known[rare..].iter().take(TOGETHER).map(|(_, unit)| unit).collect();
    let rare = known[..rare].iter().map(|(_, unit)| unit.expression('w')).collect();
    let asked = [
        (Expression::Any(rare), BY_RARE),
        (together(&common, 't', 2), BY_COMMON),
        (together(&common, 'w', 3), BY_COMMON),
    ];
    let asked = asked.into_iter().filter(|(expression, _)| *expression != Expression::Any(Vec::new()));
    asked.map(|(expression, limit)| (of_entries(expression), limit)).collect()
}

/// So many of the words, or all of them if they are fewer.
fn together(units: &[&Unit], class: char, many: usize) -> Expression {
    let all: Vec<Expression> = units.iter().map(|unit| unit.expression(class)).collect();
    Expression::at_least(many.min(all.len()), &all)
}

/// The nearest of what was gathered: what shares two words with the text, or the only one, and enough of what it says.
fn nearest(draft: &Draft, wanted: Wanted, rows: Vec<search_document::Model>) -> Vec<Near> {
    let mut seen = HashSet::new();
    let itself = draft.except.map(|entry| entry.0);
    let rows = rows.into_iter().filter(|row| Some(row.found_id) != itself && seen.insert(row.place));
    let Wanted { typed, units, enough } = wanted;
    let matcher = Arc::new(Matcher::of(units));
    let mut ranked = rank(&matcher, rows.collect());
    ranked.retain(|near| near.share >= SHARE && shared(near).count() >= enough);
    for near in &mut ranked {
        if draft.account.is_some() && near.row.account_id == draft.account {
            near.score = near.score * SAME_ACCOUNT[0] / SAME_ACCOUNT[1];
        }
    }
    ranked.sort_by_key(|near| Reverse((near.score, near.row.written_at, near.row.found_id)));
    let best = ranked.first().map_or(0, |nearest| nearest.score);
    let near = ranked.iter().take(MOST).take_while(|near| near.score * BESIDE_NEAREST >= best);
    let written = |unit: usize| typed[matcher.units[unit].place.clone()].to_owned();
    let near = near.map(|near| Near {
        entry: KnowledgeEntryId(near.row.found_id),
        shared: shared(near).map(written).collect(),
        matcher: Arc::clone(&matcher),
    });
    near.collect()
}

/// The words that a document shares, the most telling first.
fn shared(ranked: &Ranked) -> impl Iterator<Item = usize> + '_ {
    ranked.matched.iter().filter(|(_, quality)| *quality >= SHARED).map(|(unit, _)| *unit)
}
