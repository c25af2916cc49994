//! What a person is to verify, and how much of a collection is verified.

use chrono::{DateTime, Utc};
use entity::knowledge_entry::{Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, Select};

use super::{
    list::{KnowledgeList, signed_in},
    service::KnowledgeEntries,
};
use crate::{
    domain::{
        access::{KnowledgeAccess, Viewer, duty::DutyScope},
        fault::Fault,
        trust::{Trust, verifiable, withheld},
    },
    platform::page::{self, Count, Page, PageRequest, SortKey, Sorting},
};

/// How much of a collection is verified. Negotiation records are facts and drafts are not out: neither counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustScore {
    /// Entries whose verification holds.
    pub verified: u64,
    /// Entries whose verification holds no longer.
    pub stale: u64,
    /// Entries that are not verified.
    pub unverified: u64,
    /// The percentage to reach.
    pub target_percent: u8,
}

impl TrustScore {
    /// Published entries that have not expired.
    pub fn current(&self) -> u64 {
        self.verified + self.stale + self.unverified
    }

    /// The share of the current entries that is verified, 0 to 1; `None`: there are none.
    pub fn share(&self) -> Option<f64> {
        let current = self.current();
        (current > 0).then(|| self.verified as f64 / current as f64)
    }
}

impl KnowledgeEntries {
    /// A page of the entries whose verification falls to the viewer, what is due first first.
    ///
    /// # Errors
    /// The viewer is no person, arguments that contradict each other, a cursor of another list.
    pub async fn duties(
        &self,
        viewer: &Viewer,
        due_before: Option<DateTime<Utc>>,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<KnowledgeAccess>, Fault> {
        viewer.person()?;
        let select = self.falling_to(viewer, due_before);
        let mark = format!("verifications {due_before:?}");
        let page =
            page::page(self.db.reader(), select, &soonest_first(), &mark, request, default_size).await?;
        Ok(page.map(|row| self.access.knowledge_row(viewer, row)))
    }

    /// How many entries' verification falls to the viewer.
    ///
    /// # Errors
    /// The viewer is no person, the database failed.
    pub async fn count_duties(
        &self,
        viewer: &Viewer,
        due_before: Option<DateTime<Utc>>,
    ) -> Result<Count, Fault> {
        viewer.person()?;
        Ok(page::count(self.db.reader(), self.falling_to(viewer, due_before)).await?)
    }

    /// How much of a collection, as far as the viewer may see it, is verified now.
    ///
    /// # Errors
    /// Nobody is signed in, the database failed.
    pub async fn trust_score(&self, viewer: &Viewer, list: &KnowledgeList) -> Result<TrustScore, Fault> {
        signed_in(viewer)?;
        let now = self.db.clock().now();
        let count = async |trust: Trust| {
            self.visible(viewer, list).filter(trust.sql(now)).count(self.db.reader()).await
        };
        Ok(TrustScore {
            verified: count(Trust::Verified).await?,
            stale: count(Trust::Stale).await?,
            unverified: count(Trust::Unverified).await?,
            target_percent: self.policy.target_percent,
        })
    }

    fn falling_to(&self, viewer: &Viewer, due_before: Option<DateTime<Utc>>) -> Select<Entity> {
        Entity::find()
            .filter(verifiable())
            .filter(withheld(self.db.clock().now()).not())
            .filter(Column::DueAt.is_not_null())
            .filter(Condition::all().add_option(due_before.map(|instant| Column::DueAt.lt(instant))))
            .filter(DutyScope::of(viewer).condition())
    }
}

fn soonest_first() -> Sorting<Entity> {
    let due = SortKey {
        column: Column::DueAt.into_expr(),
        nullable: false,
        descending: false,
        of: |row: &Model| row.due_at.into(),
    };
    Sorting { keys: vec![due], id: Column::Id, id_of: |row| row.id.0, id_descending: false }
}
