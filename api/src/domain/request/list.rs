//! Lists of requests: by what they can be narrowed, in which orders, and what that is in SQL.

use chrono::{DateTime, Utc};
use entity::{
    account::Tier,
    assignment,
    assignment::{Position, Seat},
    customer_request::{Column, Entity, Model, RequestKind, RequestState},
    id::{AccountId, UserId},
    request_role,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    domain::access::{Person, Viewer, scope::RequestScope},
    platform::page::{Key, SortKey, Sorting},
};

/// Which requests. Several conditions must all hold.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// Of one of these accounts.
    pub accounts: Option<Vec<AccountId>>,
    /// In one of these states.
    pub states: Option<Vec<RequestState>>,
    /// Of one of these sorts.
    pub kinds: Option<Vec<RequestKind>>,
    /// Of accounts that were of one of these tiers.
    pub tiers: Option<Vec<Tier>>,
    /// With one of these seats.
    pub holders: Option<Vec<Seat>>,
    /// Waiting for one of these seats.
    pub waiting_for: Option<Vec<Seat>>,
    /// Whether the first answer was, or is, late.
    pub late: Option<bool>,
    /// Asked at this instant or later.
    pub occurred_from: Option<DateTime<Utc>>,
    /// Asked before this instant.
    pub occurred_to: Option<DateTime<Utc>>,
    /// Logged by this person.
    pub recorded_by: Option<UserId>,
    /// Open, and waiting for a seat that the viewer holds.
    pub waiting_for_viewer: bool,
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOrder {
    /// What was asked last first.
    Latest,
    /// What is due first first, then what was asked first.
    Urgent,
}

/// The requests that the viewer may see, narrowed.
pub(super) fn select(viewer: &Viewer, filter: &RequestFilter, now: DateTime<Utc>) -> Select<Entity> {
    let waiting_for = filter.waiting_for.as_ref().map(|seats| {
        let of_seats = request_role::Column::Seat.is_in(seats.iter().copied());
        Column::State.eq(RequestState::Open).and(Column::Id.in_subquery(waiting(of_seats.into())))
    });
    let all = Condition::all()
        .add(RequestScope::of(viewer).condition())
        .add_option(filter.accounts.as_ref().map(|it| Column::AccountId.is_in(it.iter().copied())))
        .add_option(filter.states.as_ref().map(|it| Column::State.is_in(it.iter().copied())))
        .add_option(filter.kinds.as_ref().map(|it| Column::Kind.is_in(it.iter().copied())))
        .add_option(filter.tiers.as_ref().map(|it| Column::TierAtLog.is_in(it.iter().copied())))
        .add_option(filter.holders.as_ref().map(|it| Column::Holder.is_in(it.iter().copied())))
        .add_option(waiting_for)
        .add_option(filter.occurred_from.map(|it| Column::OccurredAt.gte(it)))
        .add_option(filter.occurred_to.map(|it| Column::OccurredAt.lt(it)))
        .add_option(filter.recorded_by.map(|it| Column::RecordedBy.eq(it)));
    let all = match filter.late {
        None => all,
        Some(true) => all.add(late(now)),
        Some(false) => all.add(late(now).not()),
    };
    let select = Entity::find().filter(all);
    match (filter.waiting_for_viewer, viewer) {
        (false, _) => select,
        (true, Viewer::Person(person)) => {
            select.filter(Column::State.eq(RequestState::Open)).filter(for_seats_of(person))
        }
        (true, _) => select.filter(Expr::val(1).eq(0)),
    }
}

/// The requests for which a seat has still to answer; the rows of rounds that are over have their answers.
fn waiting(of_seats: Condition) -> SelectStatement {
    request_role::Entity::find()
        .select_only()
        .column(request_role::Column::RequestId)
        .filter(request_role::Column::AnsweredAt.is_null())
        .filter(request_role::Column::RemovedAt.is_null())
        .filter(of_seats)
        .into_query()
}

/// Whether a seat of the person has still to answer.
fn for_seats_of(person: &Person) -> Condition {
    let mut any = Condition::any();
    for seat in super::rules::SEATS {
        let held = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::AccountId)
            .filter(assignment::Column::UserId.eq(person.id))
            .filter(assignment::Column::EndedAt.is_null())
            .filter(assignment::Column::Position.is_in([Position::Primary, Position::Deputy]))
            .filter(assignment::Column::Seat.eq(seat))
            .into_query();
        let waits = waiting(request_role::Column::Seat.eq(seat).into());
        any = any.add(
            Condition::all().add(Column::AccountId.in_subquery(held)).add(Column::Id.in_subquery(waits)),
        );
    }
    any
}

/// As `rules::due` judges it.
fn late(now: DateTime<Utc>) -> Condition {
    let due = || Expr::col((Entity, Column::DueAt));
    let answered_late = Expr::col((Entity, Column::FirstAnsweredAt)).gt(due());
    let closed_late = Expr::col((Entity, Column::ClosedAt)).gt(due());
    let ended = Condition::all().add(Column::ClosedAt.is_not_null()).add(closed_late);
    let open = Condition::all().add(Column::ClosedAt.is_null()).add(Column::DueAt.lt(now));
    let unanswered =
        Condition::all().add(Column::FirstAnsweredAt.is_null()).add(Condition::any().add(ended).add(open));
    let answered = Condition::all().add(Column::FirstAnsweredAt.is_not_null()).add(answered_late);
    Condition::all().add(Column::DueAt.is_not_null()).add(Condition::any().add(answered).add(unanswered))
}

/// The keys of an order.
pub(super) fn sorting(order: RequestOrder) -> Sorting<Entity> {
    let occurred = |descending| SortKey {
        column: Column::OccurredAt.into_expr(),
        nullable: false,
        descending,
        of: |row: &Model| Key::from(row.occurred_at),
    };
    let due = SortKey {
        column: Column::DueAt.into_expr(),
        nullable: true,
        descending: false,
        of: |row: &Model| Key::from(row.due_at),
    };
    let (keys, id_descending) = match order {
        RequestOrder::Latest => (vec![occurred(true)], true),
        RequestOrder::Urgent => (vec![due, occurred(false)], false),
    };
    Sorting { keys, id: Column::Id, id_of: |row| row.id.0, id_descending }
}
