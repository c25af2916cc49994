//! The demonstration: told once, on a database of its own, for this machine only.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use api::Running;
use api::config::Config;
use api::limits::Limits;
use api::platform::clock::Clock;
use api::platform::task;
use chrono::TimeDelta;
use hyper::Method;
use serde_json::{Value, json};
use support::client::Client;
use support::database::Database;
use support::database_story;
use tokio::net::TcpListener;

/// A server on that database, on a free port of this machine.
pub(super) fn configuration(database: &Database, demo: bool) -> Config {
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

pub(super) async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port should be free")
}

/// Starts a demonstration on that database.
pub(super) async fn demonstration(database: &Database) -> Result<Running, api::StartError> {
    Running::start(configuration(database, true), listener().await, Clock::system()).await
}

/// A running demonstration, and what it printed.
struct Stage {
    greeting: String,
}

impl Stage {
    async fn of(database: &Database) -> Self {
        let running = demonstration(database).await.expect("an empty database is filled");
        let greeting = running.greeting().await.expect("it hands out tokens");
        task::spawn("demonstration under test", running.serve(std::future::pending()));
        Self { greeting }
    }

    /// What a line for the shell gives a name.
    fn given(&self, name: &str) -> &str {
        let line = self.greeting.lines().find_map(|line| line.strip_prefix(&format!("export {name}='")));
        line.expect("the greeting has it").trim_end_matches('\'')
    }

    /// Somebody who can be acted as.
    fn client(&self, name: &str) -> Client {
        let address = self.given("SERVER").trim_start_matches("http://").parse();
        Client::new(address.expect("it is an address"), Some(self.given(name).to_owned()))
    }
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
    let stage = Stage::of(&database).await;
    let (sales, greeting) = (stage.client("SALES"), &stage.greeting);

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

database_story!(
    customers_of_a_demonstration_are_answered_faster_since_a_triangle_is_complete,
    async |database| {
        let sales = Stage::of(&database).await.client("SALES");
        let account =
            "{ accountByCode(code: \"YUANHANG\") { id triangle { technical { primary { since } } } } }";
        let account = sales.query(account, json!({})).await;
        let now = Clock::system().now();
        let span = json!({
            "from": account["accountByCode.triangle.technical.primary.since"],
            "to": now.to_rfc3339(),
            "accounts": [account["accountByCode.id"]],
        });
        let speed = "query($from: DateTime!, $to: DateTime!, $accounts: [ID!]) {
        responseSpeed(askedFrom: $from, askedTo: $to, accountIds: $accounts) { kind withinTarget { count of }
            firstResponse { p50BusinessSeconds } firstResponseImprovement { percent baselineCount currentCount } } }";
        let told = sales.query(speed, span).await;
        let expected = json!([
            { "kind": "QUOTATION", "withinTarget": { "count": 0, "of": 1 }, "firstResponse": { "p50BusinessSeconds": null },
                "firstResponseImprovement": { "percent": null, "baselineCount": 0, "currentCount": 0 } },
            { "kind": "TECHNICAL", "withinTarget": { "count": 10, "of": 11 },
                "firstResponse": { "p50BusinessSeconds": 3_000 },
                "firstResponseImprovement": { "percent": 75.0, "baselineCount": 10, "currentCount": 11 } },
        ]);
        assert_eq!(told["responseSpeed"], expected);

        let requests =
            "{ customerRequests(filter: { states: [OPEN] }) { nodes { account { code } dueState waiting } }
        handed: customerRequests(filter: { kinds: [CHANGE] }, first: 1) { nodes { hops { from to } } } }";
        let seen = sales.query(requests, json!({})).await;
        // Which of two was asked first depends on where it is tomorrow already.
        let open = seen["customerRequests.nodes"].as_array().expect("a list").iter();
        let open: BTreeMap<_, _> =
            open.map(|it| (it["account"]["code"].to_string(), (&it["dueState"], &it["waiting"]))).collect();
        let (met, late) = (json!("MET"), json!("LATE"));
        let (sales, technical) = (json!(["SALES"]), json!(["TECHNICAL"]));
        let expected =
            [("HARBOR", &met, &technical), ("NORDWERK", &met, &technical), ("YUANHANG", &late, &sales)];
        let expected = expected.map(|(code, due, waiting)| (json!(code).to_string(), (due, waiting)));
        assert_eq!(open, BTreeMap::from(expected));
        let hops = json!([
            { "from": null, "to": "SALES" },
            { "from": "SALES", "to": "TECHNICAL" },
            { "from": "TECHNICAL", "to": "SALES" },
            { "from": "SALES", "to": null },
        ]);
        assert_eq!(seen["handed.nodes.0.hops"], hops);
    }
);

database_story!(
    the_successor_of_a_demonstration_is_on_the_way_to_those_who_hold_a_seat_for_long,
    async |database| {
        let delivery = Stage::of(&database).await.client("DELIVERY");
        let term = "{ accountByCode(code: \"HARBOR\") { triangle { delivery { primary { id } } } } }";
        let term = delivery.query(term, json!({})).await;
        let figures = "query($term: ID!, $from: Date!, $to: Date!) { proficiency(assignmentId: $term) {
        benchmark { tier responseHolders responseP50BusinessSeconds rightFirstTimeRate }
        latest { number value } progress { daysTo80 } days(from: $from, to: $to) { number value } } }";
        let now = Clock::system().now();
        let asked = json!({
            "term": term["accountByCode.triangle.delivery.primary.id"],
            "from": (now - TimeDelta::days(40)).date_naive().to_string(),
            "to": (now + TimeDelta::days(2)).date_naive().to_string(),
        });
        let told = delivery.query(figures, asked).await;
        let benchmark = json!({
            "tier": "S", "responseHolders": 6, "responseP50BusinessSeconds": 2_400, "rightFirstTimeRate": 1.0,
        });
        assert_eq!(told["proficiency.benchmark"], benchmark);
        let days = told["proficiency.days"].as_array().expect("days are told");
        assert_eq!(days[0]["number"], 14);
        let values: Vec<f64> =
            days.iter().map(|day| day["value"].as_f64().expect("every day has a value")).collect();
        let (first, last) = (values[0], values[values.len() - 1]);
        assert!(values.len() >= 16 && 0.3 < first && first < last && last < 0.8, "{values:?}");
        assert_eq!(told["proficiency.latest.value"], last);
        assert_eq!(told["proficiency.progress.daysTo80"], Value::Null);
    }
);

database_story!(a_demonstration_has_entries_that_can_be_trusted_and_some_that_cannot, async |database| {
    let stage = Stage::of(&database).await;
    let shelf = "{ knowledgeTrustScore { score target }
        stale: knowledgeEntries(filter: { trust: { eq: STALE } }) { nodes { title } }
        expired: knowledgeEntries(includeExpired: true, filter: { trust: { eq: EXPIRED } }) { nodes { title } } }";
    let seen = stage.client("SALES").query(shelf, json!({})).await;
    let score = seen["knowledgeTrustScore.score"].as_f64().expect("there are entries");
    assert!(0.4 < score && score < seen["knowledgeTrustScore.target"].as_f64().unwrap(), "{score}");
    assert_eq!(seen["stale.nodes"], json!([{ "title": "Wettbewerber: neue Preisliste für Ersatzteile" }]));
    assert_eq!(
        seen["expired.nodes"],
        json!([{ "title": "What the port operators will show at their fair" }])
    );

    // Whom Marta's entry falls back to also publishes playbooks; one of these is contested.
    let duties = "{ myVerifications(first: 50) { nodes { title trust verification { verifier { user { name } } contest { by { name } } } } } }";
    let mine = stage.client("TECHNICAL").query(duties, json!({})).await;
    let of = |title: &str| {
        let mine = mine["myVerifications.nodes"].as_array().expect("a list");
        mine.iter().find(|entry| entry["title"] == title).cloned().expect("it is among the duties")
    };
    let fallen_back = of("Harbor Lights: a crane that lost its orders");
    assert_eq!(fallen_back["verification"]["verifier"]["user"]["name"], "Marta Kowalska");
    let contested = of("Preparing an executive visit within 24 hours");
    assert_eq!(
        (&contested["trust"], &contested["verification"]["contest"]["by"]["name"]),
        (&json!("UNVERIFIED"), &json!("林悦"))
    );
});
