//! The schema: object types and root fields by domain. Resolvers translate between the API and the services; they decide
//! nothing and hold no SQL.

pub mod account;
pub mod batch;
pub mod client_address;
pub mod code;
pub mod context;
pub mod document;
pub mod error;
pub mod failure;
pub mod figures;
pub mod filter;
pub mod handover;
pub mod identity;
pub mod incident;
pub mod knowledge;
pub mod letter;
pub mod loader;
pub mod money;
pub mod notice;
pub mod page;
pub mod payload;
pub mod policy;
pub mod proficiency;
pub mod request;
pub mod resume;
pub mod scalar;
pub mod search;
pub mod shield;
pub mod special_note;
pub mod stream;
pub mod triangle;
pub mod webhook;

pub mod vocabulary;

mod node;

use async_graphql::{MergedObject, MergedSubscription, SchemaBuilder, ValidationMode};

use self::shield::Shielded;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    identity::IdentityQuery,
    account::AccountQuery,
    special_note::SpecialNoteQuery,
    knowledge::KnowledgeQuery,
    knowledge::term::TermQuery,
    knowledge::duty::DutyQuery,
    knowledge::reuse::GapQuery,
    knowledge::nearest::NearestQuery,
    policy::PolicyQuery,
    request::RequestQuery,
    incident::IncidentQuery,
    letter::LetterQuery,
    figures::FiguresQuery,
    figures::SpeedQuery,
    handover::HandoverQuery,
    proficiency::ProficiencyQuery,
    notice::NoticeQuery,
    search::SearchQuery,
    webhook::WebhookQuery,
    letter::CommitmentQuery,
    stream::EventQuery,
    stream::DigestQuery,
    node::NodeQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    identity::IdentityMutation,
    account::AccountMutation,
    triangle::TriangleMutation,
    special_note::SpecialNoteMutation,
    knowledge::KnowledgeMutation,
    policy::PolicyMutation,
    request::RequestMutation,
    incident::IncidentMutation,
    letter::LetterMutation,
    handover::HandoverMutation,
    notice::NoticeMutation,
    webhook::InboxMutation,
    webhook::WebhookMutation,
    letter::CommitmentMutation,
);

/// Everything that can be watched.
#[derive(MergedSubscription, Default)]
pub struct Subscription(stream::EventSubscription, stream::DigestSubscription);

/// The executable schema.
pub type Schema = async_graphql::Schema<Shielded<Query>, Shielded<Mutation>, Subscription>;

/// Builds the schema. What it needs of the server comes with each request, see [`context::RequestContext`].
pub fn schema() -> Schema {
    builder().finish()
}

fn builder() -> SchemaBuilder<Shielded<Query>, Shielded<Mutation>, Subscription> {
    Schema::build(Shielded(Query::default()), Shielded(Mutation::default()), Subscription::default())
        .validation_mode(ValidationMode::Strict)
}

/// The schema in its own language, sorted, as it is committed in `schema.graphql`.
pub fn sdl(schema: &Schema) -> String {
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by();
    schema.sdl_with_options(options)
}
