//! The composition root: builds the services and the schema, and is what the protocol holds of a running server.

use std::{sync::Arc, time::Duration};

use sea_orm::DbErr;
use tokio::sync::watch;

use crate::{
    config::Config,
    domain::{Services, access::Viewer, identity::AuthError},
    graphql::{self, Schema},
    platform::{
        clock::Clock,
        courier::{Courier, Reach},
        db::Db,
    },
};

/// A running server. Clones share it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    config: Config,
    services: Services,
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
        let reach = if config.webhooks_allow_private { Reach::Anywhere } else { Reach::Public };
        let services = Services::start(db, Courier::new(reach)).await?;
        let (schema, stopping) = (graphql::schema(), watch::Sender::new(false));
        Ok(Self(Arc::new(Parts { config, services, schema, stopping })))
    }

    /// How the server runs.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// What the business can do.
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        self.0.services.clock()
    }

    /// The executable schema.
    pub fn schema(&self) -> &Schema {
        &self.0.schema
    }

    /// Who sends these credentials; nobody, if there are none.
    ///
    /// # Errors
    /// They are not accepted, or the server cannot tell at the moment.
    pub async fn authenticate(&self, authorization: Option<&str>) -> Result<Viewer, AuthError> {
        let Some(authorization) = authorization else { return Ok(Viewer::Anonymous) };
        if self.0.services.feed().age() > STALE {
            return Err(AuthError::Unavailable);
        }
        self.0.services.identity().authenticate(authorization).await
    }

    /// The public keys that verify access tokens, as a JWK set.
    pub fn jwks(&self) -> serde_json::Value {
        self.0.services.identity().jwks()
    }

    /// Resolves when the viewer's session, person, bot or key has been ended.
    pub async fn ended(&self, viewer: &Viewer) {
        self.0.services.access().facts().ended(viewer).await;
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
        let age = self.0.services.feed().age();
        if age > STALE { Err(format!("the event log was last read {} s ago", age.as_secs())) } else { Ok(()) }
    }
}
