//! What a subscriber wants of what they may see. Filters are evaluated at the moment of sending, like rights.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject};
use entity::id::{AccountId, IncidentId};

use super::event::{NoticeEventKind, SpecialNoteEventKind};
use crate::{
    domain::{
        access::{Access, Action, Viewer},
        incident::event::IncidentSnapshot,
        stream::{Body, Event, Family},
    },
    graphql::{
        context::parse_id,
        error::{Error, Result},
        handover::vocabulary::HandoverEventKind,
        request::vocabulary::CustomerRequestEventKind,
        vocabulary::{
            AccountEventKind, IncidentEventKind, KnowledgeEventKind, KnowledgeType, LetterEventKind, Seat,
            Severity,
        },
    },
};

/// Which events of accounts, triangles, handovers of seats, special notes and customers' requests. Several conditions must all
/// hold; one left out does not narrow.
#[derive(Clone, Debug, Default, InputObject)]
pub struct AccountEventFilter {
    /// Only these accounts; each must be visible.
    account_ids: Option<Vec<ID>>,
    /// Only accounts on which the viewer serves in one of these seats, at the moment of sending.
    my_seats: Option<Vec<Seat>>,
    /// Only these kinds, and those of the other lists of kinds.
    kinds: Option<Vec<AccountEventKind>>,
    /// Only these kinds of requests' events, and those of the other lists of kinds.
    request_kinds: Option<Vec<CustomerRequestEventKind>>,
    /// Only these kinds of special notes' events, and those of the other lists of kinds.
    special_note_kinds: Option<Vec<SpecialNoteEventKind>>,
    /// Only these kinds of handovers' events, and those of the other lists of kinds.
    handover_kinds: Option<Vec<HandoverEventKind>>,
}

/// Which events of incidents and of their letters of commitment. Several conditions must all hold; one left out does not
/// narrow.
#[derive(Clone, Debug, Default, InputObject)]
pub struct IncidentEventFilter {
    /// Only incidents of these accounts; each must be visible.
    account_ids: Option<Vec<ID>>,
    /// Only these incidents.
    incident_ids: Option<Vec<ID>>,
    /// Only accounts on which the viewer serves in one of these seats, at the moment of sending.
    my_seats: Option<Vec<Seat>>,
    /// Only these severities: confirmed, before triage claimed.
    severities: Option<Vec<Severity>>,
    /// Only these kinds, and those of `letterKinds`.
    kinds: Option<Vec<IncidentEventKind>>,
    /// Only these kinds of letters' events, and those of `kinds`.
    letter_kinds: Option<Vec<LetterEventKind>>,
}

/// Which events of the think tank. Several conditions must all hold; one left out does not narrow.
#[derive(Clone, Debug, Default, InputObject)]
pub struct KnowledgeEventFilter {
    /// Only entries whose home is one of these accounts; each must be visible.
    account_ids: Option<Vec<ID>>,
    /// Only accounts on which the viewer serves in one of these seats, at the moment of sending.
    my_seats: Option<Vec<Seat>>,
    /// Only these types of knowledge.
    types: Option<Vec<KnowledgeType>>,
    /// Only these kinds.
    kinds: Option<Vec<KnowledgeEventKind>>,
}

/// Which events of the viewer's notices. Several conditions must all hold; one left out does not narrow.
#[derive(Clone, Debug, Default, InputObject)]
pub struct NoticeEventFilter {
    /// Only these kinds: `[RAISED, DIGESTED]` is what interrupts.
    kinds: Option<Vec<NoticeEventKind>>,
}

/// A filter, read and checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    family: Option<Family>,
    pub(super) accounts: Option<BTreeSet<AccountId>>,
    incidents: Option<BTreeSet<IncidentId>>,
    seats: Option<Vec<entity::assignment::Seat>>,
    severities: Option<Vec<entity::incident::Severity>>,
    types: Option<Vec<entity::knowledge_entry::KnowledgeType>>,
    kinds: Option<Vec<Kind>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Account(crate::domain::account::event::AccountEventKind),
    Request(crate::domain::request::event::RequestEventKind),
    Handover(crate::domain::handover::event::HandoverEventKind),
    Incident(crate::domain::incident::event::IncidentEventKind),
    Letter(crate::domain::letter::event::LetterEventKind),
    SpecialNote(crate::domain::special_note::event::SpecialNoteEventKind),
    Knowledge(crate::domain::knowledge::event::KnowledgeEventKind),
    Notice(crate::domain::notice::event::NoticeEventKind),
}

impl Wanted {
    /// Everything that the viewer may see.
    pub(super) fn everything() -> Self {
        Self::default()
    }

    pub(super) fn of_accounts(filter: AccountEventFilter) -> Result<Self> {
        Ok(Self {
            family: Some(Family::Account),
            accounts: ids(filter.account_ids)?,
            seats: mirrored(filter.my_seats),
            kinds: any([
                kinds(filter.kinds, |kind| Kind::Account(kind.into())),
                kinds(filter.request_kinds, |kind| Kind::Request(kind.into())),
                kinds(filter.special_note_kinds, |kind| Kind::SpecialNote(kind.into())),
                kinds(filter.handover_kinds, |kind| Kind::Handover(kind.into())),
            ]),
            ..Self::default()
        })
    }

    pub(super) fn of_incidents(filter: IncidentEventFilter) -> Result<Self> {
        Ok(Self {
            family: Some(Family::Incident),
            accounts: ids(filter.account_ids)?,
            incidents: ids(filter.incident_ids)?,
            seats: mirrored(filter.my_seats),
            severities: mirrored(filter.severities),
            kinds: any([
                kinds(filter.kinds, |kind| Kind::Incident(kind.into())),
                kinds(filter.letter_kinds, |kind| Kind::Letter(kind.into())),
            ]),
            ..Self::default()
        })
    }

    pub(super) fn of_knowledge(filter: KnowledgeEventFilter) -> Result<Self> {
        Ok(Self {
            family: Some(Family::Knowledge),
            accounts: ids(filter.account_ids)?,
            seats: mirrored(filter.my_seats),
            types: mirrored(filter.types),
            kinds: kinds(filter.kinds, |kind| Kind::Knowledge(kind.into())),
            ..Self::default()
        })
    }

    pub(super) fn of_notices(filter: NoticeEventFilter) -> Self {
        Self {
            family: Some(Family::Notices),
            kinds: kinds(filter.kinds, |kind| Kind::Notice(kind.into())),
            ..Self::default()
        }
    }

    /// The family; `None`: all.
    pub(super) fn family(&self) -> Option<Family> {
        self.family
    }

    /// Every account that the filter names must be visible when the subscription begins.
    pub(super) fn admit(&self, access: &Access, viewer: &Viewer) -> Result<()> {
        let visible = |account: &AccountId| {
            let sees = |action| access.facts().permits_account(viewer, *account, action);
            match self.family {
                Some(Family::Incident) => sees(Action::ReadIncident),
                _ => sees(Action::ReadAccount),
            }
        };
        let all = self.accounts.iter().flatten().all(visible);
        if all { Ok(()) } else { Err(Error::not_found()) }
    }

    /// Whether the event is wanted. Whether the viewer may see it is another question.
    pub(super) fn matches(&self, access: &Access, viewer: &Viewer, event: &Event) -> bool {
        let family = event.subject().family();
        if family.is_none() || (self.family.is_some() && self.family != family) {
            return false;
        }
        let account = access.account_of(viewer, event).map(|account| account.id);
        let on_account = self
            .accounts
            .as_ref()
            .is_none_or(|wanted| account.is_some_and(|account| wanted.contains(&account)));
        on_account && self.matches_body(&event.body) && self.is_on_my_seats(access, viewer, account)
    }

    fn matches_body(&self, body: &Body) -> bool {
        let kind = match body {
            Body::Account(event) => Kind::Account(event.kind),
            Body::Request(event) => Kind::Request(event.kind),
            Body::SpecialNote(event) => Kind::SpecialNote(event.kind),
            Body::Handover(event) => Kind::Handover(event.kind),
            Body::Knowledge(event) => {
                let types = self.types.as_ref();
                if types.is_some_and(|types| !types.contains(&event.entry.knowledge_type)) {
                    return false;
                }
                Kind::Knowledge(event.kind)
            }
            Body::Incident(event) if self.matches_incident(&event.incident) => Kind::Incident(event.kind),
            Body::Letter(event) if self.matches_incident(&event.incident) => Kind::Letter(event.kind),
            Body::Incident(_) | Body::Letter(_) => return false,
            Body::Notice(event) => Kind::Notice(event.kind),
            Body::Administration(_) | Body::Unknown => return self.kinds.is_none(),
        };
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    fn matches_incident(&self, incident: &IncidentSnapshot) -> bool {
        let severities = self.severities.as_ref();
        severities.is_none_or(|severities| severities.contains(&incident.severity))
            && self.incidents.as_ref().is_none_or(|incidents| incidents.contains(&incident.id))
    }

    fn is_on_my_seats(&self, access: &Access, viewer: &Viewer, account: Option<AccountId>) -> bool {
        let Some(seats) = &self.seats else { return true };
        let (Viewer::Person(person), Some(account)) = (viewer, account) else { return false };
        let mine = access.facts().seats(person.id, account);
        mine.iter().any(|assignment| assignment.seat.is_some_and(|seat| seats.contains(&seat)))
    }
}

fn ids<T: std::str::FromStr<Err = entity::id::IdError> + Ord>(
    ids: Option<Vec<ID>>,
) -> Result<Option<BTreeSet<T>>> {
    ids.map(|ids| ids.iter().map(parse_id).collect()).transpose()
}

fn mirrored<G, E: From<G>>(values: Option<Vec<G>>) -> Option<Vec<E>> {
    values.map(|values| values.into_iter().map(Into::into).collect())
}

fn kinds<G>(values: Option<Vec<G>>, kind: impl Fn(G) -> Kind) -> Option<Vec<Kind>> {
    values.map(|values| values.into_iter().map(kind).collect())
}

/// What any of the lists wants; nothing, if none was given.
fn any<const LISTS: usize>(lists: [Option<Vec<Kind>>; LISTS]) -> Option<Vec<Kind>> {
    if lists.iter().all(Option::is_none) {
        return None;
    }
    Some(lists.into_iter().flatten().flatten().collect())
}
