//! How far back Postgres looks. Its index of lexemes gives what matches in no order and all at once, which is much for a common
//! word, while reading the newest documents one by one finds a common word soon and a rare one never. So the newest are read
//! first, as far as that promises enough, and the index is asked where it does not. SQLite's index gives the newest first by
//! itself.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, Statement,
    sea_query::{Alias, Expr, Func, Order, Query, SelectStatement},
};

/// How many of the newest documents are read first, and how many if it takes more.
const NEWEST: [u64; 2] = [2_000, 32_000];

/// How far back is looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// So many of the newest documents are read.
    Newest(u64),
    /// The index is asked for all that match.
    Everything,
    /// The index is asked until there are enough, in whatever order.
    Any,
}

impl Reach {
    /// Where to begin, if so many documents are looked for among many or few.
    pub(super) fn first(is_long: bool, limit: u64) -> Self {
        // To read ten for each is worth it only if they are few.
        if is_long && limit * 10 <= NEWEST[0] { Self::Newest(NEWEST[0]) } else { Self::Everything }
    }

    /// Where to go on after so many were found; `None`: there are enough, or no more.
    pub(super) fn wider(self, found: u64, limit: u64) -> Option<Self> {
        let Self::Newest(read) = self else { return None };
        if found >= limit {
            return None;
        }
        let enough = |newest: &u64| *newest > read && found * newest >= limit * read;
        Some(NEWEST.into_iter().find(enough).map_or(Self::Everything, Self::Newest))
    }
}

/// Whether there are so many documents that it matters how far back is looked.
pub(super) async fn is_long<C: ConnectionTrait>(connection: &C) -> Result<bool, DbErr> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let sql = format!("select 1 from search_index limit 1 offset {}", NEWEST[0]);
    let one = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    Ok(one.is_some())
}

/// Documents of which Postgres keeps separate lists.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// All of them.
    All,
    /// Those that are for all staff or about no account.
    ForAll,
    /// The others.
    ForSome,
}

impl Part {
    /// The places that match, the newest first or in any order. What has an offset is planned by itself.
    pub(super) fn places(self, asked: String, reach: Reach) -> SelectStatement {
        let (place, all) = (Alias::new("place"), Alias::new("everything"));
        let asked_for = Expr::cust_with_values("$1::tsquery", [asked.clone()]);
        let matches = Func::cust(Alias::new(self.matches())).arg(asked_for);
        let mut places = match reach {
            Reach::Newest(most) => self.among_newest(asked, most),
            // A function that is read from gives all its rows at once, one that is selected gives them one by one.
            Reach::Everything => {
                let one = Expr::col((all.clone(), all.clone()));
                Query::select().expr_as(one, place.clone()).from_function(matches, all).to_owned()
            }
            Reach::Any => return Query::select().expr_as(matches, place).offset(0).to_owned(),
        };
        places.order_by(place, Order::Desc).offset(0).to_owned()
    }

    fn among_newest(self, asked: String, most: u64) -> SelectStatement {
        let (place, newest) = (Alias::new("place"), Alias::new("newest"));
        let part = match self {
            Self::All => "true",
            Self::ForAll => "for_all",
            Self::ForSome => "not for_all",
        };
        let read = Query::select()
            .columns([place.clone(), Alias::new("lexemes")])
            .from(Alias::new("search_index"))
            .and_where(Expr::cust(part))
            .order_by(place.clone(), Order::Desc)
            .limit(most)
            .to_owned();
        Query::select()
            .column(place)
            .from_subquery(read, newest)
            // Selected, it is read once, and not again for each document.
            .and_where(Expr::cust_with_values("lexemes @@ (select $1::tsquery)", [asked]))
            .to_owned()
    }

    /// The function that gives the places of what matches. Its plan knows nothing but the index of lexemes: the planner expects too much of
    /// words that stand together.
    fn matches(self) -> &'static str {
        match self {
            Self::All => "search_matches",
            Self::ForAll => "search_matches_for_all",
            Self::ForSome => "search_matches_for_some",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reach::*, *};

    #[test]
    fn what_is_common_is_looked_for_among_the_newest_and_what_is_rare_in_all() {
        assert_eq!(Reach::first(true, 200), Newest(2_000));
        assert_eq!(Reach::first(true, 10_000), Everything);
        assert_eq!(Reach::first(false, 200), Everything);
        assert_eq!(Newest(2_000).wider(200, 200), None);
        assert_eq!(Newest(2_000).wider(199, 200), Some(Newest(32_000)));
        assert_eq!(Newest(2_000).wider(13, 200), Some(Newest(32_000)));
        assert_eq!(Newest(2_000).wider(12, 200), Some(Everything));
        assert_eq!(Newest(2_000).wider(0, 200), Some(Everything));
        assert_eq!(Newest(32_000).wider(199, 200), Some(Everything));
        assert_eq!(Everything.wider(0, 200), None);
    }
}
