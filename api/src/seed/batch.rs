//! Rows that wait to be written, table by table, in an order that foreign keys allow.

use entity::{
    account, account_tier, assignment, bot, customer_request, incident, incident_responder,
    incident_transition, knowledge_entry, knowledge_link, knowledge_revision, knowledge_tag, region,
    request_answer, request_hop, request_role, timeline_entry, user, user_region, user_role, user_topic,
};
use sea_orm::{DatabaseTransaction, DbErr};

use crate::platform::bulk::insert;

macro_rules! tables {
    ($($table:ident: $entity:ident,)*) => {
        /// Rows that wait to be written.
        #[derive(Default)]
        pub(super) struct Batch {
            $(pub(super) $table: Vec<$entity::Model>,)*
        }

        impl Batch {
            /// Writes all rows.
            pub(super) async fn write(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
                $(insert(tx, self.$table).await?;)*
                Ok(())
            }
        }
    };
}

tables! {
    regions: region,
    users: user,
    roles: user_role,
    directed: user_region,
    topics: user_topic,
    bots: bot,
    accounts: account,
    tiers: account_tier,
    assignments: assignment,
    incidents: incident,
    transitions: incident_transition,
    responders: incident_responder,
    lines: timeline_entry,
    entries: knowledge_entry,
    revisions: knowledge_revision,
    tags: knowledge_tag,
    links: knowledge_link,
    requests: customer_request,
    request_roles: request_role,
    hops: request_hop,
    answers: request_answer,
}
