//! What happens beside everything else: customers ask and seats answer, each at its moment, whatever else is told.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use entity::{
    assignment::Seat,
    customer_request::{Entity, RequestChannel, RequestKind},
    id::{AccountId, RequestId},
    request_answer::AnswerKind,
};
use sea_orm::EntityTrait;

use super::{
    Story, Told,
    accounts::{Accounts, SWAPPED},
    book, demands,
};
use crate::domain::{
    proficiency::Quarter,
    request::{AnswerRequest, HandOver, LogRequest, Reopen, Settle, Target},
};

/// How long it takes until a demand is logged.
const ENTRY: TimeDelta = TimeDelta::minutes(5);

/// What a customer asks, and what becomes of it.
pub(super) struct Demand {
    pub(super) account: &'static str,
    pub(super) when: When,
    pub(super) kind: RequestKind,
    pub(super) channel: RequestChannel,
    pub(super) contact: Option<&'static str>,
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    /// Who logs it.
    pub(super) by: &'static str,
    /// Who must answer, the holder first.
    pub(super) seats: Vec<Seat>,
    /// What is done so many minutes after the customer asked.
    pub(super) deeds: Vec<(i64, Deed)>,
}

/// A working day and its minute, by the account's clock.
#[derive(Clone, Copy)]
pub(super) struct When(pub(super) Day, pub(super) i64);

/// A working day.
#[derive(Clone, Copy)]
pub(super) enum Day {
    /// Of a week so many weeks before this one.
    Weeks(u8, Weekday),
    /// Of a week so many weeks before the quarter in which Dilan took over, in which the seniors are measured.
    WeeksBeforeTheQuarter(u8, Weekday),
    /// So many working days ago.
    Ago(usize),
}

/// What somebody does about a demand.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    /// Tells the customer something of substance.
    Answer(&'static str, &'static str),
    /// Tells the customer that it takes longer.
    Hold(&'static str, &'static str),
    /// Hands it to another seat, with a note.
    HandOver(&'static str, Seat, &'static str),
    /// Closes it.
    Close(&'static str),
    /// Opens it again, with a reason.
    Reopen(&'static str, &'static str),
}

/// What is still to come.
#[derive(Default)]
pub(super) struct Diary {
    asked: Vec<Asked>,
    /// The next entry last.
    entries: Vec<Entry>,
}

struct Asked {
    demand: Demand,
    account: AccountId,
    at: DateTime<Utc>,
    id: Option<RequestId>,
}

#[derive(Clone, Copy)]
struct Entry {
    at: DateTime<Utc>,
    request: usize,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Log,
    /// A target passes.
    Pass,
    Do(Deed),
}

impl Diary {
    /// The diary of the whole story.
    pub(super) fn of(story: &Story<'_>, accounts: &Accounts) -> Told<Self> {
        let mut diary = Self::default();
        for demand in demands::all() {
            let at = demand.when.instant(story.end, book::zone(demand.account)?)?;
            let request = diary.asked.len();
            diary.add(Entry { at: at + ENTRY, request, what: What::Log });
            for (minutes, deed) in &demand.deeds {
                let at = at + TimeDelta::minutes(*minutes);
                diary.add(Entry { at, request, what: What::Do(*deed) });
            }
            diary.asked.push(Asked { account: accounts.id(demand.account)?, at, demand, id: None });
        }
        Ok(diary)
    }

    /// Of entries of the same moment the one that was added first comes first.
    fn add(&mut self, entry: Entry) {
        let place = self.entries.partition_point(|it| it.at > entry.at);
        self.entries.insert(place, entry);
    }

    fn next(&mut self, until: DateTime<Utc>) -> Option<Entry> {
        self.entries.pop_if(|entry| entry.at <= until)
    }
}

impl When {
    fn instant(self, end: DateTime<Utc>, zone: Tz) -> Told<DateTime<Utc>> {
        let today = end.with_timezone(&zone).date_naive();
        let day = match self.0 {
            Day::Weeks(weeks, day) => weekday(today, weeks, day),
            Day::WeeksBeforeTheQuarter(weeks, day) => {
                weekday(Quarter::of(end - SWAPPED).first_day(), weeks, day)
            }
            Day::Ago(days) => earlier_working_days(today).nth(days.saturating_sub(1)),
        };
        let midnight = day.ok_or("no such day")?.and_hms_opt(0, 0, 0).ok_or("no midnight")?;
        let local = midnight + TimeDelta::minutes(self.1);
        Ok(local.and_local_timezone(zone).earliest().ok_or("no such minute")?.to_utc())
    }
}

/// A day of the week so many weeks before that of another day.
fn weekday(of: NaiveDate, weeks: u8, day: Weekday) -> Option<NaiveDate> {
    let monday = of.week(Weekday::Mon).checked_first_day()?;
    let first = monday.checked_sub_days(Days::new(7 * u64::from(weeks)))?;
    first.checked_add_days(Days::new(day.num_days_from_monday().into()))
}

fn earlier_working_days(today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let earlier = std::iter::successors(today.pred_opt(), NaiveDate::pred_opt);
    earlier.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
}

impl Story<'_> {
    /// Lets happen what the diary has until an instant.
    pub(super) async fn follow_the_diary(&self, until: DateTime<Utc>) -> Told<()> {
        loop {
            let mut diary = self.diary.lock().await;
            let Some(entry) = diary.next(until) else { return Ok(()) };
            self.set_clock(entry.at);
            match entry.what {
                What::Log => self.log(&mut diary, entry.request).await?,
                What::Pass => self.services.requests().notice_late().await?,
                What::Do(deed) => {
                    let id = diary.asked[entry.request].id.ok_or("nobody has logged it")?;
                    self.act(id, entry.at, deed).await?;
                }
            }
        }
    }

    async fn log(&self, diary: &mut Diary, request: usize) -> Told<()> {
        let asked = &mut diary.asked[request];
        let demand = &asked.demand;
        let command = LogRequest {
            account: asked.account,
            title: demand.title.to_owned(),
            body: demand.body.to_owned(),
            kind: demand.kind,
            channel: demand.channel,
            contact: demand.contact.map(str::to_owned),
            occurred_at: Some(asked.at),
            seats: demand.seats.clone(),
            holder: demand.seats.first().copied(),
            idempotency: None,
        };
        let logged = self.services.requests().log(self.viewer(demand.by)?, &command).await?;
        let id = RequestId(logged.id);
        asked.id = Some(id);
        // That the last ones are late is left to the server, which tells it as soon as it runs.
        let due_at = Entity::find_by_id(id).one(self.db.reader()).await?.and_then(|row| row.due_at);
        if let Some(at) = due_at.filter(|at| *at < self.end - TimeDelta::days(7)) {
            diary.add(Entry { at: at + TimeDelta::minutes(1), request, what: What::Pass });
        }
        Ok(())
    }

    async fn act(&self, request: RequestId, at: DateTime<Utc>, deed: Deed) -> Told<()> {
        let requests = self.services.requests();
        let target = Target { request, expected_version: None, idempotency: None };
        match deed {
            Deed::Answer(who, body) | Deed::Hold(who, body) => {
                let held = matches!(deed, Deed::Hold(..));
                let kind = if held { AnswerKind::Holding } else { AnswerKind::Substantive };
                let body = Some(body).filter(|body| !body.is_empty()).map(str::to_owned);
                let command = AnswerRequest { target, seat: None, kind, body, answered_at: Some(at) };
                requests.answer(self.viewer(who)?, &command).await?;
            }
            Deed::HandOver(who, to, note) => {
                let command = HandOver { target, to, note: Some(note.to_owned()), handed_over_at: Some(at) };
                requests.hand_over(self.viewer(who)?, &command).await?;
            }
            Deed::Close(who) => {
                requests.close(self.viewer(who)?, &Settle { target, outcome: None }).await?;
            }
            Deed::Reopen(who, reason) => {
                let command = Reopen { target, reason: reason.to_owned(), seats: None };
                requests.reopen(self.viewer(who)?, &command).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::accounts::COMPLETED;
    use super::*;

    #[test]
    fn whenever_a_demonstration_begins_its_customers_ask_in_the_spans_that_figures_are_made_of() {
        let first: DateTime<Utc> = "2026-11-22T00:30:00Z".parse().unwrap();
        for hours in (0..9_600).step_by(23) {
            let end = first + TimeDelta::hours(hours);
            let (completed, swapped) = (end - COMPLETED, end - SWAPPED);
            let quarter = Quarter::of(swapped).begins();
            let (mut before, mut since) = (0, 0);
            for demand in demands::all() {
                let at = demand.when.instant(end, book::zone(demand.account).unwrap()).unwrap();
                let last = demand.deeds.last().map_or(at, |(minutes, _)| at + TimeDelta::minutes(*minutes));
                assert!(last < end, "{} at {end}", demand.title);
                if matches!(demand.when.0, Day::WeeksBeforeTheQuarter(..)) {
                    assert!(
                        at >= quarter - TimeDelta::days(90) && last < quarter,
                        "{} at {end}",
                        demand.title
                    );
                } else if demand.account == "YUANHANG" && demand.kind == RequestKind::Technical {
                    before += usize::from(at >= completed - TimeDelta::days(90) && last < completed);
                    since += usize::from(at > completed);
                } else if demand.account == "HARBOR" {
                    assert!(at > swapped, "{} at {end}", demand.title);
                }
            }
            assert_eq!((before, since), (10, 11), "{end}");
        }
    }
}
