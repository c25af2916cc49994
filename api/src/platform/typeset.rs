//! Typesetting: a template and its data become a PDF, the same bytes for the same data. A template comes with the program and
//! sees nothing but its data, as `data.json`: no files, no network, no clock. Data is never run as markup.

mod fonts;
mod world;

use serde_json::Value;
use typst::{comemo, diag::SourceDiagnostic, ecow::EcoVec};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use self::fonts::lacking;
#[cfg(test)]
pub(crate) use self::fonts::lacking_label;
use self::world::World;
use crate::{
    limits::PDF_CHARACTERS,
    platform::workers::{WorkError, Workers, cores},
};

/// How many may wait for their document. Those who come later are told to come again.
const WAITING: usize = 32;

/// How many documents later something computed for one is forgotten.
const REMEMBERED: usize = 10;

/// A template in the language of typst.
#[derive(Debug)]
pub struct Template {
    /// What it is called in errors.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
}

/// Sets documents on threads of its own. Clones share them.
#[derive(Clone)]
pub struct Typesetter(Workers);

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// Too many wait already: come again.
    #[error("too many documents are waiting to be set")]
    Busy,
    /// There is more to be set than [`PDF_CHARACTERS`].
    #[error("a document of {0} characters is too long to be set")]
    TooLong(usize),
    /// The template and the data do not go together.
    #[error("a document cannot be set: {0}")]
    Failed(String),
}

impl From<WorkError> for TypesetError {
    fn from(error: WorkError) -> Self {
        match error {
            WorkError::Busy => Self::Busy,
            WorkError::BrokeOff => Self::Failed(error.to_string()),
        }
    }
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// On half of the cores of the machine: documents can wait, requests cannot.
    pub fn new() -> Self {
        Self(Workers::new(cores().div_ceil(2), WAITING))
    }

    /// The PDF of a template with its data.
    ///
    /// # Errors
    /// Too many wait, there is too much of it, or the template cannot be set with this data.
    pub async fn pdf(&self, template: &'static Template, data: Value) -> Result<Vec<u8>, TypesetError> {
        let length = characters(&data);
        if length > PDF_CHARACTERS {
            return Err(TypesetError::TooLong(length));
        }
        self.0.run(move || pdf(template, &data)).await?
    }
}

/// How many characters the texts of some data have.
fn characters(data: &Value) -> usize {
    match data {
        Value::String(text) => text.chars().count(),
        Value::Array(values) => values.iter().map(characters).sum(),
        Value::Object(fields) => fields.values().map(characters).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn pdf(template: &Template, data: &Value) -> Result<Vec<u8>, TypesetError> {
    let document = set(template, data)?;
    let options = PdfOptions { creator: typst::foundations::Smart::Custom(None), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| failed(template, &errors));
    comemo::evict(REMEMBERED);
    bytes
}

fn set(template: &Template, data: &Value) -> Result<PagedDocument, TypesetError> {
    let world = World::new(template, data).map_err(TypesetError::Failed)?;
    typst::compile(&world).output.map_err(|errors| failed(template, &errors))
}

fn failed(template: &Template, errors: &EcoVec<SourceDiagnostic>) -> TypesetError {
    let texts: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    TypesetError::Failed(format!("{}: {}", template.name, texts.join("; ")))
}

/// What can be read on the pages of a template with its data, piece by piece.
#[cfg(test)]
pub(crate) fn words(template: &Template, data: &Value) -> String {
    use typst::layout::{Frame, FrameItem};
    fn read(frame: &Frame, into: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(text) => into.push_str(&text.text),
                FrameItem::Group(group) => read(&group.frame, into),
                _ => {}
            }
        }
    }
    let document = set(template, data).expect("the template fits its data");
    let mut text = String::new();
    for page in document.pages() {
        read(&page.frame, &mut text);
        text.push('\u{c}');
    }
    text
}

#[cfg(test)]
mod tests;
