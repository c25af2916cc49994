//! Anything by its id, and nothing that is not theirs.

use support::{
    Persona::{Administrator, Outsider, SalesLead},
    json, story,
};

const NODE: &str = "query($id: ID!) { node(id: $id) { __typename id } }";
const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";

story!(anything_that_the_viewer_may_see_is_found_by_its_id, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    let person = server.cast().id(SalesLead);
    let region = server.cast().region("NORTH");
    for (id, kind) in
        [(account.as_str(), "Account"), (&incident, "Incident"), (person, "User"), (region, "Region")]
    {
        let answer = server.as_(SalesLead).query(NODE, json!({ "id": id })).await;
        assert_eq!(answer["node"], json!({ "__typename": kind, "id": id }));
    }
});

story!(a_hidden_node_answers_like_one_that_does_not_exist, async |server| {
    let account = server.triangle(json!({})).await;
    let incident = server.incident(&account, json!({})).await;
    for id in [account.as_str(), &incident] {
        let (prefix, _) = id.split_once('_').unwrap();
        let nothing = format!("{prefix}_01h2e8kqvbfwea724h75qc655w");
        let hidden = server.as_(Outsider).query(NODE, json!({ "id": id })).await;
        let absent = server.as_(Outsider).query(NODE, json!({ "id": nothing })).await;
        assert_eq!(hidden.code(), "NOT_FOUND");
        assert_eq!(hidden.code(), absent.code());
        assert_eq!(hidden.error()["message"], absent.error()["message"]);
    }
    // An administrator reads no incident by that role.
    assert_eq!(server.as_(Administrator).query(NODE, json!({ "id": incident })).await.code(), "NOT_FOUND");
});

story!(one_hidden_node_leaves_the_others_alone, async |server| {
    let hidden = server.account(json!({})).await;
    let ids = [hidden.as_str(), server.cast().id(Outsider)];
    let answer = server.as_(Outsider).query(NODES, json!({ "ids": ids })).await;
    assert_eq!(answer.partial_data()["nodes"], json!([null, { "__typename": "User" }]));
    assert_eq!(answer.error()["path"], json!(["nodes", 0]));
});

story!(nobody_is_told_to_sign_in_by_every_node, async |server| {
    let hidden = server.account(json!({})).await;
    let answer = server.anonymous().query(NODES, json!({ "ids": [hidden, "rubbish"] })).await;
    let codes: Vec<_> = answer.errors().iter().map(|error| error["extensions"]["code"].clone()).collect();
    assert_eq!(codes.iter().filter(|code| **code == json!("UNAUTHENTICATED")).count(), 1);
    assert_eq!(codes.iter().filter(|code| **code == json!("BAD_USER_INPUT")).count(), 1);
});

story!(what_is_no_id_of_a_node_is_told_so, async |server| {
    for (id, code) in [("rubbish", "BAD_USER_INPUT"), ("ses_01h2e8kqvbfwea724h75qc655w", "ID_TYPE_MISMATCH")]
    {
        assert_eq!(server.as_(SalesLead).query(NODE, json!({ "id": id })).await.code(), code);
    }
});
