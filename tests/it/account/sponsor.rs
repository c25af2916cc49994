//! The executive who stands for an account.

use support::Persona::{Administrator, Director, Executive, SalesLead};
use support::{json, story};

use super::acting::{about, ask, attempt, change, now, refusal, told};

story!(a_sponsor_sees_the_account_while_they_stand_for_it, async |server| {
    let account = server.account(json!({})).await;
    assert_eq!(ask(&server, Executive, &account, "id").await.code(), "NOT_FOUND");
    let start = now(&server).await;
    let eva = json!({ "userId": server.cast().id(Executive) });
    change(&server, Director, "accountAppointSponsor", &account, eva).await;
    let answer = ask(&server, Executive, &account, "executiveSponsor { name }").await;
    assert_eq!(answer["account.executiveSponsor.name"], Executive.name());
    let sponsored =
        "query($id: ID!) { accounts(filter: { executiveSponsorId: { eq: $id } }) { nodes { id } } }";
    let sponsored =
        server.as_(Executive).query(sponsored, json!({ "id": server.cast().id(Executive) })).await;
    assert_eq!(sponsored["accounts.nodes"], json!([{ "id": account }]));
    change(&server, Director, "accountReleaseSponsor", &account, json!({})).await;
    assert_eq!(ask(&server, Executive, &account, "id").await.code(), "NOT_FOUND");
    let kinds: Vec<_> =
        told(&server, Director, &start).await.iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["SPONSOR_CHANGED", "SPONSOR_CHANGED"]);
});

story!(only_an_active_executive_is_a_sponsor, async |server| {
    let account = server.account(json!({})).await;
    for user in
        [server.cast().id(SalesLead), server.cast().id(Administrator), "usr_01h2e8kqvbfwea724h75qc655w"]
    {
        let input = about(&server, &account, json!({ "userId": user })).await;
        let error = refusal(&server, Director, "accountAppointSponsor", input).await;
        assert_eq!((&error["code"], &error["path"]), (&json!("SPONSOR_UNSUITABLE"), &json!(["userId"])));
    }
    let eva = server.cast().id(Executive);
    let version = server
        .as_(Administrator)
        .query("query($id: ID!) { user(id: $id) { version } }", json!({ "id": eva }))
        .await;
    let input = json!({ "userId": eva, "expectedVersion": version["user.version"] });
    server.as_(Administrator).change("userDisable", "user { id }", input).await;
    let input = about(&server, &account, json!({ "userId": eva })).await;
    assert_eq!(
        refusal(&server, Director, "accountAppointSponsor", input).await["code"],
        "SPONSOR_UNSUITABLE"
    );
});

story!(a_sponsor_is_named_by_who_governs_and_only_while_there_is_business, async |server| {
    let account = server.triangle(json!({})).await;
    let eva = json!({ "userId": server.cast().id(Executive) });
    let input = about(&server, &account, eva.clone()).await;
    assert_eq!(attempt(&server.as_(SalesLead), "accountAppointSponsor", input).await.code(), "FORBIDDEN");
    change(&server, Director, "accountScaleDown", &account, json!({ "reason": "r" })).await;
    change(&server, Director, "accountEnd", &account, json!({ "reason": "r" })).await;
    let input = about(&server, &account, eva).await;
    assert_eq!(refusal(&server, Director, "accountAppointSponsor", input).await["code"], "ACCOUNT_ENDED");
});
