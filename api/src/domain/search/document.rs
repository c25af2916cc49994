//! What is searched of each kind of thing, and how it is told apart.

use chrono::{DateTime, Utc};
use entity::{
    account,
    id::{AccountId, IncidentId},
    incident, knowledge_entry,
    knowledge_entry::Audience,
    search_document::FoundKind,
    timeline_entry,
};
use uuid::Uuid;

use super::words::{Word, words};

/// A thing as the index holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub(super) kind: FoundKind,
    pub(super) id: Uuid,
    pub(super) account: Option<AccountId>,
    pub(super) incident: Option<IncidentId>,
    pub(super) for_all_staff: bool,
    /// When what is searched was last written.
    pub(super) written_at: DateTime<Utc>,
    title: String,
    tags: String,
    text: String,
}

/// The words of a document, field by field.
pub(super) struct Fields {
    pub(super) title: Vec<Word>,
    pub(super) tags: Vec<Word>,
    pub(super) text: Vec<Word>,
}

impl Document {
    /// An account: its name, its code and its industry.
    pub fn account(row: &account::Model) -> Self {
        Self {
            kind: FoundKind::Account,
            id: row.id.0,
            account: Some(row.id),
            incident: None,
            for_all_staff: false,
            written_at: row.created_at,
            title: row.name.clone(),
            tags: format!("{} , {}", row.code, row.industry.as_deref().unwrap_or_default()),
            text: String::new(),
        }
    }

    /// An incident: its number and title, its description and its review.
    pub fn incident(row: &incident::Model) -> Self {
        Self {
            kind: FoundKind::Incident,
            id: row.id.0,
            account: Some(row.account_id),
            incident: Some(row.id),
            for_all_staff: false,
            written_at: row.reported_at,
            title: row.title.clone(),
            tags: format!("RC-{}", row.number),
            text: incident_text(row),
        }
    }

    /// A line of the timeline of an incident of this account.
    pub fn line(account: AccountId, row: &timeline_entry::Model) -> Self {
        Self {
            kind: FoundKind::Timeline,
            id: row.id.0,
            account: Some(account),
            incident: Some(row.incident_id),
            for_all_staff: false,
            written_at: row.recorded_at,
            title: String::new(),
            tags: String::new(),
            text: row.body.clone(),
        }
    }

    /// An entry of the think tank: the title, text and tags of its present revision, which was written at that time.
    pub fn entry(
        row: &knowledge_entry::Model,
        body: &str,
        tags: &[String],
        written_at: DateTime<Utc>,
    ) -> Self {
        Self {
            kind: FoundKind::Entry,
            id: row.id.0,
            account: row.account_id,
            incident: None,
            for_all_staff: row.audience == Audience::AllStaff,
            written_at,
            title: row.title.clone(),
            tags: tags.join(" , "),
            text: body.to_owned(),
        }
    }

    /// How much there is to read, in bytes.
    pub(super) fn size(&self) -> usize {
        self.title.len() + self.tags.len() + self.text.len()
    }

    pub(super) fn fields(&self) -> Fields {
        Fields { title: words(&self.title), tags: words(&self.tags), text: words(&self.text) }
    }
}

/// The searched text of an incident: its description, then its review.
pub fn incident_text(row: &incident::Model) -> String {
    match &row.review {
        None => row.description.clone(),
        Some(review) => format!("{}\n\n{review}", row.description),
    }
}

/// Words as they are kept for ranking, in small letters: spelled words apart, neighbours of dense scripts in one run, and what hyphens join
/// once more as a whole.
pub(super) fn kept(words: &[Word]) -> String {
    let mut kept = String::new();
    let mut dense = false;
    for word in words {
        let goes_on = dense && word.dense && word.bond == super::words::Bond::Touching;
        if !kept.is_empty() && !goes_on {
            kept.push(' ');
        }
        kept.push_str(&word.shown);
        dense = word.dense;
    }
    for joined in super::lexemes::joined(words) {
        kept.push(' ');
        kept.push_str(&joined);
    }
    kept
}
