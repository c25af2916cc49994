//! A server from its start to its end.

use std::{future::Future, time::Duration};

use sea_orm::DbErr;
use tokio::net::TcpListener;

use crate::{
    app::App,
    config::Config,
    demo, greeting, http,
    platform::{clock::Clock, db::Db, task},
};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened or migrated.
    #[error("the database cannot be used: {0}")]
    Database(#[from] DbErr),
    /// The address cannot be listened on, or the data folder not be made.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The configuration contradicts itself or the data.
    #[error("{0}")]
    Refused(String),
}

/// A server that is ready: it accepts requests once [`Running::serve`] is polled.
pub struct Running {
    app: App,
    db: Db,
    listener: TcpListener,
}

impl Running {
    /// Opens and migrates the database and builds the server. A demonstration fills its own first.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: Config, listener: TcpListener, clock: Clock) -> Result<Self, StartError> {
        if config.demo {
            demo::check_address(listener.local_addr()?)?;
            demo::prepare(&config.target, &clock).await?;
        }
        let db = Db::connect(&config.target, clock).await?;
        crate::migrate(&config.target, &db).await?;
        let app = App::build(config, db.clone()).await?;
        app.services().search().build_on().await?;
        Ok(Self { app, db, listener })
    }

    /// What to tell whoever started it: at the first start how to become administrator, in a demonstration who can be acted
    /// as. Each call makes fresh secrets.
    ///
    /// # Errors
    /// The database failed.
    pub async fn greeting(&self) -> Result<String, StartError> {
        greeting::greeting(&self.app, &self.db, self.listener.local_addr()?).await
    }

    /// The server's parts, for what a command does between start and service.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Serves until `stop` resolves, then ends in peace: no request is cut, sockets are closed with 1012, and the database is
    /// left closed.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) {
        let app = self.app.clone();
        task::spawn("shutdown", async move {
            stop.await;
            app.stop();
        });
        task::spawn("housekeeping", keep_house(self.app.clone()));
        task::spawn("digests", send_digests(self.app.clone()));
        task::spawn("promises", watch_promises(self.app.clone()));
        task::spawn("verifications", watch_verifications(self.app.clone()));
        task::spawn("sweeper", sweep(self.app.clone()));
        task::spawn("handovers", sweep_handovers(self.app.clone()));
        task::spawn("index", build_index(self.app.clone()));
        http::serve(self.app, self.listener).await;
        if tokio::time::timeout(CLOSING, self.db.close()).await.is_err() {
            tracing::warn!("the database is still in use; it is left as after a crash, which harms nothing");
        }
    }
}

/// How long closing the database waits for whoever still uses it. Real time, like the farewell before it.
const CLOSING: Duration = Duration::from_secs(5);

/// How often what has had its time is deleted.
const HOUSEKEEPING: Duration = Duration::from_secs(60 * 60);

async fn keep_house(app: App) {
    loop {
        tokio::select! {
            () = app.stopping() => return,
            () = app.clock().sleep(HOUSEKEEPING) => {}
        }
        let swept = async {
            app.services().identity().purge().await?;
            app.services().notices().purge().await?;
            app.services().webhooks().purge().await
        };
        if let Err(error) = swept.await {
            tracing::warn!(%error, "cannot delete what has had its time; the next try is in an hour");
        }
    }
}

/// How often it is looked for digests of notices that are due.
const DIGESTS: Duration = Duration::from_secs(20);

async fn send_digests(app: App) {
    loop {
        tokio::select! {
            () = app.stopping() => return,
            () = app.clock().sleep(DIGESTS) => {}
        }
        if let Err(error) = app.services().notices().send_digests().await {
            tracing::warn!(%error, "cannot send the digests of notices; the next try is in a moment");
        }
    }
}

/// How often promises are looked through for those whose day has passed, and requests for those whose answer is late.
const PROMISES: Duration = Duration::from_secs(60);

async fn watch_promises(app: App) {
    loop {
        let next = app.clock().now() + PROMISES;
        if let Err(error) = app.services().letters().notice_overdue().await {
            tracing::warn!(%error, "cannot look through the promises; the next try is in a minute");
        }
        if let Err(error) = app.services().requests().notice_late().await {
            tracing::warn!(%error, "cannot look through the requests; the next try is in a minute");
        }
        tokio::select! {
            () = app.stopping() => return,
            () = app.clock().sleep_until(next) => {}
        }
    }
}

/// How often it is looked for entries whose verification has fallen due.
const VERIFICATIONS: Duration = Duration::from_secs(60);

async fn watch_verifications(app: App) {
    loop {
        let next = app.clock().now() + VERIFICATIONS;
        if let Err(error) = app.services().knowledge().tell_due().await {
            tracing::warn!(%error, "cannot tell of the verifications that are due; the next try is in a minute");
        }
        tokio::select! {
            () = app.stopping() => return,
            () = app.clock().sleep_until(next) => {}
        }
    }
}

/// How long the sweeper waits after the database failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Fires the clocks of incidents as they become due. What has begun is brought to its end at a shutdown.
async fn sweep(app: App) {
    while !app.is_stopping() {
        let incidents = app.services().incidents();
        let next = match incidents.sweep().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "cannot fire the clocks that are due; the next try is in a second");
                app.clock().now() + AFTER_FAILURE
            }
        };
        tokio::select! {
            () = app.stopping() => return,
            () = incidents.until_due(next) => {}
        }
    }
}

/// Takes into the index of search what it lacks, batch by batch. An empty database lacks nothing; one from before search, or
/// from before a better cut of words, everything. What many batches wrote is joined afterwards.
async fn build_index(app: App) {
    let search = app.services().search();
    let mut lacked = false;
    while !app.is_stopping() {
        let went_on = match search.build_on().await {
            Ok(true) => {
                lacked = true;
                Ok(true)
            }
            Ok(false) if lacked => search.join_on().await,
            other => other,
        };
        match went_on {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, "cannot build the index of search; the next try is in a second");
                tokio::select! {
                    () = app.stopping() => return,
                    () = app.clock().sleep(AFTER_FAILURE) => {}
                }
            }
        }
    }
}

/// Does with handovers what time does with them.
async fn sweep_handovers(app: App) {
    while !app.is_stopping() {
        let handovers = app.services().handovers();
        let next = match handovers.sweep().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "cannot look through the handovers; the next try is in a second");
                app.clock().now() + AFTER_FAILURE
            }
        };
        tokio::select! {
            () = app.stopping() => return,
            () = handovers.until_due(next) => {}
        }
    }
}

/// Starts a server and serves until `stop` resolves.
///
/// # Errors
/// See [`StartError`].
pub async fn run(
    config: Config,
    listener: TcpListener,
    clock: Clock,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), StartError> {
    Running::start(config, listener, clock).await?.serve(stop).await;
    Ok(())
}
