//! Entries of the think tank.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    comment::KnowledgeComment,
    link::KnowledgeLink,
    loader::{EditorsOf, LinksOf, ReuseOf, TagsOf, UsesOf},
    nearest::{NearKnowledgeEntry, nearest},
    nested,
    reuse::{KnowledgeReuse, KnowledgeUse},
    revision::KnowledgeRevision,
    trust::KnowledgeVerification,
};
use crate::{
    domain::{
        access::KnowledgeAccess,
        knowledge::{
            reading::{Shown, ShownRevision},
            rules::{self, Possible},
        },
        search::Draft,
        trust,
    },
    graphql::{
        account::Account,
        context::{services, viewer},
        error::{Error, Nullable, Result},
        identity::user::{User, load_user, load_users},
        loader::{load, loaders},
        page::Connection,
        scalar::Markdown,
        vocabulary::{Audience, Confidence, Governance, KnowledgeState, KnowledgeType, Trust},
    },
    platform::page::PageRequest,
};

/// An entry of the think tank: what the company knows about an account or its trade. A draft is seen by its author and
/// editors, a published entry by its audience.
pub struct KnowledgeEntry(pub(in crate::graphql) KnowledgeAccess);

/// What the viewer may do with an entry in its present state, by the table that enforces it.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct KnowledgeEntryViewerCan {
    /// `knowledgeEntryRevise`.
    revise: bool,
    /// `knowledgeEntryPublish`.
    publish: bool,
    /// `knowledgeEntryChangeAudience`, to an audience for which the viewer may write.
    change_audience: bool,
    /// `knowledgeEntryShareDraft` and `knowledgeEntryUnshareDraft`.
    share_draft: bool,
    /// `knowledgeEntryLink` and `knowledgeEntryUnlink`, with what the viewer sees.
    link: bool,
    /// `knowledgeEntryGovern`.
    govern: bool,
    /// `knowledgeEntryVerify`.
    verify: bool,
    /// `knowledgeEntryContest`.
    contest: bool,
    /// `knowledgeEntryComment`.
    comment: bool,
}

impl From<Possible> for KnowledgeEntryViewerCan {
    fn from(possible: Possible) -> Self {
        Self {
            revise: possible.revise,
            publish: possible.publish,
            change_audience: possible.change_audience,
            share_draft: possible.share,
            link: possible.link,
            govern: possible.govern,
            verify: possible.verify,
            contest: possible.contest,
            comment: possible.comment,
        }
    }
}

/// An entry of the think tank: what the company knows about an account or its trade. A draft is seen by its author and
/// editors, a published entry by its audience.
#[Object]
impl KnowledgeEntry {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.0.entry().id.to_string())
    }

    /// What sort of knowledge.
    #[graphql(name = "type")]
    async fn kind(&self) -> KnowledgeType {
        self.0.entry().kind.into()
    }

    /// Who may read it once it is published.
    async fn audience(&self) -> Audience {
        self.0.entry().audience.into()
    }

    /// Draft or published.
    async fn state(&self) -> KnowledgeState {
        self.0.entry().state.into()
    }

    /// Title, one line.
    async fn title(&self) -> &str {
        &self.0.entry().title
    }

    /// The text of the present revision.
    async fn body(&self, ctx: &Context<'_>) -> Result<Markdown> {
        let body = load(&loaders(ctx).knowledge, ShownRevision::present(&self.0)).await?;
        body.map(Markdown).ok_or_else(|| Error::internal("an entry without its present revision"))
    }

    /// Tags of the present revision, as its author wrote and ordered them.
    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let tags = load(&loaders(ctx).knowledge, TagsOf(ShownRevision::present(&self.0))).await?;
        Ok(tags.unwrap_or_default())
    }

    /// Who began it.
    async fn author(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.entry().author_id).await
    }

    /// With whom its author shared the draft.
    async fn editors(&self, ctx: &Context<'_>) -> Nullable<Vec<User>> {
        let editors = load(&loaders(ctx).knowledge, EditorsOf(Shown::of(&self.0))).await;
        Some(match editors {
            Ok(editors) => load_users(ctx, editors.unwrap_or_default()).await,
            Err(error) => Err(error),
        })
    }

    /// The account that it is about and that governs its rights; null if it has none that you may see.
    async fn home_account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        let home = load(&loaders(ctx).account, self.0.entry().account_id?).await;
        home.map(|access| access.map(Account::new)).transpose()
    }

    /// What it is about beside its home account, as far as you may see that, the oldest link first; at most 100. Links
    /// grant no rights.
    async fn links(&self, ctx: &Context<'_>) -> Nullable<Vec<KnowledgeLink>> {
        let links = load(&loaders(ctx).knowledge, LinksOf(Shown::of(&self.0))).await;
        Some(links.map(|links| links.unwrap_or_default().into_iter().map(KnowledgeLink).collect()))
    }

    /// Number of the present revision, from 1.
    async fn revision(&self) -> i32 {
        self.0.entry().revision
    }

    /// What it said before, the newest revision first. Revisions from before its publication are for its author and editors.
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeRevision>> {
        nested::revisions(ctx, Shown::of(&self.0), PageRequest { first, after, last, before }).await
    }

    /// What was said to it since it was published, the oldest first.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeComment>> {
        nested::comments(ctx, Shown::of(&self.0), PageRequest { first, after, last, before }).await
    }

    /// How often it was used for what you may see; null for bots.
    async fn reuse(&self, ctx: &Context<'_>) -> Nullable<KnowledgeReuse> {
        viewer(ctx).person().ok()?;
        let reuse = load(&loaders(ctx).knowledge, ReuseOf(Shown::of(&self.0))).await;
        Some(reuse.map(|reuse| reuse.unwrap_or_default().into()))
    }

    /// What it was used for, as far as you may see that, the latest first; at most 100. Null for bots.
    async fn uses(&self, ctx: &Context<'_>) -> Nullable<Vec<KnowledgeUse>> {
        viewer(ctx).person().ok()?;
        let uses = load(&loaders(ctx).knowledge, UsesOf(Shown::of(&self.0))).await;
        Some(uses.map(|uses| uses.unwrap_or_default().into_iter().map(KnowledgeUse).collect()))
    }

    /// The other entries that say what it says, of those that you may see, the nearest first, at most five; see
    /// `knowledgeEntryNearest`. Look at it before a draft is published: it may be there already. One request can ask for it of ten
    /// entries; of more it is refused with `LIMIT_EXCEEDED` (`nearestTexts`).
    async fn nearest(&self, ctx: &Context<'_>) -> Nullable<Vec<NearKnowledgeEntry>> {
        let entry = self.0.entry();
        let body = load(&loaders(ctx).knowledge, ShownRevision::present(&self.0)).await;
        let draft = body.map(|body| Draft {
            title: entry.title.clone(),
            body: body.unwrap_or_default(),
            account: entry.account_id,
            except: Some(entry.id),
        });
        match draft {
            Ok(draft) => nearest(ctx, draft).await,
            Err(error) => Some(Err(error)),
        }
    }

    /// When it was published; null while it is a draft.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.entry().published_at
    }

    /// How sure its author is.
    async fn confidence(&self) -> Confidence {
        self.0.entry().confidence.into()
    }

    /// Who may change it once it is published.
    async fn governance(&self) -> Governance {
        self.0.entry().governance.into()
    }

    /// How far it can be trusted now; null for a draft, and for a negotiation record, which says what was said.
    async fn trust(&self, ctx: &Context<'_>) -> Option<Trust> {
        trust::Trust::of(self.0.entry(), services(ctx).clock().now()).map(Into::into)
    }

    /// Who answers for it, and until when it was verified; null for a negotiation record.
    async fn verification(&self) -> Option<KnowledgeVerification> {
        KnowledgeVerification::of(self.0.entry())
    }

    /// When lists begin to withhold it; null: never. It is still found by its id.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.entry().expires_at
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.entry().created_at
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.entry().updated_at
    }

    /// Goes up with each change; changes are made against it.
    async fn version(&self) -> i32 {
        self.0.entry().version
    }

    /// What you may do with it now.
    async fn viewer_can(&self) -> KnowledgeEntryViewerCan {
        rules::possible(&self.0).into()
    }
}
