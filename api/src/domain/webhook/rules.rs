//! When a delivery is tried again, until when an endpoint is left in peace, and how a body is signed.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{api_key::Scope, webhook_secret::SecretBytes};
use standardwebhooks::{Webhook, WebhookError as SigningError};

use crate::{domain::stream::Family, platform::secret::Secret};

/// How long after each failed attempt the next one is made: the schedule of Standard Webhooks as far as a day and a half.
const PAUSES: [TimeDelta; 7] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
];

/// After so many attempts an event is given up.
pub(super) const ATTEMPTS: i32 = PAUSES.len() as i32 + 1;

/// By how much a pause is prolonged at random, in parts of itself, so that what failed together does not come together.
const JITTER: f64 = 0.2;

/// The longest that an endpoint may ask to be left in peace.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);

/// How long an endpoint may fail without one success before it is disabled.
pub(super) const FAILING_FOR: TimeDelta = TimeDelta::days(5);

/// How long the secret of before a rotation goes on signing.
pub(super) const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// How long what is settled is kept.
pub(super) const KEPT: TimeDelta = TimeDelta::days(30);

/// How long a node may take for an attempt before another one makes it.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Bytes of a secret.
pub(super) const SECRET_BYTES: usize = 32;

/// When the next attempt is made after so many have failed; `None`: no more. `chance` is from 0 to 1.
pub(super) fn next_attempt(
    attempts: i32,
    now: DateTime<Utc>,
    peace_until: Option<DateTime<Utc>>,
    chance: f64,
) -> Option<DateTime<Utc>> {
    let made = usize::try_from(attempts).unwrap_or(0).max(1);
    let pause = PAUSES.get(made - 1)?;
    let longer = (pause.num_milliseconds() as f64 * JITTER * chance) as i64;
    let next = now + *pause + TimeDelta::milliseconds(longer);
    Some(peace_until.map_or(next, |until| next.max(until)))
}

/// Until when an endpoint asks to be left in peace: `Retry-After` in seconds or as a date, at most a day.
pub(super) fn peace_until(retry_after: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = retry_after.trim();
    let until = match text.parse::<u32>() {
        Ok(seconds) => now + TimeDelta::seconds(i64::from(seconds)),
        Err(_) => DateTime::parse_from_rfc2822(text).ok()?.to_utc(),
    };
    (until > now).then(|| until.min(now + LONGEST_PAUSE))
}

/// The scope without which a key receives nothing of a family; `None`: no bot receives it.
pub(super) fn scope(family: Family) -> Option<Scope> {
    match family {
        Family::Account => Some(Scope::AccountRead),
        Family::Incident => Some(Scope::IncidentRead),
        Family::Knowledge => Some(Scope::KnowledgeRead),
        Family::Notices | Family::Administration => None,
    }
}

/// The signatures of a body by every secret that signs, as the header takes them.
pub(super) fn sign(
    secrets: &[SecretBytes],
    id: &str,
    at: DateTime<Utc>,
    body: &str,
) -> Result<String, SigningError> {
    let sign = |secret: &SecretBytes| {
        Webhook::from_bytes(secret.0.clone())?.sign(id, at.timestamp(), body.as_bytes())
    };
    Ok(secrets.iter().map(sign).collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// A secret as its holder gets it.
pub(super) fn shown(secret: &SecretBytes) -> Secret {
    Secret::new(format!("whsec_{}", STANDARD.encode(&secret.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_442_000, 0).unwrap()
    }

    #[test]
    fn the_schedule_spans_more_than_a_day_and_ends() {
        let mut at = now();
        let mut attempts = 1;
        while let Some(next) = next_attempt(attempts, at, None, 0.0) {
            assert!(next > at);
            at = next;
            attempts += 1;
        }
        assert_eq!(attempts, 8);
        let span = at - now();
        assert_eq!(span, TimeDelta::seconds(5 + 60 * 35) + TimeDelta::hours(31));
    }

    #[test]
    fn chance_prolongs_a_pause_by_a_fifth_at_most_and_never_shortens_it() {
        for chance in [0.0, 0.3, 1.0] {
            let pause = next_attempt(2, now(), None, chance).unwrap() - now();
            assert!((300..=360).contains(&pause.num_seconds()), "{pause}");
        }
    }

    #[test]
    fn an_endpoint_is_left_in_peace_as_it_asks_but_not_for_ever() {
        let seconds = |text: &str| peace_until(text, now()).map(|until| (until - now()).num_seconds());
        for (text, expected) in [
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("0", None),
            ("-5", None),
            ("4000000000", Some(86_400)),
            ("99999999999999999999", None),
            ("Mon, 02 Mar 2026 09:10:00 GMT", Some(600)),
            ("Mon, 02 Mar 2026 08:10:00 GMT", None),
            ("Mon, 02 Mar 2099 08:10:00 GMT", Some(86_400)),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
        let until = now() + TimeDelta::hours(1);
        assert_eq!(next_attempt(1, now(), Some(until), 1.0), Some(until));
        assert!(next_attempt(4, now(), Some(until), 0.0).unwrap() > until, "the longer one counts");
    }

    #[test]
    fn every_secret_signs_as_the_standard_says() {
        // The example of the standard's own library.
        let known = SecretBytes(STANDARD.decode("C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap());
        let at = DateTime::from_timestamp(1_649_367_553, 0).unwrap();
        let body = r#"{"email":"test@example.com","username":"test_user"}"#;
        let id = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
        let one = sign(std::slice::from_ref(&known), id, at, body).unwrap();
        assert_eq!(one, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
        let other = SecretBytes(vec![7; SECRET_BYTES]);
        let both = sign(&[known, other.clone()], id, at, body).unwrap();
        assert_eq!(both, format!("{one} {}", sign(&[other], id, at, body).unwrap()));
    }
}
