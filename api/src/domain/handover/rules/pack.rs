//! When a pack is complete, and where in it the think tank's entries stand.

use std::collections::{BTreeMap, BTreeSet};

use entity::{handover_part::PackPart, knowledge_entry::KnowledgeType};
use sea_orm::Iterable;

/// How much of a pack must be there before it is submitted, in percent.
pub const READY: u32 = 90;

/// How many things one must know.
pub const MUST_KNOWS: usize = 3;

/// What was written into a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Markdown; may be empty.
    pub body: String,
    /// Why there is nothing to tell.
    pub nothing: Option<String>,
    /// What one must know.
    pub must_knows: Vec<String>,
}

/// How many things the system itself holds that belong to each part.
pub type Held = BTreeMap<PackPart, usize>;

/// Something that a part lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A text.
    Text,
    /// A text, or the reason why there is nothing to tell.
    TextOrReason,
    /// Must-knows: so many.
    MustKnows(usize),
}

/// A part and what it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The part.
    pub part: PackPart,
    /// What it lacks.
    pub lack: Lack,
}

/// How complete a pack is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// From 0 to 100, rounded down.
    pub percent: u32,
    /// What is missing, in the order of the parts.
    pub missing: Vec<Missing>,
}

impl Completeness {
    /// Whether the pack can be submitted: enough of it is there, and everything that one must know.
    pub fn is_ready(&self) -> bool {
        let must_know = |missing: &Missing| matches!(missing.lack, Lack::MustKnows(_));
        self.percent >= READY && !self.missing.iter().any(must_know)
    }
}

/// Whether a part can say that there is nothing to tell.
pub fn can_be_nothing(part: PackPart) -> bool {
    !matches!(part, PackPart::Summary | PackPart::NextNinetyDays)
}

/// The part that entries of a type stand in.
pub fn part_of(kind: KnowledgeType) -> PackPart {
    match kind {
        KnowledgeType::HandoverNote => PackPart::Summary,
        KnowledgeType::Lesson => PackPart::History,
        KnowledgeType::Faq => PackPart::Needs,
        KnowledgeType::NegotiationRecord => PackPart::Pricing,
        KnowledgeType::IndustryTrend => PackPart::Plan,
        KnowledgeType::CompetitorBrief => PackPart::Competitors,
        KnowledgeType::Playbook => PackPart::Access,
    }
}

/// How complete a pack is: a point for each part and for each must-know. The same line twice is one must-know.
///
/// | Part | Has its point when |
/// |---|---|
/// | summary, next 90 days | something is written |
/// | open items | nothing is open, or something is written about it |
/// | history, pricing, competitors | the system holds something, or something is written, or there is nothing to tell |
/// | all others | something is written, or there is nothing to tell |
pub fn completeness(written: &BTreeMap<PackPart, Written>, held: &Held) -> Completeness {
    let nothing = Written::default();
    let mut missing = Vec::new();
    for part in PackPart::iter() {
        let written = written.get(&part).unwrap_or(&nothing);
        let lack = lack(part, written, held.get(&part).copied().unwrap_or_default());
        missing.extend(lack.map(|lack| Missing { part, lack }));
        let must_knows = different(&written.must_knows);
        if part == PackPart::Summary && must_knows < MUST_KNOWS {
            missing.push(Missing { part, lack: Lack::MustKnows(MUST_KNOWS - must_knows) });
        }
    }
    let points = PackPart::iter().count() + MUST_KNOWS;
    let lost: usize = missing.iter().map(weight).sum();
    let percent = u32::try_from((points - lost) * 100 / points).unwrap_or_default();
    Completeness { percent, missing }
}

/// How many of these lines say something of their own.
fn different(lines: &[String]) -> usize {
    let lines = lines.iter().map(|line| line.to_lowercase());
    lines.collect::<BTreeSet<_>>().len()
}

fn weight(missing: &Missing) -> usize {
    match missing.lack {
        Lack::MustKnows(count) => count,
        Lack::Text | Lack::TextOrReason => 1,
    }
}

fn lack(part: PackPart, written: &Written, held: usize) -> Option<Lack> {
    if !written.body.is_empty() {
        return None;
    }
    let explained = written.nothing.is_some();
    match part {
        PackPart::Summary | PackPart::NextNinetyDays => Some(Lack::Text),
        PackPart::OpenItems => (held > 0).then_some(Lack::Text),
        PackPart::History | PackPart::Pricing | PackPart::Competitors => {
            (held == 0 && !explained).then_some(Lack::TextOrReason)
        }
        _ => (!explained).then_some(Lack::TextOrReason),
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_map, prelude::*};

    use super::*;

    fn written(body: &str, nothing: Option<&str>, must_knows: usize) -> Written {
        let must_knows = (0..must_knows).map(|number| format!("Know {number}")).collect();
        Written { body: body.into(), nothing: nothing.map(str::to_owned), must_knows }
    }

    /// A pack of which everything is written.
    fn whole() -> BTreeMap<PackPart, Written> {
        PackPart::iter()
            .map(|part| (part, written("text", None, if part == PackPart::Summary { 3 } else { 0 })))
            .collect()
    }

    #[test]
    fn what_each_part_needs() {
        use PackPart::*;
        for (part, held, body, nothing, expected) in [
            (Summary, 9, "", None, Some(Lack::Text)),
            (Summary, 0, "text", None, None),
            (NextNinetyDays, 0, "", Some("none"), Some(Lack::Text)),
            (OpenItems, 0, "", None, None),
            (OpenItems, 1, "", Some("none"), Some(Lack::Text)),
            (OpenItems, 1, "text", None, None),
            (History, 0, "", None, Some(Lack::TextOrReason)),
            (History, 1, "", None, None),
            (Pricing, 0, "", Some("list prices"), None),
            (Competitors, 2, "", None, None),
            (Contracts, 0, "", None, Some(Lack::TextOrReason)),
            (Contracts, 3, "", None, Some(Lack::TextOrReason)),
            (Health, 0, "", Some("not measured"), None),
            (Stakeholders, 0, "text", None, None),
        ] {
            assert_eq!(lack(part, &written(body, nothing, 0), held), expected, "{part:?} {held} {nothing:?}");
        }
    }

    #[test]
    fn a_pack_is_ready_with_fourteen_points_of_fifteen_and_every_must_know() {
        let held = Held::new();
        assert_eq!(completeness(&whole(), &held), Completeness { percent: 100, missing: Vec::new() });
        let mut one_less = whole();
        one_less.remove(&PackPart::Health);
        assert_eq!(
            (completeness(&one_less, &held).percent, completeness(&one_less, &held).is_ready()),
            (93, true)
        );
        one_less.remove(&PackPart::Plan);
        assert_eq!(
            (completeness(&one_less, &held).percent, completeness(&one_less, &held).is_ready()),
            (86, false)
        );
        let mut unknowing = whole();
        unknowing.insert(PackPart::Summary, written("text", None, 2));
        let complete = completeness(&unknowing, &held);
        assert_eq!((complete.percent, complete.is_ready()), (93, false));
        assert_eq!(complete.missing, [Missing { part: PackPart::Summary, lack: Lack::MustKnows(1) }]);
        let again = vec!["The CFO decides".to_owned(), "the CFO decides".into(), "The plant moves".into()];
        unknowing.insert(PackPart::Summary, Written { must_knows: again, ..written("text", None, 0) });
        assert_eq!(completeness(&unknowing, &held), complete, "the same line twice is one must-know");
        // Nothing is open of an account without incidents: that point is there from the beginning.
        assert_eq!(completeness(&BTreeMap::new(), &held).percent, 6);
    }

    #[test]
    fn every_type_of_knowledge_has_its_part() {
        for kind in KnowledgeType::iter() {
            assert!(PackPart::iter().any(|part| part == part_of(kind)), "{kind:?}");
        }
    }

    fn some_part() -> impl Strategy<Value = PackPart> {
        prop::sample::select(PackPart::iter().collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn writing_more_never_makes_a_pack_less_complete(
            parts in btree_map(some_part(), (any::<bool>(), any::<bool>(), 0..=3_usize), 0..12),
            held in btree_map(some_part(), 0..3_usize, 0..12),
            more in some_part(),
        ) {
            let of = |(body, nothing, must_knows): (bool, bool, usize)| {
                written(if body { "text" } else { "" }, nothing.then_some("none"), must_knows)
            };
            let mut pack: BTreeMap<PackPart, Written> =
                parts.into_iter().map(|(part, it)| (part, of(it))).collect();
            let before = completeness(&pack, &held);
            pack.entry(more).or_default().body = "more".into();
            let after = completeness(&pack, &held);
            prop_assert!(after.percent >= before.percent && after.percent <= 100);
            prop_assert_eq!(after.missing.is_empty(), after.percent == 100);
        }
    }
}
