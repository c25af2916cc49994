//! Builds the index of a database that has none, or one of an older cut of words: kind by kind, in batches, each in a
//! transaction that also notes how far it came. It goes on where it was broken off, on any node.

use std::collections::HashMap;

use entity::{
    account,
    id::{AccountId, IncidentId, KnowledgeEntryId, TimelineEntryId},
    incident, knowledge_entry, knowledge_revision, search_state, timeline_entry,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use super::{
    document::Document,
    index::{AT_ONCE, index},
    lexemes::VERSION,
};
use crate::platform::db::{Db, Tx};

/// The one row of the state.
const STATE: i32 = 1;

/// Whether everything is in the index.
pub(super) async fn is_complete(db: &Db) -> Result<bool, DbErr> {
    let state = search_state::Entity::find_by_id(STATE).one(db.reader()).await?;
    Ok(state.is_some_and(|state| state.version == VERSION && state.step.is_none()))
}

/// Takes the next batch into the index; false: everything is in.
///
/// # Errors
/// The database failed; the batch is not in.
pub(super) async fn next_batch(db: &Db) -> Result<bool, DbErr> {
    if is_complete(db).await? {
        return Ok(false);
    }
    let more = db.write(|tx| async move { advance(&tx).await }).await?;
    Ok(more.value)
}

async fn advance(tx: &Tx) -> Result<bool, DbErr> {
    let state = search_state::Entity::find_by_id(STATE).lock_exclusive().one(&**tx).await?;
    let state = state.ok_or_else(|| DbErr::RecordNotFound("the state of search".into()))?;
    let (mut step, mut reached) = match state.step {
        _ if state.version != VERSION => (0, None),
        None => return Ok(false),
        Some(step) => (step, state.reached),
    };
    // An empty step is no batch: a small database is done at once.
    let mut left = AT_ONCE;
    let mut next = Some(step);
    while left > 0 && next.is_some() {
        let (documents, last) = read(tx, step, reached.unwrap_or(Uuid::nil()), left as u64).await?;
        index(&**tx, &documents).await?;
        if last.is_some() && documents.len() >= left {
            reached = last;
            break;
        }
        left -= documents.len();
        (step, reached) = (step + 1, None);
        next = (step < STEPS).then_some(step);
    }
    let state = search_state::ActiveModel {
        id: Set(STATE),
        version: Set(VERSION),
        step: Set(next),
        reached: Set(reached),
    };
    search_state::Entity::update(state).exec(&**tx).await?;
    Ok(next.is_some())
}

/// How many pages of the index are joined in one transaction: some hundredths of a second.
const PAGES: i32 = 500;

/// Joins the pieces of SQLite's index that many batches leave behind, some pages at a time, since each piece is asked for each
/// word; false: it is one. Postgres's index has no pieces. See <https://sqlite.org/fts5.html#the_merge_command>.
///
/// # Errors
/// The database failed; what was joined before stays so.
pub(super) async fn join_pieces(db: &Db) -> Result<bool, DbErr> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(false);
    }
    let joined = db.write(|tx| async move {
        let before = changes(&tx).await?;
        let merge = format!("insert into search_index (search_index, rank) values ('merge', -{PAGES})");
        tx.execute_unprepared(&merge).await?;
        // The command itself counts as one.
        Ok::<_, DbErr>(changes(&tx).await? - before > 1)
    });
    Ok(joined.await?.value)
}

/// How much this session has changed.
async fn changes(tx: &Tx) -> Result<i64, DbErr> {
    let asked = Statement::from_string(DbBackend::Sqlite, "select total_changes()");
    tx.query_one_raw(asked).await?.map_or(Ok(0), |row| row.try_get_by_index(0))
}

/// Accounts, entries, incidents, lines of timelines.
const STEPS: i32 = 4;

/// The next things of a step, and the last one's id. Rows are locked, so that a change waits and is indexed after this.
async fn read(tx: &Tx, step: i32, after: Uuid, limit: u64) -> Result<(Vec<Document>, Option<Uuid>), DbErr> {
    let documents = match step {
        0 => accounts(tx, after, limit).await?,
        1 => entries(tx, after, limit).await?,
        2 => incidents(tx, after, limit).await?,
        _ => lines(tx, after, limit).await?,
    };
    let last = documents.last().map(|document| document.id);
    Ok((documents, last))
}

/// The next rows of a table, by their ids.
macro_rules! next_rows {
    ($tx:ident, $table:ident, $id:ident, $after:ident, $limit:ident) => {
        $table::Entity::find()
            .filter($table::Column::Id.gt($id($after)))
            .order_by_asc($table::Column::Id)
            .limit($limit)
            .lock_exclusive()
            .all(&**$tx)
            .await?
    };
}

async fn accounts(tx: &Tx, after: Uuid, limit: u64) -> Result<Vec<Document>, DbErr> {
    let rows = next_rows!(tx, account, AccountId, after, limit);
    Ok(rows.iter().map(Document::account).collect())
}

async fn entries(tx: &Tx, after: Uuid, limit: u64) -> Result<Vec<Document>, DbErr> {
    let rows = next_rows!(tx, knowledge_entry, KnowledgeEntryId, after, limit);
    entry_documents(tx, &rows).await
}

async fn incidents(tx: &Tx, after: Uuid, limit: u64) -> Result<Vec<Document>, DbErr> {
    let rows = next_rows!(tx, incident, IncidentId, after, limit);
    Ok(rows.iter().map(Document::incident).collect())
}

async fn lines(tx: &Tx, after: Uuid, limit: u64) -> Result<Vec<Document>, DbErr> {
    let rows = next_rows!(tx, timeline_entry, TimelineEntryId, after, limit);
    let accounts: Vec<(IncidentId, AccountId)> = incident::Entity::find()
        .select_only()
        .columns([incident::Column::Id, incident::Column::AccountId])
        .filter(incident::Column::Id.is_in(rows.iter().map(|row| row.incident_id)))
        .into_tuple()
        .all(&**tx)
        .await?;
    let accounts: HashMap<IncidentId, AccountId> = accounts.into_iter().collect();
    let document = |row: &timeline_entry::Model| Some(Document::line(*accounts.get(&row.incident_id)?, row));
    Ok(rows.iter().filter_map(document).collect())
}

/// Entries with what their present revisions say.
pub(super) async fn entry_documents(
    tx: &Tx,
    rows: &[knowledge_entry::Model],
) -> Result<Vec<Document>, DbErr> {
    use knowledge_revision::Column;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let present = rows.iter().fold(Condition::any(), |any, row| {
        any.add(Condition::all().add(Column::EntryId.eq(row.id)).add(Column::Number.eq(row.revision)))
    });
    let texts = knowledge_revision::Entity::find().filter(present).all(&**tx).await?;
    let texts: HashMap<KnowledgeEntryId, knowledge_revision::Model> =
        texts.into_iter().map(|text| (text.entry_id, text)).collect();
    let document = |row: &knowledge_entry::Model| {
        let text = texts.get(&row.id)?;
        let tags: Vec<String> = serde_json::from_value(text.tags.clone()).unwrap_or_default();
        Some(Document::entry(row, &text.body, &tags, text.created_at))
    };
    Ok(rows.iter().filter_map(document).collect())
}
