//! The demonstration: told once, on a database of its own, for this machine only.

use std::net::SocketAddr;

use api::Running;
use api::config::Config;
use api::limits::Limits;
use api::platform::clock::Clock;
use api::platform::task;
use hyper::Method;
use serde_json::{Value, json};
use support::client::Client;
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
        webhooks_allow_private: false,
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

database_story!(a_demonstration_has_running_clocks_and_a_letter_that_went_to_a_customer, async |database| {
    let running = demonstration(&database).await.expect("an empty database is filled");
    let greeting = running.greeting().await.expect("it hands out tokens");
    let given = |name: &str| {
        let line = greeting.lines().find_map(|line| line.strip_prefix(&format!("export {name}='")));
        line.expect("the greeting has it").trim_end_matches('\'').to_owned()
    };
    let address = given("SERVER").trim_start_matches("http://").parse().expect("it is an address");
    task::spawn("demonstration under test", running.serve(std::future::pending()));
    let sales = Client::new(address, Some(given("SALES")));

    let path = greeting.split("$SERVER").nth(1).and_then(|rest| rest.split('"').next());
    for version in ["", "?version=1"] {
        let path = format!("{}{version}", path.expect("the greeting says where the letter is"));
        let answer = sales.call(Method::GET, &path).send().await;
        assert!(answer.status() == 200 && answer.body().starts_with(b"%PDF-"), "{path}: {answer:?}");
    }
    let states =
        "{ letter: incidentByNumber(number: \"RC-3\") { letter { state commitments { state overdueSince } } }
        clocks: incidentByNumber(number: \"RC-6\") { severity clocks { state breachedAt } } }";
    let seen = sales.query(states, json!({})).await;
    assert_eq!(seen["letter.letter.state"], "IN_PROGRESS");
    let all = |path: &str, field: &str| -> Vec<Value> {
        seen[path].as_array().expect("a list").iter().map(|it| it[field].clone()).collect()
    };
    assert_eq!(all("letter.letter.commitments", "state"), ["KEPT", "OPEN", "OPEN", "OPEN"]);
    assert_eq!(seen["clocks.severity"], "SEV1");
    assert!(all("clocks.clocks", "state").contains(&json!("RUNNING")), "{seen:?}");
    assert!(all("clocks.clocks", "breachedAt").iter().all(Value::is_null), "{seen:?}");
});
