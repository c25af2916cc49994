//! A log that is written behind the server's back, as another node would: events of accounts by the thousand, with rights
//! that change in between. It writes what the use cases write, without their cost.

use api::{
    domain::{
        access::{
            AccessChange, Viewer,
            change::{AssignmentFact, UserFact},
        },
        account::event::{AccountEvent, AccountEventKind, AccountSnapshot},
        fault::Fault,
        identity,
        journal::{self, AccountLabel},
    },
    platform::{
        clock::Clock,
        db::{Db, Tx},
    },
};
use entity::{
    account::{AccountStatus, RelationshipStage},
    assignment::{Position, Seat},
    id::{AccountId, AssignmentId, RegionId, UserId},
    user::{Function, UserStatus},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, prelude::Uuid};
use std::{collections::BTreeSet, time::Duration};
use support::{Server, client::Client, server::beginning};

/// Some accounts, a person without any right, and a connection to write with.
pub struct World {
    db: Db,
    pub person: UserId,
    pub accounts: Vec<AccountId>,
    /// The event that told the log of the person; it is about the first account.
    pub introduction: Vec<String>,
}

impl World {
    /// Adds the accounts and the person to the server's database.
    pub async fn beside(server: &Server, accounts: u128) -> Self {
        let db = Db::connect(&server.database().target(), Clock::manual(beginning())).await.unwrap();
        let region = RegionId(Uuid::from_u128(1));
        let now = beginning();
        let row = entity::region::ActiveModel {
            id: Set(region),
            code: Set("R".into()),
            name: Set("Region".into()),
            created_at: Set(now),
        };
        row.insert(db.writer()).await.unwrap();
        let person = UserId(Uuid::from_u128(1));
        let row = entity::user::ActiveModel {
            id: Set(person),
            email: Set("p@story.test".into()),
            email_key: Set("p@story.test".into()),
            name: Set("P".into()),
            name_key: Set("p".into()),
            function: Set(Function::Sales),
            is_chief: Set(false),
            status: Set(UserStatus::Active),
            password_hash: Set(None),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        row.insert(db.writer()).await.unwrap();
        let accounts: Vec<AccountId> = (1..=accounts).map(|n| AccountId(Uuid::from_u128(n))).collect();
        for (n, id) in accounts.iter().enumerate() {
            account_row(*id, n, region).insert(db.writer()).await.unwrap();
        }
        let mut world = Self { db, person, accounts, introduction: Vec::new() };
        world.introduction = world.write(&[0], Duration::ZERO, vec![user_fact(person)]).await;
        world
    }

    /// A client that is the person.
    pub async fn client(&self, server: &Server) -> Client {
        let token =
            identity::access_token(&self.db, "p@story.test", Duration::from_secs(86_400)).await.unwrap();
        server.with_token(token.secret.reveal())
    }

    /// Writes an event about an account, with what it changes about rights, and gives its id.
    pub async fn write(&self, accounts: &[usize], pause: Duration, access: Vec<AccessChange>) -> Vec<String> {
        let committed = self
            .db
            .write(|tx| {
                let access = access.clone();
                async move {
                    for (index, account) in accounts.iter().enumerate() {
                        let access = if index == 0 { access.clone() } else { Vec::new() };
                        self.append(&tx, *account, access)?;
                    }
                    // Holds the transaction open, so that others commit in between.
                    tokio::time::sleep(pause).await;
                    Ok::<_, Fault>(())
                }
            })
            .await
            .unwrap();
        committed.events.iter().map(ToString::to_string).collect()
    }

    /// Lets the person serve an account, or no longer.
    pub fn assignment(&self, account: usize, running: bool) -> AccessChange {
        AccessChange::Assignment(AssignmentFact {
            id: AssignmentId(Uuid::from_u128(account as u128 + 1)),
            account: self.accounts[account],
            user: self.person,
            seat: Some(Seat::Sales),
            position: Position::Primary,
            running,
        })
    }

    fn append(&self, tx: &Tx, account: usize, access: Vec<AccessChange>) -> Result<(), Fault> {
        let id = self.accounts[account];
        let label = AccountLabel { id, code: format!("A{account}"), name: format!("Account {account}") };
        let event = AccountEvent {
            kind: AccountEventKind::FactsChanged,
            snapshot: AccountSnapshot {
                id,
                code: label.code.clone(),
                name: label.name.clone(),
                status: AccountStatus::Active,
                tier: None,
                stage: RelationshipStage::Exploratory,
                version: 1,
            },
            changed: vec!["name".into()],
            assignment: None,
            previous: None,
        };
        journal::record(tx, &Viewer::Anonymous, Some(label), &event, access)?;
        Ok(())
    }
}

fn user_fact(id: UserId) -> AccessChange {
    AccessChange::User(UserFact {
        id,
        name: "P".into(),
        function: Function::Sales,
        active: true,
        chief: false,
        roles: BTreeSet::new(),
        regions: BTreeSet::new(),
        topics: BTreeSet::new(),
    })
}

fn account_row(id: AccountId, n: usize, region: RegionId) -> entity::account::ActiveModel {
    entity::account::ActiveModel {
        id: Set(id),
        code: Set(format!("A{n}")),
        code_key: Set(format!("a{n}")),
        name: Set(format!("Account {n}")),
        name_key: Set(format!("account {n}")),
        industry: Set(None),
        industry_key: Set(None),
        region_id: Set(region),
        time_zone: Set("UTC".into()),
        status: Set(AccountStatus::Active),
        status_reason: Set(None),
        tier: Set(None),
        tier_reason: Set(None),
        stage: Set(RelationshipStage::Exploratory),
        stage_reason: Set(None),
        win_back_on: Set(None),
        executive_sponsor_id: Set(None),
        watch_reason: Set(None),
        watch_review_on: Set(None),
        version: Set(1),
        event_version: Set(0),
        created_at: Set(beginning()),
        updated_at: Set(beginning()),
    }
}
