//! What the system itself puts into a pack: the account, its team, its special notes, its incidents with their letters, what is open,
//! and the entries of the think tank that a seat of the account reads. Whoever may read a pack may read all of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    account, assignment, commitment,
    commitment::CommitmentState,
    customer_request,
    customer_request::RequestState,
    handover::Model,
    handover_part::PackPart,
    id::{AccountId, IncidentId, UserId},
    incident,
    incident::IncidentState,
    knowledge_entry,
    knowledge_entry::{Audience, KnowledgeState},
    letter, region, special_note as special_note_row,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Iterable, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::NullOrdering,
};

use super::{
    document::{
        AccountFacts, EntryLine, IncidentLine, NoteLine, PackContent, PartContent, PromiseLine, RequestLine,
        TeamMember,
    },
    rules::pack::{Written, part_of},
    store,
};
use crate::domain::{
    incident::rules::severity,
    special_note,
    trust::{self, Trust},
};

/// How many incidents, promises, requests and entries a pack holds at most: the latest of each.
pub const MOST: u64 = 500;

/// What a seat of an account reads of the think tank.
const AUDIENCES: [Audience; 3] = [Audience::Triangle, Audience::AccountTeam, Audience::AllStaff];

/// Everything that the pack of a handover says now.
pub(super) async fn content<C: ConnectionTrait>(
    connection: &C,
    handover: &Model,
    now: DateTime<Utc>,
) -> Result<PackContent, DbErr> {
    let account = account::Entity::find_by_id(handover.account_id).one(connection).await?;
    let account = account.ok_or_else(|| DbErr::RecordNotFound("the account of a handover".into()))?;
    let team = team(connection, account.id).await?;
    let incidents = incidents(connection, account.id).await?;
    let promises = promises(connection, &incidents).await?;
    let people = team
        .iter()
        .map(|row| row.user_id)
        .chain(promises.iter().map(|row| row.owner_id))
        .chain(account.executive_sponsor_id)
        .chain([handover.outgoing_id, handover.receiver_id]);
    let names = Names(store::names(connection, people.collect()).await?);
    let mut parts = empty(connection, handover).await?;
    let letters = letters(connection, &incidents).await?;
    for entry in entries(connection, account.id, now).await? {
        let place = parts.get_mut(&part_of(entry.kind));
        let line = entry_line(entry, now);
        place.into_iter().for_each(|part| part.entries.push(line.clone()));
    }
    for row in &incidents {
        let line = incident_line(row, letters.get(&row.id));
        let open = row.state.is_open().then_some(PackPart::OpenItems);
        for part in [PackPart::History].into_iter().chain(open) {
            parts.entry(part).and_modify(|part| part.incidents.push(line.clone()));
        }
    }
    let numbers: BTreeMap<IncidentId, i64> = incidents.iter().map(|row| (row.id, row.number)).collect();
    let lines = promises.iter().map(|row| promise_line(row, &numbers, &names)).collect();
    let asked = requests(connection, account.id).await?.iter().map(request_line).collect();
    parts.entry(PackPart::OpenItems).and_modify(|part| (part.promises, part.requests) = (lines, asked));
    Ok(PackContent {
        handover: handover.id,
        seat: handover.seat,
        outgoing: names.of(handover.outgoing_id),
        receiver: names.of(handover.receiver_id),
        account: facts(connection, &account, &names).await?,
        team: team.iter().map(|row| member(row, &names)).collect(),
        notes: special_note::in_force(connection, &[account.id], now).await?.iter().map(note_line).collect(),
        parts: parts.into_values().collect(),
    })
}

struct Names(BTreeMap<UserId, String>);

impl Names {
    fn of(&self, id: UserId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }
}

/// The parts with what was written into them.
async fn empty<C: ConnectionTrait>(
    connection: &C,
    handover: &Model,
) -> Result<BTreeMap<PackPart, PartContent>, DbErr> {
    let rows = store::parts(connection, handover.id).await?;
    let mut parts = BTreeMap::new();
    for part in PackPart::iter() {
        let written = rows.get(&part).map(store::written).transpose()?;
        let Written { body, nothing, must_knows } = written.unwrap_or_default();
        let (entries, incidents) = (Vec::new(), Vec::new());
        let (promises, requests) = (Vec::new(), Vec::new());
        let content = PartContent { part, body, nothing, must_knows, entries, incidents, promises, requests };
        parts.insert(part, content);
    }
    Ok(parts)
}

async fn facts<C: ConnectionTrait>(
    connection: &C,
    account: &account::Model,
    names: &Names,
) -> Result<AccountFacts, DbErr> {
    let region = region::Entity::find_by_id(account.region_id).one(connection).await?;
    Ok(AccountFacts {
        name: account.name.clone(),
        code: account.code.clone(),
        industry: account.industry.clone(),
        region: region.map(|row| row.name).unwrap_or_default(),
        time_zone: account.time_zone.clone(),
        status: account.status,
        tier: account.tier,
        stage: account.stage,
        sponsor: account.executive_sponsor_id.map(|id| names.of(id)),
    })
}

/// The running assignments, primaries and deputies first.
async fn team<C: ConnectionTrait>(
    connection: &C,
    account: AccountId,
) -> Result<Vec<assignment::Model>, DbErr> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::AccountId.eq(account))
        .filter(assignment::Column::EndedAt.is_null())
        .order_by_asc(assignment::Column::StartedAt)
        .order_by_asc(assignment::Column::Id)
        .all(connection);
    let mut rows = rows.await?;
    rows.sort_by_key(|row| (row.position, row.seat));
    Ok(rows)
}

fn member(row: &assignment::Model, names: &Names) -> TeamMember {
    TeamMember {
        id: row.user_id,
        name: names.of(row.user_id),
        seat: row.seat,
        position: row.position,
        expertise: row.expertise.clone(),
    }
}

async fn incidents<C: ConnectionTrait>(
    connection: &C,
    account: AccountId,
) -> Result<Vec<incident::Model>, DbErr> {
    incident::Entity::find()
        .filter(incident::Column::AccountId.eq(account))
        .filter(incident::Column::State.is_not_in([IncidentState::Declined, IncidentState::Cancelled]))
        .order_by_desc(incident::Column::ReportedAt)
        .order_by_desc(incident::Column::Id)
        .limit(MOST)
        .all(connection)
        .await
}

fn incident_line(row: &incident::Model, letter: Option<&letter::Model>) -> IncidentLine {
    IncidentLine {
        id: row.id,
        number: format!("RC-{}", row.number),
        title: row.title.clone(),
        severity: severity(row),
        state: row.state,
        reported_at: row.reported_at,
        resolved_at: row.resolved_at,
        letter: letter.map(|row| row.state),
    }
}

/// The latest letter of each incident.
async fn letters<C: ConnectionTrait>(
    connection: &C,
    incidents: &[incident::Model],
) -> Result<BTreeMap<IncidentId, letter::Model>, DbErr> {
    let rows = letter::Entity::find()
        .filter(letter::Column::IncidentId.is_in(incidents.iter().map(|row| row.id)))
        .order_by_asc(letter::Column::Generation)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.incident_id, row)).collect())
}

async fn promises<C: ConnectionTrait>(
    connection: &C,
    incidents: &[incident::Model],
) -> Result<Vec<commitment::Model>, DbErr> {
    commitment::Entity::find()
        .filter(commitment::Column::IncidentId.is_in(incidents.iter().map(|row| row.id)))
        .filter(commitment::Column::State.eq(CommitmentState::Open))
        .order_by_asc(commitment::Column::DueOn)
        .order_by_asc(commitment::Column::Id)
        .limit(MOST)
        .all(connection)
        .await
}

fn promise_line(row: &commitment::Model, numbers: &BTreeMap<IncidentId, i64>, names: &Names) -> PromiseLine {
    PromiseLine {
        id: row.id,
        incident: numbers.get(&row.incident_id).map(|number| format!("RC-{number}")).unwrap_or_default(),
        action: row.action.clone(),
        owner: names.of(row.owner_id),
        due_on: row.due_on,
    }
}

fn note_line(row: &special_note_row::Model) -> NoteLine {
    NoteLine {
        id: row.id,
        kind: row.kind,
        severity: row.severity,
        text: row.text.clone(),
        expires_at: row.expires_at,
    }
}

/// What the customer asked and nobody has closed, what is due first before the rest.
async fn requests<C: ConnectionTrait>(
    connection: &C,
    account: AccountId,
) -> Result<Vec<customer_request::Model>, DbErr> {
    use customer_request::Column;
    customer_request::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::State.eq(RequestState::Open))
        .order_by_with_nulls(Column::DueAt, Order::Asc, NullOrdering::Last)
        .order_by_asc(Column::OccurredAt)
        .order_by_asc(Column::Id)
        .limit(MOST)
        .all(connection)
        .await
}

fn request_line(row: &customer_request::Model) -> RequestLine {
    RequestLine {
        id: row.id,
        title: row.title.clone(),
        kind: row.kind,
        holder: row.holder,
        occurred_at: row.occurred_at,
        due_at: row.due_at,
    }
}

/// The entries that lists show; those whose day has passed they withhold.
async fn entries<C: ConnectionTrait>(
    connection: &C,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<knowledge_entry::Model>, DbErr> {
    use knowledge_entry::Column;
    knowledge_entry::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::State.eq(KnowledgeState::Published))
        .filter(Column::Audience.is_in(AUDIENCES))
        .filter(trust::withheld(now).not())
        .order_by_desc(Column::UpdatedAt)
        .order_by_desc(Column::Id)
        .limit(MOST)
        .all(connection)
        .await
}

fn entry_line(entry: knowledge_entry::Model, now: DateTime<Utc>) -> EntryLine {
    EntryLine {
        trust: Trust::of(&entry, now),
        contested: entry.contested_at.is_some(),
        id: entry.id,
        revision: entry.revision,
        title: entry.title,
        kind: entry.kind,
    }
}
