//! The map: the domains in the order of their dependencies. A module imports only modules that stand above it; a later one
//! that must answer an earlier one reads its events.

/// Who may do what on which account: viewers, matrix, scopes, proofs, and the facts that subscriptions are judged by.
pub mod access;
/// Key accounts: facts, status, tier, sponsor, watch list.
pub mod account;
/// What can go wrong in any use case.
pub mod fault;
/// The red channel: incidents from report to review.
pub mod incident;
/// Checks of what people and programs typed.
pub mod input;
/// How a change becomes an event of the log, and a repeated request the same answer.
pub mod journal;
/// The think tank: entries, revisions, audiences.
pub mod knowledge;
/// The log as the domains wrote it, read back: what each viewer may receive of it.
pub mod stream;
