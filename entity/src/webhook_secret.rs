//! The secrets that sign what is sent to endpoints: one, and after a rotation for a while the one before.

use std::fmt;

use sea_orm::entity::prelude::*;

use crate::id::{WebhookEndpointId, WebhookSecretId};

/// The bytes of a secret. `Debug` hides them.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct SecretBytes(pub Vec<u8>);

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(..)")
    }
}

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_secret")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookSecretId,
    /// Whose.
    pub endpoint_id: WebhookEndpointId,
    /// The secret itself: whoever sends must have it.
    pub secret: SecretBytes,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it stops signing; null: with the next rotation, a while after it.
    pub expires_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
