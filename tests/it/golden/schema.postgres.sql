CREATE FUNCTION public.log_stamp(lim integer, floor_xid bigint, OUT n integer, OUT head bigint, OUT ep integer, OUT next_floor bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO '$user', 'public'
    AS $$
declare s text; t int; f bigint := floor_xid;
begin
  n := -1; next_floor := floor_xid;
  if not pg_try_advisory_xact_lock(7305) then return; end if;
  select greatest(coalesce((select max(pos) from event), 0), trimmed_through) into head from log_meta;
  select system_identifier::text into s from pg_control_system();
  t := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int;
  select epoch into ep from log_epoch where sysid = s and tli = t;
  if ep is null then
    insert into log_epoch (epoch, sysid, tli, base_pos)
      select coalesce(max(epoch), 0) + 1, s, t, head from log_epoch returning epoch into ep;
    f := 0;
  end if;
  with snap as materialized (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint x),
  fresh as (select seq, row_number() over (order by seq) k
            from (select seq from event where pos is null and xid >= f order by seq limit lim) q),
  put as (update event e set pos = head + k, epoch = ep from fresh where e.seq = fresh.seq returning 1)
  select (select count(*) from put)::int, (select x from snap) into n, next_floor;
  head := head + n;
  if n >= lim then next_floor := f; end if;
  if n > 0 then perform pg_notify('log', ep || ':' || head); end if;
end $$;
CREATE FUNCTION public.search_matches(asked tsquery) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    AS $$ select place from search_index where true and lexemes @@ asked $$;
CREATE FUNCTION public.search_matches_for_all(asked tsquery) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    AS $$ select place from search_index where for_all and lexemes @@ asked $$;
CREATE FUNCTION public.search_matches_for_some(asked tsquery) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    AS $$ select place from search_index where not for_all and lexemes @@ asked $$;
CREATE TABLE public.account (
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    code_key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    industry text COLLATE pg_catalog."C",
    industry_key text COLLATE pg_catalog."C",
    region_id uuid NOT NULL,
    time_zone text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    status_reason text COLLATE pg_catalog."C",
    tier text COLLATE pg_catalog."C",
    tier_reason text COLLATE pg_catalog."C",
    stage text NOT NULL COLLATE pg_catalog."C",
    stage_reason text COLLATE pg_catalog."C",
    win_back_on date,
    executive_sponsor_id uuid,
    watch_reason text COLLATE pg_catalog."C",
    watch_review_on date,
    version integer NOT NULL,
    event_version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT account_stage_check CHECK ((stage = ANY (ARRAY['EXPLORATORY'::text, 'COOPERATIVE'::text, 'INTERDEPENDENT'::text, 'STRATEGIC'::text, 'ENDED'::text]))),
    CONSTRAINT account_status_check CHECK ((status = ANY (ARRAY['PROSPECT'::text, 'ACTIVE'::text, 'SCALED_DOWN'::text, 'ENDED'::text]))),
    CONSTRAINT account_tier_check CHECK ((tier = ANY (ARRAY['S'::text, 'A'::text, 'B'::text, 'C'::text])))
);
CREATE TABLE public.account_tier (
    account_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    tier text COLLATE pg_catalog."C",
    CONSTRAINT account_tier_tier_check CHECK ((tier = ANY (ARRAY['S'::text, 'A'::text, 'B'::text, 'C'::text])))
);
CREATE TABLE public.api_key (
    id uuid NOT NULL,
    bot_id uuid NOT NULL,
    label text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    scopes jsonb NOT NULL,
    audiences jsonb NOT NULL,
    incident_detail boolean NOT NULL,
    all_accounts boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);
CREATE TABLE public.api_key_account (
    api_key_id uuid NOT NULL,
    account_id uuid NOT NULL
);
CREATE TABLE public.assignment (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    user_id uuid NOT NULL,
    seat text COLLATE pg_catalog."C",
    "position" text NOT NULL COLLATE pg_catalog."C",
    expertise text COLLATE pg_catalog."C",
    exception_reason text COLLATE pg_catalog."C",
    started_at timestamp with time zone NOT NULL,
    started_by uuid NOT NULL,
    ended_at timestamp with time zone,
    ended_by uuid,
    end_reason text COLLATE pg_catalog."C",
    CONSTRAINT assignment_check CHECK ((("position" = 'EXTENDED'::text) = (seat IS NULL))),
    CONSTRAINT assignment_position_check CHECK (("position" = ANY (ARRAY['PRIMARY'::text, 'DEPUTY'::text, 'MEMBER'::text, 'EXTENDED'::text]))),
    CONSTRAINT assignment_seat_check CHECK ((seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text])))
);
CREATE TABLE public.bot (
    id uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT bot_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'DISABLED'::text])))
);
CREATE TABLE public.clock (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    generation integer NOT NULL,
    round integer NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    started_at timestamp with time zone NOT NULL,
    target_seconds bigint NOT NULL,
    calendar jsonb,
    due_at timestamp with time zone NOT NULL,
    original_due_at timestamp with time zone NOT NULL,
    paused_micros bigint NOT NULL,
    pause_used_micros bigint NOT NULL,
    pause_cap_seconds bigint NOT NULL,
    paused_since timestamp with time zone,
    level integer NOT NULL,
    next_at timestamp with time zone,
    breached_at timestamp with time zone,
    met_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    CONSTRAINT clock_check CHECK (((state = 'PAUSED'::text) = (paused_since IS NOT NULL))),
    CONSTRAINT clock_check1 CHECK (((next_at IS NULL) OR (state <> ALL (ARRAY['MET'::text, 'CANCELLED'::text])))),
    CONSTRAINT clock_kind_check CHECK ((kind = ANY (ARRAY['ACKNOWLEDGE'::text, 'EXECUTIVE_LEAD'::text, 'ON_SITE'::text, 'CONTAIN'::text, 'RESOLVE'::text, 'TEAM_UPDATE'::text, 'CUSTOMER_UPDATE'::text, 'LETTER'::text]))),
    CONSTRAINT clock_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text, 'BREACHED'::text, 'MET'::text, 'CANCELLED'::text])))
);
CREATE TABLE public.clock_event (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    clock text NOT NULL COLLATE pg_catalog."C",
    generation integer NOT NULL,
    round integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    target_seconds bigint,
    reason text COLLATE pg_catalog."C",
    note text COLLATE pg_catalog."C",
    actor_user uuid,
    CONSTRAINT clock_event_kind_check CHECK ((kind = ANY (ARRAY['ACTIVATE'::text, 'PAUSE'::text, 'RESUME'::text, 'RETARGET'::text, 'FULFIL'::text, 'BREACH'::text, 'CANCEL'::text, 'LAPSE'::text]))),
    CONSTRAINT clock_event_reason_check CHECK ((reason = ANY (ARRAY['CUSTOMER_ASKED_DELAY'::text, 'CUSTOMER_ACCESS_NOT_GIVEN'::text, 'FORCE_MAJEURE'::text])))
);
CREATE TABLE public.clock_firing (
    incident_id uuid NOT NULL,
    clock text NOT NULL COLLATE pg_catalog."C",
    generation integer NOT NULL,
    level integer NOT NULL,
    round integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    fired_at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL
);
CREATE TABLE public.commitment (
    id uuid NOT NULL,
    letter_id uuid NOT NULL,
    number integer NOT NULL,
    place integer NOT NULL,
    incident_id uuid NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    owner_id uuid NOT NULL,
    due_on date NOT NULL,
    measure text NOT NULL COLLATE pg_catalog."C",
    verifier text NOT NULL COLLATE pg_catalog."C",
    preventive boolean NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    evidence text COLLATE pg_catalog."C",
    recorded_at timestamp with time zone,
    recorded_by uuid,
    verified_at timestamp with time zone,
    verified_by text COLLATE pg_catalog."C",
    overdue_at timestamp with time zone,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT commitment_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'KEPT'::text, 'PARTIAL'::text, 'BROKEN'::text, 'CANCELLED'::text])))
);
CREATE TABLE public.counter (
    name text NOT NULL COLLATE pg_catalog."C",
    value bigint NOT NULL
);
CREATE TABLE public.customer_request (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    contact text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    round integer NOT NULL,
    holder text COLLATE pg_catalog."C",
    held_since timestamp with time zone,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by uuid NOT NULL,
    round_began_at timestamp with time zone NOT NULL,
    first_answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    outcome text COLLATE pg_catalog."C",
    tier_at_log text COLLATE pg_catalog."C",
    region_id uuid NOT NULL,
    time_zone text NOT NULL COLLATE pg_catalog."C",
    policy_version integer NOT NULL,
    target_minutes integer,
    due_at timestamp with time zone,
    late_told_at timestamp with time zone,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT customer_request_channel_check CHECK ((channel = ANY (ARRAY['PHONE'::text, 'EMAIL'::text, 'MEETING'::text, 'CHAT'::text, 'PORTAL'::text, 'LETTER'::text, 'OTHER'::text]))),
    CONSTRAINT customer_request_check CHECK (((holder IS NULL) = (held_since IS NULL))),
    CONSTRAINT customer_request_check1 CHECK (((holder IS NULL) OR (state = 'OPEN'::text))),
    CONSTRAINT customer_request_check2 CHECK (((state = 'OPEN'::text) = (closed_at IS NULL))),
    CONSTRAINT customer_request_check3 CHECK (((target_minutes IS NULL) = (due_at IS NULL))),
    CONSTRAINT customer_request_check4 CHECK ((occurred_at <= recorded_at)),
    CONSTRAINT customer_request_holder_check CHECK ((holder = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text]))),
    CONSTRAINT customer_request_kind_check CHECK ((kind = ANY (ARRAY['QUESTION'::text, 'QUOTATION'::text, 'TECHNICAL'::text, 'DELIVERY'::text, 'COMPLAINT'::text, 'CHANGE'::text, 'OTHER'::text]))),
    CONSTRAINT customer_request_round_check CHECK ((round > 0)),
    CONSTRAINT customer_request_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text, 'WITHDRAWN'::text]))),
    CONSTRAINT customer_request_target_minutes_check CHECK ((target_minutes > 0)),
    CONSTRAINT customer_request_tier_at_log_check CHECK ((tier_at_log = ANY (ARRAY['S'::text, 'A'::text, 'B'::text, 'C'::text])))
);
CREATE TABLE public.escalation_policy (
    version integer NOT NULL,
    document jsonb NOT NULL,
    reason text COLLATE pg_catalog."C",
    revised_at timestamp with time zone,
    revised_by uuid,
    CONSTRAINT escalation_policy_check CHECK (((version = 1) = (revised_by IS NULL))),
    CONSTRAINT escalation_policy_version_check CHECK ((version > 0))
);
CREATE TABLE public.event (
    seq bigint NOT NULL,
    pos bigint,
    epoch integer,
    id uuid NOT NULL,
    xid bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    account_id uuid,
    account_ver bigint,
    body jsonb NOT NULL,
    access jsonb,
    at timestamp with time zone NOT NULL
)
WITH (fillfactor='85');
ALTER TABLE public.event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.handover (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    seat text NOT NULL COLLATE pg_catalog."C",
    assignment_id uuid NOT NULL,
    outgoing_id uuid NOT NULL,
    receiver_id uuid NOT NULL,
    initiated_by uuid NOT NULL,
    emergency boolean NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    exception_reason text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    return_reason text COLLATE pg_catalog."C",
    end_reason text COLLATE pg_catalog."C",
    informed text COLLATE pg_catalog."C",
    accepted_at timestamp with time zone,
    shadowing_at timestamp with time zone,
    overlap_days integer,
    transfer_from timestamp with time zone,
    introduced_at timestamp with time zone,
    transferred_at timestamp with time zone,
    new_assignment_id uuid,
    grace_until timestamp with time zone,
    ended_at timestamp with time zone,
    next_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT handover_check CHECK ((outgoing_id <> receiver_id)),
    CONSTRAINT handover_check1 CHECK (((state <> 'TRANSFERRED'::text) OR (grace_until IS NOT NULL))),
    CONSTRAINT handover_seat_check CHECK ((seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text]))),
    CONSTRAINT handover_state_check CHECK ((state = ANY (ARRAY['INITIATED'::text, 'PREPARING'::text, 'PACK_READY'::text, 'ACCEPTED'::text, 'SHADOWING'::text, 'INTRODUCED'::text, 'CO_OWNED'::text, 'TRANSFERRED'::text, 'CLOSED'::text, 'REFUSED'::text, 'CANCELLED'::text])))
);
CREATE TABLE public.handover_item (
    handover_id uuid NOT NULL,
    place integer NOT NULL,
    part text NOT NULL COLLATE pg_catalog."C",
    entry_id uuid,
    revision integer,
    acknowledged_at timestamp with time zone,
    CONSTRAINT handover_item_check CHECK (((entry_id IS NULL) = (revision IS NULL))),
    CONSTRAINT handover_item_part_check CHECK ((part = ANY (ARRAY['SUMMARY'::text, 'STAKEHOLDERS'::text, 'HISTORY'::text, 'OPEN_ITEMS'::text, 'CONTRACTS'::text, 'NEEDS'::text, 'PRICING'::text, 'PLAN'::text, 'HEALTH'::text, 'COMPETITORS'::text, 'ACCESS'::text, 'NEXT_90_DAYS'::text])))
);
CREATE TABLE public.handover_open_item (
    handover_id uuid NOT NULL,
    place integer NOT NULL,
    incident_id uuid,
    commitment_id uuid,
    lead boolean NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    entry_id uuid,
    drafts integer,
    CONSTRAINT handover_open_item_check CHECK ((((
CASE
    WHEN (incident_id IS NULL) THEN 0
    ELSE 1
END +
CASE
    WHEN (entry_id IS NULL) THEN 0
    ELSE 1
END) +
CASE
    WHEN (drafts IS NULL) THEN 0
    ELSE 1
END) = 1)),
    CONSTRAINT handover_open_item_drafts_check CHECK ((drafts > 0)),
    CONSTRAINT handover_open_item_outcome_check CHECK ((outcome = ANY (ARRAY['REOWNED'::text, 'RECEIVER_NOT_EXECUTIVE'::text, 'FELL_BACK'::text, 'STAYED'::text])))
);
CREATE TABLE public.handover_pack (
    handover_id uuid NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C",
    content_hash text NOT NULL COLLATE pg_catalog."C",
    accepted_at timestamp with time zone NOT NULL
);
CREATE TABLE public.handover_part (
    handover_id uuid NOT NULL,
    part text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    nothing_reason text COLLATE pg_catalog."C",
    must_knows jsonb NOT NULL,
    written_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT handover_part_part_check CHECK ((part = ANY (ARRAY['SUMMARY'::text, 'STAKEHOLDERS'::text, 'HISTORY'::text, 'OPEN_ITEMS'::text, 'CONTRACTS'::text, 'NEEDS'::text, 'PRICING'::text, 'PLAN'::text, 'HEALTH'::text, 'COMPETITORS'::text, 'ACCESS'::text, 'NEXT_90_DAYS'::text])))
);
CREATE TABLE public.idempotency_key (
    principal text NOT NULL COLLATE pg_catalog."C",
    mutation text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    payload_hash text NOT NULL COLLATE pg_catalog."C",
    entity_id uuid NOT NULL,
    event_ids jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.incident (
    id uuid NOT NULL,
    number bigint NOT NULL,
    account_id uuid NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    generation integer NOT NULL,
    severity_claimed text NOT NULL COLLATE pg_catalog."C",
    severity text COLLATE pg_catalog."C",
    tier_at_report text COLLATE pg_catalog."C",
    override_reason text COLLATE pg_catalog."C",
    override_by uuid,
    reported_by_user uuid,
    reported_by_bot uuid,
    executive_lead_id uuid,
    consent_name text COLLATE pg_catalog."C",
    consent_note text COLLATE pg_catalog."C",
    occurred_at timestamp with time zone NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    state_since timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    outcome_reason text COLLATE pg_catalog."C",
    review text COLLATE pg_catalog."C",
    letter_waiver_reason text COLLATE pg_catalog."C",
    letter_waived_by uuid,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    lesson_waiver_reason text COLLATE pg_catalog."C",
    lesson_waived_by uuid,
    merged_into_id uuid,
    parent_id uuid,
    customer_witness text COLLATE pg_catalog."C",
    CONSTRAINT incident_check CHECK (((reported_by_user IS NULL) <> (reported_by_bot IS NULL))),
    CONSTRAINT incident_check1 CHECK (((merged_into_id IS NULL) OR ((state = 'CANCELLED'::text) AND (merged_into_id <> id)))),
    CONSTRAINT incident_check2 CHECK ((parent_id <> id)),
    CONSTRAINT incident_severity_check CHECK ((severity = ANY (ARRAY['SEV1'::text, 'SEV2'::text, 'SEV3'::text]))),
    CONSTRAINT incident_severity_claimed_check CHECK ((severity_claimed = ANY (ARRAY['SEV1'::text, 'SEV2'::text, 'SEV3'::text]))),
    CONSTRAINT incident_state_check CHECK ((state = ANY (ARRAY['REPORTED'::text, 'TRIAGED'::text, 'ACTIVATED'::text, 'ACKNOWLEDGED'::text, 'MOBILISED'::text, 'ON_SITE'::text, 'REMOTE_ACCEPTED'::text, 'CONTAINED'::text, 'RESOLVED'::text, 'COMMITMENT_ISSUED'::text, 'CLOSED'::text, 'DECLINED'::text, 'CANCELLED'::text]))),
    CONSTRAINT incident_tier_at_report_check CHECK ((tier_at_report = ANY (ARRAY['S'::text, 'A'::text, 'B'::text, 'C'::text])))
);
CREATE TABLE public.incident_alarm (
    incident_id uuid NOT NULL,
    reporter text NOT NULL COLLATE pg_catalog."C",
    dedupe_key text NOT NULL COLLATE pg_catalog."C",
    times bigint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    last_hash text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT incident_alarm_times_check CHECK ((times > 0))
);
CREATE TABLE public.incident_cost (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    minutes bigint,
    hourly_minor_units bigint,
    minor_units bigint NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    recorded_by uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by uuid,
    CONSTRAINT incident_cost_check CHECK (((kind = 'PERSON_HOURS'::text) = (minutes IS NOT NULL))),
    CONSTRAINT incident_cost_check1 CHECK (((minutes IS NULL) = (hourly_minor_units IS NULL))),
    CONSTRAINT incident_cost_check2 CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
    CONSTRAINT incident_cost_kind_check CHECK ((kind = ANY (ARRAY['PERSON_HOURS'::text, 'CONCESSION'::text]))),
    CONSTRAINT incident_cost_minor_units_check CHECK ((minor_units >= 0))
);
CREATE TABLE public.incident_responder (
    incident_id uuid NOT NULL,
    user_id uuid NOT NULL,
    duty text COLLATE pg_catalog."C",
    added_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone
);
CREATE TABLE public.incident_transition (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    generation integer NOT NULL,
    from_state text COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    actor_user uuid,
    actor_bot uuid,
    reason text COLLATE pg_catalog."C"
);
CREATE TABLE public.incident_visitor (
    incident_id uuid NOT NULL,
    generation integer NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.knowledge_comment (
    id uuid NOT NULL,
    entry_id uuid NOT NULL,
    author_id uuid NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.knowledge_duty_told (
    entry_id uuid NOT NULL,
    user_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL
);
CREATE TABLE public.knowledge_editor (
    entry_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.knowledge_entry (
    id uuid NOT NULL,
    account_id uuid,
    kind text NOT NULL COLLATE pg_catalog."C",
    audience text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    title_key text NOT NULL COLLATE pg_catalog."C",
    revision integer NOT NULL,
    author_id uuid NOT NULL,
    published_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    confidence text DEFAULT 'MEDIUM'::text NOT NULL COLLATE pg_catalog."C",
    governance text DEFAULT 'OPEN'::text NOT NULL COLLATE pg_catalog."C",
    verifier text DEFAULT 'OWNERS'::text NOT NULL COLLATE pg_catalog."C",
    verifier_id uuid,
    verifier_seat text COLLATE pg_catalog."C",
    interval_days integer,
    expires_at timestamp with time zone,
    verified_at timestamp with time zone,
    verified_by uuid,
    verified_revision integer,
    verified_source text COLLATE pg_catalog."C",
    contested_at timestamp with time zone,
    contested_by uuid,
    contest_reason text COLLATE pg_catalog."C",
    due_at timestamp with time zone,
    due_told_at timestamp with time zone,
    CONSTRAINT knowledge_entry_audience_check CHECK ((audience = ANY (ARRAY['TRIANGLE'::text, 'ACCOUNT_TEAM'::text, 'ALL_STAFF'::text, 'EXECUTIVES'::text]))),
    CONSTRAINT knowledge_entry_check CHECK (((account_id IS NOT NULL) OR (audience = ANY (ARRAY['ALL_STAFF'::text, 'EXECUTIVES'::text])))),
    CONSTRAINT knowledge_entry_check1 CHECK (((verifier_id IS NOT NULL) = (verifier = 'PERSON'::text))),
    CONSTRAINT knowledge_entry_check2 CHECK ((((verifier_seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text])) AND (verifier = 'SEAT'::text)) OR ((verifier_seat IS NULL) AND (verifier <> 'SEAT'::text)))),
    CONSTRAINT knowledge_entry_confidence_check CHECK ((confidence = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text]))),
    CONSTRAINT knowledge_entry_governance_check CHECK ((governance = ANY (ARRAY['OPEN'::text, 'GUARDED'::text]))),
    CONSTRAINT knowledge_entry_interval_days_check CHECK ((interval_days > 0)),
    CONSTRAINT knowledge_entry_kind_check CHECK ((kind = ANY (ARRAY['INDUSTRY_TREND'::text, 'NEGOTIATION_RECORD'::text, 'PLAYBOOK'::text, 'LESSON'::text, 'COMPETITOR_BRIEF'::text, 'HANDOVER_NOTE'::text, 'FAQ'::text]))),
    CONSTRAINT knowledge_entry_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text]))),
    CONSTRAINT knowledge_entry_verifier_check CHECK ((verifier = ANY (ARRAY['OWNERS'::text, 'PERSON'::text, 'SEAT'::text, 'PUBLISHERS'::text])))
);
CREATE TABLE public.knowledge_gap (
    id uuid NOT NULL,
    query text NOT NULL COLLATE pg_catalog."C",
    searches bigint NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT knowledge_gap_searches_check CHECK ((searches > 0))
);
CREATE TABLE public.knowledge_link (
    entry_id uuid NOT NULL,
    target uuid NOT NULL,
    account_id uuid,
    incident_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT knowledge_link_check CHECK (((account_id IS NULL) <> (incident_id IS NULL)))
);
CREATE TABLE public.knowledge_revision (
    id uuid NOT NULL,
    entry_id uuid NOT NULL,
    number integer NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    tags jsonb NOT NULL,
    author_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone
);
CREATE TABLE public.knowledge_tag (
    entry_id uuid NOT NULL,
    tag_key text NOT NULL COLLATE pg_catalog."C",
    tag text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.knowledge_term (
    kind text NOT NULL COLLATE pg_catalog."C",
    interval_days integer,
    version integer NOT NULL,
    CONSTRAINT knowledge_term_interval_days_check CHECK ((interval_days > 0)),
    CONSTRAINT knowledge_term_kind_check CHECK ((kind = ANY (ARRAY['INDUSTRY_TREND'::text, 'PLAYBOOK'::text, 'LESSON'::text, 'COMPETITOR_BRIEF'::text, 'HANDOVER_NOTE'::text, 'FAQ'::text])))
);
CREATE TABLE public.knowledge_use (
    entry_id uuid NOT NULL,
    target uuid NOT NULL,
    user_id uuid NOT NULL,
    incident_id uuid,
    used_at timestamp with time zone NOT NULL,
    useful boolean,
    note text COLLATE pg_catalog."C",
    request_id uuid,
    handover_id uuid,
    CONSTRAINT knowledge_use_check CHECK ((num_nonnulls(incident_id, request_id, handover_id) = 1))
);
CREATE TABLE public.ladder (
    incident_id uuid NOT NULL,
    generation integer NOT NULL,
    policy_version integer NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    level integer NOT NULL,
    round integer NOT NULL,
    last_round integer NOT NULL,
    heard_at timestamp with time zone,
    lapsed_at timestamp with time zone,
    next_at timestamp with time zone,
    CONSTRAINT ladder_check CHECK (((next_at IS NULL) OR (state = ANY (ARRAY['CLIMBING'::text, 'HELD'::text])))),
    CONSTRAINT ladder_state_check CHECK ((state = ANY (ARRAY['CLIMBING'::text, 'HELD'::text, 'EXHAUSTED'::text, 'ENDED'::text])))
);
CREATE TABLE public.letter (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    generation integer NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    text jsonb NOT NULL,
    drafted_by uuid NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT letter_language_check CHECK ((language = ANY (ARRAY['ENGLISH'::text, 'CHINESE'::text]))),
    CONSTRAINT letter_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'INTERNAL_REVIEW'::text, 'SIGNED'::text, 'SENT'::text, 'RETURNED'::text, 'ACCEPTED'::text, 'IN_PROGRESS'::text, 'VERIFIED'::text, 'FULFILLED'::text, 'BREACHED'::text, 'WAIVED'::text])))
);
CREATE TABLE public.letter_revision (
    letter_id uuid NOT NULL,
    number integer NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C",
    content_hash text NOT NULL COLLATE pg_catalog."C",
    signer_id uuid NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    sent_to text COLLATE pg_catalog."C",
    answered_at timestamp with time zone,
    answered_by text COLLATE pg_catalog."C",
    return_note text COLLATE pg_catalog."C"
);
CREATE TABLE public.log_epoch (
    epoch integer NOT NULL,
    sysid text NOT NULL,
    tli integer NOT NULL,
    base_pos bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.log_follower (
    name text NOT NULL COLLATE pg_catalog."C",
    pos bigint NOT NULL
);
CREATE TABLE public.log_meta (
    one boolean DEFAULT true NOT NULL,
    trimmed_through bigint DEFAULT 0 NOT NULL,
    CONSTRAINT log_meta_one_check CHECK (one)
);
CREATE TABLE public.notice (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    account_id uuid,
    incident_id uuid,
    event_id uuid NOT NULL,
    event_kind text NOT NULL COLLATE pg_catalog."C",
    raised_at timestamp with time zone NOT NULL,
    deliver_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    read_at timestamp with time zone,
    dismissed_at timestamp with time zone,
    entry_id uuid,
    request_id uuid,
    handover_id uuid,
    CONSTRAINT notice_kind_check CHECK ((kind = ANY (ARRAY['LADDER_PAGE'::text, 'CLOCK_WARNING'::text, 'CLOCK_BREACH'::text, 'INCIDENT_REPORTED'::text, 'INCIDENT_CHANGED'::text, 'INCIDENT_CALL'::text, 'VERIFICATION_DUE'::text, 'ENTRY_CONTESTED'::text, 'LETTER_TO_SIGN'::text, 'PROMISE_GIVEN'::text, 'PROMISE_OVERDUE'::text, 'HANDOVER_CALL'::text, 'HANDOVER_TURN'::text, 'REQUEST_CALL'::text, 'REQUEST_LATE'::text, 'SEAT_GIVEN'::text, 'SEAT_ENDED'::text])))
);
CREATE TABLE public.quiet_hours (
    user_id uuid NOT NULL,
    starts_at text NOT NULL COLLATE pg_catalog."C",
    ends_at text NOT NULL COLLATE pg_catalog."C",
    time_zone text NOT NULL COLLATE pg_catalog."C",
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.refresh_token (
    hash text NOT NULL COLLATE pg_catalog."C",
    session_id uuid NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE TABLE public.region (
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.request_answer (
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    round integer NOT NULL,
    seat text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    body text COLLATE pg_catalog."C",
    answered_by uuid NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT request_answer_check CHECK ((answered_at <= recorded_at)),
    CONSTRAINT request_answer_kind_check CHECK ((kind = ANY (ARRAY['SUBSTANTIVE'::text, 'HOLDING'::text, 'AUTOMATIC'::text]))),
    CONSTRAINT request_answer_seat_check CHECK ((seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text])))
);
CREATE TABLE public.request_hop (
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    round integer NOT NULL,
    place integer NOT NULL,
    from_seat text COLLATE pg_catalog."C",
    to_seat text COLLATE pg_catalog."C",
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    moved_by uuid NOT NULL,
    note text COLLATE pg_catalog."C",
    CONSTRAINT request_hop_check CHECK (((from_seat IS NULL) OR (to_seat IS NULL) OR (from_seat <> to_seat))),
    CONSTRAINT request_hop_from_seat_check CHECK ((from_seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text]))),
    CONSTRAINT request_hop_place_check CHECK ((place > 0)),
    CONSTRAINT request_hop_to_seat_check CHECK ((to_seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text])))
);
CREATE TABLE public.request_role (
    request_id uuid NOT NULL,
    round integer NOT NULL,
    seat text NOT NULL COLLATE pg_catalog."C",
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    added_at timestamp with time zone NOT NULL,
    added_by uuid NOT NULL,
    reason text COLLATE pg_catalog."C",
    removed_at timestamp with time zone,
    removed_by uuid,
    removal_reason text COLLATE pg_catalog."C",
    CONSTRAINT request_role_check CHECK ((answered_at >= asked_at)),
    CONSTRAINT request_role_check1 CHECK (((removed_at IS NULL) = (removed_by IS NULL))),
    CONSTRAINT request_role_seat_check CHECK ((seat = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text])))
);
CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);
CREATE TABLE public.search_document (
    place bigint NOT NULL,
    found_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    account_id uuid,
    incident_id uuid,
    written_at timestamp with time zone NOT NULL,
    title_words text NOT NULL COLLATE pg_catalog."C",
    tag_words text NOT NULL COLLATE pg_catalog."C",
    text_words text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT search_document_kind_check CHECK ((kind = ANY (ARRAY['ENTRY'::text, 'INCIDENT'::text, 'TIMELINE'::text, 'ACCOUNT'::text])))
);
CREATE TABLE public.search_index (
    place bigint NOT NULL,
    lexemes tsvector NOT NULL,
    for_all boolean DEFAULT false NOT NULL
);
CREATE TABLE public.search_spelling (
    damaged bigint NOT NULL,
    term text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.search_state (
    id integer NOT NULL,
    version integer NOT NULL,
    step integer,
    reached uuid,
    CONSTRAINT search_state_id_check CHECK ((id = 1))
);
CREATE TABLE public.search_term (
    term text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.search_word (
    word text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.session (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason text COLLATE pg_catalog."C"
);
CREATE TABLE public.setup_code (
    hash text NOT NULL COLLATE pg_catalog."C",
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE TABLE public.signing_key (
    kid text NOT NULL COLLATE pg_catalog."C",
    private_key bytea NOT NULL,
    public_key bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.special_note (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    severity text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    effective_from timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    author_id uuid NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by uuid,
    revoke_reason text COLLATE pg_catalog."C",
    CONSTRAINT special_note_check CHECK ((expires_at > effective_from)),
    CONSTRAINT special_note_kind_check CHECK ((kind = ANY (ARRAY['AVOID'::text, 'HEED'::text, 'KNOW'::text]))),
    CONSTRAINT special_note_severity_check CHECK ((severity = ANY (ARRAY['CRITICAL'::text, 'WARNING'::text, 'INFO'::text])))
);
CREATE TABLE public.timeline_entry (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    author_user uuid,
    author_bot uuid,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT timeline_entry_check CHECK (((author_user IS NULL) <> (author_bot IS NULL))),
    CONSTRAINT timeline_entry_kind_check CHECK ((kind = ANY (ARRAY['FACT'::text, 'CUSTOMER_STATEMENT'::text, 'ACTION'::text, 'DECISION'::text, 'TECHNICAL_CAUSE'::text, 'TEAM_UPDATE'::text, 'CUSTOMER_UPDATE'::text, 'EVIDENCE'::text, 'ACCOUNTABILITY'::text])))
);
CREATE TABLE public."user" (
    id uuid NOT NULL,
    email text NOT NULL COLLATE pg_catalog."C",
    email_key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    function text NOT NULL COLLATE pg_catalog."C",
    is_chief boolean DEFAULT false NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    password_hash text COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT user_function_check CHECK ((function = ANY (ARRAY['SALES'::text, 'TECHNICAL'::text, 'DELIVERY'::text, 'OTHER'::text]))),
    CONSTRAINT user_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'DISABLED'::text])))
);
CREATE TABLE public.user_region (
    user_id uuid NOT NULL,
    region_id uuid NOT NULL
);
CREATE TABLE public.user_role (
    user_id uuid NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT user_role_role_check CHECK ((role = ANY (ARRAY['STAFF'::text, 'DIRECTOR'::text, 'ESCALATION_MANAGER'::text, 'EXECUTIVE'::text, 'AUDITOR'::text, 'ADMINISTRATOR'::text])))
);
CREATE TABLE public.user_topic (
    user_id uuid NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.webhook_delivery (
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_kind text NOT NULL COLLATE pg_catalog."C",
    pos bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    attempts integer NOT NULL,
    next_at timestamp with time zone,
    lease uuid,
    last_attempt_at timestamp with time zone,
    last_status integer,
    last_error text COLLATE pg_catalog."C",
    settled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT webhook_delivery_check CHECK (((state = 'PENDING'::text) = (next_at IS NOT NULL))),
    CONSTRAINT webhook_delivery_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'DELIVERED'::text, 'DEAD'::text])))
);
CREATE TABLE public.webhook_endpoint (
    id uuid NOT NULL,
    bot_id uuid NOT NULL,
    api_key_id uuid NOT NULL,
    url text COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C",
    stream text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    disabled_because text COLLATE pg_catalog."C",
    failing_since timestamp with time zone,
    paused_until timestamp with time zone,
    queued_through bigint NOT NULL,
    replayed_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT webhook_endpoint_check CHECK (((state = 'DISABLED'::text) = (disabled_because IS NOT NULL))),
    CONSTRAINT webhook_endpoint_disabled_because_check CHECK ((disabled_because = ANY (ARRAY['ADMINISTRATOR'::text, 'GONE'::text, 'FAILING'::text, 'KEY_ENDED'::text]))),
    CONSTRAINT webhook_endpoint_state_check CHECK ((state = ANY (ARRAY['ENABLED'::text, 'DISABLED'::text])))
);
CREATE TABLE public.webhook_secret (
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone
);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_code_key_key UNIQUE (code_key);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_tier
    ADD CONSTRAINT account_tier_pkey PRIMARY KEY (account_id, since);
ALTER TABLE ONLY public.api_key_account
    ADD CONSTRAINT api_key_account_pkey PRIMARY KEY (api_key_id, account_id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bot
    ADD CONSTRAINT bot_name_key_key UNIQUE (name_key);
ALTER TABLE ONLY public.bot
    ADD CONSTRAINT bot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.clock_event
    ADD CONSTRAINT clock_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.clock_firing
    ADD CONSTRAINT clock_firing_pkey PRIMARY KEY (incident_id, clock, generation, level, round);
ALTER TABLE ONLY public.clock
    ADD CONSTRAINT clock_incident_id_generation_kind_key UNIQUE (incident_id, generation, kind);
ALTER TABLE ONLY public.clock
    ADD CONSTRAINT clock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_letter_id_number_place_key UNIQUE (letter_id, number, place);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.customer_request
    ADD CONSTRAINT customer_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.escalation_policy
    ADD CONSTRAINT escalation_policy_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_id_key UNIQUE (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.handover_item
    ADD CONSTRAINT handover_item_pkey PRIMARY KEY (handover_id, place);
ALTER TABLE ONLY public.handover_open_item
    ADD CONSTRAINT handover_open_item_pkey PRIMARY KEY (handover_id, place);
ALTER TABLE ONLY public.handover_pack
    ADD CONSTRAINT handover_pack_pkey PRIMARY KEY (handover_id);
ALTER TABLE ONLY public.handover_part
    ADD CONSTRAINT handover_part_pkey PRIMARY KEY (handover_id, part);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (principal, mutation, key);
ALTER TABLE ONLY public.incident_alarm
    ADD CONSTRAINT incident_alarm_pkey PRIMARY KEY (incident_id, reporter, dedupe_key);
ALTER TABLE ONLY public.incident_cost
    ADD CONSTRAINT incident_cost_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_number_key UNIQUE (number);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incident_responder
    ADD CONSTRAINT incident_responder_pkey PRIMARY KEY (incident_id, user_id);
ALTER TABLE ONLY public.incident_transition
    ADD CONSTRAINT incident_transition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.incident_visitor
    ADD CONSTRAINT incident_visitor_pkey PRIMARY KEY (incident_id, generation, user_id);
ALTER TABLE ONLY public.knowledge_comment
    ADD CONSTRAINT knowledge_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_duty_told
    ADD CONSTRAINT knowledge_duty_told_pkey PRIMARY KEY (entry_id, user_id);
ALTER TABLE ONLY public.knowledge_editor
    ADD CONSTRAINT knowledge_editor_pkey PRIMARY KEY (entry_id, user_id);
ALTER TABLE ONLY public.knowledge_entry
    ADD CONSTRAINT knowledge_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_gap
    ADD CONSTRAINT knowledge_gap_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_gap
    ADD CONSTRAINT knowledge_gap_query_key UNIQUE (query);
ALTER TABLE ONLY public.knowledge_link
    ADD CONSTRAINT knowledge_link_pkey PRIMARY KEY (entry_id, target);
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_entry_id_number_key UNIQUE (entry_id, number);
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.knowledge_tag
    ADD CONSTRAINT knowledge_tag_pkey PRIMARY KEY (entry_id, tag_key);
ALTER TABLE ONLY public.knowledge_term
    ADD CONSTRAINT knowledge_term_pkey PRIMARY KEY (kind);
ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_pkey PRIMARY KEY (entry_id, target, user_id);
ALTER TABLE ONLY public.ladder
    ADD CONSTRAINT ladder_pkey PRIMARY KEY (incident_id, generation);
ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_incident_id_generation_key UNIQUE (incident_id, generation);
ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.letter_revision
    ADD CONSTRAINT letter_revision_pkey PRIMARY KEY (letter_id, number);
ALTER TABLE ONLY public.log_epoch
    ADD CONSTRAINT log_epoch_pkey PRIMARY KEY (epoch);
ALTER TABLE ONLY public.log_epoch
    ADD CONSTRAINT log_epoch_sysid_tli_key UNIQUE (sysid, tli);
ALTER TABLE ONLY public.log_follower
    ADD CONSTRAINT log_follower_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.log_meta
    ADD CONSTRAINT log_meta_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_user_id_event_id_key UNIQUE (user_id, event_id);
ALTER TABLE ONLY public.quiet_hours
    ADD CONSTRAINT quiet_hours_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_code_key UNIQUE (code);
ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.request_answer
    ADD CONSTRAINT request_answer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.request_hop
    ADD CONSTRAINT request_hop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.request_role
    ADD CONSTRAINT request_role_pkey PRIMARY KEY (request_id, round, seat);
ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_found_id_key UNIQUE (found_id);
ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_pkey PRIMARY KEY (place);
ALTER TABLE ONLY public.search_index
    ADD CONSTRAINT search_index_pkey PRIMARY KEY (place);
ALTER TABLE ONLY public.search_spelling
    ADD CONSTRAINT search_spelling_pkey PRIMARY KEY (damaged, term);
ALTER TABLE ONLY public.search_state
    ADD CONSTRAINT search_state_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.search_term
    ADD CONSTRAINT search_term_pkey PRIMARY KEY (term);
ALTER TABLE ONLY public.search_word
    ADD CONSTRAINT search_word_pkey PRIMARY KEY (word);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setup_code
    ADD CONSTRAINT setup_code_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (kid);
ALTER TABLE ONLY public.special_note
    ADD CONSTRAINT special_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.timeline_entry
    ADD CONSTRAINT timeline_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_email_key_key UNIQUE (email_key);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.user_region
    ADD CONSTRAINT user_region_pkey PRIMARY KEY (user_id, region_id);
ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_pkey PRIMARY KEY (user_id, role);
ALTER TABLE ONLY public.user_topic
    ADD CONSTRAINT user_topic_pkey PRIMARY KEY (user_id, topic);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_endpoint_id_event_id_key UNIQUE (endpoint_id, event_id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_pkey PRIMARY KEY (id);
CREATE INDEX account_by_change ON public.account USING btree (updated_at, id);
CREATE INDEX account_by_creation ON public.account USING btree (created_at, id);
CREATE INDEX account_by_importance ON public.account USING btree ((
CASE tier
    WHEN 'S'::text THEN 1
    WHEN 'A'::text THEN 2
    WHEN 'B'::text THEN 3
    WHEN 'C'::text THEN 4
    ELSE 5
END), name_key, id);
CREATE INDEX account_by_name ON public.account USING btree (name_key, id);
CREATE INDEX account_by_region ON public.account USING btree (region_id, name_key, id);
CREATE INDEX account_by_sponsor ON public.account USING btree (executive_sponsor_id) WHERE (executive_sponsor_id IS NOT NULL);
CREATE INDEX account_by_status ON public.account USING btree (status, name_key, id);
CREATE INDEX account_by_tier ON public.account USING btree (tier, industry_key, name_key, id);
CREATE INDEX account_on_watch ON public.account USING btree (watch_review_on, id) WHERE (watch_reason IS NOT NULL);
CREATE INDEX account_tier_by_tier ON public.account_tier USING btree (tier, account_id, since);
CREATE INDEX api_key_by_bot ON public.api_key USING btree (bot_id);
CREATE INDEX assignment_history ON public.assignment USING btree (account_id, started_at, id);
CREATE UNIQUE INDEX assignment_one_deputy ON public.assignment USING btree (account_id, seat) WHERE (("position" = 'DEPUTY'::text) AND (ended_at IS NULL));
CREATE UNIQUE INDEX assignment_one_extended ON public.assignment USING btree (account_id, user_id) WHERE (("position" = 'EXTENDED'::text) AND (ended_at IS NULL));
CREATE UNIQUE INDEX assignment_one_primary ON public.assignment USING btree (account_id, seat) WHERE (("position" = 'PRIMARY'::text) AND (ended_at IS NULL));
CREATE UNIQUE INDEX assignment_one_role_in_seat ON public.assignment USING btree (account_id, user_id, seat) WHERE (ended_at IS NULL);
CREATE INDEX assignment_running_by_user ON public.assignment USING btree (user_id, account_id) WHERE (ended_at IS NULL);
CREATE INDEX clock_due ON public.clock USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX clock_event_by_incident ON public.clock_event USING btree (incident_id, id);
CREATE INDEX commitment_by_due ON public.commitment USING btree (due_on, id);
CREATE INDEX commitment_by_incident ON public.commitment USING btree (incident_id, due_on, id);
CREATE INDEX commitment_by_owner ON public.commitment USING btree (owner_id, due_on, id);
CREATE INDEX commitment_to_watch ON public.commitment USING btree (due_on) WHERE ((state = 'OPEN'::text) AND (overdue_at IS NULL));
CREATE INDEX customer_request_by_account ON public.customer_request USING btree (account_id, occurred_at, id);
CREATE INDEX customer_request_by_occurrence ON public.customer_request USING btree (occurred_at, id);
CREATE INDEX customer_request_open ON public.customer_request USING btree (account_id, due_at, occurred_at, id) WHERE (state = 'OPEN'::text);
CREATE INDEX customer_request_to_watch ON public.customer_request USING btree (due_at, id) WHERE ((state = 'OPEN'::text) AND (due_at IS NOT NULL) AND (first_answered_at IS NULL) AND (late_told_at IS NULL));
CREATE INDEX event_account ON public.event USING btree (account_id, pos);
CREATE INDEX event_fresh ON public.event USING btree (xid) WHERE (pos IS NULL);
CREATE UNIQUE INDEX event_pos ON public.event USING btree (pos);
CREATE INDEX handover_due ON public.handover USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX handover_of_account ON public.handover USING btree (account_id, created_at, id);
CREATE INDEX handover_of_initiator ON public.handover USING btree (initiated_by, created_at, id);
CREATE INDEX handover_of_outgoing ON public.handover USING btree (outgoing_id, created_at, id);
CREATE INDEX handover_of_receiver ON public.handover USING btree (receiver_id, created_at, id);
CREATE UNIQUE INDEX handover_one_open ON public.handover USING btree (account_id, seat) WHERE (state = ANY (ARRAY['INITIATED'::text, 'PREPARING'::text, 'PACK_READY'::text, 'ACCEPTED'::text, 'SHADOWING'::text, 'INTRODUCED'::text, 'CO_OWNED'::text]));
CREATE INDEX idempotency_key_by_age ON public.idempotency_key USING btree (created_at);
CREATE INDEX incident_alarm_by_key ON public.incident_alarm USING btree (dedupe_key, reporter);
CREATE INDEX incident_by_account ON public.incident USING btree (account_id, reported_at, id);
CREATE INDEX incident_by_lead ON public.incident USING btree (executive_lead_id) WHERE (executive_lead_id IS NOT NULL);
CREATE INDEX incident_by_report ON public.incident USING btree (reported_at, id);
CREATE INDEX incident_by_state ON public.incident USING btree (state, reported_at, id);
CREATE INDEX incident_cost_of_incident ON public.incident_cost USING btree (incident_id, id);
CREATE INDEX incident_merged_into ON public.incident USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX incident_open ON public.incident USING btree (account_id, reported_at) WHERE (state <> ALL (ARRAY['CLOSED'::text, 'DECLINED'::text, 'CANCELLED'::text]));
CREATE INDEX incident_parent ON public.incident USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX incident_responder_by_user ON public.incident_responder USING btree (user_id, incident_id) WHERE (removed_at IS NULL);
CREATE INDEX incident_transition_by_incident ON public.incident_transition USING btree (incident_id, recorded_at, id);
CREATE INDEX knowledge_comment_of_entry ON public.knowledge_comment USING btree (entry_id, created_at, id);
CREATE INDEX knowledge_duty_told_by_user ON public.knowledge_duty_told USING btree (user_id, entry_id);
CREATE INDEX knowledge_editor_by_user ON public.knowledge_editor USING btree (user_id, entry_id);
CREATE INDEX knowledge_entry_by_account ON public.knowledge_entry USING btree (account_id, updated_at, id);
CREATE INDEX knowledge_entry_by_audience ON public.knowledge_entry USING btree (audience, updated_at, id);
CREATE INDEX knowledge_entry_by_author ON public.knowledge_entry USING btree (author_id, updated_at, id);
CREATE INDEX knowledge_entry_by_change ON public.knowledge_entry USING btree (updated_at, id);
CREATE INDEX knowledge_entry_by_creation ON public.knowledge_entry USING btree (created_at, id);
CREATE INDEX knowledge_entry_by_kind ON public.knowledge_entry USING btree (kind, updated_at, id);
CREATE INDEX knowledge_entry_by_title ON public.knowledge_entry USING btree (title_key, id);
CREATE INDEX knowledge_entry_by_verifier ON public.knowledge_entry USING btree (verifier_id) WHERE (verifier_id IS NOT NULL);
CREATE INDEX knowledge_entry_due ON public.knowledge_entry USING btree (due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX knowledge_entry_untold ON public.knowledge_entry USING btree (due_at) WHERE ((due_told_at IS NULL) AND (due_at IS NOT NULL));
CREATE INDEX knowledge_gap_by_searches ON public.knowledge_gap USING btree (searches, id);
CREATE INDEX knowledge_link_by_target ON public.knowledge_link USING btree (target, entry_id);
CREATE INDEX knowledge_tag_by_key ON public.knowledge_tag USING btree (tag_key, entry_id);
CREATE INDEX knowledge_use_of_target ON public.knowledge_use USING btree (target, entry_id);
CREATE INDEX ladder_due ON public.ladder USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX notice_entry ON public.notice USING btree (entry_id) WHERE (entry_id IS NOT NULL);
CREATE INDEX notice_handover ON public.notice USING btree (handover_id) WHERE (handover_id IS NOT NULL);
CREATE INDEX notice_held ON public.notice USING btree (deliver_at) WHERE (delivered_at IS NULL);
CREATE INDEX notice_held_of_user ON public.notice USING btree (user_id, deliver_at) WHERE (delivered_at IS NULL);
CREATE INDEX notice_incident ON public.notice USING btree (incident_id);
CREATE INDEX notice_interruption ON public.notice USING btree (user_id, raised_at) WHERE (delivered_at = raised_at);
CREATE INDEX notice_of_user ON public.notice USING btree (user_id, raised_at, id);
CREATE INDEX notice_request ON public.notice USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX refresh_token_by_session ON public.refresh_token USING btree (session_id);
CREATE INDEX request_answer_of_request ON public.request_answer USING btree (request_id, answered_at, id);
CREATE UNIQUE INDEX request_hop_of_request ON public.request_hop USING btree (request_id, place);
CREATE INDEX request_role_waiting ON public.request_role USING btree (request_id, seat) WHERE ((answered_at IS NULL) AND (removed_at IS NULL));
CREATE INDEX search_index_by_lexeme ON public.search_index USING gin (lexemes) WITH (fastupdate=off);
CREATE INDEX search_index_for_all ON public.search_index USING btree (place) WHERE for_all;
CREATE INDEX search_index_for_all_by_lexeme ON public.search_index USING gin (lexemes) WITH (fastupdate=off) WHERE for_all;
CREATE INDEX session_by_expiry ON public.session USING btree (expires_at);
CREATE INDEX session_live ON public.session USING btree (user_id) WHERE (ended_at IS NULL);
CREATE INDEX special_note_of_account ON public.special_note USING btree (account_id, effective_from, id);
CREATE INDEX timeline_entry_by_incident ON public.timeline_entry USING btree (incident_id, occurred_at, id);
CREATE INDEX user_by_name ON public."user" USING btree (name_key, id);
CREATE INDEX user_role_by_role ON public.user_role USING btree (role);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (endpoint_id, next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX webhook_delivery_of_endpoint ON public.webhook_delivery USING btree (endpoint_id, pos);
CREATE INDEX webhook_delivery_settled ON public.webhook_delivery USING btree (settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX webhook_endpoint_of_bot ON public.webhook_endpoint USING btree (bot_id, id);
CREATE INDEX webhook_secret_of_endpoint ON public.webhook_secret USING btree (endpoint_id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_executive_sponsor_id_fkey FOREIGN KEY (executive_sponsor_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);
ALTER TABLE ONLY public.account_tier
    ADD CONSTRAINT account_tier_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.api_key_account
    ADD CONSTRAINT api_key_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.api_key_account
    ADD CONSTRAINT api_key_account_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES public.api_key(id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_bot_id_fkey FOREIGN KEY (bot_id) REFERENCES public.bot(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_started_by_fkey FOREIGN KEY (started_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.clock_event
    ADD CONSTRAINT clock_event_actor_user_fkey FOREIGN KEY (actor_user) REFERENCES public."user"(id);
ALTER TABLE ONLY public.clock_event
    ADD CONSTRAINT clock_event_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.clock_firing
    ADD CONSTRAINT clock_firing_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.clock
    ADD CONSTRAINT clock_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES public.letter(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.customer_request
    ADD CONSTRAINT customer_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.customer_request
    ADD CONSTRAINT customer_request_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES public.escalation_policy(version);
ALTER TABLE ONLY public.customer_request
    ADD CONSTRAINT customer_request_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.customer_request
    ADD CONSTRAINT customer_request_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);
ALTER TABLE ONLY public.escalation_policy
    ADD CONSTRAINT escalation_policy_revised_by_fkey FOREIGN KEY (revised_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES public.assignment(id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_initiated_by_fkey FOREIGN KEY (initiated_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.handover_item
    ADD CONSTRAINT handover_item_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.handover_item
    ADD CONSTRAINT handover_item_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handover(id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_new_assignment_id_fkey FOREIGN KEY (new_assignment_id) REFERENCES public.assignment(id);
ALTER TABLE ONLY public.handover_open_item
    ADD CONSTRAINT handover_open_item_commitment_id_fkey FOREIGN KEY (commitment_id) REFERENCES public.commitment(id);
ALTER TABLE ONLY public.handover_open_item
    ADD CONSTRAINT handover_open_item_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.handover_open_item
    ADD CONSTRAINT handover_open_item_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handover(id);
ALTER TABLE ONLY public.handover_open_item
    ADD CONSTRAINT handover_open_item_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_outgoing_id_fkey FOREIGN KEY (outgoing_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.handover_pack
    ADD CONSTRAINT handover_pack_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handover(id);
ALTER TABLE ONLY public.handover_part
    ADD CONSTRAINT handover_part_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handover(id);
ALTER TABLE ONLY public.handover_part
    ADD CONSTRAINT handover_part_written_by_fkey FOREIGN KEY (written_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.incident_alarm
    ADD CONSTRAINT incident_alarm_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident_cost
    ADD CONSTRAINT incident_cost_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident_cost
    ADD CONSTRAINT incident_cost_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident_cost
    ADD CONSTRAINT incident_cost_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_executive_lead_id_fkey FOREIGN KEY (executive_lead_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_lesson_waived_by_fkey FOREIGN KEY (lesson_waived_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_letter_waived_by_fkey FOREIGN KEY (letter_waived_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_override_by_fkey FOREIGN KEY (override_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_reported_by_bot_fkey FOREIGN KEY (reported_by_bot) REFERENCES public.bot(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_reported_by_user_fkey FOREIGN KEY (reported_by_user) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident_responder
    ADD CONSTRAINT incident_responder_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident_responder
    ADD CONSTRAINT incident_responder_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident_transition
    ADD CONSTRAINT incident_transition_actor_bot_fkey FOREIGN KEY (actor_bot) REFERENCES public.bot(id);
ALTER TABLE ONLY public.incident_transition
    ADD CONSTRAINT incident_transition_actor_user_fkey FOREIGN KEY (actor_user) REFERENCES public."user"(id);
ALTER TABLE ONLY public.incident_transition
    ADD CONSTRAINT incident_transition_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident_visitor
    ADD CONSTRAINT incident_visitor_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident_visitor
    ADD CONSTRAINT incident_visitor_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_comment
    ADD CONSTRAINT knowledge_comment_author_id_fkey FOREIGN KEY (author_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_comment
    ADD CONSTRAINT knowledge_comment_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_duty_told
    ADD CONSTRAINT knowledge_duty_told_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_duty_told
    ADD CONSTRAINT knowledge_duty_told_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_editor
    ADD CONSTRAINT knowledge_editor_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_editor
    ADD CONSTRAINT knowledge_editor_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_entry
    ADD CONSTRAINT knowledge_entry_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.knowledge_entry
    ADD CONSTRAINT knowledge_entry_author_id_fkey FOREIGN KEY (author_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_entry
    ADD CONSTRAINT knowledge_entry_contested_by_fkey FOREIGN KEY (contested_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_entry
    ADD CONSTRAINT knowledge_entry_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_entry
    ADD CONSTRAINT knowledge_entry_verifier_id_fkey FOREIGN KEY (verifier_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_link
    ADD CONSTRAINT knowledge_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.knowledge_link
    ADD CONSTRAINT knowledge_link_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_link
    ADD CONSTRAINT knowledge_link_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_author_id_fkey FOREIGN KEY (author_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.knowledge_revision
    ADD CONSTRAINT knowledge_revision_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_tag
    ADD CONSTRAINT knowledge_tag_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handover(id);
ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.customer_request(id);
ALTER TABLE ONLY public.knowledge_use
    ADD CONSTRAINT knowledge_use_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.ladder
    ADD CONSTRAINT ladder_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.ladder
    ADD CONSTRAINT ladder_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES public.escalation_policy(version);
ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.letter_revision
    ADD CONSTRAINT letter_revision_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES public.letter(id);
ALTER TABLE ONLY public.letter_revision
    ADD CONSTRAINT letter_revision_signer_id_fkey FOREIGN KEY (signer_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.knowledge_entry(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handover(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.customer_request(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.quiet_hours
    ADD CONSTRAINT quiet_hours_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.session(id);
ALTER TABLE ONLY public.request_answer
    ADD CONSTRAINT request_answer_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.request_answer
    ADD CONSTRAINT request_answer_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.customer_request(id);
ALTER TABLE ONLY public.request_hop
    ADD CONSTRAINT request_hop_moved_by_fkey FOREIGN KEY (moved_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.request_hop
    ADD CONSTRAINT request_hop_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.customer_request(id);
ALTER TABLE ONLY public.request_role
    ADD CONSTRAINT request_role_added_by_fkey FOREIGN KEY (added_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.request_role
    ADD CONSTRAINT request_role_removed_by_fkey FOREIGN KEY (removed_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.request_role
    ADD CONSTRAINT request_role_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.customer_request(id);
ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.search_document
    ADD CONSTRAINT search_document_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.search_index
    ADD CONSTRAINT search_index_place_fkey FOREIGN KEY (place) REFERENCES public.search_document(place) ON DELETE CASCADE;
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.special_note
    ADD CONSTRAINT special_note_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.special_note
    ADD CONSTRAINT special_note_author_id_fkey FOREIGN KEY (author_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.special_note
    ADD CONSTRAINT special_note_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES public."user"(id);
ALTER TABLE ONLY public.timeline_entry
    ADD CONSTRAINT timeline_entry_author_bot_fkey FOREIGN KEY (author_bot) REFERENCES public.bot(id);
ALTER TABLE ONLY public.timeline_entry
    ADD CONSTRAINT timeline_entry_author_user_fkey FOREIGN KEY (author_user) REFERENCES public."user"(id);
ALTER TABLE ONLY public.timeline_entry
    ADD CONSTRAINT timeline_entry_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.user_region
    ADD CONSTRAINT user_region_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.region(id);
ALTER TABLE ONLY public.user_region
    ADD CONSTRAINT user_region_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.user_topic
    ADD CONSTRAINT user_topic_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoint(id);
ALTER TABLE ONLY public.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES public.api_key(id);
ALTER TABLE ONLY public.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_bot_id_fkey FOREIGN KEY (bot_id) REFERENCES public.bot(id);
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoint(id);
