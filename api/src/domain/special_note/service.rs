//! The use cases of special notes: post, revise, revoke, read.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, EventId, SpecialNoteId},
    special_note::{Column, Entity, Model, SpecialNoteKind, SpecialNoteSeverity},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{
    error::SpecialNoteError,
    event::{SpecialNoteEvent, SpecialNoteEventKind},
    rules::{self, LONGEST_TEXT, MOST_NOTES, SpecialNoteState},
    store,
};
use crate::{
    domain::{
        access::{Access, AccountAccess, Action, Viewer, proof},
        fault::{Fault, expect_version},
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Db, Tx},
        page::{self, Count, Page, PageRequest},
    },
};

/// Special notes. Clones share them.
#[derive(Clone)]
pub struct SpecialNotes {
    db: Db,
    access: Access,
}

/// A note that the viewer may see.
#[derive(Clone, Debug)]
pub struct SpecialNote {
    row: Model,
    state: SpecialNoteState,
    writable: bool,
}

impl SpecialNote {
    /// The row.
    pub fn row(&self) -> &Model {
        &self.row
    }

    /// Where it stands.
    pub fn state(&self) -> SpecialNoteState {
        self.state
    }

    /// Whether the viewer may revise and revoke it.
    pub fn is_writable(&self) -> bool {
        self.writable && !self.state.is_over()
    }
}

/// What a note says, and when it holds.
#[derive(Clone, Debug)]
pub struct Terms {
    /// What it asks of its reader.
    pub kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    pub severity: SpecialNoteSeverity,
    /// What it says.
    pub text: String,
    /// Since when it holds; `None`: from now on, or as it was.
    pub effective_from: Option<DateTime<Utc>>,
    /// Until when; `None`: until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Pin a note to an account.
#[derive(Clone, Debug)]
pub struct PostNote {
    /// To which.
    pub account: AccountId,
    /// What, and when.
    pub terms: Terms,
    /// The client's promise.
    pub idempotency: Option<Idempotency>,
}

/// Change what a note says or when it holds.
#[derive(Clone, Debug)]
pub struct ReviseNote {
    /// Which.
    pub id: SpecialNoteId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// What, and when, from now on.
    pub terms: Terms,
}

/// Take a note back.
#[derive(Clone, Debug)]
pub struct RevokeNote {
    /// Which.
    pub id: SpecialNoteId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
}

impl Terms {
    fn check(&self) -> Result<String, Fault> {
        let mut checks = Checks::new();
        let text = checks.body("text", &self.text, LONGEST_TEXT);
        if let Some(start) = self.effective_from {
            checks.instant("effectiveFrom", start);
        }
        if let Some(end) = self.expires_at {
            checks.instant("expiresAt", end);
        }
        checks.done().map(|()| text)
    }

    /// The note with these terms. It must end after it begins, and not in the past.
    fn made_to(&self, note: &mut Model, text: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        (note.kind, note.severity, note.text) = (self.kind, self.severity, text.to_owned());
        note.effective_from = self.effective_from.unwrap_or(note.effective_from);
        note.expires_at = self.expires_at;
        match note.expires_at {
            Some(end) if end <= note.effective_from || end <= now => Err(Fault::invalid(
                "expiresAt",
                "OUT_OF_RANGE",
                "must be later than the beginning, and than now",
            )),
            _ => Ok(()),
        }
    }
}

/// The names of the fields that differ, as the API calls them.
fn changed(before: &Model, after: &Model) -> Vec<String> {
    let differ = [
        ("kind", before.kind != after.kind),
        ("severity", before.severity != after.severity),
        ("text", before.text != after.text),
        ("effectiveFrom", before.effective_from != after.effective_from),
        ("expiresAt", before.expires_at != after.expires_at),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

impl SpecialNotes {
    /// The notes of this database.
    pub fn new(db: Db, access: Access) -> Self {
        Self { db, access }
    }

    /// Pins a note to an account.
    ///
    /// # Errors
    /// An invalid text or time, too many notes, no right to write notes of the account.
    pub async fn post(&self, viewer: &Viewer, command: &PostNote) -> Result<Outcome, SpecialNoteError> {
        let text = &command.terms.check()?;
        let idempotency = command.idempotency.as_ref();
        let posted = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let claim = journal::claim(&tx, viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let access = proof::account_for(&tx, viewer, command.account, Action::WriteSpecialNote).await?;
            if store::count_open(&tx, command.account).await? >= MOST_NOTES {
                return Err(SpecialNoteError::TooManyNotes);
            }
            let mut note = blank(&tx, viewer, SpecialNoteId(id), command)?;
            command.terms.made_to(&mut note, text, tx.now())?;
            let row = note.clone().into_active_model().reset_all();
            Entity::insert(row).exec_without_returning(&*tx).await?;
            let fields = ["kind", "severity", "text", "effectiveFrom", "expiresAt"];
            let changed = fields.map(str::to_owned).to_vec();
            tell(&tx, viewer, &access, SpecialNoteEventKind::Posted, &note, changed)?;
            journal::complete(&tx, viewer, idempotency).await?;
            Ok(claim)
        });
        posted.await.map(Claim::outcome)
    }

    /// Changes what a note says or when it holds. The same terms change nothing.
    ///
    /// # Errors
    /// An invalid text or time, a stale version, a note that is over, no right to write notes of the account.
    pub async fn revise(&self, viewer: &Viewer, command: &ReviseNote) -> Result<Outcome, SpecialNoteError> {
        let text = &command.terms.check()?;
        let revised = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let (access, before) = locked(&tx, viewer, command.id).await?;
            expect_version(command.expected_version, before.version)?;
            rules::check_open(&before, tx.now())?;
            let mut note = before.clone();
            command.terms.made_to(&mut note, text, tx.now())?;
            let changed = changed(&before, &note);
            if changed.is_empty() {
                return Ok(());
            }
            let note = store::save(&tx, note).await?;
            tell(&tx, viewer, &access, SpecialNoteEventKind::Revised, &note, changed)
        });
        revised.await.map(|committed| outcome(command.id, committed.events))
    }

    /// Takes a note back.
    ///
    /// # Errors
    /// No reason, a stale version, a note that is over, no right to write notes of the account.
    pub async fn revoke(&self, viewer: &Viewer, command: &RevokeNote) -> Result<Outcome, SpecialNoteError> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &command.reason);
        checks.done()?;
        let reason = &reason;
        let revoked = self.db.write(|tx| async move {
            let viewer = &proof::present(&tx, viewer).await?;
            let (access, mut note) = locked(&tx, viewer, command.id).await?;
            expect_version(command.expected_version, note.version)?;
            rules::check_open(&note, tx.now())?;
            note.revoked_at = Some(tx.now());
            note.revoked_by = Some(viewer.person()?.id);
            note.revoke_reason = Some(reason.clone());
            let note = store::save(&tx, note).await?;
            let changed = vec!["state".to_owned()];
            tell(&tx, viewer, &access, SpecialNoteEventKind::Revoked, &note, changed)
        });
        revoked.await.map(|committed| outcome(command.id, committed.events))
    }

    /// A note that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn get(&self, viewer: &Viewer, id: SpecialNoteId) -> Result<SpecialNote, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        let row = Entity::find_by_id(id).one(self.db.reader()).await?.ok_or(Fault::NotFound)?;
        if !self.sees(viewer, row.account_id) {
            return Err(Fault::NotFound);
        }
        Ok(self.shown(viewer, row))
    }

    /// Whether the viewer sees the notes of an account.
    pub fn sees(&self, viewer: &Viewer, account: AccountId) -> bool {
        self.access.facts().permits_account(viewer, account, Action::ReadSpecialNotes)
    }

    /// The notes that hold now of those of the accounts whose notes the viewer sees: the worst first, then what began last.
    ///
    /// # Errors
    /// The database failed.
    pub async fn in_force(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, Vec<SpecialNote>>, Fault> {
        let now = self.db.clock().now();
        let seen = accounts.iter().copied().filter(|account| self.sees(viewer, *account));
        let mut notes: HashMap<AccountId, Vec<SpecialNote>> =
            seen.map(|account| (account, Vec::new())).collect();
        if notes.is_empty() {
            return Ok(notes);
        }
        let accounts: Vec<AccountId> = notes.keys().copied().collect();
        for row in store::in_force(self.db.reader(), &accounts, now).await? {
            notes.entry(row.account_id).or_default().push(self.shown(viewer, row));
        }
        Ok(notes)
    }

    /// A page of all notes that an account ever had, what began last first.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if the viewer does not see the account's notes; arguments that contradict each other, a cursor of
    /// another list.
    pub async fn history(
        &self,
        viewer: &Viewer,
        account: AccountId,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<SpecialNote>, Fault> {
        if !self.sees(viewer, account) {
            return Err(Fault::NotFound);
        }
        let mark = format!("special notes of {account}");
        let select = Entity::find().filter(Column::AccountId.eq(account));
        let page = page::page(self.db.reader(), select, &store::latest_first(), &mark, request, default_size)
            .await?;
        Ok(page.map(|row| self.shown(viewer, row)))
    }

    /// How many notes an account ever had.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if the viewer does not see the account's notes.
    pub async fn count_history(&self, viewer: &Viewer, account: AccountId) -> Result<Count, Fault> {
        if !self.sees(viewer, account) {
            return Err(Fault::NotFound);
        }
        Ok(page::count(self.db.reader(), Entity::find().filter(Column::AccountId.eq(account))).await?)
    }

    fn shown(&self, viewer: &Viewer, row: Model) -> SpecialNote {
        let facts = self.access.facts();
        SpecialNote {
            state: SpecialNoteState::of(&row, self.db.clock().now()),
            writable: facts.permits_account(viewer, row.account_id, Action::WriteSpecialNote),
            row,
        }
    }
}

fn outcome(id: SpecialNoteId, events: Vec<EventId>) -> Outcome {
    Outcome { id: id.0, events }
}

fn blank(tx: &Tx, viewer: &Viewer, id: SpecialNoteId, command: &PostNote) -> Result<Model, Fault> {
    Ok(Model {
        id,
        account_id: command.account,
        kind: command.terms.kind,
        severity: command.terms.severity,
        text: String::new(),
        effective_from: tx.now(),
        expires_at: None,
        author_id: viewer.person()?.id,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        revoked_at: None,
        revoked_by: None,
        revoke_reason: None,
    })
}

/// The note, under the lock of its account, if the viewer writes notes of it. Who does not see notes is told of none.
async fn locked(
    tx: &Tx,
    viewer: &Viewer,
    id: SpecialNoteId,
) -> Result<(AccountAccess, Model), SpecialNoteError> {
    let known = Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    let access = proof::account_for(tx, viewer, known.account_id, Action::ReadSpecialNotes).await;
    let access = access.map_err(|fault| match fault {
        Fault::Forbidden(_) => Fault::NotFound,
        other => other,
    })?;
    if !access.standing().permits(viewer, known.account_id, Action::WriteSpecialNote) {
        return Err(
            Fault::Forbidden("notes are changed by the seats of the account and its directors").into()
        );
    }
    // Read again: it may have changed until the lock was held.
    let note = Entity::find_by_id(id).one(&**tx).await?.ok_or(Fault::NotFound)?;
    Ok((access, note))
}

fn tell(
    tx: &Tx,
    viewer: &Viewer,
    access: &AccountAccess,
    kind: SpecialNoteEventKind,
    note: &Model,
    changed: Vec<String>,
) -> Result<(), SpecialNoteError> {
    let event = SpecialNoteEvent { kind, note: note.into(), changed };
    journal::record(tx, viewer, Some(access.account().into()), &event, Vec::new())?;
    Ok(())
}
