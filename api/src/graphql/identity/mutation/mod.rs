//! What can be done with people, sessions, regions and bots.

pub mod bot;
pub mod region;
pub mod session;
pub mod user;

use async_graphql::MergedObject;

/// Root fields that change people, sessions, regions and bots.
#[derive(MergedObject, Default)]
pub struct IdentityMutation(
    session::SessionMutation,
    user::UserMutation,
    region::RegionMutation,
    bot::BotMutation,
);
