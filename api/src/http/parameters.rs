//! The parameters of a GraphQL request, from a JSON body, a query string or a socket's message.

use std::borrow::Cow;

use async_graphql::Variables;
use serde_json::{Map, Value};

use crate::graphql::error::{Error, ErrorCode, Result};

/// What a client asks for.
#[derive(Debug)]
pub(super) struct Parameters {
    /// The document's text.
    pub(super) query: String,
    /// Which of its operations.
    pub(super) operation_name: Option<String>,
    /// The values of its variables.
    pub(super) variables: Variables,
}

impl Parameters {
    /// From a request body.
    pub(super) fn from_body(body: &[u8]) -> Result<Self> {
        let value = serde_json::from_slice(body).map_err(|error| {
            bad(format!("The body is not JSON: line {}, column {}.", error.line(), error.column()))
        })?;
        Self::from_json(value)
    }

    /// From a JSON value.
    pub(super) fn from_json(value: Value) -> Result<Self> {
        match value {
            Value::Object(map) => Self::from_map(map),
            Value::Array(_) => Err(Error::new(
                ErrorCode::BatchingUnsupported,
                "Several requests in one body are not supported; send them one by one.",
            )),
            _ => Err(bad("A GraphQL request is a JSON object.")),
        }
    }

    fn from_map(mut map: Map<String, Value>) -> Result<Self> {
        let query = match map.remove("query") {
            Some(Value::String(query)) => query,
            None | Some(Value::Null) => return Err(bad("The parameter \"query\" is missing.")),
            Some(_) => return Err(bad("The parameter \"query\" must be a string.")),
        };
        let operation_name = match map.remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
            Some(_) => return Err(bad("The parameter \"operationName\" must be a string or null.")),
        };
        let variables = match map.remove("variables") {
            None | Some(Value::Null) => Variables::default(),
            Some(value @ Value::Object(_)) => Variables::from_json(value),
            Some(_) => return Err(bad("The parameter \"variables\" must be an object or null.")),
        };
        match map.remove("extensions") {
            None | Some(Value::Null | Value::Object(_)) => {}
            Some(_) => return Err(bad("The parameter \"extensions\" must be an object or null.")),
        }
        Ok(Self { query, operation_name, variables })
    }

    /// From the query string of a GET request; `variables` and `extensions` are JSON texts there.
    pub(super) fn from_query_string(text: &str) -> Result<Self> {
        let mut map = Map::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = match &*name {
                "query" | "operationName" => Value::String(value.into_owned()),
                "variables" | "extensions" => json_text(&name, &value)?,
                _ => continue,
            };
            if map.insert(name.clone().into_owned(), value).is_some() {
                return Err(bad(format!("The parameter \"{name}\" stands twice.")));
            }
        }
        Self::from_map(map)
    }
}

fn json_text(name: &str, text: &str) -> Result<Value> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(text).map_err(|_| bad(format!("The parameter \"{name}\" is not JSON.")))
}

fn bad(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::BadRequest, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_parameters() {
        let body =
            br#"{"query": "{a}", "operationName": "", "variables": {"n": 1}, "extensions": null, "x": 1}"#;
        let parameters = Parameters::from_body(body).expect("well formed");
        assert_eq!(parameters.query, "{a}");
        assert_eq!(parameters.operation_name, None);
        assert_eq!(parameters.variables.get("n"), Some(&1.into()));

        let text = "query=%7Ba%7D&operationName=A&variables=%7B%22n%22%3A1%7D&other=x";
        let parameters = Parameters::from_query_string(text).expect("well formed");
        assert_eq!((parameters.query.as_str(), parameters.operation_name.as_deref()), ("{a}", Some("A")));
        assert_eq!(parameters.variables.get("n"), Some(&1.into()));
    }

    #[test]
    fn malformed_parameters() {
        for (body, code) in [
            ("", ErrorCode::BadRequest),
            ("{", ErrorCode::BadRequest),
            ("\"{a}\"", ErrorCode::BadRequest),
            ("null", ErrorCode::BadRequest),
            ("[]", ErrorCode::BatchingUnsupported),
            (r#"[{"query": "{a}"}]"#, ErrorCode::BatchingUnsupported),
            ("{}", ErrorCode::BadRequest),
            (r#"{"query": null}"#, ErrorCode::BadRequest),
            (r#"{"query": 1}"#, ErrorCode::BadRequest),
            (r#"{"query": ["{a}"]}"#, ErrorCode::BadRequest),
            (r#"{"query": "{a}", "variables": []}"#, ErrorCode::BadRequest),
            (r#"{"query": "{a}", "variables": "{}"}"#, ErrorCode::BadRequest),
            (r#"{"query": "{a}", "extensions": 1}"#, ErrorCode::BadRequest),
            (r#"{"query": "{a}", "operationName": 1}"#, ErrorCode::BadRequest),
            ("{\"query\": \"\u{0}\"}", ErrorCode::BadRequest),
        ] {
            assert_eq!(Parameters::from_body(body.as_bytes()).expect_err(body).code(), code, "{body}");
        }
        for text in
            ["", "query=a&query=b", "query=a&variables=1", "query=a&variables=%7B", "variables=%7B%7D"]
        {
            assert!(Parameters::from_query_string(text).is_err(), "{text}");
        }
        assert!(Parameters::from_body(&"[".repeat(10_000).into_bytes()).is_err(), "nesting is bounded");
    }
}
