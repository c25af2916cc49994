//! How a test is told: once, and run on both engines.

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::runtime::{Builder, Runtime};

use crate::database::{Database, Engine};
use crate::process::Process;
use crate::server::Server;
use crate::template;

/// Tells a story about a running server: a module with the rule's name that holds one test for each engine.
///
/// ```ignore
/// story!(a_stranger_is_told_nothing_about_an_account, async |server| {
///     let answer = server.as_(OUTSIDER).query(ACCOUNT, json!({"id": account})).await;
///     assert_eq!(answer.code(), "NOT_FOUND");
/// });
/// ```
///
/// The server has a database of its own in which the personas are signed in, and its clock stands until the story
/// advances it.
#[macro_export]
macro_rules! story {
    ($name:ident, $body:expr $(,)?) => {
        $crate::on_each_engine!($name, $crate::story::on_server, $crate::server::Server, $body);
    };
}

/// Tells a story about a server that is a process of its own, to be killed. It runs under the machine's clock, on a database
/// with the personas.
#[macro_export]
macro_rules! process_story {
    ($name:ident, $body:expr $(,)?) => {
        $crate::on_each_engine!($name, $crate::story::on_process, $crate::process::Process, $body);
    };
}

/// Tells a story about a database that is still empty, for tests of the schema and of the first start.
#[macro_export]
macro_rules! database_story {
    ($name:ident, $body:expr $(,)?) => {
        $crate::on_each_engine!($name, $crate::story::on_database, $crate::database::Database, $body);
    };
}

/// What the kinds of story have in common. The body is compiled once.
#[doc(hidden)]
#[macro_export]
macro_rules! on_each_engine {
    ($name:ident, $teller:path, $subject:ty, $body:expr) => {
        mod $name {
            use super::*;

            async fn story(subject: $subject) {
                fn body<F: AsyncFnOnce($subject)>(body: F) -> F {
                    body
                }
                body($body)(subject).await;
            }

            #[test]
            fn sqlite() {
                $teller($crate::database::Engine::Sqlite, story);
            }

            #[test]
            fn postgres() {
                $teller($crate::database::Engine::Postgres, story);
            }
        }
    };
}

/// Longer than anything in a story takes; only there so that a defect fails instead of hanging.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The outcome of something that a server under test is about to do.
///
/// # Panics
/// When it does not happen.
#[track_caller]
pub fn soon<F: Future>(what: &str, future: F) -> impl Future<Output = F::Output> {
    let caller = std::panic::Location::caller();
    async move {
        match tokio::time::timeout(PATIENCE, future).await {
            Ok(output) => output,
            Err(_) => panic!("{caller}: {what} did not happen within {} s", PATIENCE.as_secs()),
        }
    }
}

/// Runs a story on a server whose database is a copy of the template.
pub fn on_server(engine: Engine, story: impl AsyncFnOnce(Server)) {
    on(engine, from_template, async |database| story(Server::start(&database).await).await);
}

/// Runs a story on a process whose database is a copy of the template.
pub fn on_process(engine: Engine, story: impl AsyncFnOnce(Process)) {
    on(engine, from_template, async |database| story(Process::start(&database).await).await);
}

async fn from_template(engine: Engine) -> Database {
    Database::copy_of(&template::of(engine).database).await
}

/// Runs a story on an empty database.
pub fn on_database(engine: Engine, story: impl AsyncFnOnce(Database)) {
    on(engine, Database::empty, story);
}

fn on(engine: Engine, make: impl AsyncFnOnce(Engine) -> Database, story: impl AsyncFnOnce(Database)) {
    if !engine.is_available() {
        return;
    }
    let runtime = runtime();
    let outcome = runtime.block_on(async {
        let database = make(engine).await;
        let outcome = AssertUnwindSafe(story(database.clone())).catch_unwind().await;
        database.remove().await;
        outcome
    });
    runtime.shutdown_background();
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime should start")
}
