//! The tables of the think tank, for writing. Whatever changes an entry asks for the proof that it may be changed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    account,
    id::{AccountId, KnowledgeEntryId, KnowledgeRevisionId, UserId},
    knowledge_editor, knowledge_entry, knowledge_link, knowledge_revision, knowledge_tag, knowledge_term,
    user,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};

use super::{
    links::Target,
    reading,
    rules::{Tag, Text},
};
use crate::{
    domain::{
        access::{KnowledgeAccess, Viewer},
        journal::AccountLabel,
        search,
    },
    platform::{db::Tx, text},
};

/// Writes a new entry with its first revision.
pub(super) async fn insert(tx: &Tx, entry: knowledge_entry::Model, text: &Text) -> Result<(), DbErr> {
    let active = entry.clone().into_active_model().reset_all();
    knowledge_entry::Entity::insert(active).exec_without_returning(&**tx).await?;
    insert_revision(tx, &entry, entry.author_id, text).await?;
    insert_tags(tx, entry.id, &text.tags).await
}

/// Writes what changed of an entry, as its next version.
pub(super) async fn save(
    tx: &Tx,
    access: KnowledgeAccess,
    change: impl FnOnce(&mut knowledge_entry::Model),
) -> Result<knowledge_entry::Model, DbErr> {
    let mut entry = access.into_inner();
    change(&mut entry);
    entry.version += 1;
    entry.updated_at = tx.now();
    knowledge_entry::Entity::update(entry.into_active_model().reset_all()).exec(&**tx).await
}

/// Writes the text of the entry's present revision number.
pub(super) async fn insert_revision(
    tx: &Tx,
    entry: &knowledge_entry::Model,
    author: UserId,
    text: &Text,
) -> Result<(), DbErr> {
    let tags: Vec<&str> = text.tags.iter().map(|tag| tag.written.as_str()).collect();
    let revision = knowledge_revision::ActiveModel {
        id: Set(KnowledgeRevisionId(tx.next_id())),
        entry_id: Set(entry.id),
        number: Set(entry.revision),
        title: Set(text.title.clone()),
        body: Set(text.body.clone()),
        tags: Set(serde_json::json!(tags)),
        author_id: Set(author),
        created_at: Set(tx.now()),
        published_at: Set(entry.published_at.map(|_| tx.now())),
    };
    knowledge_revision::Entity::insert(revision).exec_without_returning(&**tx).await?;
    index(tx, entry, text, tx.now()).await
}

/// Lets the entry be found by what it says, which was written at that time.
async fn index(
    tx: &Tx,
    entry: &knowledge_entry::Model,
    text: &Text,
    written_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let tags: Vec<String> = text.tags.iter().map(|tag| tag.written.clone()).collect();
    let document = search::Document::entry(entry, &text.body, &tags, written_at);
    search::index(&**tx, &[document]).await
}

/// Lets those find the entry who may read it now.
pub(super) async fn index_for_audience(tx: &Tx, entry: &knowledge_entry::Model) -> Result<(), DbErr> {
    let revision = present_revision(tx, entry).await?;
    let written_at = revision.created_at;
    index(tx, entry, &text_of(revision)?, written_at).await
}

/// Notes that the entry's present revision is out.
pub(super) async fn mark_published(tx: &Tx, entry: &knowledge_entry::Model) -> Result<(), DbErr> {
    knowledge_revision::Entity::update_many()
        .col_expr(knowledge_revision::Column::PublishedAt, Expr::value(tx.now()))
        .filter(knowledge_revision::Column::EntryId.eq(entry.id))
        .filter(knowledge_revision::Column::Number.eq(entry.revision))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What the entry says at present.
pub(super) async fn present_text(tx: &Tx, entry: &knowledge_entry::Model) -> Result<Text, DbErr> {
    text_of(present_revision(tx, entry).await?)
}

fn text_of(revision: knowledge_revision::Model) -> Result<Text, DbErr> {
    Ok(Text { tags: read_tags(&revision)?, title: revision.title, body: revision.body })
}

async fn present_revision(
    tx: &Tx,
    entry: &knowledge_entry::Model,
) -> Result<knowledge_revision::Model, DbErr> {
    let revision = knowledge_revision::Entity::find()
        .filter(knowledge_revision::Column::EntryId.eq(entry.id))
        .filter(knowledge_revision::Column::Number.eq(entry.revision))
        .one(&**tx)
        .await?;
    revision.ok_or_else(|| DbErr::RecordNotFound(format!("revision {} of {}", entry.revision, entry.id)))
}

fn read_tags(revision: &knowledge_revision::Model) -> Result<Vec<Tag>, DbErr> {
    let written: Vec<String> =
        serde_json::from_value(revision.tags.clone()).map_err(|error| DbErr::Json(error.to_string()))?;
    Ok(written.into_iter().map(|written| Tag { key: text::key(&written), written }).collect())
}

/// Writes the tags of the present revision in the place of those before.
pub(super) async fn replace_tags(tx: &Tx, entry: KnowledgeEntryId, tags: &[Tag]) -> Result<(), DbErr> {
    knowledge_tag::Entity::delete_many().filter(knowledge_tag::Column::EntryId.eq(entry)).exec(&**tx).await?;
    insert_tags(tx, entry, tags).await
}

async fn insert_tags(tx: &Tx, entry: KnowledgeEntryId, tags: &[Tag]) -> Result<(), DbErr> {
    if tags.is_empty() {
        return Ok(());
    }
    let rows = tags.iter().map(|tag| knowledge_tag::ActiveModel {
        entry_id: Set(entry),
        tag_key: Set(tag.key.clone()),
        tag: Set(tag.written.clone()),
    });
    knowledge_tag::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The editors of an entry.
pub(super) async fn editors(tx: &Tx, entry: KnowledgeEntryId) -> Result<BTreeSet<UserId>, DbErr> {
    let rows = knowledge_editor::Entity::find()
        .filter(knowledge_editor::Column::EntryId.eq(entry))
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.user_id).collect())
}

/// Adds an editor.
pub(super) async fn insert_editor(tx: &Tx, access: &KnowledgeAccess, user: UserId) -> Result<(), DbErr> {
    let row = knowledge_editor::ActiveModel { entry_id: Set(access.entry().id), user_id: Set(user) };
    knowledge_editor::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Removes an editor.
pub(super) async fn delete_editor(tx: &Tx, access: &KnowledgeAccess, user: UserId) -> Result<(), DbErr> {
    knowledge_editor::Entity::delete_by_id((access.entry().id, user)).exec(&**tx).await?;
    Ok(())
}

/// Those of the entry's links that the viewer sees.
pub(super) async fn links(
    tx: &Tx,
    viewer: &Viewer,
    entry: KnowledgeEntryId,
) -> Result<Vec<knowledge_link::Model>, DbErr> {
    knowledge_link::Entity::find()
        .filter(knowledge_link::Column::EntryId.eq(entry))
        .filter(reading::seen(viewer))
        .all(&**tx)
        .await
}

/// Adds a link.
pub(super) async fn insert_link(tx: &Tx, access: &KnowledgeAccess, target: Target) -> Result<(), DbErr> {
    let row = knowledge_link::ActiveModel {
        entry_id: Set(access.entry().id),
        target: Set(target.uuid()),
        account_id: Set(target.account()),
        incident_id: Set(target.incident()),
        created_at: Set(tx.now()),
    };
    knowledge_link::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Removes a link.
pub(super) async fn delete_link(tx: &Tx, access: &KnowledgeAccess, target: Target) -> Result<(), DbErr> {
    knowledge_link::Entity::delete_by_id((access.entry().id, target.uuid())).exec(&**tx).await?;
    Ok(())
}

/// For how many days a verification of the entry holds; `None`: for ever.
pub(super) async fn interval(tx: &Tx, entry: &knowledge_entry::Model) -> Result<Option<i32>, DbErr> {
    if entry.interval_days.is_some() {
        return Ok(entry.interval_days);
    }
    let term = knowledge_term::Entity::find_by_id(entry.kind).one(&**tx).await?;
    Ok(term.and_then(|term| term.interval_days))
}

/// What a person is called.
pub(super) async fn name_of(tx: &Tx, user: UserId) -> Result<Option<String>, DbErr> {
    Ok(user::Entity::find_by_id(user).one(&**tx).await?.map(|row| row.name))
}

/// The home account as it is called now.
pub(super) async fn home_label(tx: &Tx, home: Option<AccountId>) -> Result<Option<AccountLabel>, DbErr> {
    let Some(home) = home else { return Ok(None) };
    let row = account::Entity::find_by_id(home).one(&**tx).await?;
    Ok(row.as_ref().map(AccountLabel::from))
}
