//! GraphQL over WebSocket: the subprotocol `graphql-transport-ws`, served by a loop of our own.
//!
//! The library's loop never pings, waits for ever on a peer that does not read, replaces an operation of the same id
//! silently, starves operations, and ends a lost stream with `complete`, which clients take as final.

mod close;
mod message;
mod operations;
mod session;
mod socket;
pub(super) mod tally;

use axum::{
    extract::{FromRequestParts, WebSocketUpgrade},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use self::{close::Close, session::Session, socket::Socket};
use super::{
    negotiation::Format,
    refusal::Refusal,
    request_id::RequestId,
    state::{self, Server},
};

const SUBPROTOCOL: &str = "graphql-transport-ws";
/// The library's default of 128 KiB would cost 144 KB a socket instead of 16.
const BUFFER: usize = 4 * 1024;
/// A message beyond the limit is still read up to this many limits, so that the client gets to read why it is closed.
const READ_AHEAD: usize = 4;

/// Whether the client wants to leave HTTP.
pub(super) fn is_upgrade(parts: &Parts) -> bool {
    let upgrade = parts.headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}

/// Opens a socket.
pub(super) async fn upgrade(server: Server, id: RequestId, mut parts: Parts) -> Response {
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade.protocols([SUBPROTOCOL]),
        Err(rejection) => return rejected(&server, id, rejection.into_response().status()),
    };
    let authorization = state::authorization(&parts.headers).map(|text| text.map(str::to_owned));
    let chosen = upgrade.selected_protocol().is_some();
    let max = server.limits().message_bytes * READ_AHEAD;
    upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(max)
        .max_frame_size(max)
        .on_upgrade(async move |socket| {
            let presence = server.presence.clone();
            let socket = Socket::new(socket, &server);
            match authorization {
                _ if !chosen => socket.close(Close::Subprotocol).await,
                Ok(authorization) => Session::new(server, socket, id).run(authorization).await,
                Err(error) => socket.close(Close::Forbidden(error.message().to_owned().into())).await,
            }
            drop(presence);
        })
}

fn rejected(server: &Server, id: RequestId, status: StatusCode) -> Response {
    let message = "This is not a proper WebSocket handshake.";
    let refusal = Refusal::bad_request(message).with_status(status);
    refusal.into_response(Format::Json, &server.report(id))
}
