//! The limits on an operation's shape: depth, aliases, roots, directives. Runs on documents that `expand` let pass, so
//! that walking through the fragments is cheap.

use std::collections::HashSet;

use async_graphql::{
    Positioned,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use crate::{
    graphql::error::{Error, ErrorCode, Result},
    limits::Limits,
};

/// Refuses a document one of whose operations has a shape beyond the limits.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<()> {
    directives(document, limits)?;
    for (_, operation) in document.operations.iter() {
        let walk = Walk { document };
        let (depth, introspection) = walk.depths(&operation.node.selection_set);
        refuse("depth", depth, limits.depth)?;
        refuse("introspectionDepth", introspection, limits.introspection_depth)?;
        refuse("aliases", walk.aliases(&operation.node.selection_set), limits.aliases)?;
        roots(&walk.level(&operation.node.selection_set), &operation.node, limits)?;
    }
    Ok(())
}

fn refuse(limit: &'static str, actual: usize, max: usize) -> Result<()> {
    if actual > max { Err(Error::limit(limit, actual, max)) } else { Ok(()) }
}

fn roots(fields: &[&Positioned<Field>], operation: &OperationDefinition, limits: &Limits) -> Result<()> {
    let count = fields.iter().filter(|field| field.node.name.node != "__typename").count();
    match operation.ty {
        OperationType::Query => refuse("queryRoots", count, limits.query_roots),
        OperationType::Subscription => Ok(()),
        OperationType::Mutation => {
            refuse("mutationRoots", count, limits.mutation_roots)?;
            no_double_keys(fields)
        }
    }
}

/// A response key that stands twice at the root would run its mutation twice.
fn no_double_keys(fields: &[&Positioned<Field>]) -> Result<()> {
    let mut seen = HashSet::new();
    for field in fields {
        let key = field.node.response_key();
        if !seen.insert(key.node.as_str()) {
            let message = format!("The mutation has the root key \"{}\" twice.", key.node);
            return Err(Error::new(ErrorCode::GraphqlValidationFailed, message).at([key.pos]));
        }
    }
    Ok(())
}

/// Walks a document through its fragments.
pub(super) struct Walk<'a> {
    pub(super) document: &'a ExecutableDocument,
}

impl<'a> Walk<'a> {
    /// The fields of one level, those of its fragments included.
    pub(super) fn level(&self, set: &'a Positioned<SelectionSet>) -> Vec<&'a Positioned<Field>> {
        let mut fields = Vec::new();
        self.collect(set, &mut fields);
        fields
    }

    fn collect(&self, set: &'a Positioned<SelectionSet>, into: &mut Vec<&'a Positioned<Field>>) {
        for item in &set.node.items {
            match &item.node {
                Selection::Field(field) => into.push(field),
                Selection::InlineFragment(fragment) => self.collect(&fragment.node.selection_set, into),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        self.collect(&fragment.node.selection_set, into);
                    }
                }
            }
        }
    }

    /// The depth of the business's fields and of introspection.
    fn depths(&self, set: &'a Positioned<SelectionSet>) -> (usize, usize) {
        let (mut depth, mut introspection) = (0, 0);
        for field in self.level(set) {
            let (below, below_introspection) = self.depths(&field.node.selection_set);
            let own = 1 + below.max(below_introspection);
            match field.node.name.node.as_str() {
                "__schema" | "__type" => introspection = own.max(introspection),
                _ => depth = own.max(depth),
            }
        }
        (depth, introspection)
    }

    fn aliases(&self, set: &'a Positioned<SelectionSet>) -> usize {
        let count = |field: &&'a Positioned<Field>| {
            usize::from(field.node.alias.is_some()) + self.aliases(&field.node.selection_set)
        };
        self.level(set).iter().map(count).sum()
    }
}

fn directives(document: &ExecutableDocument, limits: &Limits) -> Result<()> {
    let mut count = Directives { limits, total: 0 };
    for (_, operation) in document.operations.iter() {
        count.at(&operation.node.directives)?;
        for variable in &operation.node.variable_definitions {
            count.at(&variable.node.directives)?;
        }
        count.below(&operation.node.selection_set)?;
    }
    for fragment in document.fragments.values() {
        count.at(&fragment.node.directives)?;
        count.below(&fragment.node.selection_set)?;
    }
    refuse("directives", count.total, limits.directives)
}

struct Directives<'a> {
    limits: &'a Limits,
    total: usize,
}

impl Directives<'_> {
    fn at(&mut self, directives: &[Positioned<Directive>]) -> Result<()> {
        self.total += directives.len();
        refuse("directivesPerField", directives.len(), self.limits.directives_per_field)
    }

    fn below(&mut self, set: &Positioned<SelectionSet>) -> Result<()> {
        for item in &set.node.items {
            self.at(item.node.directives())?;
            match &item.node {
                Selection::Field(field) => self.below(&field.node.selection_set)?,
                Selection::InlineFragment(fragment) => self.below(&fragment.node.selection_set)?,
                Selection::FragmentSpread(_) => {}
            }
        }
        Ok(())
    }
}
