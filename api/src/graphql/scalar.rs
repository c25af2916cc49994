//! Scalars of our own.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

use crate::{domain::input::is_of_calendar, platform::log::Cursor};

/// A day in the calendar, ISO 8601: `2026-03-02`. It has no zone of its own; the field says whose day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day in the calendar, ISO 8601: `2026-03-02`. It has no zone of its own; the field says whose day it is.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/chillicream/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // The parser alone would take 2026-3-2.
        let day =
            text.parse::<NaiveDate>().ok().filter(|day| day.to_string() == *text && is_of_calendar(*day));
        day.map(Self).ok_or_else(|| InputValueError::custom("expected a day like 2026-03-02"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A whole number that may not fit into 32 bits, as a string: `"1250000"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BigInt(pub i64);

/// A whole number that may not fit into 32 bits, as a string: `"1250000"`.
#[Scalar(name = "BigInt")]
impl ScalarType for BigInt {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|_| InputValueError::custom("expected a whole number in a string"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Text in Markdown (CommonMark), as it was written. Render it without raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markdown(pub String);

/// Text in Markdown (CommonMark), as it was written. Render it without raw HTML.
#[Scalar(name = "Markdown", specified_by_url = "https://spec.commonmark.org")]
impl ScalarType for Markdown {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A position in the event log. Opaque: keep the last one you have processed and give it back as `after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventCursor(pub Cursor);

/// A position in the event log. Opaque: keep the last one you have processed and give it back as `after`.
#[Scalar(name = "EventCursor")]
impl ScalarType for EventCursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|_| InputValueError::custom("not a cursor of the event log"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
