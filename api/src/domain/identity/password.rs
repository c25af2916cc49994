//! Passwords: argon2id on few threads, so that a flood of sign-ins costs waiting and not the machine.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};

use super::error::IdentityError;
use crate::{
    domain::input::Checks,
    platform::{
        secret::Secret,
        workers::{WorkError, Workers, cores},
    },
};

/// Bytes of the shortest and the longest password.
const BYTES: std::ops::RangeInclusive<usize> = 12..=1024;

/// How many may wait for a thread. Those who come later are told to come again.
const WAITING: usize = 64;

/// Hashes and checks passwords. Clones share the threads.
#[derive(Clone)]
pub(super) struct Passwords {
    workers: Workers,
    /// The hash that is checked where there is none, so that the answer takes as long.
    dummy: String,
}

/// Notes what is wrong with a new password.
pub(super) fn check(checks: &mut Checks, path: &str, password: &Secret) {
    let bytes = password.reveal().len();
    if bytes < *BYTES.start() {
        checks.refuse(path, "TOO_SHORT", format!("a password has at least {} bytes", BYTES.start()));
    }
    if bytes > *BYTES.end() {
        checks.refuse(path, "TOO_LONG", format!("a password has at most {} bytes", BYTES.end()));
    }
}

impl Passwords {
    /// As many threads as the machine has cores.
    pub(super) fn new() -> Result<Self, sea_orm::DbErr> {
        Ok(Self { workers: Workers::new(cores(), WAITING), dummy: hash(&Secret::random(""))? })
    }

    /// The hash of a new password.
    pub(super) async fn hash(&self, password: Secret) -> Result<String, IdentityError> {
        Ok(self.run(move || hash(&password)).await??)
    }

    /// Whether the password is the one of the hash; never, if there is no hash, but it takes as long.
    pub(super) async fn verify(
        &self,
        password: Secret,
        known: Option<String>,
    ) -> Result<bool, IdentityError> {
        let exists = known.is_some() && BYTES.contains(&password.reveal().len());
        let known = known.unwrap_or_else(|| self.dummy.clone());
        let right = self.run(move || verify(&password, &known)).await?;
        Ok(right && exists)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, IdentityError> {
        self.workers.run(work).await.map_err(|error| match error {
            WorkError::Busy => IdentityError::Busy,
            WorkError::BrokeOff => {
                sea_orm::DbErr::Custom("the task that hashes a password broke off".into()).into()
            }
        })
    }
}

fn hash(password: &Secret) -> Result<String, sea_orm::DbErr> {
    let salt: [u8; 16] = rand::random();
    let hash: Result<PasswordHash, _> =
        Argon2::default().hash_password_with_salt(password.reveal().as_bytes(), &salt);
    hash.map(|hash| hash.to_string())
        .map_err(|_| sea_orm::DbErr::Custom("a password cannot be hashed".into()))
}

fn verify(password: &Secret, known: &str) -> bool {
    let password = password.reveal().as_bytes();
    // A longer one cannot be right; what is checked in its place costs the same.
    let password = password.get(..*BYTES.end()).unwrap_or(password);
    Argon2::default().verify_password(password, known).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_is_salted_and_fits_its_password_only() {
        let passwords = Passwords::new().unwrap();
        let secret = || Secret::new("correct horse battery");
        let one = passwords.hash(secret()).await.unwrap();
        let two = passwords.hash(secret()).await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two);
        assert!(passwords.verify(secret(), Some(one.clone())).await.unwrap());
        assert!(!passwords.verify(Secret::new("correct horse batterx"), Some(one)).await.unwrap());
        assert!(!passwords.verify(secret(), None).await.unwrap());
    }

    #[test]
    fn a_password_has_12_to_1024_bytes() {
        for (bytes, fine) in [(0, false), (11, false), (12, true), (1024, true), (1025, false)] {
            let mut checks = Checks::new();
            check(&mut checks, "password", &Secret::new("x".repeat(bytes)));
            assert_eq!(checks.done().is_ok(), fine, "{bytes}");
        }
    }

    #[tokio::test]
    async fn a_password_is_not_accepted_for_its_first_1024_bytes() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash(Secret::new("x".repeat(1024))).await.unwrap();
        assert!(!passwords.verify(Secret::new("x".repeat(1025)), Some(hash)).await.unwrap());
    }
}
