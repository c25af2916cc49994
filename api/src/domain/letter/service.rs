//! The use cases of letters of commitment.

pub(super) mod answer;
mod change;
mod conclude;
pub(super) mod draft;
pub(super) mod hand_over;
pub(super) mod list;
mod overdue;
pub(super) mod print;
pub(super) mod promise;
pub(super) mod read;
pub(super) mod sign;
pub(super) mod waive;

use entity::id::LetterId;

use crate::{
    domain::{access::Access, incident::Incidents, journal::Idempotency},
    platform::{db::Db, typeset::Typesetter},
};

/// Letters of commitment. Clones share them.
#[derive(Clone)]
pub struct Letters {
    db: Db,
    access: Access,
    incidents: Incidents,
    typesetter: Typesetter,
}

/// The letter that a command changes, as its client saw it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which.
    pub letter: LetterId,
    /// Its version when the client read it.
    pub expected_version: i32,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl Letters {
    /// The letters of this database, about these incidents, set by this typesetter.
    pub fn new(db: Db, access: Access, incidents: Incidents, typesetter: Typesetter) -> Self {
        Self { db, access, incidents, typesetter }
    }
}
