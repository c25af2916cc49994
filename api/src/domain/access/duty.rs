//! To whom the verification of a published entry falls, as a condition on its row: the named verifiers who read it; if there
//! are none, its author and editors who do; if there are none, the sales primary of its home account, and of a company-wide
//! entry the publishers of its type. [`super::Facts::verifiers`] says the same from memory.

use entity::{
    assignment,
    assignment::Position,
    id::{KnowledgeEntryId, UserId},
    incident::IncidentState,
    knowledge_editor, knowledge_entry,
    knowledge_entry::{KnowledgeState, Verifier},
    user, user_topic,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, IntoCondition, SelectStatement, SimpleExpr, UnionType},
};

use super::{scope::literal, viewer::Viewer};

/// The entries whose verification falls to a viewer.
#[derive(Clone, Debug)]
pub struct DutyScope(Condition);

impl DutyScope {
    /// The entries whose verification falls to a viewer; to nobody but people.
    pub fn of(viewer: &Viewer) -> Self {
        Self(match viewer {
            Viewer::Person(person) => Condition::all()
                .add(knowledge_entry::Column::Id.in_subquery(may_fall_to(person.id)))
                .add(falls_to(person.id)),
            _ => Condition::all().add(Expr::val(1).eq(0)),
        })
    }

    /// Of a few entries, those whose verification falls to a person, whoever asks: it is judged row by row.
    pub fn of_person(person: UserId) -> Self {
        Self(falls_to(person))
    }

    /// The condition, to be added to a select of the table.
    pub fn condition(&self) -> Condition {
        self.0.clone()
    }
}

/// Whether the verification of the entry falls to the person.
pub(super) async fn is_verifier<C: ConnectionTrait>(
    connection: &C,
    entry: KnowledgeEntryId,
    person: UserId,
) -> Result<bool, DbErr> {
    let found = knowledge_entry::Entity::find()
        .select_only()
        .column(knowledge_entry::Column::Id)
        .filter(knowledge_entry::Column::Id.eq(entry))
        .filter(falls_to(person))
        .into_tuple::<KnowledgeEntryId>()
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// The people to whom the verification of the entry falls, with their names, in the order of their ids.
///
/// # Errors
/// The database failed.
pub async fn verifiers<C: ConnectionTrait>(
    connection: &C,
    entry: KnowledgeEntryId,
) -> Result<Vec<(UserId, String)>, DbErr> {
    let entry = knowledge_entry::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(knowledge_entry::Column::Id.eq(entry))
        .filter(knowledge_entry::Column::State.eq(KnowledgeState::Published))
        .filter(Expr::cust(format!(r#""user".id in ({NAMED} union all {OWNERS} union all {LAST})"#)))
        .filter(duty());
    user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Name])
        .filter(Expr::exists(entry.into_query()))
        .order_by_asc(user::Column::Id)
        .into_tuple()
        .all(connection)
        .await
}

fn falls_to(person: UserId) -> Condition {
    let person = user::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(user::Column::Id.eq(person))
        .filter(duty());
    Condition::all()
        .add(knowledge_entry::Column::State.eq(KnowledgeState::Published))
        .add(Expr::exists(person.into_query()))
}

/// The entries that can ever fall to a person as they are now, each found by an index: those that they wrote, that name them, of the
/// accounts where they hold a seat, of the types that they publish, that they edit.
pub fn may_fall_to(person: UserId) -> SelectStatement {
    use knowledge_entry::Column;
    let seated = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::AccountId)
        .filter(assignment::Column::UserId.eq(person))
        .filter(assignment::Column::Position.is_in([Position::Primary, Position::Deputy]))
        .filter(assignment::Column::EndedAt.is_null());
    let topics = user_topic::Entity::find()
        .select_only()
        .column(user_topic::Column::Topic)
        .filter(user_topic::Column::UserId.eq(person));
    let published = Condition::all()
        .add(Column::Kind.in_subquery(topics.into_query()))
        .add(Column::Verifier.eq(Verifier::Publishers).or(Column::AccountId.is_null()));
    let edited = knowledge_editor::Entity::find()
        .select_only()
        .column(knowledge_editor::Column::EntryId)
        .filter(knowledge_editor::Column::UserId.eq(person));
    ids(Column::AuthorId.eq(person))
        .union(UnionType::All, ids(Column::VerifierId.eq(person)))
        .union(UnionType::All, ids(Column::AccountId.in_subquery(seated.into_query())))
        .union(UnionType::All, ids(published))
        .union(UnionType::All, edited.into_query())
        .to_owned()
}

/// The ids of the entries of which this holds.
pub fn ids(which: impl IntoCondition) -> SelectStatement {
    let entries = knowledge_entry::Entity::find().select_only().column(knowledge_entry::Column::Id);
    entries.filter(which).into_query()
}

/// Those who are named: a person, the primary and the deputy of a seat of the home account, the publishers of the type.
const NAMED: &str = "select knowledge_entry.verifier_id as user_id where knowledge_entry.verifier = 'PERSON'
    union all select seated.user_id from assignment seated
        where knowledge_entry.verifier = 'SEAT' and seated.account_id = knowledge_entry.account_id
            and seated.seat = knowledge_entry.verifier_seat and seated.position in ('PRIMARY', 'DEPUTY')
            and seated.ended_at is null
    union all select publisher.user_id from user_topic publisher
        where knowledge_entry.verifier = 'PUBLISHERS' and publisher.topic = knowledge_entry.kind";

/// Author and editors.
const OWNERS: &str = "select knowledge_entry.author_id
    union all select editor.user_id from knowledge_editor editor where editor.entry_id = knowledge_entry.id";

/// Who answers when nobody else does.
const LAST: &str = "select seated.user_id from assignment seated
        where seated.account_id = knowledge_entry.account_id and seated.seat = 'SALES'
            and seated.position = 'PRIMARY' and seated.ended_at is null
    union all select publisher.user_id from user_topic publisher
        where knowledge_entry.account_id is null and publisher.topic = knowledge_entry.kind";

/// Who was told that the entry is due as it is due now.
const PRESENT: &str = "told.entry_id = knowledge_entry.id and told.due_at = knowledge_entry.due_at";

/// The entries that are due of which somebody to whom they fall was not told.
pub fn untold() -> SimpleExpr {
    let duty = duty_in_words();
    Expr::cust(format!(
        r#"exists (select 1 from ({NAMED} union all {OWNERS} union all {LAST}) candidate
            join "user" on "user".id = candidate.user_id where {duty} and not exists
                (select 1 from knowledge_duty_told told where {PRESENT} and told.user_id = "user".id))"#
    ))
}

/// The entries that are due of which somebody was told to whom they no longer fall, or nobody was.
pub fn lost_by_somebody() -> SimpleExpr {
    let duty = duty_in_words();
    Expr::cust(format!(
        r#"(not exists (select 1 from knowledge_duty_told told where {PRESENT})
            or exists (select 1 from knowledge_duty_told told join "user" on "user".id = told.user_id
                where {PRESENT} and not {duty}))"#
    ))
}

/// Whether the duty for the row of `knowledge_entry` falls to the row of `user`.
fn duty() -> SimpleExpr {
    Expr::cust(duty_in_words())
}

fn duty_in_words() -> String {
    let nobody_of = |candidates: &str| {
        let reads = reads("other");
        format!(r#"not exists (select 1 from "user" other where other.id in ({candidates}) and {reads})"#)
    };
    let (unnamed, unowned) = (nobody_of(NAMED), nobody_of(OWNERS));
    let reads = reads(r#""user""#);
    format!(
        r#"({reads} and ("user".id in ({NAMED}) or "user".id in ({OWNERS}) and {unnamed}
            or "user".id in ({LAST}) and {unnamed} and {unowned}))"#
    )
}

/// Whether a person may come in and reads what is published for the entry's audience, other than as an auditor.
fn reads(person: &str) -> String {
    let over = IncidentState::TERMINAL.iter().map(literal).collect::<Vec<_>>().join(", ");
    let role = |roles: &str| {
        format!(
            "exists (select 1 from user_role held where held.user_id = {person}.id and held.role in ({roles}))"
        )
    };
    let (executive, staff) = (role("'EXECUTIVE'"), role("'STAFF', 'DIRECTOR', 'ESCALATION_MANAGER'"));
    let (director, manager) = (role("'DIRECTOR'"), role("'ESCALATION_MANAGER'"));
    format!(
        "({person}.status = 'ACTIVE' and ({executive}
            or knowledge_entry.audience = 'ALL_STAFF' and ({staff} or exists (select 1 from assignment anywhere
                where anywhere.user_id = {person}.id and anywhere.ended_at is null))
            or knowledge_entry.audience in ('TRIANGLE', 'ACCOUNT_TEAM') and exists (select 1 from assignment place
                join account home on home.id = place.account_id where place.user_id = {person}.id
                    and place.account_id = knowledge_entry.account_id and place.ended_at is null
                    and home.status <> 'ENDED'
                    and (knowledge_entry.audience = 'ACCOUNT_TEAM' or place.position in ('PRIMARY', 'DEPUTY')))
            or knowledge_entry.audience <> 'EXECUTIVES' and {director} and exists (select 1 from account home
                join user_region directed on directed.region_id = home.region_id
                where home.id = knowledge_entry.account_id and directed.user_id = {person}.id)
            or knowledge_entry.audience = 'ACCOUNT_TEAM' and {manager} and exists (select 1 from incident
                where incident.account_id = knowledge_entry.account_id and incident.state not in ({over}))))"
    )
}
