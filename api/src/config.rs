//! What the operator sets: flags and environment variables, validated, secrets redacted.

use std::{net::SocketAddr, path::PathBuf};

use crate::{
    limits::Limits,
    platform::{db::Target, secret::Secret},
};

/// How a server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where requests are accepted.
    pub listen: SocketAddr,
    /// Where the data is.
    pub target: Target,
    /// Filled with a demonstration story, on a database of its own.
    pub demo: bool,
    /// What one request may cost.
    pub limits: Limits,
    /// Browser origins that may call the API, `https://app.example.com`.
    pub allowed_origins: Vec<String>,
    /// A proxy in front writes the client's address as the last entry of `X-Forwarded-For`.
    pub trust_forwarded_for: bool,
    /// Webhooks may go to addresses that are not public, and without TLS.
    pub webhooks_allow_private: bool,
}

/// Where the data is, as the command line says it; shared by all commands.
#[derive(Clone, Debug, clap::Args)]
pub struct DataArgs {
    /// Folder of the embedded database (SQLite); it is made if it is not there
    #[arg(long, env = "IRON_TRIANGLE_DATA_DIR", default_value = "./data", value_name = "FOLDER")]
    pub data_dir: PathBuf,
    /// Use this Postgres instead of the embedded database: postgres://user:password@host:5432/name
    #[arg(long, env = "IRON_TRIANGLE_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,
}

/// A database URL; it may hold a password.
#[derive(Clone, Debug)]
pub struct DatabaseUrl(Secret);

impl std::str::FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
        if known {
            Ok(Self(Secret::new(text)))
        } else {
            Err("expected postgres://user:password@host:5432/name")
        }
    }
}

/// The name of the embedded database's file in its folder.
const FILE: &str = "iron-triangle.sqlite";

impl DataArgs {
    /// The database that these arguments name; with `demo` one of its own inside the folder. A folder that is not there is
    /// made for its owner only.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn target(&self, demo: bool) -> std::io::Result<Target> {
        if let Some(url) = &self.database_url {
            return Ok(Target::Postgres(url.0.clone()));
        }
        let folder = if demo { self.data_dir.join("demo") } else { self.data_dir.clone() };
        let mut private = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
        private.recursive(true).create(&folder)?;
        Ok(Target::File(folder.join(FILE)))
    }
}
