//! Reading notices and putting them away.

use serde_json::{Value, json};
use support::Persona::DeliveryLead;
use support::{Server, client::Client, story};

use super::acting::{Watcher, account, list};
use crate::incident::acting::report;

/// The ids of that many fresh notices of the delivery lead's, the first that came first.
async fn notices(server: &Server, client: &Client, count: usize) -> Vec<Value> {
    let account = account(server).await;
    let mut watcher = Watcher::of(client).await;
    let mut ids = Vec::new();
    for _ in 0..count {
        report(server, &account, "SEV1").await;
        ids.push(watcher.next().await["notices"][0]["id"].clone());
    }
    ids
}

story!(what_is_read_on_one_device_is_read_on_all, async |server: Server| {
    let client = server.as_(DeliveryLead);
    let ids = notices(&server, &client, 2).await;
    let mut other = Watcher::of(&client).await;
    let input = json!({ "noticeIds": [ids[1]] });
    let answer = client.change("noticeRead", "notices { id readAt }", input.clone()).await;
    assert_eq!(answer["noticeRead.notices.0.id"], ids[1]);
    assert!(answer["noticeRead.notices.0.readAt"].is_string());
    let told = other.next().await;
    assert_eq!((&told["kind"], &told["notices"][0]["id"]), (&json!("READ"), &ids[1]));
    let unread = list(&client, json!({ "unread": true, "kinds": ["INCIDENT_REPORTED"] })).await;
    assert_eq!(unread.iter().map(|it| &it["id"]).collect::<Vec<_>>(), [&ids[0]]);

    let again = client.change("noticeRead", "notices { id } eventIds", input).await;
    assert_eq!(again["noticeRead.eventIds"], json!([]), "it is read already");
});

story!(what_is_put_away_is_out_of_the_list_and_read, async |server: Server| {
    let client = server.as_(DeliveryLead);
    let ids = notices(&server, &client, 2).await;
    let input = json!({ "noticeIds": [ids[0]] });
    client.change("noticeDismiss", "notices { id }", input).await;
    let reported = json!({ "kinds": ["INCIDENT_REPORTED"] });
    let kept = list(&client, reported).await;
    assert_eq!(kept.iter().map(|it| &it["id"]).collect::<Vec<_>>(), [&ids[1]]);
    let all = list(&client, json!({ "kinds": ["INCIDENT_REPORTED"], "includeDismissed": true })).await;
    assert_eq!(all.len(), 2);
    assert!(all[1]["dismissedAt"].is_string() && all[1]["readAt"].is_string());
});

story!(of_several_notices_all_are_marked_or_none, async |server: Server| {
    let client = server.as_(DeliveryLead);
    let ids = notices(&server, &client, 1).await;
    for (wrong, code) in [
        (json!("ntc_01h2e8kqvbfwea724h75qc655w"), "NOT_FOUND"),
        (json!("inc_01h2e8kqvbfwea724h75qc655w"), "ID_TYPE_MISMATCH"),
        (json!("rubbish"), "BAD_USER_INPUT"),
    ] {
        let input = json!({ "noticeIds": [ids[0], wrong] });
        assert_eq!(client.attempt("noticeRead", "notices { id }", input).await.code(), code);
    }
    assert!(list(&client, json!({ "unread": true })).await.iter().any(|it| it["id"] == ids[0]));
    let many = json!({ "noticeIds": vec![&ids[0]; 101] });
    assert_eq!(client.attempt("noticeRead", "notices { id }", many).await.code(), "LIMIT_EXCEEDED");
    let none = json!({ "noticeIds": [] });
    let answer = client.change("noticeRead", "notices { id } eventIds", none).await;
    assert_eq!(answer["noticeRead.notices"], json!([]));
});
