//! The installation's signing key: one Ed25519 pair, made by the node that starts first.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use entity::{counter, signing_key};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, QueryOrder, sea_query::OnConflict};
use sha2::{Digest, Sha256};

use crate::platform::db::{Db, Tx};

/// The row of `counter` that says how many keys were made. Of two nodes that start at the same moment only one can insert it.
const COUNTER: &str = "signing_key";

/// The keys of the installation, oldest first; made now if there are none.
pub(super) async fn ensure(db: &Db) -> Result<Vec<signing_key::Model>, DbErr> {
    let known = all(db.reader()).await?;
    if !known.is_empty() {
        return Ok(known);
    }
    let made = db.write(|tx| async move {
        let first = counter::ActiveModel { name: Set(COUNTER.to_owned()), value: Set(1) };
        let inserted = counter::Entity::insert(first)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&*tx)
            .await?;
        if inserted > 0 {
            signing_key::Entity::insert(fresh(&tx)?).exec_without_returning(&*tx).await?;
        }
        all(&*tx).await
    });
    Ok(made.await?.value)
}

async fn all<C: sea_orm::ConnectionTrait>(connection: &C) -> Result<Vec<signing_key::Model>, DbErr> {
    signing_key::Entity::find()
        .order_by_asc(signing_key::Column::CreatedAt)
        .order_by_asc(signing_key::Column::Kid)
        .all(connection)
        .await
}

fn fresh(tx: &Tx) -> Result<signing_key::ActiveModel, DbErr> {
    let pair = SigningKey::from_bytes(&rand::random());
    let private = pair.to_pkcs8_der().map_err(|_| DbErr::Custom("a signing key cannot be written".into()))?;
    let public = pair.verifying_key().to_bytes();
    Ok(signing_key::ActiveModel {
        kid: Set(thumbprint(&public)),
        private_key: Set(private.as_bytes().to_vec()),
        public_key: Set(public.to_vec()),
        created_at: Set(tx.now()),
    })
}

/// The name of a key: its thumbprint (RFC 7638).
pub(super) fn thumbprint(public: &[u8]) -> String {
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(public));
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_the_example_in_rfc_8037() {
        let public = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(thumbprint(&public), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
