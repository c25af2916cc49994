//! The composition root: builds the services in the order of the map, and is what the protocol and the resolvers hold.

use std::{sync::Arc, time::Duration};

use sea_orm::DbErr;
use tokio::sync::watch;

use crate::{
    config::Config,
    domain::{
        access::{Access, Facts, Viewer},
        identity::{AuthError, Identity},
        incident::{Incidents, rules::Policy},
        knowledge::KnowledgeEntries,
        stream::{Event, LogReader},
    },
    graphql::{self, Schema},
    platform::{clock::Clock, db::Db, feed::Feed, log},
};

/// A running server. Clones share it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    config: Config,
    db: Db,
    access: Access,
    identity: Identity,
    knowledge: KnowledgeEntries,
    incidents: Incidents,
    feed: Feed<Event>,
    schema: Schema,
    stopping: watch::Sender<bool>,
}

/// A node that has not read the log for so long cannot judge who may come in.
const STALE: Duration = Duration::from_secs(5);

impl App {
    /// Builds a server on a migrated database.
    ///
    /// # Errors
    /// The database failed.
    pub async fn build(config: Config, db: Db) -> Result<Self, DbErr> {
        log::prepare(&db).await?;
        let (facts, head) = Facts::load(&db).await?;
        let feed = Feed::start(db.clone(), head, LogReader::new(facts.clone()));
        let access = Access::new(db.clone(), facts);
        let identity = Identity::start(db.clone(), access.clone()).await?;
        Ok(Self(Arc::new(Parts {
            schema: graphql::schema(),
            stopping: watch::Sender::new(false),
            config,
            knowledge: KnowledgeEntries::new(db.clone(), access.clone()),
            incidents: Incidents::new(db.clone(), access.clone(), Policy::default()),
            access,
            identity,
            feed,
            db,
        })))
    }

    /// How the server runs.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        self.0.db.clock()
    }

    /// The executable schema.
    pub fn schema(&self) -> &Schema {
        &self.0.schema
    }

    /// The event feed of this node.
    pub fn feed(&self) -> &Feed<Event> {
        &self.0.feed
    }

    /// Proofs for reading.
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    /// People, sessions, bots and regions.
    pub fn identity(&self) -> &Identity {
        &self.0.identity
    }

    /// The think tank.
    pub fn knowledge(&self) -> &KnowledgeEntries {
        &self.0.knowledge
    }

    /// The red channel.
    pub fn incidents(&self) -> &Incidents {
        &self.0.incidents
    }

    /// Who sends these credentials; nobody, if there are none.
    ///
    /// # Errors
    /// They are not accepted, or the server cannot tell at the moment.
    pub async fn authenticate(&self, authorization: Option<&str>) -> Result<Viewer, AuthError> {
        let Some(authorization) = authorization else { return Ok(Viewer::Anonymous) };
        if self.0.feed.age() > STALE {
            return Err(AuthError::Unavailable);
        }
        self.0.identity.authenticate(authorization).await
    }

    /// The public keys that verify access tokens, as a JWK set.
    pub fn jwks(&self) -> serde_json::Value {
        self.0.identity.jwks()
    }

    /// Resolves when the viewer's session, person, bot or key has been ended.
    pub async fn ended(&self, viewer: &Viewer) {
        self.0.access.facts().ended(viewer).await;
    }

    /// Begins the shutdown: no new requests; running ones end, sockets are closed.
    pub fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    /// Whether the shutdown has begun.
    pub fn is_stopping(&self) -> bool {
        *self.0.stopping.borrow()
    }

    /// Resolves when the shutdown begins.
    pub async fn stopping(&self) {
        // The sender lives as long as `self`.
        let _ = self.0.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Whether this node can answer: it is not stopping, and it reads the log.
    ///
    /// # Errors
    /// Why not, for the operator.
    pub fn ready(&self) -> Result<(), String> {
        if self.is_stopping() {
            return Err("stopping".into());
        }
        let age = self.0.feed.age();
        if age > STALE { Err(format!("the event log was last read {} s ago", age.as_secs())) } else { Ok(()) }
    }
}
