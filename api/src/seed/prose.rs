//! What people write: titles and texts of knowledge, of incidents and of their timelines.
//!
//! Texts are made of the sentences of the entries that search is judged by, so that few of their words are common and most are
//! rare, as in what people really write.

use std::sync::LazyLock;

use entity::knowledge_entry::KnowledgeType;
use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};
use serde::Deserialize;

use super::{dice::Dice, words::Language};

/// Titles of incidents.
pub(super) const TROUBLES: [&str; 14] = [
    "Order intake has been down since the night",
    "Second failed acceptance of the packaging line",
    "Customer threatens to terminate over late deliveries",
    "Personal data of dealers visible to other dealers",
    "Spare parts for the press arrive damaged again",
    "生产线停机，客户要求两小时内答复",
    "系统升级后订单重复下发",
    "客户高层投诉交付延期",
    "Serienfehler in der Steuerung, Auslieferung gestoppt",
    "Invoice run sent wrong prices to 40 branches",
    "Gateway loses messages under load",
    "Customs papers missing for three containers",
    "Service desk has not called back for two days",
    "Regelmäßige Ausfälle der Schnittstelle am Monatsende",
];

/// What customers ask, in a line.
pub(super) const DEMANDS: [&str; 12] = [
    "When does the second delivery arrive?",
    "Which ports must be open for the new gateway?",
    "An offer for ten more licences until the end of the month",
    "The acceptance sheet lacks a signature",
    "Who is on call over the holidays?",
    "新厂房需要哪些接口文档？",
    "请提供备件两年框架报价",
    "交付日期能否提前一周？",
    "Angebot für die Wartung der zweiten Halle",
    "Welche Daten verlassen das Haus bei der Ferndiagnose?",
    "Move the training of the night shift by a week",
    "The invoice names the wrong cost centre",
];

/// An entry that search is judged by.
#[derive(Deserialize)]
struct Judged {
    language: String,
    title: String,
    body: String,
    tags: Vec<String>,
}

/// What is written in one language.
#[derive(Default)]
struct Written {
    /// Titles, each with its tags.
    titles: Vec<(String, Vec<String>)>,
    sentences: Vec<String>,
}

static ENGLISH: LazyLock<Written> = LazyLock::new(|| Written::read("en"));
static CHINESE: LazyLock<Written> = LazyLock::new(|| Written::read("zh"));
static JAPANESE: LazyLock<Written> = LazyLock::new(|| Written::read("ja"));
static GERMAN: LazyLock<Written> = LazyLock::new(|| Written::read("de"));

impl Written {
    /// What is written in a language, or in several at once.
    fn read(language: &str) -> Self {
        let judged: Vec<Judged> = serde_json::from_str(include_str!("../../../bench/relevance/entries.json"))
            .expect("the relevance test reads the same file");
        let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
        let mut written = Self::default();
        for text in judged.into_iter().filter(|text| [language, "mixed"].contains(&text.language.as_str())) {
            let ends: Vec<usize> = segmenter.segment_str(&text.body).collect();
            let sentences = ends.windows(2).map(|ends| text.body[ends[0]..ends[1]].trim());
            written.sentences.extend(sentences.filter(|sentence| !sentence.is_empty()).map(str::to_owned));
            written.titles.push((text.title, text.tags));
        }
        written
    }

    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
            Language::Japanese => &JAPANESE,
            Language::German => &GERMAN,
        }
    }
}

/// A title, what it is about, and what it is filed under.
pub(super) fn title(dice: &mut Dice, language: Language, about: &str) -> (String, &'static [String]) {
    let (title, tags) = dice.pick(&Written::of(language).titles);
    let joint = if matches!(language, Language::Chinese | Language::Japanese) { "：" } else { ": " };
    (format!("{about}{joint}{title}"), tags)
}

/// So many sentences, each on a line of its own.
pub(super) fn sentences(dice: &mut Dice, language: Language, count: usize) -> String {
    let sentences = &Written::of(language).sentences;
    let some: Vec<&str> = (0..count).map(|_| dice.pick(sentences).as_str()).collect();
    some.join("\n")
}

/// About a kilobyte of Markdown; two paragraphs of what is asked often, three of everything else.
pub(super) fn body(dice: &mut Dice, language: Language, kind: KnowledgeType) -> String {
    let paragraphs = if kind == KnowledgeType::Faq { 2 } else { 3 };
    let paragraphs: Vec<String> = (0..paragraphs).map(|_| sentences(dice, language, 4)).collect();
    paragraphs.join("\n\n")
}
