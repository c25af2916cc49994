//! Keyset pages: which rows come after a cursor in a given order, and the cursor of each row.
