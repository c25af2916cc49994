//! What most stories begin with: accounts, people in their seats, incidents. Each is made through the API by whoever may,
//! and given by its id.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::Persona::{Administrator, DeliveryLead, Deputy, Member, SalesLead, TechnicalLead};
use crate::personas::Persona;
use crate::server::Server;

static NEXT_ACCOUNT: AtomicU32 = AtomicU32::new(1);

/// Who sits where in [`Server::triangle`].
const TRIANGLE: [(Persona, &str, &str); 5] = [
    (SalesLead, "SALES", "PRIMARY"),
    (TechnicalLead, "TECHNICAL", "PRIMARY"),
    (DeliveryLead, "DELIVERY", "PRIMARY"),
    (Deputy, "SALES", "DEPUTY"),
    (Member, "TECHNICAL", "MEMBER"),
];

impl Server {
    /// An account without a team: active, of tier S and in the region `NORTH`, but for the facts given, which are fields of
    /// `AccountCreateInput`.
    #[track_caller]
    pub fn account(&self, facts: Value) -> impl Future<Output = String> + use<'_> {
        let number = NEXT_ACCOUNT.fetch_add(1, Ordering::Relaxed);
        let usual = json!({
            "code": format!("ACC-{number}"),
            "name": format!("Account {number}"),
            "industry": "Machinery",
            "regionId": self.cast().region("NORTH"),
            "timeZone": "Europe/Berlin",
            "status": "ACTIVE",
            "tier": "S",
            "tierReason": "As the story needs it",
        });
        self.make(Administrator, "accountCreate", "account", with(usual, facts))
    }

    /// Puts a person into a place of an account and gives the assignment.
    #[track_caller]
    pub fn seat(
        &self,
        account: &str,
        persona: Persona,
        seat: &str,
        position: &str,
    ) -> impl Future<Output = String> + use<'_> {
        let user = self.cast().id(persona);
        let input = json!({ "accountId": account, "userId": user, "seat": seat, "position": position });
        self.make(Administrator, "seatAssign", "assignment", input)
    }

    /// An account as [`Server::account`] makes it, with the personas in its triangle: the three leads as primaries, the deputy
    /// beside the sales lead, the member in the technical seat.
    pub async fn triangle(&self, facts: Value) -> String {
        let account = self.account(facts).await;
        for (persona, seat, position) in TRIANGLE {
            self.seat(&account, persona, seat, position).await;
        }
        account
    }

    /// An incident of severity 1 that the sales lead of the account reports, but for the facts given, which are fields of
    /// `IncidentReportInput`.
    #[track_caller]
    pub fn incident(&self, account: &str, facts: Value) -> impl Future<Output = String> + use<'_> {
        let usual = json!({
            "accountId": account,
            "title": "The line stands still",
            "description": "Nothing has left the plant since six o'clock.",
            "severity": "SEV1",
        });
        self.make(SalesLead, "incidentReport", "incident", with(usual, facts))
    }

    /// Runs a mutation that makes one thing, as a persona, and gives the thing's id.
    #[track_caller]
    fn make<'a>(
        &self,
        by: Persona,
        mutation: &'a str,
        thing: &'a str,
        input: Value,
    ) -> impl Future<Output = String> + use<'a> {
        let caller = std::panic::Location::caller();
        let client = self.as_(by);
        async move {
            let answer = client.attempt(mutation, &format!("{thing} {{ id }}"), input).await;
            assert!(answer.succeeded(), "{caller}: expected {mutation} to succeed, got {answer:?}");
            answer.text(&format!("{mutation}.{thing}.id"))
        }
    }
}

/// The usual facts with others in their place.
pub(crate) fn with(usual: Value, others: Value) -> Value {
    let (Value::Object(mut facts), Value::Object(others)) = (usual, others) else {
        panic!("facts are given as an object");
    };
    facts.extend(others);
    Value::Object(facts)
}
