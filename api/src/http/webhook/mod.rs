//! Outgoing webhooks, as tasks of the node: one follows the log and queues, one sends what is due. Both run the documents of
//! endpoints as any client's subscription is run, so that what is posted is what a stream would have sent.

mod body;
mod queue;
mod send;

use super::state::Server;
use crate::platform::task;

/// Starts both. They end with the app; what is under way then is brought to its end.
pub(super) fn start(server: &Server) {
    task::spawn("webhook queue", queue::run(server.clone()));
    task::spawn("webhooks", send::run(server.clone()));
}
