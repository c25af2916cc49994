//! The closed list of error codes. A code never changes its meaning; clients branch on it, never on messages.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $retryable:literal;)+) => {
        /// Why a request or a field failed, as `extensions.code`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable text on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Whether the same request can succeed later without being changed.
            pub const fn is_retryable(self) -> bool {
                match self { $(Self::$name => $retryable,)+ }
            }

            /// What the code means, in the words of this list.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+),)+ }
            }
        }
    };
}

codes! {
    /// The request is not a GraphQL request: malformed JSON, parameters of the wrong type, a wrong transport.
    BadRequest = "BAD_REQUEST", false;
    /// The document has a syntax error.
    GraphqlParseFailed = "GRAPHQL_PARSE_FAILED", false;
    /// The document does not fit the schema.
    GraphqlValidationFailed = "GRAPHQL_VALIDATION_FAILED", false;
    /// A variable or an argument has a value that its type does not take.
    BadUserInput = "BAD_USER_INPUT", false;
    /// The document has several operations and the request names none of them.
    OperationAmbiguous = "OPERATION_AMBIGUOUS", false;
    /// An id of one type was given where another type's id belongs.
    IdTypeMismatch = "ID_TYPE_MISMATCH", false;
    /// There is no valid sign-in.
    Unauthenticated = "UNAUTHENTICATED", false;
    /// The access token was valid and is over; renew it and repeat the request.
    TokenExpired = "TOKEN_EXPIRED", false;
    /// The viewer may know that the thing exists and may not do this with it.
    Forbidden = "FORBIDDEN", false;
    /// The thing does not exist, or the viewer may not know that it does.
    NotFound = "NOT_FOUND", false;
    /// The document would cost more than the viewer may spend on one request.
    QueryTooCostly = "QUERY_TOO_COSTLY", false;
    /// A limit of the contract was passed; `limit`, `actual` and `max` say which.
    LimitExceeded = "LIMIT_EXCEEDED", false;
    /// Several requests came in one body; send them one by one.
    BatchingUnsupported = "BATCHING_UNSUPPORTED", false;
    /// Too many requests; wait `retryAfterMs`.
    RateLimited = "RATE_LIMITED", true;
    /// The server does not know the document with this id.
    PersistedDocumentNotFound = "PERSISTED_DOCUMENT_NOT_FOUND", false;
    /// The server takes only documents that were registered before.
    PersistedDocumentRequired = "PERSISTED_DOCUMENT_REQUIRED", false;
    /// The cursor is not one of ours, or belongs to another filter or order.
    CursorInvalid = "CURSOR_INVALID", false;
    /// The events after this cursor are no longer kept; the oldest position left is `oldest`.
    CursorExpired = "CURSOR_EXPIRED", false;
    /// The cursor belongs to a history that was lost; read the state again and resume from `eventCursor`.
    CursorDiverged = "CURSOR_DIVERGED", false;
    /// The idempotency key was used before with another input.
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED", false;
    /// A request with this idempotency key is running now.
    IdempotencyInProgress = "IDEMPOTENCY_IN_PROGRESS", true;
    /// The time for the answer was up; what was ready is in `data`.
    DeadlineExceeded = "DEADLINE_EXCEEDED", true;
    /// The server cannot answer now.
    Unavailable = "UNAVAILABLE", true;
    /// The server has a defect; `requestId` leads to its log.
    Internal = "INTERNAL", false;
}
