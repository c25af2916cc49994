//! The only way to start a task: it has a name, and its panic reaches the log.

use std::future::Future;

use tokio::task::JoinHandle;
use tracing::Instrument;

/// Starts a task. The name tells the log whose panic or message it was.
#[expect(clippy::disallowed_methods, reason = "this is the place that the rule sends everybody to")]
pub fn spawn<T: Send + 'static>(
    name: &'static str,
    future: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    tokio::spawn(future.instrument(tracing::info_span!("task", name)))
}
