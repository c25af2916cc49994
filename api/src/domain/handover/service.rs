//! The use cases of handovers.

pub(super) mod answer;
mod change;
pub(super) mod initiate;
pub(super) mod list;
pub(super) mod pack;
pub(super) mod print;
pub(super) mod step;
mod sweep;
mod transfer;

use std::sync::Arc;

use entity::id::HandoverId;
use tokio::sync::Notify;

use crate::{
    domain::{access::Access, journal::Idempotency, policy::Policies},
    platform::{db::Db, typeset::Typesetter},
};

/// Handovers of seats. Clones share them.
#[derive(Clone)]
pub struct Handovers {
    db: Db,
    access: Access,
    policies: Policies,
    typesetter: Typesetter,
    /// Rung when something of this node may be due at once, for its sweeper.
    changed: Arc<Notify>,
}

/// The handover that a command changes, as its client saw it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which.
    pub handover: HandoverId,
    /// Its version when the client read it.
    pub expected_version: i32,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl Handovers {
    /// The handovers of this database, by the terms of these policies, set by this typesetter.
    pub fn new(db: Db, access: Access, policies: Policies, typesetter: Typesetter) -> Self {
        Self { db, access, policies, typesetter, changed: Arc::default() }
    }
}
