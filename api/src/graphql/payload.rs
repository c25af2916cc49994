//! What mutations answer: the thing after the change, what the client can put right, and the events of the change.

use std::time::Duration;

use async_graphql::{Context, ID, InputType};
use entity::id::EventId;

use super::{context::services, error::Error, failure::UserError, scalar::EventCursor};
use crate::{domain::journal::Idempotency, platform::secret::sha256_hex};

/// How long the field `cursor` waits for the number of a change.
const PATIENCE: Duration = Duration::from_millis(50);

/// A thing after a change, with the events of the change.
pub(super) struct Changed<T> {
    /// `None`: the viewer may not see it (any more).
    pub(super) entity: Option<T>,
    /// The events.
    pub(super) events: Vec<EventId>,
}

/// Makes payload types: `Name { field: Type }` becomes an object with that field, `userErrors`, `eventIds` and `cursor`.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $entity:ty })*) => {$(
        $(#[$doc])*
        pub struct $name {
            $field: Option<$entity>,
            user_errors: Vec<$crate::graphql::failure::UserError>,
            events: Vec<entity::id::EventId>,
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $name {
            $(#[$field_doc])*
            async fn $field(&self) -> Option<&$entity> {
                self.$field.as_ref()
            }

            /// What the client can put right; empty if the change was made.
            async fn user_errors(&self) -> &[$crate::graphql::failure::UserError] {
                &self.user_errors
            }

            /// The events of the change, known at commit: a subscriber can drop its own echo by them.
            async fn event_ids(&self) -> Vec<async_graphql::ID> {
                self.events.iter().map(|id| async_graphql::ID(id.to_string())).collect()
            }

            /// The change's position in the event log. Waits up to 50 ms for its number, else null.
            async fn cursor(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> Option<$crate::graphql::scalar::EventCursor> {
                $crate::graphql::payload::cursor(ctx, &self.events).await
            }
        }

        impl $name {
            /// The answer to a use case.
            pub(in $crate::graphql) fn of(
                result: Result<
                    $crate::graphql::payload::Changed<$entity>,
                    $crate::graphql::failure::Failure,
                >,
            ) -> $crate::graphql::error::Nullable<Self> {
                $crate::graphql::payload::answer(result, |$field, user_errors, events| {
                    Self { $field, user_errors, events }
                })
            }
        }
    )*};
}
pub(super) use payloads;

/// Makes the inputs of changes of a thing: first how every change says of which thing and which version it is, with the field of
/// the target that the id becomes; then for each input its name, its mutation, and what it says beside that.
macro_rules! change_inputs {
    (
        $target:ty {
            #[$id_doc:meta] $id:ident => $thing:ident,
            #[$version_doc:meta] expected_version,
        }
        $($(#[$doc:meta])* $name:ident of $mutation:literal {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        })*
    ) => {$(
        $(#[$doc])*
        #[derive(async_graphql::InputObject)]
        pub struct $name {
            #[$id_doc]
            pub(super) $id: async_graphql::ID,
            #[$version_doc]
            pub(super) expected_version: i32,
            $($(#[$field_doc])* pub(super) $field: $type,)*
            /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
            pub(super) idempotency_key: Option<async_graphql::ID>,
        }

        impl $name {
            pub(super) fn target(&self) -> $crate::graphql::error::Result<$target> {
                type Made = $target;
                let key = self.idempotency_key.as_ref();
                Ok(Made {
                    $thing: $crate::graphql::context::parse_id(&self.$id)?,
                    expected_version: self.expected_version.into(),
                    idempotency: $crate::graphql::payload::idempotency($mutation, key, self)?,
                })
            }
        }
    )*};
}
pub(super) use change_inputs;

/// The answer to a use case, made by `payload` from the entity, the user errors and the events.
pub(super) fn answer<T, P>(
    result: Result<Changed<T>, super::failure::Failure>,
    payload: impl FnOnce(Option<T>, Vec<UserError>, Vec<EventId>) -> P,
) -> super::error::Nullable<P> {
    use super::failure::Failure;
    Some(match result {
        Ok(changed) => Ok(payload(changed.entity, Vec::new(), changed.events)),
        Err(Failure::Told(user_errors)) => Ok(payload(None, user_errors, Vec::new())),
        Err(Failure::Error(error)) => Err(error),
    })
}

/// The position of the last of the events.
pub(super) async fn cursor(ctx: &Context<'_>, events: &[EventId]) -> Option<EventCursor> {
    let last = events.last()?;
    services(ctx).feed().cursor_of(*last, PATIENCE).await.map(EventCursor)
}

/// The idempotency of a request: its key, and the hash of its input.
///
/// # Errors
/// The key is empty, longer than 255 characters, or holds a control character.
pub(super) fn idempotency<I: InputType>(
    mutation: &'static str,
    key: Option<&ID>,
    input: &I,
) -> Result<Option<Idempotency>, Error> {
    let Some(key) = key else { return Ok(None) };
    let length = key.chars().count();
    if !(1..=255).contains(&length) || key.chars().any(char::is_control) {
        return Err(Error::new(
            super::error::ErrorCode::BadUserInput,
            "an idempotency key has 1 to 255 characters, none of them a control character",
        ));
    }
    let payload_hash = sha256_hex(input.to_value().to_string().as_bytes());
    Ok(Some(Idempotency { mutation, key: key.to_string(), payload_hash }))
}
