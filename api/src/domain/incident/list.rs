//! Lists of incidents: by what they can be narrowed and sorted, and what that is in SQL. What a viewer does not see of an
//! incident does not narrow a list for them either: it counts as absent.

use chrono::{DateTime, Utc};
use entity::{
    account::Tier,
    assignment::{self, Seat},
    id::{AccountId, BotId, UserId},
    incident::{Column, Entity, IncidentState, Model, Severity},
    incident_responder, knowledge_entry,
    knowledge_entry::{KnowledgeState, KnowledgeType},
    knowledge_link,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    RelationDef, Select,
    sea_query::{Expr, Func, SimpleExpr},
};

use super::rules;
use crate::{
    domain::access::{
        IncidentAccess, Viewer,
        scope::{IncidentScope, KnowledgeScope},
    },
    platform::{
        filter::{Filter, Sort, Test},
        page::{Key, SortKey, Sorting},
    },
};

/// A test of an incident.
#[derive(Clone, Debug, PartialEq)]
pub enum IncidentTest {
    /// Of its account.
    Account(Test<AccountId>),
    /// Of its state.
    State(Test<IncidentState>),
    /// Whether it still needs somebody.
    Open(bool),
    /// Of the severity that counts: confirmed, before triage claimed.
    Severity(Test<Severity>),
    /// Of the account's tier at the report.
    Tier(Test<Tier>),
    /// Of the instant of the report.
    ReportedAt(Test<DateTime<Utc>>),
    /// Of the reporter, if a person.
    Reporter(Test<UserId>),
    /// Of the reporter, if a bot.
    ReporterBot(Test<BotId>),
    /// Of the executive lead.
    Lead(Test<UserId>),
    /// Whether the viewer reported it, leads it or is on its response team.
    Mine(bool),
    /// Whether its problem is solved and it has taught nothing that the viewer may read.
    LessonMissing(bool),
    /// Whether the viewer is primary, deputy or member of one of these seats of its account.
    MySeats(Vec<Seat>),
}

/// What a list of incidents is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentOrder {
    /// When it was reported.
    ReportedAt,
    /// Its number.
    Number,
    /// The severity that counts, SEV1 first.
    Severity,
}

/// Which incidents.
pub type IncidentFilter = Filter<IncidentTest>;

/// In which order.
pub type IncidentSorts = Vec<Sort<IncidentOrder>>;

/// The incidents that the viewer may see, narrowed.
pub(super) fn select(viewer: &Viewer, filter: &IncidentFilter) -> Select<Entity> {
    Entity::find()
        .filter(IncidentScope::of(viewer).condition())
        .filter(filter.sql(&|test| test_sql(viewer, test)))
}

fn test_sql(viewer: &Viewer, test: &IncidentTest) -> SimpleExpr {
    let whole = IncidentAccess::is_whole(viewer);
    match test {
        IncidentTest::Account(test) => test.on(Column::AccountId),
        IncidentTest::State(test) => test.on(Column::State),
        IncidentTest::Open(true) => Column::State.is_not_in(IncidentState::TERMINAL),
        IncidentTest::Open(false) => Column::State.is_in(IncidentState::TERMINAL),
        IncidentTest::Severity(test) => severity_sql(test),
        IncidentTest::ReportedAt(test) => test.on(Column::ReportedAt),
        IncidentTest::Tier(test) if whole => test.on(Column::TierAtReport),
        IncidentTest::Reporter(test) if whole => test.on(Column::ReportedByUser),
        IncidentTest::ReporterBot(test) if whole => test.on(Column::ReportedByBot),
        IncidentTest::Lead(test) if whole => test.on(Column::ExecutiveLeadId),
        IncidentTest::Tier(test) => absent(test),
        IncidentTest::Reporter(test) | IncidentTest::Lead(test) => absent(test),
        IncidentTest::ReporterBot(test) => absent(test),
        IncidentTest::Mine(mine) => {
            let is_mine = mine_sql(viewer);
            if *mine { is_mine } else { Condition::all().not().add(is_mine).into() }
        }
        IncidentTest::LessonMissing(missing) if whole => {
            let untaught = untaught_sql(viewer);
            if *missing { untaught.into() } else { untaught.not().into() }
        }
        IncidentTest::LessonMissing(missing) => Expr::Constant((!missing).into()),
        IncidentTest::MySeats(seats) => my_seats_sql(viewer, seats),
    }
}

/// It is solved, nobody said why it taught nothing, and no published lesson that the viewer may read is linked to it.
fn untaught_sql(viewer: &Viewer) -> Condition {
    let taught = knowledge_link::Entity::find()
        .select_only()
        .column(knowledge_link::Column::IncidentId)
        .join(JoinType::InnerJoin, lesson())
        .filter(knowledge_link::Column::IncidentId.is_not_null())
        .filter(knowledge_entry::Column::Kind.eq(KnowledgeType::Lesson))
        .filter(knowledge_entry::Column::State.eq(KnowledgeState::Published))
        .filter(KnowledgeScope::of(viewer).condition());
    Condition::all()
        .add(Column::State.is_in(SOLVED))
        .add(Column::LessonWaiverReason.is_null())
        .add(Column::Id.not_in_subquery(taught.into_query()))
}

const SOLVED: [IncidentState; 3] =
    [IncidentState::Resolved, IncidentState::CommitmentIssued, IncidentState::Closed];

fn lesson() -> RelationDef {
    knowledge_link::Entity::belongs_to(knowledge_entry::Entity)
        .from(knowledge_link::Column::EntryId)
        .to(knowledge_entry::Column::Id)
        .into()
}

/// A test of what the viewer does not see: it is as if it were not there.
fn absent<T>(test: &Test<T>) -> SimpleExpr {
    Expr::Constant(matches!(test, Test::IsNull(true)).into())
}

fn severity_sql(test: &Test<Severity>) -> SimpleExpr {
    let claimed = Condition::all().add(Column::Severity.is_null()).add(test.on(Column::SeverityClaimed));
    match test {
        // There always is one.
        Test::IsNull(null) => Expr::Constant((!null).into()),
        _ => Condition::any().add(test.on(Column::Severity)).add(claimed).into(),
    }
}

fn mine_sql(viewer: &Viewer) -> SimpleExpr {
    match viewer {
        Viewer::Anonymous => Expr::Constant(false.into()),
        Viewer::Bot(bot) => Column::ReportedByBot.eq(bot.bot),
        Viewer::Person(person) => {
            let responds = incident_responder::Entity::find()
                .select_only()
                .column(incident_responder::Column::IncidentId)
                .filter(incident_responder::Column::UserId.eq(person.id))
                .filter(incident_responder::Column::RemovedAt.is_null());
            // Coalesced, so that the opposite of "mine" holds where nobody leads and a bot reported.
            let is_me = |column: Column| {
                Expr::from(Func::coalesce([column.eq(person.id), Expr::Constant(false.into())]))
            };
            Condition::any()
                .add(is_me(Column::ReportedByUser))
                .add(is_me(Column::ExecutiveLeadId))
                .add(Column::Id.in_subquery(responds.into_query()))
                .into()
        }
    }
}

fn my_seats_sql(viewer: &Viewer, seats: &[Seat]) -> SimpleExpr {
    let Viewer::Person(person) = viewer else { return Expr::Constant(false.into()) };
    let accounts = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::AccountId)
        .filter(assignment::Column::UserId.eq(person.id))
        .filter(assignment::Column::EndedAt.is_null())
        .filter(assignment::Column::Seat.is_in(seats.iter().copied()));
    Column::AccountId.in_subquery(accounts.into_query())
}

/// The order of a list: the latest report first, if nothing else is asked for.
pub(super) fn sorting(sorts: &[Sort<IncidentOrder>]) -> Sorting<Entity> {
    let latest = Sort { field: IncidentOrder::ReportedAt, descending: true };
    let sorts = if sorts.is_empty() { std::slice::from_ref(&latest) } else { sorts };
    Sorting {
        id_descending: sorts.last().is_some_and(|sort| sort.descending),
        keys: sorts.iter().map(sort_key).collect(),
        id: Column::Id,
        id_of: |row| row.id.0,
    }
}

fn sort_key(sort: &Sort<IncidentOrder>) -> SortKey<Model> {
    let column = |column: Column| column.into_expr();
    let (column, of): (_, fn(&Model) -> Key) = match sort.field {
        IncidentOrder::ReportedAt => (column(Column::ReportedAt), |row| row.reported_at.into()),
        IncidentOrder::Number => (column(Column::Number), |row| row.number.into()),
        IncidentOrder::Severity => {
            let counts = [column(Column::Severity), column(Column::SeverityClaimed)];
            (Func::coalesce(counts).into(), |row| rules::severity(row).to_value().into())
        }
    };
    SortKey { column, nullable: false, descending: sort.descending, of }
}

/// Names a list for its cursors.
pub(super) fn mark(list: &str, filter: &IncidentFilter, sorts: &[Sort<IncidentOrder>]) -> String {
    format!("{list} {filter:?} {sorts:?}")
}
