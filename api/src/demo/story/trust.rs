//! How far the entries can be trusted: who verified which, what is due, what nobody verified in time, what somebody doubts.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::{
    assignment::Seat,
    id::KnowledgeEntryId,
    knowledge_entry::{Audience, KnowledgeType},
};

use super::{
    Story, Told,
    accounts::Accounts,
    knowledge::{Text, write},
};
use crate::{
    demo::cast::{DELIVERY, ESCALATION, EXECUTIVE, JONAS, MARTA, SALES, TECHNICAL, ZHANG},
    domain::knowledge::{ContestEntry, GovernEntry, NamedVerifier, ReviseEntry, VerifyEntry},
};

/// The entries of the story by their titles.
#[derive(Default)]
pub(super) struct Shelf(HashMap<&'static str, Book>);

struct Book {
    id: KnowledgeEntryId,
    version: i32,
    author: &'static str,
}

impl Shelf {
    pub(super) fn put(&mut self, text: &Text, (id, version): (KnowledgeEntryId, i32)) {
        self.0.insert(text.title, Book { id, version, author: text.author });
    }

    /// An entry that is about to be changed: its id, the version that is known of it, its author.
    fn change(&mut self, title: &str) -> Told<(KnowledgeEntryId, i32, &'static str)> {
        let book = self.0.get_mut(title).ok_or("an entry is missing")?;
        book.version += 1;
        Ok((book.id, book.version - 1, book.author))
    }
}

/// Who is to verify an entry.
#[derive(Clone, Copy)]
enum Who {
    Owners,
    Person(&'static str),
    Seat(Seat),
    Publishers,
}

const OLD_BRIEF: Text = Text {
    author: JONAS,
    kind: KnowledgeType::CompetitorBrief,
    home: None,
    audience: Audience::AllStaff,
    title: "Wettbewerber: neue Preisliste für Ersatzteile",
    body: "Ersatzteile kosten dort seit dem Frühjahr ein Fünftel mehr, und der Mindestbestellwert ist auf 400 € gestiegen. Kleine \
           Kunden fragen deshalb bei uns an.\n",
    tags: &["Wettbewerb", "Ersatzteile"],
    published: true,
};

const OLD_TREND: Text = Text {
    author: TECHNICAL,
    kind: KnowledgeType::IndustryTrend,
    home: None,
    audience: Audience::AllStaff,
    title: "What the port operators will show at their fair",
    body: "Automatic lashing, and a common format for the orders of cranes. Two of our customers have a stand; ask them for an \
           hour before the doors open.\n",
    tags: &["ports", "fair"],
    published: true,
};

const OLD_PLAYBOOK: Text = Text {
    author: TECHNICAL,
    kind: KnowledgeType::Playbook,
    home: Some("HARBOR"),
    audience: Audience::AccountTeam,
    title: "Harbor Lights: a crane that lost its orders",
    body: "Park the crane, take its list from the gateway, and let the foreman tick off what is loaded. Only then send the rest.\n",
    tags: &["cranes", "gateway"],
    published: true,
};

const REVISED: &str = "\
Park the crane, take its list from the gateway, and let the foreman tick off what is loaded. Only then send the rest. At terminal 2 \
the foreman's list is on paper since the new shift plan.\n";

/// What holds, who says so, and what they held it against.
const VERIFIED: [(&str, Who, &str, &str); 16] = [
    ("The first hour of a red channel", Who::Person(ESCALATION), ESCALATION, "the last four channels"),
    ("Renewing a certificate without an outage", Who::Publishers, TECHNICAL, "the renewal in spring"),
    ("Moving an EDI partner to a new gateway", Who::Owners, TECHNICAL, "the partner list of the gateway"),
    ("Preparing an executive visit within 24 hours", Who::Owners, TECHNICAL, "the visit in Shanghai"),
    ("Questions about letters of commitment", Who::Person(EXECUTIVE), EXECUTIVE, "the letters of this year"),
    ("レッドチャネルに関するよくある質問", Who::Publishers, TECHNICAL, "the English text"),
    (
        "Customs authorities move to machine-readable declarations",
        Who::Publishers,
        ZHANG,
        "the gazettes of the three countries",
    ),
    ("半導体製造装置：予知保全が標準になる", Who::Publishers, TECHNICAL, "three contracts of this year"),
    ("What a delayed acceptance test taught us", Who::Publishers, MARTA, "the project's own review"),
    ("交付验收延期的教训：测试数据要提前确认", Who::Publishers, MARTA, "项目复盘记录"),
    (
        "Harbor Lights: how to restart the customs interface",
        Who::Seat(Seat::Delivery),
        DELIVERY,
        "a restart with the night desk on the phone",
    ),
    (
        "Harbor Lights: why the standby gateway did not take over",
        Who::Seat(Seat::Technical),
        TECHNICAL,
        "the log of the gateway",
    ),
    ("Harbor Lights: who decides what", Who::Owners, SALES, "lunch with Mr Bakker"),
    ("远航重工：升级窗口与月末结算周", Who::Seat(Seat::Technical), ZHANG, "客户的升级管理办法"),
    ("远航重工：接口常见问题与 EDI 报文", Who::Seat(Seat::Technical), ZHANG, "接口文档第三版"),
    ("Nordwerk: häufige Fragen zur Abnahme", Who::Person(JONAS), JONAS, "Rahmenvertrag, Anlage 4"),
];

/// Tells of what was verified long ago: one verification is over since, one entry has had its day, and one will lose its verifier.
pub(super) async fn tell_of_the_past(story: &Story<'_>, accounts: &Accounts, shelf: &mut Shelf) -> Told<()> {
    story.reach(TimeDelta::days(110)).await?;
    for text in [&OLD_BRIEF, &OLD_TREND, &OLD_PLAYBOOK] {
        shelf.put(text, write(story, accounts, text).await?);
    }
    for (title, who, by, source) in [
        (OLD_BRIEF.title, Who::Publishers, JONAS, "their list, sent by a customer"),
        (OLD_TREND.title, Who::Owners, TECHNICAL, "the programme of the fair"),
        (OLD_PLAYBOOK.title, Who::Person(MARTA), MARTA, "an afternoon on crane 3"),
    ] {
        verify(story, shelf, (title, who, by, source)).await?;
    }
    let (id, expected_version, author) = shelf.change(OLD_TREND.title)?;
    let expires_at = Some(Some(story.end - TimeDelta::days(20)));
    let command = GovernEntry { expires_at, ..nothing(id, expected_version) };
    story.services.knowledge().govern(story.viewer(author)?, &command).await?;
    Ok(())
}

/// Tells of what is verified now. Somebody rewrites what Marta verified, who has left: it falls back to its author.
pub(super) async fn tell(story: &Story<'_>, shelf: &mut Shelf) -> Told<()> {
    story.reach(TimeDelta::days(21)).await?;
    for verified in VERIFIED {
        verify(story, shelf, verified).await?;
    }
    let (id, expected_version, _) = shelf.change(OLD_PLAYBOOK.title)?;
    let body = Some(REVISED.to_owned());
    let command = ReviseEntry { id, expected_version, title: None, body, tags: None };
    story.services.knowledge().revise(story.viewer(SALES)?, &command).await?;
    Ok(())
}

/// Tells of an entry that somebody doubts.
pub(super) async fn tell_of_doubt(story: &Story<'_>, shelf: &mut Shelf) -> Told<()> {
    let (id, expected_version, _) = shelf.change("Preparing an executive visit within 24 hours")?;
    let reason = "The travel desk has moved: nobody answers under the number that we all have.".to_owned();
    let command = ContestEntry { id, expected_version, reason };
    story.services.knowledge().contest(story.viewer(SALES)?, &command).await?;
    Ok(())
}

/// Names who is to verify an entry, unless its owners are; a little later it is verified.
async fn verify(
    story: &Story<'_>,
    shelf: &mut Shelf,
    (title, who, by, source): (&str, Who, &str, &str),
) -> Told<()> {
    let knowledge = story.services.knowledge();
    let verifier = match who {
        Who::Owners => None,
        Who::Person(email) => Some(NamedVerifier::Person(story.id(email)?)),
        Who::Seat(seat) => Some(NamedVerifier::Seat(seat)),
        Who::Publishers => Some(NamedVerifier::Publishers),
    };
    if verifier.is_some() {
        let (id, expected_version, author) = shelf.change(title)?;
        let command = GovernEntry { verifier, ..nothing(id, expected_version) };
        knowledge.govern(story.viewer(author)?, &command).await?;
    }
    story.wait(20).await?;
    let (id, expected_version, _) = shelf.change(title)?;
    let command = VerifyEntry { id, expected_version, source: Some(source.to_owned()) };
    knowledge.verify(story.viewer(by)?, &command).await?;
    Ok(())
}

fn nothing(id: KnowledgeEntryId, expected_version: i32) -> GovernEntry {
    GovernEntry {
        id,
        expected_version,
        confidence: None,
        governance: None,
        verifier: None,
        interval_days: None,
        expires_at: None,
    }
}
