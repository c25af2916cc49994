//! Who asks.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{
    api_key::Scope,
    id::{AccountId, ApiKeyId, BotId, RegionId, SessionId, UserId},
    knowledge_entry::{Audience, KnowledgeType},
    user::Function,
    user_role::OrganisationRole,
};

use super::change::UserFact;
use crate::domain::fault::Fault;

/// Who asks. What they may do follows from their relations to the thing, see [`super::matrix`].
#[derive(Clone, Debug)]
pub enum Viewer {
    /// Nobody has signed in.
    Anonymous,
    /// A person in a session.
    Person(Arc<Person>),
    /// A bot with an API key.
    Bot(Arc<BotKey>),
}

/// A person in a session, with what the organisation says about them at the moment of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// The craft.
    pub function: Function,
    /// Organisation roles.
    pub roles: BTreeSet<OrganisationRole>,
    /// The regions that a director answers for.
    pub regions: BTreeSet<RegionId>,
    /// The kinds of knowledge that the person may publish.
    pub topics: BTreeSet<KnowledgeType>,
    /// The accounts that the person reads for a time because of a handover, where these have not ended.
    pub reads: BTreeSet<AccountId>,
    /// The session of the token.
    pub session: SessionId,
    /// When the token stops working.
    pub expires_at: DateTime<Utc>,
}

/// A bot with an API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotKey {
    /// Which bot.
    pub bot: BotId,
    /// Which of its keys.
    pub key: ApiKeyId,
    /// The bot's name.
    pub name: String,
    /// What the key may do.
    pub scopes: BTreeSet<Scope>,
    /// Which published knowledge it reads.
    pub audiences: BTreeSet<Audience>,
    /// Whether it reads incidents whole.
    pub incident_detail: bool,
    /// The accounts it works for; `None`: all.
    pub accounts: Option<BTreeSet<AccountId>>,
    /// When the key stops working.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Person {
    /// Somebody outside any session, for judging what they could do if they came. What they read for a time is left out: it
    /// lets nobody do anything.
    pub(super) fn outside_sessions(fact: UserFact, now: DateTime<Utc>) -> Self {
        Self {
            id: fact.id,
            name: fact.name,
            function: fact.function,
            roles: fact.roles,
            regions: fact.regions,
            topics: fact.topics,
            reads: BTreeSet::new(),
            session: SessionId(uuid::Uuid::nil()),
            expires_at: now,
        }
    }
}

impl BotKey {
    /// Whether the key may do this for the account.
    pub fn permits(&self, scope: Scope, account: AccountId) -> bool {
        self.scopes.contains(&scope) && self.covers(account)
    }

    /// Whether the key works for the account.
    pub fn covers(&self, account: AccountId) -> bool {
        self.accounts.as_ref().is_none_or(|accounts| accounts.contains(&account))
    }
}

/// Whose limits and idempotency keys a request counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Principal {
    /// A person, whatever the session.
    User(UserId),
    /// A bot, whatever the key.
    Bot(BotId),
}

impl std::fmt::Display for Principal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User(id) => id.fmt(f),
            Self::Bot(id) => id.fmt(f),
        }
    }
}

impl Viewer {
    /// When what the viewer showed stops working.
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Anonymous => None,
            Self::Person(person) => Some(person.expires_at),
            Self::Bot(key) => key.expires_at,
        }
    }

    /// Whose limits the request counts against.
    pub fn principal(&self) -> Option<Principal> {
        match self {
            Self::Anonymous => None,
            Self::Person(person) => Some(Principal::User(person.id)),
            Self::Bot(key) => Some(Principal::Bot(key.bot)),
        }
    }

    /// The person, where only people may ask.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`] for nobody, [`Fault::Forbidden`] for a bot.
    pub fn person(&self) -> Result<&Arc<Person>, Fault> {
        match self {
            Self::Anonymous => Err(Fault::Unauthenticated),
            Self::Person(person) => Ok(person),
            Self::Bot(_) => Err(Fault::Forbidden("only people may do this, not bots")),
        }
    }
}
