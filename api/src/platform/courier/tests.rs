//! Which addresses are taken, that no name leads past them, and that whoever answers must prove to be who was called.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

use super::*;
use crate::platform::task;

#[test]
fn an_address_is_taken_if_it_is_public_and_protected() {
    let public = Courier::new(Reach::Public);
    for (text, expected) in [
        ("https://hooks.example.com/a?b=c", Ok(())),
        ("https://hooks.example.com:8443", Ok(())),
        ("https://1.1.1.1/", Ok(())),
        ("http://hooks.example.com/", Err(AddressFault::NotHttps)),
        ("https://user@hooks.example.com/", Err(AddressFault::Credentials)),
        ("https://:word@hooks.example.com/", Err(AddressFault::Credentials)),
        ("https://hooks.example.com/#part", Err(AddressFault::Malformed)),
        ("ftp://hooks.example.com/", Err(AddressFault::Malformed)),
        ("file:///etc/passwd", Err(AddressFault::Malformed)),
        ("hooks.example.com", Err(AddressFault::Malformed)),
        ("https://", Err(AddressFault::Malformed)),
        ("https://127.0.0.1/", Err(AddressFault::Private)),
        // The many ways to write the same.
        ("https://127.1/", Err(AddressFault::Private)),
        ("https://0x7f.0.0.1/", Err(AddressFault::Private)),
        ("https://2130706433/", Err(AddressFault::Private)),
        ("https://[::1]/", Err(AddressFault::Private)),
        ("https://[::ffff:10.0.0.1]/", Err(AddressFault::Private)),
        ("https://169.254.169.254/latest/meta-data", Err(AddressFault::Private)),
    ] {
        assert_eq!(public.read(text).map(drop), expected, "{text}");
    }
    let anywhere = Courier::new(Reach::Anywhere);
    assert_eq!(anywhere.read("http://127.0.0.1:9/x").map(drop), Ok(()));
    assert_eq!(anywhere.read("http://a:b@127.0.0.1/").map(drop), Err(AddressFault::Credentials));
    let long = format!("https://hooks.example.com/{}", "a".repeat(MAX_ADDRESS));
    assert_eq!(public.read(&long).map(drop), Err(AddressFault::Malformed));
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_found_out_when_it_is_connected_to() {
    let courier = Courier::new(Reach::Public);
    let to = courier.read("https://localhost:1/").unwrap();
    let outcome = courier.post(&to, HeaderMap::new(), Bytes::new()).await;
    assert!(matches!(outcome, Err(CourierError::Private)), "{outcome:?}");
}

/// A receiver with a certificate for that name, which accepts whatever comes; its port, and who vouches for it.
async fn protected(name: &str) -> (u16, RootCertStore) {
    let identity = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(identity.cert.der().clone()).unwrap();
    let key = PrivateKeyDer::try_from(identity.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![identity.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("localhost:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    task::spawn("receiver", async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Who does not trust the certificate leaves.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut head = [0; 1_024];
            let length = stream.read(&mut head).await.unwrap();
            assert!(head[..length].starts_with(b"POST /hooks?a=b HTTP/1.1\r\n"));
            stream.write_all(b"HTTP/1.1 204 No Content\r\nretry-after: 7\r\n\r\n").await.unwrap();
        }
    });
    (port, roots)
}

#[tokio::test]
async fn a_receiver_must_prove_to_be_who_was_called() {
    for (name, trusted, expected) in
        [("localhost", true, true), ("localhost", false, false), ("elsewhere.example", true, false)]
    {
        let (port, roots) = protected(name).await;
        let roots = if trusted { roots } else { connect::roots() };
        let courier = Courier::trusting(roots, Reach::Anywhere);
        let to = courier.read(&format!("https://localhost:{port}/hooks?a=b")).unwrap();
        let outcome = courier.post(&to, HeaderMap::new(), Bytes::from_static(b"{}")).await;
        match outcome {
            Ok(reply) => {
                assert_eq!(reply, Reply { status: 204, retry_after: Some("7".to_owned()) });
                assert!(expected, "{name} {trusted}");
            }
            Err(error) => assert!(!expected && matches!(error, CourierError::Tls(_)), "{name}: {error}"),
        }
    }
}
