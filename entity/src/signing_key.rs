//! The key pairs that sign access tokens, shared by all nodes of an installation.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// The key's name in token headers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// PKCS #8; secret.
    pub private_key: Vec<u8>,
    /// 32 bytes of Ed25519.
    pub public_key: Vec<u8>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
