//! The escalation policy: what a company starts with, and how administrators revise it.

mod read;
mod revise;
