//! Who reads how proficient a person is: figures of persons, by the table of rights.

use support::Persona::{
    self, Administrator, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive, Member,
    Outsider, SalesLead, TechnicalLead,
};
use support::{Server, answer::Answer, json, story};

use super::acting::{SENIOR, past, term};
use crate::incident::acting::{incident_in, report, step};

const TERM: &str =
    "query($id: ID!) { proficiency(assignmentId: $id) { assignmentId seat account { code } } }";

const BARE: &str = "query($id: ID!) { proficiency(assignmentId: $id) { assignmentId } }";

async fn ask(server: &Server, by: Persona, term: &str) -> Answer {
    server.as_(by).query(BARE, json!({ "id": term })).await
}

/// What a refusal says, without what is the request's own.
fn refusal(answer: &Answer) -> (u16, String, String) {
    let message = answer.errors()[0]["message"].as_str().unwrap().to_owned();
    (answer.status(), answer.code().to_owned(), message)
}

/// The holder of each seat, and who reads of everybody on the account.
async fn readers(server: &Server, account: &str) -> (String, String) {
    let assignments = server
        .as_(Auditor)
        .query(
            "query($id: ID!) { account(id: $id) { triangle { sales { primary { id } deputy { id } } } } }",
            json!({ "id": account }),
        )
        .await;
    (
        assignments.text("account.triangle.sales.primary.id"),
        assignments.text("account.triangle.sales.deputy.id"),
    )
}

story!(a_person_their_director_executives_and_auditors_read_figures_of_the_person, async |server| {
    let account = server.triangle(json!({})).await;
    let (primary, deputy) = readers(&server, &account).await;
    let nothing = format!("asg_{}", "0".repeat(26));
    for persona in [
        SalesLead,
        TechnicalLead,
        DeliveryLead,
        Deputy,
        Member,
        Director,
        EscalationManager,
        Executive,
        Auditor,
        Administrator,
        Outsider,
    ] {
        let absent = refusal(&ask(&server, persona, &nothing).await);
        assert_eq!(absent.1, "NOT_FOUND");
        let told = ask(&server, persona, &primary).await;
        if [SalesLead, Director, Executive, Auditor].contains(&persona) {
            assert_eq!(told["proficiency.assignmentId"], primary.as_str(), "{persona:?}");
        } else {
            // Colleagues see the assignment, and of its figures what they would see of nothing.
            assert_eq!(refusal(&told), absent, "{persona:?}");
        }
        // Who does not hold the seat as primary has no term, to nobody.
        assert_eq!(refusal(&ask(&server, persona, &deputy).await), absent, "{persona:?}");
    }
    assert_eq!(server.anonymous().query(BARE, json!({ "id": primary })).await.code(), "UNAUTHENTICATED");
    let scopes = json!(["ACCOUNT_READ", "INCIDENT_READ", "KNOWLEDGE_READ"]);
    let bot = server.bot(json!({ "scopes": scopes, "audiences": ["TRIANGLE"] })).await;
    for id in [&primary, &nothing] {
        assert_eq!(bot.query(BARE, json!({ "id": id })).await.code(), "FORBIDDEN");
    }
});

story!(a_director_reads_nothing_of_persons_before_the_problem_is_solved, async |server| {
    let account = server.triangle(json!({})).await;
    let (primary, _) = readers(&server, &account).await;
    let incident = report(&server, &account, "SEV1").await;
    assert_eq!(ask(&server, Director, &primary).await.code(), "FORBIDDEN");
    // The red channel opens the account to the escalation manager, and not what its people are measured by.
    assert_eq!(ask(&server, EscalationManager, &primary).await.code(), "NOT_FOUND");
    for persona in [SalesLead, Executive, Auditor] {
        assert!(ask(&server, persona, &primary).await.succeeded(), "{persona:?}");
    }
    step(&server, EscalationManager, "incidentDecline", &incident).await;
    assert!(ask(&server, Director, &primary).await.succeeded());
    Box::pin(incident_in(&server, &account, "CONTAINED")).await;
    assert_eq!(ask(&server, Director, &primary).await.code(), "FORBIDDEN");
});

story!(a_solved_incident_hides_nothing_though_it_is_not_closed, async |server| {
    let account = server.triangle(json!({})).await;
    let (primary, _) = readers(&server, &account).await;
    Box::pin(incident_in(&server, &account, "RESOLVED")).await;
    assert!(ask(&server, Director, &primary).await.succeeded());
});

story!(a_director_of_another_region_reads_nothing, async |server| {
    let account = server.account(json!({ "regionId": server.cast().region("SOUTH") })).await;
    let assignment = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    assert_eq!(ask(&server, Director, &assignment).await.code(), "NOT_FOUND");
    assert!(ask(&server, SalesLead, &assignment).await.succeeded());
});

story!(who_has_left_the_account_reads_their_own_figures_and_not_the_account, async |server| {
    let account = server.account(json!({})).await;
    let assignment = server.seat(&account, SalesLead, "SALES", "PRIMARY").await;
    let input =
        json!({ "assignmentId": assignment, "reason": "moves on", "userId": server.cast().id(Deputy) });
    server.as_(Administrator).change("seatSwap", "assignment { id }", input).await;
    let told = server.as_(SalesLead).query(TERM, json!({ "id": assignment })).await;
    assert_eq!(told.json()["data"]["proficiency"]["assignmentId"], assignment.as_str());
    assert_eq!(told.json()["data"]["proficiency"]["account"], json!(null));
    assert_eq!(told.code(), "NOT_FOUND");
    assert_eq!(ask(&server, Deputy, &assignment).await.code(), "NOT_FOUND");
});

story!(executives_read_figures_on_accounts_that_they_do_not_see, async |server| {
    past(&server, SENIOR).await;
    let told = server.as_(Executive).query(TERM, json!({ "id": term(1) })).await;
    assert_eq!(told.json()["data"]["proficiency"]["assignmentId"], term(1).as_str());
    assert_eq!(told.json()["data"]["proficiency"]["account"], json!(null));
});
