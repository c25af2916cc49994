//! A server under test: the product itself on a free port, with a database of its own and a clock that stands still.

use std::net::SocketAddr;
use std::time::Duration;

use api::StartError;
use api::config::Config;
use api::limits::Limits;
use api::platform::{clock::Clock, task};
use chrono::{DateTime, TimeZone, Utc};
use hyper::Method;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::database::Database;
use crate::story::soon;

/// When every story begins: a Monday morning.
#[must_use]
pub fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).single().expect("an instant that exists once")
}

/// A running server. It stops when it is dropped; the database stays for the next one.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    database: Database,
    config: Config,
    clock: Clock,
    stop: oneshot::Sender<()>,
    run: JoinHandle<Result<(), StartError>>,
}

impl Server {
    /// Starts a server on that database at the beginning of time and waits until it is ready.
    pub async fn start(database: &Database) -> Self {
        let config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            target: database.target(),
            demo: false,
            limits: Limits::default(),
            allowed_origins: Vec::new(),
        };
        Self::run(database, config, Clock::manual(beginning())).await
    }

    /// Starts another server on the same database, under the same clock.
    pub async fn beside(&self) -> Self {
        Self::run(&self.database, self.config.clone(), self.clock.clone()).await
    }

    /// Stops the server in peace and starts it again, on another port.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| {}).await
    }

    /// Stops the server in peace and starts it again with a changed configuration, on another port.
    pub async fn restart_with(self, change: impl FnOnce(&mut Config)) -> Self {
        let (database, mut config, clock) = (self.database.clone(), self.config.clone(), self.clock.clone());
        change(&mut config);
        self.stop().await;
        Self::run(&database, config, clock).await
    }

    /// Stops the server in peace.
    pub async fn stop(self) {
        // A server that has failed already does not listen; its outcome tells.
        let _ = self.stop.send(());
        let outcome = soon("the server's end", self.run).await.expect("the server should not panic");
        outcome.expect("the server should end in peace");
    }

    /// Moves the clock on, for everybody who runs under it.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// The present instant under the story's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A client that shows no token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None)
    }

    /// A client that shows that token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned()))
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The database behind the server's back.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    async fn run(database: &Database, config: Config, clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port should be free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (stop, stopped) = oneshot::channel();
        // A dropped sender stops the server like a sent word.
        let stopped = async { drop(stopped.await) };
        let run =
            task::spawn("server under test", api::run(config.clone(), listener, clock.clone(), stopped));
        let mut server = Self { address, database: database.clone(), config, clock, stop, run };
        server.wait_until_ready().await;
        server
    }

    /// The listener holds the question until the server accepts it, so that one question is enough.
    async fn wait_until_ready(&mut self) {
        let client = self.anonymous();
        tokio::select! {
            outcome = &mut self.run => panic!("the server did not start: {outcome:?}"),
            answer = client.call(Method::GET, "/readyz").send() => assert_eq!(answer.status(), 200, "{answer:?}"),
        }
    }
}
