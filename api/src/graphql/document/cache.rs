//! Documents that were parsed and admitted before, by the hash of their text. Bounded by memory, not by number: the
//! texts come from strangers.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::parser::types::ExecutableDocument;
use lru::LruCache;
use sha2::{Digest, Sha256};

/// A parsed document weighs at most about this many times its text.
pub(super) const WEIGHT_OF_TEXT: usize = 160;

type Key = [u8; 32];

/// The least recently used documents leave first.
pub(super) struct Cache {
    max_bytes: usize,
    inner: Mutex<Inner>,
}

struct Inner {
    documents: LruCache<Key, (Arc<ExecutableDocument>, usize)>,
    bytes: usize,
}

impl Cache {
    pub(super) fn new(max_bytes: usize) -> Self {
        let inner = Inner { documents: LruCache::unbounded(), bytes: 0 };
        Self { max_bytes, inner: Mutex::new(inner) }
    }

    pub(super) fn key(text: &str) -> Key {
        Sha256::digest(text.as_bytes()).into()
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<ExecutableDocument>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.documents.get(key).map(|(document, _)| Arc::clone(document))
    }

    pub(super) fn put(&self, key: Key, text: &str, document: Arc<ExecutableDocument>) {
        let weight = text.len().saturating_mul(WEIGHT_OF_TEXT).saturating_add(512);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.bytes += weight;
        if let Some((_, old)) = inner.documents.put(key, (document, weight)) {
            inner.bytes -= old;
        }
        while inner.bytes > self.max_bytes {
            let Some((_, (_, old))) = inner.documents.pop_lru() else { break };
            inner.bytes -= old;
        }
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> (usize, usize) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        (inner.documents.len(), inner.bytes)
    }
}
