//! Tables and the vocabulary they share: one table a file, its enums beside it. No rules and no GraphQL objects.
//!
//! The table of events is not here: its shape differs between the engines, and only `api::platform::log` touches it.

#![expect(
    clippy::disallowed_methods,
    reason = "the dense entity format generates nested writes with transactions of their own; nobody calls them"
)]

pub mod account;
pub mod account_tier;
pub mod api_key;
pub mod api_key_account;
pub mod assignment;
pub mod bot;
pub mod clock;
pub mod clock_event;
pub mod clock_firing;
pub mod commitment;
pub mod counter;
pub mod customer_request;
pub mod escalation_policy;
pub mod handover;
pub mod handover_item;
pub mod handover_open_item;
pub mod handover_pack;
pub mod handover_part;
pub mod id;
pub mod idempotency_key;
pub mod incident;
pub mod incident_alarm;
pub mod incident_cost;
pub mod incident_responder;
pub mod incident_transition;
pub mod incident_visitor;
pub mod knowledge_comment;
pub mod knowledge_duty_told;
pub mod knowledge_editor;
pub mod knowledge_entry;
pub mod knowledge_gap;
pub mod knowledge_link;
pub mod knowledge_revision;
pub mod knowledge_tag;
pub mod knowledge_term;
pub mod knowledge_use;
pub mod ladder;
pub mod letter;
pub mod letter_revision;
pub mod notice;
pub mod quiet_hours;
pub mod refresh_token;
pub mod region;
pub mod request_answer;
pub mod request_hop;
pub mod request_role;
pub mod search_document;
pub mod search_spelling;
pub mod search_state;
pub mod search_term;
pub mod session;
pub mod setup_code;
pub mod signing_key;
pub mod special_note;
pub mod timeline_entry;
pub mod user;
pub mod user_region;
pub mod user_role;
pub mod user_topic;
pub mod webhook_delivery;
pub mod webhook_endpoint;
pub mod webhook_secret;
