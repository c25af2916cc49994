//! The statements of a search. The viewer's rights are part of each: what they may not see is not read, not counted and
//! takes nobody's place.

use chrono::{DateTime, Utc};
use entity::{
    account, incident, knowledge_entry,
    search_document::{self, Column, FoundKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, FromQueryResult, IdenStatic, Iterable,
    QueryResult,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait, JoinType, Order, Query, SelectStatement, SimpleExpr, UnionType,
    },
};

use super::{
    circle::{Circles, circles, documents_of, for_all},
    expression::Expression,
    filter::{SearchFilter, conditions, rights},
    lexemes,
    reach::{Part, Reach, is_long},
};
use crate::domain::access::Viewer;

/// How many documents of a level are ranked: accounts that match by name or code, however old; what matches in its title;
/// what matches anywhere; the newest of each.
const ACCOUNTS: u64 = 20;
const TITLES: u64 = 100;
const ANYWHERE: u64 = 200;

/// What is read of the index for one of several questions: what matches, the newest so many, looked for so far back.
pub(super) struct Gathering {
    question: usize,
    expression: Expression,
    limit: u64,
    reach: Reach,
}

/// Where a viewer's search looks.
pub(super) struct Sight {
    engine: DbBackend,
    rights: Condition,
    filter: Condition,
    circles: Circles,
    /// Whether it matters how far back is looked.
    is_long: bool,
}

impl Sight {
    /// What the viewer may see of what the filter lets through.
    pub(super) async fn of<C: ConnectionTrait>(
        connection: &C,
        viewer: &Viewer,
        filter: &SearchFilter,
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let circles = circles(connection, viewer, filter).await?;
        let is_long = match &circles {
            Circles::All => is_long(connection).await?,
            Circles::Served(accounts) if accounts.is_empty() => is_long(connection).await?,
            // The documents of some accounts are few, and all of them are asked for: with the newest of others it would not be known
            // which of all are the newest.
            _ => false,
        };
        Ok(Self {
            engine: connection.get_database_backend(),
            rights: rights(viewer),
            filter: conditions(viewer, filter, now),
            circles,
            is_long,
        })
    }

    /// How many documents match each of the expressions that the viewer may see, counted up to so many, in one statement.
    pub(super) async fn counts<C: ConnectionTrait>(
        &self,
        connection: &C,
        expressions: &[Expression],
        most: u64,
    ) -> Result<Vec<u64>, DbErr> {
        let count = |(place, expression): (usize, &Expression)| {
            let one = [(Expr::cust("1"), Alias::new("one"))];
            Query::select()
                .expr(Expr::cust(place.to_string()))
                .expr(Expr::cust("count(*)"))
                .from_subquery(self.newest_of(expression, Reach::Any, most, one), Alias::new("counted"))
                .to_owned()
        };
        let Some(all) = all_of(expressions.iter().enumerate().map(count)) else { return Ok(Vec::new()) };
        let mut counts = vec![0; expressions.len()];
        for row in connection.query_all(&all).await? {
            let place = usize::try_from(row.try_get_by_index::<i32>(0)?).unwrap_or_default();
            counts[place] = counted(&row, 1)?;
        }
        Ok(counts)
    }

    /// The documents that match and that the viewer may see, the newest of each sort; some of them more than once. What matches in
    /// the title matches anywhere.
    pub(super) async fn candidates<C: ConnectionTrait>(
        &self,
        connection: &C,
        in_title: &Expression,
        anywhere: &Expression,
    ) -> Result<Vec<search_document::Model>, DbErr> {
        let anywhere = self.gathering(0, anywhere.clone(), ANYWHERE);
        let first = anywhere.reach;
        let mut all = [anywhere];
        let mut rows = self.newest(connection, &mut all).await?;
        if rows.len() as u64 == ANYWHERE {
            let account = Expression::Lexeme(lexemes::kind(FoundKind::Account));
            let mut accounts = self.gathering(0, in_title.clone().and(Some(account)), ACCOUNTS);
            let mut titles = self.gathering(0, in_title.clone(), TITLES);
            // Accounts are old, and what is rare anywhere is rarer in titles.
            accounts.reach = Reach::Everything;
            if all[0].reach != first {
                titles.reach = Reach::Everything;
            }
            rows.extend(self.newest(connection, &mut [accounts, titles]).await?);
        }
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The newest so many documents that match, to be looked for where that begins.
    pub(super) fn gathering(&self, question: usize, expression: Expression, limit: u64) -> Gathering {
        Gathering { question, expression, limit, reach: Reach::first(self.is_long, limit) }
    }

    /// The newest documents of each gathering that the viewer may see, each with its question; some of them more than once. Each is looked
    /// for ever farther back, until it has found as much as it may or all is asked.
    pub(super) async fn newest<C: ConnectionTrait>(
        &self,
        connection: &C,
        gatherings: &mut [Gathering],
    ) -> Result<Vec<(usize, search_document::Model)>, DbErr> {
        let mut open: Vec<usize> = (0..gatherings.len()).collect();
        let mut newest = Vec::new();
        loop {
            let gathered = |place: &usize| self.gathered(*place, &gatherings[*place]);
            let Some(asked) = all_of(open.iter().map(gathered)) else { return Ok(newest) };
            let mut found: Vec<Vec<QueryResult>> = gatherings.iter().map(|_| Vec::new()).collect();
            for row in connection.query_all(&asked).await? {
                found[usize::try_from(row.try_get_by_index::<i32>(0)?).unwrap_or_default()].push(row);
            }
            for place in std::mem::take(&mut open) {
                let (gathering, rows) = (&mut gatherings[place], &found[place]);
                if let Some(wider) = gathering.reach.wider(rows.len() as u64, gathering.limit) {
                    gathering.reach = wider;
                    open.push(place);
                    continue;
                }
                for row in rows {
                    newest.push((gathering.question, search_document::Model::from_query_result(row, "")?));
                }
            }
        }
    }

    /// What is asked for a gathering, with its place among them first.
    fn gathered(&self, place: usize, gathering: &Gathering) -> SelectStatement {
        let columns = Column::iter()
            .filter(|column| !matches!(column, Column::Place))
            .map(|column| (Expr::col((search_document::Entity, column)), Alias::new(column.as_str())));
        let newest = self.newest_of(&gathering.expression, gathering.reach, gathering.limit, columns);
        Query::select()
            .expr_as(Expr::cust(place.to_string()), Alias::new("gathering"))
            .column(Asterisk)
            .from_subquery(newest, Alias::new("newest"))
            .to_owned()
    }

    /// The newest documents that match and that the viewer may see, or any, each with its place and these columns.
    pub(super) fn newest_of(
        &self,
        expression: &Expression,
        reach: Reach,
        limit: u64,
        columns: impl IntoIterator<Item = (SimpleExpr, Alias)>,
    ) -> SelectStatement {
        let mut document = Query::select();
        document.column((search_document::Entity, Column::Place));
        for (value, name) in columns {
            document.expr_as(value, name);
        }
        self.judge(&mut document);
        match self.engine {
            DbBackend::Postgres => self.newest_of_places(expression, reach, limit, document),
            _ => self.newest_in_order(expression, reach, limit, document),
        }
    }

    /// SQLite's index gives the newest first, and is left as soon as there are enough.
    fn newest_in_order(
        &self,
        expression: &Expression,
        reach: Reach,
        limit: u64,
        mut document: SelectStatement,
    ) -> SelectStatement {
        let circle = match &self.circles {
            Circles::All => None,
            Circles::Of(accounts) => Some(documents_of(accounts)),
            Circles::Served(accounts) if accounts.is_empty() => Some(for_all()),
            Circles::Served(accounts) => Some(Expression::Any(vec![documents_of(accounts), for_all()])),
        };
        let asked = expression.clone().and(circle).written_for(self.engine);
        let (index, place) = (Alias::new("search_index"), Alias::new("rowid"));
        let same = Expr::col((index.clone(), place.clone())).equals((search_document::Entity, Column::Place));
        document.and_where(same).and_where(Expr::cust_with_values("search_index match ?", [asked]));
        // From the beginning is faster where the order does not matter.
        if reach != Reach::Any {
            document.order_by((index, place), Order::Desc);
        }
        document.limit(limit);
        document
    }

    /// Postgres gives the places that match, and they are judged one by one, the newest first, until there are enough: what has an
    /// offset is planned by itself.
    fn newest_of_places(
        &self,
        expression: &Expression,
        reach: Reach,
        limit: u64,
        mut document: SelectStatement,
    ) -> SelectStatement {
        let (matching, seen, place) = (Alias::new("matching"), Alias::new("seen"), Alias::new("place"));
        let places = self.places(expression, reach);
        let same =
            Expr::col((matching.clone(), place.clone())).equals((search_document::Entity, Column::Place));
        document.and_where(same).offset(0);
        let mut newest = Query::select();
        newest.column((seen.clone(), Asterisk)).from_subquery(places, matching.clone());
        newest.join_lateral(JoinType::InnerJoin, document, seen, Expr::cust("true")).limit(limit);
        if reach != Reach::Any {
            newest.order_by((matching, place), Order::Desc);
        }
        newest
    }

    /// The places that match, the newest first: of what a viewer of few accounts serves and of what is for all, each in the way that
    /// is fast for it.
    fn places(&self, expression: &Expression, reach: Reach) -> SelectStatement {
        let places =
            |part: Part, asked: &Expression, reach| part.places(asked.written_for(self.engine), reach);
        let within = |accounts| expression.clone().and(Some(documents_of(accounts)));
        match &self.circles {
            Circles::All => places(Part::All, expression, reach),
            Circles::Of(accounts) => places(Part::All, &within(accounts), reach),
            Circles::Served(accounts) if accounts.is_empty() => places(Part::ForAll, expression, reach),
            Circles::Served(accounts) => {
                let place = Alias::new("place");
                let part = |places| {
                    Query::select().column(place.clone()).from_subquery(places, Alias::new("part")).to_owned()
                };
                let mut both = part(places(Part::ForSome, &within(accounts), reach));
                both.union(UnionType::All, part(places(Part::ForAll, expression, reach))).offset(0);
                if reach != Reach::Any {
                    both.order_by(place.clone(), Order::Desc);
                }
                both
            }
        }
    }

    /// Leaves what the viewer may see and the filter lets through, of documents with what they are of.
    fn judge(&self, document: &mut SelectStatement) {
        if self.engine == DbBackend::Postgres {
            document.from(search_document::Entity);
        } else {
            // SQLite keeps to the order of a cross join: the index first, then what it gives.
            document.from(Alias::new("search_index")).cross_join(search_document::Entity);
        }
        document.left_join(
            knowledge_entry::Entity,
            Condition::all().add(Column::Kind.eq(FoundKind::Entry)).add(
                Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Id))
                    .equals((search_document::Entity, Column::FoundId)),
            ),
        );
        document.left_join(
            incident::Entity,
            Expr::col((incident::Entity, incident::Column::Id))
                .equals((search_document::Entity, Column::IncidentId)),
        );
        document.left_join(
            account::Entity,
            Expr::col((account::Entity, account::Column::Id))
                .equals((search_document::Entity, Column::AccountId)),
        );
        document.cond_where(self.rights.clone()).cond_where(self.filter.clone());
    }
}

/// A count in a column.
pub(super) fn counted(row: &QueryResult, place: usize) -> Result<u64, DbErr> {
    let count: i64 = row.try_get_by_index(place)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// The rows of all of these; `None`: there are none.
fn all_of(selects: impl Iterator<Item = SelectStatement>) -> Option<SelectStatement> {
    selects.reduce(|mut all, select| {
        all.union(UnionType::All, select);
        all
    })
}
