//! What proficiency is made of.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    cohort::ProficiencyBenchmark,
    day::{ProficiencyDay, number_of_day},
};
use crate::{
    domain::proficiency::{Progress, TARGET_DAY, TermFigures},
    graphql::{
        account::{Account, object::load_account},
        error::{Nullable, Result},
        identity::user::{User, load_user},
        scalar::Date,
        vocabulary::Seat,
    },
};

/// How soon the primary of a seat became as effective as those who have held one for long. Seen by that person, the region's directors
/// unless an incident of the account is not solved, executives and auditors; never a ranking.
pub struct Proficiency(pub(super) TermFigures);

/// How soon the primary of a seat became as effective as those who have held one for long. Seen by that person, the region's directors
/// unless an incident of the account is not solved, executives and auditors; never a ranking.
#[Object]
impl Proficiency {
    /// The assignment that is measured, from its beginning to its end.
    async fn assignment_id(&self) -> ID {
        ID(self.0.access.term().id.to_string())
    }

    /// On which account; an error for whoever may read the figures and not see the account.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        load_account(ctx, self.0.access.term().account_id).await
    }

    /// Who is measured.
    async fn user(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.0.access.term().user_id).await
    }

    /// In which seat.
    async fn seat(&self) -> Seat {
        self.0.access.seat().into()
    }

    /// When it began.
    async fn since(&self) -> DateTime<Utc> {
        self.0.access.term().started_at
    }

    /// When it ended; null: it runs.
    async fn until(&self) -> Option<DateTime<Utc>> {
        self.0.access.term().ended_at
    }

    /// What it is held against.
    async fn benchmark(&self) -> ProficiencyBenchmark {
        ProficiencyBenchmark::of(self.0.quarter, self.0.tier, &self.0.benchmark)
    }

    /// How far it has come.
    async fn progress(&self) -> ProficiencyProgress {
        let Progress { measured, reached } = self.0.progress();
        ProficiencyProgress {
            is_measured: measured,
            days_to80: reached.map(number_of_day),
            reached_on: reached.map(|day| Date(self.0.day(day))),
            target_day: number_of_day(TARGET_DAY),
        }
    }

    /// The last measured day. Null: there is none before day 14.
    async fn latest(&self) -> Option<ProficiencyDay> {
        self.0.latest().map(|(number, reading)| ProficiencyDay::of(&self.0, number, &reading))
    }

    /// The measured days of a span, the earliest first; at most 92 days at once (`SPAN_TOO_LONG`). Days before day 14, after day
    /// 365, after the end of the assignment and in the future are left out.
    async fn days(
        &self,
        #[graphql(desc = "From this day on, in the account's time zone.")] from: Date,
        #[graphql(desc = "To this day, which is told too.")] to: Date,
    ) -> Result<Vec<ProficiencyDay>> {
        let days = self.0.between(from.0, to.0)?;
        Ok(days.iter().map(|(number, reading)| ProficiencyDay::of(&self.0, *number, reading)).collect())
    }
}

/// How far a term has come.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ProficiencyProgress {
    /// Whether any of its days has a value.
    is_measured: bool,
    /// The number of the first day whose value is at least 0.80. Null: there is none yet, or nothing is known.
    #[graphql(name = "daysTo80")]
    days_to80: Option<i32>,
    /// That day, in the account's time zone.
    reached_on: Option<Date>,
    /// By which day it should be reached: 90.
    target_day: i32,
}
