//! What subscribers may rely on: no gap, no reordering, nothing that is not theirs.

mod resume;
mod routes;
mod world;
