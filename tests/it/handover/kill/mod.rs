//! The server is killed again and again while seats are handed over: what was acknowledged stays, what was not is done once.

mod drive;

use std::sync::Arc;

use api::platform::task;
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, Statement};
use support::{
    Persona::{Director, EscalationManager, Outsider, SalesLead},
    Server, Value,
    client::Client,
    database::Database,
    json,
    process::Process,
    relay::{Relay, Way},
    story,
    story::soon,
};
use tokio::sync::watch;

use drive::{Drive, Manner, People, steps};

/// To which step each handover loses the first answer though it was taken, and how its clients find out what was done.
const DRIVES: [(&str, Manner); 4] = [
    ("handoverInitiate", Manner::Repeats),
    ("handoverAcceptPack", Manner::Looks),
    ("handoverTransfer", Manner::Repeats),
    ("handoverTransfer", Manner::Looks),
];

const SEAT: &str = "query($id: ID!) { account(id: $id) {
    triangle { sales { primary { user { name } } } }
    assignmentHistory(first: 100) { nodes { seat position since until user { name } } } } }";

/// Who holds the sales seat, of which there is one at each instant; `None`: the line broke.
async fn holder(client: &Client, account: &str) -> Option<String> {
    let answer = client.query_or_lose(SEAT, json!({ "id": account })).await?;
    let nodes = answer["account.assignmentHistory.nodes"].as_array().unwrap();
    let held = nodes.iter().filter(|it| it["seat"] == "SALES" && it["position"] == "PRIMARY");
    // The latest first.
    let held: Vec<&Value> = held.collect();
    assert!(held[0]["until"].is_null(), "nobody holds the seat: {answer:?}");
    for pair in held.windows(2) {
        assert_eq!(pair[0]["since"], pair[1]["until"], "the seat was empty, or held twice: {answer:?}");
    }
    Some(answer.text("account.triangle.sales.primary.user.name"))
}

/// Looks at the seats while they are handed over, until the line breaks.
async fn watch_seats(client: Client, accounts: Vec<String>) {
    for account in accounts.iter().cycle() {
        let Some(name) = holder(&client, account).await else { return };
        assert!([SalesLead.name(), Outsider.name()].contains(&name.as_str()), "{name}");
    }
}

/// What must be there after each start: what was acknowledged, and of what was not, all or nothing.
async fn look(process: &Process, people: &People, drives: &mut [Drive]) {
    let address = process.anonymous().address();
    let director = people.at(address, Director);
    for drive in drives {
        let version = drive.version(&director).await.unwrap();
        assert!(drive.may_be_at(version), "{version} after {} steps", drive.done);
        if version > drive.done {
            // Here an answer was lost though the step was taken.
            drive.loses = drive.loses.filter(|lost| *lost != drive.steps[drive.done].mutation);
        }
        let has_moved = version == drive.steps.len();
        let expected = if has_moved { Outsider } else { SalesLead };
        assert_eq!(holder(&director, &drive.account).await.as_deref(), Some(expected.name()));
        // The former holder reads on, the receiver from the nomination on.
        let sees = async |persona| {
            let document = "query($id: ID!) { account(id: $id) { id } }";
            let answer = people.at(address, persona).query(document, json!({ "id": drive.account })).await;
            answer.errors().is_empty()
        };
        assert!(sees(SalesLead).await, "the former holder lost the account after {version} steps");
        assert_eq!(sees(Outsider).await, version > 0, "the receiver after {version} steps");
    }
}

/// The place on a response team that goes with the seat is the receiver's, once.
async fn look_at_what_went_with_the_seat(client: &Client, drive: &Drive) {
    let document = "query($id: ID!, $account: ID!) {
        handover(id: $id) { state graceUntil transferredAt openItems { outcome } }
        incidents(filter: { accountId: { eq: $account } }, first: 10) { nodes { responseTeam { user { name } } } } }";
    let answer = client.query(document, json!({ "id": drive.id, "account": drive.account })).await;
    assert_eq!(answer["handover.state"], "TRANSFERRED");
    assert_eq!(answer["handover.openItems"], json!([{ "outcome": "REOWNED" }]));
    assert_eq!(
        answer["incidents.nodes"],
        json!([{ "responseTeam": [{ "user": { "name": Outsider.name() } }] }])
    );
    let instant = |path: &str| chrono::DateTime::parse_from_rfc3339(&answer.text(path)).unwrap();
    let grace = instant("handover.graceUntil") - instant("handover.transferredAt");
    assert_eq!(grace, chrono::TimeDelta::days(30));
}

const LOG: &str = "query($after: EventCursor!) { eventLog(after: $after, first: 100) {
    events { eventId ... on HandoverEvent { kind handover { id } } } cursor hasMore } }";

/// Every event after a cursor, each once: its id, and the handover and the kind, if it is of one.
async fn events_after(client: &Client, mut after: String) -> Vec<(String, Value, Value)> {
    let mut events = Vec::new();
    loop {
        let answer = client.query(LOG, json!({ "after": after })).await;
        let page = &answer.data()["eventLog"];
        events.extend(page["events"].as_array().unwrap().iter().map(|it| {
            (it["eventId"].as_str().unwrap().to_owned(), it["handover"]["id"].clone(), it["kind"].clone())
        }));
        after = page["cursor"].as_str().unwrap().to_owned();
        if page["hasMore"] == false {
            return events;
        }
    }
}

/// Each step is one event, in their order, and the log has no gap.
async fn look_at_log(database: &Database, client: &Client, start: String, drives: &[Drive]) {
    let events = events_after(&client.clone().reading(database), start).await;
    let mut ids: Vec<&String> = events.iter().map(|(id, ..)| id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), events.len(), "an event came twice");
    for drive in drives {
        let own = events.iter().filter(|(_, id, _)| json!(drive.id) == *id);
        let kinds = own.map(|(.., kind)| kind.as_str().unwrap());
        // Time tells once that the seat can be moved, if it comes before the move.
        let (told, kinds): (Vec<&str>, Vec<&str>) = kinds.partition(|kind| *kind == "TRANSFER_DUE");
        assert!(told.len() <= 1, "told twice that the seat can be moved");
        let expected: Vec<&str> = drive.steps.iter().map(|step| step.kind).collect();
        assert_eq!(kinds, expected);
        assert!(drive.events.iter().all(|id| ids.contains(&id)), "an acknowledged event is gone");
    }
    let connection = database.connect().await;
    let sql = "select count(*), count(distinct pos), min(pos), max(pos) from event";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    let number = |place: usize| row.try_get_by_index::<i64>(place).unwrap();
    let numbers = [number(0), number(1), number(2), number(3)];
    assert_eq!(numbers, [numbers[0], numbers[0], 1, numbers[0]], "events, positions, the first, the last");
}

/// An account whose sales lead is on the response team of an incident.
async fn account(server: &Server) -> String {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let incident = server.incident(&account, json!({ "severity": "SEV1" })).await;
    let input =
        json!({ "incidentId": incident, "userId": server.cast().id(SalesLead), "expectedVersion": 1 });
    server.as_(EscalationManager).change("incidentAddResponder", "incident { id }", input).await;
    account
}

story!(seats_are_handed_over_step_by_step_however_often_the_server_is_killed, async |server| {
    let steps = Arc::new(steps(server.cast().id(Outsider)));
    let mut drives = Vec::new();
    for lost in DRIVES {
        drives.push(Drive::new(account(&server).await, Arc::clone(&steps), lost));
    }
    let start = server.as_(Director).query("{ eventCursor }", json!({})).await.text("eventCursor");
    let database = server.database().clone();
    server.stop().await;
    let mut process = Process::start(&database).await;
    let people = People::sign_in(&process).await;
    let mut kills = 0;
    while !drives.iter().all(Drive::has_moved) {
        drives = until_killed(process, &people, drives, 4 + kills % 7).await;
        kills += 1;
        process = Process::start(&database).await;
        look(&process, &people, &mut drives).await;
    }
    assert!(kills >= DRIVES.len(), "each lost answer ends a server");
    let director = people.at(process.anonymous().address(), Director);
    for drive in &drives {
        look_at_what_went_with_the_seat(&director, drive).await;
    }
    look_at_log(&database, &director, start, &drives).await;
});

/// Lets all of them go on, kills the server after so many acknowledged steps, and gives what the clients know then.
async fn until_killed(process: Process, people: &People, drives: Vec<Drive>, after: usize) -> Vec<Drive> {
    let address = process.anonymous().address();
    let accounts = drives.iter().map(|drive| drive.account.clone()).collect();
    let watcher = task::spawn("watcher", watch_seats(people.at(address, Director), accounts));
    let count = watch::Sender::new(0);
    let mut seen = count.subscribe();
    let mut running = Vec::new();
    for drive in drives {
        let way = drive.loses.map_or(Way::To(address), |step| Way::Losing(address, step));
        let relay = Relay::open(way).await;
        running.push(task::spawn("drive", drive.go_on(relay, people.clone(), count.clone())));
    }
    drop(count);
    // It ends early if all have moved their seats or lost their answers.
    let enough = soon("acknowledged steps", seen.wait_for(|count| *count >= after)).await;
    drop(enough);
    process.kill();
    let drives = join_all(running).await.into_iter().map(|drive| drive.unwrap()).collect();
    watcher.await.unwrap();
    drives
}
