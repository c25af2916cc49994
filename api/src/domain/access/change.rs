//! What an event changes about who may see what. Each change states the whole fact anew, so that applying it twice, or
//! after a newer one was loaded from the tables, does no harm. It travels in the log beside the event and is never shown.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    account,
    api_key::Scope,
    assignment::{Position, Seat},
    handover,
    handover::HandoverState,
    id::{
        AccountId, ApiKeyId, AssignmentId, BotId, HandoverId, IncidentId, KnowledgeEntryId, RegionId,
        SessionId, UserId,
    },
    knowledge_entry::{Audience, KnowledgeState, KnowledgeType},
    user::Function,
    user_role::OrganisationRole,
};
use serde::{Deserialize, Serialize};

/// One fact that rights follow from, as it is after the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum AccessChange {
    /// A person: may they come in, and as what.
    User(UserFact),
    /// A session that was ended before its time.
    SessionEnded {
        /// Which.
        id: SessionId,
        /// No token of it lives longer, so that the fact can be forgotten then.
        expires_at: DateTime<Utc>,
    },
    /// A bot: may it come in.
    Bot {
        /// Which.
        id: BotId,
        /// Its name.
        name: String,
        /// Whether its keys work.
        active: bool,
    },
    /// An API key.
    ApiKey(ApiKeyFact),
    /// An account: whose region, whose sponsorship, and whether its triangle still serves it.
    Account {
        /// Which.
        id: AccountId,
        /// The region that answers for it.
        region: RegionId,
        /// The executive who stands for it.
        sponsor: Option<UserId>,
        /// Whether it is over: its assignments then open nothing.
        ended: bool,
    },
    /// An assignment, running or ended.
    Assignment(AssignmentFact),
    /// An incident: whether it is open, and who works on it.
    Incident(IncidentFact),
    /// An entry of the think tank.
    Knowledge(KnowledgeFact),
    /// A handover: who reads the account for a time because of it.
    Handover(HandoverFact),
}

impl AccessChange {
    /// The fact about an account.
    pub fn account(row: &account::Model) -> Self {
        Self::Account {
            id: row.id,
            region: row.region_id,
            sponsor: row.executive_sponsor_id,
            ended: row.status == account::AccountStatus::Ended,
        }
    }
}

/// A person: may they come in, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFact {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// The craft.
    pub function: Function,
    /// Whether the person may come in.
    pub active: bool,
    /// Whether they are the executive at the head of the company.
    #[serde(default)]
    pub chief: bool,
    /// Organisation roles.
    pub roles: BTreeSet<OrganisationRole>,
    /// The regions that a director answers for.
    pub regions: BTreeSet<RegionId>,
    /// The kinds of knowledge that the person may publish.
    pub topics: BTreeSet<KnowledgeType>,
}

/// An API key and what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyFact {
    /// Which.
    pub id: ApiKeyId,
    /// Whose.
    pub bot: BotId,
    /// SHA-256 of its 256 random bits.
    pub hash: String,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// Which published knowledge it reads.
    pub audiences: BTreeSet<Audience>,
    /// Whether it reads incidents whole.
    pub incident_detail: bool,
    /// The accounts it works for; `None`: all.
    pub accounts: Option<BTreeSet<AccountId>>,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// An assignment, running or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentFact {
    /// Which.
    pub id: AssignmentId,
    /// On which account.
    pub account: AccountId,
    /// Who.
    pub user: UserId,
    /// In which seat; `None`: extended member.
    pub seat: Option<Seat>,
    /// As what.
    pub position: Position,
    /// Whether it runs.
    pub running: bool,
}

/// An incident: whether it is open, and who works on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentFact {
    /// Which.
    pub id: IncidentId,
    /// On which account.
    pub account: AccountId,
    /// Whether it is in no terminal state.
    pub open: bool,
    /// The executive lead.
    pub lead: Option<UserId>,
    /// The response team.
    pub responders: BTreeSet<UserId>,
}

/// An entry of the think tank: who may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeFact {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The home account.
    pub account: Option<AccountId>,
    /// Who may read it.
    pub audience: Audience,
    /// What sort of knowledge.
    pub kind: KnowledgeType,
    /// Draft or published.
    pub state: KnowledgeState,
    /// Who began it.
    pub author: UserId,
    /// Who may edit it beside the author.
    pub editors: BTreeSet<UserId>,
}

/// A handover of a seat: who reads the account for a time because of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverFact {
    /// Which.
    pub id: HandoverId,
    /// On which account.
    pub account: AccountId,
    /// Who reads; `None`: nobody (any more).
    pub reader: Option<UserId>,
    /// How long; `None`: until the handover comes to its end. Nobody reads from this instant on, whoever has noticed.
    pub until: Option<DateTime<Utc>>,
}

impl HandoverFact {
    /// The receiver reads until the seat is moved, then its former holder for the time of grace.
    pub fn of(row: &handover::Model) -> Self {
        let (reader, until) = match row.state {
            state if state.is_open() => (Some(row.receiver_id), None),
            HandoverState::Transferred => (Some(row.outgoing_id), row.grace_until),
            _ => (None, None),
        };
        Self { id: row.id, account: row.account_id, reader, until }
    }

    /// Whether that person reads at that instant.
    pub fn opens_to(&self, person: UserId, at: DateTime<Utc>) -> bool {
        self.reader == Some(person) && self.until.is_none_or(|until| at < until)
    }
}
