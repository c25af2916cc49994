//! The use cases of customers' requests.

pub(super) mod answer;
mod change;
mod late;
pub(super) mod log;
pub(super) mod read;
pub(super) mod steer;

use entity::id::RequestId;

use crate::{
    domain::{access::Access, journal::Idempotency, policy::Policies},
    platform::db::Db,
};

/// The longest text.
const BODY: usize = 20_000;

/// Customers' requests. Clones share them.
#[derive(Clone)]
pub struct Requests {
    db: Db,
    access: Access,
    policies: Policies,
}

/// The request that a command changes, as its client saw it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which.
    pub request: RequestId,
    /// Its version when the client read it; `None` where the change does not depend on it.
    pub expected_version: Option<i32>,
    /// The client's promise that requests with this key are one request.
    pub idempotency: Option<Idempotency>,
}

impl Requests {
    /// The requests of this database, with the targets and calendars of these policies.
    pub fn new(db: Db, access: Access, policies: Policies) -> Self {
        Self { db, access, policies }
    }
}
