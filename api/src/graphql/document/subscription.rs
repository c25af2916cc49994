//! Brings a subscription into the one form that the executor serves: exactly one root field, written directly in the
//! operation. The executor ignores root fields inside fragments and would open a stream for each doubled one.

use std::collections::HashSet;

use async_graphql::{
    Name, Positioned,
    parser::types::{DocumentOperations, ExecutableDocument, Field, OperationType, Selection, SelectionSet},
};

use super::shape::Walk;
use crate::graphql::error::{Error, ErrorCode, Result};

/// Checks and rewrites every subscription of the document; fragments that are no longer used go away.
pub(super) fn flatten(document: &mut ExecutableDocument) -> Result<()> {
    let mut roots = Vec::new();
    for (name, operation) in document.operations.iter() {
        if operation.node.ty == OperationType::Subscription {
            let root = single_root(document, &operation.node.selection_set)?;
            roots.push((name.cloned(), root));
        }
    }
    if roots.is_empty() {
        return Ok(());
    }
    for (name, root) in roots {
        replace_root(document, name.as_ref(), root);
    }
    drop_unused_fragments(document);
    Ok(())
}

fn single_root(document: &ExecutableDocument, set: &Positioned<SelectionSet>) -> Result<Positioned<Field>> {
    refuse_conditions(document, set)?;
    let fields = Walk { document }.level(set);
    let Some((first, others)) = fields.split_first() else { return Err(not_one(set)) };
    if first.node.name.node.starts_with("__") {
        return Err(
            invalid("A subscription needs a root field of its own, not introspection.").at([first.pos])
        );
    }
    let mut root = (*first).clone();
    for other in others {
        let same = other.node.response_key().node == root.node.response_key().node
            && other.node.name.node == root.node.name.node
            && same_arguments(&other.node, &root.node);
        if !same {
            return Err(not_one(set));
        }
        root.node.selection_set.node.items.extend(other.node.selection_set.node.items.iter().cloned());
    }
    Ok(root)
}

fn same_arguments(one: &Field, other: &Field) -> bool {
    one.arguments.len() == other.arguments.len()
        && one.arguments.iter().all(|(name, value)| {
            other.get_argument(&name.node).is_some_and(|second| second.node == value.node)
        })
}

/// `@skip` and `@include` at the root could leave a subscription without any field.
fn refuse_conditions(document: &ExecutableDocument, set: &Positioned<SelectionSet>) -> Result<()> {
    for item in &set.node.items {
        if let Some(directive) = item.node.directives().first() {
            let message = "A subscription takes no directive at its root field.";
            return Err(invalid(message).at([directive.pos]));
        }
        match &item.node {
            Selection::Field(_) => {}
            Selection::InlineFragment(fragment) => refuse_conditions(document, &fragment.node.selection_set)?,
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    refuse_conditions(document, &fragment.node.selection_set)?;
                }
            }
        }
    }
    Ok(())
}

fn replace_root(document: &mut ExecutableDocument, name: Option<&Name>, root: Positioned<Field>) {
    let operation = match (&mut document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get_mut(name),
        (DocumentOperations::Multiple(_), None) => None,
    };
    if let Some(operation) = operation {
        let pos = root.pos;
        operation.node.selection_set.node.items = vec![Positioned::new(Selection::Field(root), pos)];
    }
}

fn drop_unused_fragments(document: &mut ExecutableDocument) {
    let mut used = HashSet::new();
    for (_, operation) in document.operations.iter() {
        mark_used(document, &operation.node.selection_set, &mut used);
    }
    document.fragments.retain(|name, _| used.contains(name));
}

fn mark_used(document: &ExecutableDocument, set: &Positioned<SelectionSet>, used: &mut HashSet<Name>) {
    for item in &set.node.items {
        match &item.node {
            Selection::Field(field) => mark_used(document, &field.node.selection_set, used),
            Selection::InlineFragment(fragment) => mark_used(document, &fragment.node.selection_set, used),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let Some(fragment) = document.fragments.get(name) else { continue };
                if used.insert(name.clone()) {
                    mark_used(document, &fragment.node.selection_set, used);
                }
            }
        }
    }
}

fn not_one(set: &Positioned<SelectionSet>) -> Error {
    invalid("A subscription has exactly one root field.").at([set.pos])
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::GraphqlValidationFailed, message)
}
