//! The one directory of this test process. It lives under the temporary directory and is removed as soon as the process
//! is gone, whichever way it went, and with it a Postgres server that runs in it and the processes that are noted in it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::{env, fs, process};

use std::os::unix::process::CommandExt;

static SCRATCH: LazyLock<Scratch> = LazyLock::new(Scratch::create);

/// Reads until this process closes the pipe by ending, then kills, stops Postgres and removes everything. It stands in a
/// process group of its own, so that an interrupt from the terminal does not reach it.
const WATCHDOG: &str = r#"
cat > /dev/null
for note in "$1"/processes/*; do [ -f "$note" ] && kill -KILL "$(basename "$note")"; done
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

/// Has a process killed if this one ends before it; removing the note takes that back.
#[must_use]
pub fn note_process(id: u32) -> PathBuf {
    let note = directory().join("processes").join(id.to_string());
    fs::write(&note, "").expect("a note fits into the scratch directory");
    note
}

impl Scratch {
    fn create() -> Self {
        let path = make_directory();
        fs::create_dir(path.join("processes")).expect("a new directory is empty");
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
