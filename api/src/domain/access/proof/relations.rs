//! How roles and assignments become relations: one place for the tables and for the facts in memory.

use std::collections::BTreeSet;

use entity::{
    assignment::{Position, Seat},
    handover,
    id::{RegionId, UserId},
    user_role::OrganisationRole,
};

use crate::domain::access::matrix::Relations;

/// What an assignment makes of a person. On an account that has ended the seat stays in their name and opens nothing.
pub fn seat_relations(seat: Option<Seat>, position: Position, ended: bool) -> Relations {
    if ended {
        return Relations::KEY_STAFF;
    }
    let own = match (position, seat) {
        (Position::Primary, Some(Seat::Sales)) => Relations::SALES_PRIMARY,
        (Position::Primary, Some(Seat::Technical)) => Relations::TECHNICAL_PRIMARY,
        (Position::Primary, Some(Seat::Delivery)) => Relations::DELIVERY_PRIMARY,
        (Position::Deputy, _) => Relations::DEPUTY,
        _ => Relations::MEMBER,
    };
    own | Relations::KEY_STAFF
}

/// What the organisation's roles make of a person towards an account of a region.
pub fn organisation_relations(
    roles: &BTreeSet<OrganisationRole>,
    regions: &BTreeSet<RegionId>,
    region: Option<RegionId>,
) -> Relations {
    let mut relations = roles.iter().fold(Relations::empty(), |relations, role| {
        relations
            | match role {
                OrganisationRole::Staff | OrganisationRole::Director => Relations::KEY_STAFF,
                OrganisationRole::EscalationManager => Relations::ESCALATION_MANAGER | Relations::KEY_STAFF,
                OrganisationRole::Executive => Relations::EXECUTIVE | Relations::KEY_STAFF,
                OrganisationRole::Auditor => Relations::AUDITOR,
                OrganisationRole::Administrator => Relations::ADMINISTRATOR,
            }
    });
    let directs =
        roles.contains(&OrganisationRole::Director) && region.is_some_and(|id| regions.contains(&id));
    relations.set(Relations::DIRECTOR, directs);
    relations
}

/// What a handover makes of a person beside how they stand to its account, by whether the outgoing primary still holds the
/// seat. Who sees nothing of the account has no part in its handovers.
pub fn handover_relations(
    account: Relations,
    person: UserId,
    row: &handover::Model,
    still_held: bool,
) -> Relations {
    let mut relations = account;
    let outgoing = row.outgoing_id == person && still_held && account.intersects(Relations::SEAT);
    let receiver = row.receiver_id == person && account.intersects(Relations::SEAT | Relations::READER);
    relations.set(Relations::OUTGOING, outgoing);
    relations.set(Relations::RECEIVER, receiver);
    relations.set(Relations::EMERGENCY, row.emergency);
    relations
}
