//! Which of our media types a client wants (`Accept`, with weights) and which it sent (`Content-Type`).

use axum::http::{HeaderMap, HeaderValue, header};

/// A media type that `/graphql` answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `application/graphql-response+json`: the status tells client faults.
    GraphqlResponse,
    /// `application/json`: for older clients; 200 for every GraphQL answer.
    Json,
    /// `text/event-stream`: GraphQL over SSE, distinct connections.
    EventStream,
}

impl Format {
    /// In the order of our preference among equals.
    const ALL: [Self; 3] = [Self::GraphqlResponse, Self::Json, Self::EventStream];

    fn media_type(self) -> (&'static str, &'static str) {
        match self {
            Self::GraphqlResponse => ("application", "graphql-response+json"),
            Self::Json => ("application", "json"),
            Self::EventStream => ("text", "event-stream"),
        }
    }

    /// The `Content-Type` of an answer.
    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::EventStream => "text/event-stream; charset=utf-8",
        })
    }
}

/// The best format for the request; `None` if it accepts none of ours.
pub(super) fn accepted(headers: &HeaderMap) -> Option<Format> {
    let ranges: Vec<Range> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Range::parse)
        .collect();
    if ranges.is_empty() && !headers.contains_key(header::ACCEPT) {
        return Some(Format::Json);
    }
    let mut best: Option<(Format, Weight)> = None;
    for format in Format::ALL {
        let Some(weight) = weigh(format, &ranges) else { continue };
        if best.is_none_or(|(_, other)| weight > other) {
            best = Some((format, weight));
        }
    }
    best.map(|(format, _)| format)
}

/// The client's weight first; then whether it named the type; then, among those it did not name, plain JSON.
type Weight = (u16, u8, bool);

fn weigh(format: Format, ranges: &[Range]) -> Option<Weight> {
    let range = ranges.iter().filter(|range| range.covers(format)).max_by_key(|range| range.precision())?;
    let precision = range.precision();
    (range.weight > 0).then_some((range.weight, precision, precision < 2 && format == Format::Json))
}

/// One element of `Accept`.
struct Range {
    kind: String,
    subtype: String,
    /// Thousandths.
    weight: u16,
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let mut weight = 1000;
        for part in parts {
            let Some((name, value)) = part.split_once('=') else { continue };
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => weight = parse_weight(value.trim())?,
                "charset" if !is_utf8(value) => return None,
                _ => {}
            }
        }
        Some(Self { kind: kind.trim().to_ascii_lowercase(), subtype: subtype.to_ascii_lowercase(), weight })
    }

    fn covers(&self, format: Format) -> bool {
        let (kind, subtype) = format.media_type();
        match (self.kind.as_str(), self.subtype.as_str()) {
            ("*", "*") => true,
            (own, "*") => own == kind,
            (own, sub) => own == kind && sub == subtype,
        }
    }

    fn precision(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subtype != "*")
    }
}

fn parse_weight(text: &str) -> Option<u16> {
    let weight: f32 = text.parse().ok()?;
    // The range was checked, so the cast cannot lose anything but fractions of a thousandth.
    (0.0..=1.0).contains(&weight).then_some((weight * 1000.0) as u16)
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

/// Whether the body is JSON in UTF-8.
pub(super) fn sends_json(headers: &HeaderMap) -> bool {
    let Some(text) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    is_json
        && parts
            .filter_map(|part| part.split_once('='))
            .all(|(name, value)| !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(text: &str) -> Option<Format> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(text).expect("a header"));
        accepted(&headers)
    }

    #[test]
    fn the_best_weight_wins() {
        use Format::{EventStream, GraphqlResponse, Json};
        for (text, expected) in [
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("text/*", Some(EventStream)),
            ("application/json", Some(Json)),
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json, application/json", Some(GraphqlResponse)),
            ("application/graphql-response+json;q=0.5, application/json", Some(Json)),
            ("application/json;q=0.5, */*;q=0.1", Some(Json)),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            ("text/html, application/xml;q=0.9, */*;q=0.8", Some(Json)),
            ("text/event-stream", Some(EventStream)),
            ("text/event-stream;q=0.1, application/json;q=0.2", Some(Json)),
            ("Application/JSON; charset=UTF-8", Some(Json)),
            ("application/json; charset=latin1", None),
            ("application/json;q=0", None),
            ("application/json;q=2", None),
            ("text/html", None),
            ("image/png, application/xml", None),
            ("nonsense", None),
        ] {
            assert_eq!(accept(text), expected, "{text}");
        }
        assert_eq!(accepted(&HeaderMap::new()), Some(Json));
    }

    #[test]
    fn only_json_is_taken() {
        for (text, expected) in [
            ("application/json", true),
            ("Application/Json; charset=utf-8", true),
            ("application/json; charset=\"UTF-8\"", true),
            ("application/json; charset=utf-16", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("multipart/form-data; boundary=x", false),
            ("application/graphql", false),
            ("application/jsonp", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(text).expect("a header"));
            assert_eq!(sends_json(&headers), expected, "{text}");
        }
        assert!(!sends_json(&HeaderMap::new()));
    }
}
