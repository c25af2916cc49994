//! The life of a socket: initialisation, operations, and the reasons to end it.

use std::pin::pin;

use async_graphql::parser::types::OperationType;
use chrono::SecondsFormat;
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};
use serde_json::{Map, Value};

use super::{
    close::Close,
    message::{Ack, ClientMessage, ServerMessage},
    operations::{Operations, Turn},
    socket::{Over, Socket},
    tally::Place,
};
use crate::{
    domain::access::Viewer,
    graphql::error::{Error, ErrorCode},
    http::{ending, execution::Step, graphql, parameters::Parameters, request_id::RequestId, state::Server},
};

/// A socket and what it needs.
pub(super) struct Session {
    server: Server,
    socket: Socket,
    id: RequestId,
    operations: Operations,
    started: u64,
}

impl Session {
    pub(super) fn new(server: Server, socket: Socket, id: RequestId) -> Self {
        Self { server, socket, id, operations: Operations::default(), started: 0 }
    }

    /// Serves the socket until it is over. `authorization` came with the upgrade; the init payload goes before it.
    pub(super) async fn run(mut self, authorization: Option<String>) {
        let over = match self.initialise(authorization).await {
            Ok((viewer, _place)) => self.serve(&viewer).await,
            Err(over) => over,
        };
        // Streams end before the farewell: it may take a while.
        self.operations = Operations::default();
        if let Over::Close(close) = over {
            self.socket.close(close).await;
        }
    }

    async fn initialise(&mut self, authorization: Option<String>) -> Result<(Viewer, Place), Over> {
        let server = self.server.clone();
        let payload = tokio::select! {
            biased;
            payload = self.await_init() => payload?,
            () = server.app.stopping() => return Err(Close::Stopping.into()),
            () = server.app.clock().sleep(server.limits().socket_init) => return Err(Close::InitTimeout.into()),
        };
        let authorization = credentials(&payload)?.or(authorization);
        let viewer =
            server.authenticate(authorization.as_deref()).await.map_err(|error| match error.code() {
                ErrorCode::Unavailable => Close::TryAgain("Credentials cannot be checked now"),
                _ => Close::Forbidden(error.message().to_owned().into()),
            })?;
        let principal = viewer.principal().ok_or(Close::Forbidden("Credentials are required".into()))?;
        let place = server.sockets.enter(principal, server.limits().sockets_per_principal);
        let place = place.ok_or(Close::TryAgain("Too many sockets of this principal"))?;
        let ack = self.ack(&viewer);
        self.socket.send(&ServerMessage::ConnectionAck { payload: ack }).await?;
        Ok((viewer, place))
    }

    async fn await_init(&mut self) -> Result<Map<String, Value>, Over> {
        loop {
            match self.socket.receive().await? {
                ClientMessage::Init(payload) => return Ok(payload),
                ClientMessage::Ping(payload) => self.socket.send(&ServerMessage::Pong { payload }).await?,
                ClientMessage::Pong => {}
                ClientMessage::Subscribe { .. } | ClientMessage::Complete { .. } => {
                    return Err(Close::NotInitialised.into());
                }
            }
        }
    }

    fn ack(&self, viewer: &Viewer) -> Ack {
        let limits = self.server.limits();
        Ack {
            heartbeat_ms: u64::try_from(limits.socket_heartbeat.as_millis()).unwrap_or(u64::MAX),
            expires_at: viewer.expires_at().map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            resume_window: format!("PT{}S", limits.resume_window.as_secs()),
        }
    }

    async fn serve(&mut self, viewer: &Viewer) -> Over {
        let server = self.server.clone();
        let mut ending = pin!(ending::of(&server.app, viewer));
        let mut heartbeat = pin!(server.app.clock().sleep(server.limits().socket_heartbeat));
        loop {
            let death = self.socket.death();
            let done = tokio::select! {
                ending = &mut ending => Err(Close::from(ending).into()),
                () = death => Err(Close::Dead.into()),
                () = &mut heartbeat => {
                    heartbeat.set(server.app.clock().sleep(server.limits().socket_heartbeat));
                    self.socket.ping().await
                }
                message = self.socket.receive() => match message {
                    Ok(message) => self.hear(viewer, message).await,
                    Err(over) => Err(over),
                },
                turn = self.operations.next() => self.tell(turn).await,
            };
            if let Err(over) = done {
                return over;
            }
        }
    }

    async fn hear(&mut self, viewer: &Viewer, message: ClientMessage) -> Result<(), Over> {
        match message {
            ClientMessage::Init(_) => Err(Close::SecondInit.into()),
            ClientMessage::Ping(payload) => self.socket.send(&ServerMessage::Pong { payload }).await,
            ClientMessage::Pong => Ok(()),
            ClientMessage::Complete { id } => {
                self.operations.stop(&id);
                Ok(())
            }
            ClientMessage::Subscribe { id, .. } if self.operations.contains(&id) => {
                Err(Close::DuplicateId(id).into())
            }
            ClientMessage::Subscribe { id, parameters } => {
                let steps = self.operation(viewer, parameters);
                Ok(self.operations.start(id, steps)?)
            }
        }
    }

    async fn tell(&mut self, turn: Turn) -> Result<(), Over> {
        let Turn { id, step } = turn;
        let message = match &step {
            Some(Step::Next(answer)) => ServerMessage::Next { id: &id, payload: answer },
            Some(Step::Failed(answer)) => ServerMessage::Error { id: &id, payload: answer.errors() },
            Some(Step::Lost) => return Err(Close::TryAgain("The feed is lost").into()),
            None => ServerMessage::Complete { id: &id },
        };
        self.socket.send(&message).await
    }

    /// The steps of an operation, one failed step if it is refused.
    fn operation(&mut self, viewer: &Viewer, parameters: Parameters) -> BoxStream<'static, Step> {
        self.started += 1;
        let report = self.server.report(self.id.operation(self.started));
        let refuse = |error| stream::iter([Step::Failed(report.refusal(error))]).boxed();
        let max = self.server.limits().operations_per_socket;
        if self.operations.len() >= max {
            return refuse(Error::limit("operationsPerSocket", self.operations.len() + 1, max));
        }
        let Parameters { query, operation_name, variables } = parameters;
        let admitted = match self.server.documents.admit(&query, operation_name.as_deref(), variables) {
            Ok(admitted) => admitted,
            Err(error) => return refuse(error),
        };
        let viewer = &self.server.app.services().access().facts().present(viewer);
        let request = graphql::with_context(&self.server, viewer, &report.request_id, admitted.request);
        let runner = self.server.runner(report.clone());
        match admitted.operation {
            OperationType::Subscription => runner.subscription(request).boxed(),
            OperationType::Mutation => {
                refuse(Error::new(ErrorCode::BadRequest, "Mutations are taken over HTTP POST only."))
            }
            OperationType::Query => stream::once(async move {
                let answer = runner.query(request).await;
                if answer.is_executed() { Step::Next(answer) } else { Step::Failed(answer) }
            })
            .boxed(),
        }
    }
}

fn credentials(payload: &Map<String, Value>) -> Result<Option<String>, Close> {
    let given = payload.get("authorization").or_else(|| payload.get("Authorization"));
    match given {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Close::Forbidden("The authorization must be a string".into())),
    }
}
