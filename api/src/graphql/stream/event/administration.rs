//! Events of people, bots, keys and settings.

use async_graphql::{ID, Object};
use chrono::{DateTime, Utc};

use super::{Arrived, EventAccount, EventActor, account, actor, version};
use crate::graphql::scalar::EventCursor;

/// Something that happened to people, bots, keys or settings.
pub struct AdministrationEvent(pub(super) Arrived);

/// Something that happened to people, bots, keys or settings. Received by administrators.
#[Object]
impl AdministrationEvent {
    /// Its position: give it as `after` to go on from here.
    pub(super) async fn cursor(&self) -> EventCursor {
        EventCursor(self.0.record.cursor)
    }

    /// Stable and unique: the idempotency key of whoever acts on the event.
    pub(super) async fn event_id(&self) -> ID {
        ID(self.0.record.id.to_string())
    }

    /// When the change was made.
    pub(super) async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.record.at
    }

    /// Who made the change.
    pub(super) async fn actor(&self) -> EventActor {
        actor(&self.0)
    }

    /// Null: it concerns no account.
    pub(super) async fn account(&self) -> Option<EventAccount> {
        account(&self.0, true)
    }

    /// Null: it concerns no account.
    pub(super) async fn account_version(&self) -> Option<String> {
        version(&self.0)
    }

    /// What happened: `user.disabled`, `api_key.revoked`, ...
    async fn name(&self) -> &str {
        &self.0.record.kind
    }
}
