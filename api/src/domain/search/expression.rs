//! What is asked of the index: lexemes that a document must have, and how each engine is asked for them. Lexemes hold
//! letters and digits alone, so that nothing in them means anything to an engine.

use sea_orm::{
    DbBackend,
    sea_query::{Expr, SimpleExpr},
};

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

    /// The condition on the table `search_index`, in the words of the engine.
    pub(super) fn condition(&self, engine: DbBackend) -> SimpleExpr {
        let condition = match engine {
            DbBackend::Postgres => "search_index.lexemes @@ $1::tsquery",
            _ => "search_index match ?",
        };
        Expr::cust_with_values(condition, [self.written_for(engine)])
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
    use super::*;

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
