//! That stories can begin: an account with its triangle, and an incident of it.

use support::Persona::{Member, Outsider};
use support::{json, story};

const ACCOUNT: &str = "query($id: ID!) { account(id: $id) { id } }";

story!(a_team_sees_its_account_and_a_stranger_does_not, async |server| {
    let account = server.triangle(json!({})).await;
    let seen = server.as_(Member).query(ACCOUNT, json!({ "id": account })).await;
    assert_eq!(seen["account.id"], account);
    let hidden = server.as_(Outsider).query(ACCOUNT, json!({ "id": account })).await;
    assert_eq!(hidden.code(), "NOT_FOUND");
});
