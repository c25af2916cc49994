//! Loaders whose batches run beside lists of lists, streams and panics.

use std::sync::atomic::AtomicUsize;

use futures_util::future::join_all;

use super::*;
use crate::graphql::loader::load;

/// Doubles numbers, and panics at zero.
struct Doubling {
    batches: Arc<AtomicUsize>,
}

impl Loader<u32> for Doubling {
    type Value = u32;
    type Error = LoadError;

    async fn load(&self, numbers: &[u32]) -> Result<HashMap<u32, u32>, LoadError> {
        self.batches.fetch_add(1, Ordering::Relaxed);
        tokio::task::yield_now().await;
        assert!(!numbers.contains(&0), "zero");
        Ok(numbers.iter().map(|number| (*number, number * 2)).collect())
    }
}

fn doubling() -> (DataLoader<Apart<Doubling>>, Batches, Arc<AtomicUsize>) {
    let (begin, batches) = batches();
    let count = Arc::new(AtomicUsize::new(0));
    (begin.loader(Doubling { batches: Arc::clone(&count) }), batches, count)
}

async fn doubled(loader: &DataLoader<Apart<Doubling>>, number: u32) -> Option<u32> {
    load(loader, number).await.ok().flatten()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rows_ask_in_a_step_is_one_batch_and_so_is_what_they_ask_next() {
    let (loader, batches, count) = doubling();
    let row = async |number| doubled(&loader, doubled(&loader, number).await?).await;
    let rows = batches.beside(join_all((1..=500).map(row))).await;
    assert_eq!(rows, (1..=500).map(|number| Some(number * 4)).collect::<Vec<_>>());
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lists_within_a_list_ask_is_one_batch_however_long_they_are() {
    for (lists, rows) in [(40, 20), (20, 40)] {
        let (loader, batches, count) = doubling();
        let loader = &loader;
        let list = |list: u32| join_all((1..=rows).map(move |row| doubled(loader, list * 100 + row)));
        let all = batches.beside(join_all((1..=lists).map(list))).await;
        assert!(all.iter().flatten().all(Option::is_some));
        assert_eq!(count.load(Ordering::Relaxed), 1, "{lists} lists of {rows}");
    }
}

#[tokio::test]
async fn the_items_of_a_stream_load_what_they_need() {
    let (loader, batches, count) = doubling();
    let items = stream::iter(1..=3).then(|number| doubled(&loader, number));
    let read: Vec<Option<u32>> = batches.beside_stream(items.boxed()).collect().await;
    assert_eq!(read, [Some(2), Some(4), Some(6)]);
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_loader_that_panics_fails_only_those_who_wait_for_it() {
    let (loader, batches, _) = doubling();
    let steps = async { (doubled(&loader, 0).await, doubled(&loader, 1).await) };
    assert_eq!(batches.beside(steps).await, (None, Some(2)));
}
