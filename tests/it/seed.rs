//! Load data: the same every time, and consistent, so that a server judges by it as if its use cases had written it.

use std::collections::BTreeSet;
use std::time::Duration;

use api::Running;
use api::domain::access::{AccessChange, Action, Facts, Viewer};
use api::domain::identity::access_token;
use api::platform::{clock::Clock, db::Db, task};
use api::seed::{Amounts, seed};
use entity::{account, assignment, incident, knowledge_entry, user, user_role, user_role::OrganisationRole};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use serde_json::{Value, json};
use support::client::Client;
use support::database::Database;
use support::database_story;

use super::demo::{configuration, listener};

const SOME: Amounts = Amounts { accounts: 40, users: 40, knowledge: 60, incidents: 60, requests: 200 };

database_story!(load_data_is_the_same_every_time_and_only_for_an_empty_database, async |database| {
    seed(&database.target(), SOME).await.unwrap();
    let other = Database::empty(database.engine()).await;
    seed(&other.target(), SOME).await.unwrap();
    assert_eq!(log(&database).await, log(&other).await);
    other.remove().await;

    let refused = seed(&database.target(), SOME).await.unwrap_err();
    assert!(refused.to_string().contains("holds accounts already"), "{refused}");
});

database_story!(the_tables_of_load_data_agree_with_its_events, async |database| {
    let empty = Database::empty(database.engine()).await;
    let followed = facts(&empty).await;
    seed(&database.target(), SOME).await.unwrap();
    for (_, _, _, access) in log(&database).await {
        let changes = access.map(|access| serde_json::from_value::<Vec<AccessChange>>(access).unwrap());
        followed.apply(changes.unwrap_or_default());
    }
    compare(&database, &facts(&database).await, &followed).await;
    empty.remove().await;
});

database_story!(a_server_on_load_data_has_figures_of_speed_and_trust, async |database| {
    seed(&database.target(), SOME).await.unwrap();
    let db = Db::connect(&database.target(), Clock::system()).await.unwrap();
    let auditor = user_role::Entity::find().filter(user_role::Column::Role.eq(OrganisationRole::Auditor));
    let auditor = auditor.one(db.reader()).await.unwrap().expect("somebody audits");
    let auditor = user::Entity::find_by_id(auditor.user_id).one(db.reader()).await.unwrap().unwrap();
    let token = access_token(&db, &auditor.email, Duration::from_secs(3_600)).await.unwrap();
    let listener = listener().await;
    let address = listener.local_addr().unwrap();
    let running = Running::start(configuration(&database, false), listener, Clock::system()).await.unwrap();
    task::spawn("server on load data", running.serve(std::future::pending()));

    let figures = "{ knowledgeTrustScore { verified stale unverified }
        responseSpeed(askedFrom: \"2025-01-01T00:00:00Z\", askedTo: \"2026-01-01T00:00:00Z\") {
            tier requests withinTarget { count of } rightFirstTime { of } jointResponse { count p90BusinessSeconds } } }";
    let told = Client::new(address, Some(token.secret.reveal().to_owned())).query(figures, json!({})).await;
    let groups = told["responseSpeed"].as_array().expect("there are figures");
    let sum = |path: &str| groups.iter().filter_map(|group| group.pointer(path)?.as_u64()).sum::<u64>();
    assert_eq!(sum("/requests"), u64::from(SOME.requests));
    assert!((150..200).contains(&sum("/jointResponse/count")), "nearly all were answered");
    assert_eq!(sum("/jointResponse/count"), sum("/rightFirstTime/of"), "whatever was answered is closed");
    let (met, of) = (sum("/withinTarget/count"), sum("/withinTarget/of"));
    assert!(of / 2 < met && met < of, "{met} of {of} were answered in time");
    assert!(groups.iter().any(|group| group["jointResponse"]["p90BusinessSeconds"].is_u64()));
    // A verification of the loaded past is over sooner or later.
    let count = |state: &str| told[format!("knowledgeTrustScore.{state}").as_str()].as_u64().unwrap();
    assert!(count("verified") + count("stale") > 0 && count("unverified") > 0);
});

type Line = (i64, String, Option<i64>, Option<Value>);

/// Every event: its position, kind, number on its account and what it changes about rights.
async fn log(database: &Database) -> Vec<Line> {
    let connection = database.connect().await;
    let sql = "select pos, kind, account_ver, access from event order by pos";
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await;
    let line = |row: &sea_orm::QueryResult| {
        let field = "a column of the log";
        (
            row.try_get("", "pos").expect(field),
            row.try_get("", "kind").expect(field),
            row.try_get("", "account_ver").expect(field),
            row.try_get("", "access").expect(field),
        )
    };
    rows.unwrap().iter().map(line).collect()
}

async fn facts(database: &Database) -> Facts {
    let db = Db::connect(&database.target(), Clock::system()).await.unwrap();
    api::migrate(&database.target(), &db).await.unwrap();
    Facts::load(&db).await.unwrap().0
}

/// Everybody stands to everything as the events say.
async fn compare(database: &Database, loaded: &Facts, followed: &Facts) {
    let tables = database.connect().await;
    let people = user::Entity::find().all(&tables).await.unwrap();
    let accounts = account::Entity::find().all(&tables).await.unwrap();
    let incidents = incident::Entity::find().all(&tables).await.unwrap();
    let entries = knowledge_entry::Entity::find().all(&tables).await.unwrap();
    let mut seen = 0;
    for person in &people {
        for account in &accounts {
            let relations = loaded.relations_to_account(person.id, account.id);
            assert_eq!(relations, followed.relations_to_account(person.id, account.id), "{}", account.code);
            seen += usize::from(!relations.is_empty());
        }
        for incident in &incidents {
            let (id, account) = (incident.id, incident.account_id);
            let relations = loaded.relations_to_incident(person.id, id, account);
            assert_eq!(relations, followed.relations_to_incident(person.id, id, account), "{id}");
        }
        for entry in &entries {
            let relations = loaded.relations_to_knowledge(person.id, entry.id);
            assert_eq!(relations, followed.relations_to_knowledge(person.id, entry.id), "{}", entry.title);
        }
    }
    assert!(seen > people.len(), "hardly anybody serves an account");
    assert!(!loaded.permits_account(&Viewer::Anonymous, accounts[0].id, Action::ReadAccount));
    let served: BTreeSet<_> = assignment::Entity::find()
        .all(&tables)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.account_id)
        .collect();
    assert_eq!(served.len(), accounts.len(), "every account is served");
}
