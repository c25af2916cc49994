//! The reference bot: reads alarms from standard input, opens incidents, prints what becomes of them, and goes on after
//! any crash where it was.
//!
//! `input` -> `spool` -> `report` is the way of an alarm, `listen` -> standard output that of an event. `api` and `sse` speak
//! with the server, `durable` with the disk, `trouble` is all that can go wrong.

mod alarm;
mod api;
mod config;
mod durable;
mod input;
mod listen;
mod pause;
mod report;
mod spool;
mod sse;
mod trouble;

use std::fs::{self, File};
use std::future::Future;
use std::io::Write;
use std::path::Path;
use std::process;
use std::sync::Arc;

use clap::Parser;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use api::Api;
use config::Config;
use listen::Listener;
use report::Reporter;
use spool::Spool;
use trouble::Trouble;

fn main() {
    let config = Config::parse();
    match Runtime::new() {
        // Without dropping the runtime, which would wait for whoever does not read our output.
        Ok(runtime) => end(runtime.block_on(run(config))),
        Err(error) => end(Err(error.into())),
    }
}

fn end(ended: Result<(), Trouble>) -> ! {
    let Err(trouble) = ended else { process::exit(0) };
    say(&trouble.to_string());
    process::exit(trouble.exit_code())
}

async fn run(config: Config) -> Result<(), Trouble> {
    let api = Api::new(&config.server)?;
    fs::create_dir_all(&config.state).map_err(|error| Trouble::machine(&config.state, &error))?;
    let _held = hold(&config.state)?;
    let spool = Arc::new(Spool::open(&config.state)?);
    let stopped = stopped()?;
    let (input, input_failed) = input::read(Arc::clone(&spool))?;
    let work = async {
        let mut listener = Listener::new(api.clone(), &config.state);
        // Before the first alarm is sent, so that the bot also hears of its own.
        listener.find_beginning().await?;
        let reporter = Reporter::new(api, spool, config.once);
        let mut tasks = JoinSet::new();
        tasks.spawn(listener.run());
        tasks.spawn(reporter.run(input));
        // The listener never ends in peace; the reporter does with `--once`.
        tasks.join_next().await.unwrap_or(Ok(Ok(())))?
    };
    tokio::select! {
        ended = work => ended,
        trouble = input_failed => Err(trouble),
        () = stopped => Ok(()),
    }
}

/// Two bots with the same state would send each other's alarms and miss each other's events. The hold ends with the process,
/// however that ends.
fn hold(state: &Path) -> Result<File, Trouble> {
    let path = state.join("lock");
    let file = File::create(&path).map_err(|error| Trouble::machine(&path, &error))?;
    file.try_lock()
        .map_err(|error| Trouble::Machine(format!("{} is held by another bot: {error}", path.display())))?;
    Ok(file)
}

/// Ends when somebody asks the bot to stop. Nothing needs to be tidied up: what matters is on the disk at any moment.
fn stopped() -> Result<impl Future<Output = ()>, Trouble> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Tells the operator. Whoever does not listen misses it; alarms matter more.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "escalation-bot: {text}");
}
