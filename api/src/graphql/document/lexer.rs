//! Counts tokens and open brackets of a document before the parser sees it.
//!
//! The parser recurses on every bracket, so an unbounded document could overflow the stack. Where this scan and the
//! parser could disagree about where a string ends, the scan refuses.

use crate::{
    graphql::error::{Error, ErrorCode, Result},
    limits::Limits,
};

/// Refuses a document with too many bytes, tokens or open brackets, or with an unterminated string.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<()> {
    if text.len() > limits.document_bytes {
        return Err(Error::limit("documentBytes", text.len(), limits.document_bytes));
    }
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, tokens: 0, open: 0 };
    while scan.token()? {
        if scan.tokens > limits.document_tokens {
            return Err(Error::limit("documentTokens", scan.tokens, limits.document_tokens));
        }
        if scan.open > limits.document_nesting {
            return Err(Error::limit("documentNesting", scan.open, limits.document_nesting));
        }
    }
    Ok(())
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    tokens: usize,
    open: usize,
}

impl Scan<'_> {
    /// Moves over what stands next; false at the end.
    fn token(&mut self) -> Result<bool> {
        let Some(&byte) = self.bytes.get(self.at) else { return Ok(false) };
        match byte {
            b' ' | b',' | b'\t' | b'\n' | b'\r' | 0xEF | 0xBB | 0xBF => self.at += 1,
            b'#' => self.skip_while(|byte| byte != b'\n' && byte != b'\r'),
            b'"' => self.string()?,
            byte if is_word(byte) => {
                self.tokens += 1;
                self.skip_while(is_word);
            }
            byte => self.punctuation(byte),
        }
        Ok(true)
    }

    fn punctuation(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' | b'(' => self.open += 1,
            b'}' | b']' | b')' => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        self.tokens += 1;
        self.at += if self.bytes[self.at..].starts_with(b"...") { 3 } else { 1 };
    }

    fn string(&mut self) -> Result<()> {
        self.tokens += 1;
        if self.bytes[self.at..].starts_with(b"\"\"\"") { self.block_string() } else { self.short_string() }
    }

    fn block_string(&mut self) -> Result<()> {
        self.at += 3;
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            if rest.starts_with(b"\\\"\"\"") {
                self.at += 4;
            } else if rest.starts_with(b"\"\"\"") {
                self.at += 3;
                return Ok(());
            } else {
                self.at += 1;
            }
        }
        Err(unterminated())
    }

    fn short_string(&mut self) -> Result<()> {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.at += 2,
                b'\n' | b'\r' => return Err(unterminated()),
                _ => self.at += 1,
            }
        }
        Err(unterminated())
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| keep(*byte)) {
            self.at += 1;
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

fn unterminated() -> Error {
    Error::new(ErrorCode::GraphqlParseFailed, "The document has a string without an end.")
}
