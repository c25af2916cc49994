//! What every resolver can ask for: the server, the viewer, and where the log stood when the request began.

use async_graphql::{Context, ID};
use entity::id::{IdError, split};

use super::{
    Schema,
    error::{Error, ErrorCode, Result},
};
use crate::{
    domain::{Services, access::Viewer},
    limits::Limits,
    platform::log::Cursor,
};

/// The one datum of every request.
#[derive(Clone)]
pub struct RequestContext {
    /// What the business can do.
    pub services: Services,
    /// The schema itself, for documents that are kept to be run later.
    pub schema: Schema,
    /// Who asks.
    pub viewer: Viewer,
    /// What one request may cost.
    pub limits: Limits,
    /// Names the request in logs and errors.
    pub request_id: String,
    /// The log's head when the request began, before anything was read: state then stream without a gap.
    pub head: Cursor,
}

/// What the business can do.
pub(super) fn services<'a>(ctx: &Context<'a>) -> &'a Services {
    &ctx.data_unchecked::<RequestContext>().services
}

/// Who asks.
pub(super) fn viewer<'a>(ctx: &Context<'a>) -> &'a Viewer {
    &ctx.data_unchecked::<RequestContext>().viewer
}

/// What one request may cost.
pub(super) fn limits<'a>(ctx: &Context<'a>) -> &'a Limits {
    &ctx.data_unchecked::<RequestContext>().limits
}

/// Of which kind an id is, where ids of several kinds are taken: one of these prefixes.
///
/// # Errors
/// `ID_TYPE_MISMATCH` for an id of another kind, `BAD_USER_INPUT` for what is none.
pub(super) fn kind_of(id: &ID, taken: &[&'static str]) -> Result<&'static str> {
    let (prefix, _) = split(id).ok_or_else(|| malformed(&IdError::Malformed))?;
    let kind = taken.iter().find(|kind| **kind == prefix).copied();
    kind.ok_or_else(|| {
        let names: Vec<String> = taken.iter().map(|kind| format!("`{kind}_`")).collect();
        let expected = names.join(" or ");
        let text =
            format!("expected an id that starts with {expected}, got one that starts with `{prefix}_`");
        Error::new(ErrorCode::IdTypeMismatch, text)
    })
}

/// Reads an id of one kind.
///
/// # Errors
/// `ID_TYPE_MISMATCH` for an id of another kind, `BAD_USER_INPUT` for what is none.
pub(super) fn parse_id<T: std::str::FromStr<Err = IdError>>(id: &ID) -> Result<T> {
    id.parse().map_err(|error: IdError| match error {
        IdError::Mismatch { .. } => Error::new(ErrorCode::IdTypeMismatch, error.to_string()),
        IdError::Malformed => malformed(&error),
    })
}

fn malformed(error: &IdError) -> Error {
    Error::new(ErrorCode::BadUserInput, error.to_string())
}
