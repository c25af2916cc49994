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
    ConnectionTrait, DbErr, TryGetable,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr},
};

use super::find::{Asked, Sight};
use crate::{
    domain::{
        access::{Viewer, scope::AccountScope},
        trust::Trust,
    },
    platform::page::{COUNT_CAP, Count},
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
    asked: &Asked,
) -> Result<Count, DbErr> {
    let mut matching = sight.matching(asked);
    matching.expr(Expr::val(1)).limit(COUNT_CAP + 1);
    let counting = Query::select()
        .expr(Expr::cust("count(*)"))
        .from_subquery(matching, Alias::new("counted"))
        .to_owned();
    let row = connection.query_one(&counting).await?;
    let found: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    let found = u64::try_from(found).unwrap_or(0);
    Ok(Count { count: Ord::min(found, COUNT_CAP), at_least: found > COUNT_CAP })
}

/// Sorts what matches into groups, in one statement: one row for each combination that occurs, and for each tag.
pub(super) async fn facets<C: ConnectionTrait>(
    connection: &C,
    viewer: &Viewer,
    sight: &Sight,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Facets, DbErr> {
    let groups = groups(connection, viewer, sight, asked, now).await?;
    let tags = tags(connection, sight, asked).await?;
    let mut facets = Facets { tags, ..Facets::default() };
    facets.kinds = sums(groups.iter().map(|group| (Some(group.kind), group.count)));
    facets.accounts = largest(groups.iter().map(|group| (group.account, group.count)));
    facets.industries = largest_industries(&groups);
    facets.types = sums(groups.iter().map(|group| (group.knowledge, group.count)));
    facets.trust = sums(groups.iter().map(|group| (group.trust, group.count)));
    facets.ages = sums(groups.iter().map(|group| (Some(group.age), group.count)));
    Ok(facets)
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

async fn groups<C: ConnectionTrait>(
    connection: &C,
    viewer: &Viewer,
    sight: &Sight,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Vec<Group>, DbErr> {
    let names = ["kind", "knowledge", "account", "industry_key", "industry", "age", "trust"].map(Alias::new);
    let seen = |value: SimpleExpr| CaseStatement::new().case(AccountScope::of(viewer).condition(), value);
    let mut age = CaseStatement::new();
    for (place, (_, days)) in (0..).zip(AGES) {
        let written = Expr::col((search_document::Entity, Column::WrittenAt));
        age = age.case(written.gt(now - TimeDelta::days(days)), Expr::cust(place.to_string()));
    }
    let mut trust = CaseStatement::new();
    for (place, sort) in (0..).zip(Trust::ALL) {
        trust = trust.case(sort.sql(now), Expr::cust(place.to_string()));
    }
    let mut newest = newest(sight, asked);
    newest
        .expr_as(Expr::col((search_document::Entity, Column::Kind)), names[0].clone())
        .expr_as(Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Kind)), names[1].clone())
        .expr_as(seen(Expr::col((account::Entity, account::Column::Id))), names[2].clone())
        .expr_as(seen(Expr::col((account::Entity, account::Column::IndustryKey))), names[3].clone())
        .expr_as(seen(Expr::col((account::Entity, account::Column::Industry))), names[4].clone())
        .expr_as(age.finally(Expr::cust("3")), names[5].clone())
        .expr_as(trust, names[6].clone());
    let mut grouped = Query::select();
    grouped.columns(names.clone()).expr(Expr::cust("count(*)")).from_subquery(newest, Alias::new("newest"));
    grouped.group_by_columns(names);
    let rows = connection.query_all(&grouped).await?;
    rows.iter().map(group).collect()
}

fn group(row: &sea_orm::QueryResult) -> Result<Group, DbErr> {
    let industry: Option<String> = row.try_get_by_index(3)?;
    let trust: Option<i32> = row.try_get_by_index(6)?;
    let age = usize::try_from(row.try_get_by_index::<i32>(5)?).ok().and_then(|place| AGES.get(place));
    Ok(Group {
        kind: row.try_get_by_index(0)?,
        knowledge: row.try_get_by_index(1)?,
        account: row.try_get_by_index(2)?,
        industry: industry.zip(row.try_get_by_index(4)?),
        age: age.map_or(Age::Older, |(age, _)| *age),
        trust: trust.and_then(|place| Trust::ALL.get(usize::try_from(place).ok()?).copied()),
        count: counted(row, 7)?,
    })
}

async fn tags<C: ConnectionTrait>(
    connection: &C,
    sight: &Sight,
    asked: &Asked,
) -> Result<Vec<(String, u64)>, DbErr> {
    let (found, newest_name) = (Alias::new("found"), Alias::new("newest"));
    let mut newest = newest(sight, asked);
    newest.expr_as(Expr::col((knowledge_entry::Entity, knowledge_entry::Column::Id)), found.clone());
    let tag = (knowledge_tag::Entity, knowledge_tag::Column::TagKey);
    let count = Alias::new("count");
    let select = Query::select()
        .expr(Expr::col((knowledge_tag::Entity, knowledge_tag::Column::Tag)).min())
        .expr_as(Expr::cust("count(*)"), count.clone())
        .from_subquery(newest, newest_name.clone())
        .inner_join(
            knowledge_tag::Entity,
            Expr::col((knowledge_tag::Entity, knowledge_tag::Column::EntryId)).equals((newest_name, found)),
        )
        .group_by_col(tag)
        .order_by(count, Order::Desc)
        .order_by(tag, Order::Asc)
        .limit(MOST)
        .to_owned();
    let rows = connection.query_all(&select).await?;
    rows.iter().map(|row| Ok((String::try_get_by_index(row, 0)?, counted(row, 1)?))).collect()
}

fn newest(sight: &Sight, asked: &Asked) -> SelectStatement {
    let mut select = sight.matching(asked);
    select.order_by(sight.place(), Order::Desc).limit(COUNT_CAP);
    select
}

fn counted(row: &sea_orm::QueryResult, place: usize) -> Result<u64, DbErr> {
    let count: i64 = row.try_get_by_index(place)?;
    Ok(u64::try_from(count).unwrap_or(0))
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
