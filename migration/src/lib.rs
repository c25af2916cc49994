//! The history of the database schema, the same for SQLite and Postgres. A migration that has landed is frozen: what
//! changes later changes in a new one. Nothing here imports `entity`, which only knows the present.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod dialect;
mod m0001_core;
mod m0002_event_log;
mod m0003_escalation_policy;
mod m0004_letter;
mod m0005_notice;
mod m0006_commitment;
mod m0007_lesson;
mod m0008_clock;
mod m0009_letter_notice;
mod m0010_webhook;
mod m0011_alarm;
mod m0012_incident_family;
mod m0013_incident_cost;
mod m0014_search;
mod m0015_trust;
mod m0016_reuse;
mod m0017_handover;
mod m0018_request;
mod m0020_special_note;
mod m0021_knowledge_notice;
mod m0022_account_tier;
mod m0023_purpose;
mod m0024_request_notice;
mod m0025_search_speed;
mod m0026_left_behind;
mod m0027_handover_notice;
mod m0028_duty_index;
mod m0029_search_parts;
mod m0030_index_at_once;

/// Brings a database to the newest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_core::Migration),
            Box::new(m0002_event_log::Migration),
            Box::new(m0003_escalation_policy::Migration),
            Box::new(m0004_letter::Migration),
            Box::new(m0005_notice::Migration),
            Box::new(m0006_commitment::Migration),
            Box::new(m0007_lesson::Migration),
            Box::new(m0008_clock::Migration),
            Box::new(m0009_letter_notice::Migration),
            Box::new(m0010_webhook::Migration),
            Box::new(m0011_alarm::Migration),
            Box::new(m0012_incident_family::Migration),
            Box::new(m0013_incident_cost::Migration),
            Box::new(m0014_search::Migration),
            Box::new(m0015_trust::Migration),
            Box::new(m0016_reuse::Migration),
            Box::new(m0017_handover::Migration),
            Box::new(m0018_request::Migration),
            Box::new(m0020_special_note::Migration),
            Box::new(m0021_knowledge_notice::Migration),
            Box::new(m0022_account_tier::Migration),
            Box::new(m0023_purpose::Migration),
            Box::new(m0024_request_notice::Migration),
            Box::new(m0025_search_speed::Migration),
            Box::new(m0026_left_behind::Migration),
            Box::new(m0027_handover_notice::Migration),
            Box::new(m0028_duty_index::Migration),
            Box::new(m0029_search_parts::Migration),
            Box::new(m0030_index_at_once::Migration),
        ]
    }
}
