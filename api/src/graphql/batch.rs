//! The batches of a request's loaders. They are begun and end in the request's own task, between its steps: a batch has all that a
//! step asked for, in whatever order its fields were resolved, and nothing waits for a timer, as the library's batches do
//! (ADR 0022).

use std::{
    collections::HashMap,
    future::poll_fn,
    hash::Hash,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use async_graphql::{
    dataloader::{DataLoader, Loader},
    runtime::Timer,
};
use futures_util::{
    FutureExt, Stream, StreamExt,
    future::{BoxFuture, ready},
    stream::{self, FuturesUnordered},
    task::{AtomicWaker, FutureObj, Spawn, SpawnError},
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{error::Error, loader::LoadError};
use crate::platform::task;

type Batch = FutureObj<'static, ()>;

/// The batches of a request's loaders. Whoever runs the request runs them beside it, or what is loaded never comes.
pub struct Batches {
    begun: UnboundedReceiver<Batch>,
    running: FuturesUnordered<Batch>,
    step: Arc<Step>,
    waker: Waker,
}

/// Where loaders begin their batches.
pub(super) struct Begin(UnboundedSender<Batch>);

/// Batches, and where to begin them.
pub(super) fn batches() -> (Begin, Batches) {
    let (begin, begun) = unbounded_channel();
    let step = Arc::new(Step::default());
    let waker = Waker::from(Arc::clone(&step));
    (Begin(begin), Batches { begun, running: FuturesUnordered::new(), step, waker })
}

impl Begin {
    /// A loader that begins its batches here.
    pub(super) fn loader<L>(&self, loader: L) -> DataLoader<Apart<L>> {
        DataLoader::new(Apart(Arc::new(loader)), Self(self.0.clone()), AtOnce)
    }
}

impl Batches {
    /// Runs them while the future runs.
    pub async fn beside<F: Future>(mut self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|cx| self.step(cx, |cx| future.as_mut().poll(cx))).await
    }

    /// Runs them while the stream is read.
    pub fn beside_stream<S: Stream + Unpin>(mut self, mut stream: S) -> impl Stream<Item = S::Item> {
        stream::poll_fn(move |cx| self.step(cx, |cx| stream.poll_next_unpin(cx)))
    }

    /// A step of the request, then one of its batches. While the request wants to go on at once, as a long list does within
    /// another, it has not asked for everything yet, and no batch begins.
    fn step<T>(&mut self, cx: &mut Context<'_>, ask: impl FnOnce(&mut Context<'_>) -> Poll<T>) -> Poll<T> {
        self.step.begin(cx.waker());
        let asked = ask(&mut Context::from_waker(&self.waker));
        if asked.is_ready() {
            return asked;
        }
        if !self.step.goes_on() {
            while let Poll::Ready(Some(batch)) = self.begun.poll_recv(cx) {
                self.running.push(batch);
            }
        }
        while let Poll::Ready(Some(())) = self.running.poll_next_unpin(cx) {}
        Poll::Pending
    }
}

/// Wakes the task of a request, and knows whether that was done since its step began.
#[derive(Default)]
struct Step {
    woken: AtomicBool,
    task: AtomicWaker,
}

impl Step {
    /// What wakes the step from now on wakes the task, too; so the task is known first.
    fn begin(&self, task: &Waker) {
        self.task.register(task);
        self.woken.store(false, Ordering::SeqCst);
    }

    fn goes_on(&self) -> bool {
        self.woken.load(Ordering::SeqCst)
    }
}

impl Wake for Step {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.task.wake();
    }
}

impl Spawn for Begin {
    fn spawn_obj(&self, batch: Batch) -> Result<(), SpawnError> {
        self.0.send(batch).map_err(|_| SpawnError::shutdown())
    }
}

/// A batch is complete when it begins: the step that asked for it is over.
struct AtOnce;

impl Timer for AtOnce {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        ready(()).boxed()
    }
}

/// A loader whose statements run in a task of their own: however slowly a client takes its answers, what has a session of the
/// database gives it back.
pub(super) struct Apart<L>(Arc<L>);

impl<K, L> Loader<K> for Apart<L>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    L: Loader<K, Error = LoadError>,
{
    type Value = L::Value;
    type Error = LoadError;

    async fn load(&self, keys: &[K]) -> Result<HashMap<K, L::Value>, LoadError> {
        let (loader, keys) = (Arc::clone(&self.0), keys.to_vec());
        let loaded = task::spawn("loader", async move { loader.load(&keys).await }).await;
        loaded.unwrap_or_else(|_| Err(Arc::new(Error::internal("the task of a loader failed"))))
    }
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
