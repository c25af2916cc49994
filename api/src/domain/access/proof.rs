//! Proofs that an action on a thing is permitted. They can only be made here; stores ask for them, so that a query without
//! a check does not compile. Reads are judged by the node's [`Facts`]; every write is judged again by the tables, inside
//! its transaction and under the lock of the thing's row.

mod handover;
mod knowledge;
mod relations;
mod term;
mod write;

use std::collections::{BTreeSet, HashMap};

use entity::{
    account, customer_request,
    id::{AccountId, IncidentId, KnowledgeEntryId, RequestId},
    incident, knowledge_entry,
    knowledge_entry::KnowledgeState,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    facts::Facts,
    matrix::{self, Action, Relations},
    viewer::{Person, Viewer},
};
use crate::{domain::fault::Fault, platform::db::Db};

pub use handover::{HandoverAccess, handover_for};
pub use knowledge::{
    could_edit, could_verify, knowledge_for, see_account, see_handover, see_incident, see_request,
    write_about, write_knowledge_for,
};
pub use relations::{handover_relations, organisation_relations, seat_relations};
pub use term::TermAccess;
pub(in crate::domain) use write::incident_on;
pub use write::{
    account_for, create_account_in, incident_for, organisation_for, present, read_gaps, request_for, works_on,
};

/// How the viewer stands to a thing, for `viewerCan` and for the next check on the same thing.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    relations: Relations,
    bot: bool,
}

impl Standing {
    /// Whether the viewer may do this to the thing. A bot may where its key's scope says so.
    pub fn permits(&self, viewer: &Viewer, account: AccountId, action: Action) -> bool {
        match viewer {
            Viewer::Bot(bot) if self.bot => {
                matrix::bot_scope(action).is_some_and(|scope| bot.permits(scope, account))
            }
            _ => matrix::permits(action, self.relations),
        }
    }

    /// Whether the viewer sees the account because of a handover alone: for a time, to read it and for nothing else.
    fn only_reads(&self) -> bool {
        let without = self.relations.difference(Relations::READER);
        matrix::permits(Action::ReadAccount, self.relations) && !matrix::permits(Action::ReadAccount, without)
    }
}

macro_rules! proof {
    ($(#[$doc:meta])* $name:ident, $field:ident: $model:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $field: $model,
            standing: Standing,
        }

        impl $name {
            /// The thing itself.
            pub fn $field(&self) -> &$model {
                &self.$field
            }

            /// The thing itself, with the proof spent.
            pub fn into_inner(self) -> $model {
                self.$field
            }

            /// How the viewer stands to it.
            pub fn standing(&self) -> Standing {
                self.standing
            }
        }
    };
}

proof! {
    /// The viewer may do what was asked to this account.
    AccountAccess, account: account::Model
}
proof! {
    /// The viewer may do what was asked to this incident.
    IncidentAccess, incident: incident::Model
}
proof! {
    /// The viewer may do what was asked to this entry.
    KnowledgeAccess, entry: knowledge_entry::Model
}
proof! {
    /// The viewer may do what was asked to this request of a customer.
    RequestAccess, request: customer_request::Model
}

impl IncidentAccess {
    /// Whether the viewer sees the incident whole; a bot whose key does not say so sees only number, account code, state,
    /// severity and times.
    pub fn is_whole(viewer: &Viewer) -> bool {
        !matches!(viewer, Viewer::Bot(bot) if !bot.incident_detail)
    }
}

impl KnowledgeAccess {
    /// Whether the viewer may do this to the entry, which the viewer sees. No bot changes knowledge.
    pub fn permits(&self, action: Action) -> bool {
        matrix::permits(action, self.standing.relations)
    }

    /// Whether the verification of the entry falls to the viewer.
    pub fn is_verifier(&self) -> bool {
        self.standing.relations.contains(Relations::VERIFIER)
    }

    /// Whether the viewer is the entry's author or one of its editors.
    pub fn is_editor(&self) -> bool {
        self.standing.relations.contains(Relations::EDITOR)
    }
}

/// Proofs for reading.
#[derive(Clone)]
pub struct Access {
    db: Db,
    facts: Facts,
}

impl Access {
    /// Judges by these facts.
    pub fn new(db: Db, facts: Facts) -> Self {
        Self { db, facts }
    }

    /// The facts that reads are judged by.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// An account that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn account(&self, viewer: &Viewer, id: AccountId) -> Result<AccountAccess, Fault> {
        self.accounts(viewer, &[id]).await?.remove(&id).ok_or(Fault::NotFound)
    }

    /// Those of the accounts that the viewer may see, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn accounts(
        &self,
        viewer: &Viewer,
        ids: &[AccountId],
    ) -> Result<HashMap<AccountId, AccountAccess>, Fault> {
        let seen = |id: &&AccountId| self.facts.permits_account(viewer, **id, Action::ReadAccount);
        let ids: BTreeSet<AccountId> = ids.iter().filter(seen).copied().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows =
            account::Entity::find().filter(account::Column::Id.is_in(ids)).all(self.db.reader()).await?;
        Ok(rows.into_iter().map(|row| (row.id, self.account_row(viewer, row))).collect())
    }

    /// A row that a scoped list or an own change gave, with the viewer's standing.
    pub fn account_row(&self, viewer: &Viewer, row: account::Model) -> AccountAccess {
        let relations = person(viewer).map(|person| self.facts.relations_to_account(person.id, row.id));
        AccountAccess { standing: standing(relations), account: row }
    }

    /// An incident that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn incident(&self, viewer: &Viewer, id: IncidentId) -> Result<IncidentAccess, Fault> {
        self.incidents(viewer, &[id]).await?.remove(&id).ok_or(Fault::NotFound)
    }

    /// Those of the incidents that the viewer may see, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn incidents(
        &self,
        viewer: &Viewer,
        ids: &[IncidentId],
    ) -> Result<HashMap<IncidentId, IncidentAccess>, Fault> {
        if matches!(viewer, Viewer::Anonymous) || ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = incident::Entity::find()
            .filter(incident::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        let seen = rows
            .into_iter()
            .filter(|row| self.facts.permits_incident(viewer, row.id, row.account_id, Action::ReadIncident));
        Ok(seen.map(|row| (row.id, self.incident_row(viewer, row))).collect())
    }

    /// A row that a scoped list or an own change gave, with the viewer's standing.
    pub fn incident_row(&self, viewer: &Viewer, row: incident::Model) -> IncidentAccess {
        let relations =
            person(viewer).map(|person| self.facts.relations_to_incident(person.id, row.id, row.account_id));
        IncidentAccess { standing: standing(relations), incident: row }
    }

    /// Those of the requests of customers that the viewer may see, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn requests(
        &self,
        viewer: &Viewer,
        ids: &[RequestId],
    ) -> Result<HashMap<RequestId, RequestAccess>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = customer_request::Entity::find()
            .filter(customer_request::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        let seen = rows
            .into_iter()
            .filter(|row| self.facts.permits_account(viewer, row.account_id, Action::ReadRequest));
        Ok(seen.map(|row| (row.id, self.request_row(viewer, row))).collect())
    }

    /// A row that a scoped list or an own change gave, with the viewer's standing.
    pub fn request_row(&self, viewer: &Viewer, row: customer_request::Model) -> RequestAccess {
        let relations =
            person(viewer).map(|person| self.facts.relations_to_account(person.id, row.account_id));
        RequestAccess { standing: standing(relations), request: row }
    }

    /// An entry that the viewer may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn knowledge(&self, viewer: &Viewer, id: KnowledgeEntryId) -> Result<KnowledgeAccess, Fault> {
        self.knowledge_entries(viewer, &[id]).await?.remove(&id).ok_or(Fault::NotFound)
    }

    /// Those of the entries that the viewer may see, in one statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn knowledge_entries(
        &self,
        viewer: &Viewer,
        ids: &[KnowledgeEntryId],
    ) -> Result<HashMap<KnowledgeEntryId, KnowledgeAccess>, Fault> {
        let seen = |id: &&KnowledgeEntryId| self.facts.reads_knowledge(viewer, **id);
        let ids: BTreeSet<KnowledgeEntryId> = ids.iter().filter(seen).copied().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = knowledge_entry::Entity::find()
            .filter(knowledge_entry::Column::Id.is_in(ids))
            .all(self.db.reader())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, self.knowledge_row(viewer, row))).collect())
    }

    /// A row that a scoped list or an own change gave, with the viewer's standing.
    pub fn knowledge_row(&self, viewer: &Viewer, row: knowledge_entry::Model) -> KnowledgeAccess {
        let relations = person(viewer).map(|person| self.facts.relations_to_entry(person.id, &row));
        KnowledgeAccess { standing: standing(relations), entry: row }
    }
}

fn person(viewer: &Viewer) -> Option<&Person> {
    match viewer {
        Viewer::Person(person) => Some(person),
        _ => None,
    }
}

fn standing(relations: Option<Relations>) -> Standing {
    Standing { bot: relations.is_none(), relations: relations.unwrap_or(Relations::empty()) }
}

/// The action that reading an entry of this state and audience is.
fn reading(entry: &knowledge_entry::Model) -> Action {
    match entry.state {
        KnowledgeState::Published => Action::ReadKnowledge(entry.audience),
        KnowledgeState::Draft => Action::ReadDraft(entry.audience),
    }
}
