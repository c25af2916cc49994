//! How many matches there are in all and in each group, of those that the viewer may see. What is counted are the newest
//! 10,000 matches at most.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account,
    id::AccountId,
    knowledge_entry,
    knowledge_entry::KnowledgeType,
    knowledge_tag,
    search_document::{self, Column, FoundKind},
};
use sea_orm::{
    ConnectionTrait, DbErr, QueryResult,
    sea_query::{
        Alias, Asterisk, CaseStatement, CommonTableExpression, Expr, ExprTrait, Order, Query,
        SelectStatement, SimpleExpr, UnionType,
    },
};

use super::{
    expression::Expression,
    find::{Sight, counted},
    reach::Reach,
};
use crate::{
    domain::{
        access::{Viewer, scope::AccountScope},
        trust::Trust,
    },
    platform::{
        page::{COUNT_CAP, Count},
        text,
    },
};

/// How many groups of accounts, industries and tags are given, the largest.
const MOST: u64 = 20;

/// How old something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Written in the last 30 days.
    Month,
    /// Written in the 60 days before.
    Quarter,
    /// Written in the 275 days before.
    Year,
    /// Written longer ago.
    Older,
}

/// Matches in groups.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// By sort of thing.
    pub kinds: Vec<(FoundKind, u64)>,
    /// By account, of those that the viewer may see.
    pub accounts: Vec<(AccountId, u64)>,
    /// By industry of such accounts, as one of them writes it.
    pub industries: Vec<(String, u64)>,
    /// By tag of entries, as one of them writes it.
    pub tags: Vec<(String, u64)>,
    /// By type of entries.
    pub types: Vec<(KnowledgeType, u64)>,
    /// By how far entries can be trusted now.
    pub trust: Vec<(Trust, u64)>,
    /// By age.
    pub ages: Vec<(Age, u64)>,
}

/// Counts what matches.
pub(super) async fn count<C: ConnectionTrait>(
    connection: &C,
    sight: &Sight,
    asked: &Expression,
) -> Result<Count, DbErr> {
    let counts = sight.counts(connection, std::slice::from_ref(asked), COUNT_CAP + 1).await?;
    let found: u64 = counts.into_iter().sum();
    Ok(Count { count: Ord::min(found, COUNT_CAP), at_least: found > COUNT_CAP })
}

/// Sorts what matches into groups.
pub(super) async fn facets<C: ConnectionTrait>(
    connection: &C,
    viewer: &Viewer,
    sight: &Sight,
    asked: &Expression,
    now: DateTime<Utc>,
) -> Result<Facets, DbErr> {
    let newest = sight.newest_of(asked, Reach::Everything, COUNT_CAP, columns(viewer, now));
    let (mut groups, mut tags) = (Vec::new(), Vec::<(String, u64)>::new());
    for row in connection.query_all(&grouped(newest)).await? {
        match row.try_get_by_index::<Option<String>>(0)? {
            Some(tag) => tags.push((tag, counted(&row, COUNTED)?)),
            None => groups.push(group(&row)?),
        }
    }
    // The order of a part of a union is not promised.
    tags.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), text::key(tag)));
    Ok(Facets {
        kinds: sums(groups.iter().map(|group| (Some(group.kind), group.count))),
        accounts: largest(groups.iter().map(|group| (group.account, group.count))),
        industries: largest_industries(&groups),
        tags,
        types: sums(groups.iter().map(|group| (group.knowledge, group.count))),
        trust: sums(groups.iter().map(|group| (group.trust, group.count))),
        ages: sums(groups.iter().map(|group| (Some(group.age), group.count))),
    })
}

struct Group {
    kind: FoundKind,
    knowledge: Option<KnowledgeType>,
    account: Option<AccountId>,
    industry: Option<(String, String)>,
    age: Age,
    trust: Option<Trust>,
    count: u64,
}

const AGES: [(Age, i64); 3] = [(Age::Month, 30), (Age::Quarter, 90), (Age::Year, 365)];

/// What is known of each match: its columns in [`grouped`].
fn columns(viewer: &Viewer, now: DateTime<Utc>) -> Vec<(SimpleExpr, Alias)> {
    let mut age = CaseStatement::new();
    for (place, (_, days)) in (0..).zip(AGES) {
        let written = Expr::col((search_document::Entity, Column::WrittenAt));
        age = age.case(written.gt(now - TimeDelta::days(days)), Expr::cust(place.to_string()));
    }
    let mut trust = CaseStatement::new();
    for (place, sort) in (0..).zip(Trust::ALL) {
        trust = trust.case(sort.sql(now), Expr::cust(place.to_string()));
    }
    let seen = CaseStatement::new().case(AccountScope::of(viewer).condition(), Expr::cust("1"));
    let named = |name: &str, value: SimpleExpr| (value, Alias::new(name));
    vec![
        named("kind", Expr::col((search_document::Entity, Column::Kind))),
        named("knowledge", Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Kind))),
        named("entry", Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Id))),
        named("account", Expr::col((account::Entity, account::Column::Id))),
        named("industry_key", Expr::col((account::Entity, account::Column::IndustryKey))),
        named("industry", Expr::col((account::Entity, account::Column::Industry))),
        named("seen", seen.into()),
        named("age", age.finally(Expr::cust("3")).into()),
        named("trust", trust.into()),
    ]
}

/// The columns of the answer after the tag: what matches are grouped by, each with the type of its absence.
const GROUPED: [(&str, &str); 7] = [
    ("kind", "text"),
    ("knowledge", "text"),
    ("case when seen = 1 then account end", "uuid"),
    ("case when seen = 1 then industry_key end", "text"),
    ("case when seen = 1 then industry end", "text"),
    ("age", "integer"),
    ("trust", "integer"),
];

/// Where the number of matches stands.
const COUNTED: usize = GROUPED.len() + 1;

/// A row for each combination that occurs among the newest matches, and then one for each of the tags that most of them have.
fn grouped(newest: SelectStatement) -> SelectStatement {
    let name = Alias::new("newest");
    let (tag, count) = ((knowledge_tag::Entity, knowledge_tag::Column::TagKey), Alias::new("count"));
    let mut tags = Query::select();
    tags.expr(Expr::col((knowledge_tag::Entity, knowledge_tag::Column::Tag)).min());
    tags.exprs(GROUPED.map(|(_, sort)| Expr::cust(format!("cast(null as {sort})"))));
    tags.expr_as(Expr::cust("count(*)"), count.clone()).from(name.clone()).inner_join(
        knowledge_tag::Entity,
        Expr::col((knowledge_tag::Entity, knowledge_tag::Column::EntryId))
            .equals((name.clone(), Alias::new("entry"))),
    );
    tags.group_by_col(tag).order_by(count, Order::Desc).order_by(tag, Order::Asc).limit(MOST);
    let mut groups = Query::select();
    groups.expr(Expr::cust("cast(null as text)"));
    groups.exprs(GROUPED.map(|(value, _)| Expr::cust(value))).expr(Expr::cust("count(*)")).from(name.clone());
    groups.add_group_by(GROUPED.map(|(value, _)| Expr::cust(value)));
    let all = Query::select().column(Asterisk).from_subquery(tags, Alias::new("tags")).to_owned();
    groups.union(UnionType::All, all);
    groups.with_cte(CommonTableExpression::new().query(newest).table_name(name).to_owned());
    groups
}

fn group(row: &QueryResult) -> Result<Group, DbErr> {
    let industry: Option<String> = row.try_get_by_index(4)?;
    let age = usize::try_from(row.try_get_by_index::<i32>(6)?).ok().and_then(|place| AGES.get(place));
    let trust: Option<i32> = row.try_get_by_index(7)?;
    Ok(Group {
        kind: row.try_get_by_index(1)?,
        knowledge: row.try_get_by_index(2)?,
        account: row.try_get_by_index(3)?,
        industry: industry.zip(row.try_get_by_index(5)?),
        age: age.map_or(Age::Older, |(age, _)| *age),
        trust: trust.and_then(|place| Trust::ALL.get(usize::try_from(place).ok()?).copied()),
        count: counted(row, COUNTED)?,
    })
}

fn sums<K: Ord>(groups: impl Iterator<Item = (Option<K>, u64)>) -> Vec<(K, u64)> {
    let mut sums: BTreeMap<K, u64> = BTreeMap::new();
    for (key, count) in groups {
        if let Some(key) = key {
            *sums.entry(key).or_default() += count;
        }
    }
    sums.into_iter().collect()
}

/// The largest groups first, equal ones by their keys.
fn largest<K: Ord>(groups: impl Iterator<Item = (Option<K>, u64)>) -> Vec<(K, u64)> {
    let mut sums = sums(groups);
    sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sums.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    sums
}

fn largest_industries(groups: &[Group]) -> Vec<(String, u64)> {
    let keys = groups.iter().map(|group| (group.industry.as_ref().map(|(key, _)| key), group.count));
    let written = |key: &String| {
        let same =
            groups.iter().filter_map(|group| group.industry.as_ref()).filter(|(other, _)| other == key);
        same.map(|(_, written)| written.clone()).min().unwrap_or_default()
    };
    largest(keys).into_iter().map(|(key, count)| (written(key), count)).collect()
}
