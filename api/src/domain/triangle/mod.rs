//! The iron triangle: who serves an account together.
//!
//! - **Seats**: `SALES`, `TECHNICAL`, `DELIVERY`. Each has at most one *primary* and one *deputy* at any instant, and any number
//!   of *members*. *Extended members* (finance, legal, quality) hold no seat. All of them together are the account's team.
//! - **Assignment**: one person in one seat (or extended) from now until an act ends it with a reason. Rows are never deleted.
//! - **One role a seat**: whoever serves a seat already can only step up in it (member to deputy or primary, deputy to
//!   primary), which ends the lower assignment in the same instant. A filled seat never silently becomes empty.
//! - **Exceptions**: a person whose function does not match the seat, and one who serves another seat of the account, need a
//!   stated reason; nobody serves three. An extended member serves no seat.
//! - **Swap** replaces a primary or deputy atomically. It names the assignment that it ends, so that a stale swap is told who
//!   holds the seat now.
//! - **Vacate** leaves the seat empty and the triangle incomplete.
//! - **Closed**: disabled people and ended accounts take no new assignments. What runs stays, flagged, until it is swapped or
//!   vacated; it opens nothing meanwhile (see `access`).
//!
//! Every decision is made under the lock of the account's row, so that of two people at the same seat one wins and the other
//! is told by which assignment. Primaries take `AssignPrimary`, everything else `AssignOthers`.

mod command;
mod error;
mod place;
mod rules;
mod service;
mod store;

pub(in crate::domain) use place::{SeatMove, find_primary, move_seat, require_fit};

pub use command::{AddExtendedMember, AssignSeat, EndAssignment, SwapSeat};
pub use error::TriangleError;
pub use rules::{Triangle, is_flagged};
pub use service::Triangles;
pub use store::Member;
