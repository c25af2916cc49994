//! Pure decisions: what a text may be, who an entry is for unless its author says otherwise, and what a change of it is.

use entity::{
    knowledge_entry,
    knowledge_entry::{Audience, Governance, KnowledgeState, KnowledgeType},
};

use super::{error::KnowledgeError, trust::check_verifiable};
use crate::{
    domain::{
        access::{Action, KnowledgeAccess},
        input::Checks,
    },
    platform::text,
};

/// Characters of a title.
const LONGEST_TITLE: usize = 200;

/// Characters of a text, about forty printed pages.
const LONGEST_BODY: usize = 100_000;

/// Characters of a tag.
const LONGEST_TAG: usize = 50;

/// Tags of an entry.
const MOST_TAGS: usize = 20;

/// Editors of a draft beside its author.
pub const MOST_EDITORS: usize = 50;

/// Links of an entry that one viewer sees.
pub const MOST_LINKS: usize = 100;

/// A tag, as it was written and as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// As it was written.
    pub written: String,
    /// Without case, accents and width.
    pub key: String,
}

/// What a revision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// One line.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// In the order of the author, none twice.
    pub tags: Vec<Tag>,
}

impl Text {
    /// The names of the fields that differ, as the API calls them.
    pub fn changed_from(&self, before: &Self) -> Vec<String> {
        let differ = [
            ("title", self.title != before.title),
            ("body", self.body != before.body),
            ("tags", self.tags != before.tags),
        ];
        differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
    }
}

/// A title, checked.
pub fn title(checks: &mut Checks, title: &str) -> String {
    checks.line("title", title, LONGEST_TITLE)
}

/// A text, checked. White space at its beginning may mean something in Markdown and stays.
pub fn body(checks: &mut Checks, body: &str) -> String {
    checks.body("body", body, LONGEST_BODY);
    body.trim_end().trim_start_matches(['\r', '\n']).to_owned()
}

/// Tags, checked; what compares equal is kept once.
pub fn tags(checks: &mut Checks, tags: &[String]) -> Vec<Tag> {
    if tags.len() > MOST_TAGS {
        checks.refuse("tags", "TOO_MANY", format!("{} tags; at most {MOST_TAGS} are allowed", tags.len()));
    }
    let mut kept: Vec<Tag> = Vec::new();
    for (index, written) in tags.iter().enumerate().take(MOST_TAGS) {
        let tag = tag(checks, &format!("tags.{index}"), written);
        if kept.iter().all(|known| known.key != tag.key) {
            kept.push(tag);
        }
    }
    kept
}

fn tag(checks: &mut Checks, path: &str, written: &str) -> Tag {
    let written = checks.line(path, written, LONGEST_TAG);
    let key = text::key(&written);
    if key.is_empty() && !text::is_blank(&written) {
        checks.refuse(path, "REQUIRED", "must have a letter, a digit or a symbol");
    }
    Tag { written, key }
}

/// Who an entry is for if its author does not say: what was said in a negotiation stays in the triangle, the rest goes to
/// the account's team, and without an account to everybody.
pub fn default_audience(kind: KnowledgeType, has_home: bool) -> Audience {
    match (kind, has_home) {
        (KnowledgeType::NegotiationRecord, _) => Audience::Triangle,
        (_, true) => Audience::AccountTeam,
        (_, false) => Audience::AllStaff,
    }
}

/// A circle of the home account needs one.
///
/// # Errors
/// [`KnowledgeError::HomeAccountRequired`].
pub fn check_home(audience: Audience, has_home: bool) -> Result<(), KnowledgeError> {
    let is_circle = matches!(audience, Audience::Triangle | Audience::AccountTeam);
    if is_circle && !has_home { Err(KnowledgeError::HomeAccountRequired) } else { Ok(()) }
}

/// Whether the text of an entry may still be changed.
///
/// # Errors
/// [`KnowledgeError::RecordImmutable`].
pub fn check_mutable(entry: &knowledge_entry::Model) -> Result<(), KnowledgeError> {
    let is_fact = entry.kind == KnowledgeType::NegotiationRecord && entry.state == KnowledgeState::Published;
    if is_fact { Err(KnowledgeError::RecordImmutable) } else { Ok(()) }
}

/// Editors are for drafts.
///
/// # Errors
/// [`KnowledgeError::NotADraft`].
pub fn check_draft(entry: &knowledge_entry::Model) -> Result<(), KnowledgeError> {
    if entry.state == KnowledgeState::Draft { Ok(()) } else { Err(KnowledgeError::NotADraft) }
}

/// The action that a change of an entry's text is: to change what is published is to publish, unless it is guarded.
pub fn changing(entry: &knowledge_entry::Model) -> Action {
    match (entry.state, entry.governance) {
        (KnowledgeState::Published, Governance::Guarded) => verifying(entry),
        _ => governing(entry),
    }
}

/// The action that a change of an entry's audience is, and of who answers for it.
pub fn governing(entry: &knowledge_entry::Model) -> Action {
    changing_at(entry.state, entry.audience)
}

/// The action that verifying an entry is.
pub fn verifying(entry: &knowledge_entry::Model) -> Action {
    Action::VerifyKnowledge(entry.audience)
}

/// The action that a change is in this state for this audience.
pub fn changing_at(state: KnowledgeState, audience: Audience) -> Action {
    match state {
        KnowledgeState::Draft => Action::EditDraft(audience),
        KnowledgeState::Published => Action::PublishKnowledge(audience),
    }
}

/// The action that publishing an entry is.
pub fn publishing(entry: &knowledge_entry::Model) -> Action {
    Action::PublishKnowledge(entry.audience)
}

/// The action that sharing a draft is.
pub fn sharing(entry: &knowledge_entry::Model) -> Action {
    Action::EditDraft(entry.audience)
}

/// The action that linking an entry is.
pub fn linking(entry: &knowledge_entry::Model) -> Action {
    Action::WriteKnowledge(entry.audience)
}

/// What the viewer may do with an entry that they see, in its present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    /// Change title, text and tags.
    pub revise: bool,
    /// Publish it.
    pub publish: bool,
    /// Give it to another audience for which they may write, too.
    pub change_audience: bool,
    /// Share it with editors.
    pub share: bool,
    /// Link it.
    pub link: bool,
    /// Say how sure it is, who answers for it, and for how long.
    pub govern: bool,
    /// Say that it holds.
    pub verify: bool,
    /// Say that it does not hold.
    pub contest: bool,
    /// Say something to it.
    pub comment: bool,
}

/// What the viewer may do with the entry, by the rules that the use cases enforce.
pub fn possible(access: &KnowledgeAccess) -> Possible {
    let entry = access.entry();
    let is_draft = check_draft(entry).is_ok();
    Possible {
        revise: access.permits(changing(entry)) && check_mutable(entry).is_ok(),
        publish: access.permits(publishing(entry)) && is_draft,
        change_audience: access.permits(governing(entry)),
        share: access.permits(sharing(entry)) && is_draft,
        link: access.permits(linking(entry)),
        govern: access.permits(governing(entry)),
        verify: access.permits(verifying(entry)) && check_verifiable(entry).is_ok(),
        contest: access.permits(linking(entry))
            && check_verifiable(entry).is_ok()
            && entry.contested_at.is_none(),
        comment: access.permits(linking(entry)) && !is_draft,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
