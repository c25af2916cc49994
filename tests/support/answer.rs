//! What came back: status, headers, bytes, and the GraphQL answer in them.

use std::fmt;
use std::ops::Index;

use hyper::body::Bytes;
use hyper::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

/// An answer over HTTP. Whatever asks for something that is not there fails with the whole answer printed.
#[derive(Clone)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    json: Value,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Self { status, headers, body, json }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("headers of the product are ASCII"))
    }

    /// The bytes of the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON, `null` when it is something else.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The data of an operation that had no error.
    #[must_use]
    #[track_caller]
    pub fn data(&self) -> &Map<String, Value> {
        assert!(self.errors().is_empty(), "expected no errors in {self:?}");
        self.partial_data()
    }

    /// The data, whatever errors came with it.
    #[must_use]
    #[track_caller]
    pub fn partial_data(&self) -> &Map<String, Value> {
        self.json["data"].as_object().unwrap_or_else(|| panic!("expected data in {self:?}"))
    }

    /// The top-level errors, empty when there are none.
    #[must_use]
    pub fn errors(&self) -> &[Value] {
        self.json["errors"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The one top-level error.
    #[must_use]
    #[track_caller]
    pub fn error(&self) -> &Value {
        let [error] = self.errors() else { panic!("expected exactly one error in {self:?}") };
        error
    }

    /// The code of the one top-level error.
    #[must_use]
    #[track_caller]
    pub fn code(&self) -> &str {
        let code = self.error()["extensions"]["code"].as_str();
        code.unwrap_or_else(|| panic!("expected an error with a code in {self:?}"))
    }

    /// The one user error of the one mutation.
    #[must_use]
    #[track_caller]
    pub fn user_error(&self) -> &Value {
        let mut found = self.data().values().flat_map(user_errors);
        let error = found.next().unwrap_or_else(|| panic!("expected a user error in {self:?}"));
        assert!(found.next().is_none(), "expected only one user error in {self:?}");
        error
    }

    /// Whether there is data and no error of either kind.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        let data = self.json["data"].as_object();
        self.errors().is_empty()
            && data.is_some_and(|data| data.values().flat_map(user_errors).next().is_none())
    }

    /// The payload of the one mutation, which had no error of either kind.
    #[must_use]
    #[track_caller]
    pub fn payload(&self) -> &Value {
        let data = self.data();
        assert!(data.values().flat_map(user_errors).next().is_none(), "expected no user errors in {self:?}");
        assert_eq!(data.len(), 1, "expected one root field in {self:?}");
        data.values().next().expect("there is one root field")
    }

    /// The text at a dotted path below `data`, such as an id for the next request.
    #[must_use]
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        let text = self[path].as_str();
        text.unwrap_or_else(|| panic!("expected text at {path} in {self:?}")).to_owned()
    }
}

fn user_errors(payload: &Value) -> impl Iterator<Item = &Value> {
    payload["userErrors"].as_array().into_iter().flatten()
}

/// The value at a dotted path below `data`: `answer["account.team.0.name"]`.
impl Index<&str> for Answer {
    type Output = Value;

    #[track_caller]
    fn index(&self, path: &str) -> &Value {
        at(&self.json["data"], path).unwrap_or_else(|| panic!("expected {path} in {self:?}"))
    }
}

/// The value at a dotted path, numbers standing for places in a list.
#[must_use]
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.status)?;
        match &self.json {
            Value::Null => write!(f, "{:?}", String::from_utf8_lossy(&self.body)),
            json => write!(f, "{json:#}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &'static str) -> Answer {
        Answer::new(StatusCode::OK, HeaderMap::new(), Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn a_dotted_path_leads_through_objects_and_lists() {
        let answer = answer(r#"{"data": {"account": {"team": [{"name": "Lin"}], "tier": null}}}"#);
        assert_eq!(answer["account.team.0.name"], "Lin");
        assert!(answer["account.tier"].is_null());
    }

    #[test]
    #[should_panic(expected = "expected account.region in 200 OK")]
    fn a_missing_field_is_not_null() {
        let _ = &answer(r#"{"data": {"account": {}}}"#)["account.region"];
    }

    #[test]
    #[should_panic(expected = "expected no errors")]
    fn data_that_came_with_an_error_does_not_pass_for_success() {
        let _ = answer(r#"{"data": {"account": null}, "errors": [{"message": "no"}]}"#).data();
    }

    #[test]
    #[should_panic(expected = "expected no user errors")]
    fn a_payload_with_a_user_error_does_not_pass_for_success() {
        let _ = answer(r#"{"data": {"seatAssign": {"userErrors": [{"code": "SEAT_TAKEN"}]}}}"#).payload();
    }

    #[test]
    fn the_user_error_of_a_mutation_is_found_below_its_name() {
        let answer = answer(r#"{"data": {"seatAssign": {"userErrors": [{"code": "SEAT_TAKEN"}]}}}"#);
        assert_eq!(answer.user_error()["code"], "SEAT_TAKEN");
    }
}
