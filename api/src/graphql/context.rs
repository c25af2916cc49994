//! What every resolver can ask for: the server, the viewer, and where the log stood when the request began.

use async_graphql::{Context, ID};
use entity::id::IdError;

use super::error::{Error, ErrorCode, Result};
use crate::{app::App, domain::access::Viewer, platform::log::Cursor};

/// The one datum of every request.
#[derive(Clone)]
pub struct RequestContext {
    /// The server.
    pub app: App,
    /// Who asks.
    pub viewer: Viewer,
    /// Names the request in logs and errors.
    pub request_id: String,
    /// The log's head when the request began, before anything was read: state then stream without a gap.
    pub head: Cursor,
}

/// The server that a resolver runs in.
pub(super) fn app<'a>(ctx: &Context<'a>) -> &'a App {
    &ctx.data_unchecked::<RequestContext>().app
}

/// Who asks.
pub(super) fn viewer<'a>(ctx: &Context<'a>) -> &'a Viewer {
    &ctx.data_unchecked::<RequestContext>().viewer
}

/// Reads an id of one kind.
///
/// # Errors
/// `ID_TYPE_MISMATCH` for an id of another kind, `BAD_USER_INPUT` for what is none.
pub(super) fn parse_id<T: std::str::FromStr<Err = IdError>>(id: &ID) -> Result<T> {
    id.parse().map_err(|error: IdError| {
        let code = match error {
            IdError::Mismatch { .. } => ErrorCode::IdTypeMismatch,
            IdError::Malformed => ErrorCode::BadUserInput,
        };
        Error::new(code, error.to_string())
    })
}
