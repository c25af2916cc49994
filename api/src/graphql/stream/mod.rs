//! The event log as clients see it: three families of events to subscribe to, and one query to poll. A stream is a cursor
//! and a loop; every event is judged at the moment of sending (design page on events, sections 4 and 5).

mod event;
mod filter;
mod item;
mod query;
mod single;
mod source;
mod subscription;

pub(super) use event::EventObject;
pub use query::EventQuery;
pub use single::Single;
pub use subscription::EventSubscription;

use crate::domain::{Services, access::Viewer};

/// An event, if the viewer may receive it now.
pub(super) fn seen(services: &Services, viewer: &Viewer, arrived: &event::Arrived) -> Option<EventObject> {
    source::admit(services, viewer, &filter::Wanted::everything(), arrived)
}
