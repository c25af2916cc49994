//! The use cases of entries: begin, change, publish, give to another audience.

use std::sync::Arc;

use entity::{
    id::{AccountId, KnowledgeEntryId},
    knowledge_entry,
    knowledge_entry::{Audience, Confidence, Governance, KnowledgeState, KnowledgeType, Verifier},
};
use tokio::sync::Semaphore;

use super::{
    change::{Change, outcome},
    error::KnowledgeError,
    event::KnowledgeEventKind,
    gaps,
    rules::{self, Tag, Text},
    store, trust,
    trust::Policy,
};
use crate::{
    domain::{
        access::{Access, Action, Viewer, proof},
        fault::{Fault, expect_version},
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Db, Tx},
        text,
    },
};

/// The think tank. Clones share it.
#[derive(Clone)]
pub struct KnowledgeEntries {
    pub(super) db: Db,
    pub(super) access: Access,
    pub(super) policy: Policy,
    pub(super) noting: Arc<Semaphore>,
}

/// Begin an entry, as a draft.
#[derive(Clone, Debug)]
pub struct DraftEntry {
    /// What sort of knowledge.
    pub kind: KnowledgeType,
    /// The account that it is about.
    pub home: Option<AccountId>,
    /// Who it is for; `None`: as its type suggests.
    pub audience: Option<Audience>,
    /// One line.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// For filters.
    pub tags: Vec<String>,
    /// The client's promise.
    pub idempotency: Option<Idempotency>,
}

/// Change what an entry says. What is `None` stays.
#[derive(Clone, Debug)]
pub struct ReviseEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// One line.
    pub title: Option<String>,
    /// Markdown.
    pub body: Option<String>,
    /// For filters.
    pub tags: Option<Vec<String>>,
}

/// Publish a draft.
#[derive(Clone, Copy, Debug)]
pub struct PublishEntry {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
}

/// Give an entry to another audience.
#[derive(Clone, Copy, Debug)]
pub struct ChangeAudience {
    /// Which.
    pub id: KnowledgeEntryId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Who it is for.
    pub audience: Audience,
}

/// A change of a text, checked.
struct Changes {
    title: Option<String>,
    body: Option<String>,
    tags: Option<Vec<Tag>>,
}

impl Changes {
    fn of(command: &ReviseEntry) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let title = command.title.as_deref().map(|title| rules::title(&mut checks, title));
        let body = command.body.as_deref().map(|body| rules::body(&mut checks, body));
        let tags = command.tags.as_deref().map(|tags| rules::tags(&mut checks, tags));
        checks.done().map(|()| Self { title, body, tags })
    }

    fn made_to(&self, text: &Text) -> Text {
        Text {
            title: self.title.clone().unwrap_or_else(|| text.title.clone()),
            body: self.body.clone().unwrap_or_else(|| text.body.clone()),
            tags: self.tags.clone().unwrap_or_else(|| text.tags.clone()),
        }
    }
}

impl KnowledgeEntries {
    /// The think tank on a database.
    pub fn new(db: Db, access: Access, policy: Policy) -> Self {
        Self { db, access, policy, noting: Arc::new(Semaphore::new(gaps::AT_ONCE)) }
    }

    /// Begins an entry, as a draft that its author alone sees.
    ///
    /// # Errors
    /// An invalid text, an audience without its home account, no right to write for that audience.
    pub async fn draft(&self, viewer: &Viewer, command: &DraftEntry) -> Result<Outcome, KnowledgeError> {
        let text = &checked(command)?;
        let audience =
            command.audience.unwrap_or(rules::default_audience(command.kind, command.home.is_some()));
        rules::check_home(audience, command.home.is_some())?;
        let drafted = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let idempotency = command.idempotency.as_ref();
            let claim = journal::claim(&tx, viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            may_begin(&tx, viewer, command, audience).await?;
            let entry = begun(&tx, viewer, KnowledgeEntryId(id), command, audience, text)?;
            store::insert(&tx, entry.clone(), text).await?;
            let written = ["title", "body", "tags"].map(str::to_owned).to_vec();
            Change::of(KnowledgeEventKind::Drafted, &entry).naming(written).seen(&tx, viewer).await?;
            journal::complete(&tx, viewer, idempotency).await?;
            Ok(claim)
        });
        drafted.await.map(Claim::outcome)
    }

    /// Changes what an entry says, as a new revision; of a published entry it is out at once, and unverified unless its
    /// verifier wrote it. The same text changes nothing.
    ///
    /// # Errors
    /// An invalid text, a stale version, a published negotiation record, no right to change the entry.
    pub async fn revise(&self, viewer: &Viewer, command: &ReviseEntry) -> Result<Outcome, KnowledgeError> {
        let changes = &Changes::of(command)?;
        let revised = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::changing).await?;
            expect_version(command.expected_version, access.entry().version)?;
            rules::check_mutable(access.entry())?;
            let before = store::present_text(&tx, access.entry()).await?;
            let text = changes.made_to(&before);
            let changed = text.changed_from(&before);
            if changed.is_empty() {
                return Ok(());
            }
            let author = viewer.person()?.id;
            let (by_verifier, now) = (access.is_verifier(), tx.now());
            let entry = store::save(&tx, access, |entry| {
                entry.title_key = text::key(&text.title);
                entry.title = text.title.clone();
                entry.revision += 1;
                trust::rewrite(entry, by_verifier, now);
            })
            .await?;
            store::insert_revision(&tx, &entry, author, &text).await?;
            store::replace_tags(&tx, entry.id, &text.tags).await?;
            Change::of(KnowledgeEventKind::Revised, &entry).naming(changed).unseen(&tx, viewer).await
        });
        revised.await.map(|committed| outcome(command.id, committed))
    }

    /// Publishes a draft: its audience sees it from now on.
    ///
    /// # Errors
    /// A stale version, no right to publish, an entry that is published already.
    pub async fn publish(&self, viewer: &Viewer, command: &PublishEntry) -> Result<Outcome, KnowledgeError> {
        let published = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::publishing).await?;
            expect_version(command.expected_version, access.entry().version)?;
            if access.entry().state == KnowledgeState::Published {
                return Err(KnowledgeError::AlreadyPublished);
            }
            let now = tx.now();
            let entry = store::save(&tx, access, |entry| {
                trust::publish(entry, now, &self.policy);
            })
            .await?;
            store::mark_published(&tx, &entry).await?;
            let changed = vec!["state".to_owned(), "publishedAt".to_owned()];
            Change::of(KnowledgeEventKind::Published, &entry).naming(changed).seen(&tx, viewer).await
        });
        published.await.map(|committed| outcome(command.id, committed))
    }

    /// Gives an entry to another audience; whoever does not belong to it loses sight of the entry at once. The same audience
    /// changes nothing.
    ///
    /// # Errors
    /// A stale version, an audience without its home account, no right to change the entry for either audience.
    pub async fn change_audience(
        &self,
        viewer: &Viewer,
        command: &ChangeAudience,
    ) -> Result<Outcome, KnowledgeError> {
        let audience = command.audience;
        let changed = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let access = proof::knowledge_for(&tx, viewer, command.id, rules::governing).await?;
            let entry = access.entry();
            expect_version(command.expected_version, entry.version)?;
            if entry.audience == audience {
                return Ok(());
            }
            rules::check_home(audience, entry.account_id.is_some())?;
            let changing = rules::changing_at(entry.state, audience);
            proof::write_knowledge_for(&tx, viewer, entry.account_id, entry.kind, changing).await?;
            let entry = store::save(&tx, access, |entry| entry.audience = audience).await?;
            store::index_for_audience(&tx, &entry).await?;
            let changed = vec!["audience".to_owned()];
            Change::of(KnowledgeEventKind::AudienceChanged, &entry).naming(changed).seen(&tx, viewer).await
        });
        changed.await.map(|committed| outcome(command.id, committed))
    }
}

/// The text of a new entry, checked.
fn checked(command: &DraftEntry) -> Result<Text, Fault> {
    let mut checks = Checks::new();
    let text = Text {
        title: rules::title(&mut checks, &command.title),
        body: rules::body(&mut checks, &command.body),
        tags: rules::tags(&mut checks, &command.tags),
    };
    checks.done().map(|()| text)
}

/// The viewer may write for the audience and about the account: what all staff reads may be written without any relation to its
/// home, and must not tell whether that exists.
async fn may_begin(tx: &Tx, viewer: &Viewer, command: &DraftEntry, audience: Audience) -> Result<(), Fault> {
    let writing = Action::WriteKnowledge(audience);
    proof::write_knowledge_for(tx, viewer, command.home, command.kind, writing).await?;
    match command.home {
        Some(home) => proof::write_about(tx, viewer, home).await,
        None => Ok(()),
    }
}

/// A new entry.
fn begun(
    tx: &Tx,
    viewer: &Viewer,
    id: KnowledgeEntryId,
    command: &DraftEntry,
    audience: Audience,
    text: &Text,
) -> Result<knowledge_entry::Model, Fault> {
    Ok(knowledge_entry::Model {
        id,
        account_id: command.home,
        kind: command.kind,
        audience,
        state: KnowledgeState::Draft,
        title: text.title.clone(),
        title_key: text::key(&text.title),
        revision: 1,
        author_id: viewer.person()?.id,
        published_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        confidence: Confidence::Medium,
        governance: Governance::Open,
        verifier: Verifier::Owners,
        verifier_id: None,
        verifier_seat: None,
        interval_days: None,
        expires_at: None,
        verified_at: None,
        verified_by: None,
        verified_revision: None,
        verified_source: None,
        contested_at: None,
        contested_by: None,
        contest_reason: None,
        due_at: None,
        due_told_at: None,
    })
}
