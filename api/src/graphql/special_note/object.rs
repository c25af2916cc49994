//! A special note, and the lists of an account and of an incident.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::AccountId;

use crate::{
    domain::special_note,
    graphql::{
        account::{Account, object::load_account},
        context::{services, viewer},
        error::{Nullable, Result, absent_is_null},
        identity::user::{User, load_user},
        loader::{load, loaders},
        page::{Connection, NESTED_SIZE, connection},
    },
    platform::page::PageRequest,
};

/// What a note asks of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::special_note::SpecialNoteKind")]
pub enum SpecialNoteKind {
    /// Not to say or do something.
    Avoid,
    /// To do something in a certain way.
    Heed,
    /// To know something.
    Know,
}

/// How bad it is not to heed a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::special_note::SpecialNoteSeverity")]
pub enum SpecialNoteSeverity {
    /// It may cost the account.
    Critical,
    /// It does harm.
    Warning,
    /// It helps to know.
    Info,
}

/// Where a note stands now. It begins and ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "special_note::SpecialNoteState")]
pub enum SpecialNoteState {
    /// Its time has not begun.
    Upcoming,
    /// It holds.
    InForce,
    /// Its time has ended.
    Expired,
    /// It was taken back.
    Revoked,
}

/// What everybody must heed who deals with an account. Seen by whoever sees the account, but by no bot and no administrator.
pub struct SpecialNote(pub(in crate::graphql) special_note::SpecialNote);

/// What the viewer may do with a note now, by the table that enforces it.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct SpecialNoteViewerCan {
    /// `specialNoteRevise`.
    revise: bool,
    /// `specialNoteRevoke`.
    revoke: bool,
}

/// What everybody must heed who deals with an account. Seen by whoever sees the account, but by no bot and no administrator.
#[Object]
impl SpecialNote {
    /// Identity, `spn_...`.
    async fn id(&self) -> ID {
        ID(self.0.row().id.to_string())
    }

    /// The account that it is pinned to.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        absent_is_null(load_account(ctx, self.0.row().account_id).await)
    }

    /// What it asks of you.
    async fn kind(&self) -> SpecialNoteKind {
        self.0.row().kind.into()
    }

    /// How bad it is not to heed it.
    async fn severity(&self) -> SpecialNoteSeverity {
        self.0.row().severity.into()
    }

    /// What it says.
    async fn text(&self) -> &str {
        &self.0.row().text
    }

    /// Where it stands now.
    async fn state(&self) -> SpecialNoteState {
        self.0.state().into()
    }

    /// Since when it holds.
    async fn effective_from(&self) -> DateTime<Utc> {
        self.0.row().effective_from
    }

    /// Until when it holds; null: until it is revoked.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.row().expires_at
    }

    /// Who wrote it first.
    async fn author(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.row().author_id).await
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row().created_at
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.row().updated_at
    }

    /// When it was revoked; null: it was not.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.row().revoked_at
    }

    /// Who revoked it.
    async fn revoked_by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.row().revoked_by?).await
    }

    /// Why it was revoked.
    async fn revoke_reason(&self) -> Option<&str> {
        self.0.row().revoke_reason.as_deref()
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.row().version
    }

    /// What you may do with it now.
    async fn viewer_can(&self) -> SpecialNoteViewerCan {
        let writable = self.0.is_writable();
        SpecialNoteViewerCan { revise: writable, revoke: writable }
    }
}

/// The notes of an account that hold now; null for who does not see them.
pub(in crate::graphql) async fn in_force(
    ctx: &Context<'_>,
    account: AccountId,
) -> Nullable<Vec<SpecialNote>> {
    let notes = load(&loaders(ctx).special_note, account).await.transpose()?;
    Some(notes.map(|notes| notes.into_iter().map(SpecialNote).collect()))
}

/// All notes that an account ever had; null for who does not see them.
pub(in crate::graphql) async fn history(
    ctx: &Context<'_>,
    account: AccountId,
    request: PageRequest,
) -> Nullable<Connection<SpecialNote>> {
    if !services(ctx).special_notes().sees(viewer(ctx), account) {
        return None;
    }
    Some(page(ctx, account, request).await)
}

async fn page(
    ctx: &Context<'_>,
    account: AccountId,
    request: PageRequest,
) -> Result<Connection<SpecialNote>> {
    let (services, who) = (services(ctx).clone(), viewer(ctx).clone());
    let page = services.special_notes().history(&who, account, &request, NESTED_SIZE).await?;
    Ok(connection(page, SpecialNote, move || {
        let (services, who) = (services.clone(), who.clone());
        async move { services.special_notes().count_history(&who, account).await }
    }))
}
