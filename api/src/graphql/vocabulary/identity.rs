//! People and bots: enums of the schema.

use async_graphql::Enum;

/// What a person does for accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::user::Function")]
pub enum Function {
    /// Sells: account responsible (AR).
    Sales,
    /// Designs the solution: solution responsible (SR).
    Technical,
    /// Fulfils: fulfilment responsible (FR).
    Delivery,
    /// Finance, legal, quality and others without a seat of their own.
    Other,
}

/// Whether a person may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::user::UserStatus")]
pub enum UserStatus {
    /// May sign in.
    Active,
    /// May not; sessions and sockets are ended.
    Disabled,
}

/// What a person is in the organisation, whatever the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::user_role::OrganisationRole")]
pub enum OrganisationRole {
    /// Works with key accounts.
    Staff,
    /// Answers for the accounts of named regions.
    Director,
    /// Runs the red channel.
    EscalationManager,
    /// Leads teams to customers in danger.
    Executive,
    /// Reads everything, changes nothing.
    Auditor,
    /// Runs the system; reads no knowledge and no incident by this role.
    Administrator,
}

/// Whether a bot may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::bot::BotStatus")]
pub enum BotStatus {
    /// Its keys work.
    Active,
    /// None of its keys works; its sockets are ended.
    Disabled,
}

/// What an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::api_key::Scope")]
pub enum Scope {
    /// `incident:report`: open incidents.
    IncidentReport,
    /// `incident:read`: read incidents and their events.
    IncidentRead,
    /// `incident:timeline`: add to timelines.
    IncidentTimeline,
    /// `account:read`: read accounts and teams.
    AccountRead,
    /// `knowledge:read`: read published knowledge of the audiences that the key names.
    KnowledgeRead,
}
