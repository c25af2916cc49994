//! Which addresses are taken, and that no name leads past them.

use super::*;

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
