//! Carries bytes to a place that somebody outside has chosen: over TLS, to public addresses only unless the operator allows
//! others, within a deadline, and nowhere else than where it was sent. It knows nothing of what it carries.

mod connect;
mod reach;

use std::{pin::pin, sync::Arc, time::Duration};

use axum::body::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Request, Response,
    body::Incoming,
    client::conn::http1,
    header::{CONNECTION, HOST, HeaderValue, RETRY_AFTER, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use tokio_rustls::{TlsConnector, rustls::RootCertStore};
use url::{Host, Url};

pub use reach::Reach;

/// How long an errand may take, from looking up the name to the head of the answer. Real time: nobody can advance a peer.
const DEADLINE: Duration = Duration::from_secs(15);

/// How much of an answer's body is read, and for how long, before the connection is closed: politeness, nothing depends on it.
const DRAINED_BYTES: usize = 8 * 1024;
const DRAINING: Duration = Duration::from_secs(1);

/// Bytes of an answer's head.
const HEAD_BYTES: usize = 32 * 1024;

/// The longest address.
const MAX_ADDRESS: usize = 2_000;

/// Carries requests. Clones share it.
#[derive(Clone)]
pub struct Courier {
    reach: Reach,
    tls: TlsConnector,
}

/// Where something may be carried to, as far as its text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination(Url);

/// Why a text is no address that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It is no absolute address with a host.
    #[error("expected an address like https://hooks.example.com/incidents, at most {MAX_ADDRESS} characters")]
    Malformed,
    /// The way there is not private.
    #[error("use https")]
    NotHttps,
    /// It holds a user or a password.
    #[error("leave out user and password: requests are signed instead")]
    Credentials,
    /// It is an address of this machine or of a private network.
    #[error("this is no public address")]
    Private,
}

/// The head of an answer, as far as a sender needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
}

/// Why there was no answer. The texts are shown to administrators.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// The name leads nowhere.
    #[error("the name cannot be resolved")]
    Unresolved,
    /// The name leads to this machine or a private network.
    #[error("the name leads to no public address")]
    Private,
    /// Nobody accepts connections there.
    #[error("cannot connect")]
    Unreachable,
    /// No protected connection came about.
    #[error("TLS failed: {0}")]
    Tls(std::io::Error),
    /// The connection broke, or what came was not HTTP.
    #[error("the connection broke, or the answer was not HTTP")]
    Broken(#[from] hyper::Error),
    /// It took too long.
    #[error("no answer within {} s", DEADLINE.as_secs())]
    Late,
}

impl Courier {
    /// A courier that goes so far. It trusts the certificate authorities that browsers trust.
    pub fn new(reach: Reach) -> Self {
        Self::trusting(connect::roots(), reach)
    }

    fn trusting(roots: RootCertStore, reach: Reach) -> Self {
        Self { reach, tls: TlsConnector::from(Arc::new(connect::tls(roots))) }
    }

    /// Reads an address.
    ///
    /// # Errors
    /// See [`AddressFault`].
    pub fn read(&self, text: &str) -> Result<Destination, AddressFault> {
        if text.len() > MAX_ADDRESS {
            return Err(AddressFault::Malformed);
        }
        let url = Url::parse(text).map_err(|_| AddressFault::Malformed)?;
        let known = matches!(url.scheme(), "https" | "http");
        if !known || url.host().is_none() || url.fragment().is_some() {
            return Err(AddressFault::Malformed);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressFault::Credentials);
        }
        if self.reach == Reach::Public && url.scheme() != "https" {
            return Err(AddressFault::NotHttps);
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        if literal.is_some_and(|address| !self.reach.includes(address)) {
            return Err(AddressFault::Private);
        }
        Ok(Destination(url))
    }

    /// Posts a body and gives the head of the answer. Redirects are answers like others.
    ///
    /// # Errors
    /// There was no answer.
    pub async fn post(
        &self,
        to: &Destination,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Reply, CourierError> {
        let asking = async {
            let stream = connect::open(to, self.reach, &self.tls).await?;
            let mut protocol = http1::Builder::new();
            protocol.max_buf_size(HEAD_BYTES);
            let (mut sender, connection) = protocol.handshake(TokioIo::new(stream)).await?;
            let mut connection = Box::pin(connection);
            let mut answer = pin!(sender.send_request(to.request(headers, body)));
            let response = tokio::select! {
                biased;
                response = &mut answer => response,
                _ = &mut connection => answer.await,
            };
            Ok((response?, connection))
        };
        let asked = tokio::time::timeout(DEADLINE, asking).await.unwrap_or(Err(CourierError::Late));
        let (response, connection) = asked?;
        let reply = Reply::of(&response);
        tokio::select! {
            biased;
            () = drain(response) => {}
            _ = connection => {}
        }
        Ok(reply)
    }
}

impl Destination {
    /// As it is stored and shown.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn request(&self, mut headers: HeaderMap, body: Bytes) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = hyper::Method::POST;
        let path = match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        };
        if let Ok(path) = path.parse() {
            *request.uri_mut() = path;
        }
        let host = self.0[url::Position::BeforeHost..url::Position::AfterPort].parse();
        headers.insert(HOST, host.unwrap_or(HeaderValue::from_static("")));
        headers.insert(USER_AGENT, HeaderValue::from_static("iron-triangle"));
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        *request.headers_mut() = headers;
        request
    }
}

impl Reply {
    fn of(response: &Response<Incoming>) -> Self {
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        Self { status: response.status().as_u16(), retry_after: retry_after.map(str::to_owned) }
    }
}

/// Reads a little of a body, so that its sender is not cut in the middle of a short one.
async fn drain(response: Response<Incoming>) {
    let mut body = response.into_body();
    let mut left = DRAINED_BYTES;
    let reading = async {
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            if length >= left {
                return;
            }
            left -= length;
        }
    };
    // Whether it came to its end in time makes no difference.
    let _ = tokio::time::timeout(DRAINING, reading).await;
}

#[cfg(test)]
mod tests;
