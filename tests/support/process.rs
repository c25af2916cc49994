//! The server as a real process, for stories in which it is killed. It runs under the machine's clock.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::{env, fs};

use api::platform::clock::Clock;
use api::platform::db::Target;
use tokio::task::spawn_blocking;

use crate::client::Client;
use crate::database::Database;
use crate::personas::{self, Persona};
use crate::scratch;
use crate::story::soon;

/// A running process. It is killed when it is dropped.
#[derive(Debug)]
pub struct Process {
    child: Mortal,
    /// Kept open, since a process whose output is gone cannot print.
    _output: BufReader<ChildStdout>,
    address: SocketAddr,
    database: Database,
}

impl Process {
    /// Starts the server on that database and a free port, and waits until it says where it listens.
    pub async fn start(database: &Database) -> Self {
        let mut command = Command::new(binary("server"));
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        // The receivers of the stories are on this machine.
        command.args(["serve", "--listen", "127.0.0.1:0", "--webhooks-allow-private"]);
        match database.target() {
            Target::File(path) => {
                command.arg("--data-dir").arg(path.parent().expect("a file is in a folder"))
            }
            Target::Postgres(url) => command.arg("--database-url").arg(url.reveal()),
        };
        let mut child = Mortal::spawn(&mut command);
        let output = BufReader::new(child.process.stdout.take().expect("the server's output is a pipe"));
        let listening = spawn_blocking(move || wait_for_address(output));
        let listening = soon("the server saying where it listens", listening).await;
        let (address, output) = listening.expect("the server should listen");
        Self { child, _output: output, address, database: database.clone() }
    }

    /// Asks the process to stop, as an operator does, and waits until it has, which must be in peace.
    pub async fn stop(self) {
        self.child.ask_to_stop();
        let status = self.child.end().await;
        assert!(status.success(), "the process ended with {status}");
    }

    /// Kills the process as `kill -9` does and waits until it is gone.
    pub fn kill(self) {
        drop(self);
    }

    /// Kills the process as `kill -9` does and starts it again on the same database.
    pub async fn kill_and_restart(self) -> Self {
        let database = self.database.clone();
        self.kill();
        Self::start(&database).await
    }

    /// A client as which that persona acts.
    pub async fn as_(&self, persona: Persona) -> Client {
        let machine = self.database.machine(Clock::system()).await;
        self.with_token(&personas::make_token(&machine, persona).await)
    }

    /// The database behind the process.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// A client that shows no token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None)
    }

    /// A client that shows that token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned()))
    }
}

/// A process that is killed when it is dropped, or when this process ends before.
#[derive(Debug)]
pub(crate) struct Mortal {
    pub(crate) process: Child,
    note: PathBuf,
}

impl Mortal {
    pub(crate) fn spawn(command: &mut Command) -> Self {
        let process = command.spawn().expect("the binary should start");
        let note = scratch::note_process(process.id());
        Self { process, note }
    }

    /// Asks the process to stop, as an operator does.
    pub(crate) fn ask_to_stop(&self) {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("there is a `kill`");
        assert!(told.success(), "the process was gone before it was asked to stop");
    }

    /// Waits until the process has ended by itself.
    pub(crate) async fn end(mut self) -> ExitStatus {
        let ended = spawn_blocking(move || self.process.wait());
        let status = soon("the end of the process", ended).await.expect("waiting does not panic");
        status.expect("a child can be waited for")
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        // Each fails only for a process that is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.note);
    }
}

fn wait_for_address(mut output: BufReader<ChildStdout>) -> (SocketAddr, BufReader<ChildStdout>) {
    let mut line = String::new();
    loop {
        line.clear();
        let length = output.read_line(&mut line).expect("the server speaks UTF-8");
        assert!(length > 0, "the server ended before it listened");
        if let Some(address) = address_in(&line) {
            return (address, output);
        }
    }
}

/// Cargo builds it beside the directory of the test's own binary.
pub(crate) fn binary(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a process knows its binary");
    let directory = test.ancestors().nth(2).expect("a test's binary is in target/<profile>/deps");
    directory.join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The address in a line like `iron-triangle serves http://127.0.0.1:4000/`.
fn address_in(line: &str) -> Option<SocketAddr> {
    line.split_once("serves http://")?.1.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_line_that_tells_it() {
        let address = address_in("iron-triangle serves http://127.0.0.1:4000/");
        assert_eq!(address, Some(SocketAddr::from(([127, 0, 0, 1], 4000))));
        assert_eq!(address_in("iron-triangle migrates"), None);
    }
}
