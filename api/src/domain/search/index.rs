//! Writes the index, in the transaction of the change. The tables are the same on both engines but for the lexemes: an FTS5
//! index without a copy of the text on SQLite, a GIN index of a `tsvector` on Postgres. Neither cuts or bends words itself.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entity::search_document::{self, Column, Entity};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect, Statement, Value,
};
use uuid::Uuid;

use super::{
    beginnings,
    document::{Document, kept},
    lexemes, spelling,
};

/// How many documents one statement writes, each of nine values, and how much text.
pub(super) const AT_ONCE: usize = 200;
const MOST_BYTES: usize = 500_000;

/// Puts documents into the index, in the place of what was there of the same things.
///
/// # Errors
/// The database failed.
pub async fn index<C: ConnectionTrait>(tx: &C, documents: &[Document]) -> Result<(), DbErr> {
    let mut rest = documents;
    while !rest.is_empty() {
        let (some, others) = rest.split_at(portion(rest));
        index_some(tx, some).await?;
        rest = others;
    }
    Ok(())
}

/// How many of the documents one statement writes.
fn portion(documents: &[Document]) -> usize {
    let mut bytes = 0;
    let fitting = documents.iter().take(AT_ONCE).take_while(|document| {
        bytes += document.size();
        bytes <= MOST_BYTES
    });
    fitting.count().max(1)
}

async fn index_some<C: ConnectionTrait>(tx: &C, documents: &[Document]) -> Result<(), DbErr> {
    let places = make_room(tx, documents).await?;
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    let (mut terms, mut known) = (BTreeSet::new(), BTreeSet::new());
    for document in documents {
        let fields = document.fields();
        let Some(place) = places.get(&document.id).copied() else { continue };
        let lexemes = lexemes::of(document, &fields);
        let written = lexemes.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        entries.push((place, written, document.for_all_staff || document.account.is_none()));
        known.extend(lexemes);
        let row = search_document::Model {
            place,
            found_id: document.id,
            kind: document.kind,
            account_id: document.account,
            incident_id: document.incident,
            written_at: document.written_at,
            title_words: kept(&fields.title),
            tag_words: kept(&fields.tags),
            text_words: kept(&fields.text),
        };
        rows.push(row.into_active_model().reset_all());
        let all = [fields.title, fields.tags, fields.text].into_iter().flatten();
        terms.extend(all.filter(|word| !word.dense).map(|word| word.form));
    }
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    insert_lexemes(tx, entries).await?;
    beginnings::learn(tx, &known).await?;
    spelling::learn(tx, terms).await
}

/// Takes out what is there of these things, and gives each its place.
async fn make_room<C: ConnectionTrait>(tx: &C, documents: &[Document]) -> Result<BTreeMap<Uuid, i64>, DbErr> {
    let ids: HashSet<Uuid> = documents.iter().map(|document| document.id).collect();
    let mut wanted: BTreeMap<Uuid, i64> =
        documents.iter().map(|document| (document.id, place_of(document))).collect();
    let known: Vec<(i64, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::Place, Column::FoundId])
        .filter(
            Condition::any()
                .add(Column::FoundId.is_in(ids.iter().copied()))
                .add(Column::Place.is_in(wanted.values().copied())),
        )
        .into_tuple()
        .all(tx)
        .await?;
    let old: Vec<i64> = known.iter().filter(|(_, id)| ids.contains(id)).map(|(place, _)| *place).collect();
    if !old.is_empty() {
        delete_lexemes(tx, &old).await?;
        Entity::delete_many().filter(Column::Place.is_in(old)).exec(tx).await?;
    }
    let mut taken: HashSet<i64> =
        known.into_iter().filter(|(_, id)| !ids.contains(id)).map(|(place, _)| place).collect();
    for place in wanted.values_mut() {
        while taken.contains(place) {
            *place += 1;
            if is_taken(tx, *place).await? {
                taken.insert(*place);
            }
        }
        taken.insert(*place);
    }
    Ok(wanted)
}

async fn is_taken<C: ConnectionTrait>(tx: &C, place: i64) -> Result<bool, DbErr> {
    Ok(Entity::find_by_id(place).one(tx).await?.is_some())
}

/// The second of its writing, and 28 bits of its id: the newest has the highest place, and two rarely the same.
fn place_of(document: &Document) -> i64 {
    let low = i64::try_from(document.id.as_u128() & 0x0fff_ffff).unwrap_or(0);
    (document.written_at.timestamp() << 28) | low
}

async fn delete_lexemes<C: ConnectionTrait>(tx: &C, places: &[i64]) -> Result<(), DbErr> {
    let column = match tx.get_database_backend() {
        DbBackend::Postgres => "place",
        _ => "rowid",
    };
    let marks: Vec<String> = (1..=places.len()).map(|mark| format!("${mark}")).collect();
    let sql = format!("delete from search_index where {column} in ({})", marks.join(", "));
    let values = places.iter().map(|place| Value::from(*place));
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Postgres keeps separate lists of what is for all.
async fn insert_lexemes<C: ConnectionTrait>(tx: &C, entries: Vec<(i64, String, bool)>) -> Result<(), DbErr> {
    let engine = tx.get_database_backend();
    let (columns, row): (&str, fn(usize) -> String) = match engine {
        DbBackend::Postgres => ("place, lexemes, for_all", |mark| {
            format!("(${}, array_to_tsvector(string_to_array(${}, ' ')), ${})", mark + 1, mark + 2, mark + 3)
        }),
        _ => ("rowid, lexemes", |mark| format!("(${}, ${})", mark + 1, mark + 2)),
    };
    let each = columns.split(", ").count();
    let rows: Vec<String> = (0..entries.len()).map(|number| row(number * each)).collect();
    let sql = format!("insert into search_index ({columns}) values {}", rows.join(", "));
    let values = entries.into_iter().flat_map(|(place, lexemes, for_all)| {
        [Value::from(place), Value::from(lexemes), Value::from(for_all)].into_iter().take(each)
    });
    tx.execute_raw(Statement::from_sql_and_values(engine, sql, values)).await?;
    Ok(())
}
