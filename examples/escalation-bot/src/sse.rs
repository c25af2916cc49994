//! Server-sent events: blocks of lines with an empty line behind each.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::Value;
use tokio::time::timeout;

use crate::api;
use crate::trouble::Trouble;

/// The server sends a comment after 15 seconds without an event: three that do not come, and the line is dead.
const SILENCE: Duration = Duration::from_secs(45);

/// The answers of a subscription.
#[derive(Debug)]
pub(crate) struct EventStream {
    body: Incoming,
    unread: Vec<u8>,
}

impl EventStream {
    /// Reads from the body of an answer.
    pub(crate) fn new(body: Incoming) -> Self {
        Self { body, unread: Vec::new() }
    }

    /// The `data` of the next answer. That there is no further one is a trouble, since this subscription has no end.
    pub(crate) async fn next(&mut self) -> Result<Value, Trouble> {
        loop {
            if let Some(block) = take_block(&mut self.unread) {
                if let Some(answer) = answer_in(&block) {
                    return api::data(answer);
                }
                continue;
            }
            let frame = timeout(SILENCE, self.body.frame()).await;
            let frame = frame.map_err(|_| Trouble::passing("nothing was heard of the server for 45 s"))?;
            let frame = frame.ok_or_else(|| Trouble::passing("the stream of events has ended"))?;
            let frame = frame
                .map_err(|error| Trouble::passing(format!("the stream of events broke off: {error}")))?;
            self.unread.extend(frame.into_data().unwrap_or_default());
        }
    }
}

fn take_block(unread: &mut Vec<u8>) -> Option<String> {
    let end = unread.windows(2).position(|pair| pair == b"\n\n")?;
    let block: Vec<u8> = unread.drain(..end + 2).collect();
    Some(String::from_utf8_lossy(&block).into_owned())
}

/// Comments have no data, and `complete` has empty data: neither is an answer.
fn answer_in(block: &str) -> Option<Value> {
    let data = block.lines().find_map(|line| line.strip_prefix("data:"))?;
    serde_json::from_str(data.trim_start()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_when_it_is_whole() {
        let mut unread = b":\n\nid: c1\nevent: next\ndata: {\"data\":1}\n".to_vec();
        assert_eq!(answer_in(&take_block(&mut unread).unwrap()), None);
        assert_eq!(take_block(&mut unread), None);
        unread.extend(b"\nevent: complete\ndata:\n\n");
        assert_eq!(answer_in(&take_block(&mut unread).unwrap()).unwrap()["data"], 1);
        assert_eq!(answer_in(&take_block(&mut unread).unwrap()), None);
        assert_eq!(unread, b"");
    }
}
