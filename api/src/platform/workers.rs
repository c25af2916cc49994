//! Work that takes the whole of a thread: on few threads, so that a flood of it costs waiting and not the machine.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Some threads, and how many may wait for one. Clones share them.
#[derive(Clone)]
pub struct Workers {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

/// Why work was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkError {
    /// Too many wait already: come again.
    #[error("too much is waiting to be worked on")]
    Busy,
    /// It panicked.
    #[error("the work broke off")]
    BrokeOff,
}

/// As many threads as the machine has cores.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Workers {
    /// So many threads, for which so many may wait.
    pub fn new(threads: usize, waiting: usize) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(threads + waiting)),
            running: Arc::new(Semaphore::new(threads)),
        }
    }

    /// Does the work when its turn has come. What began runs to its end, and keeps its place until then, even if nobody waits
    /// for it any more.
    ///
    /// # Errors
    /// Too many wait, or the work panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WorkError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| WorkError::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| WorkError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop((running, admitted));
            result
        });
        done.await.map_err(|_| WorkError::BrokeOff)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn whoever_comes_when_too_many_wait_is_told_so() {
        let workers = Workers::new(1, 0);
        let (begin, began) = (mpsc::channel(), tokio::sync::oneshot::channel());
        let other = workers.clone();
        let first = crate::platform::task::spawn("work under test", async move {
            other
                .run(move || {
                    let _ = began.0.send(());
                    begin.1.recv()
                })
                .await
        });
        began.1.await.unwrap();
        assert_eq!(workers.run(|| 2).await, Err(WorkError::Busy));
        begin.0.send(()).unwrap();
        assert!(first.await.unwrap().is_ok());
        assert_eq!(workers.run(|| 2).await, Ok(2));
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_place_back() {
        let workers = Workers::new(1, 0);
        assert_eq!(workers.run(|| panic!("on purpose")).await, Err::<(), _>(WorkError::BrokeOff));
        assert_eq!(workers.run(|| 2).await, Ok(2));
    }
}
