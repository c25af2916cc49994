//! The one test binary: stories about the running server by domain, and what must hold of the sources themselves.

mod architecture;
mod identity;
mod migration;
mod start;
