//! Sending: what is due is leased, carried, and settled by its outcome. Nothing is locked while an endpoint takes its time.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{self, Column},
    webhook_endpoint,
    webhook_secret::SecretBytes,
};
use hyper::{
    HeaderMap,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait},
};
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP};

use super::{
    rules::{LEASE, peace_until, sign},
    service::Webhooks,
    store,
};
use crate::{domain::fault::Fault, platform::db::Tx};

/// A delivery that this node may attempt now, with what it takes.
#[derive(Clone, Debug)]
pub struct Leased {
    /// The delivery.
    pub delivery: webhook_delivery::Model,
    /// Where it goes.
    pub endpoint: webhook_endpoint::Model,
    pub(super) lease: Uuid,
    secrets: Vec<SecretBytes>,
}

/// When something is due for an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub endpoint: WebhookEndpointId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether its last attempt failed.
    pub failing: bool,
}

/// What an attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The endpoint has accepted it.
    Delivered {
        /// With which status.
        status: u16,
    },
    /// By the rights of now there is nothing to send.
    Nothing,
    /// The key does not work any more.
    KeyEnded,
    /// The endpoint is gone for good.
    Gone,
    /// It failed; it is worth another attempt.
    Failed {
        /// The status of the answer, if there was one.
        status: Option<u16>,
        /// Why, for administrators.
        reason: String,
        /// Until when the endpoint asks to be left in peace.
        peace_until: Option<DateTime<Utc>>,
    },
}

impl Webhooks {
    /// For which endpoints something is due, or will be, and when.
    ///
    /// # Errors
    /// The database failed.
    pub async fn agenda(&self) -> Result<Vec<Due>, Fault> {
        let sql =
            "select e.id, e.paused_until, e.failing_since, (select min(d.next_at) from webhook_delivery d
                where d.endpoint_id = e.id and d.next_at is not null) as next_at
            from webhook_endpoint e where e.state = 'ENABLED' and e.url is not null";
        let reader = self.db.reader();
        let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await?;
        let mut agenda = Vec::new();
        for row in rows {
            let Some(next) = row.try_get::<Option<DateTime<Utc>>>("", "next_at")? else { continue };
            let paused: Option<DateTime<Utc>> = row.try_get("", "paused_until")?;
            let failing: Option<DateTime<Utc>> = row.try_get("", "failing_since")?;
            agenda.push(Due {
                endpoint: row.try_get("", "id")?,
                at: paused.map_or(next, |until| std::cmp::max(next, until)),
                failing: failing.is_some(),
            });
        }
        Ok(agenda)
    }

    /// Leases up to so many deliveries of each endpoint that are due and that nobody else holds.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lease(&self, wanted: &[(WebhookEndpointId, usize)]) -> Result<Vec<Leased>, Fault> {
        let leased = self.db.write(|tx| async move {
            let lease = tx.next_id();
            let mut ids = Vec::new();
            for (endpoint, count) in wanted {
                ids.extend(take_due(&tx, *endpoint, *count).await?);
            }
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            hold(&tx, &ids, lease, LEASE).await?;
            with_endpoints(&tx, &ids, lease).await
        });
        Ok(leased.await?.value)
    }

    /// Carries a body to its endpoint.
    pub async fn carry(&self, leased: &Leased, body: String) -> Outcome {
        let now = self.db.clock().now();
        let failed = |reason: String| Outcome::Failed { status: None, reason, peace_until: None };
        let Some(url) = &leased.endpoint.url else { return failed("it has no address".into()) };
        let to = match self.courier.read(url) {
            Ok(to) => to,
            Err(fault) => return failed(fault.to_string()),
        };
        let Some(headers) = leased.headers(&body, now) else { return failed("it cannot be signed".into()) };
        let reply = match self.courier.post(&to, headers, body.into()).await {
            Ok(reply) => reply,
            Err(error) => return failed(error.to_string()),
        };
        match reply.status {
            status @ 200..=299 => Outcome::Delivered { status },
            410 => Outcome::Gone,
            status => Outcome::Failed {
                status: Some(status),
                reason: format!("answered {status}"),
                peace_until: reply.retry_after.and_then(|text| peace_until(&text, self.db.clock().now())),
            },
        }
    }
}

impl Leased {
    fn headers(&self, body: &str, now: DateTime<Utc>) -> Option<HeaderMap> {
        let id = self.delivery.event_id.to_string();
        let signature = sign(&self.secrets, &id, now, body).ok().filter(|text| !text.is_empty())?;
        let values = [
            (CONTENT_TYPE, "application/json".to_owned()),
            (HeaderName::from_static(HEADER_WEBHOOK_ID), id),
            (HeaderName::from_static(HEADER_WEBHOOK_TIMESTAMP), now.timestamp().to_string()),
            (HeaderName::from_static(HEADER_WEBHOOK_SIGNATURE), signature),
        ];
        let value = |(name, text): (HeaderName, String)| Some((name, HeaderValue::from_str(&text).ok()?));
        values.into_iter().map(value).collect()
    }
}

/// Leases deliveries that are locked: an attempt begins.
pub(super) async fn hold(
    tx: &Tx,
    ids: &[WebhookDeliveryId],
    lease: Uuid,
    span: TimeDelta,
) -> Result<(), Fault> {
    webhook_delivery::Entity::update_many()
        .col_expr(Column::Lease, Expr::value(lease))
        .col_expr(Column::NextAt, Expr::value(tx.now() + span))
        .col_expr(Column::LastAttemptAt, Expr::value(tx.now()))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Locks up to so many deliveries of an endpoint that are due and that nobody else holds.
pub(super) async fn take_due(
    tx: &Tx,
    endpoint: WebhookEndpointId,
    count: usize,
) -> Result<Vec<WebhookDeliveryId>, Fault> {
    let backend = tx.get_database_backend();
    let lock = if backend == DbBackend::Postgres { " for update skip locked" } else { "" };
    let sql = format!(
        "select id from webhook_delivery where endpoint_id = $1 and next_at <= $2
         order by next_at, pos limit {count}{lock}"
    );
    let statement = Statement::from_sql_and_values(backend, sql, [endpoint.into(), tx.now().into()]);
    let rows = tx.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}

/// Deliveries with what an attempt takes.
pub(super) async fn with_endpoints(
    tx: &Tx,
    ids: &[WebhookDeliveryId],
    lease: Uuid,
) -> Result<Vec<Leased>, Fault> {
    let deliveries =
        webhook_delivery::Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(&**tx).await?;
    let endpoints: Vec<WebhookEndpointId> = deliveries.iter().map(|row| row.endpoint_id).collect();
    let mut secrets: HashMap<WebhookEndpointId, Vec<SecretBytes>> = HashMap::new();
    for row in store::signing(tx, &endpoints).await? {
        secrets.entry(row.endpoint_id).or_default().push(row.secret);
    }
    let rows = webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::Column::Id.is_in(endpoints))
        .all(&**tx)
        .await?;
    let rows: HashMap<WebhookEndpointId, webhook_endpoint::Model> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let leased = |delivery: webhook_delivery::Model| {
        Some(Leased {
            endpoint: rows.get(&delivery.endpoint_id)?.clone(),
            secrets: secrets.get(&delivery.endpoint_id).cloned().unwrap_or_default(),
            delivery,
            lease,
        })
    };
    Ok(deliveries.into_iter().filter_map(leased).collect())
}
