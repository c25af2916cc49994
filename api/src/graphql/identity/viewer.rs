//! Who asks, as they see themselves.

use async_graphql::{Context, ID, Interface, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{bot::Bot, region::Region, user::User};
use crate::{
    domain::{
        access::{Action, BotKey, Person, Viewer as Who},
        identity::may_anywhere,
    },
    graphql::{
        context::{services, viewer},
        error::{Error, Nullable, Result},
        vocabulary::{Audience, KnowledgeType, OrganisationRole, Scope},
    },
};

/// Who asks: a person in a session, or a bot with a key. Expect unknown members.
#[derive(Interface)]
#[graphql(
    field(
        name = "expires_at",
        ty = "Option<DateTime<Utc>>",
        desc = "When the token or key stops working; null: never."
    ),
    field(name = "viewer_can", ty = "ViewerCan", desc = "What the viewer may do whatever the account.")
)]
pub enum Viewer {
    /// A person in a session.
    PersonViewer(PersonViewer),
    /// A bot with a key.
    BotViewer(BotViewer),
}

/// What the viewer may do whatever the account, from the table that also enforces it. What they may do with one account or
/// incident says the field `viewerCan` there.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ViewerCan {
    /// Manage people, bots, keys and regions.
    pub administer: bool,
    /// Create accounts, a director in their own regions.
    pub create_account: bool,
    /// Triage, activate, decline and cancel incidents, a director in their own regions.
    pub direct_incidents: bool,
    /// Activate an incident without entitlement, a director in their own regions.
    pub override_entitlement: bool,
    /// Close incidents.
    pub close_incidents: bool,
}

impl ViewerCan {
    fn of(who: &Who) -> Self {
        let can = |action| may_anywhere(who, action);
        Self {
            administer: can(Action::Administer),
            create_account: can(Action::CreateAccount),
            direct_incidents: can(Action::DirectIncident),
            override_entitlement: can(Action::OverrideEntitlement),
            close_incidents: can(Action::CloseIncident),
        }
    }
}

impl Viewer {
    /// The viewer of the request; `None` if nobody is signed in.
    pub(super) fn of(who: &Who) -> Option<Self> {
        match who {
            Who::Anonymous => None,
            Who::Person(person) => Some(Self::PersonViewer(PersonViewer(person.as_ref().clone()))),
            Who::Bot(key) => Some(Self::BotViewer(BotViewer(key.as_ref().clone()))),
        }
    }
}

/// A person in a session.
pub struct PersonViewer(Person);

/// A person in a session.
#[Object]
impl PersonViewer {
    /// The person.
    async fn user(&self, ctx: &Context<'_>) -> Nullable<User> {
        let found = services(ctx).identity().user(viewer(ctx), self.0.id).await;
        Some(found.map(User).map_err(Error::from))
    }

    /// The session that the token belongs to.
    async fn session_id(&self) -> ID {
        ID(self.0.session.to_string())
    }

    /// Roles in the organisation.
    async fn roles(&self) -> Vec<OrganisationRole> {
        self.0.roles.iter().map(|role| (*role).into()).collect()
    }

    /// The regions that the person answers for as a director.
    async fn regions(&self, ctx: &Context<'_>) -> Nullable<Vec<Region>> {
        Some(super::region::load_all(ctx, self.0.regions.iter().copied()).await)
    }

    /// The kinds of knowledge that the person may publish.
    async fn topics(&self) -> Vec<KnowledgeType> {
        self.0.topics.iter().map(|topic| (*topic).into()).collect()
    }

    /// When the access token stops working. Renew it before.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        Some(self.0.expires_at)
    }

    /// What the person may do whatever the account.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ViewerCan {
        ViewerCan::of(viewer(ctx))
    }
}

/// A bot with a key.
pub struct BotViewer(BotKey);

/// A bot with a key.
#[Object]
impl BotViewer {
    /// The bot.
    async fn bot(&self, ctx: &Context<'_>) -> Nullable<Bot> {
        let found: Result<_> =
            services(ctx).identity().bot(viewer(ctx), self.0.bot).await.map_err(Error::from);
        Some(found.map(Bot))
    }

    /// Which of its keys this is.
    async fn api_key_id(&self) -> ID {
        ID(self.0.key.to_string())
    }

    /// What the key may do.
    async fn scopes(&self) -> Vec<Scope> {
        self.0.scopes.iter().map(|scope| (*scope).into()).collect()
    }

    /// Which published knowledge the key reads.
    async fn audiences(&self) -> Vec<Audience> {
        self.0.audiences.iter().map(|audience| (*audience).into()).collect()
    }

    /// Whether the key reads incidents whole; else only number, account code, state, severity and times.
    async fn incident_detail(&self) -> bool {
        self.0.incident_detail
    }

    /// The accounts that the key works for; null: all.
    async fn account_ids(&self) -> Option<Vec<ID>> {
        let accounts = self.0.accounts.as_ref()?;
        Some(accounts.iter().map(|id| ID(id.to_string())).collect())
    }

    /// When the key stops working; null: never by itself.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// What the bot may do whatever the account: nothing of what is listed there.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ViewerCan {
        ViewerCan::of(viewer(ctx))
    }
}
