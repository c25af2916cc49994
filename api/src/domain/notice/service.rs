//! The use cases of notices: they are raised by events, and read and put away by their readers.

use std::collections::HashMap;

use entity::{
    id::{AccountId, EventId, HandoverId, KnowledgeEntryId, NoticeId, RequestId, UserId},
    incident::Severity,
    notice::{Column, Model, NoticeKind},
    quiet_hours,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::{
    event::{NoticeEvent, NoticeEventKind},
    rules::{Addressed, Policy, QuietHours, deliver_at},
    store,
};
use crate::{
    domain::{
        access::{Person, Viewer, proof},
        fault::Fault,
        input::Checks,
        journal,
    },
    platform::{
        db::{Db, Tx},
        page::{self, Count, Page, PageRequest},
    },
};

/// Notices. Clones share them.
#[derive(Clone)]
pub struct Notices {
    db: Db,
    policy: Policy,
}

/// Which notices of the viewer's; a condition left out does not narrow.
#[derive(Clone, Debug, Default)]
pub struct NoticeList {
    /// Only those that are unread, or only those that are read.
    pub unread: Option<bool>,
    /// Those that were put away, too.
    pub dismissed: bool,
    /// Only these kinds.
    pub kinds: Option<Vec<NoticeKind>>,
    /// Only those of these accounts.
    pub accounts: Option<Vec<AccountId>>,
}

/// Notices of one event.
#[derive(Clone, Debug)]
pub struct Raise<'a> {
    /// The event.
    pub event: EventId,
    /// Its name.
    pub event_kind: &'a str,
    /// The account that it concerns.
    pub account: Option<AccountId>,
    /// The incident that it concerns, with the severity that counts.
    pub incident: Option<(entity::id::IncidentId, Severity)>,
    /// The entry of the think tank that it concerns.
    pub entry: Option<KnowledgeEntryId>,
    /// The customer's request that it concerns.
    pub request: Option<RequestId>,
    /// The handover that it concerns.
    pub handover: Option<HandoverId>,
    /// Whom it is told to.
    pub to: &'a Addressed,
}

impl Notices {
    /// The notices of this database, by the rules of this policy.
    pub fn new(db: Db, policy: Policy) -> Self {
        Self { db, policy }
    }

    /// Raises the notices of an event, in the transaction of whoever follows the log.
    ///
    /// # Errors
    /// The database failed.
    pub async fn raise(&self, tx: &Tx, raise: &Raise<'_>) -> Result<(), Fault> {
        let people: Vec<UserId> = raise.to.keys().copied().collect();
        let readers = store::readers(tx, &people, &self.policy).await?;
        let severity = raise.incident.map(|(_, severity)| severity);
        let row = |(user, kind): (&UserId, &NoticeKind)| {
            let reader = readers.get(user).copied().unwrap_or_default();
            let deliver_at = deliver_at(*kind, severity, &reader, tx.now(), &self.policy);
            Model {
                id: NoticeId(tx.next_id()),
                user_id: *user,
                kind: *kind,
                account_id: raise.account,
                incident_id: raise.incident.map(|(id, _)| id),
                event_id: raise.event,
                event_kind: raise.event_kind.to_owned(),
                raised_at: tx.now(),
                deliver_at,
                delivered_at: (deliver_at <= tx.now()).then_some(tx.now()),
                read_at: None,
                dismissed_at: None,
                entry_id: raise.entry,
                request_id: raise.request,
                handover_id: raise.handover,
            }
        };
        let rows: Vec<Model> = raise.to.iter().map(row).collect();
        store::insert(tx, rows.clone()).await?;
        for row in rows.into_iter().filter(|row| row.delivered_at.is_some()) {
            tell(tx, &Viewer::Anonymous, NoticeEventKind::Raised, row.user_id, (&[row], false)).await?;
        }
        Ok(())
    }

    /// Sends the digests that are due, each once, whichever node comes first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn send_digests(&self) -> Result<(), Fault> {
        loop {
            let now = self.db.clock().now();
            let readers = store::due_readers(self.db.reader(), now).await?;
            if readers.is_empty() {
                return Ok(());
            }
            for reader in readers {
                self.db.write(|tx| send_digest(tx, reader)).await?;
            }
        }
    }

    /// Deletes the notices that are kept no longer.
    ///
    /// # Errors
    /// The database failed.
    pub async fn purge(&self) -> Result<(), Fault> {
        let kept = self.policy.kept;
        self.db.write(|tx| async move { store::purge(&tx, tx.now() - kept).await }).await?;
        Ok(())
    }

    /// A notice of the viewer's.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none that the viewer may see.
    pub async fn get(&self, viewer: &Viewer, id: NoticeId) -> Result<Model, Fault> {
        let Ok(person) = viewer.person() else { return Err(Fault::NotFound) };
        let select = store::of(viewer, person).filter(Column::Id.eq(id));
        select.one(self.db.reader()).await?.ok_or(Fault::NotFound)
    }

    /// A page of the viewer's notices, the latest first.
    ///
    /// # Errors
    /// A page that cannot be given; the viewer is no person.
    pub async fn page(
        &self,
        viewer: &Viewer,
        list: &NoticeList,
        request: &PageRequest,
        default_size: u64,
    ) -> Result<Page<Model>, Fault> {
        let select = store::of(viewer, viewer.person()?).filter(condition(list));
        let mark = format!("notices {list:?}");
        let sorting = store::latest_first();
        Ok(page::page(self.db.reader(), select, &sorting, &mark, request, default_size).await?)
    }

    /// How many notices of a list the viewer has.
    ///
    /// # Errors
    /// The database failed; the viewer is no person.
    pub async fn count(&self, viewer: &Viewer, list: &NoticeList) -> Result<Count, Fault> {
        let select = store::of(viewer, viewer.person()?).filter(condition(list));
        Ok(page::count(self.db.reader(), select).await?)
    }

    /// Marks notices of the viewer's as read, or puts them away. What is so marked already stays as it is.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if one of them is none that the viewer may see; nothing is marked then.
    pub async fn mark(
        &self,
        viewer: &Viewer,
        ids: &[NoticeId],
        mark: NoticeMark,
    ) -> Result<(Vec<Model>, Vec<EventId>), Fault> {
        let committed = self.db.write(|tx| mark_in(tx, viewer, ids, mark)).await?;
        Ok((committed.value, committed.events))
    }

    /// The viewer's quiet hours.
    ///
    /// # Errors
    /// The database failed; the viewer is no person.
    pub async fn quiet_hours(&self, viewer: &Viewer) -> Result<Option<QuietHours>, Fault> {
        let row = quiet_hours::Entity::find_by_id(viewer.person()?.id).one(self.db.reader()).await?;
        Ok(row.as_ref().map(store::quiet_of).transpose()?)
    }

    /// Sets the viewer's quiet hours, or ends them. What waits already comes when it would have come.
    ///
    /// # Errors
    /// The hours end when they begin; the viewer is no person.
    pub async fn set_quiet_hours(&self, viewer: &Viewer, hours: Option<QuietHours>) -> Result<(), Fault> {
        let mut checks = Checks::new();
        if hours.is_some_and(|hours| hours.starts == hours.ends) {
            checks.refuse(
                "hours.endsAt",
                "SAME_AS_START",
                "end the quiet hours at another time than they begin",
            );
        }
        checks.done()?;
        self.db.write(|tx| set_quiet_hours_in(tx, viewer, hours)).await?;
        Ok(())
    }
}

/// What a reader does with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeMark {
    /// It is read.
    Read,
    /// It is put away; that it is read is said by the way.
    Dismissed,
}

fn condition(list: &NoticeList) -> Condition {
    let unread = list.unread.map(|unread| match unread {
        true => Column::ReadAt.is_null(),
        false => Column::ReadAt.is_not_null(),
    });
    Condition::all()
        .add_option(unread)
        .add_option((!list.dismissed).then(|| Column::DismissedAt.is_null()))
        .add_option(list.kinds.as_ref().map(|kinds| Column::Kind.is_in(kinds.iter().copied())))
        .add_option(list.accounts.as_ref().map(|ids| Column::AccountId.is_in(ids.iter().copied())))
}

async fn send_digest(tx: Tx, reader: UserId) -> Result<(), Fault> {
    let (due, has_more) = store::take_due(&tx, reader).await?;
    if due.is_empty() {
        return Ok(());
    }
    tell(&tx, &Viewer::Anonymous, NoticeEventKind::Digested, reader, (&due, has_more)).await
}

async fn mark_in(tx: Tx, viewer: &Viewer, ids: &[NoticeId], mark: NoticeMark) -> Result<Vec<Model>, Fault> {
    let viewer = proof::present(&tx, viewer).await?;
    let person: &Person = viewer.person()?;
    let rows = store::of(&viewer, person)
        .filter(Column::Id.is_in(ids.iter().copied()))
        .lock_exclusive()
        .all(&*tx)
        .await?;
    let rows: HashMap<NoticeId, Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    if ids.iter().any(|id| !rows.contains_key(id)) {
        return Err(Fault::NotFound);
    }
    let is_unread = |row: &&Model| row.read_at.is_none();
    let is_kept = |row: &&Model| row.dismissed_at.is_none();
    let unread: Vec<Model> = rows.values().filter(is_unread).cloned().collect();
    store::mark(&tx, unread.iter().map(|row| row.id), Column::ReadAt).await?;
    let (kind, changed) = match mark {
        NoticeMark::Read => (NoticeEventKind::Read, unread),
        NoticeMark::Dismissed => {
            (NoticeEventKind::Dismissed, rows.values().filter(is_kept).cloned().collect())
        }
    };
    if mark == NoticeMark::Dismissed {
        store::mark(&tx, changed.iter().map(|row| row.id), Column::DismissedAt).await?;
    }
    if !changed.is_empty() {
        tell(&tx, &viewer, kind, person.id, (&changed, false)).await?;
    }
    let rows = store::by_id(&tx, ids).await?;
    Ok(ids.iter().filter_map(|id| rows.get(id).cloned()).collect())
}

/// Tells the reader's devices: which notices, and whether there are more than the event names.
async fn tell(
    tx: &Tx,
    actor: &Viewer,
    kind: NoticeEventKind,
    reader: UserId,
    (rows, has_more): (&[Model], bool),
) -> Result<(), Fault> {
    let event = NoticeEvent { kind, reader, notices: store::snapshots(tx, rows).await?, has_more };
    // Not an event of the account: its counter is seen by people who know nothing of this reader's notices.
    journal::record(tx, actor, None, &event, Vec::new()).map(drop)
}

async fn set_quiet_hours_in(tx: Tx, viewer: &Viewer, hours: Option<QuietHours>) -> Result<(), Fault> {
    let viewer = proof::present(&tx, viewer).await?;
    let user_id = viewer.person()?.id;
    let Some(hours) = hours else {
        quiet_hours::Entity::delete_by_id(user_id).exec(&*tx).await?;
        return Ok(());
    };
    let row = quiet_hours::Model {
        user_id,
        starts_at: hours.starts.format("%H:%M").to_string(),
        ends_at: hours.ends.format("%H:%M").to_string(),
        time_zone: hours.zone.name().to_owned(),
        updated_at: tx.now(),
    };
    Ok(store::keep_quiet_hours(&tx, row).await?)
}
