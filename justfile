# What `.ci/run` does, step by step, for people. `just` alone lists the recipes.

_default:
    @just --list

# Everything that must hold before a change lands.
check: format lint documentation test

# Formats the sources.
format:
    cargo fmt --all

# Lints everything; a warning fails.
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Builds the documentation; a broken link fails.
documentation $RUSTDOCFLAGS="-D warnings":
    cargo doc --workspace --no-deps --locked

# Runs the suite, or the stories whose name contains the filter, on SQLite and, where it is installed, on Postgres.
test filter="":
    cargo test --workspace --locked {{ filter }}

# Starts a server on a database in ./data, which it makes if need be.
demo:
    cargo run --locked -- serve

# Writes the golden files anew; read the difference before you commit it.
golden:
    UPDATE_GOLDEN=1 cargo test --package tests --locked
