//! Every number that bounds what one client may ask of the server, in one place.
//!
//! The defaults are the contract with clients; a configuration may change them. A refusal names the limit by its
//! field's name in camel case (`extensions.limit`), so what is printed here is what a client reads.

use std::time::Duration;

/// The limits of documents, requests, sockets and waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a GraphQL document.
    pub document_bytes: usize,
    /// Lexical tokens of a GraphQL document, comments and commas left out.
    pub document_tokens: usize,
    /// Brackets of any kind open at once in a document. The parser recurses on each of them.
    pub document_nesting: usize,
    /// Selection sets inside one another, fragments expanded; the validator recurses on each of them.
    pub selection_nesting: usize,
    /// Fields above one another, from a root field to a leaf, fragments expanded.
    pub depth: usize,
    /// The same below `__schema` and `__type`.
    pub introspection_depth: usize,
    /// Aliases of one operation, fragments expanded.
    pub aliases: usize,
    /// Root fields of a query.
    pub query_roots: usize,
    /// Root fields of a mutation.
    pub mutation_roots: usize,
    /// Directives at one field, fragment or operation.
    pub directives_per_field: usize,
    /// Directives in one document.
    pub directives: usize,
    /// Fields of all operations of a document, fragments expanded.
    pub expanded_fields: usize,
    /// `first` or `last` of a connection.
    pub page_size: usize,
    /// Rows that one request may ask for: page sizes multiplied along each path, summed over the paths.
    pub nodes: usize,
    /// Elements of a list given as input.
    pub input_list: usize,
    /// Groups of a filter inside one another.
    pub filter_depth: usize,
    /// Comparisons of a filter, whatever group they stand in.
    pub filter_tests: usize,
    /// Keys of an order.
    pub sort_keys: usize,
    /// Texts of one request for which the nearest entries are looked up: a text is compared with thousands of others.
    pub nearest_texts: usize,
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// Bytes of one WebSocket message.
    pub message_bytes: usize,
    /// Bytes of the `Authorization` header or of the credentials in a socket's init payload.
    pub bearer_bytes: usize,
    /// Errors listed in one answer; the rest are left out.
    pub errors: usize,
    /// How long one query or mutation is waited for.
    pub execution: Duration,
    /// How long one SQL statement may run.
    pub statement: Duration,
    /// How long the head, and then the body, of a request may take to arrive.
    pub request_read: Duration,
    /// Operations alive on one socket.
    pub operations_per_socket: usize,
    /// Sockets alive for one principal.
    pub sockets_per_principal: usize,
    /// How long a fresh socket may stay silent before `connection_init`.
    pub socket_init: Duration,
    /// How often a socket gets a `ping`.
    pub socket_heartbeat: Duration,
    /// How long a socket may say nothing at all before it counts as dead.
    pub socket_silence: Duration,
    /// How long one message may take to be written to a socket.
    pub socket_write: Duration,
    /// How often an idle SSE answer gets a comment.
    pub sse_keep_alive: Duration,
    /// How long ago a cursor may be taken for a stream to resume from it.
    pub resume_window: Duration,
    /// Memory for parsed documents.
    pub document_cache_bytes: usize,
    /// Characters of a document that is set as a PDF.
    pub pdf_characters: usize,
}

/// A thread sets a document of so many characters in seconds, whatever it says.
pub const PDF_CHARACTERS: usize = 300_000;

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 16 * 1024,
            document_tokens: 2_000,
            document_nesting: 64,
            selection_nesting: 32,
            depth: 10,
            introspection_depth: 15,
            aliases: 30,
            query_roots: 10,
            mutation_roots: 5,
            directives_per_field: 5,
            directives: 30,
            expanded_fields: 3_000,
            page_size: 100,
            nodes: 10_000,
            input_list: 100,
            filter_depth: 3,
            filter_tests: 20,
            sort_keys: 3,
            nearest_texts: 10,
            body_bytes: 256 * 1024,
            message_bytes: 64 * 1024,
            bearer_bytes: 8 * 1024,
            errors: 20,
            execution: Duration::from_secs(10),
            statement: Duration::from_secs(3),
            request_read: Duration::from_secs(15),
            operations_per_socket: 32,
            sockets_per_principal: 20,
            socket_init: Duration::from_secs(5),
            socket_heartbeat: Duration::from_secs(25),
            socket_silence: Duration::from_secs(60),
            socket_write: Duration::from_secs(10),
            sse_keep_alive: Duration::from_secs(15),
            resume_window: Duration::from_secs(30 * 24 * 60 * 60),
            document_cache_bytes: 64 * 1024 * 1024,
            pdf_characters: PDF_CHARACTERS,
        }
    }
}
