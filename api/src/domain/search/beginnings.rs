//! The words of the index, for those who have typed only the beginning of one. Both engines merge the lists of all words that
//! begin so before they give the first document; asked for the words themselves, they give the newest documents at once, and
//! find the same. SQLite has an index of its own for beginnings of two and three letters.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

use super::{lexemes::is_dense_form, query::Unit};

/// The shortest beginning that is spelled out.
fn shortest(engine: DbBackend) -> usize {
    if engine == DbBackend::Sqlite { 4 } else { 2 }
}

/// Of more words than these the index is not asked one by one.
const MOST: usize = 100;

/// How many words one statement writes.
const AT_ONCE: usize = 5_000;

/// Learns the words among these lexemes.
pub(super) async fn learn<C: ConnectionTrait>(tx: &C, lexemes: &BTreeSet<String>) -> Result<(), DbErr> {
    let engine = tx.get_database_backend();
    let shortest = shortest(engine);
    let words = lexemes.iter().filter_map(|lexeme| lexeme.strip_prefix('w'));
    let words: Vec<&str> =
        words.filter(|word| !is_dense_form(word) && word.chars().count() >= shortest).collect();
    for some in words.chunks(AT_ONCE) {
        let rows: Vec<String> = (1..=some.len()).map(|mark| format!("(${mark})")).collect();
        let sql = format!(
            "insert into search_word (word) values {} on conflict (word) do nothing",
            rows.join(", ")
        );
        let values = some.iter().map(|word| Value::from(*word));
        tx.execute_raw(Statement::from_sql_and_values(engine, sql, values)).await?;
    }
    Ok(())
}

/// Writes the words that begin so into the units that may be beginnings.
pub(super) async fn spell_out<C: ConnectionTrait>(connection: &C, units: &mut [Unit]) -> Result<(), DbErr> {
    let engine = connection.get_database_backend();
    let shortest = shortest(engine);
    for unit in units.iter_mut().filter(|unit| unit.prefix && unit.form.chars().count() >= shortest) {
        // Nothing that is written sorts behind the last of all characters.
        let sql = format!("select word from search_word where word >= $1 and word < $2 limit {}", MOST + 1);
        let values = [unit.form.clone(), format!("{}{}", unit.form, char::MAX)].map(Value::from);
        let rows = connection.query_all_raw(Statement::from_sql_and_values(engine, sql, values)).await?;
        let words: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        unit.beginnings = (words.len() <= MOST).then_some(words);
    }
    Ok(())
}
