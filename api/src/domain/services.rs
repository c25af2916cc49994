//! All services of the business, built in the order of the map. What resolvers hold of the server.

use std::sync::Arc;

use sea_orm::DbErr;

use super::{
    access::{Access, Facts},
    account::Accounts,
    figures::RedChannelFigures,
    handover::Handovers,
    identity::Identity,
    incident::{Incidents, rules::Policy},
    knowledge::{KnowledgeEntries, trust},
    letter::Letters,
    notice::{self, Notices},
    policy::Policies,
    proficiency::Proficiency,
    reaction::{DutyTeller, NoticeRaiser},
    request::Requests,
    search::Search,
    special_note::SpecialNotes,
    speed::ResponseSpeed,
    stream::{Event, LogReader},
    triangle::Triangles,
    webhook::Webhooks,
};
use crate::platform::{clock::Clock, courier::Courier, db::Db, feed::Feed, log, typeset::Typesetter};

/// The services of a running server. Clones share them.
#[derive(Clone)]
pub struct Services(Arc<Parts>);

struct Parts {
    db: Db,
    access: Access,
    search: Search,
    identity: Identity,
    accounts: Accounts,
    triangles: Triangles,
    special_notes: SpecialNotes,
    knowledge: KnowledgeEntries,
    policies: Policies,
    requests: Requests,
    incidents: Incidents,
    letters: Letters,
    figures: RedChannelFigures,
    speed: ResponseSpeed,
    handovers: Handovers,
    proficiency: Proficiency,
    notices: Notices,
    webhooks: Webhooks,
    feed: Feed<Event>,
}

impl Services {
    /// Builds the services on a migrated database and starts to follow its log. What leaves the house goes by the courier.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start(db: Db, courier: Courier) -> Result<Self, DbErr> {
        log::prepare(&db).await?;
        let (facts, head) = Facts::load(&db).await?;
        let feed = Feed::start(db.clone(), head, LogReader::new(facts.clone()));
        let access = Access::new(db.clone(), facts);
        let identity = Identity::start(db.clone(), access.clone()).await?;
        let policies = Policies::new(db.clone());
        let incidents = Incidents::new(db.clone(), access.clone(), Policy::default(), policies.clone());
        let typesetter = Typesetter::new();
        let notices = Notices::new(db.clone(), notice::Policy::default());
        feed.start_follower(NoticeRaiser::new(access.facts().clone(), notices.clone())).await?;
        feed.start_follower(DutyTeller).await?;
        Ok(Self(Arc::new(Parts {
            accounts: Accounts::new(db.clone(), access.clone()),
            triangles: Triangles::new(db.clone(), access.clone(), identity.clone()),
            special_notes: SpecialNotes::new(db.clone(), access.clone()),
            knowledge: KnowledgeEntries::new(db.clone(), access.clone(), trust::Policy::default()),
            webhooks: Webhooks::new(db.clone(), access.clone(), courier),
            letters: Letters::new(db.clone(), access.clone(), incidents.clone(), typesetter.clone()),
            requests: Requests::new(db.clone(), access.clone(), policies.clone()),
            speed: ResponseSpeed::new(db.clone(), policies.clone()),
            figures: RedChannelFigures::new(db.clone()),
            proficiency: Proficiency::new(db.clone(), access.clone(), policies.clone()),
            search: Search::new(db.clone()),
            handovers: Handovers::new(db.clone(), access.clone(), policies.clone(), typesetter),
            policies,
            incidents,
            notices,
            access,
            identity,
            feed,
            db,
        })))
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        self.0.db.clock()
    }

    /// The event feed of this node.
    pub fn feed(&self) -> &Feed<Event> {
        &self.0.feed
    }

    /// Proofs for reading.
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    /// Search.
    pub fn search(&self) -> &Search {
        &self.0.search
    }

    /// People, sessions, bots and regions.
    pub fn identity(&self) -> &Identity {
        &self.0.identity
    }

    /// Key accounts.
    pub fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    /// The triangles of accounts.
    pub fn triangles(&self) -> &Triangles {
        &self.0.triangles
    }

    /// Special notes of accounts.
    pub fn special_notes(&self) -> &SpecialNotes {
        &self.0.special_notes
    }

    /// The think tank.
    pub fn knowledge(&self) -> &KnowledgeEntries {
        &self.0.knowledge
    }

    /// The escalation policy.
    pub fn policies(&self) -> &Policies {
        &self.0.policies
    }

    /// Customers' requests.
    pub fn requests(&self) -> &Requests {
        &self.0.requests
    }

    /// The red channel.
    pub fn incidents(&self) -> &Incidents {
        &self.0.incidents
    }

    /// Letters of commitment.
    pub fn letters(&self) -> &Letters {
        &self.0.letters
    }

    /// Figures of the red channel.
    pub fn figures(&self) -> &RedChannelFigures {
        &self.0.figures
    }

    /// How soon successors are proficient.
    pub fn proficiency(&self) -> &Proficiency {
        &self.0.proficiency
    }

    /// Figures of response speed.
    pub fn speed(&self) -> &ResponseSpeed {
        &self.0.speed
    }

    /// Handovers of seats.
    pub fn handovers(&self) -> &Handovers {
        &self.0.handovers
    }

    /// Personal notices.
    pub fn notices(&self) -> &Notices {
        &self.0.notices
    }

    /// Outgoing webhooks.
    pub fn webhooks(&self) -> &Webhooks {
        &self.0.webhooks
    }
}
