//! A notice, and the hours in which its reader is left in peace.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::notice::Model;

use crate::{
    domain::notice,
    graphql::{
        account::{Account, object::load_account},
        context::{services, viewer},
        error::{Nullable, absent_is_null},
        handover::Handover,
        incident::{Incident, timeline::load_incident},
        knowledge::KnowledgeEntry,
        loader::{load, loaders},
        request::CustomerRequest,
    },
};

/// What a notice wants of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::notice::NoticeKind")]
pub enum NoticeKind {
    /// The ladder of an incident has come to you: act now. Never waits for a digest.
    LadderPage,
    /// A deadline of an incident comes near.
    ClockWarning,
    /// A deadline of an incident has passed.
    ClockBreach,
    /// An incident was reported that you triage, or whose account you serve.
    IncidentReported,
    /// An incident of an account that you serve, or that you work on, was activated, resolved, closed, reopened, declined,
    /// cancelled or merged, its letter was sent or sent back, its severity was changed, its
    /// acknowledgement lapsed, or its reporter tells of it again as worse.
    IncidentChanged,
    /// You are to lead an incident, or joined its response team.
    IncidentCall,
    /// A letter of commitment is complete and waits for your signature: it was submitted, you are to lead its incident since, or its
    /// incident became so grave since that you sign.
    LetterToSign,
    /// A letter with a commitment of yours was sent to the customer: you answer for it.
    PromiseGiven,
    /// The day of a commitment has passed that you own, that you signed, or that was given to a customer whose sales lead
    /// you are.
    PromiseOverdue,
    /// You are to receive or to hand over a seat, or that was called off.
    HandoverCall,
    /// A handover of a seat waits for you: its pack is ready or came back, the receiver did not want it, or the seat can be
    /// moved.
    HandoverTurn,
    /// An entry of the think tank is yours to verify, and its time has come: see `myVerifications`.
    VerificationDue,
    /// Somebody says that an entry of the think tank does not hold which is yours to verify.
    EntryContested,
    /// A customer's request waits for a seat of yours: it was logged, handed on or reopened, or your answer is wanted after all.
    RequestCall,
    /// The first answer to a customer's request is late, and a seat of yours has to answer. For a seat without anybody the directors
    /// of the region are told.
    RequestLate,
    /// You were given a seat or a membership.
    SeatGiven,
    /// Your seat or membership ended.
    SeatEnded,
}

/// A notice of the viewer's: something that they should know of.
pub struct Notice(pub(in crate::graphql) Model);

/// A notice of the viewer's: something that they should know of. Nobody else sees it. One about an incident, an entry of the
/// think tank or a customer's request is there as long as the viewer sees that.
#[Object]
impl Notice {
    /// Opaque, globally unique, stable for ever: `ntc_...`.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What it wants of you.
    async fn kind(&self) -> NoticeKind {
        self.0.kind.into()
    }

    /// The name of the event that it tells of: `incident.activated`.
    async fn tells(&self) -> &str {
        &self.0.event_kind
    }

    /// The id of that event, as in the event log.
    async fn event_id(&self) -> ID {
        ID(self.0.event_id.to_string())
    }

    /// The account that it concerns; null if there is none that you may see (any more).
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        absent_is_null(load_account(ctx, self.0.account_id?).await)
    }

    /// The incident that it concerns, if it concerns one.
    async fn incident(&self, ctx: &Context<'_>) -> Nullable<Incident> {
        absent_is_null(load_incident(ctx, self.0.incident_id?).await)
    }

    /// The entry of the think tank that it concerns, if it concerns one.
    async fn knowledge_entry(&self, ctx: &Context<'_>) -> Nullable<KnowledgeEntry> {
        let entry = load(&loaders(ctx).knowledge, self.0.entry_id?).await;
        entry.map(|access| access.map(KnowledgeEntry)).transpose()
    }

    /// The customer's request that it concerns, if it concerns one.
    async fn customer_request(&self, ctx: &Context<'_>) -> Nullable<CustomerRequest> {
        let request = load(&loaders(ctx).request, self.0.request_id?).await;
        request.map(|access| access.map(CustomerRequest)).transpose()
    }

    /// The handover that it concerns, if it concerns one; null if you may not see it (any more), and of notices of before this was
    /// kept.
    async fn handover(&self, ctx: &Context<'_>) -> Nullable<Handover> {
        let handover = load(&loaders(ctx).handover, self.0.handover_id?).await;
        handover.map(|access| access.map(Handover)).transpose()
    }

    /// When it was made.
    async fn raised_at(&self) -> DateTime<Utc> {
        self.0.raised_at
    }

    /// When `noticeEvents` told of it, by itself or in a digest; null while it waits for one.
    async fn delivered_at(&self) -> Option<DateTime<Utc>> {
        self.0.delivered_at
    }

    /// When you said that you have read it; null: unread.
    async fn read_at(&self) -> Option<DateTime<Utc>> {
        self.0.read_at
    }

    /// When you put it away; null: it is in your list.
    async fn dismissed_at(&self) -> Option<DateTime<Utc>> {
        self.0.dismissed_at
    }
}

/// The hours of the day in which you are left in peace: notices wait for a digest at their end, but those of a SEV1 do not.
#[derive(Clone, Debug, SimpleObject)]
pub struct QuietHours {
    /// The local time of day at which they begin: `22:00`.
    pub(super) starts_at: String,
    /// The local time of day at which they end, the next day if it is not after the start: `07:00`.
    pub(super) ends_at: String,
    /// The IANA time zone of the times: `Asia/Shanghai`.
    pub(super) time_zone: String,
}

impl From<notice::QuietHours> for QuietHours {
    fn from(hours: notice::QuietHours) -> Self {
        Self {
            starts_at: hours.starts.format("%H:%M").to_string(),
            ends_at: hours.ends.format("%H:%M").to_string(),
            time_zone: hours.zone.name().to_owned(),
        }
    }
}

/// The viewer's quiet hours.
pub(super) async fn quiet_hours(ctx: &Context<'_>) -> Nullable<QuietHours> {
    let hours = services(ctx).notices().quiet_hours(viewer(ctx)).await;
    hours.map(|hours| hours.map(Into::into)).map_err(Into::into).transpose()
}
