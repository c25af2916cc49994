//! Files that are whole after any crash: the old text or the new, never a part.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place and moves it there. When this returns, it survives a loss of power.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    // The name is in the folder, which is written for itself.
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
