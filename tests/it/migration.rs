//! The schema: what the migrations make of an empty database, on each engine, and that the entities agree with it.

use migration::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Schema, SchemaBuilder, Statement};
use sea_orm_migration::MigratorTrait;
use support::database::Database;
use support::{database_story, golden};

database_story!(migrating_twice_changes_nothing, async |database| {
    let connection = database.connect().await;
    Migrator::up(&connection, None).await.expect("an empty database can be migrated");
    let first = database.dump_schema().await;
    Migrator::up(&connection, None).await.expect("a migrated database can be migrated");
    golden::assert_same("the second schema", &first, &database.dump_schema().await);
});

database_story!(the_schema_is_the_one_that_was_reviewed, async |database| {
    let connection = database.connect().await;
    Migrator::up(&connection, None).await.expect("an empty database can be migrated");
    let engine = format!("{:?}", database.engine()).to_lowercase();
    golden::check(&format!("tests/it/golden/schema.{engine}.sql"), &database.dump_schema().await);
});

database_story!(the_tables_are_the_ones_that_the_entities_declare, async |database| {
    let migrated = database.connect().await;
    Migrator::up(&migrated, None).await.expect("an empty database can be migrated");
    let other = Database::empty(database.engine()).await;
    let declared = other.connect().await;
    entities(&declared).apply(&declared).await.expect("the entities make tables");
    golden::assert_same("what the entities declare", &columns(&migrated).await, &columns(&declared).await);
    other.remove().await;
});

/// How many migrations came before the letter of commitment.
const BEFORE_LETTERS: u32 = 3;

database_story!(what_was_there_before_letters_stays_with_its_references, async |database| {
    let connection = database.connect().await;
    Migrator::up(&connection, Some(BEFORE_LETTERS)).await.expect("an empty database can be migrated");
    for statement in OLD {
        connection.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    Migrator::up(&connection, None).await.expect("every reference still leads somewhere");
    let rows = "select i.title || ' ' || t.to_state from incident i join incident_transition t on t.incident_id = i.id";
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), rows)).await;
    let told: String =
        row.expect("it can be read").expect("it is there").try_get_by_index(0).expect("it is text");
    assert_eq!(told, "It stands RESOLVED");
    let tiers =
        "select t.tier from account_tier t join account a on a.id = t.account_id and a.created_at = t.since";
    let row =
        connection.query_one_raw(Statement::from_string(connection.get_database_backend(), tiers)).await;
    let tier: String =
        row.expect("it can be read").expect("it is there").try_get_by_index(0).expect("it is text");
    assert_eq!(tier, "B", "what an account is counts as what it always was");
    let now = "update incident set state = 'COMMITMENT_ISSUED'";
    connection.execute_unprepared(now).await.expect("the new state is allowed");
    for refused in [
        "update incident set state = 'FORGOTTEN'",
        "delete from incident",
        "update incident set account_id = '00000000-0000-0000-0000-00000000ffff'",
        "update incident_transition set incident_id = '00000000-0000-0000-0000-00000000ffff'",
    ] {
        assert!(connection.execute_unprepared(refused).await.is_err(), "{refused}");
    }
});

/// A resolved incident as it was kept before there were letters.
const OLD: [&str; 5] = [
    "insert into region (id, code, name, created_at)
        values ('00000000-0000-0000-0000-000000000001', 'NORTH', 'North', '2026-03-02T09:00:00Z')",
    r#"insert into "user" (id, email, email_key, name, name_key, function, status, version, created_at, updated_at)
        values ('00000000-0000-0000-0000-000000000002', 'a@b', 'a@b', 'A', 'a', 'SALES', 'ACTIVE', 1,
            '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z')"#,
    "insert into account (id, code, code_key, name, name_key, region_id, time_zone, status, tier, stage, version,
        event_version, created_at, updated_at) values ('00000000-0000-0000-0000-000000000003', 'ACME', 'acme', 'Acme',
            'acme', '00000000-0000-0000-0000-000000000001', 'Europe/Berlin', 'ACTIVE', 'B', 'EXPLORATORY', 1, 1,
            '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z')",
    "insert into incident (id, number, account_id, title, description, state, generation, severity_claimed,
        reported_by_user, occurred_at, reported_at, state_since, version, updated_at)
        values ('00000000-0000-0000-0000-000000000004', 1, '00000000-0000-0000-0000-000000000003', 'It stands', 'Still.',
            'RESOLVED', 1, 'SEV1', '00000000-0000-0000-0000-000000000002', '2026-03-02T09:00:00Z',
            '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z', 1, '2026-03-02T09:00:00Z')",
    "insert into incident_transition (id, incident_id, generation, to_state, occurred_at, recorded_at, actor_user)
        values ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000004', 1, 'RESOLVED',
            '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z', '00000000-0000-0000-0000-000000000002')",
];

/// Tables that no entity stands for: those of the log are `platform::log`'s alone, the index of search is the engine's.
const WITHOUT_ENTITY: [&str; 11] = [
    "event",
    "log_epoch",
    "log_follower",
    "log_meta",
    "seaql_migrations",
    "search_index",
    "search_index_config",
    "search_index_data",
    "search_index_docsize",
    "search_index_idx",
    "search_word",
];

fn entities(connection: &DatabaseConnection) -> SchemaBuilder {
    Schema::new(connection.get_database_backend())
        .builder()
        .register(entity::account::Entity)
        .register(entity::account_tier::Entity)
        .register(entity::api_key::Entity)
        .register(entity::api_key_account::Entity)
        .register(entity::assignment::Entity)
        .register(entity::bot::Entity)
        .register(entity::clock::Entity)
        .register(entity::clock_event::Entity)
        .register(entity::clock_firing::Entity)
        .register(entity::commitment::Entity)
        .register(entity::counter::Entity)
        .register(entity::escalation_policy::Entity)
        .register(entity::handover::Entity)
        .register(entity::handover_item::Entity)
        .register(entity::handover_open_item::Entity)
        .register(entity::handover_pack::Entity)
        .register(entity::handover_part::Entity)
        .register(entity::idempotency_key::Entity)
        .register(entity::incident::Entity)
        .register(entity::incident_alarm::Entity)
        .register(entity::incident_cost::Entity)
        .register(entity::customer_request::Entity)
        .register(entity::request_role::Entity)
        .register(entity::request_answer::Entity)
        .register(entity::request_hop::Entity)
        .register(entity::incident_responder::Entity)
        .register(entity::incident_transition::Entity)
        .register(entity::incident_visitor::Entity)
        .register(entity::knowledge_comment::Entity)
        .register(entity::knowledge_duty_told::Entity)
        .register(entity::knowledge_editor::Entity)
        .register(entity::knowledge_entry::Entity)
        .register(entity::knowledge_gap::Entity)
        .register(entity::knowledge_link::Entity)
        .register(entity::knowledge_revision::Entity)
        .register(entity::knowledge_tag::Entity)
        .register(entity::knowledge_term::Entity)
        .register(entity::knowledge_use::Entity)
        .register(entity::ladder::Entity)
        .register(entity::letter::Entity)
        .register(entity::letter_revision::Entity)
        .register(entity::notice::Entity)
        .register(entity::quiet_hours::Entity)
        .register(entity::refresh_token::Entity)
        .register(entity::region::Entity)
        .register(entity::search_document::Entity)
        .register(entity::search_spelling::Entity)
        .register(entity::search_state::Entity)
        .register(entity::search_term::Entity)
        .register(entity::session::Entity)
        .register(entity::setup_code::Entity)
        .register(entity::signing_key::Entity)
        .register(entity::timeline_entry::Entity)
        .register(entity::special_note::Entity)
        .register(entity::user::Entity)
        .register(entity::user_region::Entity)
        .register(entity::user_role::Entity)
        .register(entity::user_topic::Entity)
        .register(entity::webhook_delivery::Entity)
        .register(entity::webhook_endpoint::Entity)
        .register(entity::webhook_secret::Entity)
}

/// One line for each column: its table and name, its type, whether it may be null and its place in the primary key.
/// Types that mean the same to the engine, such as text by any name, have one name here.
async fn columns(connection: &DatabaseConnection) -> String {
    let backend = connection.get_database_backend();
    let query = match backend {
        DbBackend::Sqlite => {
            "SELECT t.name, t.name || '.' || c.name || ' '
                 || CASE lower(c.type) WHEN 'varchar' THEN 'text' WHEN 'bigint' THEN 'integer'
                     WHEN 'varbinary_blob' THEN 'blob' ELSE lower(c.type) END
                 || ' null=' || (1 - c.\"notnull\") || ' key=' || c.pk
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT t.relname::text, t.relname || '.' || c.attname || ' '
                 || CASE format_type(c.atttypid, c.atttypmod) WHEN 'character varying' THEN 'text' WHEN 'jsonb' THEN 'json'
                     ELSE format_type(c.atttypid, c.atttypmod) END
                 || ' null=' || (NOT c.attnotnull)::int
                 || ' key=' || coalesce(array_position(i.indkey::int[], c.attnum) + 1, 0)
             FROM pg_class t
             JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
             LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
             WHERE t.relkind IN ('r', 'p') AND t.relnamespace = 'public'::regnamespace"
        }
    };
    let rows = connection.query_all_raw(Statement::from_string(backend, query)).await;
    let rows = rows.expect("the engine tells its columns");
    let mut lines = Vec::new();
    for row in rows {
        let [table, line] =
            [0, 1].map(|place| row.try_get_by_index::<String>(place).expect("a name is text"));
        if !WITHOUT_ENTITY.contains(&table.as_str()) {
            lines.push(line);
        }
    }
    lines.sort();
    lines.join("\n")
}
