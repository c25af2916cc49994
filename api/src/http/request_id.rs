//! The id that joins a client's answer with our log: taken from the request when it is sane, else made here.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue},
    middleware::Next,
    response::Response,
};

/// The header's name, in and out.
pub(super) const HEADER: &str = "x-request-id";
const MAX_LENGTH: usize = 128;

/// An id of a request: up to 128 letters, digits, `.`, `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok()).filter(|text| is_sane(text));
        match given {
            Some(text) => Self(Arc::from(text)),
            None => Self::fresh(),
        }
    }

    /// A new one, for what the server does by itself.
    pub(super) fn fresh() -> Self {
        Self(Arc::from(format!("{:032x}", rand::random::<u128>())))
    }

    /// The id of the `n`th operation on a socket whose upgrade had this id.
    pub(super) fn operation(&self, n: u64) -> Self {
        Self(Arc::from(format!("{}-{n}", self.0)))
    }

    #[cfg(test)]
    pub(super) fn for_test(text: &str) -> Self {
        Self(Arc::from(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_sane(text: &str) -> bool {
    let sane = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !text.is_empty() && text.len() <= MAX_LENGTH && text.bytes().all(sane)
}

/// Gives every request an id and every answer the same.
pub(super) async fn layer(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sane_id_is_kept_and_others_are_replaced() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_str(text).expect("a header"));
            RequestId::of(&headers).as_str().to_owned()
        };
        assert_eq!(of("a.b_C-9"), "a.b_C-9");
        for text in ["", "a b", "a\"b", &"x".repeat(129)] {
            assert_eq!(of(text).len(), 32, "{text}");
        }
        assert_ne!(of(""), of(""));
    }
}
