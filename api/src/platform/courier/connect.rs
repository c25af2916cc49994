//! From an address to an open connection: the name is resolved once, every address that it gives is judged, and the
//! connection goes to the very address that was judged.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::Host;

use super::{CourierError, Destination, Reach};

/// The certificate authorities that browsers trust.
pub(super) fn roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

/// What TLS trusts and offers.
pub(super) fn tls(roots: RootCertStore) -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider speaks the versions that are safe by default")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

/// A connection with or without TLS.
pub(super) enum Stream {
    Plain(TcpStream),
    Protected(Box<TlsStream<TcpStream>>),
}

/// Connects.
pub(super) async fn open(to: &Destination, reach: Reach, tls: &TlsConnector) -> Result<Stream, CourierError> {
    let Some(host) = to.0.host() else { return Err(CourierError::Unresolved) };
    let protected = to.0.scheme() == "https";
    let port = to.0.port_or_known_default().unwrap_or(443);
    let stream = connect(&resolve(&host, port).await?, reach).await?;
    if !protected {
        return Ok(Stream::Plain(stream));
    }
    let name = match host {
        Host::Domain(name) => ServerName::try_from(name.to_owned()),
        Host::Ipv4(address) => Ok(ServerName::from(std::net::IpAddr::from(address))),
        Host::Ipv6(address) => Ok(ServerName::from(std::net::IpAddr::from(address))),
    };
    let name = name.map_err(|_| CourierError::Unresolved)?;
    let stream = tls.connect(name, stream).await.map_err(CourierError::Tls)?;
    Ok(Stream::Protected(Box::new(stream)))
}

async fn resolve(host: &Host<&str>, port: u16) -> Result<Vec<SocketAddr>, CourierError> {
    Ok(match host {
        Host::Ipv4(address) => vec![(*address, port).into()],
        Host::Ipv6(address) => vec![(*address, port).into()],
        Host::Domain(name) => {
            tokio::net::lookup_host((*name, port)).await.map_err(|_| CourierError::Unresolved)?.collect()
        }
    })
}

/// Connects to the first address that may be reached and answers.
async fn connect(addresses: &[SocketAddr], reach: Reach) -> Result<TcpStream, CourierError> {
    let mut failure = if addresses.is_empty() { CourierError::Unresolved } else { CourierError::Private };
    for address in addresses.iter().filter(|address| reach.includes(address.ip())) {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(_) => failure = CourierError::Unreachable,
        }
    }
    Err(failure)
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Protected(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Protected(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Protected(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Protected(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
