//! Fields and edges that cross a permission answer with nothing, and leave what stands beside them alone.

use serde_json::{Value, json};
use support::{Server, story};

use super::{EVERYBODY, SIGHT, sees, world::World};

const ACCOUNT: &str = "query($id: ID!) { account(id: $id) {
    code knowledge { nodes { id title } totalCount { count } pageInfo { startCursor endCursor } }
} }";

story!(an_account_shows_only_the_knowledge_that_the_viewer_reads, async |server: Server| {
    let world = World::around(server).await;
    for account in ["OWN", "HIDDEN", "QUIET"] {
        for principal in EVERYBODY.chars().filter(|it| sees("account", account, *it)) {
            let variables = json!({ "id": world.id("account", account) });
            let answer = world.client(principal).query(ACCOUNT, variables).await;
            assert_eq!(answer["account.code"], account, "{principal}");
            let entries = SIGHT.iter().filter(|(kind, name, _)| {
                *kind == "knowledgeEntry" && name.starts_with(account) && sees(kind, name, principal)
            });
            let expected: Vec<&str> = entries.map(|(_, name, _)| *name).collect();
            let nodes = &answer["account.knowledge.nodes"];
            assert_eq!(world.names("knowledgeEntry", nodes), sorted(expected), "{principal} {account}");
            let count = nodes.as_array().unwrap().len();
            assert_eq!(answer["account.knowledge.totalCount.count"], count, "{principal} {account}");
            if count == 0 {
                let none = json!({ "startCursor": null, "endCursor": null });
                assert_eq!(answer["account.knowledge.pageInfo"], none, "{principal} {account}");
            }
        }
    }
});

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

story!(links_to_what_is_hidden_are_not_there, async |server: Server| {
    let world = World::around(server).await;
    let document = "query($id: ID!) { knowledgeEntry(id: $id) { title links { linkedAt } } }";
    let entry = json!({ "id": world.id("knowledgeEntry", "OWN ALL_STAFF") });
    for principal in EVERYBODY.chars().filter(|it| sees("knowledgeEntry", "OWN ALL_STAFF", *it)) {
        let answer = world.client(principal).query(document, entry.clone()).await;
        assert_eq!(answer["knowledgeEntry.title"], "Lesson OWN ALL_STAFF", "{principal}");
        let links = answer["knowledgeEntry.links"].as_array().unwrap().len();
        let seen = ["account", "incident"].into_iter().filter(|kind| sees(kind, "HIDDEN", principal));
        assert_eq!(links, seen.count(), "{principal}");
    }
});

story!(a_bot_without_detail_gets_the_bare_incident_and_null_beside_it, async |server: Server| {
    let world = World::around(server).await;
    let document = "query($id: ID!) { incident(id: $id) {
        number accountCode state title description tierAtReport outcomeReason review
        reporter { __typename } executiveLead { id } responseTeam { __typename } transitions { __typename }
        timeline { totalCount { count } }
    } }";
    let answer = world.client('i').query(document, json!({ "id": world.id("incident", "QUIET") })).await;
    let incident = &answer.partial_data()["incident"];
    assert_eq!(incident["accountCode"], "QUIET");
    assert_eq!(incident["state"], "DECLINED");
    let hidden = [
        "title",
        "description",
        "tierAtReport",
        "outcomeReason",
        "review",
        "reporter",
        "executiveLead",
        "responseTeam",
        "transitions",
        "timeline",
    ];
    for field in hidden {
        assert!(incident[field] == Value::Null, "{field} in {answer:?}");
    }
});
