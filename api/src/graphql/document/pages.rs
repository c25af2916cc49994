//! How many rows a request may ask for: every page size, and page sizes multiplied along the paths of the operation.
//!
//! A field counts as a connection when it has `first` or `last`, or selects `edges` or `nodes`. The sizes may stand in
//! variables, so this runs for every request and not once for a document.

use async_graphql::{
    Positioned, Value as ConstValue, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, SelectionSet},
};
use async_graphql_value::Value;

use super::shape::Walk;
use crate::{
    graphql::error::{Error, Result},
    limits::Limits,
};

/// What a connection at the root gives when nothing is said.
const ROOT_PAGE: usize = 20;
/// What a connection further down gives when nothing is said.
const NESTED_PAGE: usize = 10;

/// Refuses pages beyond the limit and requests for more rows than the limit.
pub(super) fn check(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<()> {
    let pages = Pages { walk: Walk { document }, operation, variables, limits };
    let nodes = pages.nodes(&operation.selection_set, ROOT_PAGE)?;
    if nodes > limits.nodes {
        return Err(Error::limit("nodes", nodes, limits.nodes));
    }
    Ok(())
}

struct Pages<'a> {
    walk: Walk<'a>,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    limits: &'a Limits,
}

impl<'a> Pages<'a> {
    fn nodes(&self, set: &'a Positioned<SelectionSet>, default: usize) -> Result<usize> {
        let mut total: usize = 0;
        for field in self.walk.level(set) {
            let below = self.nodes(&field.node.selection_set, NESTED_PAGE)?;
            let own = match self.page(field, default)? {
                Some(size) => size.saturating_mul(below.saturating_add(1)),
                None => below,
            };
            total = total.saturating_add(own);
        }
        Ok(total)
    }

    /// The page size of a connection; `None` for any other field.
    fn page(&self, field: &'a Positioned<Field>, default: usize) -> Result<Option<usize>> {
        let mut size = None;
        for name in ["first", "last"] {
            let Some(argument) = field.node.get_argument(name) else { continue };
            let given = self.number(&argument.node).unwrap_or(default);
            if given > self.limits.page_size {
                return Err(Error::limit("pageSize", given, self.limits.page_size).at([argument.pos]));
            }
            size = size.max(Some(given));
        }
        if size.is_some() {
            return Ok(size);
        }
        let below = self.walk.level(&field.node.selection_set);
        let has_rows = below.iter().any(|field| matches!(field.node.name.node.as_str(), "edges" | "nodes"));
        Ok(has_rows.then_some(default))
    }

    fn number(&self, value: &Value) -> Option<usize> {
        match value {
            Value::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            Value::Variable(name) => match self.variables.get(name).or_else(|| self.default_of(name)) {
                Some(ConstValue::Number(number)) => number.as_u64().and_then(|n| usize::try_from(n).ok()),
                _ => None,
            },
            _ => None,
        }
    }

    fn default_of(&self, name: &str) -> Option<&ConstValue> {
        let definition = self.operation.variable_definitions.iter().find(|one| one.node.name.node == name)?;
        definition.node.default_value.as_ref().map(|value| &value.node)
    }
}
