//! No list costs a statement for each of its rows.

use serde_json::json;
use support::Persona::{DeliveryLead, Director, EscalationManager};
use support::database::Engine;
use support::statements::statements_of;
use support::{Server, story};

use super::acting::{account, attempt, incident_in};

/// Accounts with two open incidents each, with a team, a lead, a way and a story.
async fn trouble_at(server: &Server, accounts: std::ops::Range<usize>) {
    for number in accounts {
        let account = account(server, &format!("ACME{number}"), Some("S")).await;
        for state in ["ACTIVATED", "MOBILISED"] {
            let id = incident_in(server, &account, state).await;
            let who = json!({ "userId": server.cast().id(DeliveryLead) });
            assert!(attempt(server, Director, "incidentAddResponder", &id, who).await.succeeded());
            let line = json!({ "incidentId": id, "kind": "FACT", "body": "It smokes." });
            server.as_(EscalationManager).change("incidentAddTimelineEntry", "entry { id }", line).await;
        }
    }
}

story!(a_list_costs_as_many_statements_however_long_it_is, async |server| {
    if server.database().engine() != Engine::Postgres {
        return;
    }
    let latest = "incidents(filter: { open: true }, first: 5)";
    let author = "{ ... on User { name } ... on Bot { name } }";
    // How many statements at most: one a list, one for what its rows name, one more where those names come later.
    let questions = [
        (format!("{{ accounts {{ nodes {{ {latest} {{ nodes {{ number title }} }} }} }} }}"), 2),
        (format!("{{ accounts {{ nodes {{ {latest} {{ nodes {{ number }} totalCount {{ count }} }} }} }} }}"), 3),
        (
            "{ accounts { nodes { incidents(last: 1) { nodes { timeline(first: 3) { nodes { body } } } } } } }"
                .to_owned(),
            3,
        ),
        ("{ incidents { nodes { number state viewerCan { acknowledge reopen } reopenUntil } } }".to_owned(), 1),
        (
            format!("{{ incidents {{ nodes {{ accountCode account {{ name }} reporter {author}
                executiveLead {{ name }} }} }} }}"),
            4,
        ),
        (
            format!("{{ incidents {{ nodes {{ responseTeam {{ user {{ name }} }}
                transitions {{ to actor {author} }} knowledge {{ nodes {{ title }} }} }} }} }}"),
            6,
        ),
        (
            "{ incidents { nodes { clocks { kind elapsedSeconds history { kind actor { name } } } ladder { level } } } }"
                .to_owned(),
            5,
        ),
        (
            format!("{{ incidents {{ nodes {{ timeline(last: 2) {{ nodes {{ body author {author}
                incident {{ number }} }} totalCount {{ count }} }} }} }} }}"),
            5,
        ),
    ];
    let mut known = 0;
    for accounts in [1, 3] {
        trouble_at(&server, known..accounts).await;
        known = accounts;
        for (question, most) in &questions {
            let client = server.as_(EscalationManager);
            let (answer, statements) = statements_of(client.query(question, json!({}))).await;
            let _ = answer.data();
            assert!(statements.len() <= *most, "{accounts} accounts, {question}: {statements:#?}");
        }
    }
});
