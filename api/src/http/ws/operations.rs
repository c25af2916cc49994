//! The live operations of one socket, merged into one stream that polls only what is ready and takes turns, so that a
//! busy subscription cannot starve the others.

use std::collections::{HashMap, hash_map::Entry};

use futures_util::{
    Stream, StreamExt,
    future::{AbortHandle, Abortable},
    stream::{self, BoxStream, SelectAll},
};

use super::close::Close;
use crate::http::execution::Step;

/// Something to tell the client about one operation.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) id: String,
    /// `None` when the operation came to its end.
    pub(super) step: Option<Step>,
}

/// The operations that the client has not completed and that have not ended.
#[derive(Default)]
pub(super) struct Operations {
    live: HashMap<String, AbortHandle>,
    turns: SelectAll<BoxStream<'static, Turn>>,
}

impl Operations {
    pub(super) fn len(&self) -> usize {
        self.live.len()
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.live.contains_key(id)
    }

    /// Starts an operation; its id must be free.
    pub(super) fn start(
        &mut self,
        id: String,
        steps: impl Stream<Item = Step> + Send + 'static,
    ) -> Result<(), Close> {
        let Entry::Vacant(entry) = self.live.entry(id.clone()) else { return Err(Close::DuplicateId(id)) };
        let (handle, registration) = AbortHandle::new_pair();
        entry.insert(handle);
        let turns =
            steps.map(Some).chain(stream::iter([None])).map(move |step| Turn { id: id.clone(), step });
        self.turns.push(Abortable::new(turns, registration).boxed());
        Ok(())
    }

    /// Stops an operation at the client's wish; an unknown id may have ended on its own meanwhile.
    pub(super) fn stop(&mut self, id: &str) {
        if let Some(handle) = self.live.remove(id) {
            handle.abort();
        }
    }

    /// What one of the operations has to say next; waits for ever while there are none.
    pub(super) async fn next(&mut self) -> Turn {
        let Some(turn) = self.turns.next().await else { return std::future::pending().await };
        if !matches!(turn.step, Some(Step::Next(_))) {
            self.stop(&turn.id);
        }
        turn
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{Response, value};

    use super::*;
    use crate::http::{answer::Report, request_id::RequestId};

    fn item() -> Step {
        let report = Report { request_id: RequestId::for_test("r1"), max_errors: 20 };
        Step::Next(report.answer(Response::new(value!({"a": 1}))))
    }

    #[tokio::test]
    async fn a_busy_operation_does_not_starve_the_others() {
        let mut operations = Operations::default();
        let busy = stream::repeat_with(item);
        operations.start("busy".into(), busy).expect("a free id");
        operations.start("calm".into(), stream::iter([item(), item()])).expect("a free id");
        let mut turns = Vec::new();
        for _ in 0..8 {
            turns.push(operations.next().await.id);
        }
        assert_eq!(turns.iter().filter(|id| *id == "calm").count(), 3, "{turns:?}");
        assert_eq!(operations.len(), 1);
    }

    #[tokio::test]
    async fn a_stopped_operation_is_silent_and_its_id_is_free() {
        let mut operations = Operations::default();
        operations.start("a".into(), stream::repeat_with(item)).expect("a free id");
        assert_eq!(operations.start("a".into(), stream::empty()), Err(Close::DuplicateId("a".into())));
        operations.next().await;
        operations.stop("a");
        operations.start("a".into(), stream::empty()).expect("free again");
        let turn = operations.next().await;
        assert!(turn.step.is_none(), "the new one ends: {turn:?}");
        assert!(!operations.contains("a"));
    }
}
