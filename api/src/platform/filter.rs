//! What a client wants to see of a list: typed tests of columns, combined by and, or and not, and what that is in SQL on
//! both engines. Which columns can be tested, and by whom, is the domains' business.

use sea_orm::{
    ColumnTrait, Condition, Value,
    sea_query::{Expr, ExprTrait, LikeExpr, SimpleExpr},
};

use super::text;

/// Tests of one list, combined.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter<L> {
    /// One test.
    Test(L),
    /// All of them hold; of none: everything.
    All(Vec<Self>),
    /// One of them holds; of none: nothing.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
}

impl<L> Filter<L> {
    /// The filter in SQL, its tests made by `test`.
    pub fn sql(&self, test: &impl Fn(&L) -> SimpleExpr) -> SimpleExpr {
        let join = |all: Condition, parts: &[Self]| -> SimpleExpr {
            parts.iter().fold(all, |all, part| all.add(part.sql(test))).into()
        };
        match self {
            Self::Test(leaf) => test(leaf),
            Self::All(parts) => join(Condition::all(), parts),
            Self::Any(parts) => join(Condition::any(), parts),
            // A test of a column that is null does not hold, so its opposite does: `not` never answers "unknown".
            Self::Not(part) => part.sql(test).is_not(Expr::Constant(true.into())),
        }
    }

    /// How many tests it has.
    pub fn tests(&self) -> usize {
        match self {
            Self::Test(_) => 1,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::tests).sum(),
            Self::Not(part) => part.tests(),
        }
    }
}

/// A test of a column's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Test<T> {
    /// It is this.
    Eq(T),
    /// It is one of these.
    In(Vec<T>),
    /// It is less, earlier.
    Lt(T),
    /// It is this or less.
    Lte(T),
    /// It is more, later.
    Gt(T),
    /// It is this or more.
    Gte(T),
    /// It is not there, or it is.
    IsNull(bool),
}

impl<T: Into<Value> + Clone> Test<T> {
    /// The test of a column.
    pub fn on<C: ColumnTrait>(&self, column: C) -> SimpleExpr {
        match self {
            Self::Eq(value) => column.eq(value.clone()),
            Self::In(values) if values.is_empty() => Expr::cust("FALSE"),
            Self::In(values) => column.is_in(values.iter().cloned()),
            Self::Lt(value) => column.lt(value.clone()),
            Self::Lte(value) => column.lte(value.clone()),
            Self::Gt(value) => column.gt(value.clone()),
            Self::Gte(value) => column.gte(value.clone()),
            Self::IsNull(true) => column.is_null(),
            Self::IsNull(false) => column.is_not_null(),
        }
    }
}

/// A test of a text by its key (see [`text::key`]): case, accents and width do not count.
#[derive(Clone, Debug, PartialEq)]
pub enum TextTest {
    /// It is this.
    Eq(String),
    /// It is one of these.
    In(Vec<String>),
    /// This occurs in it.
    Contains(String),
    /// It is not there, or it is.
    IsNull(bool),
}

impl TextTest {
    /// The test of a column of keys.
    pub fn on<C: ColumnTrait>(&self, column: C) -> SimpleExpr {
        match self {
            Self::Eq(value) => column.eq(text::key(value)),
            Self::In(values) => {
                Test::In(values.iter().map(|value| text::key(value)).collect::<Vec<_>>()).on(column)
            }
            Self::Contains(value) => contains(column, value),
            Self::IsNull(is_null) => Test::<String>::IsNull(*is_null).on(column),
        }
    }
}

/// Whether the key of a text occurs in a column of keys.
pub fn contains<C: ColumnTrait>(column: C, part: &str) -> SimpleExpr {
    column.like(LikeExpr::new(text::contains_pattern(part)).escape('\\'))
}

/// One key of an order that a client chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort<F> {
    /// By what.
    pub field: F,
    /// From the largest down.
    pub descending: bool,
}

#[cfg(test)]
mod tests {
    use entity::{
        account::{Column, Entity, Tier},
        id::AccountId,
    };
    use sea_orm::{DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

    use super::*;

    fn sql(filter: &Filter<Test<Tier>>) -> String {
        let select = Entity::find().select_only().column(Column::Id);
        let text =
            select.filter(filter.sql(&|test| test.on(Column::Tier))).build(DbBackend::Sqlite).to_string();
        text.split_once("WHERE ").map_or(String::new(), |(_, condition)| condition.to_owned())
    }

    #[test]
    fn a_filter_is_what_it_says_in_sql() {
        use Filter::{All, Any, Not};
        let is = |tier| Filter::Test(Test::Eq(tier));
        for (filter, expected) in [
            (is(Tier::S), r#""account"."tier" = 'S'"#),
            (Filter::Test(Test::In(vec![])), "FALSE"),
            (Filter::Test(Test::IsNull(false)), r#""account"."tier" IS NOT NULL"#),
            (All(vec![]), "TRUE"),
            (Any(vec![]), "FALSE"),
            (Any(vec![is(Tier::S), is(Tier::A)]), r#""account"."tier" = 'S' OR "account"."tier" = 'A'"#),
            (Not(Box::new(is(Tier::S))), r#"("account"."tier" = 'S') IS NOT TRUE"#),
            (
                Not(Box::new(Any(vec![is(Tier::S), Filter::Test(Test::IsNull(true))]))),
                r#"("account"."tier" = 'S' OR "account"."tier" IS NULL) IS NOT TRUE"#,
            ),
            (
                All(vec![is(Tier::S), Any(vec![is(Tier::A), Not(Box::new(All(vec![])))])]),
                r#""account"."tier" = 'S' AND ("account"."tier" = 'A' OR TRUE IS NOT TRUE)"#,
            ),
        ] {
            assert_eq!(sql(&filter), expected, "{filter:?}");
        }
    }

    #[test]
    fn tests_are_counted_wherever_they_stand() {
        let test = || Filter::Test(Test::Eq(AccountId(uuid::Uuid::nil())));
        let filter = Filter::All(vec![test(), Filter::Not(Box::new(Filter::Any(vec![test(), test()])))]);
        assert_eq!(filter.tests(), 3);
    }

    #[test]
    fn text_is_compared_by_its_key() {
        let select = Entity::find().select_only().column(Column::Id);
        let select = select.filter(TextTest::Contains("50% ＡＣＭＥ".into()).on(Column::NameKey));
        let text = select.build(DbBackend::Sqlite).to_string();
        assert!(text.ends_with(r#""account"."name_key" LIKE '%50\% acme%' ESCAPE '\'"#), "{text}");
    }
}
