//! No list costs a statement for each of its rows.

use support::Persona::{Auditor, Director, Executive};
use support::database::Engine;
use support::statements::statements_of;
use support::{Server, json, story};

use super::acting::change;

const PEOPLE: &str = "user { name } assignedBy { name }";

async fn team(server: &Server, count: usize) {
    for _ in 0..count {
        let account = server.triangle(json!({})).await;
        let eva = json!({ "userId": server.cast().id(Executive) });
        server.incident(&account, json!({})).await;
        change(server, Director, "accountAppointSponsor", &account, eva).await;
    }
}

story!(a_list_costs_the_same_statements_however_long_it_is, async |server| {
    if server.database().engine() == Engine::Sqlite {
        return;
    }
    let seat = format!("{{ primary {{ {PEOPLE} }} deputy {{ {PEOPLE} }} members {{ {PEOPLE} isFlagged }} }}");
    let triangle = format!("triangle {{ isComplete sales {seat} technical {seat} delivery {seat} }}");
    let questions = [
        ("{ accounts { nodes { name } } }".to_owned(), 1),
        ("{ accounts { nodes { name } totalCount { count } } }".to_owned(), 2),
        ("{ accounts { nodes { triangle { isComplete } team { user { name } } extendedMembers { id } } } }".to_owned(), 2),
        (format!("{{ accounts {{ edges {{ node {{ name {triangle} }} }} }} }}"), 3),
        (format!("{{ accounts {{ nodes {{ region {{ code }} executiveSponsor {{ name }} {triangle} }} }} }}"), 4),
        ("{ myAccounts { nodes { ...F } } watchList { nodes { ...F } } } fragment F on Account { triangle { vacantSeats } }".to_owned(), 2),
        ("{ accounts { nodes { knowledge(first: 3) { nodes { title } } region { code } viewerCan { govern } } } }".to_owned(), 3),
        (
            "{ accounts { nodes { incidents(first: 5) { nodes { number account { code } } totalCount { count } } } } }"
                .to_owned(),
            4,
        ),
    ];
    let mut known = 0;
    for count in [1, 4] {
        team(&server, count - known).await;
        known = count;
        for (question, expected) in &questions {
            let client = server.as_(Auditor);
            let (answer, statements) = statements_of(client.query(question, json!({}))).await;
            let _ = answer.data();
            assert_eq!(statements.len(), *expected, "{count} rows, {question}: {statements:#?}");
        }
    }
});
