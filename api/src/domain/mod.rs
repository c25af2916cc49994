//! The map: the domains in the order of their dependencies. A module imports only modules that stand above it; a later one
//! that must answer an earlier one reads its events. (The blank lines keep rustfmt from sorting them by name.)

/// What can go wrong in any use case.
pub mod fault;

/// Checks of what people and programs typed.
pub mod input;

/// Who may do what on which account: viewers, matrix, scopes, proofs, and the facts that subscriptions are judged by.
pub mod access;

/// How a change becomes an event of the log, and a repeated request the same answer.
pub mod journal;

/// How far an entry of the think tank can be trusted now, and what lists withhold.
pub mod trust;

/// Search over everything that people write: words, index, rights, rank.
pub mod search;

/// People, sessions, bots and regions: who may come in, and as what.
pub mod identity;

/// Key accounts: facts, status, tier, sponsor, watch list.
pub mod account;

/// The iron triangle: who serves an account in which seat.
pub mod triangle;

/// Special notes: what everybody must heed who deals with an account.
pub mod special_note;

/// The think tank: entries, revisions, audiences.
pub mod knowledge;

/// Business calendars: which hours count. Pure arithmetic.
pub mod calendar;

/// The escalation policy: by when what must happen in an incident, and whom the silence reaches.
pub mod policy;

/// What customers ask, and how the triangle answers together.
pub mod request;

/// The red channel: incidents from report to review.
pub mod incident;

/// The letter of commitment that follows an incident.
pub mod letter;

/// Figures of the red channel: durations, breaches, repeats, promises kept.
pub mod figures;

/// Figures of requests: how fast the triangle answers, and whether that became better.
pub mod speed;

/// Handovers of seats: the pack, the overlap, the move, and who reads meanwhile.
pub mod handover;

/// Proficiency: how soon who takes over a seat is as effective as those who hold one for long.
pub mod proficiency;

/// Personal notices: what one person should know of.
pub mod notice;

/// The log as the domains wrote it, read back: what each viewer may receive of it.
pub mod stream;

/// What changed on somebody's accounts while they were away.
pub mod digest;

/// Outgoing webhooks: the events of the log, sent to the addresses of bots.
pub mod webhook;

/// What the server does of its own accord when the log tells it something.
pub mod reaction;

/// All of them together, as the server builds them.
pub mod services;

pub use services::Services;
