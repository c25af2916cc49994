//! What these stories begin with: people who have held their seats for long, written behind the server's back because they began years
//! ago. All of them hold the sales seat of an account of their own.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account::{AccountStatus, RelationshipStage, Tier},
    account_tier,
    assignment::{Position, Seat},
    customer_request::{RequestChannel, RequestKind, RequestState},
    id::{AccountId, AssignmentId, IncidentId, KnowledgeEntryId, RegionId, RequestId, UserId},
    incident::{IncidentState, Severity},
    knowledge_entry::{Audience, Confidence, Governance, KnowledgeState, KnowledgeType, Verifier},
    user::{Function, UserStatus},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseConnection, DbErr, prelude::Uuid};
use support::{Server, Value, json};

/// A person in a sales seat, and one request of the account's customer.
#[derive(Clone, Copy)]
pub(crate) struct Past {
    /// Which number; everything of the person has an id of it.
    pub(crate) number: u128,
    pub(crate) tier: Tier,
    pub(crate) region: &'static str,
    /// Since when the seat is held.
    pub(crate) began: &'static str,
    /// When the customer asked, at nine o'clock by UTC, on a working day.
    pub(crate) asked: Option<&'static str>,
    /// After how many hours the seat answered and the request was closed.
    pub(crate) took: i64,
    /// Whether they used the think tank the day after.
    pub(crate) uses: bool,
}

pub(crate) const SENIOR: Past = Past {
    number: 1,
    tier: Tier::S,
    region: "SOUTH",
    began: "2024-06-03T09:00:00Z",
    asked: Some("2025-11-10T09:00:00Z"),
    took: 4,
    uses: false,
};

/// So many seniors of a tier, alike but for their time to answer: 1, 2, 3, 4 hours and so on.
pub(crate) async fn seniors(server: &Server, usual: Past, count: u128) {
    for number in 0..count {
        let took = i64::try_from(number).unwrap() + 1;
        past(server, Past { number: usual.number + number, took, ..usual }).await;
    }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn term(number: u128) -> String {
    AssignmentId(Uuid::from_u128(number)).to_string()
}

/// Writes a person with their account, seat and request.
pub(crate) async fn past(server: &Server, it: Past) {
    let connection = server.database().connect().await;
    write(&connection, server, it).await.unwrap();
}

async fn write(connection: &DatabaseConnection, server: &Server, it: Past) -> Result<(), DbErr> {
    let (id, began) = (Uuid::from_u128(it.number), at(it.began));
    let region: RegionId = server.cast().region(it.region).parse().unwrap();
    let person = entity::user::ActiveModel {
        id: Set(UserId(id)),
        email: Set(format!("p{}@story.test", it.number)),
        email_key: Set(format!("p{}@story.test", it.number)),
        name: Set(format!("Person {}", it.number)),
        name_key: Set(format!("person {}", it.number)),
        function: Set(Function::Sales),
        is_chief: Set(false),
        status: Set(UserStatus::Active),
        password_hash: Set(None),
        version: Set(1),
        created_at: Set(began),
        updated_at: Set(began),
    };
    person.insert(connection).await?;
    let account = entity::account::ActiveModel {
        id: Set(AccountId(id)),
        code: Set(format!("P{}", it.number)),
        code_key: Set(format!("p{}", it.number)),
        name: Set(format!("Past {}", it.number)),
        name_key: Set(format!("past {}", it.number)),
        region_id: Set(region),
        time_zone: Set("Etc/UTC".into()),
        status: Set(AccountStatus::Active),
        tier: Set(Some(it.tier)),
        stage: Set(RelationshipStage::Cooperative),
        version: Set(1),
        event_version: Set(0),
        created_at: Set(began),
        updated_at: Set(began),
        ..Default::default()
    };
    account.insert(connection).await?;
    rate(connection, it.number, it.tier, it.began).await?;
    let seat = entity::assignment::ActiveModel {
        id: Set(AssignmentId(id)),
        account_id: Set(AccountId(id)),
        user_id: Set(UserId(id)),
        seat: Set(Some(Seat::Sales)),
        position: Set(Position::Primary),
        started_at: Set(began),
        started_by: Set(UserId(id)),
        ..Default::default()
    };
    seat.insert(connection).await?;
    let Some(asked) = it.asked else { return Ok(()) };
    ask(connection, it, region, at(asked)).await?;
    if it.uses { use_entry(connection, id, at(asked) + TimeDelta::days(1)).await } else { Ok(()) }
}

/// Says that an account has had a tier since then.
pub(crate) async fn rate(
    connection: &DatabaseConnection,
    account: u128,
    tier: Tier,
    since: &str,
) -> Result<(), DbErr> {
    let row = account_tier::ActiveModel {
        account_id: Set(AccountId(Uuid::from_u128(account))),
        since: Set(at(since)),
        tier: Set(Some(tier)),
    };
    row.insert(connection).await.map(drop)
}

async fn ask(
    connection: &DatabaseConnection,
    it: Past,
    region: RegionId,
    asked: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (id, answered) = (Uuid::from_u128(it.number), asked + TimeDelta::hours(it.took));
    let request = entity::customer_request::ActiveModel {
        id: Set(RequestId(id)),
        account_id: Set(AccountId(id)),
        title: Set("When?".into()),
        body: Set("They ask for a date.".into()),
        kind: Set(RequestKind::Question),
        channel: Set(RequestChannel::Phone),
        state: Set(RequestState::Closed),
        round: Set(1),
        occurred_at: Set(asked),
        recorded_at: Set(asked),
        recorded_by: Set(UserId(id)),
        round_began_at: Set(asked),
        first_answered_at: Set(Some(answered)),
        closed_at: Set(Some(answered)),
        tier_at_log: Set(Some(it.tier)),
        region_id: Set(region),
        time_zone: Set("Etc/UTC".into()),
        policy_version: Set(1),
        version: Set(1),
        updated_at: Set(answered),
        ..Default::default()
    };
    request.insert(connection).await?;
    let role = entity::request_role::ActiveModel {
        request_id: Set(RequestId(id)),
        round: Set(1),
        seat: Set(Seat::Sales),
        asked_at: Set(asked),
        answered_at: Set(Some(answered)),
        added_at: Set(asked),
        added_by: Set(UserId(id)),
        ..Default::default()
    };
    role.insert(connection).await.map(drop)
}

/// An incident that is over, and an entry that helped with it.
async fn use_entry(connection: &DatabaseConnection, id: Uuid, used: DateTime<Utc>) -> Result<(), DbErr> {
    // No two things have the same id, of whatever kind.
    let solved = Uuid::from_u128(id.as_u128() + 10_000);
    let incident = entity::incident::ActiveModel {
        id: Set(IncidentId(solved)),
        number: Set(1_000 + i64::try_from(id.as_u128()).unwrap()),
        account_id: Set(AccountId(id)),
        title: Set("It stood".into()),
        description: Set("For a while.".into()),
        state: Set(IncidentState::Closed),
        generation: Set(1),
        severity_claimed: Set(Severity::Sev3),
        reported_by_user: Set(Some(UserId(id))),
        occurred_at: Set(used),
        reported_at: Set(used),
        state_since: Set(used),
        version: Set(1),
        updated_at: Set(used),
        ..Default::default()
    };
    incident.insert(connection).await?;
    let entry = entity::knowledge_entry::ActiveModel {
        id: Set(KnowledgeEntryId(id)),
        account_id: Set(Some(AccountId(id))),
        kind: Set(KnowledgeType::Playbook),
        audience: Set(Audience::AccountTeam),
        state: Set(KnowledgeState::Published),
        title: Set("What to do".into()),
        title_key: Set("what to do".into()),
        revision: Set(1),
        author_id: Set(UserId(id)),
        published_at: Set(Some(used)),
        version: Set(1),
        created_at: Set(used),
        updated_at: Set(used),
        confidence: Set(Confidence::High),
        governance: Set(Governance::Open),
        verifier: Set(Verifier::Owners),
        ..Default::default()
    };
    entry.insert(connection).await?;
    let used = entity::knowledge_use::ActiveModel {
        entry_id: Set(KnowledgeEntryId(id)),
        target: Set(solved),
        user_id: Set(UserId(id)),
        incident_id: Set(Some(IncidentId(solved))),
        used_at: Set(used),
        ..Default::default()
    };
    used.insert(connection).await.map(drop)
}

/// Everything about a term but its days.
pub(crate) const FIGURES: &str = "assignmentId seat since until user { name }
    benchmark { tier quarter responseP50BusinessSeconds responseHolders rightFirstTimeRate
        rightFirstTimeHolders uses usesHolders }
    progress { isMeasured daysTo80 reachedOn targetDay }
    latest { ...day }";

/// Everything about a day.
pub(crate) const DAY: &str = "fragment day on ProficiencyDay { day number value coverage
    responseSpeed { weight ratio requests p50BusinessSeconds benchmarkP50BusinessSeconds }
    rightFirstTime { weight ratio requests rate benchmarkRate }
    plannedContacts { weight ratio }
    knowledge { weight ratio acknowledgedItems packItems uses usesRatio benchmarkUses } }";

/// What a persona is told of a term.
pub(crate) async fn told(server: &Server, by: support::Persona, term: &str) -> Value {
    let document = format!("query($id: ID!) {{ proficiency(assignmentId: $id) {{ {FIGURES} }} }} {DAY}");
    let answer = server.as_(by).query(&document, json!({ "id": term })).await;
    assert!(answer.succeeded(), "{answer:?}");
    answer["proficiency"].clone()
}
