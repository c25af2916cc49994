//! Tools that know no domain: time, ids, tasks, the database, the event log and its feed.

pub mod bulk;
pub mod clock;
pub mod courier;
pub mod db;
pub mod feed;
pub mod filter;
pub mod ids;
pub mod log;
pub mod page;
pub mod secret;
pub mod task;
pub mod text;
pub mod typeset;
pub mod workers;
