//! Lines of timelines by their ids, whichever incidents they belong to.

use std::collections::HashMap;

use entity::{
    id::{IncidentId, TimelineEntryId},
    timeline_entry,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::Incidents;
use crate::domain::{
    access::{IncidentAccess, Viewer},
    fault::Fault,
};

impl Incidents {
    /// Those of the lines that the viewer may see, and their incidents.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lines(
        &self,
        viewer: &Viewer,
        ids: &[TimelineEntryId],
    ) -> Result<HashMap<TimelineEntryId, timeline_entry::Model>, Fault> {
        if ids.is_empty() || !IncidentAccess::is_whole(viewer) {
            return Ok(HashMap::new());
        }
        let rows = timeline_entry::Entity::find()
            .filter(timeline_entry::Column::Id.is_in(ids.iter().copied()))
            .all(self.db.reader())
            .await?;
        let incidents: Vec<IncidentId> = rows.iter().map(|row| row.incident_id).collect();
        let seen = self.access.incidents(viewer, &incidents).await?;
        let rows = rows.into_iter().filter(|row| seen.contains_key(&row.incident_id));
        Ok(rows.map(|row| (row.id, row)).collect())
    }
}
