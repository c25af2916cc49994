//! The use cases of search: find, count, sort into groups, build the index.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, IncidentId},
    search_document::{self, FoundKind},
};
use futures_util::try_join;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::{
    beginnings,
    expression::Expression,
    facets::{self, Facets},
    filter::SearchFilter,
    find::Sight,
    matcher::Matcher,
    query::{self, Unit},
    rank::{Ranked, rank},
    rebuild, spelling, suggest,
};
use crate::{
    domain::{
        access::Viewer,
        fault::{Fault, Violation},
    },
    platform::{
        db::Db,
        page::{self, Count, Page, PageRequest},
        secret::sha256_hex,
    },
};

/// How long what is typed may be, in characters.
const LONGEST: usize = 300;

/// With so many documents nothing looser is asked.
const ENOUGH: usize = 10;

/// Search. Clones share it.
#[derive(Clone)]
pub struct Search {
    pub(super) db: Db,
}

/// What somebody looks for.
#[derive(Clone, Debug)]
pub struct Question {
    /// As it was typed.
    pub typed: String,
    /// In what.
    pub filter: SearchFilter,
}

/// A thing that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What sort of thing.
    pub kind: FoundKind,
    /// Its id.
    pub id: Uuid,
    /// The account that it belongs to.
    pub account: Option<AccountId>,
    /// The incident that it is or belongs to.
    pub incident: Option<IncidentId>,
    /// When what is searched of it was last written.
    pub written_at: DateTime<Utc>,
    /// Whether all that was typed is in it, as it was typed or nearly so.
    pub whole: bool,
}

/// An answer: a page, and what its count, its groups and its marks are made of.
#[derive(Clone)]
pub struct Found {
    /// The page, the best first.
    pub page: Page<Hit>,
    /// Marks what matches.
    pub matcher: Arc<Matcher>,
    /// What else could be typed, if that was asked.
    pub suggestions: Vec<String>,
    /// What was asked in the end.
    pub asked: Asked,
}

/// What was asked of the index in the end: as strictly as gave enough.
#[derive(Clone)]
pub struct Asked {
    sight: Arc<Sight>,
    expression: Arc<Expression>,
}

impl Search {
    /// Works on this database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// A page of what the viewer may see and that matches, the best first. The best few hundred can be paged through.
    ///
    /// # Errors
    /// Nothing to look for, too much typed, a cursor of another question, nobody asks.
    pub async fn find(
        &self,
        viewer: &Viewer,
        question: &Question,
        request: &PageRequest,
        default_size: u64,
        suggests: bool,
    ) -> Result<Found, Fault> {
        viewer.principal().ok_or(Fault::Unauthenticated)?;
        let mut units = checked(&question.typed)?;
        let connection = self.db.searcher();
        let now = self.db.clock().now();
        let ((), sight) = try_join!(
            beginnings::spell_out(connection, &mut units),
            Sight::of(connection, viewer, &question.filter, now),
        )?;
        let gathered = gather(connection, &sight, units).await?;
        let matcher = Matcher::of(gathered.units);
        let suggestions = if suggests {
            suggest::suggestions(&question.typed, &matcher, &gathered.rows)
        } else {
            Vec::new()
        };
        let ranked = rank(&matcher, gathered.rows);
        let mark = mark(question);
        let of =
            |ranked: &Ranked| (ranked.score, ranked.row.written_at.timestamp_micros(), ranked.row.found_id);
        let page = page::ranked(ranked, of, &mark, request, default_size)?;
        Ok(Found {
            page: page.map(Hit::from),
            matcher: Arc::new(matcher),
            suggestions,
            asked: Asked { sight: Arc::new(sight), expression: Arc::new(gathered.asked) },
        })
    }

    /// How many things match that the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count(&self, asked: &Asked) -> Result<Count, Fault> {
        Ok(facets::count(self.db.searcher(), &asked.sight, &asked.expression).await?)
    }

    /// What matches and the viewer may see, sorted into groups.
    ///
    /// # Errors
    /// The database failed.
    pub async fn facets(&self, viewer: &Viewer, asked: &Asked) -> Result<Facets, Fault> {
        let now = self.db.clock().now();
        Ok(facets::facets(self.db.searcher(), viewer, &asked.sight, &asked.expression, now).await?)
    }

    /// Whether everything is in the index. While it is built, what is not in yet is not found.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_complete(&self) -> Result<bool, Fault> {
        Ok(rebuild::is_complete(&self.db).await?)
    }

    /// Takes the next things into an index that lacks some; false: it lacks none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn build_on(&self) -> Result<bool, DbErr> {
        rebuild::next_batch(&self.db).await
    }

    /// Makes an index that was built in batches as fast as one that was built at once, step by step; false: it is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn join_on(&self) -> Result<bool, DbErr> {
        rebuild::join_pieces(&self.db).await
    }
}

/// What was gathered: the units with what they may mean, the documents, and the last question.
struct Gathered {
    units: Vec<Unit>,
    rows: Vec<search_document::Model>,
    asked: Expression,
}

/// Asks strictly, then with slips forgiven, then more and more loosely, until enough is found.
async fn gather<C: ConnectionTrait>(
    connection: &C,
    sight: &Sight,
    mut units: Vec<Unit>,
) -> Result<Gathered, DbErr> {
    let mut rows: Vec<search_document::Model> = Vec::new();
    let mut seen: HashSet<i64> = HashSet::new();
    let mut asked = Expression::All(Vec::new());
    let mut level = 0;
    let mut forgiven = false;
    loop {
        let (titles, anywhere) = (query::levels(&units, 't'), query::levels(&units, 'w'));
        let Some((title, any)) = titles.into_iter().nth(level).zip(anywhere.into_iter().nth(level)) else {
            break;
        };
        let found = sight.candidates(connection, &title, &any).await?;
        asked = any;
        rows.extend(found.into_iter().filter(|row| seen.insert(row.place)));
        if rows.len() >= ENOUGH {
            break;
        }
        if !forgiven {
            forgiven = true;
            if forgive(connection, &mut units).await? {
                continue;
            }
        }
        level += 1;
    }
    Ok(Gathered { units, rows, asked })
}

/// Adds to the units the words that may be meant; false: there are none.
async fn forgive<C: ConnectionTrait>(connection: &C, units: &mut [Unit]) -> Result<bool, DbErr> {
    let typed: Vec<&str> = units
        .iter()
        .filter(|unit| !unit.dense && spelling::forgiven(&unit.form) > 0)
        .map(|unit| unit.form.as_str())
        .collect();
    if typed.is_empty() {
        return Ok(false);
    }
    let meant = spelling::meant(connection, &typed).await?;
    let meant: std::collections::HashMap<String, Vec<(usize, String)>> =
        typed.iter().map(|word| (*word).to_owned()).zip(meant).collect();
    for unit in units.iter_mut() {
        unit.meant = meant.get(&unit.form).cloned().unwrap_or_default();
    }
    Ok(units.iter().any(|unit| !unit.meant.is_empty()))
}

impl From<Ranked> for Hit {
    fn from(ranked: Ranked) -> Self {
        let Ranked { row, whole, .. } = ranked;
        Self {
            kind: row.kind,
            id: row.found_id,
            account: row.account_id,
            incident: row.incident_id,
            written_at: row.written_at,
            whole,
        }
    }
}

fn checked(typed: &str) -> Result<Vec<Unit>, Fault> {
    let refuse =
        |code, message: String| Fault::Invalid(vec![Violation { path: "query".to_owned(), code, message }]);
    let length = typed.chars().count();
    if length > LONGEST {
        let message = format!("has {length} characters; at most {LONGEST} are allowed");
        return Err(refuse("TOO_LONG", message));
    }
    let units = query::units(typed);
    if units.is_empty() {
        return Err(refuse("REQUIRED", "type a letter or a digit at least".to_owned()));
    }
    Ok(units)
}

/// Ties a cursor to its question.
fn mark(question: &Question) -> String {
    sha256_hex(format!("search {question:?}").as_bytes())
}
