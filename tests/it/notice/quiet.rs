//! Quiet hours.

use std::time::Duration;

use serde_json::json;
use support::Persona::DeliveryLead;
use support::{Server, story};

use super::acting::{Watcher, account};
use crate::incident::acting::report;

const HOURS: &str = "{ myQuietHours { startsAt endsAt timeZone } }";

story!(quiet_hours_hold_back_a_sev2_until_their_end_and_a_sev1_never, async |server: Server| {
    let account = account(&server).await;
    let client = server.as_(DeliveryLead);
    let clock = |offset: i64| (server.now() + chrono::TimeDelta::minutes(offset)).format("%H:%M").to_string();
    let hours = json!({ "startsAt": clock(-60), "endsAt": clock(120), "timeZone": "UTC" });
    client.change("quietHoursSet", "quietHours { startsAt }", json!({ "hours": hours })).await;
    assert_eq!(client.query(HOURS, json!({})).await["myQuietHours"], hours);
    let mut watcher = Watcher::of(&client).await;
    report(&server, &account, "SEV2").await;
    report(&server, &account, "SEV1").await;
    let first = watcher.next().await;
    assert_eq!(
        (&first["kind"], &first["notices"][0]["incident"]["severity"]),
        (&json!("RAISED"), &json!("SEV1"))
    );
    server.advance(Duration::from_secs(121 * 60));
    let digest = watcher.next().await;
    assert_eq!(digest["kind"], "DIGESTED");
    let held = digest["notices"].as_array().unwrap();
    assert!(held.iter().any(|notice| notice["incident"]["severity"] == "SEV2"), "{held:?}");
});

story!(quiet_hours_are_checked_and_can_be_ended, async |server: Server| {
    let client = server.as_(DeliveryLead);
    for (field, value, code) in [
        ("startsAt", "25:00", "MALFORMED"),
        ("endsAt", "7 o'clock", "MALFORMED"),
        ("timeZone", "Mars/Olympus", "TIME_ZONE_UNKNOWN"),
        ("endsAt", "22:00", "SAME_AS_START"),
    ] {
        let mut hours = json!({ "startsAt": "22:00", "endsAt": "07:00", "timeZone": "Asia/Shanghai" });
        hours[field] = json!(value);
        let answer =
            client.attempt("quietHoursSet", "quietHours { startsAt }", json!({ "hours": hours })).await;
        assert_eq!(
            (&answer.user_error()["code"], &answer.user_error()["path"]),
            (&json!(code), &json!(["hours", field]))
        );
    }
    assert_eq!(client.query(HOURS, json!({})).await["myQuietHours"], json!(null));
    for hours in [json!({ "startsAt": "22:00", "endsAt": "07:00", "timeZone": "Asia/Shanghai" }), json!(null)]
    {
        let input = json!({ "hours": hours });
        let answer = client.change("quietHoursSet", "quietHours { startsAt endsAt timeZone }", input).await;
        assert_eq!(answer["quietHoursSet.quietHours"], hours);
        assert_eq!(client.query(HOURS, json!({})).await["myQuietHours"], hours);
    }
});
