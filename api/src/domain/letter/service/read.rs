//! Reading letters: whoever sees an incident whole sees its letters.

use std::collections::HashMap;

use entity::{
    account,
    id::{AccountId, IncidentId, LetterId, UserId},
    letter, letter_revision,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Letters;
use crate::{
    domain::{
        access::{Access, IncidentAccess, Viewer},
        fault::Fault,
        letter::{
            document::LetterText,
            people,
            rules::{self, Verb},
            store,
        },
    },
    platform::typeset,
};

/// The viewer may see this letter.
#[derive(Clone, Debug)]
pub struct LetterAccess {
    letter: letter::Model,
    incident: IncidentAccess,
}

impl LetterAccess {
    /// The letter itself.
    pub fn letter(&self) -> &letter::Model {
        &self.letter
    }

    /// The incident that it is about.
    pub fn incident(&self) -> &IncidentAccess {
        &self.incident
    }

    /// Its present text.
    ///
    /// # Errors
    /// The database holds something else.
    pub fn text(&self) -> Result<LetterText, Fault> {
        Ok(store::text(&self.letter)?)
    }

    /// Whether the viewer may take this step now. What the step must say, and who in person signs, is not looked at.
    pub fn may_take(&self, viewer: &Viewer, verb: Verb) -> bool {
        let incident = self.incident.incident();
        rules::take(verb, &self.letter, incident).is_ok()
            && self.incident.standing().permits(viewer, incident.account_id, verb.action())
    }
}

impl Letters {
    /// A letter.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn get(&self, viewer: &Viewer, id: LetterId) -> Result<LetterAccess, Fault> {
        if matches!(viewer, Viewer::Anonymous) {
            return Err(Fault::Unauthenticated);
        }
        let row = letter::Entity::find_by_id(id).one(self.db.reader()).await?.ok_or(Fault::NotFound)?;
        let found = self.seen(viewer, vec![row]).await?;
        found.into_iter().next().ok_or(Fault::NotFound)
    }

    /// The letters of each incident, the latest generation first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of_incidents(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, Vec<LetterAccess>>, Fault> {
        let rows = letter::Entity::find()
            .filter(letter::Column::IncidentId.is_in(ids.iter().copied()))
            .order_by_desc(letter::Column::Generation)
            .all(self.db.reader())
            .await?;
        let mut found: HashMap<IncidentId, Vec<LetterAccess>> = HashMap::new();
        for access in self.seen(viewer, rows).await? {
            found.entry(access.letter.incident_id).or_default().push(access);
        }
        Ok(found)
    }

    /// What was signed of each letter, the latest version first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn revisions(
        &self,
        letters: &[LetterId],
    ) -> Result<HashMap<LetterId, Vec<letter_revision::Model>>, Fault> {
        let rows = letter_revision::Entity::find()
            .filter(letter_revision::Column::LetterId.is_in(letters.iter().copied()))
            .order_by_desc(letter_revision::Column::Number)
            .all(self.db.reader())
            .await?;
        let mut found: HashMap<LetterId, Vec<letter_revision::Model>> = HashMap::new();
        for row in rows {
            found.entry(row.letter_id).or_default().push(row);
        }
        Ok(found)
    }

    /// Those of the letters whose incident the viewer sees whole.
    async fn seen(&self, viewer: &Viewer, rows: Vec<letter::Model>) -> Result<Vec<LetterAccess>, Fault> {
        if !IncidentAccess::is_whole(viewer) {
            return Ok(Vec::new());
        }
        let ids: Vec<IncidentId> = rows.iter().map(|row| row.incident_id).collect();
        let incidents = Access::incidents(&self.access, viewer, &ids).await?;
        let access = |letter: letter::Model| {
            let incident = incidents.get(&letter.incident_id)?.clone();
            Some(LetterAccess { letter, incident })
        };
        Ok(rows.into_iter().filter_map(access).collect())
    }

    /// The characters of the present version of each letter that cannot be printed: of what was signed, or else of the text and
    /// the names that stand beside it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unprintable(
        &self,
        viewer: &Viewer,
        ids: &[LetterId],
    ) -> Result<HashMap<LetterId, Vec<char>>, Fault> {
        let select = letter::Entity::find().filter(letter::Column::Id.is_in(ids.iter().copied()));
        let letters = self.seen(viewer, select.all(self.db.reader()).await?).await?;
        let mut signed = self.revisions(ids).await?;
        let accounts = self.account_names(&letters).await?;
        let people = people::names(self.db.reader(), letters.iter().flat_map(named)).await?;
        let mut found = HashMap::new();
        for access in &letters {
            let (letter, incident) = (&access.letter, access.incident.incident());
            let mut versions = signed.remove(&letter.id).unwrap_or_default().into_iter();
            let printed = if let Some(version) = versions.find(|row| row.number == letter.number) {
                version.content
            } else {
                let mut said = vec![letter.text.to_string(), incident.title.clone()];
                said.extend(accounts.get(&incident.account_id).cloned());
                said.extend(named(access).iter().filter_map(|id| people.get(id).cloned()));
                said.join("\n")
            };
            found.insert(letter.id, typeset::lacking(&printed));
        }
        Ok(found)
    }

    async fn account_names(&self, letters: &[LetterAccess]) -> Result<HashMap<AccountId, String>, Fault> {
        let ids = letters.iter().map(|access| access.incident.incident().account_id);
        let rows =
            account::Entity::find().filter(account::Column::Id.is_in(ids)).all(self.db.reader()).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }
}

/// The people whom a letter names; nobody, if its text cannot be read, which whoever asks for the text is told.
fn named(access: &LetterAccess) -> Vec<UserId> {
    access.text().map(|text| text.people().collect()).unwrap_or_default()
}
