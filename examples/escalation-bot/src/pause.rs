//! Pauses between attempts: longer each time, so that a server that comes back is not run over, and with chance, so that
//! a hundred bots do not come at the same moment.

use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(30);

/// The pauses of one row of attempts.
#[derive(Debug, Default)]
pub(crate) struct Pauses {
    attempts: u32,
}

impl Pauses {
    /// Waits before the next attempt: as long as the server asked for, or as is due by now.
    pub(crate) async fn wait(&mut self, asked: Option<Duration>) {
        let due = longest_after(self.attempts).mul_f64(rand::random_range(0.5..=1.0));
        self.attempts = self.attempts.saturating_add(1);
        tokio::time::sleep(asked.unwrap_or_default().max(due)).await;
    }

    /// It works again.
    pub(crate) fn begin_anew(&mut self) {
        self.attempts = 0;
    }
}

fn longest_after(attempts: u32) -> Duration {
    SHORTEST.saturating_mul(2_u32.saturating_pow(attempts)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_half_a_minute() {
        let millis = |attempts| longest_after(attempts).as_millis();
        assert_eq!([0, 1, 2, 7, 8, u32::MAX].map(millis), [200, 400, 800, 25_600, 30_000, 30_000]);
    }
}
