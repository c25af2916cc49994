//! What administrators may learn of people, sessions, bots and regions. Snapshots: names as they were then. No e-mail, no
//! secret and no hash is ever in them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    api_key::Scope,
    id::{ApiKeyId, BotId, RegionId, SessionId, UserId},
    knowledge_entry::KnowledgeType,
    user::Function,
    user_role::OrganisationRole,
};
use serde::{Deserialize, Serialize};

use crate::domain::journal::EventBody;

/// Why a session was ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EndReason {
    /// The person signed out.
    Closed,
    /// A refresh token was used twice: one of the two was a thief.
    RefreshTokenReused,
    /// The person was disabled.
    UserDisabled,
    /// The password was changed elsewhere.
    PasswordChanged,
}

impl EndReason {
    /// As the table keeps it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "CLOSED",
            Self::RefreshTokenReused => "REFRESH_TOKEN_REUSED",
            Self::UserDisabled => "USER_DISABLED",
            Self::PasswordChanged => "PASSWORD_CHANGED",
        }
    }
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        /// What happened to people, sessions, bots and regions.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type")]
        pub enum IdentityEvent {
            $($(#[$doc])* #[serde(rename = $kind)] $name { $($(#[$field_doc])* $field: $type,)* },)*
        }

        impl EventBody for IdentityEvent {
            fn kind(&self) -> &'static str {
                match self { $(Self::$name { .. } => $kind,)* }
            }
        }
    };
}

events! {
    /// The first administrator was created with the setup code.
    SetupCompleted "setup.completed" {
        /// Who.
        user: UserId,
        /// Their name.
        name: String,
    }
    /// A person was entered.
    UserCreated "user.created" {
        /// Who.
        user: UserId,
        /// Their name.
        name: String,
        /// Their craft.
        function: Function,
    }
    /// A person's facts were changed.
    UserChanged "user.changed" {
        /// Who.
        user: UserId,
        /// Their name after it.
        name: String,
        /// Which facts: `name`, `function`, `email`.
        changed: Vec<String>,
    }
    /// A person's position in the organisation was stated anew.
    UserAppointed "user.appointed" {
        /// Who.
        user: UserId,
        /// Their name.
        name: String,
        /// All their roles after it.
        roles: BTreeSet<OrganisationRole>,
        /// All their regions after it.
        regions: BTreeSet<RegionId>,
        /// All topics that they may publish after it.
        topics: BTreeSet<KnowledgeType>,
        /// Whether they are the chief executive after it.
        chief: bool,
    }
    /// A password was set. All other sessions of the person ended with it.
    UserPasswordSet "user.password_set" {
        /// Whose.
        user: UserId,
        /// Their name.
        name: String,
    }
    /// A person may not come in any more; all their sessions ended with it.
    UserDisabled "user.disabled" {
        /// Who.
        user: UserId,
        /// Their name.
        name: String,
    }
    /// A person may come in again.
    UserEnabled "user.enabled" {
        /// Who.
        user: UserId,
        /// Their name.
        name: String,
    }
    /// Somebody signed in, or the operator made a token for them.
    SessionOpened "session.opened" {
        /// Which session.
        session: SessionId,
        /// Whose.
        user: UserId,
    }
    /// A session was ended before its time.
    SessionEnded "session.ended" {
        /// Which session.
        session: SessionId,
        /// Whose.
        user: UserId,
        /// Why.
        reason: EndReason,
    }
    /// A region was added to the vocabulary.
    RegionCreated "region.created" {
        /// Which.
        region: RegionId,
        /// Its code.
        code: String,
        /// Its name.
        name: String,
    }
    /// A region got another name.
    RegionRenamed "region.renamed" {
        /// Which.
        region: RegionId,
        /// Its code.
        code: String,
        /// Its name after it.
        name: String,
    }
    /// A bot was entered.
    BotCreated "bot.created" {
        /// Which.
        bot: BotId,
        /// Its name.
        name: String,
    }
    /// None of a bot's keys works any more.
    BotDisabled "bot.disabled" {
        /// Which.
        bot: BotId,
        /// Its name.
        name: String,
    }
    /// A bot's keys work again.
    BotEnabled "bot.enabled" {
        /// Which.
        bot: BotId,
        /// Its name.
        name: String,
    }
    /// A bot got a key.
    ApiKeyIssued "api_key.issued" {
        /// Which key.
        key: ApiKeyId,
        /// What it is for.
        label: String,
        /// Whose.
        bot: BotId,
        /// What it may do.
        scopes: BTreeSet<Scope>,
        /// When it stops working.
        expires_at: Option<DateTime<Utc>>,
    }
    /// A key was revoked.
    ApiKeyRevoked "api_key.revoked" {
        /// Which key.
        key: ApiKeyId,
        /// What it was for.
        label: String,
        /// Whose.
        bot: BotId,
    }
}
