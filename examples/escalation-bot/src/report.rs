//! The way of alarms to the server: one after the other, the oldest first, each until the server has it or refuses it.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::api::Api;
use crate::input::Progress;
use crate::pause::Pauses;
use crate::say;
use crate::spool::{Spool, Waiting};
use crate::trouble::Trouble;

const ACCOUNT: &str = "query($code: String!) { accountByCode(code: $code) { id } }";
const REPORT: &str = "mutation($input: IncidentReportInput!) {
    incidentReport(input: $input) { incident { id } userErrors { code message path } } }";
const ATTACH: &str = "mutation($input: IncidentAddTimelineEntryInput!) {
    incidentAddTimelineEntry(input: $input) { userErrors { code message path } } }";
/// The server's clock is behind that of the monitoring.
const IN_FUTURE: &str = "OCCURRED_IN_FUTURE";

/// Sends what is in the spool.
#[derive(Debug)]
pub(crate) struct Reporter {
    api: Api,
    spool: Arc<Spool>,
    /// Ids by codes. A code never changes hands.
    accounts: HashMap<String, String>,
    once: bool,
}

impl Reporter {
    /// With nothing looked up yet.
    pub(crate) fn new(api: Api, spool: Arc<Spool>, once: bool) -> Self {
        Self { api, spool, accounts: HashMap::new(), once }
    }

    /// Sends alarms as they come. Ends in peace only if it is to be done once.
    pub(crate) async fn run(mut self, mut input: watch::Receiver<Progress>) -> Result<(), Trouble> {
        loop {
            // Asked before the spool is emptied: what comes meanwhile is not missed.
            let has_ended = input.borrow_and_update().has_ended;
            while let Some(waiting) = self.spool.oldest()? {
                self.deliver(waiting).await?;
            }
            if has_ended && self.once {
                return Ok(());
            }
            if input.changed().await.is_err() {
                // There will be no more, and the listener goes on.
                std::future::pending::<()>().await;
            }
        }
    }

    async fn deliver(&mut self, mut waiting: Waiting) -> Result<(), Trouble> {
        let mut pauses = Pauses::default();
        loop {
            match self.send(&waiting).await {
                Ok(()) => return self.spool.remove(&waiting),
                Err(Trouble::Passing { why, after }) => {
                    say(&format!("alarm {} waits: {why}", waiting.alarm.key));
                    pauses.wait(after).await;
                }
                Err(Trouble::Refused { code, .. }) if code == IN_FUTURE && waiting.alarm.at.is_some() => {
                    // Kept before it is sent: after a crash the same key must come with the same input.
                    waiting.alarm.at = None;
                    self.spool.change(&waiting)?;
                }
                Err(trouble @ Trouble::Refused { .. }) => {
                    say(&format!("alarm {} is set aside: {trouble}", waiting.alarm.key));
                    return self.spool.set_aside(waiting, trouble.to_string());
                }
                Err(trouble) => return Err(trouble),
            }
        }
    }

    /// Tells the server of an alarm. Repeated from its beginning, it comes to the same.
    async fn send(&mut self, waiting: &Waiting) -> Result<(), Trouble> {
        let alarm = &waiting.alarm;
        let input = json!({
            "accountId": self.account(&alarm.account).await?,
            "dedupeKey": alarm.key,
            "idempotencyKey": waiting.idempotency_key,
            "severity": alarm.severity,
            "title": alarm.title,
            "description": alarm.description,
            "occurredAt": alarm.at,
        });
        let reported = self.change("incidentReport", REPORT, input).await?;
        let Some(link) = &alarm.evidence else { return Ok(()) };
        let Some(incident) = reported["incident"]["id"].as_str() else {
            return Err(Trouble::Key("evidence needs a key with INCIDENT_READ".to_owned()));
        };
        let input = json!({
            "incidentId": incident,
            "kind": "EVIDENCE",
            "body": link.as_str(),
            "idempotencyKey": evidence_key(incident, link.as_str()),
        });
        self.change("incidentAddTimelineEntry", ATTACH, input).await.map(drop)
    }

    async fn account(&mut self, code: &str) -> Result<String, Trouble> {
        if let Some(id) = self.accounts.get(code) {
            return Ok(id.clone());
        }
        let found =
            self.api.ask(ACCOUNT, json!({ "code": code })).await.map_err(|trouble| match trouble {
                Trouble::Refused { code: fault, why } => {
                    Trouble::Refused { code: fault, why: format!("account {code}: {why}") }
                }
                other => other,
            })?;
        let id = found["accountByCode"]["id"].as_str().unwrap_or_default().to_owned();
        self.accounts.insert(code.to_owned(), id.clone());
        Ok(id)
    }

    /// The payload of a mutation that was done.
    async fn change(&self, name: &str, document: &str, input: Value) -> Result<Value, Trouble> {
        let mut answer = self.api.ask(document, json!({ "input": input })).await?;
        let payload = answer[name].take();
        let Some(error) = payload["userErrors"].get(0) else { return Ok(payload) };
        let text = |field: &str| error[field].as_str().unwrap_or_default().to_owned();
        Err(Trouble::Refused { code: text("code"), why: format!("{} {}", text("message"), error["path"]) })
    }
}

/// A link joins the timeline of an incident once, however often the alarm is told with it in a day.
fn evidence_key(incident: &str, link: &str) -> String {
    let digest = Sha256::digest(format!("{incident} {link}"));
    digest.iter().fold("evidence-".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}
