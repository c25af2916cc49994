//! Translates the sections of the policy between the schema and the domain.

use async_graphql::ID;
use entity::id::RegionId;

use super::document::{
    PolicyCalendar, PolicyCase, PolicyHandover, PolicyLadder, PolicyLadderStep, PolicyLetter,
    PolicyLetterException, PolicyLevel, PolicyOpening, PolicyOverlapException, PolicyRecipient,
    PolicyResponseTarget, PolicyTargets, PolicyTrigger, PolicyWarnings,
};
use crate::{
    domain::{
        calendar::Opening,
        policy::rules::{
            Case, HandoverTerms, Ladder, LadderStep, LetterException, LetterTerms, Level, OverlapException,
            Recipient, RegionCalendar, ResponseTarget, Targets, Trigger, Warnings,
        },
    },
    graphql::{
        context::parse_id,
        error::{Error, ErrorCode, Result},
        scalar::Date,
    },
};

/// Two types with the same fields: single values, then lists.
macro_rules! mirrors {
    ($($outer:ident = $inner:ident { $($plain:ident),* } [$($list:ident),*];)*) => {$(
        impl From<$inner> for $outer {
            fn from(it: $inner) -> Self {
                Self {
                    $($plain: it.$plain.into(),)*
                    $($list: it.$list.into_iter().map(Into::into).collect(),)*
                }
            }
        }

        impl From<$outer> for $inner {
            fn from(it: $outer) -> Self {
                Self {
                    $($plain: it.$plain.into(),)*
                    $($list: it.$list.into_iter().map(Into::into).collect(),)*
                }
            }
        }
    )*};
}

mirrors! {
    PolicyLevel = Level { name, targets } [cases];
    PolicyCase = Case { tier, severity } [];
    PolicyTargets = Targets {
        acknowledge, executive_lead, on_site, team_update, customer_update, contain, resolve
    } [];
    PolicyLetter = LetterTerms { business_days } [exceptions];
    PolicyLetterException = LetterException { tier, business_days } [];
    PolicyHandover = HandoverTerms { overlap_days, grace_days } [exceptions];
    PolicyOverlapException = OverlapException { tier, business_days } [];
    PolicyWarnings = Warnings { then_every } [percents];
    PolicyLadder = Ladder { repeat_minutes, rounds } [steps];
    PolicyLadderStep = LadderStep {} [triggers, recipients];
    PolicyTrigger = Trigger { clock, percent } [];
    PolicyResponseTarget = ResponseTarget { tier, minutes } [];
    PolicyRecipient = Recipient { role } [tiers];
}

impl From<Opening> for PolicyOpening {
    fn from(it: Opening) -> Self {
        let shown = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self { day: it.day.into(), from: shown(it.from), to: shown(it.to) }
    }
}

impl TryFrom<PolicyOpening> for Opening {
    type Error = Error;

    fn try_from(it: PolicyOpening) -> Result<Self> {
        Ok(Self { day: it.day.into(), from: minute(&it.from)?, to: minute(&it.to)? })
    }
}

impl From<RegionCalendar> for PolicyCalendar {
    fn from(it: RegionCalendar) -> Self {
        Self {
            name: it.name,
            time_zone: it.time_zone,
            week: it.week.into_iter().map(Into::into).collect(),
            holidays: it.holidays.into_iter().map(Date).collect(),
            region_ids: it.regions.into_iter().map(|id| ID(id.to_string())).collect(),
        }
    }
}

impl TryFrom<PolicyCalendar> for RegionCalendar {
    type Error = Error;

    fn try_from(it: PolicyCalendar) -> Result<Self> {
        Ok(Self {
            name: it.name,
            time_zone: it.time_zone,
            week: week(it.week)?,
            holidays: it.holidays.into_iter().map(|day| day.0).collect(),
            regions: it.region_ids.iter().map(parse_id::<RegionId>).collect::<Result<_>>()?,
        })
    }
}

/// The openings of a week.
pub(super) fn week(openings: Vec<PolicyOpening>) -> Result<Vec<Opening>> {
    openings.into_iter().map(TryInto::try_into).collect()
}

/// The minute of the day of a time like `09:00`; `24:00` is the end of the day.
fn minute(text: &str) -> Result<u16> {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|it| it.is_ascii_digit());
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| digits(text));
    let parts = text.split_once(':').and_then(|(hour, minute)| Some((number(hour)?, number(minute)?)));
    match parts {
        Some((24, 0)) => Ok(24 * 60),
        Some((hour @ 0..24, minute @ 0..60)) => Ok(hour * 60 + minute),
        _ => Err(Error::new(ErrorCode::BadUserInput, "expected a time like 09:00, at the latest 24:00")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_two_digits_each_and_the_day_ends_at_twenty_four() {
        for (text, expected) in [("00:00", 0), ("09:30", 570), ("23:59", 1_439), ("24:00", 1_440)] {
            assert_eq!(minute(text).ok(), Some(expected), "{text}");
        }
        for text in ["", "9:00", "24:01", "12:60", "12", "12:00:00", "+1:00", "ab:cd", "１２:００"] {
            assert!(minute(text).is_err(), "{text}");
        }
    }
}
