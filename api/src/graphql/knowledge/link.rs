//! What an entry is about beside its home account.

use async_graphql::{Context, Object, Union};
use chrono::{DateTime, Utc};

use crate::{
    domain::knowledge::{Target, reading::Link},
    graphql::{
        account::Account,
        error::Nullable,
        incident::Incident,
        loader::{load, loaders},
    },
};

/// A link of an entry to something that you may see.
pub struct KnowledgeLink(pub(super) Link);

/// Where a link leads. Expect unknown members.
#[derive(Union)]
pub enum KnowledgeLinkTarget {
    /// To an account.
    Account(Account),
    /// To an incident.
    Incident(Incident),
}

/// A link of an entry to something that you may see.
#[Object]
impl KnowledgeLink {
    /// When it was made.
    async fn linked_at(&self) -> DateTime<Utc> {
        self.0.linked_at
    }

    /// Where it leads; null if you lost sight of it this moment.
    async fn target(&self, ctx: &Context<'_>) -> Nullable<KnowledgeLinkTarget> {
        let target = match self.0.target {
            Target::Account(id) => {
                let found = load(&loaders(ctx).account, id).await;
                found.map(|access| access.map(Account::new).map(KnowledgeLinkTarget::Account))
            }
            Target::Incident(id) => {
                let found = load(&loaders(ctx).incident, id).await;
                found.map(|access| access.map(Incident).map(KnowledgeLinkTarget::Incident))
            }
        };
        target.transpose()
    }
}
