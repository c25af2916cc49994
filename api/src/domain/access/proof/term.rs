//! Proofs about terms, a person's time as primary of a seat: who may read the figures that the person is measured by.

use entity::{
    assignment::{self, Position, Seat},
    id::AssignmentId,
    incident,
};
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter};

use super::{
    super::{
        matrix::{self, Action, Relations},
        scope::unsolved_on,
        viewer::Viewer,
    },
    Access,
};
use crate::domain::fault::Fault;

/// The viewer may read the figures of this term.
#[derive(Clone, Debug)]
pub struct TermAccess {
    term: assignment::Model,
    seat: Seat,
}

impl TermAccess {
    /// The term itself.
    pub fn term(&self) -> &assignment::Model {
        &self.term
    }

    /// The seat that was held.
    pub fn seat(&self) -> Seat {
        self.seat
    }
}

impl Access {
    /// A term, running or ended, whose figures the viewer may read.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may read of; [`Fault::Forbidden`] for directors as long as an incident of the
    /// account is not solved, and for bots.
    pub async fn term(&self, viewer: &Viewer, id: AssignmentId) -> Result<TermAccess, Fault> {
        let person = viewer.person()?;
        let term = assignment::Entity::find_by_id(id).one(self.db.reader()).await?.ok_or(Fault::NotFound)?;
        let (Position::Primary, Some(seat)) = (term.position, term.seat) else { return Err(Fault::NotFound) };
        let mut relations = self.facts.relations_to_account(person.id, term.account_id);
        relations.set(Relations::SUBJECT, term.user_id == person.id);
        if !matrix::permits(Action::ReadPersonFigures, relations) {
            return Err(Fault::NotFound);
        }
        let by_region_alone =
            !matrix::permits(Action::ReadPersonFigures, relations.difference(Relations::DIRECTOR));
        if by_region_alone && self.is_unsolved(&term).await? {
            return Err(Fault::Forbidden(
                "figures of persons are not shown while an incident of the account is not solved",
            ));
        }
        Ok(TermAccess { term, seat })
    }

    async fn is_unsolved(&self, term: &assignment::Model) -> Result<bool, Fault> {
        let incidents = incident::Entity::find().filter(unsolved_on(term.account_id));
        Ok(incidents.count(self.db.reader()).await? > 0)
    }
}
