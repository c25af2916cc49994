//! Where a request comes from, for the bound on failed sign-ins.

/// A datum of the request: the client's address, or the network that one client has. It is left out where the address may be a
/// proxy's, behind which everybody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientAddress(pub String);
