//! Rights are judged in three places: by the facts in memory, by the conditions of lists, and by the tables before a write.
//! In random worlds they agree about everybody and everything; and facts that follow the log from any moment on are those
//! that a fresh start would load.

mod judges;
mod tables;
mod world;

use std::path::PathBuf;

use migration::{Migrator, MigratorTrait};
use proptest::{
    prelude::any,
    sample::Index,
    test_runner::{Config, TestCaseError, TestRunner},
};
use tokio::runtime::{Builder, Runtime};

use super::{AccessChange, Facts, facts::Revocation};
use crate::platform::{
    clock::Clock,
    db::{Db, Target},
};

/// A database for one test, with the rows that every world has.
struct Stage {
    db: Db,
    folder: PathBuf,
}

impl Stage {
    async fn set(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("iron-triangle-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test can be made");
        let target = Target::File(folder.join("world.sqlite"));
        let db = Db::connect(&target, Clock::manual(world::now())).await.expect("SQLite opens the file");
        Migrator::up(db.writer(), None).await.expect("the schema can be made");
        let prepared = db.write(|tx| async move { tables::prepare(&tx).await });
        prepared.await.expect("every world has these rows");
        Self { db, folder }
    }

    /// The tables as they are after a part of a history.
    async fn begin(&self, history: &[AccessChange]) {
        let written = self.db.write(|tx| async move {
            tables::forget(&tx).await?;
            tables::write(&tx, history).await
        });
        written.await.expect("the tables take the history");
    }

    /// The tables as they are after the next part.
    async fn go_on(&self, history: &[AccessChange]) {
        let written = self.db.write(|tx| async move { tables::write(&tx, history).await });
        written.await.expect("the tables take the history");
    }

    async fn facts(&self) -> Facts {
        Facts::load(&self.db).await.expect("the facts can be loaded").0
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Whatever stays is in the machine's temporary directory.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn runner() -> TestRunner {
    TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() })
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime should start")
}

fn judged(complaints: Vec<String>) -> Result<(), TestCaseError> {
    if complaints.is_empty() { Ok(()) } else { Err(TestCaseError::fail(complaints.join("\n"))) }
}

#[test]
fn facts_lists_and_tables_agree_about_everybody_and_everything() {
    let runtime = runtime();
    let stage = runtime.block_on(Stage::set("judges"));
    let outcome = runner().run(&world::history(&world::ENDS), |history| {
        runtime.block_on(async {
            stage.begin(&history).await;
            let facts = stage.facts().await;
            judged(judges::disagreements(&stage.db, &facts).await)
        })
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn facts_that_follow_the_log_from_any_moment_are_those_of_a_fresh_start() {
    let runtime = runtime();
    let stage = runtime.block_on(Stage::set("followers"));
    let beginning = world::beginning().len();
    let outcome =
        runner().run(&(world::history(&world::ENDS_TO_COME), any::<Index>()), |(history, split)| {
            let split = beginning + split.index(history.len() - beginning + 1);
            runtime.block_on(async {
                stage.begin(&history[..split]).await;
                let facts = stage.facts().await;
                stage.go_on(&history[split..]).await;
                follow(&facts, &history[split..])?;
                let fresh = stage.facts().await;
                same(&facts, &fresh)?;
                // A node that loaded late meets changes that its facts hold already.
                follow(&fresh, &history[split..])?;
                same(&facts, &fresh)
            })
        });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Applies changes one by one; whoever lost sight of an account by one is told, and nobody else.
fn follow(facts: &Facts, changes: &[AccessChange]) -> Result<(), TestCaseError> {
    for change in changes {
        let before = judges::sights(facts);
        let mut told = facts.apply(vec![change.clone()]);
        told.sort_by_key(|revocation| (revocation.user, revocation.account));
        let after = judges::sights(facts);
        let lost = before.into_iter().filter_map(|((user, account), before)| {
            let lost = before.without(after[&(user, account)]);
            (lost != Default::default()).then_some(Revocation { user, account, lost })
        });
        let lost: Vec<Revocation> = lost.collect();
        judged(if told == lost {
            vec![]
        } else {
            vec![format!("{change:?}: told {told:?}, lost {lost:?}")]
        })?;
    }
    Ok(())
}

fn same(one: &Facts, other: &Facts) -> Result<(), TestCaseError> {
    let (one, other) = (judges::observations(one), judges::observations(other));
    let differing = one.iter().filter(|(what, seen)| other.get(*what) != Some(seen));
    judged(differing.map(|(what, seen)| format!("{what}: {seen}, not {:?}", other.get(what))).collect())
}
