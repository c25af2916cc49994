//! The story of the demonstration, told through the services: who works here, which accounts they serve, what they know and
//! what went wrong. Its clock begins a year and a half ago and ends now.

mod accounts;
mod book;
mod demands;
mod diary;
mod handover;
mod incidents;
mod knowledge;
mod letter;
mod letter_text;
mod people;
mod think_tank;
mod trust;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{BotId, RegionId, UserId};
use tokio::sync::Mutex;

use self::{diary::Diary, trust::Shelf};
use crate::{
    domain::{access::Viewer, services::Services},
    platform::{
        clock::Clock,
        courier::{Courier, Reach},
        db::Db,
    },
};

/// Why the story cannot go on.
pub(super) type Problem = Box<dyn std::error::Error + Send + Sync>;

/// What a part of the story comes to.
pub(super) type Told<T> = Result<T, Problem>;

/// What the parts of the story share.
struct Story<'a> {
    services: Services,
    db: &'a Db,
    clock: &'a Clock,
    end: DateTime<Utc>,
    people: HashMap<&'static str, (UserId, Viewer)>,
    regions: HashMap<&'static str, RegionId>,
    bot: Option<(BotId, Viewer)>,
    /// What happens beside everything else while time goes by.
    diary: Mutex<Diary>,
}

/// Tells the story in an empty, migrated database. The clock must be the database's own.
pub(super) async fn tell(db: &Db, clock: &Clock, end: DateTime<Utc>) -> Told<()> {
    let services = Services::start(db.clone(), Courier::new(Reach::Public)).await?;
    let mut story = Story {
        services,
        db,
        clock,
        end,
        people: HashMap::new(),
        regions: HashMap::new(),
        bot: None,
        diary: Mutex::default(),
    };
    people::tell(&mut story).await?;
    let mut accounts = accounts::found_all(&story).await?;
    story.diary = Mutex::new(Diary::of(&story, &accounts)?);
    let mut shelf = Shelf::default();
    trust::tell_of_the_past(&story, &accounts, &mut shelf).await?;
    accounts::tell(&story, &mut accounts).await?;
    knowledge::tell(&story, &accounts, &mut shelf).await?;
    trust::tell(&story, &mut shelf).await?;
    let closed = incidents::tell_of_the_past(&story, &accounts).await?;
    knowledge::tell_the_lesson(&story, &accounts, closed).await?;
    trust::tell_of_doubt(&story, &mut shelf).await?;
    handover::tell(&story, &accounts).await?;
    incidents::tell_of_today(&story, &accounts).await?;
    story.live_until(TimeDelta::zero()).await
}

impl Story<'_> {
    /// Goes on to so long before the end.
    async fn reach(&self, before_the_end: TimeDelta) -> Told<()> {
        let until = self.end - before_the_end;
        self.follow_the_diary(until).await?;
        self.set_clock(until);
        Ok(())
    }

    /// Sets the clock. What is past already happens at once.
    fn set_clock(&self, to: DateTime<Utc>) {
        if let Ok(span) = (to - self.clock.now()).to_std() {
            self.clock.advance(span);
        }
    }

    /// Lets so many minutes go by.
    async fn wait(&self, minutes: i64) -> Told<()> {
        let until = self.clock.now() + TimeDelta::minutes(minutes);
        self.reach(self.end - until).await
    }

    /// Goes on to so long before the end; what falls due meanwhile is fired when it does.
    async fn live_until(&self, before_the_end: TimeDelta) -> Told<()> {
        let (incidents, until) = (self.services.incidents(), self.end - before_the_end);
        loop {
            incidents.sweep().await?;
            let next = incidents.next_due().await?.filter(|due| *due < until);
            let then = next.unwrap_or(until);
            self.follow_the_diary(then).await?;
            self.set_clock(then);
            if next.is_none() {
                return Ok(());
            }
        }
    }

    /// Lets so many minutes go by; what falls due meanwhile is fired when it does.
    async fn live(&self, minutes: i64) -> Told<()> {
        let until = self.clock.now() + TimeDelta::minutes(minutes);
        self.live_until(self.end - until).await
    }

    /// A person as who they act.
    fn viewer(&self, email: &str) -> Told<&Viewer> {
        Ok(&self.people.get(email).ok_or("somebody is missing")?.1)
    }

    /// A person's id.
    fn id(&self, email: &str) -> Told<UserId> {
        Ok(self.people.get(email).ok_or("somebody is missing")?.0)
    }

    /// The bot as who it acts.
    fn bot(&self) -> Told<&Viewer> {
        Ok(&self.bot.as_ref().ok_or("the bot is missing")?.1)
    }
}
