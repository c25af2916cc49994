//! The recipes of the guides, read from them and followed on a demonstration.

use support::database_story;

use super::reader::{Reader, between};

const BOTS: &str = include_str!("../../docs/bots.md");

database_story!(a_bot_that_was_away_learns_of_clocks_as_its_guide_says, async |database| {
    let mut reader = Reader::of_a_demonstration(&database).await;
    reader.take(between(BOTS, "## Clocks", "\nLimits:")).await;
});
