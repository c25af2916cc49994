//! The use cases of accounts, each change one transaction.

use entity::{
    account::{self, RelationshipStage},
    id::AccountId,
};

use super::{
    change::{self, Change},
    command::{
        AppointSponsor, ChangeFacts, ChangeStage, ChangeStatus, CreateAccount, SetTier, Target, Watch,
    },
    error::AccountError,
    event::{AccountEvent, AccountEventKind, AccountSnapshot},
    list::{AccountList, AccountTest},
    store,
};
use crate::{
    domain::{
        access::{Access, AccessChange, AccountAccess, Action, Viewer, proof},
        fault::{Fault, expect_version},
        journal::{self, AccountLabel, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Db, Tx},
        filter::{Filter, TextTest},
        page::{self, Count, Page, PageRequest},
        text,
    },
};

/// Key accounts. Clones share it.
#[derive(Clone)]
pub struct Accounts {
    db: Db,
    access: Access,
}

impl Accounts {
    /// Works on this database.
    pub fn new(db: Db, access: Access) -> Self {
        Self { db, access }
    }

    /// Creates an account.
    ///
    /// # Errors
    /// The region is unknown or not the viewer's, the code is taken.
    pub async fn create(
        &self,
        viewer: &Viewer,
        command: CreateAccount,
        idempotency: Option<&Idempotency>,
    ) -> Result<Outcome, AccountError> {
        viewer.person()?;
        let command = &command.checked()?;
        let committed = self.db.write(|tx| async move {
            let viewer = proof::present(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            change::enter_region(&tx, &viewer, command.region).await?;
            let row = new_row(&tx, AccountId(id), command);
            store::insert(&tx, row.clone()).await?;
            let event = event(AccountEventKind::Created, &row, Vec::new());
            let access = vec![AccessChange::account(&row)];
            journal::record(&tx, &viewer, Some(AccountLabel::from(&row)), &event, access)?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok::<_, AccountError>(claim)
        });
        committed.await.map(Claim::outcome)
    }

    /// Changes facts. What stays the same changes nothing and is no event.
    ///
    /// # Errors
    /// A fact that the viewer may not change, a code that is taken, a region that is unknown or not the viewer's.
    pub async fn change_facts(
        &self,
        viewer: &Viewer,
        target: Target,
        facts: ChangeFacts,
    ) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Facts(facts.checked()?)).await
    }

    /// Changes the status.
    ///
    /// # Errors
    /// [`AccountError::IllegalTransition`].
    pub async fn change_status(
        &self,
        viewer: &Viewer,
        target: Target,
        status: ChangeStatus,
    ) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Status(status.checked()?)).await
    }

    /// Changes the relationship stage.
    ///
    /// # Errors
    /// [`AccountError::IllegalTransition`].
    pub async fn change_stage(
        &self,
        viewer: &Viewer,
        target: Target,
        stage: ChangeStage,
    ) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Stage(stage.checked()?)).await
    }

    /// Sets the tier by hand, or takes it away.
    ///
    /// # Errors
    /// Those that every change has.
    pub async fn set_tier(
        &self,
        viewer: &Viewer,
        target: Target,
        tier: SetTier,
    ) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Tier(tier.checked()?)).await
    }

    /// Names the executive sponsor, or releases them.
    ///
    /// # Errors
    /// [`AccountError::SponsorUnsuitable`], [`AccountError::Ended`].
    pub async fn appoint_sponsor(
        &self,
        viewer: &Viewer,
        target: Target,
        sponsor: AppointSponsor,
    ) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Sponsor(sponsor)).await
    }

    /// Puts a prospect on the watch list, or moves its review.
    ///
    /// # Errors
    /// [`AccountError::NotAProspect`], a day that is past.
    pub async fn watch(
        &self,
        viewer: &Viewer,
        target: Target,
        watch: Watch,
    ) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Watch(watch.checked()?)).await
    }

    /// Takes an account off the watch list.
    ///
    /// # Errors
    /// [`AccountError::NotWatched`].
    pub async fn unwatch(&self, viewer: &Viewer, target: Target) -> Result<Outcome, AccountError> {
        self.change(viewer, target, Change::Unwatch).await
    }

    /// An account.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn get(&self, viewer: &Viewer, id: AccountId) -> Result<AccountAccess, Fault> {
        signed_in(viewer)?;
        self.access.account(viewer, id).await
    }

    /// The account with this code, whatever its case, accents and width.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see, [`Fault::Unauthenticated`] if nobody asks.
    pub async fn by_code(&self, viewer: &Viewer, code: &str) -> Result<AccountAccess, Fault> {
        signed_in(viewer)?;
        let list = AccountList {
            filter: Filter::Test(AccountTest::Code(TextTest::Eq(code.to_owned()))),
            search: None,
            serving: None,
            sort: Vec::new(),
        };
        let row = list.select(viewer).one(self.db.reader()).await?.ok_or(Fault::NotFound)?;
        Ok(self.access.account_row(viewer, row))
    }

    /// A page of a list, of what the viewer may see.
    ///
    /// # Errors
    /// Arguments of the page that do not fit, a cursor of another list.
    pub async fn page(
        &self,
        viewer: &Viewer,
        list: &AccountList,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<AccountAccess>, Fault> {
        signed_in(viewer)?;
        let select = list.select(viewer);
        let (sorting, mark) = (list.sorting(), list.mark());
        let page = page::page(self.db.reader(), select, &sorting, &mark, request, default_size).await?;
        Ok(page.map(|row| self.access.account_row(viewer, row)))
    }

    /// How many accounts of a list the viewer may see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count(&self, viewer: &Viewer, list: &AccountList) -> Result<Count, Fault> {
        Ok(page::count(self.db.reader(), list.select(viewer)).await?)
    }

    async fn change(&self, viewer: &Viewer, target: Target, change: Change) -> Result<Outcome, AccountError> {
        let change = &change;
        let committed = self.db.write(|tx| async move {
            let viewer = proof::present(&tx, viewer).await?;
            let before = permitted(&tx, &viewer, target.account, &change.actions()).await?;
            expect_version(target.expected_version, before.version)?;
            let after = change.apply(&tx, &viewer, &before).await?;
            keep(&tx, &viewer, change.kind(), &before, after).await
        });
        let committed = committed.await?;
        Ok(Outcome { id: target.account.0, events: committed.events })
    }
}

fn signed_in(viewer: &Viewer) -> Result<(), Fault> {
    viewer.principal().map(drop).ok_or(Fault::Unauthenticated)
}

/// The account, locked, if the viewer may do all of this to it.
async fn permitted(
    tx: &Tx,
    viewer: &Viewer,
    id: AccountId,
    actions: &[Action],
) -> Result<account::Model, Fault> {
    let access = proof::account_for(tx, viewer, id, Action::ReadAccount).await?;
    let standing = access.standing();
    if !actions.iter().all(|action| standing.permits(viewer, id, *action)) {
        return Err(Fault::Forbidden("you may see this account but not change that; ask its director"));
    }
    Ok(access.into_inner())
}

/// Writes a changed row and its event; nothing, if nothing differs.
async fn keep(
    tx: &Tx,
    viewer: &Viewer,
    kind: AccountEventKind,
    before: &account::Model,
    mut after: account::Model,
) -> Result<(), AccountError> {
    let changed = change::changed_fields(before, &after);
    if changed.is_empty() {
        return Ok(());
    }
    after.version += 1;
    after.updated_at = tx.now();
    store::save(tx, before, after.clone()).await?;
    let right = AccessChange::account(&after);
    let rights = if right == AccessChange::account(before) { Vec::new() } else { vec![right] };
    journal::record(tx, viewer, Some(AccountLabel::from(&after)), &event(kind, &after, changed), rights)?;
    Ok(())
}

fn event(kind: AccountEventKind, row: &account::Model, changed: Vec<String>) -> AccountEvent {
    AccountEvent { kind, snapshot: AccountSnapshot::from(row), changed, assignment: None, previous: None }
}

fn new_row(tx: &Tx, id: AccountId, command: &CreateAccount) -> account::Model {
    account::Model {
        id,
        code: command.code.clone(),
        code_key: text::key(&command.code),
        name: command.name.clone(),
        name_key: text::key(&command.name),
        industry: command.industry.clone(),
        industry_key: command.industry.as_deref().map(text::key),
        region_id: command.region,
        time_zone: command.time_zone.clone(),
        status: command.status,
        status_reason: None,
        tier: command.tier,
        tier_reason: command.tier_reason.clone(),
        stage: RelationshipStage::Exploratory,
        stage_reason: None,
        win_back_on: None,
        executive_sponsor_id: None,
        watch_reason: None,
        watch_review_on: None,
        version: 1,
        event_version: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}
