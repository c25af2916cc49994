//! Stories about the clocks and the ladder of incidents, under a clock that the stories advance.

mod chaos;
mod life;
mod news;
mod pause;
mod sight;
mod sweep;
mod watch;
