//! What stands between the text of a document and its execution: byte, token and nesting caps, parsing, expansion of
//! fragments, shape, values and page sizes. Whatever passes costs the executor no more than the limits say; whatever
//! does not is refused in microseconds.

mod cache;
mod expand;
mod lexer;
mod pages;
mod shape;
mod subscription;
mod values;

use std::sync::Arc;

use async_graphql::{
    Positioned, Request, Variables,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};

use super::error::{Error, ErrorCode, Result};
use crate::limits::Limits;
use cache::Cache;

/// Admits documents, and remembers those that it admitted.
pub struct Documents {
    limits: Limits,
    cache: Cache,
}

/// A request that may be executed.
pub struct Admitted {
    /// What the chosen operation is.
    pub operation: OperationType,
    /// The request with its document set.
    pub request: Request,
}

impl Documents {
    /// Starts with an empty memory.
    pub fn new(limits: Limits) -> Self {
        let cache = Cache::new(limits.document_cache_bytes);
        Self { limits, cache }
    }

    /// Checks one request. `operation` names one of the document's operations; without it the document must have just
    /// one.
    pub fn admit(&self, text: &str, operation: Option<&str>, variables: Variables) -> Result<Admitted> {
        let document = self.document(text)?;
        let chosen = choose(&document.operations, operation)?;
        values::check_variables(&chosen.node, &variables, &self.limits)?;
        pages::check(&document, &chosen.node, &variables, &self.limits)?;

        let kind = chosen.node.ty;
        let mut request = Request::new(text).variables(variables);
        request.operation_name = operation.map(str::to_owned);
        request.set_parsed_query(ExecutableDocument::clone(&document));
        Ok(Admitted { operation: kind, request })
    }

    fn document(&self, text: &str) -> Result<Arc<ExecutableDocument>> {
        if text.len() > self.limits.document_bytes {
            return Err(Error::limit("documentBytes", text.len(), self.limits.document_bytes));
        }
        let key = Cache::key(text);
        if let Some(document) = self.cache.get(&key) {
            return Ok(document);
        }
        lexer::scan(text, &self.limits)?;
        let mut document = parser::parse_query(text).map_err(syntax_error)?;
        expand::check(&document, &self.limits)?;
        shape::check(&document, &self.limits)?;
        values::check_literals(&document, &self.limits)?;
        subscription::flatten(&mut document)?;
        let document = Arc::new(document);
        self.cache.put(key, text, Arc::clone(&document));
        Ok(document)
    }
}

fn choose<'a>(
    operations: &'a DocumentOperations,
    name: Option<&str>,
) -> Result<&'a Positioned<OperationDefinition>> {
    match (operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().ok_or_else(|| unknown_operation(""))
        }
        (DocumentOperations::Multiple(_), None) => {
            let message = "The document has several operations; name one with operationName.";
            Err(Error::new(ErrorCode::OperationAmbiguous, message))
        }
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).ok_or_else(|| unknown_operation(name))
        }
        (DocumentOperations::Single(_), Some(name)) => Err(unknown_operation(name)),
    }
}

fn unknown_operation(name: &str) -> Error {
    let message = format!("The document has no operation \"{name}\".");
    Error::new(ErrorCode::GraphqlValidationFailed, message)
}

fn syntax_error(error: parser::Error) -> Error {
    let positions: Vec<_> = error.positions().collect();
    let text = error.to_string();
    // The parser draws a picture of the line over several lines; its last line says what it expected.
    let reason = text.lines().last().unwrap_or_default().trim().trim_start_matches("= ").to_owned();
    let message = match positions.first() {
        Some(pos) => format!("Syntax error at line {}, column {}: {reason}.", pos.line, pos.column),
        None => format!("Syntax error: {reason}."),
    };
    Error::new(ErrorCode::GraphqlParseFailed, message).at(positions)
}

#[cfg(test)]
mod tests;
