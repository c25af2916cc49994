//! Alarms that the server does not have yet, a file each: kept before they are sent, removed after the server has them. An
//! alarm that the server will never take is set aside, for people.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::alarm::Alarm;
use crate::durable;
use crate::trouble::Trouble;

/// The folders `alarms` and `refused`.
#[derive(Debug)]
pub(crate) struct Spool {
    waiting: PathBuf,
    refused: PathBuf,
    numbers: Mutex<Numbers>,
}

#[derive(Debug)]
struct Numbers {
    waiting: BTreeSet<u64>,
    next: u64,
}

/// An alarm that waits to be sent.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Waiting {
    #[serde(skip)]
    number: u64,
    /// The same for every attempt to send it, also after a crash: so the server counts it once.
    pub(crate) idempotency_key: String,
    /// What is to be told.
    pub(crate) alarm: Alarm,
    /// Why it was set aside, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Spool {
    /// Finds what an earlier process left.
    pub(crate) fn open(state: &Path) -> Result<Self, Trouble> {
        let (waiting, refused) = (state.join("alarms"), state.join("refused"));
        let (numbers, set_aside) = (numbers_in(&waiting)?, numbers_in(&refused)?);
        let next = numbers.last().max(set_aside.last()).map_or(1, |last| last + 1);
        Ok(Self { waiting, refused, numbers: Mutex::new(Numbers { waiting: numbers, next }) })
    }

    /// Keeps an alarm. When this returns, it will reach the server, whatever happens to this process.
    pub(crate) fn keep(&self, alarm: Alarm) -> Result<(), Trouble> {
        let mut numbers = self.numbers();
        let number = numbers.next;
        let idempotency_key = match &alarm.id {
            Some(id) => format!("alarm-{id}"),
            None => format!("{:032x}", rand::random::<u128>()),
        };
        self.write(&self.waiting, &Waiting { number, idempotency_key, alarm, why: None })?;
        numbers.next += 1;
        numbers.waiting.insert(number);
        Ok(())
    }

    /// The alarm that has waited longest.
    pub(crate) fn oldest(&self) -> Result<Option<Waiting>, Trouble> {
        let Some(number) = self.numbers().waiting.first().copied() else { return Ok(None) };
        let path = place(&self.waiting, number);
        let read = fs::read_to_string(&path).and_then(|text| Ok(serde_json::from_str(&text)?));
        let waiting: Waiting = read.map_err(|error| Trouble::machine(&path, &error))?;
        Ok(Some(Waiting { number, ..waiting }))
    }

    /// Keeps an alarm as it has become.
    pub(crate) fn change(&self, waiting: &Waiting) -> Result<(), Trouble> {
        self.write(&self.waiting, waiting)
    }

    /// The server has it. Should a crash undo this, it is sent again with the same key.
    pub(crate) fn remove(&self, waiting: &Waiting) -> Result<(), Trouble> {
        let path = place(&self.waiting, waiting.number);
        fs::remove_file(&path).map_err(|error| Trouble::machine(&path, &error))?;
        self.numbers().waiting.remove(&waiting.number);
        Ok(())
    }

    /// The server will never take it. Moved back by somebody who has put it right, it is sent at the next start.
    pub(crate) fn set_aside(&self, mut waiting: Waiting, why: String) -> Result<(), Trouble> {
        waiting.why = Some(why);
        self.write(&self.refused, &waiting)?;
        self.remove(&waiting)
    }

    fn write(&self, folder: &Path, waiting: &Waiting) -> Result<(), Trouble> {
        let path = place(folder, waiting.number);
        let text = serde_json::to_string(waiting).map_err(io::Error::from);
        text.and_then(|text| durable::write(&path, &text)).map_err(|error| Trouble::machine(&path, &error))
    }

    fn numbers(&self) -> MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:012}.json"))
}

/// A file that was not written to its end has another name, and is nobody's alarm.
fn numbers_in(folder: &Path) -> Result<BTreeSet<u64>, Trouble> {
    let read =
        fs::create_dir_all(folder).and_then(|()| fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>());
    let entries = read.map_err(|error| Trouble::machine(folder, &error))?;
    let paths = entries.iter().map(fs::DirEntry::path);
    let whole = paths.filter(|path| path.extension() == Some(OsStr::new("json")));
    Ok(whole.filter_map(|path| path.file_stem()?.to_str()?.parse().ok()).collect())
}
