//! x
use support::database_story;
database_story!(hello, async |database| { let _ = dbg!(database.dump_schema().await); });
