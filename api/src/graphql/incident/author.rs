//! Who did something in an incident: a person or a bot.

use async_graphql::{Context, Union};
use entity::id::{BotId, UserId};

use crate::graphql::{
    error::Nullable,
    identity::{
        bot::{Bot, load_bot},
        user::{User, load_user},
    },
};

/// Who did something in an incident. Expect unknown members.
#[derive(Union)]
pub enum IncidentAuthor {
    /// A person.
    User(User),
    /// A bot.
    Bot(Bot),
}

/// The person or the bot; it is read together with those of the other rows of the list.
pub(super) async fn load_author(
    ctx: &Context<'_>,
    user: Option<UserId>,
    bot: Option<BotId>,
) -> Nullable<IncidentAuthor> {
    if let Some(user) = user {
        return load_user(ctx, user).await.map(|found| found.map(IncidentAuthor::User));
    }
    load_bot(ctx, bot?).await.map(|found| found.map(IncidentAuthor::Bot))
}
