//! The database that a story begins with, made once for each engine: migrated by a first start of
//! the server, with everybody who acts in the stories.

use std::sync::OnceLock;
use std::thread;

use api::platform::clock::Clock;

use crate::database::{Database, Engine};
use crate::personas::Cast;
use crate::server::{Server, beginning};
use crate::story;

static SQLITE: OnceLock<Option<Template>> = OnceLock::new();
static POSTGRES: OnceLock<Option<Template>> = OnceLock::new();

/// A database that nobody has open.
#[derive(Debug)]
pub struct Template {
    /// To be copied.
    pub database: Database,
    /// Who lives in it.
    pub cast: Cast,
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
    let server = Server::start(&database).await;
    let machine = database.machine(Clock::manual(beginning())).await;
    let mut cast = Cast::assemble(&server.anonymous(), &machine).await;
    server.stop().await;
    cast.sign_in(&machine).await;
    Template { database: database.freeze().await, cast }
}
