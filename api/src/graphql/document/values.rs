//! Checks of the values in a document and of a request's variables: lists are bounded, required variables are there.

use async_graphql::{
    Positioned, Value as ConstValue, Variables,
    parser::types::{Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};
use async_graphql_value::{Name, Value};

use crate::{
    graphql::error::{Error, ErrorCode, Result},
    limits::Limits,
};

/// Refuses a list literal that is too long, anywhere in the document.
pub(super) fn check_literals(document: &ExecutableDocument, limits: &Limits) -> Result<()> {
    for (_, operation) in document.operations.iter() {
        for variable in &operation.node.variable_definitions {
            if let Some(default) = &variable.node.default_value {
                constant(&default.node, limits)?;
            }
        }
        of_directives(&operation.node.directives, limits)?;
        of_set(&operation.node.selection_set, limits)?;
    }
    for fragment in document.fragments.values() {
        of_directives(&fragment.node.directives, limits)?;
        of_set(&fragment.node.selection_set, limits)?;
    }
    Ok(())
}

/// Refuses missing required variables and lists that are too long.
pub(super) fn check_variables(
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<()> {
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let optional = definition.node.var_type.node.nullable || definition.node.default_value.is_some();
        let given = variables.get(name);
        let missing = given.is_none() && !optional;
        let null = given == Some(&ConstValue::Null) && !definition.node.var_type.node.nullable;
        if missing || null {
            let message =
                format!("The variable ${name} of type {} is required.", definition.node.var_type.node);
            return Err(Error::new(ErrorCode::BadUserInput, message).at([definition.pos]));
        }
    }
    variables.values().try_for_each(|value| constant(value, limits))
}

fn of_set(set: &Positioned<SelectionSet>, limits: &Limits) -> Result<()> {
    for item in &set.node.items {
        of_directives(item.node.directives(), limits)?;
        match &item.node {
            Selection::Field(field) => {
                of_arguments(&field.node.arguments, limits)?;
                of_set(&field.node.selection_set, limits)?;
            }
            Selection::InlineFragment(fragment) => of_set(&fragment.node.selection_set, limits)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

fn of_directives(directives: &[Positioned<Directive>], limits: &Limits) -> Result<()> {
    directives.iter().try_for_each(|directive| of_arguments(&directive.node.arguments, limits))
}

fn of_arguments(arguments: &[(Positioned<Name>, Positioned<Value>)], limits: &Limits) -> Result<()> {
    arguments.iter().try_for_each(|(_, value)| literal(&value.node, limits))
}

fn literal(value: &Value, limits: &Limits) -> Result<()> {
    match value {
        Value::List(items) => {
            bounded(items.len(), limits)?;
            items.iter().try_for_each(|item| literal(item, limits))
        }
        Value::Object(fields) => fields.values().try_for_each(|field| literal(field, limits)),
        _ => Ok(()),
    }
}

fn constant(value: &ConstValue, limits: &Limits) -> Result<()> {
    match value {
        ConstValue::List(items) => {
            bounded(items.len(), limits)?;
            items.iter().try_for_each(|item| constant(item, limits))
        }
        ConstValue::Object(fields) => fields.values().try_for_each(|field| constant(field, limits)),
        _ => Ok(()),
    }
}

fn bounded(length: usize, limits: &Limits) -> Result<()> {
    if length > limits.input_list {
        return Err(Error::limit("inputList", length, limits.input_list));
    }
    Ok(())
}
