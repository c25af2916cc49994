//! Which statements the server sends to Postgres while something happens: its driver says so in the log. The driver for
//! SQLite works in threads of its own, where nobody listens; the statements are the same.

use std::cell::RefCell;
use std::fmt::Debug;
use std::future::Future;
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The server's tasks that work for a request. The others run beside every story, by themselves.
const FOR_REQUESTS: [&str; 3] = ["connection", "loader", "mutation"];

/// The span of a task that works for a request, or of none.
const FOREGROUND: u64 = 1;

/// The first span of tasks that run by themselves: each name has its own.
const BACKGROUND: u64 = 2;

/// The names of the tasks that run by themselves, in the order of their spans.
static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// What a request does to learn where the log stands, whoever sends it.
const OF_EVERY_REQUEST: [&str; 4] = ["log_meta", "log_stamp", "log_epoch", "from event"];

thread_local! {
    /// What this thread has heard since it began to listen, each statement with its span. A story and its server share one thread.
    static HEARD: RefCell<Option<Vec<(u64, String)>>> = const { RefCell::new(None) };

    /// The spans of background tasks that this thread is within.
    static ASIDE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
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
    statements_within(FOREGROUND, part).await
}

/// Runs a part of a story and tells which statements a task of the server that runs by itself sent meanwhile.
pub async fn statements_of_task<F: Future>(name: &str, part: F) -> (F::Output, Vec<String>) {
    statements_within(background(name), part).await
}

async fn statements_within<F: Future>(span: u64, part: F) -> (F::Output, Vec<String>) {
    HEARD.set(Some(Vec::new()));
    let outcome = part.await;
    let heard = HEARD.take().unwrap_or_default();
    let of_span = heard.into_iter().filter(|(within, _)| *within == span).map(|(_, sql)| sql);
    (outcome, of_span.filter(|sql| !OF_EVERY_REQUEST.iter().any(|word| sql.contains(word))).collect())
}

/// The span of the tasks of a name.
fn background(name: &str) -> u64 {
    let mut names = NAMES.lock().expect("nobody panics with the names");
    let known = names.iter().position(|known| known == name);
    let index = known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    BACKGROUND + index as u64
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query" || metadata.target() == "api::platform::task"
    }

    fn event(&self, event: &Event<'_>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let span = ASIDE.with_borrow(|aside| aside.last().copied()).unwrap_or(FOREGROUND);
        let mut text = Statement::default();
        HEARD.with_borrow_mut(|heard| {
            let Some(heard) = heard else { return };
            event.record(&mut text);
            let sql = if text.whole.trim().is_empty() { text.summary } else { text.whole };
            heard.push((span, sql.trim().to_owned()));
        });
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut task = Task(FOREGROUND);
        span.record(&mut task);
        Id::from_u64(task.0)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, span: &Id) {
        if span.into_u64() >= BACKGROUND {
            ASIDE.with_borrow_mut(|aside| aside.push(span.into_u64()));
        }
    }

    fn exit(&self, span: &Id) {
        if span.into_u64() >= BACKGROUND {
            ASIDE.with_borrow_mut(Vec::pop);
        }
    }
}

/// The span of a task.
struct Task(u64);

impl Visit for Task {
    fn record_str(&mut self, field: &Field, name: &str) {
        if field.name() == "name" && !FOR_REQUESTS.contains(&name) {
            self.0 = background(name);
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
