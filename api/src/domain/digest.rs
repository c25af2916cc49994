//! What changed on a person's accounts while they were away: the events of the log that they may see now, gathered by account
//! and by the thing that they are about. Nothing is stored: a digest is a reading of the log from a cursor on.
//!
//! - The accounts are those that the person serves: assigned to, as executive sponsor, or at work on an open incident.
//! - What the person did is no news to them and is left out.
//! - Each thing tells of its first and its last event, and how many there were of which kind.
//! - A digest looks at a bounded part of the log. If there is more, it says so, and the next one goes on from its cursor.

use std::{collections::BTreeMap, sync::Arc};

use entity::id::AccountId;
use sea_orm::DbErr;

use super::{
    access::{Access, Viewer},
    journal::{AccountLabel, Actor},
    stream::{Arrived, Body, Event},
};
use crate::platform::{feed::Feed, log::Cursor};

/// How many events of the viewer's accounts one digest looks at.
const LOOKED_AT: usize = 5_000;

/// What changed after a cursor.
#[derive(Debug)]
pub struct Digest {
    /// Everything up to here is in it.
    pub through: Cursor,
    /// Whether the log goes on after that.
    pub has_more: bool,
    /// The accounts on which something changed, the last change first.
    pub accounts: Vec<AccountDigest>,
}

/// What changed on an account.
#[derive(Debug)]
pub struct AccountDigest {
    /// The account, as it was called at the last change.
    pub account: AccountLabel,
    /// What changed, the last change first.
    pub changes: Vec<Change>,
}

/// What happened to one thing.
#[derive(Debug)]
pub struct Change {
    /// The id of the thing, with its type.
    pub subject: String,
    /// The first event.
    pub first: Arrived,
    /// The last event; the same as the first, if there was but one.
    pub last: Arrived,
    /// How many events there were of each kind.
    pub kinds: BTreeMap<String, usize>,
}

/// What changed on the accounts that the viewer serves after a cursor, as far as they may see it now.
///
/// # Errors
/// The database failed.
pub async fn since(
    feed: &Feed<Event>,
    access: &Access,
    viewer: &Viewer,
    after: Cursor,
) -> Result<Digest, DbErr> {
    let Viewer::Person(person) = viewer else {
        return Ok(Digest { through: feed.head(), has_more: false, accounts: Vec::new() });
    };
    let accounts = access.facts().served_by(person.id);
    let (events, through) = feed.of_accounts(&accounts, after.pos, LOOKED_AT).await?;
    let me = person.id.to_string();
    let has_more = events.len() == LOOKED_AT;
    let news = events.into_iter().filter(|arrived| {
        !is_by(&arrived.event.actor, &me) && access.receives(viewer, arrived.event.subject())
    });
    Ok(Digest { through, has_more, accounts: gather(news) })
}

fn is_by(actor: &Actor, person: &str) -> bool {
    actor.id.as_deref() == Some(person)
}

/// Gathers events, which come in the order of the log.
fn gather(events: impl Iterator<Item = Arrived>) -> Vec<AccountDigest> {
    let mut accounts: BTreeMap<AccountId, (AccountLabel, BTreeMap<String, Change>)> = BTreeMap::new();
    for event in events {
        let (Some(account), Some(subject)) = (event.event.account.clone(), subject(&event.event.body)) else {
            continue;
        };
        let (label, changes) =
            accounts.entry(account.id).or_insert_with(|| (account.clone(), BTreeMap::new()));
        *label = account;
        let change = changes.entry(subject.clone()).or_insert_with(|| Change {
            subject,
            first: Arc::clone(&event),
            last: Arc::clone(&event),
            kinds: BTreeMap::new(),
        });
        *change.kinds.entry(event.record.kind.clone()).or_default() += 1;
        change.last = event;
    }
    let mut digests: Vec<AccountDigest> = accounts
        .into_values()
        .map(|(account, changes)| AccountDigest { account, changes: latest_first(changes) })
        .collect();
    digests.sort_by_key(|digest| std::cmp::Reverse(digest.changes.first().map(Change::place)));
    digests
}

fn latest_first(changes: BTreeMap<String, Change>) -> Vec<Change> {
    let mut changes: Vec<Change> = changes.into_values().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.place()));
    changes
}

impl Change {
    /// How many events there were.
    pub fn count(&self) -> usize {
        self.kinds.values().sum()
    }

    fn place(&self) -> i64 {
        self.last.record.cursor.pos
    }
}

/// The thing that an event is about, by its public id; `None`: it is of no account's life.
fn subject(body: &Body) -> Option<String> {
    match body {
        Body::Account(event) => Some(event.snapshot.id.to_string()),
        Body::Request(event) => Some(event.request.id.to_string()),
        Body::Incident(event) => Some(event.incident.id.to_string()),
        Body::Letter(event) => Some(event.letter.id.to_string()),
        Body::SpecialNote(event) => Some(event.note.id.to_string()),
        Body::Handover(event) => Some(event.handover.id.to_string()),
        Body::Knowledge(event) => Some(event.entry.id.to_string()),
        Body::Notice(_) | Body::Administration(_) | Body::Unknown => None,
    }
}
