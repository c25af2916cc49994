//! What is asked of the index: lexemes that a document must have, and how each engine is asked for them. Lexemes hold
//! letters and digits alone, so that nothing in them means anything to an engine.

use sea_orm::DbBackend;

/// Which documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// Those with this lexeme.
    Lexeme(String),
    /// Those with a lexeme that begins so.
    Prefix(String),
    /// Those that match all of these.
    All(Vec<Expression>),
    /// Those that match any of these.
    Any(Vec<Expression>),
}

impl Expression {
    /// A lexeme of a class.
    pub(super) fn of(class: char, form: &str) -> Self {
        Self::Lexeme(format!("{class}{form}"))
    }

    /// The same, narrowed to what also matches the other.
    pub(super) fn and(self, other: Option<Self>) -> Self {
        match other {
            None => self,
            Some(other) => Self::All(vec![self, other]),
        }
    }

    /// Those that match so many of these, one at least. It is halved again and again, since to name each set of so many would
    /// ask for each part many times.
    pub(super) fn at_least(many: usize, parts: &[Expression]) -> Self {
        if many <= 1 {
            return Self::Any(parts.to_vec());
        }
        if many >= parts.len() {
            return Self::All(parts.to_vec());
        }
        let (some, others) = parts.split_at(parts.len() / 2);
        let of_some = many.saturating_sub(others.len())..=many.min(some.len());
        let shared = |of_some: usize| match (of_some, many - of_some) {
            (0, of_others) => Self::at_least(of_others, others),
            (of_some, 0) => Self::at_least(of_some, some),
            (of_some, of_others) => {
                Self::All(vec![Self::at_least(of_some, some), Self::at_least(of_others, others)])
            }
        };
        Self::Any(of_some.map(shared).collect())
    }

    /// The expression in the words of the engine.
    pub(super) fn written_for(&self, engine: DbBackend) -> String {
        self.written(if engine == DbBackend::Postgres { &POSTGRES } else { &SQLITE })
    }

    fn written(&self, words: &Words) -> String {
        match self {
            Self::Lexeme(lexeme) => format!("{q}{lexeme}{q}", q = words.quote),
            Self::Prefix(lexeme) => format!("{q}{lexeme}{q}{}", words.prefix, q = words.quote),
            Self::All(parts) => written(parts, words.and, words),
            Self::Any(parts) => written(parts, words.or, words),
        }
    }
}

fn written(parts: &[Expression], between: &str, words: &Words) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.written(words)).collect();
    format!("({})", parts.join(between))
}

/// How an engine writes an expression.
struct Words {
    quote: char,
    prefix: &'static str,
    and: &'static str,
    or: &'static str,
}

const SQLITE: Words = Words { quote: '"', prefix: "*", and: " AND ", or: " OR " };

const POSTGRES: Words = Words { quote: '\'', prefix: ":*", and: " & ", or: " | " };

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holds(expression: &Expression, known: &[String]) -> bool {
        match expression {
            Expression::Lexeme(lexeme) | Expression::Prefix(lexeme) => known.contains(lexeme),
            Expression::All(parts) => parts.iter().all(|part| holds(part, known)),
            Expression::Any(parts) => parts.iter().any(|part| holds(part, known)),
        }
    }

    proptest! {
        #[test]
        fn at_least_so_many_is_so_many_or_more_whichever(
            known in prop::collection::vec(any::<bool>(), 1..16), many in 1_usize..16,
        ) {
            let name = |place: usize| format!("w{place}");
            let parts: Vec<Expression> = (0..known.len()).map(|place| Expression::Lexeme(name(place))).collect();
            let there = known.iter().enumerate().filter(|(_, is_there)| **is_there);
            let there: Vec<String> = there.map(|(place, _)| name(place)).collect();
            let expression = Expression::at_least(many, &parts);
            prop_assert_eq!(holds(&expression, &there), there.len() >= many.min(parts.len()));
        }
    }

    #[test]
    fn each_engine_is_asked_the_same_in_its_own_words() {
        let asked = Expression::All(vec![
            Expression::of('w', "late"),
            Expression::Any(vec![Expression::of('w', "交付"), Expression::Prefix("wdeli".into())]),
        ]);
        assert_eq!(asked.written(&SQLITE), r#"("wlate" AND ("w交付" OR "wdeli"*))"#);
        assert_eq!(asked.written(&POSTGRES), "('wlate' & ('w交付' | 'wdeli':*))");
    }
}
