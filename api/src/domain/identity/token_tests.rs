//! What forgers try, and the last microsecond of a token.

use chrono::{TimeDelta, TimeZone};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use serde_json::{Value, json};

use super::*;
use crate::domain::identity::key::thumbprint;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap()
}

fn pair(seed: u8) -> signing_key::Model {
    let pair = SigningKey::from_bytes(&[seed; 32]);
    let public = pair.verifying_key().to_bytes().to_vec();
    signing_key::Model {
        kid: thumbprint(&public),
        private_key: pair.to_pkcs8_der().unwrap().as_bytes().to_vec(),
        public_key: public,
        created_at: now(),
    }
}

fn grant() -> Grant {
    Grant {
        user: UserId(Uuid::from_u128(1)),
        session: SessionId(Uuid::from_u128(2)),
        expires_at: now() + TimeDelta::minutes(15),
    }
}

fn claims() -> Value {
    json!({
        "iss": "iron-triangle", "aud": "iron-triangle", "client_id": "iron-triangle",
        "sub": grant().user.to_string(), "sid": grant().session.to_string(),
        "iat": now().timestamp(), "exp": grant().expires_at.timestamp(), "jti": "1",
    })
}

fn header() -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": pair(1).kid })
}

/// A token with this header and these claims, whatever they say, signed with a key.
fn forged(header: &Value, claims: &Value, seed: u8) -> String {
    use ed25519_dalek::Signer;
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = SigningKey::from_bytes(&[seed; 32]).sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn with(value: &Value, name: &str, other: Value) -> Value {
    let mut changed = value.clone();
    changed[name] = other;
    changed
}

fn without(value: &Value, name: &str) -> Value {
    let mut changed = value.clone();
    changed.as_object_mut().unwrap().remove(name);
    changed
}

fn tokens() -> Tokens {
    Tokens::new(&[pair(1), pair(2)]).unwrap()
}

#[test]
fn our_own_token_is_accepted_until_its_last_microsecond() {
    let token = tokens().sign(&grant(), now(), Uuid::nil()).unwrap();
    let judge = |at| tokens().judge(token.reveal(), at);
    assert_eq!(judge(now()), Ok(grant()));
    assert_eq!(judge(grant().expires_at - TimeDelta::microseconds(1)), Ok(grant()));
    assert_eq!(judge(grant().expires_at), Err(TokenFault::Expired));
    assert_eq!(tokens().judge(&forged(&header(), &claims(), 1), now()), Ok(grant()));
}

#[test]
fn a_token_of_the_second_key_is_accepted_under_its_own_name_only() {
    let named = with(&header(), "kid", json!(pair(2).kid));
    assert_eq!(tokens().judge(&forged(&named, &claims(), 2), now()), Ok(grant()));
    assert_eq!(tokens().judge(&forged(&named, &claims(), 1), now()), Err(TokenFault::Invalid));
    assert_eq!(tokens().judge(&forged(&header(), &claims(), 2), now()), Err(TokenFault::Invalid));
}

#[test]
fn a_forged_header_is_refused() {
    let headers = [
        with(&header(), "alg", json!("none")),
        with(&header(), "alg", json!("HS256")),
        with(&header(), "alg", json!("RS256")),
        with(&header(), "alg", json!("ES256")),
        with(&header(), "alg", json!("eddsa")),
        without(&header(), "alg"),
        with(&header(), "typ", json!("JWT")),
        without(&header(), "typ"),
        with(&header(), "kid", json!("other")),
        with(&header(), "kid", json!("")),
        without(&header(), "kid"),
        with(&header(), "crit", json!(["exp"])),
    ];
    for header in headers {
        let token = forged(&header, &claims(), 1);
        assert_eq!(tokens().judge(&token, now()), Err(TokenFault::Invalid), "{header}");
    }
}

#[test]
fn a_public_key_is_no_shared_secret() {
    let header = Header { kid: Some(pair(1).kid), typ: Some(TYPE.into()), ..Header::new(Algorithm::HS256) };
    let secret = EncodingKey::from_secret(&pair(1).public_key);
    let token = jsonwebtoken::encode(&header, &claims(), &secret).unwrap();
    assert_eq!(tokens().judge(&token, now()), Err(TokenFault::Invalid));
}

#[test]
fn forged_claims_are_refused() {
    let all = [
        with(&claims(), "iss", json!("elsewhere")),
        with(&claims(), "iss", json!(["iron-triangle"])),
        without(&claims(), "iss"),
        with(&claims(), "aud", json!("elsewhere")),
        with(&claims(), "aud", json!(["iron-triangle", "elsewhere"])),
        without(&claims(), "aud"),
        with(&claims(), "sub", json!(grant().session.to_string())),
        with(&claims(), "sub", json!("admin")),
        without(&claims(), "sub"),
        without(&claims(), "sid"),
        without(&claims(), "exp"),
        with(&claims(), "exp", json!("9999999999")),
        with(&claims(), "exp", json!(1e300)),
        with(&claims(), "exp", json!(i64::MAX)),
        with(&claims(), "nbf", json!(now().timestamp() + 1)),
    ];
    for claims in all {
        let token = forged(&header(), &claims, 1);
        assert_eq!(tokens().judge(&token, now()), Err(TokenFault::Invalid), "{claims}");
    }
}

#[test]
fn an_expired_token_of_another_signer_is_invalid_and_not_expired() {
    let old = with(&claims(), "exp", json!(now().timestamp() - 1));
    assert_eq!(tokens().judge(&forged(&header(), &old, 1), now()), Err(TokenFault::Expired));
    assert_eq!(tokens().judge(&forged(&header(), &old, 9), now()), Err(TokenFault::Invalid));
}

#[test]
fn a_changed_or_cut_or_oversized_token_is_refused() {
    let token = tokens().sign(&grant(), now(), Uuid::nil()).unwrap();
    let token = token.reveal();
    let parts: Vec<&str> = token.split('.').collect();
    let long = forged(&header(), &with(&claims(), "jti", json!("x".repeat(MAX_BYTES))), 1);
    for text in [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.{}", parts[0], &parts[1][1..], parts[2]),
        format!("{}.{}.{}", parts[0], parts[1], &parts[2][2..]),
        format!("{token}.{}", parts[2]),
        format!("{token}="),
        long,
    ] {
        assert_eq!(tokens().judge(&text, now()), Err(TokenFault::Invalid), "{text}");
    }
}

#[test]
fn a_key_of_another_length_stops_the_start() {
    let short = signing_key::Model { public_key: vec![1; 31], ..pair(1) };
    assert!(Tokens::new(&[short]).is_err());
    assert!(Tokens::new(&[]).is_err());
}

#[test]
fn the_jwk_set_shows_no_private_part() {
    let jwks = tokens().jwks().to_string();
    assert!(jwks.contains(&pair(1).kid) && jwks.contains(&pair(2).kid), "{jwks}");
    assert!(!jwks.contains("\"d\""), "{jwks}");
}
