//! GraphQL over server-sent events, distinct connections mode: `next` and `complete`, our cursor as `id`.
//!
//! A stream that ends without `complete` was cut by us (the token expired, the sign-in ended, shutdown, the feed was
//! lost): the client comes back with `Last-Event-ID`. A reader that does not read is cut by the connection's write
//! deadline.

use std::{convert::Infallible, pin::pin};

use async_graphql::Request;
use async_stream::stream;
use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use futures_util::{Stream, StreamExt};

use super::{
    answer::{Answer, Report},
    ending,
    execution::Step,
    negotiation::Format,
    state::Server,
};
use crate::domain::access::Viewer;

const COMMENT: &str = ":\n\n";
// The empty data line is there because an EventSource drops events without data.
const COMPLETE: &str = "event: complete\ndata:\n\n";

/// One answer and the end.
pub(super) fn single(answer: Answer) -> Response {
    response(Body::from(format!("{}{COMPLETE}", next(&answer))))
}

/// The answers of a subscription.
pub(super) fn subscription(server: &Server, report: &Report, viewer: Viewer, request: Request) -> Response {
    let steps = server.runner(report.clone()).subscription(request);
    let events = events(server.clone(), viewer, steps);
    response(Body::from_stream(events.map(|text| Ok::<_, Infallible>(Bytes::from(text)))))
}

/// What an open stream waits for.
enum Event {
    Over,
    Idle,
    Step(Option<Step>),
}

fn events(
    server: Server,
    viewer: Viewer,
    steps: impl Stream<Item = Step> + Send + 'static,
) -> impl Stream<Item = String> + Send {
    stream! {
        yield COMMENT.to_owned();
        let mut over = pin!(ending::of(&server.app, &viewer));
        let mut steps = pin!(steps);
        loop {
            let event = tokio::select! {
                biased;
                _ = &mut over => Event::Over,
                step = steps.next() => Event::Step(step),
                () = server.app.clock().sleep(server.limits().sse_keep_alive) => Event::Idle,
            };
            match event {
                Event::Idle => yield COMMENT.to_owned(),
                Event::Step(Some(Step::Next(answer))) => yield next(&answer),
                Event::Step(Some(Step::Failed(answer))) => {
                    yield next(&answer) + COMPLETE;
                    return;
                }
                Event::Step(None) => {
                    yield COMPLETE.to_owned();
                    return;
                }
                Event::Over | Event::Step(Some(Step::Lost)) => return,
            }
        }
    }
}

fn next(answer: &Answer) -> String {
    // JSON has no line breaks of its own here, so one data line is enough.
    let id = answer.cursor().map(|cursor| format!("id: {cursor}\n")).unwrap_or_default();
    format!("{id}event: next\ndata: {}\n\n", answer.to_json())
}

fn response(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, Format::EventStream.content_type());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, origin"));
    // Tells nginx and its kin not to hold the events back.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
