//! The outgoing primary is gone.

use support::{
    Persona::{Administrator, Director, Outsider, SalesLead},
    json, story,
};

use super::acting::{
    FACTS, attempt, begun, change_person, co_owned, initiate, nomination, seen, step, write_all,
};

story!(in_an_emergency_the_director_supplies_the_pack_and_the_seat_moves_without_overlap, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    change_person(&server, "userDisable", SalesLead, json!({})).await;
    let usual = nomination(&server, &account, json!({}));
    let refused = server.as_(Director).attempt("handoverInitiate", FACTS, usual).await;
    assert_eq!(refused.user_error()["code"], "OUTGOING_DISABLED");
    let handover = initiate(&server, &account, json!({ "emergency": true })).await;
    let other = attempt(&server, Administrator, "handoverWritePart", &handover, json!({})).await;
    assert_eq!(other.code(), "FORBIDDEN", "an administrator reads no knowledge and writes no pack");
    write_all(&server, Director, &handover).await;
    step(&server, Director, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    let nobody = attempt(&server, Outsider, "handoverBeginShadowing", &handover, json!({})).await;
    assert_eq!(nobody.user_error()["code"], "ILLEGAL_TRANSITION");
    step(&server, Director, "handoverIntroduce", &handover).await;
    let moved = step(&server, Director, "handoverTransfer", &handover).await;
    assert_eq!(moved["handoverTransfer.handover.state"], "TRANSFERRED");
    assert_eq!(moved["handoverTransfer.handover.transferFrom"], json!(null));
});

story!(an_emergency_can_be_declared_on_the_way_and_keeps_what_was_done, async |server| {
    let account = server.triangle(json!({ "tier": "S" })).await;
    let handover = co_owned(&server, &account).await;
    let early = attempt(&server, Director, "handoverTransfer", &handover, json!({})).await;
    assert_eq!(early.user_error()["code"], "OVERLAP_NOT_OVER");
    let declared = step(&server, Director, "handoverDeclareEmergency", &handover).await;
    assert_eq!(declared["handoverDeclareEmergency.handover.state"], "CO_OWNED");
    let twice = attempt(&server, Director, "handoverDeclareEmergency", &handover, json!({})).await;
    assert_eq!(twice.user_error()["code"], "ILLEGAL_TRANSITION");
    step(&server, Director, "handoverTransfer", &handover).await;
});

story!(before_an_emergency_the_director_does_not_write_for_the_outgoing_primary, async |server| {
    let (_, handover) = begun(&server).await;
    let refused = attempt(&server, Director, "handoverWritePart", &handover, json!({})).await;
    assert_eq!(refused.code(), "FORBIDDEN");
    step(&server, Director, "handoverDeclareEmergency", &handover).await;
    step(&server, Director, "handoverWritePart", &handover).await;
    assert_eq!(seen(&server, Director, &handover, "state").await["handover.state"], "PREPARING");
});
