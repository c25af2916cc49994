//! All that a template can see: the language's own library, the fonts, itself and its data.

use std::sync::LazyLock;

use serde_json::Value;
use typst::{
    Library, LibraryExt,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::{Template, fonts::FONTS};

/// What a template reads its data from.
const DATA: &str = "data.json";

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The surroundings of one document.
pub(super) struct World {
    main: Source,
    data_id: FileId,
    data: Bytes,
}

impl World {
    /// A template beside its data; the error says which of their names or values cannot be used.
    pub(super) fn new(template: &Template, data: &Value) -> Result<Self, String> {
        let data = serde_json::to_vec(data).map_err(|error| error.to_string())?;
        let main = Source::new(file(template.name)?, template.source.to_owned());
        Ok(Self { main, data_id: file(DATA)?, data: Bytes::new(data) })
    }
}

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|error| format!("{name}: {error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.all.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
