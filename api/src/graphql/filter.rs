//! The inputs of filters and orders: what each domain's own inputs are made of, and their way into typed tests. Which
//! columns there are and what a test is in SQL is said elsewhere (`platform::filter` and the stores).

use async_graphql::{Enum, ID, InputObject};
use chrono::{DateTime, Utc};
use entity::id::IdError;

use super::{
    context::parse_id,
    error::{Error, ErrorCode, Result},
};
use crate::{
    domain::input::Checks,
    limits::Limits,
    platform::filter::{Filter, Sort, Test, TextTest},
};

/// The longest text that a filter or a search compares with.
const TEXT: usize = 200;

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum SortDirection {
    /// From the smallest, the earliest, the most important. What is absent comes last.
    #[default]
    Asc,
    /// The other way round. What is absent comes first.
    Desc,
}

/// Tests of a text. Case, accents and full or half width do not count. What is given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TextFilter {
    /// It is this.
    eq: Option<String>,
    /// It is one of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<String>>,
    /// This occurs in it.
    contains: Option<String>,
    /// True: it is absent. False: it is there.
    is_null: Option<bool>,
}

/// Tests of an id. What is given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct IdFilter {
    /// It is this.
    eq: Option<ID>,
    /// It is one of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<ID>>,
    /// True: it is absent. False: it is there.
    is_null: Option<bool>,
}

/// Tests of an instant. What is given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DateTimeFilter {
    /// It is later than this.
    gt: Option<DateTime<Utc>>,
    /// It is this or later.
    gte: Option<DateTime<Utc>>,
    /// It is earlier than this.
    lt: Option<DateTime<Utc>>,
    /// It is this or earlier.
    lte: Option<DateTime<Utc>>,
    /// True: it is absent. False: it is there.
    is_null: Option<bool>,
}

/// Makes the filter inputs of enums: `NameFilter: Enum => entity::Enum` compares with values of the enum.
macro_rules! enum_filters {
    ($($(#[$doc:meta])* $name:ident: $value:ty => $inside:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, async_graphql::InputObject)]
        pub struct $name {
            /// It is this.
            eq: Option<$value>,
            /// It is one of these.
            #[graphql(name = "in")]
            one_of: Option<Vec<$value>>,
            /// True: it is absent. False: it is there.
            is_null: Option<bool>,
        }

        impl $crate::graphql::filter::Comparators<$crate::platform::filter::Test<$inside>> for $name {
            fn tests(
                self,
            ) -> $crate::graphql::error::Result<Vec<$crate::platform::filter::Test<$inside>>> {
                use $crate::platform::filter::Test;
                let one_of = self.one_of.map(|values| values.into_iter().map(Into::into).collect());
                Ok([self.eq.map(|value| Test::Eq(value.into())), one_of.map(Test::In)]
                    .into_iter()
                    .chain([self.is_null.map(Test::IsNull)])
                    .flatten()
                    .collect())
            }
        }
    )*};
}
pub(super) use enum_filters;

/// Makes a domain's filter input: each field becomes tests of `$test`, made by the function after the arrow.
macro_rules! filter_input {
    (
        $(#[$doc:meta])*
        $name:ident of $test:ty { $($(#[$field_doc:meta])* $field:ident: $type:ty => $make:expr,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, async_graphql::InputObject)]
        pub struct $name {
            $($(#[$field_doc])* $field: Option<$type>,)*
            /// All of these hold too. Filters nest up to three deep, with at most 20 comparisons in all.
            and: Option<Vec<$name>>,
            /// One of these holds too; of an empty list none does.
            or: Option<Vec<$name>>,
            /// This does not hold.
            not: Option<Box<$name>>,
        }

        impl $crate::graphql::filter::FilterInput for $name {
            type Test = $test;

            fn open(self) -> $crate::graphql::error::Result<$crate::graphql::filter::Opened<Self>> {
                let mut tests = Vec::new();
                $($crate::graphql::filter::push(self.$field, $make, &mut tests)?;)*
                Ok($crate::graphql::filter::Opened { tests, and: self.and, or: self.or, not: self.not })
            }
        }
    };
}
pub(super) use filter_input;

/// Makes a domain's sort input.
macro_rules! sort_input {
    ($(#[$doc:meta])* $name:ident by $field:ty => $inside:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, async_graphql::InputObject)]
        pub struct $name {
            /// By what.
            field: $field,
            /// Which way.
            #[graphql(default)]
            direction: $crate::graphql::filter::SortDirection,
        }

        impl From<$name> for $crate::platform::filter::Sort<$inside> {
            fn from(input: $name) -> Self {
                let descending = input.direction == $crate::graphql::filter::SortDirection::Desc;
                Self { field: input.field.into(), descending }
            }
        }
    };
}
pub(super) use sort_input;

/// What a comparator input says, as tests that must all hold.
pub(super) trait Comparators<T> {
    /// The tests.
    fn tests(self) -> Result<Vec<T>>;
}

impl Comparators<TextTest> for TextFilter {
    fn tests(self) -> Result<Vec<TextTest>> {
        let texts = self.eq.iter().chain(self.one_of.iter().flatten()).chain(&self.contains);
        texts.into_iter().try_for_each(|text| bounded(text))?;
        let tests = [self.eq.map(TextTest::Eq), self.one_of.map(TextTest::In)];
        let others = [self.contains.map(TextTest::Contains), self.is_null.map(TextTest::IsNull)];
        Ok(tests.into_iter().chain(others).flatten().collect())
    }
}

impl<T: std::str::FromStr<Err = IdError>> Comparators<Test<T>> for IdFilter {
    fn tests(self) -> Result<Vec<Test<T>>> {
        let one = self.eq.as_ref().map(parse_id).transpose()?;
        let one_of = self.one_of.map(|ids| ids.iter().map(parse_id).collect::<Result<_>>()).transpose()?;
        let tests = [one.map(Test::Eq), one_of.map(Test::In), self.is_null.map(Test::IsNull)];
        Ok(tests.into_iter().flatten().collect())
    }
}

/// Refuses instants, each told with its place in the input, that the engines do not keep and compare alike.
pub(in crate::graphql) fn comparable<const N: usize>(
    given: [(&str, Option<DateTime<Utc>>); N],
) -> Result<()> {
    let mut checks = Checks::new();
    for (path, instant) in given {
        if let Some(instant) = instant {
            checks.instant(path, instant);
        }
    }
    Ok(checks.done()?)
}

impl Comparators<Test<DateTime<Utc>>> for DateTimeFilter {
    fn tests(self) -> Result<Vec<Test<DateTime<Utc>>>> {
        comparable([("gt", self.gt), ("gte", self.gte), ("lt", self.lt), ("lte", self.lte)])?;
        let bounds = [self.gt.map(Test::Gt), self.gte.map(Test::Gte)];
        let others = [self.lt.map(Test::Lt), self.lte.map(Test::Lte), self.is_null.map(Test::IsNull)];
        Ok(bounds.into_iter().chain(others).flatten().collect())
    }
}

impl Comparators<bool> for bool {
    fn tests(self) -> Result<Vec<bool>> {
        Ok(vec![self])
    }
}

/// A domain's filter input.
pub(super) trait FilterInput: Sized {
    /// The domain's tests.
    type Test;

    /// Takes it apart.
    fn open(self) -> Result<Opened<Self>>;
}

/// A filter input, one level of it.
pub(super) struct Opened<I: FilterInput> {
    pub(super) tests: Vec<I::Test>,
    pub(super) and: Option<Vec<I>>,
    pub(super) or: Option<Vec<I>>,
    pub(super) not: Option<Box<I>>,
}

/// Adds the tests of a field.
pub(super) fn push<T, C: Comparators<T>, L>(
    field: Option<C>,
    make: impl Fn(T) -> L,
    into: &mut Vec<L>,
) -> Result<()> {
    if let Some(comparators) = field {
        into.extend(comparators.tests()?.into_iter().map(make));
    }
    Ok(())
}

/// A filter input as the domain's filter; without one everything passes.
///
/// # Errors
/// It is too deep, has too many tests, or holds ids of the wrong kind or texts that are too long.
pub(super) fn filter<I: FilterInput>(input: Option<I>, limits: &Limits) -> Result<Filter<I::Test>> {
    let Some(input) = input else { return Ok(Filter::All(Vec::new())) };
    let filter = level(input, 1, limits)?;
    let tests = filter.tests();
    if tests > limits.filter_tests {
        return Err(Error::limit("filterTests", tests, limits.filter_tests));
    }
    Ok(filter)
}

fn level<I: FilterInput>(input: I, depth: usize, limits: &Limits) -> Result<Filter<I::Test>> {
    if depth > limits.filter_depth {
        return Err(Error::limit("filterDepth", depth, limits.filter_depth));
    }
    let below = |inputs: Vec<I>| inputs.into_iter().map(|input| level(input, depth + 1, limits)).collect();
    let Opened { tests, and, or, not } = input.open()?;
    let mut all: Vec<_> = tests.into_iter().map(Filter::Test).collect();
    all.extend(and.map(below).transpose()?.map(Filter::All));
    all.extend(or.map(below).transpose()?.map(Filter::Any));
    let not = not.map(|input| level(*input, depth + 1, limits)).transpose()?;
    all.extend(not.map(|filter| Filter::Not(Box::new(filter))));
    Ok(Filter::All(all))
}

/// The keys of an order, the most important first.
///
/// # Errors
/// There are too many, or one stands twice.
pub(super) fn sorts<I: Into<Sort<F>>, F: Copy + PartialEq>(
    given: Option<Vec<I>>,
    limits: &Limits,
) -> Result<Vec<Sort<F>>> {
    let sorts: Vec<Sort<F>> = given.unwrap_or_default().into_iter().map(Into::into).collect();
    if sorts.len() > limits.sort_keys {
        return Err(Error::limit("sortKeys", sorts.len(), limits.sort_keys));
    }
    let is_double =
        |(index, sort): (usize, &Sort<F>)| sorts[..index].iter().any(|earlier| earlier.field == sort.field);
    if sorts.iter().enumerate().any(is_double) {
        return Err(Error::new(ErrorCode::BadUserInput, "A list cannot be sorted by the same field twice."));
    }
    Ok(sorts)
}

/// What a search looks for; nothing but white space is no search.
///
/// # Errors
/// The text is too long.
pub(super) fn search(text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    bounded(&text)?;
    Ok(Some(text))
}

fn bounded(text: &str) -> Result<()> {
    if text.chars().count() > TEXT {
        let message = format!("A filter or search compares with at most {TEXT} characters.");
        return Err(Error::new(ErrorCode::BadUserInput, message));
    }
    Ok(())
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
