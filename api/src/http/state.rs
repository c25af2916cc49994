//! What all handlers share.

use std::sync::Arc;

use axum::http::{HeaderMap, header};

use super::{
    answer::Report, execution::Runner, presence::Presence, refusal::Refusal, request_id::RequestId,
    ws::tally::Tally,
};
use crate::{
    app::App,
    domain::{access::Viewer, identity::AuthError},
    graphql::{
        Schema,
        document::Documents,
        error::{Error, ErrorCode},
    },
    limits::Limits,
};

/// The server's parts, behind one pointer.
#[derive(Clone)]
pub(super) struct Server(Arc<Inner>);

pub(super) struct Inner {
    pub(super) app: App,
    pub(super) documents: Documents,
    pub(super) sockets: Tally,
    pub(super) presence: Presence,
}

impl std::ops::Deref for Server {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Server {
    pub(super) fn new(app: App, presence: Presence) -> Self {
        let documents = Documents::new(app.config().limits.clone());
        Self(Arc::new(Inner { app, documents, sockets: Tally::default(), presence }))
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.app.config().limits
    }

    pub(super) fn report(&self, request_id: RequestId) -> Report {
        Report { request_id, max_errors: self.limits().errors }
    }

    pub(super) fn runner(&self, report: Report) -> Runner<Schema> {
        Runner {
            engine: self.app.schema().clone(),
            clock: self.app.clock().clone(),
            limit: self.limits().execution,
            report,
        }
    }

    /// Who sends this request.
    pub(super) async fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        let authorization = authorization(headers).map_err(Refusal::unauthorized)?;
        self.authenticate(authorization).await.map_err(|error| match error.code() {
            ErrorCode::Unavailable => Refusal::unavailable(),
            _ => Refusal::unauthorized(error),
        })
    }

    /// Who holds these credentials.
    pub(super) async fn authenticate(&self, authorization: Option<&str>) -> Result<Viewer, Error> {
        let max = self.limits().bearer_bytes;
        if let Some(length) = authorization.map(str::len).filter(|length| *length > max) {
            return Err(Error::limit("bearerBytes", length, max));
        }
        self.app.authenticate(authorization).await.map_err(|error| match error {
            AuthError::Invalid => Error::new(ErrorCode::Unauthenticated, "The credentials are not valid."),
            AuthError::Expired => Error::new(ErrorCode::TokenExpired, "The access token has expired."),
            AuthError::Unavailable => Error::unavailable(),
        })
    }
}

/// The one `Authorization` header, if there is one.
pub(super) fn authorization(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(first) = values.next() else { return Ok(None) };
    let text = first.to_str().ok().filter(|_| values.next().is_none());
    let message = "There must be one Authorization header, in ASCII.";
    text.map(Some).ok_or_else(|| Error::new(ErrorCode::Unauthenticated, message))
}
