//! Counts what a document becomes when its fragments are expanded, in time proportional to its text.
//!
//! Every fragment is measured once and remembered; a document of 700 bytes can otherwise mean millions of fields.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use crate::{
    graphql::error::{Error, ErrorCode, Result},
    limits::Limits,
};

/// The size of a selection set with its fragments expanded.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    fields: usize,
    nesting: usize,
}

/// Refuses fragment cycles, unknown and unused fragments, too many fields and too deep nesting. After it, walking the
/// expanded document costs no more than the limits say.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<()> {
    let mut expansion = Expansion { document, known: HashMap::new() };
    let mut total = Size::default();
    for (_, operation) in document.operations.iter() {
        let size = expansion.set(&operation.node.selection_set)?;
        total.fields = total.fields.saturating_add(size.fields);
        total.nesting = total.nesting.max(size.nesting);
    }
    for (name, fragment) in &document.fragments {
        if !expansion.known.contains_key(name.as_str()) {
            return Err(invalid(format!("The fragment \"{name}\" is never used.")).at([fragment.pos]));
        }
    }
    if total.fields > limits.expanded_fields {
        return Err(Error::limit("expandedFields", total.fields, limits.expanded_fields));
    }
    if total.nesting > limits.selection_nesting {
        return Err(Error::limit("selectionNesting", total.nesting, limits.selection_nesting));
    }
    Ok(())
}

struct Expansion<'a> {
    document: &'a ExecutableDocument,
    /// `None` while the fragment is being measured: meeting it again then is a cycle.
    known: HashMap<&'a str, Option<Size>>,
}

impl<'a> Expansion<'a> {
    fn set(&mut self, set: &'a Positioned<SelectionSet>) -> Result<Size> {
        let mut size = Size::default();
        for item in &set.node.items {
            let (own, inner) = match &item.node {
                Selection::Field(field) => (1, Some(&field.node.selection_set)),
                Selection::InlineFragment(fragment) => (0, Some(&fragment.node.selection_set)),
                Selection::FragmentSpread(_) => (0, None),
            };
            let below = match (&item.node, inner) {
                (Selection::FragmentSpread(spread), _) => Some(self.fragment(&spread.node.fragment_name)?),
                (_, Some(inner)) if !inner.node.items.is_empty() => Some(self.set(inner)?),
                _ => None,
            };
            let below_fields = below.map_or(0, |below| below.fields);
            size.fields = size.fields.saturating_add(own).saturating_add(below_fields);
            size.nesting = size.nesting.max(below.map_or(0, |below| below.nesting.saturating_add(1)));
        }
        Ok(size)
    }

    fn fragment(&mut self, name: &'a Positioned<Name>) -> Result<Size> {
        let key = name.node.as_str();
        match self.known.get(key) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                return Err(invalid(format!("The fragment \"{key}\" contains itself.")).at([name.pos]));
            }
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(key) else {
            return Err(invalid(format!("There is no fragment \"{key}\".")).at([name.pos]));
        };
        self.known.insert(key, None);
        let size = self.set(&fragment.node.selection_set)?;
        self.known.insert(key, Some(size));
        Ok(size)
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorCode::GraphqlValidationFailed, message)
}
