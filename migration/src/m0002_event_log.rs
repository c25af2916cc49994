//! The event log. On SQLite the AUTOINCREMENT key is the position; on Postgres a function numbers committed rows.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => dialect::run(manager, POSTGRES).await,
            _ => dialect::run(manager, SQLITE).await,
        }
    }
}

const SQLITE: &[&str] = &[
    // AUTOINCREMENT: a position is never given twice, not even after the last rows are gone.
    "create table event (pos integer primary key autoincrement, id {uuid} not null unique, kind {text} not null,
        account_id {uuid}, account_ver bigint, body {json} not null, access {json}, at {instant} not null)",
    "create index event_account on event (account_id, pos)",
    "create table log_meta (one integer primary key check (one = 1), epoch integer not null,
        trimmed_through bigint not null default 0)",
    // A random epoch, so that a cursor of another database is told apart.
    "insert into log_meta (one, epoch) select 1, 1 + abs(random() % 2000000000)",
];

const POSTGRES: &[&str] = &[
    "create table log_epoch (epoch integer primary key, sysid text not null, tli integer not null,
        base_pos bigint not null, at timestamp with time zone not null default now(), unique (sysid, tli))",
    "create table log_meta (one boolean primary key default true check (one), trimmed_through bigint not null default 0)",
    "insert into log_meta default values",
    // seq is the order of insertion, internal only; pos and epoch are given after commit, by log_stamp.
    "create table event (seq bigint generated always as identity primary key, pos bigint, epoch integer,
        id uuid not null unique, xid bigint not null default (pg_current_xact_id()::text::bigint),
        kind text collate \"C\" not null, account_id uuid, account_ver bigint, body jsonb not null, access jsonb,
        at timestamp with time zone not null) with (fillfactor = 85)",
    // Also stops two stampers: the second fails and corrupts nothing.
    "create unique index event_pos on event (pos)",
    "create index event_fresh on event (xid) where pos is null",
    "create index event_account on event (account_id, pos)",
    STAMP,
];

/// Numbers committed, not yet numbered rows, under a try-lock that lives for the call (design page on events).
/// Returns n = -1 when somebody else is stamping.
const STAMP: &str =
    "create function log_stamp(lim int, floor_xid bigint, out n int, out head bigint, out ep int,
    out next_floor bigint) language plpgsql security definer set search_path from current as $$
declare s text; t int; f bigint := floor_xid;
begin
  n := -1; next_floor := floor_xid;
  if not pg_try_advisory_xact_lock(7305) then return; end if;
  select greatest(coalesce((select max(pos) from event), 0), trimmed_through) into head from log_meta;
  select system_identifier::text into s from pg_control_system();
  t := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int;
  select epoch into ep from log_epoch where sysid = s and tli = t;
  if ep is null then
    insert into log_epoch (epoch, sysid, tli, base_pos)
      select coalesce(max(epoch), 0) + 1, s, t, head from log_epoch returning epoch into ep;
    f := 0;
  end if;
  with snap as materialized (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint x),
  fresh as (select seq, row_number() over (order by seq) k
            from (select seq from event where pos is null and xid >= f order by seq limit lim) q),
  put as (update event e set pos = head + k, epoch = ep from fresh where e.seq = fresh.seq returning 1)
  select (select count(*) from put)::int, (select x from snap) into n, next_floor;
  head := head + n;
  if n >= lim then next_floor := f; end if;
  if n > 0 then perform pg_notify('log', ep || ':' || head); end if;
end $$";
