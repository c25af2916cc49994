//! The vocabulary of regions.

use support::Persona::{Administrator, Anonymous, Outsider};
use support::{json, story};

use super::acting::and;

const REGIONS: &str = "{ regions { code name } }";

story!(everybody_who_works_here_sees_the_regions_by_code, async |server| {
    let ada = server.as_(Administrator);
    ada.change("regionCreate", "region { id }", json!({ "code": "east-1", "name": "Far East" })).await;
    let seen = server.as_(Outsider).query(REGIONS, json!({})).await;
    let expected = json!([{ "code": "EAST-1", "name": "Far East" },
        { "code": "NORTH", "name": "NORTH" }, { "code": "SOUTH", "name": "SOUTH" }]);
    assert_eq!(seen["regions"], expected);
    assert_eq!(server.as_(Anonymous).query(REGIONS, json!({})).await.code(), "UNAUTHENTICATED");
});

story!(a_code_names_one_region, async |server| {
    let ada = server.as_(Administrator);
    let taken = ada.attempt("regionCreate", "region { id }", json!({ "code": "north", "name": "N" })).await;
    assert_eq!(taken.user_error()["code"], "REGION_CODE_TAKEN");
    let input = json!({ "code": "EAST", "name": "East", "idempotencyKey": "k" });
    let first = ada.change("regionCreate", "region { id }", input.clone()).await;
    let again = ada.change("regionCreate", "region { id }", input.clone()).await;
    assert_eq!(first["regionCreate.region"], again["regionCreate.region"]);
    for wrong in
        [json!({ "code": "" }), json!({ "code": "e east" }), json!({ "code": "é" }), json!({ "name": "" })]
    {
        let input = and(json!({ "code": "WEST", "name": "West" }), wrong);
        let _ = ada.attempt("regionCreate", "region { id }", input).await.user_error();
    }
});

story!(a_region_is_renamed_and_keeps_its_code, async |server| {
    let ada = server.as_(Administrator);
    let input = json!({ "regionId": server.cast().region("NORTH"), "name": "The North" });
    let renamed = ada.change("regionRename", "region { code name }", input).await;
    assert_eq!(renamed["regionRename.region"], json!({ "code": "NORTH", "name": "The North" }));
    let unknown = json!({ "regionId": "reg_01h2e8kqvbfwea724h75qc655w", "name": "X" });
    assert_eq!(ada.attempt("regionRename", "region { id }", unknown).await.code(), "NOT_FOUND");
});
