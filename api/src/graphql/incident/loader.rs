//! What the rows of a list have of the red channel, in one statement each.

use std::{
    collections::HashMap,
    fmt::Debug,
    hash::{Hash, Hasher},
    sync::Arc,
};

use async_graphql::dataloader::Loader;
use entity::{
    clock, clock_event,
    id::{AccountId, IncidentId},
    incident_alarm, incident_cost, incident_responder, incident_transition, incident_visitor, ladder,
    timeline_entry,
};

use crate::{
    domain::{
        Services,
        access::{IncidentAccess, Viewer},
        fault::Fault,
        incident::{IncidentList, TimelinePart},
    },
    graphql::loader::LoadError,
    platform::page::{Count, Page},
};

/// Reads what the viewer may see.
pub struct IncidentLoader {
    pub(in crate::graphql) services: Services,
    pub(in crate::graphql) viewer: Viewer,
}

/// The code of an account that has an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CodeOf(pub(super) AccountId);

/// The response team of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TeamOf(pub(super) IncidentId);

/// The steps of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct StepsOf(pub(super) IncidentId);

/// The alarms of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AlarmsOf(pub(super) IncidentId);

/// Who goes to the customer of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct VisitorsOf(pub(super) IncidentId);

/// The costs of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CostsOf(pub(super) IncidentId);

/// The clocks of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClocksOf(pub(super) IncidentId);

/// The ladders of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LaddersOf(pub(super) IncidentId);

/// What happened to the clocks of an incident, as a loader's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClockEventsOf(pub(super) IncidentId);

/// What is asked of a nested list; those that say the same are the same.
#[derive(Debug)]
pub(super) struct Asked<L> {
    list: Arc<L>,
    says: Arc<str>,
}

impl<L> Clone for Asked<L> {
    fn clone(&self) -> Self {
        Self { list: Arc::clone(&self.list), says: Arc::clone(&self.says) }
    }
}

impl<L: Debug> Asked<L> {
    pub(super) fn new(list: L) -> Self {
        Self { says: format!("{list:?}").into(), list: Arc::new(list) }
    }
}

impl<L> PartialEq for Asked<L> {
    fn eq(&self, other: &Self) -> bool {
        self.says == other.says
    }
}

impl<L> Eq for Asked<L> {}

impl<L> Hash for Asked<L> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.says.hash(state);
    }
}

/// A page of something's nested list, as a loader's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PageOf<O, Q>(pub(super) O, pub(super) Q);

/// The length of something's nested list, as a loader's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct CountOf<O, Q>(pub(super) O, pub(super) Q);

fn failed(fault: Fault) -> LoadError {
    Arc::new(fault.into())
}

/// The owners of lists by what is asked of them: nearly always the same of all.
fn by_question<O: Copy, L>(keys: impl Iterator<Item = (O, Asked<L>)>) -> HashMap<Asked<L>, Vec<O>> {
    let mut groups: HashMap<Asked<L>, Vec<O>> = HashMap::new();
    for (owner, asked) in keys {
        groups.entry(asked).or_default().push(owner);
    }
    groups
}

/// What a page of a nested list came to: a question that is refused is refused to whoever asks it, and to nobody else.
pub(super) type Paged<R> = Result<Page<R>, LoadError>;

type Answers<O, L, R> = Vec<(PageOf<O, Asked<L>>, Paged<R>)>;

/// The answers to those who ask the same.
fn answers<O: Copy, L, R>(
    pages: Result<HashMap<O, Page<R>>, LoadError>,
    owners: &[O],
    asked: &Asked<L>,
) -> Answers<O, L, R> {
    let key = |owner: O| PageOf(owner, asked.clone());
    match pages {
        Ok(pages) => pages.into_iter().map(|(owner, page)| (key(owner), Ok(page))).collect(),
        Err(error) => owners.iter().map(|owner| (key(*owner), Err(Arc::clone(&error)))).collect(),
    }
}

impl Loader<IncidentId> for IncidentLoader {
    type Value = IncidentAccess;
    type Error = LoadError;

    async fn load(&self, ids: &[IncidentId]) -> Result<HashMap<IncidentId, IncidentAccess>, LoadError> {
        self.services.access().incidents(&self.viewer, ids).await.map_err(failed)
    }
}

impl Loader<CodeOf> for IncidentLoader {
    type Value = String;
    type Error = LoadError;

    async fn load(&self, of: &[CodeOf]) -> Result<HashMap<CodeOf, String>, LoadError> {
        let accounts: Vec<AccountId> = of.iter().map(|key| key.0).collect();
        let codes = self.services.incidents().account_codes(&self.viewer, &accounts).await.map_err(failed)?;
        Ok(codes.into_iter().map(|(account, code)| (CodeOf(account), code)).collect())
    }
}

/// Loads what belongs to incidents: `Key, Rows: use case`.
macro_rules! belongings {
    ($($key:ident, $row:ty: $use_case:ident;)*) => {$(
        impl Loader<$key> for IncidentLoader {
            type Value = Vec<$row>;
            type Error = LoadError;

            async fn load(&self, of: &[$key]) -> Result<HashMap<$key, Self::Value>, LoadError> {
                let ids: Vec<IncidentId> = of.iter().map(|key| key.0).collect();
                let found = self.services.incidents().$use_case(&self.viewer, &ids).await.map_err(failed)?;
                Ok(found.into_iter().map(|(id, rows)| ($key(id), rows)).collect())
            }
        }
    )*};
}

belongings! {
    TeamOf, incident_responder::Model: teams;
    StepsOf, incident_transition::Model: transitions;
    AlarmsOf, incident_alarm::Model: alarms;
    CostsOf, incident_cost::Model: costs;
    VisitorsOf, incident_visitor::Model: visitors;
    ClocksOf, clock::Model: clocks;
    LaddersOf, ladder::Model: ladders;
    ClockEventsOf, clock_event::Model: clock_events;
}

/// Loads pages and lengths of nested lists: `Owner, Question, Row: pages, counts`.
macro_rules! nested_lists {
    ($($owner:ty, $list:ty, $row:ty: |$at:ident, $of:ident, $asked:ident| $pages:expr, $counts:expr;)*) => {$(
        impl Loader<PageOf<$owner, Asked<$list>>> for IncidentLoader {
            type Value = Paged<$row>;
            type Error = LoadError;

            async fn load(
                &self,
                keys: &[PageOf<$owner, Asked<$list>>],
            ) -> Result<HashMap<PageOf<$owner, Asked<$list>>, Self::Value>, LoadError> {
                let mut found = HashMap::new();
                for (asked, owners) in by_question(keys.iter().map(|key| (key.0, key.1.clone()))) {
                    let ($at, $of, $asked) = (self, &owners[..], &*asked.list);
                    let pages = $pages.await.map_err(failed);
                    found.extend(answers(pages, &owners, &asked));
                }
                Ok(found)
            }
        }

        impl Loader<CountOf<$owner, Asked<$list>>> for IncidentLoader {
            type Value = Count;
            type Error = LoadError;

            async fn load(
                &self,
                keys: &[CountOf<$owner, Asked<$list>>],
            ) -> Result<HashMap<CountOf<$owner, Asked<$list>>, Count>, LoadError> {
                let mut found = HashMap::new();
                for (asked, owners) in by_question(keys.iter().map(|key| (key.0, key.1.clone()))) {
                    let ($at, $of, $asked) = (self, &owners[..], &*asked.list);
                    let counts = $counts.await.map_err(failed)?;
                    found.extend(counts.into_iter().map(|(owner, count)| (CountOf(owner, asked.clone()), count)));
                }
                Ok(found)
            }
        }
    )*};
}

nested_lists! {
    AccountId, IncidentList, IncidentAccess: |at, of, asked|
        at.services.incidents().pages_by_account(&at.viewer, of, asked),
        at.services.incidents().counts_by_account(&at.viewer, of, &asked.filter);
    IncidentId, IncidentList, IncidentAccess: |at, of, asked|
        at.services.incidents().pages_of_parts(&at.viewer, of, asked),
        at.services.incidents().counts_of_parts(&at.viewer, of, &asked.filter);
    IncidentId, TimelinePart, timeline_entry::Model: |at, of, asked|
        at.services.incidents().timelines(&at.viewer, of, asked),
        at.services.incidents().timeline_counts(&at.viewer, of, asked.kinds.as_deref());
}
