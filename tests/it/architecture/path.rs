//! Finds the paths that a Rust source names, in `use` trees as well as in code and macros. Not a parser: it knows
//! comments, literals, modules written inline and the shape of a path, which is all that the rules need.

use std::iter::Peekable;
use std::str::Chars;

/// A path as written, the groups of a `use` tree spelled out, `crate`, `self` and `super` resolved to the crate's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub line: usize,
    /// Whether the path begins at the root of the crate that holds it; otherwise it begins with another crate.
    pub is_local: bool,
    pub segments: Vec<String>,
}

/// All paths of more than one segment in a source that stands at that place in its crate.
pub(super) fn paths(source: &str, module: &[String]) -> Vec<Path> {
    let mut reader =
        Reader { tokens: tokens(source), at: 0, modules: Vec::new(), depth: 0, found: Vec::new() };
    reader.read(module);
    reader.found
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Separator,
    Sign(char),
}

struct Reader {
    tokens: Vec<(usize, Token)>,
    at: usize,
    /// Modules written inline around the present place, with the depth of their braces.
    modules: Vec<(String, usize)>,
    depth: usize,
    found: Vec<Path>,
}

impl Reader {
    fn read(&mut self, module: &[String]) {
        while let Some(token) = self.peek(0).cloned() {
            match token {
                Token::Sign('{') => self.depth += 1,
                Token::Sign('}') => self.leave_block(),
                Token::Word(word) if word == "mod" => self.enter_module(),
                Token::Word(word) if self.begins_path(&word) => {
                    let place: Vec<String> =
                        module.iter().chain(self.modules.iter().map(|(name, _)| name)).cloned().collect();
                    self.tree(&place, Vec::new());
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(_, token)| token)
    }

    fn before(&self) -> Option<&Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|(_, token)| token)
    }

    fn begins_path(&self, word: &str) -> bool {
        let follows = |words: &[&str]| matches!(self.before(), Some(Token::Word(word)) if words.contains(&word.as_str()));
        // `pub(in crate::x)` says who may see an item and imports nothing.
        let is_path = self.peek(1) == Some(&Token::Separator) && !follows(&["in"]);
        is_path || (follows(&["use"]) && word != "crate")
    }

    fn enter_module(&mut self) {
        if let (Some(Token::Word(name)), Some(Token::Sign('{'))) = (self.peek(1).cloned(), self.peek(2)) {
            self.modules.push((name, self.depth));
        }
    }

    fn leave_block(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.modules.pop_if(|(_, depth)| *depth == self.depth);
    }

    /// Reads a path, or the rest of one after a prefix, and stands behind it afterwards.
    fn tree(&mut self, place: &[String], mut path: Vec<String>) {
        let line = self.tokens.get(self.at).map_or(0, |(line, _)| *line);
        loop {
            match self.peek(0).cloned() {
                Some(Token::Word(word)) => path.push(word),
                Some(Token::Sign('{')) => return self.group(place, &path),
                _ => break,
            }
            self.at += 1;
            if self.peek(0) != Some(&Token::Separator) {
                break;
            }
            self.at += 1;
        }
        self.found.extend(resolve(line, place, path));
    }

    fn group(&mut self, place: &[String], prefix: &[String]) {
        self.at += 1;
        while let Some(token) = self.peek(0).filter(|token| **token != Token::Sign('}')) {
            match token {
                Token::Word(_) | Token::Sign('{') => self.tree(place, prefix.to_vec()),
                _ => self.at += 1,
            }
        }
        self.at += 1;
    }
}

fn resolve(line: usize, place: &[String], mut path: Vec<String>) -> Option<Path> {
    // In a group, `self` means the module before the group.
    if path.len() > 1 {
        path.pop_if(|last| last == "self");
    }
    let mut rest = path.as_slice();
    let mut base = match rest.first()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => place.to_vec(),
        _ => return Some(Path { line, is_local: false, segments: path }),
    };
    while let [first, others @ ..] = rest {
        match first.as_str() {
            "crate" | "self" => {}
            "super" => drop(base.pop()),
            _ => break,
        }
        rest = others;
    }
    base.extend_from_slice(rest);
    Some(Path { line, is_local: true, segments: base })
}

fn tokens(source: &str) -> Vec<(usize, Token)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let length = skipped(rest).unwrap_or_else(|| {
            let (length, token) = token(rest, next);
            found.extend(token.map(|token| (line, token)));
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

fn token(rest: &str, next: char) -> (usize, Option<Token>) {
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    match next {
        _ if word > 0 => (word, Some(Token::Word(rest[..word].to_owned()))),
        ':' if rest.starts_with("::") => (2, Some(Token::Separator)),
        _ if next.is_whitespace() => (next.len_utf8(), None),
        _ => (next.len_utf8(), Some(Token::Sign(next))),
    }
}

/// The length of a comment or a literal at the beginning.
fn skipped(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    let prefix = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
    let (kind, literal) = rest.split_at(prefix);
    if !["", "b", "c", "r", "br", "cr"].contains(&kind) {
        return None;
    }
    let hashes = literal.find(|c| c != '#').unwrap_or(0);
    if kind.ends_with('r') && literal[hashes..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let body = &literal[hashes + 1..];
        return Some(prefix + hashes + 1 + body.find(&end).map_or(body.len(), |at| at + end.len()));
    }
    match literal.chars().next()? {
        '"' => Some(prefix + quoted(literal.chars().peekable(), '"')),
        '\'' if is_character(literal) => Some(prefix + quoted(literal.chars().peekable(), '\'')),
        _ => None,
    }
}

/// A character in quotes, unlike a lifetime, closes them right after one character.
fn is_character(literal: &str) -> bool {
    let mut characters = literal.chars().skip(1);
    characters.next() == Some('\\') || characters.next() == Some('\'')
}

fn quoted(mut characters: Peekable<Chars<'_>>, quote: char) -> usize {
    let mut length = characters.next().map_or(0, char::len_utf8);
    while let Some(character) = characters.next() {
        length += character.len_utf8();
        match character {
            '\\' => length += characters.next().map_or(0, char::len_utf8),
            _ if character == quote => break,
            _ => {}
        }
    }
    length
}
