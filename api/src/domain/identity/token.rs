//! Access tokens: signed JWTs that any node can judge without the database (RFC 8725, RFC 9068).
//!
//! The algorithm belongs to the key and is never taken from the header. A token names its key and is judged by no other.
//! Time is the injected clock's; the library's own time checks are off, because they read the machine's clock.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use entity::{
    id::{SessionId, UserId},
    signing_key,
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::platform::secret::Secret;

/// Who signs, and for whom: the installation, for itself.
const ISSUER: &str = "iron-triangle";
const AUDIENCE: &str = "iron-triangle";

/// What the header says that the token is (RFC 9068).
const TYPE: &str = "at+jwt";

/// The longest token that is looked at.
const MAX_BYTES: usize = 8 * 1024;

/// Bytes of an Ed25519 public key. The library would panic on a shorter one.
const PUBLIC_KEY_BYTES: usize = 32;

/// Signs and judges access tokens.
pub(super) struct Tokens {
    kid: String,
    signing: EncodingKey,
    public: HashMap<String, DecodingKey>,
    jwks: serde_json::Value,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) user: UserId,
    pub(super) session: SessionId,
    /// To the second, as tokens tell it.
    pub(super) expires_at: DateTime<Utc>,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenFault {
    Invalid,
    Expired,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    client_id: String,
    sid: SessionId,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    jti: String,
}

impl Tokens {
    /// Signs with the oldest key and judges by all of them.
    pub(super) fn new(keys: &[signing_key::Model]) -> Result<Self, DbErr> {
        let malformed = || DbErr::Custom("there is no well-formed signing key in the database".into());
        if keys.is_empty() || keys.iter().any(|key| key.public_key.len() != PUBLIC_KEY_BYTES) {
            return Err(malformed());
        }
        let current = keys.first().ok_or_else(malformed)?;
        Ok(Self {
            kid: current.kid.clone(),
            signing: EncodingKey::from_ed_der(&current.private_key),
            public: keys
                .iter()
                .map(|key| (key.kid.clone(), DecodingKey::from_ed_der(&key.public_key)))
                .collect(),
            jwks: serde_json::json!({ "keys": keys.iter().map(jwk).collect::<Vec<_>>() }),
        })
    }

    /// The public keys as a JWK set.
    pub(super) fn jwks(&self) -> serde_json::Value {
        self.jwks.clone()
    }

    /// Signs a token.
    pub(super) fn sign(&self, grant: &Grant, now: DateTime<Utc>, id: Uuid) -> Result<Secret, DbErr> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: grant.user,
            client_id: AUDIENCE.into(),
            sid: grant.session,
            iat: now.timestamp(),
            exp: grant.expires_at.timestamp(),
            nbf: None,
            jti: id.to_string(),
        };
        let header =
            Header { typ: Some(TYPE.into()), kid: Some(self.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        let token = jsonwebtoken::encode(&header, &claims, &self.signing);
        token
            .map(Secret::new)
            .map_err(|_| DbErr::Custom("the signing key in the database cannot sign".into()))
    }

    /// Judges a token at an instant: the signature first, so that only our own tokens are ever called expired.
    pub(super) fn judge(&self, token: &str, now: DateTime<Utc>) -> Result<Grant, TokenFault> {
        if token.len() > MAX_BYTES {
            return Err(TokenFault::Invalid);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenFault::Invalid)?;
        if header.typ.as_deref() != Some(TYPE) || header.crit.is_some() {
            return Err(TokenFault::Invalid);
        }
        let key = header.kid.and_then(|kid| self.public.get(&kid)).ok_or(TokenFault::Invalid)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation());
        let claims = claims.map_err(|_| TokenFault::Invalid)?.claims;
        let expires_at = DateTime::from_timestamp(claims.exp, 0).ok_or(TokenFault::Invalid)?;
        if claims.nbf.is_some_and(|from| now.timestamp() < from) {
            return Err(TokenFault::Invalid);
        }
        if expires_at <= now {
            return Err(TokenFault::Expired);
        }
        Ok(Grant { user: claims.sub, session: claims.sid, expires_at })
    }
}

fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.leeway = 0;
    validation
}

fn jwk(key: &signing_key::Model) -> serde_json::Value {
    serde_json::json!({
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": key.kid,
        "x": URL_SAFE_NO_PAD.encode(&key.public_key),
    })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
