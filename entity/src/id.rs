//! Typed ids. One macro makes a newtype around a UUIDv7 for each kind of thing, shown outside in the TypeID form:
//! a prefix, an underscore and 26 characters of lowercase Crockford base32 (`inc_01h455vb4pex5vsknk084sn02q`).
//! Not here: where ids come from (`api::platform::ids`), so that tests can seed them.

use std::fmt;

use uuid::Uuid;

/// The alphabet of the TypeID specification: Crockford base32 in lower case, without i, l, o and u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not the id that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// It is an id, of another kind.
    Mismatch {
        /// The prefix that the place asks for.
        expected: &'static str,
        /// The prefix that the text has.
        actual: String,
    },
    /// It is no id at all.
    Malformed,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mismatch { expected, actual } => {
                write!(
                    f,
                    "expected an id that starts with `{expected}_`, got one that starts with `{actual}_`"
                )
            }
            Self::Malformed => f.write_str("not an id: expected a prefix, `_` and 26 characters of base32"),
        }
    }
}

impl std::error::Error for IdError {}

/// Writes `prefix_` and the 26 characters of the id.
fn show(prefix: &str, id: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bits = id.as_u128();
    let mut text = [0u8; 26];
    for (place, letter) in text.iter_mut().enumerate() {
        let shift = 125 - 5 * place;
        *letter = ALPHABET[((bits >> shift) & 31) as usize];
    }
    write!(f, "{prefix}_{}", std::str::from_utf8(&text).unwrap_or_default())
}

/// Splits a text into its prefix and its UUID; `None` if it has not the form of an id.
pub fn split(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, letters) = text.rsplit_once('_')?;
    let known = !prefix.is_empty() && prefix.len() <= 8 && prefix.bytes().all(|b| b.is_ascii_lowercase());
    if !known || letters.len() != 26 || !matches!(letters.as_bytes()[0], b'0'..=b'7') {
        return None;
    }
    let mut bits: u128 = 0;
    for letter in letters.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << 5) | digit as u128;
    }
    Some((prefix, Uuid::from_u128(bits)))
}

fn parse(expected: &'static str, text: &str) -> Result<Uuid, IdError> {
    let (prefix, id) = split(text).ok_or(IdError::Malformed)?;
    if prefix == expected {
        return Ok(id);
    }
    Err(IdError::Mismatch { expected, actual: prefix.to_owned() })
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::DeriveValueType)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What every id of this kind starts with, before the underscore.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show(Self::PREFIX, self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(Self::PREFIX, text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        // SeaORM asks this of every primary key; only integers can be made from one.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

typed_ids! {
    /// A key account.
    AccountId "acc";
    /// An API key of a bot.
    ApiKeyId "key";
    /// One person in one seat of one account, from a start to an end.
    AssignmentId "asg";
    /// An escalation bot.
    BotId "bot";
    /// Something that happened to a clock.
    ClockEventId "cke";
    /// A clock of an incident.
    ClockId "clk";
    /// A promise of a letter of commitment.
    CommitmentId "com";
    /// A cost of an incident.
    CostId "cst";
    /// An event of the log.
    EventId "evt";
    /// A handover of a seat from one primary to the next.
    HandoverId "hnd";
    /// A red-channel incident.
    IncidentId "inc";
    /// What somebody said to an entry of the think tank.
    KnowledgeCommentId "kcm";
    /// An entry of the think tank.
    KnowledgeEntryId "kno";
    /// Something that was looked for in vain.
    KnowledgeGapId "kgp";
    /// One version of the text of an entry of the think tank.
    KnowledgeRevisionId "krv";
    /// A letter of commitment.
    LetterId "let";
    /// A personal notice.
    NoticeId "ntc";
    /// A sales region.
    RegionId "reg";
    /// An answer to a customer's request.
    RequestAnswerId "ans";
    /// A step of a customer's request from seat to seat.
    RequestHopId "hop";
    /// What a customer asks of us.
    RequestId "req";
    /// A signed-in session of a person.
    SessionId "ses";
    /// A special note of an account.
    SpecialNoteId "spn";
    /// A line in the timeline of an incident.
    TimelineEntryId "tle";
    /// A step of an incident from one state to the next.
    TransitionId "trn";
    /// A person who works here.
    UserId "usr";
    /// One event on its way to one endpoint.
    WebhookDeliveryId "whd";
    /// Where a bot's events are sent to.
    WebhookEndpointId "whe";
    /// A secret that signs what is sent to an endpoint.
    WebhookSecretId "whs";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_example_of_the_typeid_specification() {
        let id = IncidentId("01889c89-df6b-7f1c-a388-91396ec314bc".parse().unwrap());
        assert_eq!(id.to_string(), "inc_01h2e8kqvbfwea724h75qc655w");
        assert_eq!("inc_01h2e8kqvbfwea724h75qc655w".parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_is_a_mismatch_and_not_malformed() {
        let text = UserId(Uuid::max()).to_string();
        assert_eq!(
            text.parse::<IncidentId>(),
            Err(IdError::Mismatch { expected: "inc", actual: "usr".into() })
        );
    }

    #[test]
    fn what_is_no_id_is_malformed() {
        for text in [
            "",
            "_",
            "inc",
            "inc_",
            "inc_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "inc_01H2E8KQVBFWEA724H75QC655W",
            "é_01h2e8kqvbfwea724h75qc655w",
        ] {
            assert_eq!(text.parse::<IncidentId>(), Err(IdError::Malformed), "{text}");
        }
    }
}
