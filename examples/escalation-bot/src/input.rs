//! Standard input, read by a thread of its own: alarms are kept also while the server is away.

use std::future::Future;
use std::io::{self, BufRead, ErrorKind};
use std::sync::Arc;
use std::thread;

use tokio::sync::{oneshot, watch};

use crate::say;
use crate::spool::Spool;
use crate::trouble::Trouble;

/// How far the input has been read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    /// Whether there will be no more.
    pub(crate) has_ended: bool,
}

/// Begins to read. Gives what tells of each alarm that is kept, and what ends when one could not be.
pub(crate) fn read(
    spool: Arc<Spool>,
) -> Result<(watch::Receiver<Progress>, impl Future<Output = Trouble>), Trouble> {
    let (progress, told) = watch::channel(Progress::default());
    let (fail, failed) = oneshot::channel();
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        if let Err(trouble) = keep_all(&spool, &progress) {
            let _ = fail.send(trouble);
        }
    })?;
    let failed = async move {
        match failed.await {
            Ok(trouble) => trouble,
            Err(_) => std::future::pending().await,
        }
    };
    Ok((told, failed))
}

fn keep_all(spool: &Spool, progress: &watch::Sender<Progress>) -> Result<(), Trouble> {
    for (number, line) in (1..).zip(io::stdin().lock().lines()) {
        match line {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => keep(spool, number, &line)?,
            Err(error) if error.kind() == ErrorKind::InvalidData => skip(number, &error.to_string()),
            Err(error) => return Err(Trouble::Machine(format!("the input cannot be read: {error}"))),
        }
        progress.send_replace(Progress::default());
    }
    progress.send_replace(Progress { has_ended: true });
    Ok(())
}

fn keep(spool: &Spool, number: u64, line: &str) -> Result<(), Trouble> {
    let alarm = match serde_json::from_str(line) {
        Ok(alarm) => alarm,
        Err(error) => {
            skip(number, &error.to_string());
            return Ok(());
        }
    };
    let lost = |trouble| Trouble::Machine(format!("line {number} is not kept, give it again: {trouble}"));
    spool.keep(alarm).map_err(lost)
}

fn skip(number: u64, why: &str) {
    say(&format!("line {number} is skipped, it is no alarm: {why}"));
}
