//! Files that hold what the product says of itself, so that a change of it is a difference somebody reads.

use std::path::Path;
use std::{env, fs};

/// Compares a text with a file, given from the repository's root, or writes the file when `UPDATE_GOLDEN` is set.
///
/// # Panics
/// When the two differ; it shows the lines at which they part.
#[track_caller]
pub fn check(path: &str, actual: &str) {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is a member of the workspace");
    let file = root.join(path);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(file.parent().expect("a file is in a directory"))
            .expect("the directory can be made");
        fs::write(&file, actual).expect("the golden file can be written");
        return;
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if let Some(difference) = difference(&expected, actual) {
        panic!("{path} {difference}\nIf that is meant: UPDATE_GOLDEN=1 cargo test --package tests");
    }
}

/// Compares two texts line by line.
///
/// # Panics
/// When they differ; it shows the lines at which they part.
#[track_caller]
pub fn assert_same(what: &str, expected: &str, actual: &str) {
    if let Some(difference) = difference(expected, actual) {
        panic!("{what} {difference}");
    }
}

/// Where two texts part, or `None` when they are the same.
fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let same = expected.lines().zip(actual.lines()).take_while(|(one, other)| one == other).count();
    let from = |text: &str, sign: &str| -> String {
        text.lines().skip(same).take(5).map(|line| format!("\n{sign} {line}")).collect()
    };
    Some(format!("differs from line {}:{}{}", same + 1, from(expected, "-"), from(actual, "+")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_that_differ_are_shown() {
        let difference = difference("one\ntwo\nthree", "one\nzwei\nthree");
        assert_eq!(difference.as_deref(), Some("differs from line 2:\n- two\n- three\n+ zwei\n+ three"));
    }
}
