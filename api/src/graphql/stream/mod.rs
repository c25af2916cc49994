//! The event log as clients see it: families of events to subscribe to, one query to poll, and digests for people who were
//! away. A stream is a cursor and a loop; every event is judged at the moment of sending (design page on events, sections 4
//! and 5).

mod digest;
mod event;
mod filter;
mod item;
mod query;
mod single;
mod source;
mod subscription;

pub use digest::{DigestQuery, DigestSubscription};
pub(super) use event::EventObject;
pub use query::EventQuery;
pub use single::Single;
pub use subscription::EventSubscription;

use crate::domain::{Services, access::Viewer, stream::Arrived};

/// An event, if the viewer may receive it now.
pub(super) fn seen(services: &Services, viewer: &Viewer, arrived: &Arrived) -> Option<EventObject> {
    source::admit(services, viewer, &filter::Wanted::everything(), arrived)
}
