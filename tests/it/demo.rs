//! The demonstration: told once, on a database of its own, for this machine only.

use std::net::SocketAddr;

use api::Running;
use api::config::Config;
use api::limits::Limits;
use api::platform::clock::Clock;
use support::database::Database;
use support::database_story;
use tokio::net::TcpListener;

fn configuration(database: &Database, demo: bool) -> Config {
    Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        target: database.target(),
        demo,
        limits: Limits::default(),
        allowed_origins: Vec::new(),
        trust_forwarded_for: false,
    }
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port should be free")
}

/// Starts a demonstration on that database.
pub(super) async fn demonstration(database: &Database) -> Result<Running, api::StartError> {
    Running::start(configuration(database, true), listener().await, Clock::system()).await
}

database_story!(a_demonstration_begins_once_and_leaves_other_databases_alone, async |database| {
    let first = demonstration(&database).await.expect("an empty database is filled");
    drop(first);
    let again = demonstration(&database).await.expect("a database that it made is found again");
    assert!(again.greeting().await.expect("it hands out tokens").contains("export BOT='itk_"));
    drop(again);

    let foreign = Database::empty(database.engine()).await;
    let served = Running::start(configuration(&foreign, false), listener().await, Clock::system()).await;
    drop(served.expect("the server should start"));
    let refused = demonstration(&foreign).await.err().expect("somebody else's database is refused");
    assert!(refused.to_string().contains("did not make this database"), "{refused}");
    foreign.remove().await;
});

database_story!(of_two_demonstrations_that_start_at_the_same_moment_one_tells_the_story, async |database| {
    let (one, other) = tokio::join!(demonstration(&database), demonstration(&database));
    for running in [one, other] {
        let running = running.expect("one fills the database, the other finds it filled");
        assert!(running.greeting().await.expect("it hands out tokens").contains("export BOT='itk_"));
    }
});

database_story!(a_demonstration_is_not_for_other_machines, async |database| {
    for everybody in ["0.0.0.0:0", "[::]:0"] {
        // A machine without IPv6 has no such address.
        let Ok(listener) = TcpListener::bind(everybody).await else { continue };
        let started = Running::start(configuration(&database, true), listener, Clock::system()).await;
        let refused = started.err().expect("others could reach it");
        assert!(refused.to_string().contains("listen on 127.0.0.1:"), "{refused}");
    }
    demonstration(&database).await.expect("what was refused left nothing behind");
});
