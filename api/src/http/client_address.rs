//! Where a request comes from: the connection's other end, or what the proxy in front says of it.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, HeaderName, request::Parts};

use crate::graphql::client_address::ClientAddress;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The other end of the connection, an extension of each request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// The client of a request; none if everybody may share the address.
pub(super) fn of(parts: &Parts, trust_forwarded_for: bool) -> Option<ClientAddress> {
    let address = if trust_forwarded_for {
        forwarded(&parts.headers)
    } else {
        parts.extensions.get::<Peer>().map(|peer| peer.0).filter(|peer| !may_be_a_proxy(*peer))
    };
    address.map(|address| ClientAddress(network(address)))
}

/// The last entry, which the proxy in front wrote. Those before it are the client's own word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// Addresses of this machine and of private networks: a proxy that nobody told us of may stand there.
fn may_be_a_proxy(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// The address, of which a client of IPv6 has a whole network.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn address(peer: &str, forwarded: &[&str], trust: bool) -> Option<String> {
        let mut request = Request::builder();
        for value in forwarded {
            request = request.header(FORWARDED_FOR, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(Peer(peer.parse().unwrap()));
        of(&parts, trust).map(|address| address.0)
    }

    #[test]
    fn the_other_end_of_the_connection_is_the_client_unless_it_may_be_a_proxy() {
        for (peer, expected) in [
            ("203.0.113.7", Some("203.0.113.7")),
            ("::ffff:203.0.113.7", Some("203.0.113.7")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1:2::")),
            ("127.0.0.1", None),
            ("10.1.2.3", None),
            ("::1", None),
            ("fd00::1", None),
        ] {
            assert_eq!(address(peer, &["198.51.100.1"], false).as_deref(), expected, "{peer}");
        }
    }

    #[test]
    fn of_what_is_forwarded_only_the_last_entry_is_the_proxys() {
        for (forwarded, expected) in [
            (&["198.51.100.1"][..], Some("198.51.100.1")),
            (&["6.6.6.6, 198.51.100.1"], Some("198.51.100.1")),
            (&["6.6.6.6", "198.51.100.1"], Some("198.51.100.1")),
            (&["198.51.100.1, unknown"], None),
            (&[], None),
        ] {
            assert_eq!(address("127.0.0.1", forwarded, true).as_deref(), expected, "{forwarded:?}");
        }
    }
}
