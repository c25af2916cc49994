//! Small things that are said of an incident: alarms, decisions, consent, the party on site.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{IncidentId, UserId},
    incident_alarm,
};

use super::loader::VisitorsOf;
use crate::graphql::{
    error::{Nullable, Result},
    identity::user::{User, load_user, load_users},
    loader::{load, loaders},
};

/// Who goes to the customer in a generation of an incident.
pub(super) async fn party(ctx: &Context<'_>, id: IncidentId, generation: i32) -> Result<Vec<User>> {
    let visitors = load(&loaders(ctx).incident, VisitorsOf(id)).await?.unwrap_or_default();
    let present = visitors.into_iter().filter(|row| row.generation == generation);
    load_users(ctx, present.map(|row| row.user_id).collect()).await
}

/// A trouble that was told of once or several times.
#[derive(SimpleObject)]
pub struct IncidentAlarm {
    /// What its reporter calls it.
    dedupe_key: String,
    /// How many times it was told, the first one included.
    times: i32,
    /// When it was told first.
    first_at: DateTime<Utc>,
    /// When it was told last.
    last_at: DateTime<Utc>,
}

impl From<incident_alarm::Model> for IncidentAlarm {
    fn from(row: incident_alarm::Model) -> Self {
        Self {
            dedupe_key: row.dedupe_key,
            times: i32::try_from(row.times).unwrap_or(i32::MAX),
            first_at: row.first_at,
            last_at: row.last_at,
        }
    }
}

/// Why the red channel opened without entitlement.
pub struct EntitlementOverride {
    pub(super) reason: String,
    pub(super) by: UserId,
}

/// Why the red channel opened without entitlement.
#[Object]
impl EntitlementOverride {
    /// Why.
    async fn reason(&self) -> &str {
        &self.reason
    }

    /// Who decided it: a director or an executive.
    async fn by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.by).await
    }
}

/// That the customer agreed to remote help instead of a visit.
#[derive(SimpleObject)]
pub struct CustomerConsent {
    /// Who at the customer agreed.
    pub(super) name: String,
    /// How and to what.
    pub(super) note: Option<String>,
}

/// Why an incident taught no lesson.
pub struct LessonWaiver {
    pub(super) reason: String,
    pub(super) by: UserId,
}

/// Why an incident taught no lesson.
#[Object]
impl LessonWaiver {
    /// Why.
    async fn reason(&self) -> &str {
        &self.reason
    }

    /// The executive who decided it.
    async fn by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.by).await
    }
}

/// Why no letter of commitment was written.
pub struct LetterWaiver {
    pub(super) reason: String,
    pub(super) by: UserId,
}

/// Why no letter of commitment was written.
#[Object]
impl LetterWaiver {
    /// Why.
    async fn reason(&self) -> &str {
        &self.reason
    }

    /// The executive who decided it.
    async fn by(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.by).await
    }
}
