//! Forgetting what has had its time: nothing that a token or a repeated request could still ask for.

use chrono::TimeDelta;
use entity::{refresh_token, session, setup_code};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::service::Identity;
use crate::domain::journal;

/// How long a session that is over is kept beyond its time.
const KEPT: TimeDelta = TimeDelta::days(1);

impl Identity {
    /// Deletes refresh tokens and setup codes that are over, sessions long after their time, and answers kept for repeated
    /// requests after theirs. The event log keeps what happened.
    ///
    /// # Errors
    /// The database failed.
    pub async fn purge(&self) -> Result<(), DbErr> {
        let purged = self.db.write(|tx| async move {
            refresh_token::Entity::delete_many()
                .filter(refresh_token::Column::ExpiresAt.lte(tx.now()))
                .exec(&*tx)
                .await?;
            session::Entity::delete_many()
                .filter(session::Column::ExpiresAt.lte(tx.now() - KEPT))
                .exec(&*tx)
                .await?;
            setup_code::Entity::delete_many()
                .filter(setup_code::Column::ExpiresAt.lte(tx.now() - KEPT))
                .exec(&*tx)
                .await?;
            journal::purge(&tx).await
        });
        purged.await?;
        self.access.facts().forget_sessions(self.db.clock().now());
        Ok(())
    }
}
