//! What a reader does with their notices.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::NaiveTime;

use super::object::{Notice, QuietHours};
use crate::{
    domain::{fault::Fault, notice, notice::NoticeMark},
    graphql::{
        context::{limits, parse_id, services, viewer},
        error::{Error, Nullable, Result},
        failure::Failure,
        payload::{Changed, payloads},
    },
};

/// Notices of the viewer's that they have read.
#[derive(InputObject)]
pub struct NoticeReadInput {
    /// Which, `ntc_...`; at most 100.
    notice_ids: Vec<ID>,
}

/// Notices of the viewer's to be put away.
#[derive(InputObject)]
pub struct NoticeDismissInput {
    /// Which, `ntc_...`; at most 100.
    notice_ids: Vec<ID>,
}

/// The viewer's quiet hours from now on.
#[derive(InputObject)]
pub struct QuietHoursSetInput {
    /// The hours; null: none.
    hours: Option<QuietHoursInput>,
}

/// Hours of the day.
#[derive(InputObject)]
pub struct QuietHoursInput {
    /// The local time of day at which they begin: `22:00`.
    starts_at: String,
    /// The local time of day at which they end, the next day if it is not after the start: `07:00`.
    ends_at: String,
    /// The IANA time zone of the times: `Asia/Shanghai`.
    time_zone: String,
}

payloads! {
    /// What reading notices came to.
    NoticeReadPayload {
        /// The notices after it, in the order of the input.
        notices: Vec<Notice>
    }
    /// What putting notices away came to.
    NoticeDismissPayload {
        /// The notices after it, in the order of the input.
        notices: Vec<Notice>
    }
    /// What setting quiet hours came to.
    QuietHoursSetPayload {
        /// The quiet hours after it; null: none.
        quiet_hours: QuietHours
    }
}

/// Root fields that change the viewer's notices.
#[derive(Default)]
pub struct NoticeMutation;

#[Object]
impl NoticeMutation {
    /// Says that the viewer has read notices, on all their devices. What is read already stays as it is. If one of the ids
    /// is none of the viewer's notices: `NOT_FOUND`, and none is marked.
    ///
    /// Requires: the person whose notices they are.
    /// Emits: notice.read, unless all are read already
    async fn notice_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which notices.")] input: NoticeReadInput,
    ) -> Nullable<NoticeReadPayload> {
        NoticeReadPayload::of(mark(ctx, &input.notice_ids, NoticeMark::Read).await)
    }

    /// Puts notices away: `myNotices` gives them no more unless it is asked to. They count as read. If one of the ids is
    /// none of the viewer's notices: `NOT_FOUND`, and none is put away.
    ///
    /// Requires: the person whose notices they are.
    /// Emits: notice.dismissed, unless all are put away already
    async fn notice_dismiss(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which notices.")] input: NoticeDismissInput,
    ) -> Nullable<NoticeDismissPayload> {
        NoticeDismissPayload::of(mark(ctx, &input.notice_ids, NoticeMark::Dismissed).await)
    }

    /// Sets the hours in which the viewer is left in peace, in place of those that were, or ends them. What waits already comes when it
    /// would have come. User errors: `MALFORMED`, `TIME_ZONE_UNKNOWN`, `SAME_AS_START`.
    ///
    /// Requires: a person.
    /// Emits: nothing: nobody else learns of it
    async fn quiet_hours_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which hours.")] input: QuietHoursSetInput,
    ) -> Nullable<QuietHoursSetPayload> {
        QuietHoursSetPayload::of(set(ctx, input.hours.as_ref()).await)
    }
}

async fn mark(ctx: &Context<'_>, ids: &[ID], mark: NoticeMark) -> Result<Changed<Vec<Notice>>, Failure> {
    let max = limits(ctx).input_list;
    if ids.len() > max {
        return Err(Error::limit("inputList", ids.len(), max).into());
    }
    let ids = ids.iter().map(parse_id).collect::<Result<Vec<_>>>()?;
    let (rows, events) = services(ctx).notices().mark(viewer(ctx), &ids, mark).await?;
    Ok(Changed { entity: Some(rows.into_iter().map(Notice).collect()), events })
}

async fn set(ctx: &Context<'_>, input: Option<&QuietHoursInput>) -> Result<Changed<QuietHours>, Failure> {
    let hours = input.map(read).transpose()?;
    services(ctx).notices().set_quiet_hours(viewer(ctx), hours).await?;
    Ok(Changed { entity: hours.map(Into::into), events: Vec::new() })
}

fn read(input: &QuietHoursInput) -> Result<notice::QuietHours, Fault> {
    let zone = input.time_zone.trim().parse().map_err(|_| {
        Fault::invalid(
            "hours.timeZone",
            "TIME_ZONE_UNKNOWN",
            "expected a name of the IANA database like Asia/Shanghai",
        )
    })?;
    Ok(notice::QuietHours {
        starts: time_of_day("hours.startsAt", &input.starts_at)?,
        ends: time_of_day("hours.endsAt", &input.ends_at)?,
        zone,
    })
}

fn time_of_day(path: &str, text: &str) -> Result<NaiveTime, Fault> {
    let malformed = |_| Fault::invalid(path, "MALFORMED", "expected a time of day like 22:00");
    NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(malformed)
}
