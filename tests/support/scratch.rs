//! The one directory of this test process. It lives under the temporary directory and is removed, together with a
//! Postgres server that runs in it, as soon as the process is gone, whichever way it went.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::{env, fs, process};

use std::os::unix::process::CommandExt;

static SCRATCH: LazyLock<Scratch> = LazyLock::new(Scratch::create);

/// Reads until this process closes the pipe by ending, then stops Postgres and removes everything. It stands in a
/// process group of its own, so that an interrupt from the terminal does not reach it.
const WATCHDOG: &str = r#"
cat > /dev/null
lock="$1/postgres/data/postmaster.pid"
if [ -f "$lock" ] && kill -QUIT "$(head -n 1 "$lock")"; then
  for _ in $(seq 200); do [ -f "$lock" ] || break; sleep 0.05; done
fi
rm -rf -- "$1"
"#;

/// A Unix socket's path has to fit into 107 bytes, so a deep temporary directory is not usable.
const LONGEST_BASE: usize = 60;

struct Scratch {
    path: PathBuf,
    /// Holds the pipe that closes when this process ends.
    _watchdog: Child,
}

/// The directory of this test process.
#[must_use]
pub fn directory() -> &'static Path {
    &SCRATCH.path
}

impl Scratch {
    fn create() -> Self {
        let path = make_directory();
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&path)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell should start to watch over the scratch directory");
        Self { path, _watchdog: watchdog }
    }
}

fn make_directory() -> PathBuf {
    let mut base = env::temp_dir();
    if base.as_os_str().len() > LONGEST_BASE {
        base = PathBuf::from("/tmp");
    }
    for attempt in 0.. {
        let path = base.join(format!("iron-triangle-{}-{attempt}", process::id()));
        match fs::create_dir(&path) {
            Ok(()) => return path,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => panic!("{} cannot be made: {error}", path.display()),
        }
    }
    unreachable!("some attempt finds a free name")
}
