//! What an entry said at some time.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use crate::{
    domain::knowledge::reading::RevisionHead,
    graphql::{
        error::{Error, Nullable, Result},
        identity::user::{User, load_user},
        loader::{load, loaders},
        scalar::Markdown,
    },
};

/// What an entry said at some time. Nothing is overwritten: each change of title, text or tags made another revision.
pub struct KnowledgeRevision(pub(super) RevisionHead);

/// What an entry said at some time. Nothing is overwritten: each change of title, text or tags made another revision.
#[Object]
impl KnowledgeRevision {
    /// Identity.
    async fn id(&self) -> ID {
        ID(self.0.row().id.to_string())
    }

    /// From 1, without holes.
    async fn number(&self) -> i32 {
        self.0.row().number
    }

    /// The title then.
    async fn title(&self) -> &str {
        &self.0.row().title
    }

    /// The text then.
    async fn body(&self, ctx: &Context<'_>) -> Result<Markdown> {
        let body = load(&loaders(ctx).knowledge, self.0.shown()).await?;
        body.map(Markdown).ok_or_else(|| Error::internal("a revision without its text"))
    }

    /// The tags then.
    async fn tags(&self) -> Vec<String> {
        self.0.tags()
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.row().author_id).await
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row().created_at
    }

    /// When it was published; null if it only ever was a draft.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.row().published_at
    }
}
