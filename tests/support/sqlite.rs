//! SQLite databases of this test process: each a file in a folder of its own, as the server lays it.

use std::fs;
use std::path::PathBuf;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::scratch;

/// Where the database of that name lies.
#[must_use]
pub fn path(database: &str) -> PathBuf {
    scratch::directory().join(database).join("iron-triangle.sqlite")
}

/// Where a client opens the database of that name, making it if need be.
#[must_use]
pub fn url(database: &str) -> String {
    format!("sqlite://{}?mode=rwc", path(database).display())
}

/// Makes the folder of a database.
pub fn create(database: &str) {
    let path = path(database);
    fs::create_dir(path.parent().expect("a file is in a folder")).expect("the name should be free");
}

/// Copies a frozen database.
pub fn copy(template: &str, database: &str) {
    create(database);
    fs::copy(path(template), path(database)).expect("the template should be copied");
}

/// Removes a database and what SQLite keeps beside it.
pub fn remove(database: &str) {
    // What a server that is still stopping holds open goes with the scratch directory.
    let _ = fs::remove_dir_all(path(database).parent().expect("a file is in a folder"));
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
