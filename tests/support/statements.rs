//! Which statements the server sends to Postgres while something happens: its driver says so in the log. The driver for
//! SQLite works in threads of its own, where nobody listens; the statements are the same.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::future::Future;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The server's tasks that work for a request. The others run beside every story, by themselves.
const FOR_REQUESTS: [&str; 3] = ["connection", "loader", "mutation"];

/// The span of a task that works for a request, or of none.
const FOREGROUND: u64 = 1;

/// The span of a task that runs by itself.
const BACKGROUND: u64 = 2;

/// What a request does to learn where the log stands, whoever sends it.
const OF_EVERY_REQUEST: [&str; 4] = ["log_meta", "log_stamp", "log_epoch", "from event"];

thread_local! {
    /// What this thread has heard since it began to listen. A story and its server share one thread.
    static HEARD: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };

    /// Within how many spans of background tasks this thread is.
    static ASIDE: Cell<usize> = const { Cell::new(0) };
}

/// Begins to listen, before the first server starts: what was started before is not known by its task.
pub(crate) fn listen() {
    static LISTENER: Once = Once::new();
    // One listener for all threads: listeners of single threads make each other deaf.
    LISTENER.call_once(|| {
        tracing::subscriber::set_global_default(Listener).expect("nobody else listens in the tests");
    });
}

/// Runs a part of a story and tells which statements it cost.
pub async fn statements_of<F: Future>(part: F) -> (F::Output, Vec<String>) {
    HEARD.set(Some(Vec::new()));
    let outcome = part.await;
    let mut heard = HEARD.take().unwrap_or_default();
    heard.retain(|sql| !OF_EVERY_REQUEST.iter().any(|word| sql.contains(word)));
    (outcome, heard)
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query" || metadata.target() == "api::platform::task"
    }

    fn event(&self, event: &Event<'_>) {
        if event.metadata().target() != "sqlx::query" || ASIDE.get() > 0 {
            return;
        }
        let mut text = Statement::default();
        HEARD.with_borrow_mut(|heard| {
            let Some(heard) = heard else { return };
            event.record(&mut text);
            let sql = if text.whole.trim().is_empty() { text.summary } else { text.whole };
            heard.push(sql.trim().to_owned());
        });
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut task = Task(true);
        span.record(&mut task);
        Id::from_u64(if task.0 { FOREGROUND } else { BACKGROUND })
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, span: &Id) {
        if span.into_u64() == BACKGROUND {
            ASIDE.set(ASIDE.get() + 1);
        }
    }

    fn exit(&self, span: &Id) {
        if span.into_u64() == BACKGROUND {
            ASIDE.set(ASIDE.get() - 1);
        }
    }
}

/// Whether a task works for a request.
struct Task(bool);

impl Visit for Task {
    fn record_str(&mut self, field: &Field, name: &str) {
        if field.name() == "name" {
            self.0 = FOR_REQUESTS.contains(&name);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
