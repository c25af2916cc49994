//! What a subscription sends: events, and news about the stream itself.

use async_graphql::{ID, SimpleObject, Union};

use super::{
    event::{
        AccountEvent, CustomerRequestEvent, EventObject, HandoverEvent, IncidentEvent, KnowledgeEvent,
        LetterEvent, NoticeEvent, SpecialNoteEvent,
    },
    source::Item,
};
use crate::graphql::scalar::EventCursor;

/// Nothing that you want or may see has happened up to here. Keep the cursor: resuming from it is cheap.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct StreamCheckpoint {
    /// The position that the stream has come to.
    pub(super) cursor: EventCursor,
}

/// You may no longer see this account: its events have ended. If the filter named only accounts that you have lost, the
/// subscription completes; else it goes on for the rest.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessRevoked {
    /// The account.
    pub(super) account_id: ID,
    /// The position of the change that ended it.
    pub(super) cursor: EventCursor,
}

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident: $($member:ident($event:ty)),+;)*) => {$(
        $(#[$doc])*
        #[derive(Union)]
        pub enum $name {
            $(/// An event.
            $member($event),)+
            /// The stream has come this far.
            Checkpoint(StreamCheckpoint),
            /// An account is no longer visible.
            Revoked(AccessRevoked),
        }

        impl $name {
            /// The item as this stream sends it; `None` for an event of another family.
            pub(super) fn of(item: Item) -> Option<Self> {
                match item {
                    $(Item::Event(EventObject::$member(event)) => Some(Self::$member(event)),)+
                    Item::Event(_) => None,
                    Item::Checkpoint(cursor) => {
                        Some(Self::Checkpoint(StreamCheckpoint { cursor: EventCursor(cursor) }))
                    }
                    Item::Revoked(account, cursor) => Some(Self::Revoked(AccessRevoked {
                        account_id: ID(account.to_string()),
                        cursor: EventCursor(cursor),
                    })),
                }
            }
        }
    )*};
}

items! {
    /// What `accountEvents` sends. Expect unknown members.
    AccountEventItem: Account(AccountEvent), Request(CustomerRequestEvent), SpecialNote(SpecialNoteEvent),
        Handover(HandoverEvent);
    /// What `incidentEvents` sends. Expect unknown members.
    IncidentEventItem: Incident(IncidentEvent), Letter(LetterEvent);
    /// What `knowledgeEvents` sends. Expect unknown members.
    KnowledgeEventItem: Knowledge(KnowledgeEvent);
    /// What `noticeEvents` sends. Expect unknown members.
    NoticeEventItem: Notice(NoticeEvent);
}
