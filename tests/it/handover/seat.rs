//! The seat moves in one instant or not at all: a filled seat never becomes empty.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use support::{
    Persona::{Administrator, Deputy, Director, Member, Outsider, SalesLead},
    Server, Value, json, story,
};

use super::acting::{attempt, change_person, co_owned, end_account, initiate, step, transferred};
use crate::{account::acting::ask, triangle::acting::assignment};

const HISTORY: &str = "assignmentHistory(first: 100) { nodes { seat position since until user { name } } }";

/// The primaries that a seat ever had, the first one first: name, start and end.
async fn primaries(server: &Server, account: &str, seat: &str) -> Vec<(String, Value, Value)> {
    let history = ask(server, Administrator, account, HISTORY).await;
    let nodes = history["account.assignmentHistory.nodes"].as_array().unwrap().clone();
    let of_seat = nodes.iter().rev().filter(|it| it["seat"] == seat && it["position"] == "PRIMARY");
    let told = |it: &Value| {
        (it["user"]["name"].as_str().unwrap().to_owned(), it["since"].clone(), it["until"].clone())
    };
    of_seat.map(told).collect()
}

story!(the_old_assignment_ends_in_the_instant_in_which_the_new_one_begins, async |server| {
    let (account, _) = transferred(&server).await;
    let held = primaries(&server, &account, "SALES").await;
    let [(old, _, ended), (new, began, running)] = held.as_slice() else { panic!("{held:?}") };
    assert_eq!((old.as_str(), new.as_str()), (SalesLead.name(), Outsider.name()));
    assert_eq!(ended, began);
    assert!(running.is_null());
});

story!(a_deputy_steps_up_and_leaves_no_two_places, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let handover =
        initiate(&server, &account, json!({ "receiverId": server.cast().id(Deputy), "emergency": true }))
            .await;
    crate::handover::acting::write_all(&server, Director, &handover).await;
    for (mutation, persona) in
        [("handoverSubmitPack", Director), ("handoverAcceptPack", Deputy), ("handoverIntroduce", Director)]
    {
        step(&server, persona, mutation, &handover).await;
    }
    step(&server, Director, "handoverTransfer", &handover).await;
    assert_eq!(
        crate::triangle::acting::seat(&server, &account, "sales").await,
        json!([Deputy.name(), null, []])
    );
});

story!(a_seat_that_was_swapped_or_vacated_meanwhile_is_a_conflict_and_nothing_moves, async |server| {
    for vacate in [false, true] {
        let account = server.triangle(json!({ "tier": "C" })).await;
        let handover = co_owned(&server, &account).await;
        let held = assignment(&server, &account, SalesLead).await;
        let (mutation, input) = if vacate {
            ("seatVacate", json!({ "assignmentId": held, "reason": "r" }))
        } else {
            let who = server.cast().id(Deputy);
            ("seatSwap", json!({ "assignmentId": held, "userId": who, "reason": "r" }))
        };
        server.as_(Director).change(mutation, "assignment { id }", input).await;
        let before = primaries(&server, &account, "SALES").await;
        let refused = attempt(&server, Director, "handoverTransfer", &handover, json!({})).await;
        assert_eq!(refused.user_error()["code"], "SEAT_CHANGED");
        assert_eq!(primaries(&server, &account, "SALES").await, before);
        let gone = attempt(&server, SalesLead, "handoverCoOwn", &handover, json!({})).await;
        assert_eq!(gone.code(), "NOT_FOUND", "who no longer holds the seat has no part in its handover");
        step(&server, Director, "handoverCancel", &handover).await;
    }
});

story!(a_disabled_receiver_and_an_ended_account_move_nothing, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let handover = co_owned(&server, &account).await;
    change_person(&server, "userDisable", Outsider, json!({})).await;
    let refused = attempt(&server, Director, "handoverTransfer", &handover, json!({})).await;
    assert_eq!(refused.user_error()["code"], "PERSON_DISABLED");
    change_person(&server, "userEnable", Outsider, json!({})).await;
    end_account(&server, &account).await;
    let refused = attempt(&server, Director, "handoverTransfer", &handover, json!({})).await;
    assert_eq!(refused.user_error()["code"], "ACCOUNT_ENDED");
    assert_eq!(primaries(&server, &account, "SALES").await.len(), 1);
});

/// Something that somebody may try while a seat is handed over.
#[derive(Clone, Copy, Debug)]
enum Attempt {
    Transfer,
    Swap(bool),
    Cancel,
    Initiate,
    Emergency,
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let one = prop_oneof![
        3 => Just(Attempt::Transfer),
        2 => any::<bool>().prop_map(Attempt::Swap),
        1 => Just(Attempt::Cancel),
        2 => Just(Attempt::Initiate),
        1 => Just(Attempt::Emergency),
    ];
    proptest::collection::vec(one, 4..8)
}

async fn try_it(server: &Server, account: &str, handover: &mut String, what: Attempt) {
    match what {
        Attempt::Transfer => drop(attempt(server, Director, "handoverTransfer", handover, json!({})).await),
        Attempt::Cancel => drop(attempt(server, Director, "handoverCancel", handover, json!({})).await),
        Attempt::Emergency => {
            drop(attempt(server, Director, "handoverDeclareEmergency", handover, json!({})).await);
        }
        Attempt::Swap(to_deputy) => {
            let held = ask(server, Administrator, account, "triangle { sales { primary { id } } }").await;
            let to = if to_deputy { Deputy } else { Member };
            let input = json!({
                "assignmentId": held["account.triangle.sales.primary.id"], "userId": server.cast().id(to),
                "reason": "r", "exceptionReason": "r",
            });
            let _ = server.as_(Director).attempt("seatSwap", "assignment { id }", input).await;
        }
        Attempt::Initiate => {
            let input = crate::handover::acting::nomination(server, account, json!({}));
            let begun = server.as_(Director).attempt("handoverInitiate", "handover { id }", input).await;
            if begun.succeeded() {
                *handover = begun.text("handoverInitiate.handover.id");
            }
        }
    }
}

story!(whatever_is_tried_meanwhile_a_seat_that_nobody_vacates_always_has_one_primary, async |server| {
    // The histories are made first: a story is one future, and proptest wants to run its own.
    let mut histories = Vec::new();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    for _ in 0..3 {
        histories.push(attempts().new_tree(&mut runner).unwrap().current());
    }
    for history in histories {
        let account = server.triangle(json!({ "tier": "C" })).await;
        let mut handover = co_owned(&server, &account).await;
        for what in history.clone() {
            Box::pin(try_it(&server, &account, &mut handover, what)).await;
            let held = primaries(&server, &account, "SALES").await;
            let (last, former) = held.split_last().unwrap();
            assert!(last.2.is_null(), "{history:?}: empty after {what:?}");
            let next = held.iter().skip(1);
            for ((_, _, ended), (_, began, _)) in former.iter().zip(next) {
                assert_eq!(ended, began, "{history:?}: empty for a while before {what:?}");
            }
        }
    }
});
