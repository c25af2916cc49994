//! A temporary Postgres cluster of this test process: found, made, started once, and gone with the process.

use std::io::Write;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs, io};

use crate::scratch;

/// Fast, since a cluster that lives for minutes need not survive a power cut; strange on purpose in its time zone and
/// (by `initdb`) its collation, so that the product cannot come to rely on either.
const SETTINGS: &str = "
listen_addresses = ''
max_connections = 400
shared_buffers = 64MB
fsync = off
full_page_writes = off
autovacuum = off
jit = off
timezone = 'Asia/Shanghai'
";

static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(Cluster::start);

/// A running Postgres server.
#[derive(Debug)]
pub struct Cluster {
    binaries: PathBuf,
    sockets: PathBuf,
}

/// The cluster of this test process, or `None` where Postgres is not installed.
///
/// # Panics
/// Where Postgres is not installed although `REQUIRE_POSTGRES` is set.
pub fn cluster() -> Option<&'static Cluster> {
    CLUSTER.as_ref()
}

impl Cluster {
    /// Where a client connects to the database of that name.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.sockets.display())
    }

    /// The schema of a database in SQL: `pg_dump` without what depends on its version.
    #[must_use]
    pub fn dump_schema(&self, database: &str) -> String {
        let mut dump = Command::new(self.binaries.join("pg_dump"));
        dump.args(["--schema-only", "--no-owner", "--no-privileges"]).arg(self.url(database));
        let noise = ["--", "SET ", "\\", "SELECT pg_catalog.set_config"];
        let dump = run(&mut dump);
        let lines = dump.lines().filter(|line| !noise.iter().any(|noise| line.starts_with(noise)));
        lines.filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
    }

    fn start() -> Option<Self> {
        let Some(binaries) = find_binaries() else {
            assert!(
                env::var_os("REQUIRE_POSTGRES").is_none_or(|value| value.is_empty() || value == "0"),
                "REQUIRE_POSTGRES is set, but neither pg_config nor /usr/lib/postgresql nor PATH leads to initdb"
            );
            // Straight to the descriptor: the test harness would swallow a printed line.
            let _ = writeln!(io::stderr(), "Postgres is not installed: the suite runs on SQLite only.");
            return None;
        };
        let home = scratch::directory().join("postgres");
        fs::create_dir(&home).expect("the cluster's directory should be free");
        let owner = Owner::of(&home);
        let data = home.join("data");
        run(owner.command(&binaries, "initdb", &home).arg(&data).args([
            "--username=postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=en-US",
        ]));
        let settings = format!("{SETTINGS}unix_socket_directories = '{}'\n", home.display());
        fs::write(data.join("postgresql.auto.conf"), settings).expect("settings should be written");
        let log = home.join("log");
        run(owner
            .command(&binaries, "pg_ctl", &home)
            .args(["start", "--wait", "--silent", "--pgdata"])
            .arg(&data)
            .arg("--log")
            .arg(&log));
        Some(Self { binaries, sockets: home })
    }
}

/// Who runs the server. `initdb` and `postgres` refuse root, so root hands over to another user.
struct Owner(Option<(u32, u32)>);

impl Owner {
    /// Whoever may own the directory; hands it over where that is not the present user.
    fn of(directory: &Path) -> Self {
        let present = fs::metadata(directory).expect("the directory was just made").uid();
        if present != 0 {
            return Self(None);
        }
        let (uid, gid) = ["postgres", "nobody"]
            .into_iter()
            .find_map(find_user)
            .expect("root needs a user named postgres or nobody to run Postgres");
        chown(directory, Some(uid), Some(gid)).expect("root may give a directory away");
        Self(Some((uid, gid)))
    }

    fn command(&self, binaries: &Path, program: &str, directory: &Path) -> Command {
        let mut command = Command::new(binaries.join(program));
        command.current_dir(directory).env("LC_ALL", "C");
        if let Some((uid, gid)) = self.0 {
            command.uid(uid).gid(gid);
        }
        command
    }
}

fn find_user(name: &str) -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut ids = line.split(':').skip(2).map(|id| id.parse().ok());
    Some((ids.next()??, ids.next()??))
}

fn find_binaries() -> Option<PathBuf> {
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let path = env::var_os("PATH").unwrap_or_default();
    configured
        .into_iter()
        .chain(installed_versions())
        .chain(env::split_paths(&path))
        .find(|directory| ["initdb", "pg_ctl", "postgres"].iter().all(|name| directory.join(name).is_file()))
}

/// Debian's places, the newest version first.
fn installed_versions() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|one, other| other.cmp(one));
    versions.into_iter().map(|(_, path)| path).collect()
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} ended with {}\n{complaint}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}
