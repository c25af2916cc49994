//! A pack as Markdown.

use super::{Document, Entry, Line, Section};
use crate::domain::letter::prose::Block;

/// The text of a document. What people wrote shows as they wrote it and nothing else: no link, no image, no tag.
pub(in crate::domain::handover) fn markdown(document: &Document) -> String {
    let mut text = format!("# {}: {}\n\n", document.title, escaped(&document.account));
    text.push_str(&format!("{}\n\n", escaped(&document.status)));
    text.push_str("## The account\n\n");
    for (name, value) in &document.facts {
        text.push_str(&format!("- {name}: {}\n", escaped(value)));
    }
    text.push_str("\n## The team\n\n");
    for (name, place) in &document.team {
        text.push_str(&format!("- **{}**: {}\n", escaped(name), escaped(place)));
    }
    if !document.notes.is_empty() {
        text.push_str("\n## To be heeded\n\n");
        document.notes.iter().for_each(|it| line(&mut text, it));
    }
    document.sections.iter().for_each(|part| section(&mut text, part));
    text.push_str(&format!("\n---\n\n{}\n", escaped(&document.footer)));
    text
}

fn section(text: &mut String, section: &Section) {
    text.push_str(&format!("\n## {}. {}\n\n", section.number, section.title));
    for (number, must_know) in (1..).zip(&section.must_knows) {
        text.push_str(&format!("{number}. **{}**\n", escaped(must_know)));
    }
    if !section.must_knows.is_empty() {
        text.push('\n');
    }
    section.blocks.iter().for_each(|it| block(text, it));
    if let Some(remark) = &section.remark {
        text.push_str(&format!("*{}*\n\n", escaped(remark)));
    }
    for lines in [&section.incidents, &section.promises, &section.requests] {
        lines.iter().for_each(|it| line(text, it));
        if !lines.is_empty() {
            text.push('\n');
        }
    }
    section.entries.iter().for_each(|it| entry(text, it));
}

fn line(text: &mut String, line: &Line) {
    let (mark, what, note) = (escaped(&line.mark), escaped(&line.text), escaped(&line.note));
    text.push_str(&format!("- **{mark}** {what} ({note})\n"));
}

fn entry(text: &mut String, entry: &Entry) {
    text.push_str(&format!("### {}\n\n", escaped(&entry.title)));
    if !entry.note.is_empty() {
        text.push_str(&format!("*{}*\n\n", escaped(&entry.note)));
    }
    entry.blocks.iter().for_each(|it| block(text, it));
}

fn block(text: &mut String, block: &Block) {
    let pieces = block.pieces.iter().map(|piece| {
        let inner = escaped(&piece.text);
        let trimmed = inner.trim();
        if !piece.strong || trimmed.is_empty() {
            return inner;
        }
        // Emphasis begins and ends at a letter.
        inner.replacen(trimmed, &format!("**{trimmed}**"), 1)
    });
    let body: String = pieces.collect();
    let indent = "  ".repeat(block.depth.saturating_sub(1));
    match block.marker.as_str() {
        "" if block.depth == 0 => text.push_str(&format!("{body}\n\n")),
        "" => text.push_str(&format!("{indent}> {body}\n\n")),
        "–" => text.push_str(&format!("{indent}- {body}\n\n")),
        number => text.push_str(&format!("{indent}{number} {body}\n\n")),
    }
}

/// The text with what Markdown would read as markup escaped, in one line.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => written.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '#' | '!' => {
                written.push('\\');
                written.push(letter);
            }
            _ => written.push(letter),
        }
    }
    escape_beginning(written)
}

/// A line that begins like a point, a rule or an underlined heading does not.
fn escape_beginning(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') if digits == 0 => format!("\\{text}"),
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;
    use crate::domain::letter::prose::blocks;

    #[test]
    fn what_is_written_as_text_is_read_as_that_text() {
        for hostile in [
            "<script>alert(1)</script>",
            "[click](javascript:alert(1))",
            "![x](https://evil.example/p.png)",
            "# A heading",
            "- a point",
            "+ a point",
            "1. a point",
            "2) a point",
            "--- ---",
            "=== ===",
            "a **b** _c_ `d` ~~e~~",
            "&copy; &#60;",
            "| a | b |",
            "back\\slash",
            "<https://evil.example>",
            "第一\n第二",
        ] {
            let written = escaped(hostile);
            // Smart punctuation changes how signs look, not what they are.
            let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
            let read = Parser::new_ext(&written, options).map(|event| match event {
                Event::Text(text) => text.into_string(),
                Event::Start(tag) => {
                    assert!(matches!(tag, pulldown_cmark::Tag::Paragraph), "{hostile}: {tag:?}");
                    String::new()
                }
                Event::End(_) => String::new(),
                other => panic!("{hostile}: {other:?}"),
            });
            assert_eq!(read.collect::<String>(), hostile.replace('\n', " "), "{hostile}");
        }
    }

    #[test]
    fn points_and_emphasis_of_a_text_stay() {
        let mut text = String::new();
        blocks("One **two** three.\n\n- four\n  - five\n\n> six").iter().for_each(|it| block(&mut text, it));
        assert_eq!(text, "One **two** three.\n\n- four\n\n  - five\n\n> six\n\n");
    }
}
