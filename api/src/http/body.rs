//! Reads a request's body: at most so many bytes, within so much time.

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
};
use futures_util::StreamExt;

use super::refusal::Refusal;
use crate::{
    graphql::error::{Error, ErrorCode},
    limits::Limits,
    platform::clock::Clock,
};

/// The whole body, or why not.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    clock: &Clock,
    limits: &Limits,
) -> Result<Vec<u8>, Refusal> {
    let max = limits.body_bytes;
    if let Some(announced) = content_length(headers).filter(|length| *length > max) {
        return Err(too_large(announced, max));
    }
    tokio::select! {
        biased;
        bytes = collect(body, max) => bytes,
        () = clock.sleep(limits.request_read) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            Error::new(ErrorCode::DeadlineExceeded, "The body of the request took too long to arrive."),
        )),
    }
}

async fn collect(body: Body, max: usize) -> Result<Vec<u8>, Refusal> {
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::bad_request("The body of the request broke off."))?;
        if bytes.len() + chunk.len() > max {
            return Err(too_large(bytes.len() + chunk.len(), max));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(actual: usize, max: usize) -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, Error::limit("bodyBytes", actual, max))
}
