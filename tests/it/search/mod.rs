//! Search: what is found, by whom, in which order, and that what is hidden changes nothing.

mod acting;
mod audience;
mod find;
mod hidden;
mod input;
mod kill;
mod long;
mod nearest;
mod page;
mod rebuild;
mod relevance;
mod statements;
mod trust;
