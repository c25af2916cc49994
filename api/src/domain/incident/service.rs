//! The use cases of the red channel.

mod ability;
pub(super) mod advance;
mod alarm;
mod change;
pub(super) mod clocks;
pub(super) mod cost;
mod family;
pub(super) mod hand_over;
mod letter;
mod lines;
pub(super) mod read;
pub(super) mod report;
pub(super) mod staff;
pub(super) mod timeline;
pub(super) mod visit;

use std::sync::Arc;

use entity::id::IncidentId;
use tokio::sync::Notify;

use super::rules::Policy;
use crate::{
    domain::{access::Access, journal::Idempotency, policy::Policies},
    platform::db::Db,
};

/// The red channel. Clones share it.
#[derive(Clone)]
pub struct Incidents {
    pub(super) db: Db,
    access: Access,
    policy: Policy,
    pub(super) policies: Policies,
    /// Rung after each change of a clock on this node, for its sweeper.
    pub(super) clocks_changed: Arc<Notify>,
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
    /// The red channel of this database, by the rules of this policy; its clocks hold to the escalation policies.
    pub fn new(db: Db, access: Access, policy: Policy, policies: Policies) -> Self {
        Self { db, access, policy, policies, clocks_changed: Arc::default() }
    }

    /// The numbers of the rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}
