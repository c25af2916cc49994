//! Prose that was written in Markdown, as blocks for the template: paragraphs, points and quotations, each of pieces of text
//! that are plain, strong or code. What else Markdown knows is set as the text that it is.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// A part of a section that stands by itself.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(in crate::domain) struct Block {
    /// What stands before its first line: `–`, `2.`; empty for a paragraph.
    pub(in crate::domain) marker: String,
    /// How many lists and quotations it is inside of.
    pub(in crate::domain) depth: usize,
    /// Its text.
    pub(in crate::domain) pieces: Vec<Piece>,
}

/// A piece of text of one look.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::domain) struct Piece {
    /// The text.
    pub(in crate::domain) text: String,
    /// Whether it is emphasised.
    pub(in crate::domain) strong: bool,
}

/// The blocks of a text.
pub(in crate::domain) fn blocks(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, Options::empty()) {
        reader.take(event);
    }
    reader.end_block();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    open: Block,
    /// The number of the next point of each list around; `None`: it has no numbers.
    lists: Vec<Option<u64>>,
    quotations: usize,
    emphasis: usize,
    /// Where the links around lead.
    links: Vec<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::Rule => self.end_block(),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong => self.emphasis += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push(dest_url.into_string())
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                self.open.marker = self.next_marker();
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.quotations += 1;
            }
            Tag::Heading { .. } => {
                self.end_block();
                self.emphasis += 1;
            }
            // The first paragraph of a point stands beside its mark.
            Tag::Paragraph if self.open.pieces.is_empty() => {}
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.emphasis -= 1,
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotations -= 1;
            }
            TagEnd::Heading(_) => {
                self.end_block();
                self.emphasis -= 1;
            }
            _ => self.end_block(),
        }
    }

    /// Paper has no links: where one leads stands behind its text, unless it says so itself.
    fn end_link(&mut self) {
        let target = self.links.pop().unwrap_or_default();
        let said = self.open.pieces.last().is_some_and(|piece| target.ends_with(piece.text.as_str()));
        if !said && !target.is_empty() {
            self.text(&format!(" ({target})"));
        }
    }

    fn next_marker(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}.", *number - 1)
            }
            _ => "–".to_owned(),
        }
    }

    fn text(&mut self, text: &str) {
        let strong = self.emphasis > 0;
        match self.open.pieces.last_mut() {
            Some(piece) if piece.strong == strong => piece.text.push_str(text),
            _ => self.open.pieces.push(Piece { text: text.to_owned(), strong }),
        }
    }

    fn end_block(&mut self) {
        let depth = self.lists.len() + self.quotations;
        let mut block = Block { depth, ..std::mem::take(&mut self.open) };
        if let Some(last) = block.pieces.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        if !block.pieces.is_empty() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks in a line each: how deep, the mark, the text with its emphasis between stars.
    fn read(markdown: &str) -> Vec<String> {
        let line = |block: Block| {
            let pieces = block.pieces.iter();
            let text: String =
                pieces.map(|it| if it.strong { format!("*{}*", it.text) } else { it.text.clone() }).collect();
            format!("{}{}|{text}", block.depth, block.marker)
        };
        blocks(markdown).into_iter().map(line).collect()
    }

    #[test]
    fn prose_keeps_its_paragraphs_points_and_emphasis() {
        for (markdown, expected) in [
            ("", &[] as &[&str]),
            ("One\nline.\n\nAnother  \nbroken.", &["0|One line.", "0|Another\nbroken."]),
            ("Before **all** of _it_.", &["0|Before *all* of *it*."]),
            ("- one\n- two\n  - deep\n\nafter", &["1–|one", "1–|two", "2–|deep", "0|after"]),
            ("3. three\n4. four", &["13.|three", "14.|four"]),
            ("- one\n\n  more\n- two", &["1–|one", "1|more", "1–|two"]),
            ("> said\n>\n> twice", &["1|said", "1|twice"]),
            ("# Title\ntext", &["0|*Title*", "0|text"]),
            ("see [the report](https://a.example/r)", &["0|see the report (https://a.example/r)"]),
            ("<https://a.example>", &["0|https://a.example"]),
            ("a `#import \"x\"` b", &["0|a #import \"x\" b"]),
            ("```\nlet a = 1;\n```", &["0|let a = 1;"]),
            ("<b>bold</b> $x$ @me", &["0|<b>bold</b> $x$ @me"]),
            ("第一\n\n- **重要**：停机", &["0|第一", "1–|*重要*：停机"]),
        ] {
            assert_eq!(read(markdown), expected, "{markdown}");
        }
    }
}
