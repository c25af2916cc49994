//! SQLite databases of this test process: files in its scratch directory, each a copy of a template.

use std::fs;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::scratch;

/// Where the database of that name lies.
#[must_use]
pub fn path(database: &str) -> PathBuf {
    scratch::directory().join(format!("{database}.sqlite"))
}

/// Where a client opens the database of that name, making it if need be.
#[must_use]
pub fn url(database: &str) -> String {
    format!("sqlite://{}?mode=rwc", path(database).display())
}

/// Copies a database that nobody has open.
///
/// # Panics
/// When the template still has a write-ahead log, which a copy would lose.
pub fn copy(template: &str, database: &str) {
    let from = path(template);
    let log = beside(&from, "-wal");
    let pending = fs::metadata(&log).map_or(0, |log| log.len());
    assert_eq!(pending, 0, "{} is still open: it holds what {} lacks", log.display(), from.display());
    fs::copy(&from, path(database)).expect("the template should be copied");
}

/// Removes a database and what SQLite keeps beside it.
pub fn remove(database: &str) {
    let path = path(database);
    for file in [beside(&path, "-wal"), beside(&path, "-shm"), path] {
        // A missing log file is the usual case after a clean stop.
        let _ = fs::remove_file(file);
    }
}

/// The schema in SQL, as SQLite keeps it.
pub(crate) async fn dump_schema(connection: &DatabaseConnection) -> String {
    let statement =
        "SELECT sql || ';\n' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name";
    let statement = Statement::from_string(connection.get_database_backend(), statement);
    let rows = connection.query_all_raw(statement).await.expect("SQLite tells its schema");
    let lines = rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a statement is text"));
    lines.collect()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
