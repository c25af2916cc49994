//! Printing a letter: which version is meant, and its pages.

use entity::{id::LetterId, letter_revision};
use sea_orm::{DbErr, EntityTrait};

use super::{Letters, change, read::LetterAccess};
use crate::{
    domain::{
        access::Viewer,
        fault::Fault,
        letter::{document::LetterContent, print, store},
    },
    platform::{secret::sha256_hex, typeset::TypesetError},
};

/// A version of a letter that the viewer may see, as it was signed, or as it stands now.
#[derive(Clone, Debug)]
pub struct Edition {
    content: LetterContent,
    hash: String,
}

impl Edition {
    /// Names these pages: whoever has pages of this name has the same ones.
    pub fn tag(&self) -> String {
        let look = format!("{} {}", env!("CARGO_PKG_VERSION"), print::TEMPLATE.source);
        format!("{}-{}", self.hash, &sha256_hex(look.as_bytes())[..8])
    }

    /// What to call the pages where they are kept: `RC-3-HARBOR-v2.pdf`.
    pub fn file_name(&self) -> String {
        let (incident, account) =
            (&self.content.incident.number, self.content.account.code.replace('/', "-"));
        let draft = if self.content.signature.is_none() { "-draft" } else { "" };
        format!("{incident}-{account}-v{}{draft}.pdf", self.content.number)
    }
}

impl Letters {
    /// A version of a letter; the present one, if none is named.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn edition(
        &self,
        viewer: &Viewer,
        id: LetterId,
        number: Option<i32>,
    ) -> Result<Edition, Fault> {
        let access = self.get(viewer, id).await?;
        let present = access.letter().number;
        let number = number.unwrap_or(present);
        let signed = letter_revision::Entity::find_by_id((id, number)).one(self.db.reader()).await?;
        match signed {
            Some(signed) => Ok(as_signed(signed)?),
            None if number == present => Ok(self.as_it_stands(&access).await?),
            None => Err(Fault::NotFound),
        }
    }

    /// The pages of a version, as a PDF.
    ///
    /// # Errors
    /// Too many wait for theirs, or they cannot be set.
    pub async fn print(&self, edition: &Edition) -> Result<Vec<u8>, TypesetError> {
        let pages = print::pages(&edition.content, &edition.hash);
        self.typesetter.pdf(&print::TEMPLATE, pages).await
    }

    async fn as_it_stands(&self, access: &LetterAccess) -> Result<Edition, DbErr> {
        let (reader, incident) = (self.db.reader(), access.incident().incident());
        let account = store::account(reader, incident.account_id).await?;
        let content = change::content(reader, access.letter(), incident, &account, None).await?;
        let (_, hash) = content.freeze().map_err(store::unreadable)?;
        Ok(Edition { content, hash })
    }
}

/// What was signed. Never pages whose hash is not the one that was kept beside the text.
fn as_signed(row: letter_revision::Model) -> Result<Edition, DbErr> {
    let hash = sha256_hex(row.content.as_bytes());
    if hash != row.content_hash {
        let (letter, number) = (row.letter_id, row.number);
        return Err(DbErr::Custom(format!("version {number} of {letter} is not what was signed")));
    }
    let content = serde_json::from_str(&row.content).map_err(store::unreadable)?;
    Ok(Edition { content, hash })
}
