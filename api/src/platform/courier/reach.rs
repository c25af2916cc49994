//! Which addresses may be reached. Judged on the very address that is connected to, after the name was resolved: what a
//! name said a moment ago proves nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far a courier goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses, over TLS.
    Public,
    /// Every address, this machine and private networks included, with or without TLS.
    Anywhere,
}

impl Reach {
    /// Whether an address may be connected to.
    pub(super) fn includes(self, address: IpAddr) -> bool {
        self == Self::Anywhere || is_public(address)
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Not for special use by the registry of the IANA.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, loopback, link-local (where clouds keep their metadata).
        [0 | 127, ..] | [169, 254, ..] => true,
        // Private networks, and those behind a carrier's translation.
        [10, ..] | [192, 168, ..] => true,
        [172, second, ..] if second & 0xf0 == 16 => true,
        [100, second, ..] if second & 0xc0 == 64 => true,
        // Protocol assignments, relays, documentation, benchmarks.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => true,
        [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [first, ..] => first >= 224,
    };
    !special
}

/// Only global unicast, and of that nothing that leads elsewhere. An address that carries one of version 4 is as public as
/// that: 64:ff9b::/96 is the way to all of them where there is no version 4. Mapped ones (::ffff:0:0/96) are no way at all.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let words = address.segments();
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = words {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let global = words[0] & 0xe000 == 0x2000;
    let special = match words {
        // Protocol assignments and Teredo, documentation, 6to4.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => true,
        [0x2002, ..] => true,
        [0x3fff, second, ..] if second < 0x1000 => true,
        _ => false,
    };
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_reached_unless_the_operator_allows_others() {
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450:4001::1",
            "64:ff9b::101:101",
        ] {
            assert!(Reach::Public.includes(public.parse().unwrap()), "{public}");
        }
        for hidden in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:1.1.1.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff:fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!Reach::Public.includes(hidden.parse().unwrap()), "{hidden}");
            assert!(Reach::Anywhere.includes(hidden.parse().unwrap()), "{hidden}");
        }
    }
}
