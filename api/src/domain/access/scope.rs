//! The reading rules as SQL conditions, for lists: a scope can only be made from a viewer, and stores of lists ask for one.

use entity::{
    account, assignment, customer_request, handover,
    id::AccountId,
    incident, incident_responder, knowledge_editor, knowledge_entry,
    knowledge_entry::{Audience, KnowledgeState},
    user_role::OrganisationRole,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, EntityTrait, Iterable, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::viewer::{BotKey, Person, Viewer};

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Condition);

        impl $name {
            /// The condition, to be added to a select of the table.
            pub fn condition(&self) -> Condition {
                self.0.clone()
            }
        }
    )*};
}

scopes! {
    /// The accounts that a viewer may see.
    AccountScope;
    /// The incidents that a viewer may see.
    IncidentScope;
    /// The knowledge entries that a viewer may see.
    KnowledgeScope;
    /// The requests of customers that a viewer may see.
    RequestScope;
    /// The handovers of seats that a viewer may see.
    HandoverScope;
    /// The assignments as primary whose figures a viewer may read.
    TermScope;
}

/// A value of ours, written out: a plan that is made for all values knows this one, how frequent it is and whether it has an index of
/// its own.
fn constant<E: ActiveEnum<Value = String>>(value: &E) -> Expr {
    Expr::cust(literal(value))
}

/// A value of ours as SQL writes it.
pub(super) fn literal<E: ActiveEnum<Value = String>>(value: &E) -> String {
    format!("'{}'", value.to_value())
}

fn nothing() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}

fn everything() -> Condition {
    Condition::all()
}

fn has(person: &Person, role: OrganisationRole) -> bool {
    person.roles.contains(&role)
}

impl AccountScope {
    /// The accounts that a viewer may see.
    pub fn of(viewer: &Viewer) -> Self {
        Self(match viewer {
            Viewer::Anonymous => nothing(),
            Viewer::Person(person) => accounts_of(person),
            Viewer::Bot(bot) if bot.scopes.contains(&entity::api_key::Scope::AccountRead) => {
                covered(bot, account::Column::Id)
            }
            Viewer::Bot(_) => nothing(),
        })
    }
}

fn accounts_of(person: &Person) -> Condition {
    if has(person, OrganisationRole::Auditor) || has(person, OrganisationRole::Administrator) {
        return everything();
    }
    let mut any = Condition::any()
        .add(account::Column::Id.in_subquery(assigned(person, &[])))
        .add(account::Column::Id.is_in(person.reads.iter().copied()));
    if has(person, OrganisationRole::Director) {
        any = any.add(account::Column::RegionId.is_in(person.regions.iter().copied()));
    }
    if has(person, OrganisationRole::Executive) {
        any = any.add(account::Column::ExecutiveSponsorId.eq(person.id));
    }
    if has(person, OrganisationRole::Executive) || has(person, OrganisationRole::EscalationManager) {
        return any.add(with_incident(account::Column::Id, open()));
    }
    any.add(account::Column::Id.in_subquery(helped(incident::Column::ExecutiveLeadId.eq(person.id))))
        .add(account::Column::Id.in_subquery(helped(incident::Column::Id.in_subquery(responding(person)))))
}

/// The accounts of these open incidents.
fn helped(those: Expr) -> SelectStatement {
    incident::Entity::find()
        .select_only()
        .column(incident::Column::AccountId)
        .filter(open())
        .filter(those)
        .into_query()
}

/// The accounts of a person's running assignments in these positions, or in any, but those that have ended.
fn assigned(person: &Person, positions: &[assignment::Position]) -> SelectStatement {
    let positions =
        (!positions.is_empty()).then(|| assignment::Column::Position.is_in(positions.iter().copied()));
    let ended = Condition::all()
        .add(account::Column::Status.into_expr().eq(constant(&account::AccountStatus::Ended)));
    assignment::Entity::find()
        .select_only()
        .column(assignment::Column::AccountId)
        .filter(assignment::Column::UserId.eq(person.id))
        .filter(assignment::Column::EndedAt.is_null())
        .filter(Condition::all().add_option(positions))
        .filter(of_account(assignment::Column::AccountId, ended).not())
        .into_query()
}

/// The column names an account of which the condition holds. Asked row by row, of the account's key: a list of all such
/// accounts would be made anew in each part of a statement that names it.
fn of_account<C: ColumnTrait>(column: C, condition: Condition) -> Expr {
    let accounts = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(Expr::col((account::Entity, account::Column::Id)).equals(column.as_column_ref()))
        .filter(condition);
    Expr::exists(accounts.into_query())
}

/// The column names an account with an incident of which the condition holds. Asked row by row, as [`of_account`] is.
fn with_incident<C: ColumnTrait>(column: C, condition: Condition) -> Expr {
    let incidents = incident::Entity::find()
        .select_only()
        .column(incident::Column::Id)
        .filter(Expr::col((incident::Entity, incident::Column::AccountId)).equals(column.as_column_ref()))
        .filter(condition);
    Expr::exists(incidents.into_query())
}

const SEAT: [assignment::Position; 2] = [assignment::Position::Primary, assignment::Position::Deputy];

fn open() -> Condition {
    let over = incident::IncidentState::TERMINAL.iter().map(constant);
    Condition::all().add(incident::Column::State.into_expr().is_not_in(over))
}

fn responding(person: &Person) -> SelectStatement {
    incident_responder::Entity::find()
        .select_only()
        .column(incident_responder::Column::IncidentId)
        .filter(incident_responder::Column::UserId.eq(person.id))
        .filter(incident_responder::Column::RemovedAt.is_null())
        .into_query()
}

/// An account of the regions that a director answers for.
fn directed(person: &Person) -> Condition {
    Condition::all().add(account::Column::RegionId.is_in(person.regions.iter().copied()))
}

/// An account for which an executive stands.
fn sponsored(person: &Person) -> Condition {
    Condition::all().add(account::Column::ExecutiveSponsorId.eq(person.id))
}

fn covered<C: ColumnTrait>(bot: &BotKey, column: C) -> Condition {
    match &bot.accounts {
        None => everything(),
        Some(accounts) => Condition::all().add(column.is_in(accounts.iter().copied())),
    }
}

impl IncidentScope {
    /// The incidents that a viewer may see.
    pub fn of(viewer: &Viewer) -> Self {
        Self(match viewer {
            Viewer::Anonymous => nothing(),
            Viewer::Person(person) => incidents_of(person),
            Viewer::Bot(bot) if bot.scopes.contains(&entity::api_key::Scope::IncidentRead) => {
                covered(bot, incident::Column::AccountId)
            }
            Viewer::Bot(_) => nothing(),
        })
    }
}

fn incidents_of(person: &Person) -> Condition {
    use OrganisationRole::{Auditor, Director, EscalationManager, Executive};
    if has(person, EscalationManager) || has(person, Executive) || has(person, Auditor) {
        return everything();
    }
    let mut any = Condition::any()
        .add(incident::Column::AccountId.in_subquery(assigned(person, &SEAT)))
        .add(incident::Column::AccountId.is_in(person.reads.iter().copied()))
        .add(incident::Column::ExecutiveLeadId.eq(person.id))
        .add(incident::Column::Id.in_subquery(responding(person)));
    if has(person, Director) {
        any = any.add(of_account(incident::Column::AccountId, directed(person)));
    }
    any
}

impl RequestScope {
    /// The requests of customers that a viewer may see. No bot sees any.
    pub fn of(viewer: &Viewer) -> Self {
        Self(match viewer {
            Viewer::Anonymous | Viewer::Bot(_) => nothing(),
            Viewer::Person(person) => requests_of(person),
        })
    }
}

fn requests_of(person: &Person) -> Condition {
    use OrganisationRole::{Auditor, Director, Executive};
    if has(person, Auditor) {
        return everything();
    }
    let account = customer_request::Column::AccountId;
    let mut any = Condition::any()
        .add(account.in_subquery(assigned(person, &[])))
        .add(account.is_in(person.reads.iter().copied()));
    if has(person, Director) {
        any = any.add(of_account(account, directed(person)));
    }
    if has(person, Executive) {
        any = any.add(of_account(account, sponsored(person))).add(with_incident(account, open()));
    }
    any
}

impl KnowledgeScope {
    /// The entries that a viewer may see.
    pub fn of(viewer: &Viewer) -> Self {
        Self(match viewer {
            Viewer::Anonymous => nothing(),
            Viewer::Person(person) => knowledge_of(person),
            Viewer::Bot(bot) if bot.scopes.contains(&entity::api_key::Scope::KnowledgeRead) => {
                let own = covered(bot, knowledge_entry::Column::AccountId);
                let own = match &bot.accounts {
                    None => own,
                    Some(_) => Condition::any().add(own).add(knowledge_entry::Column::AccountId.is_null()),
                };
                Condition::all()
                    .add(knowledge_entry::Column::State.eq(KnowledgeState::Published))
                    .add(knowledge_entry::Column::Audience.is_in(bot.audiences.iter().copied()))
                    .add(own)
            }
            Viewer::Bot(_) => nothing(),
        })
    }
}

fn knowledge_of(person: &Person) -> Condition {
    let published = Condition::all()
        .add(knowledge_entry::Column::State.eq(KnowledgeState::Published))
        .add(audiences_of(person, true));
    let mine = Condition::any()
        .add(knowledge_entry::Column::AuthorId.eq(person.id))
        .add(knowledge_entry::Column::Id.in_subquery(edited(person)));
    let drafts = Condition::all()
        .add(knowledge_entry::Column::State.eq(KnowledgeState::Draft))
        .add(mine)
        .add(audiences_of(person, false));
    Condition::any().add(published).add(drafts)
}

fn edited(person: &Person) -> SelectStatement {
    knowledge_editor::Entity::find()
        .select_only()
        .column(knowledge_editor::Column::EntryId)
        .filter(knowledge_editor::Column::UserId.eq(person.id))
        .into_query()
}

/// The entries whose audience the person belongs to; an auditor reads but does not write, so sees no drafts.
fn audiences_of(person: &Person, reading: bool) -> Condition {
    use OrganisationRole::{Auditor, Director, EscalationManager, Executive, Staff};
    let auditor = reading && has(person, Auditor);
    if has(person, Executive) || auditor {
        return everything();
    }
    let home = knowledge_entry::Column::AccountId;
    let audience = knowledge_entry::Column::Audience;
    let mut any = Condition::any()
        .add(
            Condition::all()
                .add(audience.eq(Audience::Triangle))
                .add(home.in_subquery(assigned(person, &SEAT))),
        )
        .add(
            Condition::all()
                .add(audience.eq(Audience::AccountTeam))
                .add(home.in_subquery(assigned(person, &[]))),
        );
    if reading && !person.reads.is_empty() {
        let for_a_time = Condition::all()
            .add(audience.ne(Audience::Executives))
            .add(home.is_in(person.reads.iter().copied()));
        any = any.add(for_a_time);
    }
    let staff = [Staff, Director, EscalationManager].iter().any(|role| has(person, *role));
    let anywhere = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::Id)
        .filter(assignment::Column::UserId.eq(person.id))
        .filter(assignment::Column::EndedAt.is_null());
    let anywhere = Expr::exists(anywhere.into_query());
    let all_staff = Condition::all().add(audience.eq(Audience::AllStaff));
    any = any.add(if staff { all_staff } else { all_staff.add(anywhere) });
    if has(person, Director) {
        let own =
            Condition::all().add(audience.ne(Audience::Executives)).add(of_account(home, directed(person)));
        any = any.add(own);
    }
    if has(person, EscalationManager) {
        let team = Condition::all().add(audience.eq(Audience::AccountTeam));
        any = any.add(team.add(with_incident(home, open())));
    }
    any
}

impl HandoverScope {
    /// The handovers that a viewer may see.
    pub fn of(viewer: &Viewer) -> Self {
        Self(match viewer {
            Viewer::Person(person) => handovers_of(person),
            Viewer::Anonymous | Viewer::Bot(_) => nothing(),
        })
    }
}

fn handovers_of(person: &Person) -> Condition {
    use OrganisationRole::{Administrator, Auditor, Director, Executive};
    if has(person, Auditor) || has(person, Administrator) {
        return everything();
    }
    let on = handover::Column::AccountId;
    let mut any = Condition::any()
        .add(on.in_subquery(assigned(person, &SEAT)))
        .add(on.is_in(person.reads.iter().copied()));
    if has(person, Director) {
        any = any.add(of_account(on, directed(person)));
    }
    if has(person, Executive) {
        any = any.add(with_incident(on, open())).add(of_account(on, sponsored(person)));
    }
    any
}

impl TermScope {
    /// The assignments as primary, running or ended, whose figures a viewer may read.
    pub fn of(viewer: &Viewer) -> Self {
        let primary = Condition::all().add(assignment::Column::Position.eq(assignment::Position::Primary));
        Self(match viewer {
            Viewer::Person(person) => primary.add(terms_of(person)),
            Viewer::Anonymous | Viewer::Bot(_) => nothing(),
        })
    }
}

fn terms_of(person: &Person) -> Condition {
    use OrganisationRole::{Auditor, Director, Executive};
    if has(person, Auditor) || has(person, Executive) {
        return everything();
    }
    let own = Condition::any().add(assignment::Column::UserId.eq(person.id));
    if !has(person, Director) {
        return own;
    }
    let on = assignment::Column::AccountId;
    let solved =
        Condition::all().add(of_account(on, directed(person))).add(with_incident(on, not_solved()).not());
    own.add(solved)
}

/// The incidents of an account whose problem is not solved: so long nobody asks who is answerable.
pub(super) fn unsolved_on(account: AccountId) -> Condition {
    Condition::all().add(incident::Column::AccountId.eq(account)).add(not_solved())
}

fn not_solved() -> Condition {
    let states = incident::IncidentState::iter().filter(|state| state.is_open() && !state.is_solved());
    Condition::all().add(incident::Column::State.is_in(states))
}
