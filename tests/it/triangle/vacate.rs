//! Vacating seats and releasing members.

use support::Persona::{Deputy, Director, Member, SalesLead};
use support::{json, story};

use super::acting::{ask, assignment, now, refusal, seat, told};

story!(a_vacated_seat_is_named, async |server| {
    let account = server.triangle(json!({})).await;
    let start = now(&server).await;
    let input =
        json!({ "assignmentId": assignment(&server, &account, SalesLead).await, "reason": " left us " });
    let facts =
        "assignment { until endReason endedBy { name } account { triangle { isComplete vacantSeats } } }";
    let left = server.as_(Director).change("seatVacate", facts, input.clone()).await;
    let expected = json!({ "until": "2026-03-02T09:00:00+00:00", "endReason": "left us", "endedBy": { "name": Director.name() },
        "account": { "triangle": { "isComplete": false, "vacantSeats": ["SALES"] } } });
    assert_eq!(left["seatVacate.assignment"], expected);
    assert_eq!(refusal(&server, Director, "seatVacate", input).await["code"], "ASSIGNMENT_ENDED");
    assert_eq!(seat(&server, &account, "sales").await, json!([null, Deputy.name(), []]));
    let events = told(&server, Director, &start).await;
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0]["kind"], &events[0]["assignment"]["position"]),
        (&json!("VACATED"), &json!("PRIMARY"))
    );
});

story!(members_are_released_and_seats_are_vacated, async |server| {
    let account = server.triangle(json!({})).await;
    let primary = json!({ "assignmentId": assignment(&server, &account, SalesLead).await, "reason": "r" });
    let member = json!({ "assignmentId": assignment(&server, &account, Member).await, "reason": "r" });
    assert_eq!(refusal(&server, Director, "memberRelease", primary).await["code"], "NOT_A_MEMBER");
    assert_eq!(refusal(&server, Director, "seatVacate", member.clone()).await["code"], "NOT_A_SEAT");
    server.as_(SalesLead).change("memberRelease", "assignment { endReason }", member.clone()).await;
    assert_eq!(refusal(&server, SalesLead, "memberRelease", member).await["code"], "ASSIGNMENT_ENDED");
    let without = json!({ "assignmentId": assignment(&server, &account, Deputy).await, "reason": "\n" });
    assert_eq!(refusal(&server, SalesLead, "seatVacate", without).await["path"], json!(["reason"]));
    assert_eq!(ask(&server, Member, &account, "id").await.code(), "NOT_FOUND");
});
