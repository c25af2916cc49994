//! A server under test: the product itself on a free port, with a database of its own and a clock that stands still.

use std::net::SocketAddr;
use std::time::Duration;

use api::Running;
use api::config::Config;
use api::limits::Limits;
use api::platform::{clock::Clock, task};
use chrono::{DateTime, TimeZone, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::database::Database;
use crate::statements;
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
    run: JoinHandle<()>,
}

impl Server {
    /// Starts a server on that database at the beginning of time and waits until it is ready.
    pub async fn start(database: &Database) -> Self {
        statements::listen();
        Self::run(database, configuration(database), Clock::manual(beginning())).await
    }

    /// Starts another server on the same database, under the same clock.
    pub async fn beside(&self) -> Self {
        Self::run(&self.database, self.config.clone(), self.clock.clone()).await
    }

    /// Stops the server in peace and starts it again, on another port.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| {}).await
    }

    /// Stops the server in peace and starts it again after a span of the story's time, on another port.
    pub async fn restart_after(self, span: Duration) -> Self {
        let (database, config, clock) = (self.database.clone(), self.config.clone(), self.clock.clone());
        self.stop().await;
        clock.advance(span);
        Self::run(&database, config, clock).await
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
        // A server that has ended already does not hear it.
        let _ = self.stop.send(());
        soon("the server's end", self.run).await.expect("the server should not panic");
    }

    /// Moves the clock on, for everybody who runs under it.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Lets the server run until so many of its waits are on the clock, no fewer and no more.
    pub async fn has_sleepers(&self, count: usize) {
        let asleep = async {
            while self.clock.sleepers() != count {
                tokio::task::yield_now().await;
            }
        };
        soon("the server waiting for the clock", asleep).await;
    }

    /// The present instant under the story's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A client that shows no token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None).reading(&self.database)
    }

    /// A client that shows that token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned())).reading(&self.database)
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
        let listener = TcpListener::bind(config.listen).await.expect("a port should be free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let running = Running::start(config.clone(), listener, clock.clone()).await;
        let running = running.expect("the server should start");
        Self::serve(running, address, database, config, clock)
    }

    /// The listener holds requests until the server accepts them, so that nobody needs to wait.
    fn serve(
        running: Running,
        address: SocketAddr,
        database: &Database,
        config: Config,
        clock: Clock,
    ) -> Self {
        let (stop, stopped) = oneshot::channel();
        // A dropped sender stops the server like a sent word. The listener holds requests until the server accepts them, so
        // that nobody needs to wait.
        let run = task::spawn("server under test", running.serve(async { drop(stopped.await) }));
        Self { address, database: database.clone(), config, clock, stop, run }
    }
}

fn configuration(database: &Database) -> Config {
    Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        target: database.target(),
        demo: false,
        limits: Limits::default(),
        allowed_origins: Vec::new(),
        trust_forwarded_for: false,
        // The receivers of the stories are on this machine.
        webhooks_allow_private: true,
    }
}
