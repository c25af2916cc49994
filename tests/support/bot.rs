//! The reference bot as a real process, to be killed, with the folder that outlives it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::process::{Mortal, binary};
use crate::relay::Relay;
use crate::scratch;
use crate::story::{PATIENCE, soon};

/// What is the same for all processes of one bot: its folder, its key, its way to the server.
#[derive(Debug)]
pub struct Bot {
    state: PathBuf,
    key: String,
    server: String,
}

/// A running process of a bot. It is killed when it is dropped.
#[derive(Debug)]
pub struct Running {
    child: Mortal,
    input: Option<ChildStdin>,
    printed: watch::Receiver<Vec<String>>,
    said: watch::Receiver<Vec<String>>,
}

/// What a process left.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: Option<i32>,
    /// The lines of its standard output.
    pub printed: Vec<String>,
    /// The lines of its standard error.
    pub said: Vec<String>,
}

impl Bot {
    /// A bot that has not run yet.
    #[must_use]
    pub fn new(key: &str, relay: &Relay) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("bot_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let server = format!("http://{}", relay.address());
        Self { state: scratch::directory().join(name), key: key.to_owned(), server }
    }

    /// The same bot with another key.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self }
    }

    /// Its folder.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Starts a process with those flags beside the usual.
    #[must_use]
    pub fn start(&self, flags: &[&str]) -> Running {
        self.start_printing_to(Stdio::piped(), flags)
    }

    /// Starts a process whose standard output goes there.
    #[must_use]
    pub fn start_printing_to(&self, output: Stdio, flags: &[&str]) -> Running {
        let mut command = Command::new(binary("bot"));
        command.env_clear().env("IRON_TRIANGLE_BOT_KEY", &self.key);
        command.args(["--server", &self.server, "--state"]).arg(&self.state).args(flags);
        command.stdin(Stdio::piped()).stdout(output).stderr(Stdio::piped());
        let mut child = Mortal::spawn(&mut command);
        let printed = lines_of(child.process.stdout.take());
        let said = lines_of(child.process.stderr.take());
        let input = child.process.stdin.take();
        Running { child, input, printed, said }
    }

    /// The files of one of its folders, `alarms` or `refused`.
    #[must_use]
    pub fn files(&self, folder: &str) -> Vec<Value> {
        let entries = fs::read_dir(self.state.join(folder)).into_iter().flatten().flatten();
        let whole =
            entries.map(|it| it.path()).filter(|path| path.extension().is_some_and(|it| it == "json"));
        // One that is sent meanwhile is gone.
        let texts = whole.filter_map(|path| fs::read_to_string(path).ok());
        texts.map(|text| serde_json::from_str(&text).expect("a kept alarm is JSON")).collect()
    }

    /// Waits until so many alarms are kept.
    pub async fn has_kept(&self, count: usize) {
        let kept = async {
            while self.files("alarms").len() != count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        soon("the alarms being kept", kept).await;
    }
}

impl Running {
    /// Gives it lines to read.
    pub fn give(&mut self, lines: &[impl ToString]) {
        let input = self.input.as_mut().expect("the input is open");
        for line in lines {
            writeln!(input, "{}", line.to_string()).expect("the bot reads");
        }
    }

    /// Waits until it has printed what satisfies the condition.
    #[track_caller]
    pub fn prints(&mut self, condition: impl Fn(&[Value]) -> bool) -> impl Future<Output = ()> {
        let (printed, said) = (self.printed.clone(), self.said.clone());
        let done = self.printed.wait_for(move |lines| condition(&values(lines)));
        let done = timeout(PATIENCE, async move { done.await.is_ok() });
        let caller = Location::caller();
        async move {
            let is_done = done.await.unwrap_or_default();
            let (printed, said) = (printed.borrow(), said.borrow());
            assert!(is_done, "{caller}: the bot has not printed it, but {printed:#?} and said {said:#?}");
        }
    }

    /// Waits until it has said that to its operator so many times.
    pub async fn says(&mut self, text: &str, times: usize) {
        let said = |lines: &Vec<String>| lines.iter().filter(|line| line.contains(text)).count() >= times;
        let done = self.said.wait_for(said);
        drop(soon(text, done).await.expect("the bot should run until it says this"));
    }

    /// Kills it as `kill -9` does.
    #[must_use]
    pub fn kill(self) -> Ended {
        let Self { child, printed, said, .. } = self;
        drop(child);
        Ended { code: None, printed: rest(printed), said: rest(said) }
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(self) -> Ended {
        self.child.ask_to_stop();
        self.end().await
    }

    /// Ends its input, and waits until it has ended by itself.
    pub async fn finish(mut self) -> Ended {
        self.input = None;
        self.end().await
    }

    /// Waits until it has ended by itself.
    pub async fn end(self) -> Ended {
        let Self { child, input, printed, said } = self;
        let code = child.end().await.code();
        drop(input);
        Ended { code, printed: rest(printed), said: rest(said) }
    }
}

impl Ended {
    /// What it printed.
    #[must_use]
    pub fn events(&self) -> Vec<Value> {
        values(&self.printed)
    }
}

/// A last line that a kill cut off is nobody's event.
fn values(lines: &[String]) -> Vec<Value> {
    lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The lines of an output, as a thread reads them.
fn lines_of(output: Option<impl Read + Send + 'static>) -> watch::Receiver<Vec<String>> {
    let (lines, read) = watch::channel(Vec::new());
    thread::spawn(move || {
        let output = output.into_iter().flat_map(|output| BufReader::new(output).lines());
        for line in output.map_while(Result::ok) {
            lines.send_modify(|lines: &mut Vec<String>| lines.push(line));
        }
    });
    read
}

/// All lines of an output that is closed: its thread comes to the end of it by itself.
fn rest(lines: watch::Receiver<Vec<String>>) -> Vec<String> {
    while lines.has_changed().is_ok() {
        thread::yield_now();
    }
    lines.borrow().clone()
}
