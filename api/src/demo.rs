//! A demonstration: a database of its own with a small story in it, on this machine only, and people to act as.
//!
//! The story is told through the services of the domains, under a clock that begins long ago, so that everything in it could
//! have happened and has its event. It is told once; later starts find it and hand out fresh tokens.

mod cast;
mod guard;
mod mark;
mod story;
mod tokens;

use std::net::SocketAddr;

use chrono::TimeDelta;

use self::{guard::Guard, mark::Mark};
use crate::{
    StartError,
    app::App,
    migrate,
    platform::{
        clock::Clock,
        db::{Db, Target},
    },
};

/// How long ago the story begins: those whom a successor of last month is measured by held their seats for a year when that quarter
/// began.
const LENGTH: TimeDelta = TimeDelta::days(520);

/// Refuses an address that others could reach.
///
/// # Errors
/// It is not of this machine alone.
pub(crate) fn check_address(address: SocketAddr) -> Result<(), StartError> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    let refusal = format!(
        "a demonstration is for this machine only: it hands out tokens; listen on 127.0.0.1:{} instead of {address}",
        address.port()
    );
    Err(StartError::Refused(refusal))
}

/// Migrates a database of the demonstration and tells the story in one that is empty. Whoever starts at the same moment waits.
///
/// # Errors
/// Somebody else made the database, an earlier story was cut off, or the database failed.
pub(crate) async fn prepare(target: &Target, clock: &Clock) -> Result<(), StartError> {
    let guard = Guard::take(target).await?;
    tell_once(target, clock).await?;
    guard.release().await
}

async fn tell_once(target: &Target, clock: &Clock) -> Result<(), StartError> {
    let past = Clock::manual(clock.now() - LENGTH);
    let db = Db::connect(target, past.clone()).await?;
    match mark::read(&db).await? {
        Mark::Told => return Ok(migrate(target, &db).await?),
        Mark::Foreign => {
            let refusal =
                "the demonstration did not make this database and leaves it alone: name an empty one";
            return Err(StartError::Refused(refusal.into()));
        }
        Mark::Begun => {
            let refusal =
                "an earlier start of the demonstration was cut off: remove its database and start again";
            return Err(StartError::Refused(refusal.into()));
        }
        Mark::Empty => {}
    }
    migrate(target, &db).await?;
    mark::begin(&db).await?;
    let told = story::tell(&db, &past, clock.now()).await;
    told.map_err(|error| StartError::Refused(format!("the demonstration cannot be filled: {error}")))?;
    Ok(mark::finish(&db).await?)
}

/// Fresh tokens of everybody who can be acted as, and a first request.
///
/// # Errors
/// The database failed, or somebody whom the story brought is gone.
pub(crate) async fn greeting(app: &App, db: &Db, address: SocketAddr) -> Result<String, StartError> {
    let made = tokens::greeting(app.services(), db, address).await;
    made.map_err(|error| StartError::Refused(format!("the demonstration cannot hand out tokens: {error}")))
}
