//! What subscribers may rely on: no gap, no reordering, nothing that is not theirs.

mod digest;
mod filter;
mod lost;
mod resume;
mod routes;
mod sse;
mod world;
