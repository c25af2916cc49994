//! A subscription that is run for one event, or for none: the same document, rights and filter as those of a stream, without
//! the stream.

use std::sync::{Arc, OnceLock};

use crate::domain::stream::{Arrived, Family};

/// A datum of the request: what the subscription is run for.
#[derive(Clone, Debug)]
pub enum Single {
    /// For this event: it gives one item, or none.
    Event(Arrived),
    /// For no event, to learn whether it could be run, and of which family it is.
    Trial(Arc<OnceLock<Family>>),
}
