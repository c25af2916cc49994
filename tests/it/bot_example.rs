//! The reference bot of `examples/escalation-bot`, killed and starved: no alarm is lost or doubled, no event is missed.

use std::fs;
use std::process::Stdio;

use api::platform::log::Cursor;
use serde_json::{Value, json};
use support::Persona::{Administrator, Auditor};
use support::bot::{Bot, Ended, Running};
use support::client::Client;
use support::relay::{Relay, Way};
use support::story::soon;
use support::{Server, story};

use super::incident::acting::{account, attempt_against, head, report};

/// All that the bot needs.
fn scopes() -> Value {
    json!({ "scopes": ["INCIDENT_REPORT", "INCIDENT_READ", "INCIDENT_TIMELINE", "ACCOUNT_READ"] })
}

async fn key(server: &Server) -> String {
    server.bot(scopes()).await.token().unwrap().to_owned()
}

fn alarm(key: &str, beside: Value) -> Value {
    let mut alarm = json!({ "key": key, "account": "ACME", "severity": "SEV2", "title": "Line stands still",
        "description": "Since the *update*." });
    alarm.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
    alarm
}

/// The incidents, the first one first, with what bots told of each.
async fn incidents(client: &Client) -> Vec<Value> {
    let document = "{ incidents(first: 100) { nodes { id number severity alarms { dedupeKey times }
        timeline { nodes { kind body } } } } }";
    let answer = client.query(document, json!({})).await;
    let mut found = answer["incidents.nodes"].as_array().unwrap().clone();
    found.sort_by_key(|it| it["number"].as_str().unwrap().trim_start_matches("RC-").parse::<u32>().unwrap());
    found
}

/// Waits until there are so many incidents.
async fn reaches(server: &Server, count: usize) {
    let auditor = server.as_(Auditor);
    let reached = async {
        while incidents(&auditor).await.len() < count {
            tokio::task::yield_now().await;
        }
    };
    soon("the incidents being opened", reached).await;
}

/// The ids of all events of incidents after a cursor.
async fn happened(server: &Server, after: &str) -> Vec<Value> {
    let document = "query($after: EventCursor!) { eventLog(after: $after, first: 100) {
        events { ... on IncidentEvent { eventId } } } }";
    let answer = server.as_(Auditor).query(document, json!({ "after": after })).await;
    let events = answer["eventLog.events"].as_array().unwrap();
    events.iter().filter_map(|event| event.get("eventId").cloned()).collect()
}

/// An incident that is there before the bot comes, with its event.
async fn report_before(server: &Server, account: &str) {
    let start = head(server).await;
    report(server, account, "SEV3").await;
    // When the log can be read up to there, the bot begins behind it.
    assert_eq!(happened(server, &start).await.len(), 1);
}

/// The ids of the events that a process printed.
fn ids(ended: &Ended) -> Vec<Value> {
    ended.events().iter().filter_map(|event| event.get("eventId").cloned()).collect()
}

async fn printed(bot: &mut Running, count: usize) {
    bot.prints(|lines| lines.iter().filter(|line| line.get("eventId").is_some()).count() >= count).await;
}

story!(alarms_become_incidents_once_however_often_the_bot_is_killed, async |mut server| {
    account(&server, "ACME", Some("S")).await;
    let relay = Relay::open(Way::Nowhere).await;
    let bot = Bot::new(&key(&server).await, &relay);
    let alarms: Vec<Value> = (0..12).map(|n| alarm(&format!("line-{n}"), json!({}))).collect();
    let mut running = bot.start(&[]);
    running.give(&alarms);
    running.give(&alarms[..1]);
    bot.has_kept(13).await;
    drop(running.kill());

    // The server hears, and the bot does not learn of it.
    relay.lead(Way::Losing(server.address(), "incidentReport("));
    let mut deaf = bot.start(&[]);
    deaf.says("alarm line-0 waits", 2).await;
    assert_eq!((bot.files("alarms").len(), incidents(&server.as_(Auditor)).await.len()), (13, 1));
    drop(deaf.kill());
    relay.lead(Way::To(server.address()));
    for count in [2, 5] {
        let running = bot.start(&[]);
        reaches(&server, count).await;
        drop(running.kill());
    }
    server = server.restart().await;
    relay.lead(Way::To(server.address()));
    let ended = bot.start(&["--once"]).finish().await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let told = incidents(&server.as_(Auditor)).await;
    let counted: Vec<_> = told.iter().map(|it| it["alarms"].clone()).collect();
    let expected =
        (0..12).map(|n| json!([{ "dedupeKey": format!("line-{n}"), "times": 1 + u32::from(n == 0) }]));
    assert_eq!(counted, expected.collect::<Vec<_>>());
    assert_eq!((bot.files("alarms").len(), bot.files("refused").len()), (0, 0));
});

story!(the_bot_prints_every_event_in_order_and_after_a_kill_at_most_the_last_again, async |mut server| {
    let account = account(&server, "ACME", Some("S")).await;
    let relay = Relay::open(Way::To(server.address())).await;
    let bot = Bot::new(&key(&server).await, &relay);
    report_before(&server, &account).await;
    let mut running = bot.start(&[]);
    running.prints(|lines| lines.iter().any(|line| line["event"] == "FOUND_OPEN")).await;
    let start = head(&server).await;
    let (mut seen, mut last): (Vec<Value>, Value) = (Vec::new(), Value::Null);
    for round in 0..4 {
        for _ in 0..3 {
            report(&server, &account, "SEV2").await;
        }
        printed(&mut running, 1 + round % 3).await;
        let ended = running.kill();
        let ids = ids(&ended);
        seen.extend(ids.iter().skip(usize::from(ids.first() == Some(&last))).cloned());
        last = ids.last().cloned().unwrap_or(last);
        if round == 2 {
            server = server.restart().await;
            relay.lead(Way::To(server.address()));
        }
        running = bot.start(&[]);
    }
    report(&server, &account, "SEV2").await;
    let expected = happened(&server, &start).await;
    running.prints(|lines| lines.last().is_some_and(|line| Some(&line["eventId"]) == expected.last())).await;
    let ended = running.stop().await;
    assert_eq!(ended.code, Some(0));
    let ids = ids(&ended);
    seen.extend(ids.iter().skip(usize::from(ids.first() == Some(&last))).cloned());
    assert_eq!(seen, expected);
});

story!(a_revoked_key_stops_the_bot_which_keeps_its_alarms_for_another, async |server| {
    account(&server, "ACME", Some("S")).await;
    let relay = Relay::open(Way::To(server.address())).await;
    let administrator = server.as_(Administrator);
    let made = administrator.change("botCreate", "bot { id }", json!({ "name": "Sentinel" })).await;
    let mut input = scopes();
    input["botId"] = made["botCreate.bot.id"].clone();
    input["label"] = json!("story");
    let issued = administrator.change("apiKeyIssue", "issued { secret apiKey { id } }", input).await;
    let secret = issued.text("apiKeyIssue.issued.secret");
    let bot = Bot::new(&secret, &relay);
    let mut running = bot.start(&[]);
    running.give(&[alarm("line-3", json!({}))]);
    printed(&mut running, 1).await;
    let revoke = json!({ "apiKeyId": issued["apiKeyIssue.issued.apiKey.id"] });
    administrator.change("apiKeyRevoke", "apiKey { id }", revoke).await;
    let first = running.end().await;
    relay.lead(Way::Nowhere);
    let mut running = bot.start(&[]);
    running.give(&[alarm("line-4", json!({}))]);
    bot.has_kept(1).await;
    relay.lead(Way::To(server.address()));
    let second = running.end().await;
    for ended in [&first, &second] {
        assert_eq!(ended.code, Some(3));
        assert!(ended.said.iter().any(|line| line.contains("the key does not work")), "{ended:?}");
    }
    let kept = format!("{:?}{:?}", bot.files("alarms"), fs::read_to_string(bot.state().join("cursor")));
    assert!(!format!("{first:?}{second:?}{kept}").contains(&secret), "the key is shown to nobody");
    let bot = bot.with_key(&key(&server).await);
    assert_eq!(bot.start(&["--once"]).finish().await.code, Some(0));
    assert_eq!(incidents(&server.as_(Auditor)).await.len(), 2);
});

story!(what_the_server_never_takes_is_set_aside_and_holds_nothing_up, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let relay = Relay::open(Way::To(server.address())).await;
    let key = key(&server).await;
    let bot = Bot::new(&key, &relay);
    let mut running = bot.start(&["--once"]);
    let evidence = json!({ "evidence": "https://logs.example/42", "id": "4711" });
    running.give(&["no alarm"]);
    running.give(&[
        alarm("line-1", json!({ "account": "NOBODY" })),
        alarm("line-2", json!({ "title": "" })),
        alarm("line-3", evidence.clone()),
        alarm("line-3", evidence),
        alarm("line-3", json!({ "evidence": "https://logs.example/42" })),
        // The story's clock stands long before the one of whoever told this.
        alarm("line-4", json!({ "at": "2999-01-01T00:00:00Z" })),
    ]);
    let ended = running.finish().await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.said.iter().any(|line| line.contains("line 1 is skipped")), "{ended:?}");
    let mut refused: Vec<String> =
        bot.files("refused").iter().map(|file| file["why"].as_str().unwrap().to_owned()).collect();
    refused.sort();
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused[0].starts_with("NOT_FOUND: account NOBODY"), "{refused:?}");
    assert!(refused[1].contains(r#"["title"]"#), "{refused:?}");
    let told = incidents(&server.as_(Auditor)).await;
    assert_eq!(told[0]["alarms"], json!([{ "dedupeKey": "line-3", "times": 2 }]));
    let lines = json!([{ "kind": "EVIDENCE", "body": "https://logs.example/42" }]);
    assert_eq!(told[0]["timeline"]["nodes"], lines);
    assert_eq!((told.len(), &told[1]["alarms"][0]["dedupeKey"]), (2, &json!("line-4")));
    let id = report(&server, &account, "SEV1").await;
    let refused = attempt_against(&server.with_token(&key), "incidentAcknowledge", &id, 1, json!({})).await;
    assert_eq!(refused.code(), "FORBIDDEN", "people acknowledge, bots do not");
});

story!(a_bot_that_cannot_print_stops_and_the_next_one_prints_what_it_could_not, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let relay = Relay::open(Way::To(server.address())).await;
    let bot = Bot::new(&key(&server).await, &relay);
    let mut running = bot.start(&[]);
    running.give(&[alarm("line-3", json!({}))]);
    printed(&mut running, 1).await;
    assert_eq!(running.stop().await.code, Some(0));
    let start = head(&server).await;
    report(&server, &account, "SEV2").await;
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = bot.start_printing_to(Stdio::from(full), &[]).end().await;
    assert_eq!(ended.code, Some(1));
    assert!(ended.said.iter().any(|line| line.contains("the output cannot be written")), "{ended:?}");
    let mut running = bot.start(&[]);
    let expected = happened(&server, &start).await;
    running.prints(|lines| lines.last().is_some_and(|line| line["eventId"] == expected[0])).await;
});

story!(a_bot_whose_history_is_gone_reads_the_state_and_goes_on, async |server| {
    let account = account(&server, "ACME", Some("S")).await;
    let relay = Relay::open(Way::To(server.address())).await;
    let bot = Bot::new(&key(&server).await, &relay);
    report_before(&server, &account).await;
    let here: Cursor = head(&server).await.parse().unwrap();
    fs::create_dir(bot.state()).unwrap();
    let lost = Cursor { epoch: here.epoch + 1, ..here };
    fs::write(bot.state().join("cursor"), lost.to_string()).unwrap();
    let mut running = bot.start(&[]);
    running.prints(|lines| lines.len() == 2).await;
    report(&server, &account, "SEV1").await;
    printed(&mut running, 1).await;
    let told: Vec<_> = running.stop().await.events().iter().map(|line| line["event"].clone()).collect();
    assert_eq!(told, ["HISTORY_LOST", "FOUND_OPEN", "REPORTED"]);
});
