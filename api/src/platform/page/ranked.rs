//! Pages of a list that was ranked in memory, from the highest key down. A page begins after what ranks as its cursor does,
//! wherever that stands by now: what rose or sank between two pages may be missed or come again, nothing else.

use uuid::Uuid;

use super::{CursorText, Key, Page, PageFault, PageRequest, marked, plan, seal};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// What a row is ranked by: two numbers and its id, the highest first.
pub type Rank = (i64, i64, Uuid);

/// The page of a list that stands in the order of its ranks. `mark` names the list; a cursor of another is refused.
///
/// # Errors
/// Arguments that contradict each other, a size out of range, a cursor of another list.
pub fn ranked<T>(
    rows: Vec<T>,
    rank: impl Fn(&T) -> Rank,
    mark: &str,
    request: &PageRequest,
    default_size: u64,
) -> Result<Page<T>, PageFault> {
    let mark = marked(mark);
    let plan = plan(request, &mark, 2, default_size)?;
    let beyond = plan.beyond.as_ref().map(rank_of).transpose()?;
    let stands = |row: &T| match beyond {
        None => true,
        Some(beyond) if plan.backward => rank(row) > beyond,
        Some(beyond) => rank(row) < beyond,
    };
    let mut rows: Vec<T> = rows.into_iter().filter(stands).collect();
    if plan.backward {
        rows.reverse();
    }
    rows.truncate(usize::try_from(plan.size + 1).unwrap_or(usize::MAX));
    Ok(plan.page(rows, |row| cursor(&mark, rank(row))))
}

fn cursor(mark: &str, (first, second, id): Rank) -> String {
    let keys = vec![Key::Number(first), Key::Number(second)];
    let cursor = CursorText(seal(mark, &keys, id), keys, id);
    // Numbers always serialise.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
}

fn rank_of(cursor: &CursorText) -> Result<Rank, PageFault> {
    match cursor.1.as_slice() {
        [Key::Number(first), Key::Number(second)] => Ok((*first, *second, cursor.2)),
        _ => Err(PageFault::CursorInvalid),
    }
}
