//! API keys of bots: shown once, scoped, revocable.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    account,
    api_key::{self, Scope},
    api_key_account,
    id::{AccountId, ApiKeyId, BotId},
    knowledge_entry::Audience,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    authenticate::KEY_PREFIX,
    bot::lock_bot,
    error::IdentityError,
    event::IdentityEvent,
    rules,
    service::{Identity, administrator},
};
use crate::{
    domain::{
        access::{AccessChange, Action, Viewer, change::ApiKeyFact, facts::api_key_fact, proof},
        fault::Fault,
        input::Checks,
        journal::{self, Claim, Idempotency, Outcome},
    },
    platform::{
        db::{Committed, Tx},
        secret::Secret,
    },
};

/// A key to be issued.
#[derive(Clone, Debug)]
pub struct IssueApiKey {
    /// For which bot.
    pub bot: BotId,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// Which published knowledge it reads.
    pub audiences: BTreeSet<Audience>,
    /// Whether it reads incidents whole.
    pub incident_detail: bool,
    /// The accounts it works for; `None`: all.
    pub accounts: Option<BTreeSet<AccountId>>,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key that was just issued.
#[derive(Clone, Debug)]
pub struct IssuedApiKey {
    /// Which, and the events.
    pub outcome: Outcome,
    /// The key itself; `None` for a repeated request, because it was shown.
    pub secret: Option<Secret>,
}

/// A key as administrators see it.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Label and times.
    pub row: api_key::Model,
    /// What it may do.
    pub fact: ApiKeyFact,
}

impl Identity {
    /// All keys of bots, newest first, for administrators.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for others.
    pub async fn keys_of_bots(
        &self,
        viewer: &Viewer,
        bots: &[BotId],
    ) -> Result<HashMap<BotId, Vec<ApiKey>>, Fault> {
        proof::organisation_for(viewer, Action::Administer)?;
        let rows = api_key::Entity::find()
            .filter(api_key::Column::BotId.is_in(bots.iter().copied()))
            .order_by_desc(api_key::Column::Id)
            .all(self.db.reader())
            .await?;
        let mut keys: HashMap<BotId, Vec<ApiKey>> = HashMap::new();
        for key in self.with_accounts(rows).await? {
            keys.entry(key.row.bot_id).or_default().push(key);
        }
        Ok(keys)
    }

    /// A key, for administrators.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none, [`Fault::Forbidden`] for others.
    pub async fn api_key(&self, viewer: &Viewer, id: ApiKeyId) -> Result<ApiKey, Fault> {
        proof::organisation_for(viewer, Action::Administer)?;
        let row = api_key::Entity::find_by_id(id).one(self.db.reader()).await?.ok_or(Fault::NotFound)?;
        self.with_accounts(vec![row]).await?.pop().ok_or(Fault::NotFound)
    }

    async fn with_accounts(&self, rows: Vec<api_key::Model>) -> Result<Vec<ApiKey>, Fault> {
        let listed = api_key_account::Entity::find()
            .filter(api_key_account::Column::ApiKeyId.is_in(rows.iter().map(|row| row.id)))
            .all(self.db.reader())
            .await?;
        let mut accounts: HashMap<ApiKeyId, BTreeSet<AccountId>> = HashMap::new();
        for row in listed {
            accounts.entry(row.api_key_id).or_default().insert(row.account_id);
        }
        let key =
            |row: api_key::Model| Ok(ApiKey { fact: api_key_fact(&row, accounts.remove(&row.id))?, row });
        rows.into_iter().map(key).collect()
    }

    /// Issues a key.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for an unknown bot; only administrators may.
    pub async fn issue_api_key(
        &self,
        viewer: &Viewer,
        command: &IssueApiKey,
        idempotency: Option<&Idempotency>,
    ) -> Result<IssuedApiKey, IdentityError> {
        proof::organisation_for(viewer, Action::Administer)?;
        let mut checks = Checks::new();
        let label = &checks.line("label", &command.label, rules::NAME);
        check(&mut checks, command, self.db.clock().now());
        checks.done()?;
        let secret = Secret::random(KEY_PREFIX);
        let hash = &secret.hash();
        let issued = self.db.write(|tx| async move {
            let viewer = administrator(&tx, viewer).await?;
            let claim = journal::claim(&tx, &viewer, idempotency, tx.next_id()).await?;
            let Claim::First(id) = claim else { return Ok(claim) };
            let bot = lock_bot(&tx, command.bot).await?;
            accounts_exist(&tx, command.accounts.as_ref()).await?;
            let fact = insert(&tx, ApiKeyId(id), command, label, hash).await?;
            let event = IdentityEvent::ApiKeyIssued {
                key: fact.id,
                label: label.clone(),
                bot: bot.id,
                scopes: command.scopes.clone(),
                expires_at: command.expires_at,
            };
            journal::record(&tx, &viewer, None, &event, vec![AccessChange::ApiKey(fact)])?;
            journal::complete(&tx, &viewer, idempotency).await?;
            Ok::<_, IdentityError>(claim)
        });
        let issued = issued.await?;
        let first = matches!(issued.value, Claim::First(_));
        Ok(IssuedApiKey { outcome: Claim::outcome(issued), secret: first.then_some(secret) })
    }

    /// Revokes a key for good; its sockets are closed.
    ///
    /// # Errors
    /// [`IdentityError::IllegalTransition`]; only administrators may.
    pub async fn revoke_api_key(
        &self,
        viewer: &Viewer,
        id: ApiKeyId,
    ) -> Result<Committed<ApiKeyId>, IdentityError> {
        self.db
            .write(|tx| async move {
                let viewer = administrator(&tx, viewer).await?;
                let row = api_key::Entity::find_by_id(id).one(&*tx).await?.ok_or(Fault::NotFound)?;
                lock_bot(&tx, row.bot_id).await?;
                let row = api_key::Entity::find_by_id(id).one(&*tx).await?.ok_or(Fault::NotFound)?;
                if row.revoked_at.is_some() {
                    return Err(IdentityError::stays("REVOKED", &[]));
                }
                let change = api_key::ActiveModel {
                    id: Set(id),
                    revoked_at: Set(Some(tx.now())),
                    ..Default::default()
                };
                let row = change.update(&*tx).await?;
                let accounts = api_key_account::Entity::find()
                    .filter(api_key_account::Column::ApiKeyId.eq(id))
                    .all(&*tx)
                    .await?;
                let fact =
                    api_key_fact(&row, Some(accounts.into_iter().map(|row| row.account_id).collect()))?;
                let event = IdentityEvent::ApiKeyRevoked { key: id, label: row.label, bot: row.bot_id };
                journal::record(&tx, &viewer, None, &event, vec![AccessChange::ApiKey(fact)])?;
                Ok(id)
            })
            .await
    }
}

fn check(checks: &mut Checks, command: &IssueApiKey, now: DateTime<Utc>) {
    if command.scopes.is_empty() {
        checks.refuse("scopes", "REQUIRED", "a key needs at least one scope");
    }
    let reads = command.scopes.contains(&Scope::KnowledgeRead);
    if reads && command.audiences.is_empty() {
        checks.refuse("audiences", "REQUIRED", "name the audiences whose knowledge the key reads");
    }
    if !reads && !command.audiences.is_empty() {
        checks.refuse("audiences", "NOT_ALLOWED", "audiences go with the scope KNOWLEDGE_READ");
    }
    if command.incident_detail && !command.scopes.contains(&Scope::IncidentRead) {
        checks.refuse("incidentDetail", "NOT_ALLOWED", "detail goes with the scope INCIDENT_READ");
    }
    if command.accounts.as_ref().is_some_and(BTreeSet::is_empty) {
        checks.refuse("accountIds", "REQUIRED", "name at least one account, or leave the list out for all");
    }
    if command.expires_at.is_some_and(|end| end <= now) {
        checks.refuse("expiresAt", "PAST", "must be in the future");
    } else if let Some(end) = command.expires_at {
        checks.instant("expiresAt", end);
    }
}

async fn accounts_exist(tx: &Tx, accounts: Option<&BTreeSet<AccountId>>) -> Result<(), IdentityError> {
    let Some(accounts) = accounts else { return Ok(()) };
    let known = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts.iter().copied()))
        .all(&**tx)
        .await?;
    if known.len() == accounts.len() {
        return Ok(());
    }
    let known: BTreeSet<AccountId> = known.into_iter().map(|row| row.id).collect();
    let unknown: Vec<String> = accounts.difference(&known).map(ToString::to_string).collect();
    let message = format!("there is no account {}", unknown.join(", "));
    Err(Fault::invalid("accountIds", "NOT_FOUND", message).into())
}

async fn insert(
    tx: &Tx,
    id: ApiKeyId,
    command: &IssueApiKey,
    label: &str,
    hash: &str,
) -> Result<ApiKeyFact, IdentityError> {
    let row = api_key::ActiveModel {
        id: Set(id),
        bot_id: Set(command.bot),
        label: Set(label.to_owned()),
        hash: Set(hash.to_owned()),
        scopes: Set(serde_json::json!(command.scopes)),
        audiences: Set(serde_json::json!(command.audiences)),
        incident_detail: Set(command.incident_detail),
        all_accounts: Set(command.accounts.is_none()),
        created_at: Set(tx.now()),
        expires_at: Set(command.expires_at),
        revoked_at: Set(None),
    };
    let row = row.insert(&**tx).await?;
    let accounts = command.accounts.iter().flatten();
    let listed: Vec<_> = accounts
        .map(|account| api_key_account::ActiveModel { api_key_id: Set(id), account_id: Set(*account) })
        .collect();
    if !listed.is_empty() {
        api_key_account::Entity::insert_many(listed).exec_without_returning(&**tx).await?;
    }
    Ok(api_key_fact(&row, command.accounts.clone())?)
}
