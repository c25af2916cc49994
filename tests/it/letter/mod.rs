//! Stories of the letter of commitment.

pub(crate) mod acting;
mod event;
mod hostile;
mod life;
mod pdf;
mod promise;
mod rights;

pub(crate) use acting::issue;
