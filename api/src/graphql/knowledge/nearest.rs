//! Entries that say what somebody is writing: offered before they write it once more.

use async_graphql::{Context, ID, Object};
use entity::id::{AccountId, KnowledgeEntryId};

use super::{KnowledgeEntry, loader::NearestTo};
use crate::{
    domain::{
        fault::Fault,
        input::Checks,
        knowledge::{NearEntry, reading::ShownRevision},
        search::Draft,
    },
    graphql::{
        context::parse_id,
        error::{Error, Nullable, Result},
        loader::{load, loaders},
        search::hit::TextSegment,
    },
};

/// Characters of a title and of a text that are taken.
const LONGEST_TITLE: usize = 200;
const LONGEST_BODY: usize = 100_000;

/// An entry that says what somebody is writing, and why it was taken for such a one.
pub struct NearKnowledgeEntry(NearEntry);

/// An entry that says what somebody is writing, and why it was taken for such a one.
#[Object]
impl NearKnowledgeEntry {
    /// The entry.
    async fn entry(&self) -> KnowledgeEntry {
        KnowledgeEntry(self.0.access.clone())
    }

    /// The words that both have, as the text writes them, the most telling first. They may stand in the entry's tags alone.
    async fn shared_words(&self) -> &[String] {
        &self.0.shared
    }

    /// The entry's title, with what both say marked.
    async fn title(&self) -> Vec<TextSegment> {
        self.0.matcher.title(&self.0.access.entry().title).into_iter().map(Into::into).collect()
    }

    /// The part of the entry's text that says most of it, about thirty words, with what both say marked; the beginning of the
    /// text if only the title or a tag does. The text is Markdown as it was written.
    async fn snippet(&self, ctx: &Context<'_>) -> Result<Vec<TextSegment>> {
        let body = load(&loaders(ctx).knowledge, ShownRevision::present(&self.0.access)).await?;
        let body = body.ok_or_else(|| Error::internal("an entry without its present revision"))?;
        Ok(self.0.matcher.snippet(&body).into_iter().map(Into::into).collect())
    }
}

/// The entries nearest to a text; for the rows of a list together.
pub(in crate::graphql) async fn nearest(
    ctx: &Context<'_>,
    draft: Draft,
) -> Nullable<Vec<NearKnowledgeEntry>> {
    let near = load(&loaders(ctx).knowledge, NearestTo(draft)).await;
    Some(near.map(|near| near.unwrap_or_default().into_iter().map(NearKnowledgeEntry).collect()))
}

/// Root fields for who writes.
#[derive(Default)]
pub struct NearestQuery;

#[Object]
impl NearestQuery {
    /// The entries of the think tank that say what you are writing, the nearest first, at most five: ask while somebody drafts an
    /// entry, to warn of one that is there already, and while they report an incident, to offer what helped before. Ask when the
    /// typing rests. Empty when nothing is near, which is no reason to write nothing.
    ///
    /// A long text is no query: it is not asked for all its words. Of the title and the first 5,000 characters of the text 24 words are
    /// looked for, those of the title first, then those said most often. Entries that share rare words are compared, and the newest that
    /// share several common ones; how rare a word is counts among what you may see alone. Words of the title count twice. An entry is
    /// near if it shares two words at least, or the only one, and an eighth of what all of them say. Words are compared as in `search`, in every language, but slips are not
    /// forgiven. What has expired is withheld.
    ///
    /// A title of more than 200 characters or a text of more than 100,000 is refused with `BAD_USER_INPUT`.
    ///
    /// Requires: to be signed in; gives what `knowledgeEntry` would show you, and what you may not see changes nothing of the answer.
    async fn knowledge_entry_nearest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The title, as far as it is written.")] title: Option<String>,
        #[graphql(desc = "The text, as far as it is written.")] body: Option<String>,
        #[graphql(
            desc = "The account that it is about, `acc_...`: of entries that are equally near those about it come first. One that you may not see counts as not there."
        )]
        account_id: Option<ID>,
        #[graphql(desc = "The entry that is being changed, `kno_...`, which is not near to itself.")]
        entry_id: Option<ID>,
    ) -> Nullable<Vec<NearKnowledgeEntry>> {
        match draft(title, body, account_id, entry_id) {
            Ok(draft) => nearest(ctx, draft).await,
            Err(error) => Some(Err(error)),
        }
    }
}

fn draft(
    title: Option<String>,
    body: Option<String>,
    account: Option<ID>,
    entry: Option<ID>,
) -> Result<Draft> {
    let (title, body) = (title.unwrap_or_default(), body.unwrap_or_default());
    let mut checks = Checks::new();
    for (path, text, most) in [("title", &title, LONGEST_TITLE), ("body", &body, LONGEST_BODY)] {
        let length = text.chars().count();
        if length > most {
            checks.refuse(path, "TOO_LONG", format!("has {length} characters; at most {most} are allowed"));
        }
    }
    checks.done().map_err(|fault: Fault| Error::from(fault))?;
    let account: Option<AccountId> = account.as_ref().map(parse_id).transpose()?;
    let except: Option<KnowledgeEntryId> = entry.as_ref().map(parse_id).transpose()?;
    Ok(Draft { title, body, account, except })
}
