//! Where an SSE client wants a stream to go on, told by its `Last-Event-ID` header.

/// A datum of the request. A subscription resolver prefers it over its `after` argument: a client that reconnects
/// repeats its first request word for word and only the header has moved on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeFrom(pub String);
