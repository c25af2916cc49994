//! A database of a test's own, on either engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use api::platform::clock::Clock;
use api::platform::db::{Db, Target};
use api::platform::secret::Secret;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};

use crate::{postgres, sqlite};

/// The engines on which every story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// Whether this machine has the engine. SQLite is part of the product.
    #[must_use]
    pub fn is_available(self) -> bool {
        self == Self::Sqlite || postgres::cluster().is_some()
    }
}

/// A database that one test has for itself. Clones mean the same database.
#[derive(Clone, Debug)]
pub struct Database(Arc<Named>);

#[derive(Debug)]
struct Named {
    engine: Engine,
    name: String,
}

impl Database {
    /// An empty database without any table.
    pub async fn empty(engine: Engine) -> Self {
        let database = Self::unused(engine);
        match engine {
            Engine::Sqlite => sqlite::create(&database.0.name),
            Engine::Postgres => {
                admin(&format!("CREATE DATABASE {} TEMPLATE template0", database.0.name)).await;
            }
        }
        database
    }

    /// A copy of a database that nobody has open.
    pub async fn copy_of(template: &Self) -> Self {
        let database = Self::unused(template.0.engine);
        let (from, to) = (&template.0.name, &database.0.name);
        match template.0.engine {
            Engine::Sqlite => sqlite::copy(from, to),
            Engine::Postgres => admin(&format!("CREATE DATABASE {to} TEMPLATE {from}")).await,
        }
        database
    }

    /// The database as one to copy from: a file that is whole without its write-ahead log, or the database itself on
    /// Postgres, where a copy waits for the last connection to close.
    pub(crate) async fn freeze(self) -> Self {
        if self.0.engine == Engine::Postgres {
            return self;
        }
        let frozen = Self::empty(Engine::Sqlite).await;
        let statement = format!("VACUUM INTO '{}'", sqlite::path(&frozen.0.name).display());
        let connection = self.connect().await;
        connection.execute_unprepared(&statement).await.expect("a database can be written into another file");
        frozen
    }

    /// Removes the database, also from under whoever is still connected.
    pub async fn remove(&self) {
        match self.0.engine {
            Engine::Sqlite => sqlite::remove(&self.0.name),
            Engine::Postgres => admin(&format!("DROP DATABASE {} WITH (FORCE)", self.0.name)).await,
        }
    }

    /// Takes the database away from whoever is connected, for good, as when its server is gone.
    ///
    /// # Panics
    /// On SQLite, where an open file stays.
    pub async fn cut_off(&self) {
        assert_eq!(self.0.engine, Engine::Postgres, "an open file cannot be taken away");
        let name = &self.0.name;
        admin(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        admin(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
            .await;
    }

    /// The engine that holds it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Where a server finds it.
    #[must_use]
    pub fn target(&self) -> Target {
        match self.0.engine {
            Engine::Sqlite => Target::File(sqlite::path(&self.0.name)),
            Engine::Postgres => Target::Postgres(Secret::new(self.url())),
        }
    }

    /// The position of the last event; nothing, while there is one without a number.
    pub async fn last_position(&self, connection: &DatabaseConnection) -> Option<i64> {
        let sql = "select count(*) - count(pos), coalesce(max(pos), 0) from event";
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(statement).await.expect("the log can be read").expect("one row");
        let unnumbered: i64 = row.try_get_by_index(0).expect("a count");
        (unnumbered == 0).then(|| row.try_get_by_index(1).expect("a position"))
    }

    /// Whether a reader of the log has acted on all events so far that changed rights.
    pub async fn knows_rights(&self, connection: &DatabaseConnection, follower: &str) -> bool {
        let sql = "select count(*) from event where pos is null or access is not null
            and pos > (select pos from log_follower where name = $1)";
        let backend = connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, [follower.into()]);
        let row = connection.query_one_raw(statement).await.expect("the log can be read").expect("one row");
        row.try_get_by_index::<i64>(0).expect("a count") == 0
    }

    /// All that the log keeps of all events, for tests about what must not be there.
    pub async fn events_as_text(&self) -> String {
        let connection = self.connect().await;
        let statement =
            Statement::from_string(connection.get_database_backend(), "select cast(body as text) from event");
        let rows = connection.query_all_raw(statement).await.expect("the log can be read");
        let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a text"));
        texts.collect::<Vec<_>>().join("\n")
    }

    /// Where a client connects.
    #[must_use]
    pub fn url(&self) -> String {
        match self.0.engine {
            Engine::Sqlite => sqlite::url(&self.0.name),
            Engine::Postgres => cluster().url(&self.0.name),
        }
    }

    /// The database as the product's own commands open it, for what an operator does on the server's machine.
    pub async fn machine(&self, clock: Clock) -> Db {
        Db::connect(&self.target(), clock).await.expect("the database can be opened")
    }

    /// A connection behind the server's back, for tests about the schema itself.
    pub async fn connect(&self) -> DatabaseConnection {
        connect(&self.url()).await
    }

    /// The schema in SQL as the engine tells it, without what depends on the version of its tools.
    pub async fn dump_schema(&self) -> String {
        match self.0.engine {
            Engine::Sqlite => sqlite::dump_schema(&self.connect().await).await,
            Engine::Postgres => cluster().dump_schema(&self.0.name),
        }
    }

    fn unused(engine: Engine) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("story_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        Self(Arc::new(Named { engine, name }))
    }
}

fn cluster() -> &'static postgres::Cluster {
    postgres::cluster().expect("a story on Postgres begins only where Postgres is installed")
}

async fn admin(statement: &str) {
    let connection = connect(&cluster().url("postgres")).await;
    connection
        .execute_unprepared(statement)
        .await
        .unwrap_or_else(|error| panic!("{statement} failed: {error}"));
    connection.close().await.expect("an idle connection closes");
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap_or_else(|error| panic!("{url} does not answer: {error}"))
}
