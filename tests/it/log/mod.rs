//! What the event log promises of positions, proved on the database itself where a story over HTTP could not steer two
//! transactions apart.

mod positions;
mod retry;
