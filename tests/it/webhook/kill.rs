//! Whoever sends may die: the event is sent again under the same id.

use sea_orm::ConnectionTrait;
use serde_json::json;
use support::{
    Persona::Administrator,
    client::Client,
    process::Process,
    process_story,
    receiver::{Receiver, Reply},
};

const ACCOUNTS: &str = "subscription { accountEvents { ... on AccountEvent { eventId snapshot { code } } } }";

/// An endpoint for what happens to accounts.
async fn hook(administrator: &Client, receiver: &Receiver) {
    let bot = administrator.change("botCreate", "bot { id }", json!({ "name": "Listener" })).await;
    let input = json!({ "botId": bot["botCreate.bot.id"], "label": "story", "scopes": ["ACCOUNT_READ"] });
    let issued = administrator.change("apiKeyIssue", "issued { apiKey { id } }", input).await;
    let key = &issued["apiKeyIssue.issued.apiKey.id"];
    let input = json!({ "apiKeyId": key, "url": receiver.url(), "document": ACCOUNTS });
    administrator.change("webhookEndpointRegister", "registered { secret }", input).await;
}

process_story!(what_a_killed_server_was_sending_is_sent_again_under_the_same_id, async |process: Process| {
    let administrator = process.as_(Administrator).await;
    let mut receiver = Receiver::start().await;
    receiver.answer(Reply::Hang);
    hook(&administrator, &receiver).await;
    let regions = administrator.query("{ regions { id } }", json!({})).await;
    let input = json!({
        "code": "KILLED", "name": "Killed Works", "regionId": regions["regions.0.id"], "timeZone": "Europe/Berlin",
        "status": "ACTIVE",
    });
    administrator.change("accountCreate", "account { id }", input).await;
    let first = receiver.next().await;
    let database = process.database().clone();
    process.kill();

    // The lease of the dead ends after a minute; nobody waits for it here.
    let connection = database.connect().await;
    let over = "update webhook_delivery set next_at = last_attempt_at";
    connection.execute_unprepared(over).await.expect("a lease can end");
    connection.close().await.expect("an idle connection closes");
    receiver.answer(Reply::Status(204));
    let _process = Process::start(&database).await;
    let again = receiver.next().await;
    assert_eq!((again.id(), &again.body), (first.id(), &first.body));
});
