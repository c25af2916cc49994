//! The database that a story begins with, made once for each engine: migrated by a first start of the server.

use std::sync::OnceLock;
use std::thread;

use crate::database::{Database, Engine};
use crate::server::Server;
use crate::story;

static SQLITE: OnceLock<Option<Template>> = OnceLock::new();
static POSTGRES: OnceLock<Option<Template>> = OnceLock::new();

/// A database that nobody has open.
#[derive(Debug)]
pub struct Template {
    /// To be copied.
    pub database: Database,
}

/// The template of that engine. The first story that asks for it waits until it is made.
///
/// # Panics
/// When it could not be made, for each story anew.
pub fn of(engine: Engine) -> &'static Template {
    let place = match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    // On a thread of its own, since the story that asks is already running in a runtime.
    let made =
        place.get_or_init(|| thread::spawn(move || story::runtime().block_on(make(engine))).join().ok());
    made.as_ref().expect("the template could not be made; the first story to fail tells why")
}

async fn make(engine: Engine) -> Template {
    let database = Database::empty(engine).await;
    Server::start(&database).await.stop().await;
    Template { database: database.freeze().await }
}
