//! A pack as a document that one reads on a train: the same text as Markdown and as pages. Everything that people wrote is set as the
//! text that it is; of Markdown its paragraphs, points and emphasis stay.

mod markdown;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::{handover_part::PackPart, id::KnowledgeEntryId};
use serde::Serialize;

use std::collections::BTreeMap;

pub(super) use self::markdown::markdown;
use super::{
    document::{
        EntryLine, IncidentLine, NoteLine, PackContent, PartContent, PromiseLine, RequestLine, TeamMember,
    },
    rules::pack::Missing,
    service::pack::{Pack, PackItem},
};
use crate::{
    domain::letter::prose::{Block, blocks},
    platform::typeset::Template,
};

/// The template of the pages.
pub(super) static TEMPLATE: Template = Template { name: "pack.typ", source: include_str!("print/pack.typ") };

/// A pack in words, ready to be set.
#[derive(Debug, Serialize)]
pub(super) struct Document {
    pub(super) title: String,
    pub(super) account: String,
    /// Who hands over to whom, and what it is: accepted, or as it stands.
    pub(super) status: String,
    pub(super) accepted: bool,
    /// What and how.
    pub(super) facts: Vec<(&'static str, String)>,
    /// Who and as what.
    pub(super) team: Vec<(String, String)>,
    /// What everybody must heed.
    pub(super) notes: Vec<Line>,
    pub(super) sections: Vec<Section>,
    pub(super) footer: String,
}

/// A part in words.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub(super) number: usize,
    pub(super) title: &'static str,
    pub(super) must_knows: Vec<String>,
    pub(super) blocks: Vec<Block>,
    /// That there is nothing to tell, or that nothing was written.
    pub(super) remark: Option<String>,
    pub(super) incidents: Vec<Line>,
    pub(super) promises: Vec<Line>,
    pub(super) requests: Vec<Line>,
    pub(super) entries: Vec<Entry>,
}

/// A line about something: its mark, what it is, what is to be said of it.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) mark: String,
    pub(super) text: String,
    pub(super) note: String,
}

/// An entry of the think tank in words.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) blocks: Vec<Block>,
}

/// A pack in words, with the texts of those entries in it that the reader may read now.
pub(super) fn document(pack: &Pack, texts: &BTreeMap<KnowledgeEntryId, String>) -> Document {
    let content = &pack.content;
    let zone: Tz = content.account.time_zone.parse().unwrap_or(Tz::UTC);
    let written = Written { zone };
    let people = format!("{} hands over to {}", content.outgoing, content.receiver);
    let status = match &pack.accepted {
        Some((_, at)) => format!("{people}. Accepted on {}.", written.moment(*at)),
        None => {
            format!("{people}. As it stands: {} % complete, not accepted yet.", pack.completeness.percent)
        }
    };
    let hash = pack.accepted.as_ref().map(|(hash, _)| format!(" SHA-256 of what was accepted: {hash}."));
    let sections = (1..).zip(&content.parts).map(|(number, part)| {
        let items = pack.items.get(&part.part).map_or(&[][..], Vec::as_slice);
        section(number, part, items, (pack, &written, texts))
    });
    Document {
        title: format!("Handover of the {} seat", word(&content.seat)),
        account: content.account.name.clone(),
        status,
        accepted: pack.accepted.is_some(),
        facts: facts(content),
        team: content.team.iter().map(member).collect(),
        notes: content.notes.iter().map(|line| note(line, &written)).collect(),
        sections: sections.collect(),
        footer: format!("Days and times are those of {zone}.{}", hash.unwrap_or_default()),
    }
}

fn facts(content: &PackContent) -> Vec<(&'static str, String)> {
    let facts = &content.account;
    let tier = facts.tier.map_or_else(|| "unrated".to_owned(), |tier| format!("{tier:?}"));
    [
        ("Code", Some(facts.code.clone())),
        ("Industry", facts.industry.clone()),
        ("Region", Some(facts.region.clone())),
        ("Time zone", Some(facts.time_zone.clone())),
        ("Status", Some(word(&facts.status))),
        ("Tier", Some(tier)),
        ("Relationship", Some(word(&facts.stage))),
        ("Executive sponsor", facts.sponsor.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

fn member(member: &TeamMember) -> (String, String) {
    let place = match (&member.seat, &member.expertise) {
        (Some(seat), _) => format!("{} {}", word(seat), word(&member.position)),
        (None, Some(expertise)) => format!("extended member, {expertise}"),
        (None, None) => "extended member".to_owned(),
    };
    (member.name.clone(), place)
}

type Surroundings<'a> = (&'a Pack, &'a Written, &'a BTreeMap<KnowledgeEntryId, String>);

fn section(
    number: usize,
    part: &PartContent,
    items: &[PackItem],
    (pack, written, texts): Surroundings<'_>,
) -> Section {
    let lacks = |missing: &Missing| missing.part == part.part;
    let remark = match &part.nothing {
        Some(reason) => Some(format!("Nothing to tell: {reason}")),
        None if pack.completeness.missing.iter().any(lacks) => {
            Some("Something is still missing here.".into())
        }
        None => None,
    };
    Section {
        number,
        title: title(part.part),
        must_knows: part.must_knows.clone(),
        blocks: blocks(&part.body),
        remark,
        incidents: part.incidents.iter().map(|line| incident(line, written)).collect(),
        promises: part.promises.iter().map(promise).collect(),
        requests: part.requests.iter().map(|line| request(line, written)).collect(),
        entries: items.iter().filter_map(|item| entry(item, texts)).collect(),
    }
}

fn incident(line: &IncidentLine, written: &Written) -> Line {
    let mut note = vec![format!("{:?}", line.severity).to_uppercase(), word(&line.state)];
    note.push(format!("reported {}", written.day(line.reported_at)));
    note.extend(line.resolved_at.map(|at| format!("resolved {}", written.day(at))));
    note.extend(line.letter.map(|state| format!("letter {}", word(&state))));
    Line { mark: line.number.clone(), text: line.title.clone(), note: note.join(", ") }
}

fn note(line: &NoteLine, written: &Written) -> Line {
    let end = line
        .expires_at
        .map_or_else(|| "until it is revoked".to_owned(), |at| format!("until {}", written.moment(at)));
    let note = format!("{}, {end}", word(&line.kind));
    Line { mark: word(&line.severity).to_uppercase(), text: line.text.clone(), note }
}

fn request(line: &RequestLine, written: &Written) -> Line {
    let mut note = vec![word(&line.kind)];
    note.extend(line.due_at.map(|at| format!("first answer due {}", written.moment(at))));
    note.push(match &line.holder {
        Some(seat) => format!("{} moves next", word(seat)),
        None => "everybody has answered".to_owned(),
    });
    let mark = format!("Asked on {}", written.day(line.occurred_at));
    Line { mark, text: line.title.clone(), note: note.join(", ") }
}

fn promise(line: &PromiseLine) -> Line {
    let note = format!("{}, after {}", line.owner, line.incident);
    Line { mark: format!("By {}", day(line.due_on)), text: line.action.clone(), note }
}

fn entry(item: &PackItem, texts: &BTreeMap<KnowledgeEntryId, String>) -> Option<Entry> {
    let line = item.entry.as_ref()?;
    if !item.readable {
        let title = "An entry that you may not read any more".to_owned();
        return Some(Entry { title, note: String::new(), blocks: Vec::new() });
    }
    let mut note = vec![word(&line.kind), format!("revision {}", line.revision)];
    note.extend(trust(line));
    let text = texts.get(&line.id).map(String::as_str).unwrap_or_default();
    Some(Entry { title: line.title.clone(), note: note.join(", "), blocks: blocks(text) })
}

/// How far an entry could be trusted on the day of the pack; `None`: it says what was said.
fn trust(line: &EntryLine) -> Option<String> {
    if line.contested { Some("contested".to_owned()) } else { line.trust.map(|trust| word(&trust)) }
}

fn title(part: PackPart) -> &'static str {
    match part {
        PackPart::Summary => "Summary and what you must know",
        PackPart::Stakeholders => "Stakeholders",
        PackPart::History => "What happened",
        PackPart::OpenItems => "What is open",
        PackPart::Contracts => "Contracts",
        PackPart::Needs => "Needs",
        PackPart::Pricing => "Pricing and negotiations",
        PackPart::Plan => "Plan and room to grow",
        PackPart::Health => "Health",
        PackPart::Competitors => "Competitors",
        PackPart::Access => "Access, tools and how things are done",
        PackPart::NextNinetyDays => "The next 90 days",
    }
}

/// Days and times where the customer is.
struct Written {
    zone: Tz,
}

impl Written {
    fn day(&self, at: DateTime<Utc>) -> String {
        day(at.with_timezone(&self.zone).date_naive())
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%-d %B %Y, %H:%M").to_string()
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A word of the vocabulary as people write it: `ON_SITE` is `on site`.
fn word(of: &impl Serialize) -> String {
    let name = serde_json::to_value(of).ok();
    name.and_then(|name| Some(name.as_str()?.to_lowercase().replace('_', " "))).unwrap_or_default()
}
