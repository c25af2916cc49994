//! An alarm, as a line of the input tells it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// What monitoring tells.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alarm {
    /// Names the trouble: told again while its incident is open, it becomes part of that.
    pub(crate) key: String,
    /// Code of the account that has it.
    pub(crate) account: String,
    /// How bad it seems.
    pub(crate) severity: Severity,
    /// In a line.
    pub(crate) title: String,
    /// In words.
    pub(crate) description: String,
    /// Since when; left out: since the server knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<DateTime<FixedOffset>>,
    /// Where to look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) evidence: Option<Link>,
    /// Names this telling of it: a line that is given again with the same name counts once. Left out: each line counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
}

/// How bad it seems; people confirm it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Severity {
    /// Business stopped.
    Sev1,
    /// A major function impaired.
    Sev2,
    /// A serious complaint.
    Sev3,
}

/// An address in the web.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Link(String);

impl TryFrom<String> for Link {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        if !is_web || text.chars().any(|sign| sign.is_whitespace() || sign.is_control()) {
            return Err("evidence is a link: https://... without spaces");
        }
        Ok(Self(text))
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl Link {
    /// As it was given.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn parsed(change: Value) -> Result<Alarm, serde_json::Error> {
        let mut line = json!({ "key": "line-3", "account": "HARBOR", "severity": "SEV2", "title": "Line 3",
            "description": "It stands.", "at": "2026-03-02T08:00:00Z", "evidence": "https://logs.example/42" });
        line.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        serde_json::from_value(line)
    }

    #[test]
    fn what_is_no_alarm_is_refused() {
        assert!(parsed(json!({})).is_ok());
        assert!(parsed(json!({ "at": null, "evidence": null, "id": "4711" })).is_ok());
        for wrong in [
            json!({ "severity": "BAD" }),
            json!({ "at": "yesterday" }),
            json!({ "evidence": "javascript:alert(1)" }),
            json!({ "evidence": "https://logs.example/ 42" }),
            json!({ "tittle": "a slip" }),
            json!({ "account": null }),
        ] {
            assert!(parsed(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
