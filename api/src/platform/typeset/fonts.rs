//! The fonts, part of the program. Their licence and what was taken of them stand beside them in `fonts/README.md`.

use std::sync::LazyLock;

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::platform::text::is_invisible;

/// In this order. The first is for texts, and has the shape of a box for what all of them lack; the second for the words of
/// templates; the third for the letters of European and Vietnamese names that the first lacks.
const FILES: [&[u8]; 3] = [
    include_bytes!("fonts/NotoSerifCJKsc-Text.otf"),
    include_bytes!("fonts/NotoSansCJKsc-Labels.otf"),
    include_bytes!("fonts/NotoSerif-Latin.ttf"),
];

/// The fonts of every document.
pub(super) struct Fonts {
    pub(super) all: Vec<Font>,
    pub(super) book: LazyHash<FontBook>,
}

pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let all: Vec<Font> = FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&all));
    Fonts { all, book }
});

/// The characters of a text that can only be shown as a box, each once, in its order.
pub fn lacking(text: &str) -> Vec<char> {
    lacking_of(&[&FONTS.all[0], &FONTS.all[2]], text)
}

/// The characters that cannot be set in the font of labels.
#[cfg(test)]
pub(crate) fn lacking_label(text: &str) -> Vec<char> {
    lacking_of(&[&FONTS.all[1]], text)
}

fn lacking_of(fonts: &[&Font], text: &str) -> Vec<char> {
    let mut lacking = Vec::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace() && !is_invisible(*letter)) {
        let covered = fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)));
        if !covered && !lacking.contains(&letter) {
            lacking.push(letter);
        }
    }
    lacking
}
