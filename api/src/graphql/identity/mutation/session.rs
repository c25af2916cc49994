//! The first start, signing in, staying signed in, signing out.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    domain::identity::{CompleteSetup, IdentityError, OpenedSession},
    graphql::{
        client_address::ClientAddress,
        context::{parse_id, services, viewer},
        error::Nullable,
        failure::Failure,
        payload::{Changed, payloads},
    },
    platform::{db::Committed, secret::Secret},
};

/// The code that the server printed at its first start, and who becomes the first administrator.
#[derive(InputObject)]
pub struct SetupCompleteInput {
    /// As the server printed it. It works once, for an hour, while there are no users.
    code: String,
    /// Where the person is reached; their name for signing in. At most 254 characters.
    email: String,
    /// Full name. At most 200 characters.
    name: String,
    /// For signing in: 12 to 1,024 bytes.
    password: String,
}

/// E-mail and password.
#[derive(InputObject)]
pub struct SessionOpenInput {
    /// Case, accents and width do not count.
    email: String,
    /// The password.
    password: String,
}

/// A refresh token.
#[derive(InputObject)]
pub struct SessionRenewInput {
    /// From the last `sessionOpen` or `sessionRenew`. It works once.
    refresh_token: String,
}

/// Which session ends.
#[derive(InputObject)]
pub struct SessionCloseInput {
    /// Another session of your own, `ses_...`; left out: the one that this request came in.
    session_id: Option<ID>,
}

/// What signs the next requests.
#[derive(SimpleObject)]
pub struct SessionTokens {
    /// The session; `sessionClose` ends it.
    session_id: ID,
    /// Who signed in.
    user_id: ID,
    /// Send it with each request: `Authorization: Bearer ...`.
    access_token: String,
    /// When the access token stops working, a quarter of an hour from now.
    access_token_expires_at: DateTime<Utc>,
    /// For `sessionRenew`. It works once; keep it where no other program reads it.
    refresh_token: String,
    /// When the refresh token stops working, thirty days from now.
    refresh_token_expires_at: DateTime<Utc>,
}

payloads! {
    /// What the setup came to.
    SetupCompletePayload {
        /// The first administrator's session.
        session: SessionTokens
    }
    /// What signing in came to.
    SessionOpenPayload {
        /// The session.
        session: SessionTokens
    }
    /// What the renewal came to.
    SessionRenewPayload {
        /// The same session with fresh tokens.
        session: SessionTokens
    }
    /// What signing out came to.
    SessionClosePayload {
        /// The session that was ended.
        session_id: ID
    }
}

/// Root fields about sessions.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Creates the first administrator and signs them in. A code that does not work is the user error `SETUP_CODE_INVALID`.
    ///
    /// Requires: the code that the server printed at its first start; no sign-in.
    /// Emits: setup.completed, session.opened
    async fn setup_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code, and who becomes administrator.")] input: SetupCompleteInput,
    ) -> Nullable<SetupCompletePayload> {
        let command = CompleteSetup {
            code: Secret::new(input.code),
            email: input.email,
            name: input.name,
            password: Secret::new(input.password),
        };
        SetupCompletePayload::of(tokens(services(ctx).identity().complete_setup(command).await))
    }

    /// Signs in. Send it without the header `Authorization`. Whatever is wrong is the same user error `SIGN_IN_FAILED`; after
    /// ten failures for an e-mail in a quarter of an hour, or a hundred from an address, it is the error `RATE_LIMITED` with
    /// `retryAfterMs`.
    ///
    /// Requires: nothing.
    /// Emits: session.opened
    async fn session_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: SessionOpenInput,
    ) -> Nullable<SessionOpenPayload> {
        let address = ctx.data_opt::<ClientAddress>().map(|address| address.0.as_str());
        let password = Secret::new(input.password);
        let opened = services(ctx).identity().open_session(&input.email, password, address).await;
        SessionOpenPayload::of(tokens(opened))
    }

    /// Gives fresh tokens for a refresh token. Send it without the header `Authorization`, whose token may have expired. A
    /// token works once: its second use ends the session for everybody, because one of the two users is a thief. Within ten
    /// seconds of the first use a second one is taken for a client that renewed twice in parallel. A token that does not work
    /// is the user error `REFRESH_TOKEN_INVALID`: sign in again.
    ///
    /// Requires: nothing.
    /// Emits: session.ended if the token was used before, else nothing.
    async fn session_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: SessionRenewInput,
    ) -> Nullable<SessionRenewPayload> {
        let renewed = services(ctx).identity().renew_session(&Secret::new(input.refresh_token)).await;
        SessionRenewPayload::of(tokens(renewed))
    }

    /// Signs out: the session's tokens stop working and its sockets are closed.
    ///
    /// Requires: any person who is signed in, for their own sessions.
    /// Emits: session.ended
    async fn session_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session ends.")] input: SessionCloseInput,
    ) -> Nullable<SessionClosePayload> {
        SessionClosePayload::of(close(ctx, input).await)
    }
}

fn tokens(
    result: Result<Committed<OpenedSession>, IdentityError>,
) -> Result<Changed<SessionTokens>, Failure> {
    let Committed { value: opened, events } = result?;
    let entity = SessionTokens {
        session_id: ID(opened.id.to_string()),
        user_id: ID(opened.user.to_string()),
        access_token: opened.access.secret.reveal().to_owned(),
        access_token_expires_at: opened.access.expires_at,
        refresh_token: opened.refresh.secret.reveal().to_owned(),
        refresh_token_expires_at: opened.refresh.expires_at,
    };
    Ok(Changed { entity: Some(entity), events })
}

async fn close(ctx: &Context<'_>, input: SessionCloseInput) -> Result<Changed<ID>, Failure> {
    let id = input.session_id.as_ref().map(parse_id).transpose()?;
    let closed = services(ctx).identity().close_session(viewer(ctx), id).await?;
    Ok(Changed { entity: Some(ID(closed.value.to_string())), events: closed.events })
}
