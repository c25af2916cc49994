//! Entries of the think tank, their revisions, tags and links.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    id::{KnowledgeEntryId, KnowledgeRevisionId},
    knowledge_entry::{self, Audience, Confidence, Governance, KnowledgeState, KnowledgeType, Verifier},
    knowledge_link, knowledge_revision, knowledge_tag,
    user::Function,
};
use sea_orm::DbErr;

use super::{
    Seeding,
    accounts::Customer,
    dice::Dice,
    history::Deed,
    people::{People, Person},
    prose,
    words::Language,
};
use crate::{
    domain::{
        access::{AccessChange, facts::knowledge_fact},
        knowledge::{
            event::{KnowledgeEvent, KnowledgeEventKind, KnowledgeSnapshot, LinkSnapshot},
            trust,
        },
        trust::is_verifiable,
    },
    platform::text,
};

/// How often each type is written.
const TYPES: [(KnowledgeType, usize); 7] = [
    (KnowledgeType::NegotiationRecord, 25),
    (KnowledgeType::Playbook, 15),
    (KnowledgeType::Lesson, 20),
    (KnowledgeType::IndustryTrend, 12),
    (KnowledgeType::CompetitorBrief, 10),
    (KnowledgeType::HandoverNote, 10),
    (KnowledgeType::Faq, 8),
];

/// Makes an entry and what happens to it in the next days.
pub(super) fn entry(
    seeding: &mut Seeding,
    people: &People,
    customers: &[Customer],
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let kind = seeding.dice.weigh(&TYPES);
    let company_wide = kind != KnowledgeType::NegotiationRecord && seeding.dice.chance(20);
    let home = if company_wide { None } else { home(&mut seeding.dice, customers) };
    let author = author(&mut seeding.dice, people, home);
    let language = home.map_or(Language::English, |customer| customer.language);
    let about = home.map_or("Key accounts", |customer| customer.label.name.as_str());
    let (title, tags) = prose::title(&mut seeding.dice, language, about);
    let row = knowledge_entry::Model {
        id: KnowledgeEntryId(seeding.dice.id(at)),
        account_id: home.map(|customer| customer.label.id),
        kind,
        audience: audience(&mut seeding.dice, kind, home.is_some()),
        state: KnowledgeState::Draft,
        title_key: text::key(&title),
        title,
        revision: 1,
        author_id: author.id,
        published_at: None,
        version: 1,
        created_at: at,
        updated_at: at,
        confidence: Confidence::Medium,
        governance: Governance::Open,
        verifier: Verifier::Owners,
        verifier_id: None,
        verifier_seat: None,
        interval_days: None,
        expires_at: None,
        verified_at: None,
        verified_by: None,
        verified_revision: None,
        verified_source: None,
        contested_at: None,
        contested_by: None,
        contest_reason: None,
        due_at: None,
        due_told_at: None,
    };
    let mut story = Story { seeding, row, author: &author, home, language, at, link: None };
    story.revise();
    story.tell(KnowledgeEventKind::Drafted, &["title", "body", "tags"], true)?;
    story.publish()?;
    story.verify()?;
    story.improve()?;
    story.link(customers)?;
    story.tag(tags);
    let row = story.row;
    seeding.batch.entries.push(row);
    Ok(())
}

fn home<'a>(dice: &mut Dice, customers: &'a [Customer]) -> Option<&'a Customer> {
    Some(dice.pick(customers)).filter(|customer| !customer.ended && !customer.seated.is_empty())
}

fn author(dice: &mut Dice, people: &People, home: Option<&Customer>) -> Person {
    match home {
        Some(customer) => dice.pick(&customer.seated).clone(),
        None => (*dice.pick(&people.with_function(Function::Technical))).clone(),
    }
}

fn audience(dice: &mut Dice, kind: KnowledgeType, has_home: bool) -> Audience {
    match (kind, has_home) {
        (_, false) => Audience::AllStaff,
        (KnowledgeType::NegotiationRecord, true) => Audience::Triangle,
        (_, true) => {
            dice.weigh(&[(Audience::AccountTeam, 60), (Audience::Triangle, 20), (Audience::AllStaff, 20)])
        }
    }
}

/// What happens to one entry, in order.
struct Story<'a> {
    seeding: &'a mut Seeding,
    row: knowledge_entry::Model,
    author: &'a Person,
    home: Option<&'a Customer>,
    language: Language,
    at: DateTime<Utc>,
    /// Set for the last event of the story.
    link: Option<LinkSnapshot>,
}

impl Story<'_> {
    fn step(&mut self) {
        self.at += self.seeding.dice.minutes(60, 4 * 24 * 60);
        self.row.version += 1;
        self.row.updated_at = self.at;
    }

    fn tell(&mut self, kind: KnowledgeEventKind, changed: &[&str], rights: bool) -> Result<(), DbErr> {
        let event = KnowledgeEvent {
            kind,
            entry: KnowledgeSnapshot::from(&self.row),
            changed: changed.iter().map(|field| (*field).to_owned()).collect(),
            person: None,
            link: self.link,
            concerned: Vec::new(),
            comment: None,
        };
        let account = self.home.map(|customer| customer.label.clone());
        let deed = Deed { at: self.at, actor: self.author.actor(), account };
        let fact = || AccessChange::Knowledge(knowledge_fact(&self.row, BTreeSet::new()));
        self.seeding.history.record(deed, &event, if rights { vec![fact()] } else { vec![] })
    }

    /// Writes the text of the present revision.
    fn revise(&mut self) {
        let body = prose::body(&mut self.seeding.dice, self.language, self.row.kind);
        let row = knowledge_revision::Model {
            id: KnowledgeRevisionId(self.seeding.dice.id(self.at)),
            entry_id: self.row.id,
            number: self.row.revision,
            title: self.row.title.clone(),
            body,
            tags: serde_json::json!([]),
            author_id: self.author.id,
            created_at: self.at,
            published_at: self.row.published_at.map(|_| self.at),
        };
        self.seeding.batch.revisions.push(row);
    }

    /// Nine of ten drafts are published.
    fn publish(&mut self) -> Result<(), DbErr> {
        if !self.seeding.dice.chance(90) {
            return Ok(());
        }
        self.step();
        trust::publish(&mut self.row, self.at, &trust::Policy::default());
        self.row.due_told_at = self.row.due_at;
        if let Some(revision) = self.seeding.batch.revisions.last_mut() {
            revision.published_at = Some(self.at);
        }
        self.tell(KnowledgeEventKind::Published, &["state", "publishedAt"], true)
    }

    /// Half of what can be verified is, by its author, for as long as its type says.
    fn verify(&mut self) -> Result<(), DbErr> {
        if !is_verifiable(&self.row) || !self.seeding.dice.chance(50) {
            return Ok(());
        }
        self.step();
        let days = self.seeding.house.terms.get(&self.row.kind).copied().flatten();
        trust::verify(&mut self.row, self.author.id, None, days, self.at);
        self.row.due_told_at = self.row.due_at;
        self.tell(KnowledgeEventKind::Verified, &["verification"], false)
    }

    /// Some texts are improved later; a negotiation record is a fact.
    fn improve(&mut self) -> Result<(), DbErr> {
        if self.row.kind == KnowledgeType::NegotiationRecord || !self.seeding.dice.chance(15) {
            return Ok(());
        }
        self.step();
        self.row.revision += 1;
        self.revise();
        trust::rewrite(&mut self.row, true, self.at);
        self.tell(KnowledgeEventKind::Revised, &["body"], false)
    }

    /// Some entries speak of another account, too.
    fn link(&mut self, customers: &[Customer]) -> Result<(), DbErr> {
        let Some(other) = self.seeding.dice.chance(5).then(|| self.seeding.dice.pick(customers)) else {
            return Ok(());
        };
        if self.row.account_id == Some(other.label.id) {
            return Ok(());
        }
        self.step();
        self.seeding.batch.links.push(knowledge_link::Model {
            entry_id: self.row.id,
            target: other.label.id.0,
            account_id: Some(other.label.id),
            incident_id: None,
            created_at: self.at,
        });
        self.link = Some(LinkSnapshot::account(other.label.id));
        self.tell(KnowledgeEventKind::Linked, &["links"], false)
    }

    /// All revisions carry the same tags.
    fn tag(&mut self, tags: &[String]) {
        let entry_id = self.row.id;
        let of_entry =
            self.seeding.batch.revisions.iter_mut().rev().take_while(|row| row.entry_id == entry_id);
        of_entry.for_each(|row| row.tags = serde_json::json!(tags));
        let row = |tag: &String| knowledge_tag::Model { entry_id, tag_key: text::key(tag), tag: tag.clone() };
        self.seeding.batch.tags.extend(tags.iter().map(row));
    }
}
