//! The use cases of trust: who answers for an entry and for how long, that it holds, that it does not.

use chrono::{DateTime, Utc};
use entity::{
    assignment::Seat,
    id::{KnowledgeEntryId, UserId},
    knowledge_entry,
    knowledge_entry::{Confidence, Governance, KnowledgeType, Verifier},
};

use super::{
    change::{Change, outcome},
    error::KnowledgeError,
    event::KnowledgeEventKind,
    heirs, rules,
    service::KnowledgeEntries,
    store, trust,
};
use crate::{
    domain::{
        access::{Viewer, duty, proof},
        account::event::PersonLabel,
        fault::{Fault, expect_version},
        input::Checks,
        journal::Outcome,
    },
    platform::db::Tx,
};

/// The longest that a verification can hold, in days: about ten years.
pub const LONGEST_INTERVAL: i32 = 3_650;

/// Characters of what a verification was held against.
const LONGEST_SOURCE: usize = 500;

/// Who is to verify an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedVerifier {
    /// Its author and editors.
    Owners,
    /// A person.
    Person(UserId),
    /// Primary and deputy of a seat of the home account.
    Seat(Seat),
    /// Whoever publishes its type.
    Publishers,
}

impl NamedVerifier {
    fn written_to(self, entry: &mut knowledge_entry::Model) {
        (entry.verifier, entry.verifier_id, entry.verifier_seat) = match self {
            Self::Owners => (Verifier::Owners, None, None),
            Self::Person(person) => (Verifier::Person, Some(person), None),
            Self::Seat(seat) => (Verifier::Seat, None, Some(seat)),
            Self::Publishers => (Verifier::Publishers, None, None),
        };
    }
}

/// Say how sure an entry is, who answers for it, and for how long. What is `None` stays.
#[derive(Clone, Copy, Debug)]
pub struct GovernEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// How sure its author is.
    pub confidence: Option<Confidence>,
    /// Who may change it once it is published.
    pub governance: Option<Governance>,
    /// Who is to verify it.
    pub verifier: Option<NamedVerifier>,
    /// For how many days a verification holds; `Some(None)`: as its type says.
    pub interval_days: Option<Option<i32>>,
    /// When lists begin to withhold it; `Some(None)`: never.
    pub expires_at: Option<Option<DateTime<Utc>>>,
}

impl GovernEntry {
    fn check(&self) -> Result<(), Fault> {
        let mut checks = Checks::new();
        if self.interval_days.flatten().is_some_and(|days| !(1..=LONGEST_INTERVAL).contains(&days)) {
            let told = format!("must be a number of days from 1 to {LONGEST_INTERVAL}");
            checks.refuse("intervalDays", "OUT_OF_RANGE", told);
        }
        if let Some(instant) = self.expires_at.flatten() {
            checks.instant("expiresAt", instant);
        }
        checks.done()
    }

    fn made_to(&self, entry: &mut knowledge_entry::Model) {
        entry.confidence = self.confidence.unwrap_or(entry.confidence);
        entry.governance = self.governance.unwrap_or(entry.governance);
        if let Some(verifier) = self.verifier {
            verifier.written_to(entry);
        }
        entry.interval_days = self.interval_days.unwrap_or(entry.interval_days);
        entry.expires_at = self.expires_at.unwrap_or(entry.expires_at);
    }
}

/// The names of the terms that differ, as the API calls them.
fn changed(before: &knowledge_entry::Model, after: &knowledge_entry::Model) -> Vec<String> {
    let verifier = |entry: &knowledge_entry::Model| (entry.verifier, entry.verifier_id, entry.verifier_seat);
    let differ = [
        ("confidence", before.confidence != after.confidence),
        ("governance", before.governance != after.governance),
        ("verifier", verifier(before) != verifier(after)),
        ("intervalDays", before.interval_days != after.interval_days),
        ("expiresAt", before.expires_at != after.expires_at),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

/// Say that an entry holds as it stands.
#[derive(Clone, Debug)]
pub struct VerifyEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen: nobody verifies a text that they have not read.
    pub expected_version: i32,
    /// What it was held against.
    pub source: Option<String>,
}

/// Say that an entry does not hold.
#[derive(Clone, Debug)]
pub struct ContestEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
}

impl KnowledgeEntries {
    /// Says how sure an entry is, who answers for it, and for how long. The same terms change nothing.
    ///
    /// # Errors
    /// A stale version, no right to change the entry, a verifier who would not read it, terms for a negotiation record.
    pub async fn govern(&self, viewer: &Viewer, command: &GovernEntry) -> Result<Outcome, KnowledgeError> {
        command.check()?;
        let governed = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::governing).await?;
            expect_version(command.expected_version, access.entry().version)?;
            let mut entry = access.entry().clone();
            command.made_to(&mut entry);
            let changed = changed(access.entry(), &entry);
            if changed.is_empty() {
                return Ok(());
            }
            check_terms(&tx, command, &entry).await?;
            if entry.interval_days != access.entry().interval_days {
                let days = store::interval(&tx, &entry).await?;
                trust::reckon(&mut entry, days);
            }
            let entry = store::save(&tx, access, |row| *row = entry.clone()).await?;
            Change::of(KnowledgeEventKind::Governed, &entry).naming(changed).unseen(&tx, viewer).await
        });
        governed.await.map(|committed| outcome(command.id, committed))
    }

    /// Says that an entry holds as it stands, for as long as its terms say.
    ///
    /// # Errors
    /// A stale version, a viewer to whom this does not fall, a draft, a negotiation record.
    pub async fn verify(&self, viewer: &Viewer, command: &VerifyEntry) -> Result<Outcome, KnowledgeError> {
        let mut checks = Checks::new();
        let source = checks.optional_line("source", command.source.as_deref(), LONGEST_SOURCE);
        checks.done()?;
        let source = &source;
        let verified = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::linking).await?;
            expect_version(command.expected_version, access.entry().version)?;
            trust::check_verifiable(access.entry())?;
            if !access.permits(rules::verifying(access.entry())) {
                return Err(Fault::Forbidden("this entry is not yours to verify: see its verifiers").into());
            }
            let (by, now) = (viewer.person()?.id, tx.now());
            let days = store::interval(&tx, access.entry()).await?;
            let entry = store::save(&tx, access, |entry| {
                trust::verify(entry, by, source.clone(), days, now);
            })
            .await?;
            let changed = vec!["verification".to_owned()];
            Change::of(KnowledgeEventKind::Verified, &entry).naming(changed).unseen(&tx, viewer).await
        });
        verified.await.map(|committed| outcome(command.id, committed))
    }

    /// Says that an entry does not hold: it is unverified until somebody verifies it again.
    ///
    /// # Errors
    /// No reason, a stale version, a draft, a negotiation record, an entry that is contested already, no right to write for
    /// its audience.
    pub async fn contest(&self, viewer: &Viewer, command: &ContestEntry) -> Result<Outcome, KnowledgeError> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &command.reason);
        checks.done()?;
        let reason = &reason;
        let contested = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::linking).await?;
            expect_version(command.expected_version, access.entry().version)?;
            trust::check_verifiable(access.entry())?;
            if access.entry().contested_at.is_some() {
                return Err(KnowledgeError::AlreadyContested);
            }
            let (by, now) = (viewer.person()?.id, tx.now());
            let entry = store::save(&tx, access, |entry| {
                trust::contest(entry, by, reason.clone(), now);
                // The event tells the verifiers; that it is due now need not be told again.
                entry.due_told_at = Some(now);
            })
            .await?;
            let change =
                Change::of(KnowledgeEventKind::Contested, &entry).naming(vec!["verification".into()]);
            let people = verifiers(&tx, entry.id).await?;
            heirs::remember(&tx, &entry, &people).await?;
            change.concerning(people).unseen(&tx, viewer).await
        });
        contested.await.map(|committed| outcome(command.id, committed))
    }
}

/// The people to whom the verification of an entry falls, as they are called now.
pub(super) async fn verifiers(tx: &Tx, entry: KnowledgeEntryId) -> Result<Vec<PersonLabel>, KnowledgeError> {
    let people = duty::verifiers(&**tx, entry).await?;
    Ok(people.into_iter().map(|(id, name)| PersonLabel { id, name }).collect())
}

/// The terms suit the entry: a negotiation record has none, a seat is one of the home account, and a person reads it.
async fn check_terms(
    tx: &Tx,
    command: &GovernEntry,
    entry: &knowledge_entry::Model,
) -> Result<(), KnowledgeError> {
    let terms = command.verifier.is_some_and(|verifier| verifier != NamedVerifier::Owners)
        || command.governance == Some(Governance::Guarded)
        || command.interval_days.flatten().is_some()
        || command.expires_at.flatten().is_some();
    if entry.kind == KnowledgeType::NegotiationRecord && terms {
        return Err(KnowledgeError::RecordHasNoTerms);
    }
    match command.verifier {
        Some(NamedVerifier::Seat(_)) if entry.account_id.is_none() => Err(KnowledgeError::SeatWithoutAccount),
        Some(NamedVerifier::Person(person)) if !proof::could_verify(tx, person, entry).await? => {
            Err(KnowledgeError::VerifierOutsideAudience)
        }
        _ => Ok(()),
    }
}
