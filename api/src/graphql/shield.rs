//! A root object around a root object, so that one root field that fails, panics or takes too long leaves the others
//! alone. The library would null the whole `data`, or drop the answer.

use std::{any::Any, borrow::Cow, panic::AssertUnwindSafe};

use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerError, ServerResult, Value,
    parser::types::Field,
    registry::Registry,
    resolver_utils::{ContainerType, resolve_container},
};
use chrono::{DateTime, Utc};
use futures_util::{FutureExt, future::BoxFuture};

use super::error::Error;
use crate::platform::clock::Clock;

/// The root object `T`, each of its fields failing on its own.
pub struct Shielded<T>(pub T);

/// When a query's fields must be ready: a datum of the request. Mutations have none, because they run to their end.
pub struct Deadline {
    /// The clock that decides.
    pub clock: Clock,
    /// The instant.
    pub at: DateTime<Utc>,
}

type Resolved = Result<ServerResult<Option<Value>>, Box<dyn Any + Send>>;

impl<T: ObjectType> Shielded<T> {
    /// A root field whose panic is caught. The future of a root has room for every field of the schema: on the heap, and made
    /// in a frame that is gone when it runs, it does not crowd a thread's stack.
    fn guarded<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Resolved> {
        AssertUnwindSafe(self.0.resolve_field(ctx)).catch_unwind().boxed()
    }
}

impl<T: ObjectType> ContainerType for Shielded<T> {
    fn is_empty() -> bool {
        T::is_empty()
    }

    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let result = match within_deadline(ctx, self.guarded(ctx)).await {
            Some(Ok(result)) => result,
            Some(Err(panic)) => Err(refused(ctx, Error::internal(panic_text(&*panic)))),
            None => Err(refused(ctx, Error::deadline_exceeded())),
        };
        match result {
            Err(error) if is_nullable::<T>(ctx) => {
                ctx.add_error(error);
                Ok(Some(Value::Null))
            }
            result => result,
        }
    }
}

impl<T: ObjectType> OutputType for Shielded<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl<T: ObjectType> ObjectType for Shielded<T> {}

async fn within_deadline<F: Future>(ctx: &Context<'_>, field: F) -> Option<F::Output> {
    let Some(deadline) = ctx.data_opt::<Deadline>() else { return Some(field.await) };
    tokio::select! {
        biased;
        output = field => Some(output),
        () = deadline.clock.sleep_until(deadline.at) => None,
    }
}

fn is_nullable<T: ObjectType>(ctx: &Context<'_>) -> bool {
    let root = ctx.schema_env.registry.types.get(&*T::type_name());
    let field = root.and_then(|root| root.field_by_name(ctx.item.node.name.node.as_str()));
    field.is_some_and(|field| !field.ty.ends_with('!'))
}

fn refused(ctx: &Context<'_>, error: Error) -> ServerError {
    ctx.set_error_path(error.at([ctx.item.pos]).into_server_error())
}

/// What a panic says, for the log.
pub fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("without a text"))
}

#[cfg(test)]
#[path = "shield_tests.rs"]
mod tests;
