//! What can be asked of lists of accounts.

use async_graphql::Enum;

use crate::{
    domain::account::{AccountField, AccountTest},
    graphql::{
        filter::{DateTimeFilter, IdFilter, TextFilter, enum_filters, filter_input, sort_input},
        vocabulary::{AccountStatus, RelationshipStage, Tier},
    },
};

enum_filters! {
    /// Tests of an account's status. What is given must all hold.
    AccountStatusFilter: AccountStatus => entity::account::AccountStatus;
    /// Tests of a tier. What is given must all hold.
    TierFilter: Tier => entity::account::Tier;
    /// Tests of a relationship stage. What is given must all hold.
    RelationshipStageFilter: RelationshipStage => entity::account::RelationshipStage;
}

filter_input! {
    /// Which accounts, of those that the viewer may see. What is given must all hold.
    AccountFilter of AccountTest {
        /// Identity, `acc_...`.
        id: IdFilter => AccountTest::Id,
        /// The short name that people write.
        code: TextFilter => AccountTest::Code,
        /// What people call it.
        name: TextFilter => AccountTest::Name,
        /// Industry, as the company groups them.
        industry: TextFilter => AccountTest::Industry,
        /// The region that answers for it, `reg_...`.
        region_id: IdFilter => AccountTest::Region,
        /// Where the business stands.
        status: AccountStatusFilter => AccountTest::Status,
        /// How important it is; null is unrated.
        tier: TierFilter => AccountTest::Tier,
        /// How close the relationship is.
        relationship_stage: RelationshipStageFilter => AccountTest::Stage,
        /// The executive who stands for it, `usr_...`.
        executive_sponsor_id: IdFilter => AccountTest::Sponsor,
        /// Whether each of its three seats has a primary.
        triangle_complete: bool => AccountTest::TriangleComplete,
        /// Whether it has an open incident that the viewer may see.
        has_open_incident: bool => AccountTest::OpenIncident,
        /// Whether it is on the watch list of prospects.
        on_watch_list: bool => AccountTest::Watched,
        /// When it was entered.
        created_at: DateTimeFilter => AccountTest::CreatedAt,
        /// When its facts last changed.
        updated_at: DateTimeFilter => AccountTest::UpdatedAt,
    }
}

/// What accounts can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AccountSortField {
    /// What people call it, by its letters without case and accents.
    Name,
    /// The short name, by its letters without case and accents.
    Code,
    /// How important it is: ascending from S to C, unrated last.
    Tier,
    /// When it was entered.
    CreatedAt,
    /// When its facts last changed.
    UpdatedAt,
}

impl From<AccountSortField> for AccountField {
    fn from(field: AccountSortField) -> Self {
        match field {
            AccountSortField::Name => Self::Name,
            AccountSortField::Code => Self::Code,
            AccountSortField::Tier => Self::Tier,
            AccountSortField::CreatedAt => Self::CreatedAt,
            AccountSortField::UpdatedAt => Self::UpdatedAt,
        }
    }
}

sort_input! {
    /// One key of an order of accounts.
    AccountSort by AccountSortField => AccountField
}
