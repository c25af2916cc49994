//! The use cases of the red channel.

mod ability;
pub(super) mod advance;
mod change;
mod letter;
pub(super) mod read;
pub(super) mod report;
pub(super) mod staff;
pub(super) mod timeline;

use entity::id::IncidentId;

use super::rules::Policy;
use crate::{
    domain::{access::Access, journal::Idempotency},
    platform::db::Db,
};

/// The red channel. Clones share it.
#[derive(Clone)]
pub struct Incidents {
    db: Db,
    access: Access,
    policy: Policy,
}

/// The incident that a command changes, as its client saw it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which.
    pub incident: IncidentId,
    /// Its version when the client read it.
    pub expected_version: i32,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl Incidents {
    /// The red channel of this database, by the rules of this policy.
    pub fn new(db: Db, access: Access, policy: Policy) -> Self {
        Self { db, access, policy }
    }

    /// The numbers of the rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}
