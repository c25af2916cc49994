//! Personal notices in the schema.

pub mod mutation;
pub mod object;
pub mod query;

pub use mutation::NoticeMutation;
pub use object::Notice;
pub use query::NoticeQuery;
