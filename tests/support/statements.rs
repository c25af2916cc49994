//! Which statements the server sends to Postgres while something happens: its driver says so in the log. The driver for
//! SQLite works in threads of its own, where nobody listens; the statements are the same.

use std::cell::RefCell;
use std::fmt::Debug;
use std::future::Future;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Those of the log's and the clocks' own tasks, which run beside every story.
const BACKGROUND: [&str; 5] = ["log_meta", "log_stamp", "log_epoch", "from event", "min(next_at)"];

thread_local! {
    /// What this thread has heard since it began to listen. A story and its server share one thread.
    static HEARD: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Runs a part of a story and tells which statements it cost.
pub async fn statements_of<F: Future>(part: F) -> (F::Output, Vec<String>) {
    static LISTENER: Once = Once::new();
    // One listener for all threads: listeners of single threads make each other deaf.
    LISTENER.call_once(|| {
        tracing::subscriber::set_global_default(Listener).expect("nobody else listens in the tests");
    });
    HEARD.set(Some(Vec::new()));
    let outcome = part.await;
    let mut heard = HEARD.take().unwrap_or_default();
    heard.retain(|sql| !BACKGROUND.iter().any(|word| sql.contains(word)));
    (outcome, heard)
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Statement::default();
        HEARD.with_borrow_mut(|heard| {
            let Some(heard) = heard else { return };
            event.record(&mut text);
            let sql = if text.whole.trim().is_empty() { text.summary } else { text.whole };
            heard.push(sql.trim().to_owned());
        });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
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
