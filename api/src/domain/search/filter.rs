//! Which documents a search may give: what the viewer may see, and what the filter lets through.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    account,
    id::AccountId,
    knowledge_entry,
    knowledge_entry::KnowledgeType,
    knowledge_tag,
    search_document::{Column, FoundKind},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::domain::{
    access::{
        IncidentAccess, Viewer,
        scope::{AccountScope, IncidentScope, KnowledgeScope},
    },
    trust::{Trust, withheld},
};

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

/// What the viewer may see, row by row: each kind by the rule of what it is. A line of a timeline follows its incident.
pub(super) fn rights(viewer: &Viewer) -> Condition {
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
pub(super) fn conditions(viewer: &Viewer, filter: &SearchFilter, now: DateTime<Utc>) -> Condition {
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
