//! Search over everything that people write: entries of the think tank, incidents, lines of timelines, accounts.
//!
//! A **document** is such a thing as the index holds it: **lexemes** by which it is found, and its words as ranking reads them.
//! It is written in the transaction of the change, by the store of what was changed. Before anything is searched, a text is cut
//! into **words** without a guess at its language, and words are bent to **lexemes**, in the same way for both engines.
//!
//! A question is cut into **units**, which a document may match. Documents are gathered by the index, strictly first and then
//! more loosely, under the viewer's rights and the filter; the newest few hundred are **ranked** by their words. What the
//! viewer may not see is in no step: not in what is gathered, counted, weighed, marked or suggested.
//!
//! | | asked while less than ten are found |
//! |---|---|
//! | 1 | all units |
//! | 2 | all units, misspelled words put right |
//! | 3 | all units but one |
//! | 4 | two units |
//! | 5 | any unit; of long words of dense scripts any pair of characters |
//!
//! **Nearest** are the entries that say what somebody is writing. A draft is no question: it has too many words to ask for all. The few
//! that tell it from other texts are found by counting, among what the viewer may see, how many entries have each; then all
//! entries with the rare ones are gathered, and the newest that have several of the common ones, and ranked as above.
//!
//! The decision behind it: `docs/decisions/0017-search-ranks-only-what-the-viewer-sees.md`.

mod beginnings;
mod circle;
mod document;
mod expression;
mod facets;
mod filter;
mod find;
mod index;
mod lexemes;
mod matcher;
mod nearest;
mod query;
mod rank;
mod reach;
mod rebuild;
mod service;
mod snippet;
mod spelling;
mod stop;
mod suggest;
mod words;

pub use document::{Document, incident_text};
pub use facets::{Age, Facets};
pub use filter::SearchFilter;
pub use index::index;
pub use matcher::Matcher;
pub use nearest::{Draft, Near};
pub use service::{Asked, Found, Hit, Question, Search};
pub use snippet::Segment;
