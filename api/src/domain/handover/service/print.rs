//! Packs as documents: the same text as Markdown and as pages.

use std::collections::BTreeMap;

use entity::{
    id::{HandoverId, KnowledgeEntryId},
    knowledge_revision,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::{Handovers, pack::Pack};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        handover::{
            document::EntryLine,
            print::{self, Document},
        },
    },
    platform::{
        secret::sha256_hex,
        typeset::{self, TypesetError},
    },
};

/// The pack of a handover as a document, with what the reader may read of it now.
#[derive(Debug)]
pub struct Edition {
    document: Document,
    markdown: String,
    name: String,
}

impl Edition {
    /// Its text in Markdown.
    pub fn markdown(&self) -> &str {
        &self.markdown
    }

    /// Names this text: whoever has a document of this name has the same one, as Markdown or as pages.
    pub fn tag(&self) -> String {
        let look = format!("{} {}", env!("CARGO_PKG_VERSION"), print::TEMPLATE.source);
        format!("{}-{}", sha256_hex(self.markdown.as_bytes()), &sha256_hex(look.as_bytes())[..8])
    }

    /// What to call it where it is kept, but for what follows the point: `handover-ACME-sales`.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Handovers {
    /// The pack of a handover as a document.
    ///
    /// # Errors
    /// Those of [`Handovers::pack`].
    pub async fn edition(&self, viewer: &Viewer, id: HandoverId) -> Result<Edition, Fault> {
        let pack = self.pack(viewer, id).await?;
        let document = print::document(&pack, &self.texts(&pack).await?);
        let seat = format!("{:?}", pack.content.seat).to_lowercase();
        let name = format!("handover-{}-{seat}", pack.content.account.code.replace('/', "-"));
        Ok(Edition { markdown: print::markdown(&document), document, name })
    }

    /// The characters of a pack, as its reader may read it now, that its pages show as a box.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unprintable(&self, pack: &Pack) -> Result<Vec<char>, Fault> {
        let document = print::document(pack, &self.texts(pack).await?);
        Ok(typeset::lacking(&print::markdown(&document)))
    }

    /// The pages of a document, as a PDF.
    ///
    /// # Errors
    /// Too many wait for theirs, or they cannot be set.
    pub async fn print(&self, edition: &Edition) -> Result<Vec<u8>, TypesetError> {
        let pages = serde_json::to_value(&edition.document)
            .map_err(|error| TypesetError::Failed(error.to_string()))?;
        self.typesetter.pdf(&print::TEMPLATE, pages).await
    }

    /// The texts of the entries in a pack that its reader may read now, each in the revision that was handed over.
    async fn texts(&self, pack: &Pack) -> Result<BTreeMap<KnowledgeEntryId, String>, Fault> {
        use knowledge_revision::Column;
        let readable = pack.items.values().flatten().filter(|item| item.readable);
        let entries: Vec<_> = readable.filter_map(|item| item.entry.as_ref()).collect();
        let mut texts = BTreeMap::new();
        // An engine takes so many parameters and nested conditions and no more.
        for chunk in entries.chunks(100) {
            let revision = |entry: &&EntryLine| {
                Condition::all().add(Column::EntryId.eq(entry.id)).add(Column::Number.eq(entry.revision))
            };
            let any = chunk.iter().map(revision).fold(Condition::any(), Condition::add);
            let rows = knowledge_revision::Entity::find().filter(any).all(self.db.reader()).await?;
            texts.extend(rows.into_iter().map(|row| (row.entry_id, row.body)));
        }
        Ok(texts)
    }
}
