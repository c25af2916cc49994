//! The use cases of triangles, each change one transaction.

use std::collections::HashMap;

use entity::{
    assignment::{Model, Position},
    id::{AccountId, AssignmentId, UserId},
};

use super::{
    command::{AddExtendedMember, AssignSeat, EndAssignment, SwapSeat},
    error::TriangleError,
    place::{Newcomer, SeatMove, end, holds_place, lock, lock_assignment, move_seat, record, take_place},
    rules::Place,
    store::{self, Member},
};
use crate::{
    domain::{
        access::{Access, AccountAccess, Action, Viewer, proof},
        account::event::AccountEventKind,
        fault::Fault,
        identity::{Identity, Profile},
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::Db,
        page::{self, Count, Page, PageRequest},
    },
};

/// The triangles of accounts. Clones share it.
#[derive(Clone)]
pub struct Triangles {
    db: Db,
    access: Access,
    identity: Identity,
}

impl Triangles {
    /// Works on this database.
    pub fn new(db: Db, access: Access, identity: Identity) -> Self {
        Self { db, access, identity }
    }

    /// Assigns a person to a place in a seat that is free.
    ///
    /// # Errors
    /// [`TriangleError::SeatTaken`] and the rules of `admit`.
    pub async fn assign(
        &self,
        viewer: &Viewer,
        command: AssignSeat,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, TriangleError> {
        let command = command.checked()?;
        let place = Place { seat: Some(command.seat), position: command.position };
        let exception_reason = command.exception_reason.as_deref();
        let newcomer = |id| Newcomer { id, place, user: command.user, exception_reason, expertise: None };
        self.begin(viewer, command.account, newcomer, idempotency).await
    }

    /// Adds somebody without a seat.
    ///
    /// # Errors
    /// The rules of `admit`.
    pub async fn add_extended_member(
        &self,
        viewer: &Viewer,
        command: AddExtendedMember,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, TriangleError> {
        let command = command.checked()?;
        let place = Place { seat: None, position: Position::Extended };
        let expertise = Some(command.expertise.as_str());
        let newcomer = |id| Newcomer { id, place, user: command.user, exception_reason: None, expertise };
        self.begin(viewer, command.account, newcomer, idempotency).await
    }

    async fn begin<'a>(
        &self,
        viewer: &Viewer,
        account: AccountId,
        newcomer: impl Fn(AssignmentId) -> Newcomer<'a> + Sync,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, TriangleError> {
        let newcomer = &newcomer;
        let committed = self.db.write(|tx| async move {
            let viewer = proof::present(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let newcomer = newcomer(AssignmentId(id));
            let account = lock(&tx, &viewer, account, newcomer.place.position).await?;
            let begun = take_place(&tx, &viewer, &account, &newcomer).await?;
            record(&tx, &viewer, &account, AccountEventKind::Assigned, &begun, None)?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok::<_, TriangleError>(claim)
        });
        match committed.await {
            Ok(committed) => Ok(Claim::outcome(committed)),
            Err(error) => Err(self.named(error).await),
        }
    }

    /// Replaces a primary or deputy in one instant.
    ///
    /// # Errors
    /// [`TriangleError::Replaced`] if somebody else holds the place by now, and the rules of `admit`.
    pub async fn swap(
        &self,
        viewer: &Viewer,
        command: SwapSeat,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, TriangleError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| async move {
            let viewer = proof::present(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let (account, known) = lock_assignment(&tx, &viewer, command.assignment).await?;
            let step = SeatMove {
                id: AssignmentId(id),
                known: &known,
                user: command.user,
                reason: &command.reason,
                exception_reason: command.exception_reason.as_deref(),
            };
            move_seat(&tx, &viewer, &account, &step).await?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok::<_, TriangleError>(claim)
        });
        match committed.await {
            Ok(committed) => Ok(Claim::outcome(committed)),
            Err(error) => Err(self.named(error).await),
        }
    }

    /// Ends the assignment of a primary or deputy and leaves the place empty.
    ///
    /// # Errors
    /// [`TriangleError::NotASeat`], [`TriangleError::AssignmentEnded`].
    pub async fn vacate(&self, viewer: &Viewer, command: EndAssignment) -> Result<Outcome, TriangleError> {
        self.end(viewer, command, |row| holds_place(row).then_some(()).ok_or(TriangleError::NotASeat)).await
    }

    /// Ends the assignment of a member or extended member.
    ///
    /// # Errors
    /// [`TriangleError::NotAMember`], [`TriangleError::AssignmentEnded`].
    pub async fn release(&self, viewer: &Viewer, command: EndAssignment) -> Result<Outcome, TriangleError> {
        self.end(
            viewer,
            command,
            |row| if holds_place(row) { Err(TriangleError::NotAMember) } else { Ok(()) },
        )
        .await
    }

    async fn end(
        &self,
        viewer: &Viewer,
        command: EndAssignment,
        fits: fn(&Model) -> Result<(), TriangleError>,
    ) -> Result<Outcome, TriangleError> {
        let command = &command.checked()?;
        let committed = self.db.write(|tx| async move {
            let viewer = proof::present(&tx, viewer).await?;
            let (account, known) = lock_assignment(&tx, &viewer, command.assignment).await?;
            fits(&known)?;
            if known.ended_at.is_some() {
                return Err(TriangleError::AssignmentEnded);
            }
            let ended = end(&tx, &viewer, &known, &command.reason).await?;
            record(&tx, &viewer, &account, AccountEventKind::Vacated, &ended, None)
        });
        let committed = committed.await?;
        Ok(Outcome { id: command.assignment.0, events: committed.events })
    }

    /// A collision that the table's index found, told like one that we found.
    async fn named(&self, error: TriangleError) -> TriangleError {
        let TriangleError::SeatTakenMeanwhile { account, seat, position } = error else { return error };
        match store::find_holder(self.db.reader(), account, seat, position).await {
            Ok(Some(holder)) => TriangleError::SeatTaken { holder: holder.id },
            Ok(None) => TriangleError::AlreadyOnTeam,
            Err(error) => error.into(),
        }
    }

    /// The running assignments of those of the accounts that the viewer may see, in one statement: primaries, deputies, then
    /// the others from the longest serving on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn teams(
        &self,
        viewer: &Viewer,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, Vec<Member>>, Fault> {
        let seen = |id: &AccountId| self.access.facts().permits_account(viewer, *id, Action::ReadAccount);
        let accounts: Vec<AccountId> = accounts.iter().copied().filter(seen).collect();
        if accounts.is_empty() {
            return Ok(HashMap::new());
        }
        let mut teams: HashMap<AccountId, Vec<Member>> = HashMap::new();
        for (assignment, person) in store::teams(self.db.reader(), accounts).await? {
            let Some(person) = person else { continue };
            let member = Member { person: Profile::of(viewer, person), assignment };
            teams.entry(member.assignment.account_id).or_default().push(member);
        }
        Ok(teams)
    }

    /// An assignment, running or ended, with its account.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none on an account that the viewer may see.
    pub async fn assignment(
        &self,
        viewer: &Viewer,
        id: AssignmentId,
    ) -> Result<(AccountAccess, Member), Fault> {
        let mut rows = store::members(self.db.reader(), [id]).await?;
        let Some((assignment, Some(person))) = rows.pop() else { return Err(Fault::NotFound) };
        let account = self.access.account(viewer, assignment.account_id).await?;
        Ok((account, Member { assignment, person: Profile::of(viewer, person) }))
    }

    /// A page of all assignments that an account ever had, the latest first.
    ///
    /// # Errors
    /// Arguments of the page that do not fit, a cursor of another list.
    pub async fn history(
        &self,
        viewer: &Viewer,
        account: &AccountAccess,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<Member>, Fault> {
        let id = account.account().id;
        let (sorting, mark) = (store::latest_first(), format!("assignments of {id}"));
        let reader = self.db.reader();
        let page = page::page(reader, store::history(id), &sorting, &mark, request, default_size).await?;
        let people: Vec<UserId> = page.rows.iter().map(|(_, row)| row.user_id).collect();
        let people = self.identity.users(viewer, &people).await?;
        let (has_next, has_previous) = (page.has_next, page.has_previous);
        let with_person = |(cursor, assignment): (String, Model)| {
            let person = people.get(&assignment.user_id)?.clone();
            Some((cursor, Member { assignment, person }))
        };
        let rows = page.rows.into_iter().filter_map(with_person).collect();
        Ok(Page { rows, has_next, has_previous })
    }

    /// How many assignments an account ever had.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_history(&self, account: &AccountAccess) -> Result<Count, Fault> {
        Ok(page::count(self.db.reader(), store::history(account.account().id)).await?)
    }
}
