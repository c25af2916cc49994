//! Amounts of money in the schema.

use async_graphql::{InputObject, SimpleObject};

use super::scalar::BigInt;

/// An amount of money.
#[derive(Clone, Debug, SimpleObject)]
pub struct Money {
    /// How much, in the smallest unit of the currency.
    pub(super) minor_units: BigInt,
    /// ISO 4217, such as `EUR`.
    pub(super) currency: String,
}

/// An amount of money.
#[derive(InputObject)]
pub struct MoneyInput {
    /// How much, in the smallest unit of the currency; not negative.
    pub(super) minor_units: BigInt,
    /// ISO 4217, such as `EUR`.
    pub(super) currency: String,
}
