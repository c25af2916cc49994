//! The statements of a search. The viewer's rights are part of each: what they may not see is not read, not counted and
//! takes nobody's place.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    account, assignment,
    id::AccountId,
    incident, incident_responder, knowledge_entry,
    knowledge_entry::KnowledgeType,
    knowledge_tag,
    search_document::{self, Column, FoundKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, Iterable,
    QueryFilter, QuerySelect, QueryTrait, Statement,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Order, Query, SelectStatement, UnionType},
};

use super::{expression::Expression, lexemes};
use crate::domain::{
    access::{
        IncidentAccess, Viewer,
        scope::{AccountScope, IncidentScope, KnowledgeScope},
    },
    trust::{Trust, withheld},
};

/// How many documents of a level are ranked: accounts that match by name or code, however old; what matches in its title;
/// what matches anywhere; the newest of each.
const ACCOUNTS: u64 = 20;
const TITLES: u64 = 100;
const ANYWHERE: u64 = 200;

/// Of more accounts than these the index is not asked, only the tables.
const MOST_CIRCLES: usize = 100;

/// What matches more often than this is common: the newest are found soonest by going back in time. What is rarer is gathered
/// by the index of lexemes, whatever a planner expects. SQLite's index does both at once.
const COMMON: usize = 2_000;

/// Which of what matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// Only things of these kinds; none: of all.
    pub kinds: BTreeSet<FoundKind>,
    /// Only what belongs to these accounts, as far as the viewer may see them; none: to any or none.
    pub accounts: BTreeSet<AccountId>,
    /// Only what belongs to accounts of these industries, by their keys.
    pub industries: BTreeSet<String>,
    /// Only entries with one of these tags, by their keys.
    pub tags: BTreeSet<String>,
    /// Only entries of these types.
    pub types: BTreeSet<KnowledgeType>,
    /// Only entries that can be trusted so far now. [`Trust::Expired`] asks for entries whose day has passed.
    pub trust: BTreeSet<Trust>,
    /// Only what was written at this instant or later.
    pub written_from: Option<DateTime<Utc>>,
    /// Only what was written before this instant.
    pub written_before: Option<DateTime<Utc>>,
    /// Whether entries are found whose day has passed.
    pub expired: bool,
}

/// What is asked of the index.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    expression: Expression,
    /// Where everything is that matches; `None`: that is not known.
    places: Option<Vec<i64>>,
}

impl Asked {
    /// Nothing yet.
    pub(super) fn nothing() -> Self {
        Self { expression: Expression::All(Vec::new()), places: Some(Vec::new()) }
    }

    /// This, wherever it is.
    pub(super) fn anywhere(expression: Expression) -> Self {
        Self { expression, places: None }
    }

    /// This, which matches nowhere but where the other does.
    fn within(&self, expression: Expression) -> Self {
        Self { expression, places: self.places.clone() }
    }
}

/// What is read of the index for one of several questions: what matches, the newest so many.
pub(super) struct Gathering {
    pub(super) question: i32,
    pub(super) asked: Asked,
    pub(super) limit: u64,
}

/// Where a viewer's search looks.
pub(super) struct Sight {
    engine: DbBackend,
    rights: Condition,
    filter: Condition,
    circles: Option<Expression>,
}

impl Sight {
    /// What the viewer may see of what the filter lets through.
    pub(super) async fn of<C: ConnectionTrait>(
        connection: &C,
        viewer: &Viewer,
        filter: &SearchFilter,
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        Ok(Self {
            engine: connection.get_database_backend(),
            rights: rights(viewer),
            filter: conditions(viewer, filter, now),
            circles: circles(connection, viewer, filter).await?,
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
            let mut matching = self.matching(&Asked::anywhere(expression.clone()));
            matching.expr(Expr::val(1)).limit(most);
            Query::select()
                .expr(Expr::cust(place.to_string()))
                .expr(Expr::cust("count(*)"))
                .from_subquery(matching, Alias::new("counted"))
                .to_owned()
        };
        let Some(all) = all_of(expressions.iter().enumerate().map(count)) else { return Ok(Vec::new()) };
        let mut counts = vec![0; expressions.len()];
        for row in connection.query_all(&all).await? {
            let (place, count): (i32, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            if let Some(known) = usize::try_from(place).ok().and_then(|place| counts.get_mut(place)) {
                *known = u64::try_from(count).unwrap_or(0);
            }
        }
        Ok(counts)
    }

    /// What is asked of the index; on Postgres with the places of all matches, visible or not, unless they are common.
    pub(super) async fn asked<C: ConnectionTrait>(
        &self,
        connection: &C,
        expression: Expression,
    ) -> Result<Asked, DbErr> {
        if self.engine != DbBackend::Postgres {
            return Ok(Asked::anywhere(expression));
        }
        let narrowed = expression.clone().and(self.circles.clone());
        let sql = format!("select search_matches($1::tsquery, {})", COMMON + 1);
        let values = [narrowed.written_for(self.engine)];
        let rows = connection.query_all_raw(Statement::from_sql_and_values(
            self.engine,
            sql,
            values.map(Into::into),
        ));
        let places: Vec<i64> =
            rows.await?.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        Ok(Asked { expression, places: (places.len() <= COMMON).then_some(places) })
    }

    /// The documents that match and that the viewer may see, the newest of each sort; some of them more than once. What matches in
    /// the title matches anywhere.
    pub(super) async fn candidates<C: ConnectionTrait>(
        &self,
        connection: &C,
        in_title: &Expression,
        anywhere: &Asked,
    ) -> Result<Vec<search_document::Model>, DbErr> {
        if anywhere.places.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let accounts = in_title.clone().and(Some(Expression::Lexeme(lexemes::kind(FoundKind::Account))));
        let gather = |expression, limit| Gathering { question: 0, asked: anywhere.within(expression), limit };
        let gatherings = [
            gather(accounts, ACCOUNTS),
            gather(in_title.clone(), TITLES),
            gather(anywhere.expression.clone(), ANYWHERE),
        ];
        let rows = self.newest(connection, &gatherings).await?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The newest documents of each gathering that the viewer may see, in one statement, each with its question; some of them
    /// more than once.
    pub(super) async fn newest<C: ConnectionTrait>(
        &self,
        connection: &C,
        gatherings: &[Gathering],
    ) -> Result<Vec<(i32, search_document::Model)>, DbErr> {
        let newest = |gathering: &Gathering| {
            let mut select = self.matching(&gathering.asked);
            select.columns(Column::iter().map(|column| (search_document::Entity, column)));
            select.order_by(self.place(), Order::Desc).limit(gathering.limit);
            Query::select()
                .column(Asterisk)
                .expr_as(Expr::cust(gathering.question.to_string()), Alias::new("question"))
                .from_subquery(select, Alias::new("newest"))
                .to_owned()
        };
        let Some(all) = all_of(gatherings.iter().map(newest)) else { return Ok(Vec::new()) };
        let rows = connection.query_all(&all).await?;
        let read = |row: &sea_orm::QueryResult| {
            Ok((row.try_get("", "question")?, search_document::Model::from_query_result(row, "")?))
        };
        rows.iter().map(read).collect()
    }

    /// The documents that match and that the viewer may see, without columns yet.
    pub(super) fn matching(&self, asked: &Asked) -> SelectStatement {
        let index = Alias::new("search_index");
        let mut select = Query::select();
        select.from(index.clone());
        let same = Expr::col((index, self.row_number())).equals((search_document::Entity, Column::Place));
        match self.engine {
            DbBackend::Postgres => select.inner_join(search_document::Entity, same),
            // SQLite keeps to the order of a cross join: the index first, then what it gives.
            _ => select.cross_join(search_document::Entity).and_where(same),
        };
        select.left_join(
            knowledge_entry::Entity,
            Condition::all().add(Column::Kind.eq(FoundKind::Entry)).add(
                Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Id))
                    .equals((search_document::Entity, Column::FoundId)),
            ),
        );
        select.left_join(
            incident::Entity,
            Expr::col((incident::Entity, incident::Column::Id))
                .equals((search_document::Entity, Column::IncidentId)),
        );
        select.left_join(
            account::Entity,
            Expr::col((account::Entity, account::Column::Id))
                .equals((search_document::Entity, Column::AccountId)),
        );
        if let Some(places) = &asked.places {
            let places: Vec<String> = places.iter().map(i64::to_string).collect();
            let among = format!("{{{}}}", places.join(","));
            select.and_where(Expr::cust_with_values("search_document.place = any($1::bigint[])", [among]));
        }
        let narrowed = asked.expression.clone().and(self.circles.clone());
        select.and_where(narrowed.condition(self.engine));
        select.cond_where(self.rights.clone()).cond_where(self.filter.clone());
        select
    }

    fn row_number(&self) -> Alias {
        Alias::new(if self.engine == DbBackend::Postgres { "place" } else { "rowid" })
    }

    /// The place, as the index itself orders by it.
    pub(super) fn place(&self) -> (Alias, Alias) {
        (Alias::new("search_index"), self.row_number())
    }
}

/// The rows of all of these; `None`: there are none.
fn all_of(selects: impl Iterator<Item = SelectStatement>) -> Option<SelectStatement> {
    selects.reduce(|mut all, select| {
        all.union(UnionType::All, select);
        all
    })
}

/// What the viewer may see, row by row: each kind by the rule of what it is. A line of a timeline follows its incident.
fn rights(viewer: &Viewer) -> Condition {
    let entries =
        Condition::all().add(Column::Kind.eq(FoundKind::Entry)).add(KnowledgeScope::of(viewer).condition());
    let accounts =
        Condition::all().add(Column::Kind.eq(FoundKind::Account)).add(AccountScope::of(viewer).condition());
    let any = Condition::any().add(entries).add(accounts);
    if !IncidentAccess::is_whole(viewer) {
        return any;
    }
    let incidents = Condition::all()
        .add(Column::Kind.is_in([FoundKind::Incident, FoundKind::Timeline]))
        .add(IncidentScope::of(viewer).condition());
    any.add(incidents)
}

/// The filter as conditions. What it says of accounts holds only for accounts that the viewer may see.
fn conditions(viewer: &Viewer, filter: &SearchFilter, now: DateTime<Utc>) -> Condition {
    let mut all = Condition::all();
    if !filter.kinds.is_empty() {
        all = all.add(Column::Kind.is_in(filter.kinds.iter().copied()));
    }
    if !filter.accounts.is_empty() {
        all = all.add(Column::AccountId.is_in(filter.accounts.iter().copied()));
    }
    if !filter.industries.is_empty() {
        all = all.add(account::Column::IndustryKey.is_in(filter.industries.iter().cloned()));
    }
    if !filter.accounts.is_empty() || !filter.industries.is_empty() {
        all = all.add(AccountScope::of(viewer).condition());
    }
    if !filter.types.is_empty() {
        all = all.add(knowledge_entry::Column::Kind.is_in(filter.types.iter().copied()));
    }
    if !filter.trust.is_empty() {
        let any = filter.trust.iter().fold(Condition::any(), |any, trust| any.add(trust.sql(now)));
        all = all.add(any);
    }
    if !filter.expired && !filter.trust.contains(&Trust::Expired) {
        all = all.add(withheld(now).not());
    }
    if !filter.tags.is_empty() {
        let tagged = knowledge_tag::Entity::find()
            .select_only()
            .column(knowledge_tag::Column::EntryId)
            .filter(knowledge_tag::Column::TagKey.is_in(filter.tags.iter().cloned()));
        all = all.add(knowledge_entry::Column::Id.in_subquery(tagged.into_query()));
    }
    all.add_option(filter.written_from.map(|from| Column::WrittenAt.gte(from)))
        .add_option(filter.written_before.map(|before| Column::WrittenAt.lt(before)))
}

/// What the index is asked beside the words, so that it gives few rows to judge: never less than the viewer may see. `None`
/// where that would be most of it.
async fn circles<C: ConnectionTrait>(
    connection: &C,
    viewer: &Viewer,
    filter: &SearchFilter,
) -> Result<Option<Expression>, DbErr> {
    let of = |accounts: &BTreeSet<AccountId>| {
        accounts.iter().map(|account| Expression::Lexeme(lexemes::circle(account.0))).collect::<Vec<_>>()
    };
    if !filter.accounts.is_empty() && filter.accounts.len() <= MOST_CIRCLES {
        return Ok(Some(Expression::Any(of(&filter.accounts))));
    }
    let accounts = match viewer {
        Viewer::Person(person) if person.roles.iter().all(|role| is_plain(*role)) => {
            let mut accounts = served(connection, person.id).await?;
            accounts.extend(person.reads.iter().copied());
            accounts
        }
        Viewer::Bot(bot) => match &bot.accounts {
            Some(accounts) => accounts.iter().copied().collect(),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    if accounts.len() > MOST_CIRCLES {
        return Ok(None);
    }
    let mut any = of(&accounts);
    any.push(Expression::Lexeme(lexemes::nobody()));
    any.push(Expression::Lexeme(lexemes::all_staff()));
    Ok(Some(Expression::Any(any)))
}

/// A role that opens no accounts of itself.
fn is_plain(role: entity::user_role::OrganisationRole) -> bool {
    role == entity::user_role::OrganisationRole::Staff
}

/// The accounts that a person is assigned to, whose incidents they lead or ever led, or help with.
async fn served<C: ConnectionTrait>(
    connection: &C,
    person: entity::id::UserId,
) -> Result<BTreeSet<AccountId>, DbErr> {
    let assigned = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::AccountId)
        .filter(assignment::Column::UserId.eq(person))
        .filter(assignment::Column::EndedAt.is_null());
    let responding = incident_responder::Entity::find()
        .select_only()
        .column(incident_responder::Column::IncidentId)
        .filter(incident_responder::Column::UserId.eq(person))
        .filter(incident_responder::Column::RemovedAt.is_null());
    let incidents = || incident::Entity::find().select_only().column(incident::Column::AccountId);
    let leading = incidents().filter(incident::Column::ExecutiveLeadId.eq(person));
    let helping = incidents().filter(incident::Column::Id.in_subquery(responding.into_query()));
    let mut all = assigned.into_query();
    for more in [leading.into_query(), helping.into_query()] {
        all.union(UnionType::Distinct, more);
    }
    let rows = connection.query_all(&all).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
