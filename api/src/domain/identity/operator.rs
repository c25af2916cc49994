//! What an operator does on the server's machine, without signing in: whoever can write the database may.

use std::time::Duration;

use chrono::TimeDelta;
use entity::{id::SessionId, user};

use super::{
    event::IdentityEvent,
    key,
    session::{Token, whole_second},
    store,
    token::{Grant, Tokens},
};
use crate::{
    domain::{access::Viewer, fault::Fault, journal},
    platform::db::Db,
};

/// The longest token that is made.
const LONGEST: TimeDelta = TimeDelta::days(30);

/// Makes an access token for a person, in a session of its own that cannot be renewed.
///
/// # Errors
/// [`Fault::NotFound`] if no active person has this e-mail, [`Fault::Invalid`] for a lifetime that is shorter than a second
/// or longer than thirty days.
pub async fn access_token(db: &Db, email: &str, lifetime: Duration) -> Result<Token, Fault> {
    let lifetime = TimeDelta::from_std(lifetime).unwrap_or(TimeDelta::MAX);
    if !(TimeDelta::seconds(1)..=LONGEST).contains(&lifetime) {
        return Err(Fault::invalid("lifetime", "OUT_OF_RANGE", "from one second to thirty days"));
    }
    let tokens = &Tokens::new(&key::ensure(db).await?)?;
    let made = db.write(|tx| async move {
        let found = store::find_user_by_email(&*tx, email).await?.ok_or(Fault::NotFound)?;
        let row = store::lock_user(&tx, found.id).await?;
        if row.status != user::UserStatus::Active {
            return Err(Fault::NotFound);
        }
        let id = SessionId(tx.next_id());
        let expires_at = whole_second(tx.now() + lifetime);
        store::insert_session(&tx, id, row.id, expires_at).await?;
        let event = IdentityEvent::SessionOpened { session: id, user: row.id };
        journal::record(&tx, &Viewer::Anonymous, None, &event, vec![])?;
        let grant = Grant { user: row.id, session: id, expires_at };
        let secret = tokens.sign(&grant, tx.now(), tx.next_id())?;
        Ok(Token { secret, expires_at })
    });
    Ok(made.await?.value)
}
