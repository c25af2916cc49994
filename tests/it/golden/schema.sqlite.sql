CREATE TABLE account (id uuid_text not null primary key, code text not null, code_key text not null unique,
        name text not null, name_key text not null, industry text, industry_key text,
        region_id uuid_text not null references region (id), time_zone text not null,
        status text not null check (status in ('PROSPECT', 'ACTIVE', 'SCALED_DOWN', 'ENDED')), status_reason text,
        tier text check (tier in ('S', 'A', 'B', 'C')), tier_reason text,
        stage text not null check (stage in ('EXPLORATORY', 'COOPERATIVE', 'INTERDEPENDENT', 'STRATEGIC', 'ENDED')),
        stage_reason text, win_back_on date_text,
        executive_sponsor_id uuid_text references "user" (id), watch_reason text, watch_review_on date_text,
        version integer not null, event_version bigint not null, created_at timestamp_with_timezone_text not null,
        updated_at timestamp_with_timezone_text not null);
CREATE INDEX account_by_change on account (updated_at, id);
CREATE INDEX account_by_creation on account (created_at, id);
CREATE INDEX account_by_importance on account (
        (case tier when 'S' then 1 when 'A' then 2 when 'B' then 3 when 'C' then 4 else 5 end), name_key, id);
CREATE INDEX account_by_name on account (name_key, id);
CREATE INDEX account_by_region on account (region_id, name_key, id);
CREATE INDEX account_by_sponsor on account (executive_sponsor_id) where executive_sponsor_id is not null;
CREATE INDEX account_by_status on account (status, name_key, id);
CREATE INDEX account_by_tier on account (tier, industry_key, name_key, id);
CREATE INDEX account_on_watch on account (watch_review_on, id) where watch_reason is not null;
CREATE TABLE account_tier (account_id uuid_text not null references account (id), since timestamp_with_timezone_text not null,
        tier text check (tier in ('S', 'A', 'B', 'C')), primary key (account_id, since));
CREATE INDEX account_tier_by_tier on account_tier (tier, account_id, since);
CREATE TABLE api_key (id uuid_text not null primary key, bot_id uuid_text not null references bot (id),
        label text not null, hash text not null unique, scopes json_text not null, audiences json_text not null,
        incident_detail boolean not null, all_accounts boolean not null,
        created_at timestamp_with_timezone_text not null, expires_at timestamp_with_timezone_text, revoked_at timestamp_with_timezone_text);
CREATE INDEX api_key_by_bot on api_key (bot_id);
CREATE TABLE api_key_account (api_key_id uuid_text not null references api_key (id),
        account_id uuid_text not null references account (id), primary key (api_key_id, account_id));
CREATE TABLE assignment (id uuid_text not null primary key, account_id uuid_text not null references account (id),
        user_id uuid_text not null references "user" (id), seat text check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        position text not null check (position in ('PRIMARY', 'DEPUTY', 'MEMBER', 'EXTENDED')),
        expertise text, exception_reason text, started_at timestamp_with_timezone_text not null,
        started_by uuid_text not null references "user" (id), ended_at timestamp_with_timezone_text, ended_by uuid_text references "user" (id),
        end_reason text, check ((position = 'EXTENDED') = (seat is null)));
CREATE INDEX assignment_history on assignment (account_id, started_at, id);
CREATE UNIQUE INDEX assignment_one_deputy on assignment (account_id, seat)
        where position = 'DEPUTY' and ended_at is null;
CREATE UNIQUE INDEX assignment_one_extended on assignment (account_id, user_id)
        where position = 'EXTENDED' and ended_at is null;
CREATE UNIQUE INDEX assignment_one_primary on assignment (account_id, seat)
        where position = 'PRIMARY' and ended_at is null;
CREATE UNIQUE INDEX assignment_one_role_in_seat on assignment (account_id, user_id, seat) where ended_at is null;
CREATE INDEX assignment_running_by_user on assignment (user_id, account_id) where ended_at is null;
CREATE TABLE bot (id uuid_text not null primary key, name text not null, name_key text not null unique,
        status text not null check (status in ('ACTIVE', 'DISABLED')),
        version integer not null, created_at timestamp_with_timezone_text not null, updated_at timestamp_with_timezone_text not null);
CREATE TABLE clock (id uuid_text not null primary key, incident_id uuid_text not null references incident (id),
        kind text not null check (kind in ('ACKNOWLEDGE', 'EXECUTIVE_LEAD', 'ON_SITE', 'CONTAIN', 'RESOLVE',
            'TEAM_UPDATE', 'CUSTOMER_UPDATE', 'LETTER')),
        generation integer not null, round integer not null,
        state text not null check (state in ('RUNNING', 'PAUSED', 'BREACHED', 'MET', 'CANCELLED')),
        started_at timestamp_with_timezone_text not null, target_seconds bigint not null, calendar json_text, due_at timestamp_with_timezone_text not null,
        original_due_at timestamp_with_timezone_text not null, paused_micros bigint not null, pause_used_micros bigint not null,
        pause_cap_seconds bigint not null, paused_since timestamp_with_timezone_text, level integer not null, next_at timestamp_with_timezone_text,
        breached_at timestamp_with_timezone_text, met_at timestamp_with_timezone_text, cancelled_at timestamp_with_timezone_text,
        check ((state = 'PAUSED') = (paused_since is not null)),
        check (next_at is null or state not in ('MET', 'CANCELLED')),
        unique (incident_id, generation, kind));
CREATE INDEX clock_due on clock (next_at) where next_at is not null;
CREATE TABLE clock_event (id uuid_text not null primary key, incident_id uuid_text not null references incident (id),
        clock text not null, generation integer not null, round integer not null,
        kind text not null check (kind in ('ACTIVATE', 'PAUSE', 'RESUME', 'RETARGET', 'FULFIL', 'BREACH', 'CANCEL',
            'LAPSE')),
        at timestamp_with_timezone_text not null, recorded_at timestamp_with_timezone_text not null, target_seconds bigint,
        reason text check (reason in ('CUSTOMER_ASKED_DELAY', 'CUSTOMER_ACCESS_NOT_GIVEN', 'FORCE_MAJEURE')),
        note text, actor_user uuid_text references "user" (id));
CREATE INDEX clock_event_by_incident on clock_event (incident_id, id);
CREATE TABLE clock_firing (incident_id uuid_text not null references incident (id), clock text not null,
        generation integer not null, level integer not null, round integer not null, due_at timestamp_with_timezone_text not null,
        fired_at timestamp_with_timezone_text not null, event_id uuid_text not null,
        primary key (incident_id, clock, generation, level, round));
CREATE TABLE commitment (id uuid_text not null primary key, letter_id uuid_text not null references letter (id),
        number integer not null, place integer not null, incident_id uuid_text not null references incident (id),
        action text not null, owner_id uuid_text not null references "user" (id), due_on date_text not null,
        measure text not null, verifier text not null, preventive boolean not null,
        state text not null check (state in ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN', 'CANCELLED')), evidence text,
        recorded_at timestamp_with_timezone_text, recorded_by uuid_text references "user" (id), verified_at timestamp_with_timezone_text, verified_by text,
        overdue_at timestamp_with_timezone_text, version integer not null, updated_at timestamp_with_timezone_text not null,
        unique (letter_id, number, place));
CREATE INDEX commitment_by_due on commitment (due_on, id);
CREATE INDEX commitment_by_incident on commitment (incident_id, due_on, id);
CREATE INDEX commitment_by_owner on commitment (owner_id, due_on, id);
CREATE INDEX commitment_to_watch on commitment (due_on) where state = 'OPEN' and overdue_at is null;
CREATE TABLE counter (name text not null primary key, value bigint not null);
CREATE TABLE customer_request (id uuid_text not null primary key, account_id uuid_text not null references account (id),
        title text not null, body text not null,
        kind text not null check (kind in ('QUESTION', 'QUOTATION', 'TECHNICAL', 'DELIVERY', 'COMPLAINT', 'CHANGE', 'OTHER')),
        channel text not null check (channel in ('PHONE', 'EMAIL', 'MEETING', 'CHAT', 'PORTAL', 'LETTER', 'OTHER')),
        contact text, state text not null check (state in ('OPEN', 'CLOSED', 'WITHDRAWN')),
        round integer not null check (round > 0), holder text check (holder in ('SALES', 'TECHNICAL', 'DELIVERY')),
        held_since timestamp_with_timezone_text, occurred_at timestamp_with_timezone_text not null, recorded_at timestamp_with_timezone_text not null,
        recorded_by uuid_text not null references "user" (id), round_began_at timestamp_with_timezone_text not null,
        first_answered_at timestamp_with_timezone_text, closed_at timestamp_with_timezone_text, outcome text,
        tier_at_log text check (tier_at_log in ('S', 'A', 'B', 'C')), region_id uuid_text not null references region (id),
        time_zone text not null, policy_version integer not null references escalation_policy (version),
        target_minutes integer check (target_minutes > 0), due_at timestamp_with_timezone_text, late_told_at timestamp_with_timezone_text,
        version integer not null, updated_at timestamp_with_timezone_text not null,
        check ((holder is null) = (held_since is null)),
        check (holder is null or state = 'OPEN'),
        check ((state = 'OPEN') = (closed_at is null)),
        check ((target_minutes is null) = (due_at is null)),
        check (occurred_at <= recorded_at));
CREATE INDEX customer_request_by_account on customer_request (account_id, occurred_at, id);
CREATE INDEX customer_request_by_occurrence on customer_request (occurred_at, id);
CREATE INDEX customer_request_open on customer_request (account_id, due_at, occurred_at, id) where state = 'OPEN';
CREATE INDEX customer_request_to_watch on customer_request (due_at, id)
        where state = 'OPEN' and due_at is not null and first_answered_at is null and late_told_at is null;
CREATE TABLE escalation_policy (version integer not null primary key check (version > 0),
        document json_text not null, reason text, revised_at timestamp_with_timezone_text, revised_by uuid_text references "user" (id),
        check ((version = 1) = (revised_by is null)));
CREATE TABLE event (pos integer primary key autoincrement, id uuid_text not null unique, kind text not null,
        account_id uuid_text, account_ver bigint, body json_text not null, access json_text, at timestamp_with_timezone_text not null);
CREATE INDEX event_account on event (account_id, pos);
CREATE TABLE handover (id uuid_text not null primary key, account_id uuid_text not null references account (id),
        seat text not null check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        assignment_id uuid_text not null references assignment (id), outgoing_id uuid_text not null references "user" (id),
        receiver_id uuid_text not null references "user" (id), initiated_by uuid_text not null references "user" (id),
        emergency boolean not null, reason text not null, exception_reason text,
        state text not null check (state in ('INITIATED', 'PREPARING', 'PACK_READY', 'ACCEPTED', 'SHADOWING',
            'INTRODUCED', 'CO_OWNED', 'TRANSFERRED', 'CLOSED', 'REFUSED', 'CANCELLED')),
        return_reason text, end_reason text, informed text, accepted_at timestamp_with_timezone_text, shadowing_at timestamp_with_timezone_text,
        overlap_days integer, transfer_from timestamp_with_timezone_text, introduced_at timestamp_with_timezone_text, transferred_at timestamp_with_timezone_text,
        new_assignment_id uuid_text references assignment (id), grace_until timestamp_with_timezone_text, ended_at timestamp_with_timezone_text,
        next_at timestamp_with_timezone_text, version integer not null, created_at timestamp_with_timezone_text not null, updated_at timestamp_with_timezone_text not null,
        check (outgoing_id <> receiver_id), check (state <> 'TRANSFERRED' or grace_until is not null));
CREATE INDEX handover_due on handover (next_at) where next_at is not null;
CREATE INDEX handover_of_account on handover (account_id, created_at, id);
CREATE INDEX handover_of_initiator on handover (initiated_by, created_at, id);
CREATE INDEX handover_of_outgoing on handover (outgoing_id, created_at, id);
CREATE INDEX handover_of_receiver on handover (receiver_id, created_at, id);
CREATE UNIQUE INDEX handover_one_open on handover (account_id, seat)
        where state in ('INITIATED', 'PREPARING', 'PACK_READY', 'ACCEPTED', 'SHADOWING', 'INTRODUCED', 'CO_OWNED');
CREATE TABLE handover_item (handover_id uuid_text not null references handover (id), place integer not null,
        part text not null check (part in ('SUMMARY', 'STAKEHOLDERS', 'HISTORY', 'OPEN_ITEMS', 'CONTRACTS', 'NEEDS',
            'PRICING', 'PLAN', 'HEALTH', 'COMPETITORS', 'ACCESS', 'NEXT_90_DAYS')),
        entry_id uuid_text references knowledge_entry (id), revision integer, acknowledged_at timestamp_with_timezone_text,
        primary key (handover_id, place), check ((entry_id is null) = (revision is null)));
CREATE TABLE handover_open_item (handover_id uuid_text not null references handover (id), place integer not null,
        incident_id uuid_text references incident (id), commitment_id uuid_text references commitment (id),
        lead boolean not null, outcome text not null check (outcome in ('REOWNED', 'RECEIVER_NOT_EXECUTIVE', 'FELL_BACK', 'STAYED')), entry_id uuid_text references knowledge_entry (id), drafts integer check (drafts > 0)
        check (case when incident_id is null then 0 else 1 end + case when entry_id is null then 0 else 1 end
            + case when drafts is null then 0 else 1 end = 1),
        primary key (handover_id, place));
CREATE TABLE handover_pack (handover_id uuid_text not null primary key references handover (id),
        content text not null, content_hash text not null, accepted_at timestamp_with_timezone_text not null);
CREATE TABLE handover_part (handover_id uuid_text not null references handover (id),
        part text not null check (part in ('SUMMARY', 'STAKEHOLDERS', 'HISTORY', 'OPEN_ITEMS', 'CONTRACTS', 'NEEDS',
            'PRICING', 'PLAN', 'HEALTH', 'COMPETITORS', 'ACCESS', 'NEXT_90_DAYS')),
        body text not null, nothing_reason text, must_knows json_text not null,
        written_by uuid_text not null references "user" (id), updated_at timestamp_with_timezone_text not null,
        primary key (handover_id, part));
CREATE TABLE idempotency_key (principal text not null, mutation text not null, key text not null,
        payload_hash text not null, entity_id uuid_text not null, event_ids json_text not null,
        created_at timestamp_with_timezone_text not null, primary key (principal, mutation, key));
CREATE INDEX idempotency_key_by_age on idempotency_key (created_at);
CREATE TABLE incident (id uuid_text not null primary key, number bigint not null unique,
        account_id uuid_text not null references account (id), title text not null, description text not null,
        state text not null check (state in ('REPORTED', 'TRIAGED', 'ACTIVATED', 'ACKNOWLEDGED', 'MOBILISED',
            'ON_SITE', 'REMOTE_ACCEPTED', 'CONTAINED', 'RESOLVED', 'COMMITMENT_ISSUED', 'CLOSED', 'DECLINED', 'CANCELLED')),
        generation integer not null, severity_claimed text not null check (severity_claimed in ('SEV1', 'SEV2', 'SEV3')),
        severity text check (severity in ('SEV1', 'SEV2', 'SEV3')),
        tier_at_report text check (tier_at_report in ('S', 'A', 'B', 'C')),
        override_reason text, override_by uuid_text references "user" (id),
        reported_by_user uuid_text references "user" (id), reported_by_bot uuid_text references bot (id),
        executive_lead_id uuid_text references "user" (id), consent_name text, consent_note text,
        occurred_at timestamp_with_timezone_text not null, reported_at timestamp_with_timezone_text not null, state_since timestamp_with_timezone_text not null,
        acknowledged_at timestamp_with_timezone_text, resolved_at timestamp_with_timezone_text, closed_at timestamp_with_timezone_text, outcome_reason text, review text,
        letter_waiver_reason text, letter_waived_by uuid_text references "user" (id),
        version integer not null, updated_at timestamp_with_timezone_text not null, lesson_waiver_reason text, lesson_waived_by uuid_text references "user" (id), merged_into_id uuid_text references incident (id)
        check (merged_into_id is null or (state = 'CANCELLED' and merged_into_id <> id)), parent_id uuid_text references incident (id) check (parent_id <> id), customer_witness text,
        check ((reported_by_user is null) <> (reported_by_bot is null)));
CREATE INDEX incident_by_account on incident (account_id, reported_at, id);
CREATE INDEX incident_by_lead on incident (executive_lead_id) where executive_lead_id is not null;
CREATE INDEX incident_by_report on incident (reported_at, id);
CREATE INDEX incident_by_state on incident (state, reported_at, id);
CREATE INDEX incident_merged_into on incident (merged_into_id) where merged_into_id is not null;
CREATE INDEX incident_open on incident (account_id, reported_at)
        where state not in ('CLOSED', 'DECLINED', 'CANCELLED');
CREATE INDEX incident_parent on incident (parent_id) where parent_id is not null;
CREATE TABLE incident_alarm (incident_id uuid_text not null references incident (id), reporter text not null,
        dedupe_key text not null, times bigint not null check (times > 0), first_at timestamp_with_timezone_text not null,
        last_at timestamp_with_timezone_text not null, last_hash text not null, primary key (incident_id, reporter, dedupe_key));
CREATE INDEX incident_alarm_by_key on incident_alarm (dedupe_key, reporter);
CREATE TABLE incident_cost (id uuid_text not null primary key, incident_id uuid_text not null references incident (id),
        kind text not null check (kind in ('PERSON_HOURS', 'CONCESSION')), note text not null, minutes bigint,
        hourly_minor_units bigint, minor_units bigint not null check (minor_units >= 0), currency text not null,
        recorded_by uuid_text not null references "user" (id), recorded_at timestamp_with_timezone_text not null, withdrawn_at timestamp_with_timezone_text,
        withdrawn_by uuid_text references "user" (id),
        check ((kind = 'PERSON_HOURS') = (minutes is not null)),
        check ((minutes is null) = (hourly_minor_units is null)),
        check ((withdrawn_at is null) = (withdrawn_by is null)));
CREATE INDEX incident_cost_of_incident on incident_cost (incident_id, id);
CREATE TABLE incident_responder (incident_id uuid_text not null references incident (id),
        user_id uuid_text not null references "user" (id), duty text, added_at timestamp_with_timezone_text not null, removed_at timestamp_with_timezone_text,
        primary key (incident_id, user_id));
CREATE INDEX incident_responder_by_user on incident_responder (user_id, incident_id) where removed_at is null;
CREATE TABLE incident_transition (id uuid_text not null primary key,
        incident_id uuid_text not null references incident (id), generation integer not null, from_state text,
        to_state text not null, occurred_at timestamp_with_timezone_text not null, recorded_at timestamp_with_timezone_text not null,
        actor_user uuid_text references "user" (id), actor_bot uuid_text references bot (id), reason text);
CREATE INDEX incident_transition_by_incident on incident_transition (incident_id, recorded_at, id);
CREATE TABLE incident_visitor (incident_id uuid_text not null references incident (id), generation integer not null,
        user_id uuid_text not null references "user" (id), primary key (incident_id, generation, user_id));
CREATE TABLE knowledge_comment (id uuid_text not null primary key,
        entry_id uuid_text not null references knowledge_entry (id), author_id uuid_text not null references "user" (id),
        body text not null, created_at timestamp_with_timezone_text not null);
CREATE INDEX knowledge_comment_of_entry on knowledge_comment (entry_id, created_at, id);
CREATE TABLE knowledge_duty_told (entry_id uuid_text not null references knowledge_entry (id),
        user_id uuid_text not null references "user" (id), due_at timestamp_with_timezone_text not null, primary key (entry_id, user_id));
CREATE INDEX knowledge_duty_told_by_user on knowledge_duty_told (user_id, entry_id);
CREATE TABLE knowledge_editor (entry_id uuid_text not null references knowledge_entry (id),
        user_id uuid_text not null references "user" (id), primary key (entry_id, user_id));
CREATE INDEX knowledge_editor_by_user on knowledge_editor (user_id, entry_id);
CREATE TABLE knowledge_entry (id uuid_text not null primary key, account_id uuid_text references account (id),
        kind text not null check (kind in ('INDUSTRY_TREND', 'NEGOTIATION_RECORD', 'PLAYBOOK', 'LESSON',
            'COMPETITOR_BRIEF', 'HANDOVER_NOTE', 'FAQ')),
        audience text not null check (audience in ('TRIANGLE', 'ACCOUNT_TEAM', 'ALL_STAFF', 'EXECUTIVES')),
        state text not null check (state in ('DRAFT', 'PUBLISHED')), title text not null, title_key text not null,
        revision integer not null, author_id uuid_text not null references "user" (id), published_at timestamp_with_timezone_text,
        version integer not null, created_at timestamp_with_timezone_text not null, updated_at timestamp_with_timezone_text not null, confidence text not null default 'MEDIUM'
        check (confidence in ('LOW', 'MEDIUM', 'HIGH')), governance text not null default 'OPEN'
        check (governance in ('OPEN', 'GUARDED')), verifier text not null default 'OWNERS'
        check (verifier in ('OWNERS', 'PERSON', 'SEAT', 'PUBLISHERS')), verifier_id uuid_text references "user" (id)
        check ((verifier_id is not null) = (verifier = 'PERSON')), verifier_seat text
        check (verifier_seat in ('SALES', 'TECHNICAL', 'DELIVERY') and verifier = 'SEAT'
            or verifier_seat is null and verifier <> 'SEAT'), interval_days integer check (interval_days > 0), expires_at timestamp_with_timezone_text, verified_at timestamp_with_timezone_text, verified_by uuid_text references "user" (id), verified_revision integer, verified_source text, contested_at timestamp_with_timezone_text, contested_by uuid_text references "user" (id), contest_reason text, due_at timestamp_with_timezone_text, due_told_at timestamp_with_timezone_text,
        check (account_id is not null or audience in ('ALL_STAFF', 'EXECUTIVES')));
CREATE INDEX knowledge_entry_by_account on knowledge_entry (account_id, updated_at, id);
CREATE INDEX knowledge_entry_by_audience on knowledge_entry (audience, updated_at, id);
CREATE INDEX knowledge_entry_by_author on knowledge_entry (author_id, updated_at, id);
CREATE INDEX knowledge_entry_by_change on knowledge_entry (updated_at, id);
CREATE INDEX knowledge_entry_by_creation on knowledge_entry (created_at, id);
CREATE INDEX knowledge_entry_by_kind on knowledge_entry (kind, updated_at, id);
CREATE INDEX knowledge_entry_by_title on knowledge_entry (title_key, id);
CREATE INDEX knowledge_entry_by_verifier on knowledge_entry (verifier_id) where verifier_id is not null;
CREATE INDEX knowledge_entry_due on knowledge_entry (due_at, id) where due_at is not null;
CREATE INDEX knowledge_entry_untold on knowledge_entry (due_at) where due_told_at is null and due_at is not null;
CREATE TABLE knowledge_gap (id uuid_text not null primary key, query text not null unique, searches bigint not null check (searches > 0),
        last_at timestamp_with_timezone_text not null);
CREATE INDEX knowledge_gap_by_searches on knowledge_gap (searches, id);
CREATE TABLE knowledge_link (entry_id uuid_text not null references knowledge_entry (id), target uuid_text not null,
        account_id uuid_text references account (id), incident_id uuid_text references incident (id),
        created_at timestamp_with_timezone_text not null, primary key (entry_id, target),
        check ((account_id is null) <> (incident_id is null)));
CREATE INDEX knowledge_link_by_target on knowledge_link (target, entry_id);
CREATE TABLE knowledge_revision (id uuid_text not null primary key,
        entry_id uuid_text not null references knowledge_entry (id), number integer not null, title text not null,
        body text not null, tags json_text not null, author_id uuid_text not null references "user" (id),
        created_at timestamp_with_timezone_text not null, published_at timestamp_with_timezone_text, unique (entry_id, number));
CREATE TABLE knowledge_tag (entry_id uuid_text not null references knowledge_entry (id), tag_key text not null,
        tag text not null, primary key (entry_id, tag_key));
CREATE INDEX knowledge_tag_by_key on knowledge_tag (tag_key, entry_id);
CREATE TABLE knowledge_term (kind text not null primary key check (kind in ('INDUSTRY_TREND', 'PLAYBOOK', 'LESSON',
            'COMPETITOR_BRIEF', 'HANDOVER_NOTE', 'FAQ')),
        interval_days integer check (interval_days > 0), version integer not null);
CREATE TABLE knowledge_use (entry_id uuid_text not null references knowledge_entry (id), target uuid_text not null,
        user_id uuid_text not null references "user" (id), incident_id uuid_text references incident (id),
        used_at timestamp_with_timezone_text not null, useful boolean, note text, request_id uuid_text references customer_request (id), handover_id uuid_text references handover (id), primary key (entry_id, target, user_id), check ((incident_id is not null) + (request_id is not null) + (handover_id is not null) = 1));
CREATE INDEX knowledge_use_of_target on knowledge_use (target, entry_id);
CREATE TABLE ladder (incident_id uuid_text not null references incident (id), generation integer not null,
        policy_version integer not null references escalation_policy (version),
        state text not null check (state in ('CLIMBING', 'HELD', 'EXHAUSTED', 'ENDED')),
        level integer not null, round integer not null, last_round integer not null, heard_at timestamp_with_timezone_text,
        lapsed_at timestamp_with_timezone_text, next_at timestamp_with_timezone_text, primary key (incident_id, generation),
        check (next_at is null or state in ('CLIMBING', 'HELD')));
CREATE INDEX ladder_due on ladder (next_at) where next_at is not null;
CREATE TABLE letter (id uuid_text not null primary key, incident_id uuid_text not null references incident (id),
        generation integer not null, state text not null check (state in ('DRAFT', 'INTERNAL_REVIEW', 'SIGNED', 'SENT',
            'RETURNED', 'ACCEPTED', 'IN_PROGRESS', 'VERIFIED', 'FULFILLED', 'BREACHED', 'WAIVED')),
        language text not null check (language in ('ENGLISH', 'CHINESE')), number integer not null, text json_text not null,
        drafted_by uuid_text not null references "user" (id), version integer not null, created_at timestamp_with_timezone_text not null,
        updated_at timestamp_with_timezone_text not null, unique (incident_id, generation));
CREATE TABLE letter_revision (letter_id uuid_text not null references letter (id), number integer not null,
        content text not null, content_hash text not null, signer_id uuid_text not null references "user" (id),
        signed_at timestamp_with_timezone_text not null, sent_at timestamp_with_timezone_text, sent_to text, answered_at timestamp_with_timezone_text, answered_by text,
        return_note text, primary key (letter_id, number));
CREATE TABLE log_follower (name text not null primary key, pos bigint not null);
CREATE TABLE log_meta (one integer primary key check (one = 1), epoch integer not null,
        trimmed_through bigint not null default 0);
CREATE TABLE notice (id uuid_text not null primary key, user_id uuid_text not null references "user" (id),
        kind text not null check (kind in ('LADDER_PAGE', 'CLOCK_WARNING', 'CLOCK_BREACH', 'INCIDENT_REPORTED',
            'INCIDENT_CHANGED', 'INCIDENT_CALL', 'VERIFICATION_DUE', 'ENTRY_CONTESTED', 'LETTER_TO_SIGN', 'PROMISE_GIVEN', 'PROMISE_OVERDUE', 'HANDOVER_CALL', 'HANDOVER_TURN', 'REQUEST_CALL', 'REQUEST_LATE', 'SEAT_GIVEN', 'SEAT_ENDED')),
        account_id uuid_text references account (id), incident_id uuid_text references incident (id),
        event_id uuid_text not null, event_kind text not null, raised_at timestamp_with_timezone_text not null,
        deliver_at timestamp_with_timezone_text not null, delivered_at timestamp_with_timezone_text, read_at timestamp_with_timezone_text, dismissed_at timestamp_with_timezone_text, entry_id uuid_text references knowledge_entry (id), request_id uuid_text references customer_request (id), handover_id uuid_text references handover (id),
        unique (user_id, event_id));
CREATE INDEX notice_entry on notice (entry_id) where entry_id is not null;
CREATE INDEX notice_handover on notice (handover_id) where handover_id is not null;
CREATE INDEX notice_held on notice (deliver_at) where delivered_at is null;
CREATE INDEX notice_held_of_user on notice (user_id, deliver_at) where delivered_at is null;
CREATE INDEX notice_incident on notice (incident_id);
CREATE INDEX notice_interruption on notice (user_id, raised_at) where delivered_at = raised_at;
CREATE INDEX notice_of_user on notice (user_id, raised_at, id);
CREATE INDEX notice_request on notice (request_id) where request_id is not null;
CREATE TABLE quiet_hours (user_id uuid_text not null primary key references "user" (id),
        starts_at text not null, ends_at text not null, time_zone text not null, updated_at timestamp_with_timezone_text not null);
CREATE TABLE refresh_token (hash text not null primary key, session_id uuid_text not null references session (id),
        issued_at timestamp_with_timezone_text not null, expires_at timestamp_with_timezone_text not null, used_at timestamp_with_timezone_text);
CREATE INDEX refresh_token_by_session on refresh_token (session_id);
CREATE TABLE region (id uuid_text not null primary key, code text not null unique, name text not null,
        created_at timestamp_with_timezone_text not null);
CREATE TABLE request_answer (id uuid_text not null primary key,
        request_id uuid_text not null references customer_request (id), round integer not null,
        seat text not null check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        kind text not null check (kind in ('SUBSTANTIVE', 'HOLDING', 'AUTOMATIC')), body text,
        answered_by uuid_text not null references "user" (id), answered_at timestamp_with_timezone_text not null,
        recorded_at timestamp_with_timezone_text not null, check (answered_at <= recorded_at));
CREATE INDEX request_answer_of_request on request_answer (request_id, answered_at, id);
CREATE TABLE request_hop (id uuid_text not null primary key, request_id uuid_text not null references customer_request (id),
        round integer not null, place integer not null check (place > 0),
        from_seat text check (from_seat in ('SALES', 'TECHNICAL', 'DELIVERY')),
        to_seat text check (to_seat in ('SALES', 'TECHNICAL', 'DELIVERY')), occurred_at timestamp_with_timezone_text not null,
        recorded_at timestamp_with_timezone_text not null, moved_by uuid_text not null references "user" (id), note text,
        check (from_seat is null or to_seat is null or from_seat <> to_seat));
CREATE UNIQUE INDEX request_hop_of_request on request_hop (request_id, place);
CREATE TABLE request_role (request_id uuid_text not null references customer_request (id), round integer not null,
        seat text not null check (seat in ('SALES', 'TECHNICAL', 'DELIVERY')), asked_at timestamp_with_timezone_text not null,
        answered_at timestamp_with_timezone_text, added_at timestamp_with_timezone_text not null, added_by uuid_text not null references "user" (id), reason text,
        removed_at timestamp_with_timezone_text, removed_by uuid_text references "user" (id), removal_reason text,
        primary key (request_id, round, seat),
        check (answered_at >= asked_at),
        check ((removed_at is null) = (removed_by is null)));
CREATE INDEX request_role_waiting on request_role (request_id, seat)
        where answered_at is null and removed_at is null;
CREATE TABLE "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" integer NOT NULL );
CREATE TABLE search_document (place integer not null primary key, found_id uuid_text not null unique,
        kind text not null check (kind in ('ENTRY', 'INCIDENT', 'TIMELINE', 'ACCOUNT')),
        account_id uuid_text references account (id), incident_id uuid_text references incident (id),
        written_at timestamp_with_timezone_text not null, title_words text not null, tag_words text not null,
        text_words text not null);
CREATE VIRTUAL TABLE search_index using fts5(lexemes, content='', contentless_delete=1, detail='none',
        tokenize='ascii', prefix='3 4');
CREATE TABLE 'search_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'search_index_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE search_spelling (damaged bigint not null, term text not null, primary key (damaged, term))
        without rowid;
CREATE TABLE search_state (id integer not null primary key check (id = 1), version integer not null,
        step integer, reached uuid_text);
CREATE TABLE search_term (term text not null primary key);
CREATE TABLE search_word (word text not null primary key) without rowid;
CREATE TABLE session (id uuid_text not null primary key, user_id uuid_text not null references "user" (id),
        created_at timestamp_with_timezone_text not null, expires_at timestamp_with_timezone_text not null, ended_at timestamp_with_timezone_text, end_reason text);
CREATE INDEX session_by_expiry on session (expires_at);
CREATE INDEX session_live on session (user_id) where ended_at is null;
CREATE TABLE setup_code (hash text not null primary key, expires_at timestamp_with_timezone_text not null, used_at timestamp_with_timezone_text);
CREATE TABLE signing_key (kid text not null primary key, private_key blob not null,
        public_key blob not null, created_at timestamp_with_timezone_text not null);
CREATE TABLE special_note (id uuid_text not null primary key, account_id uuid_text not null references account (id),
        kind text not null check (kind in ('AVOID', 'HEED', 'KNOW')),
        severity text not null check (severity in ('CRITICAL', 'WARNING', 'INFO')), text text not null,
        effective_from timestamp_with_timezone_text not null, expires_at timestamp_with_timezone_text check (expires_at > effective_from),
        author_id uuid_text not null references "user" (id), version integer not null, created_at timestamp_with_timezone_text not null,
        updated_at timestamp_with_timezone_text not null, revoked_at timestamp_with_timezone_text, revoked_by uuid_text references "user" (id),
        revoke_reason text);
CREATE INDEX special_note_of_account on special_note (account_id, effective_from, id);
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE timeline_entry (id uuid_text not null primary key, incident_id uuid_text not null references incident (id),
        kind text not null check (kind in ('FACT', 'CUSTOMER_STATEMENT', 'ACTION', 'DECISION', 'TECHNICAL_CAUSE',
            'TEAM_UPDATE', 'CUSTOMER_UPDATE', 'EVIDENCE', 'ACCOUNTABILITY')),
        body text not null, author_user uuid_text references "user" (id), author_bot uuid_text references bot (id),
        occurred_at timestamp_with_timezone_text not null, recorded_at timestamp_with_timezone_text not null,
        check ((author_user is null) <> (author_bot is null)));
CREATE INDEX timeline_entry_by_incident on timeline_entry (incident_id, occurred_at, id);
CREATE TABLE "user" (id uuid_text not null primary key, email text not null, email_key text not null unique,
        name text not null, name_key text not null,
        function text not null check (function in ('SALES', 'TECHNICAL', 'DELIVERY', 'OTHER')),
        is_chief boolean not null default false,
        status text not null check (status in ('ACTIVE', 'DISABLED')),
        password_hash text, version integer not null, created_at timestamp_with_timezone_text not null, updated_at timestamp_with_timezone_text not null);
CREATE INDEX user_by_name on "user" (name_key, id);
CREATE TABLE user_region (user_id uuid_text not null references "user" (id),
        region_id uuid_text not null references region (id), primary key (user_id, region_id));
CREATE TABLE user_role (user_id uuid_text not null references "user" (id), role text not null
        check (role in ('STAFF', 'DIRECTOR', 'ESCALATION_MANAGER', 'EXECUTIVE', 'AUDITOR', 'ADMINISTRATOR')),
        primary key (user_id, role));
CREATE INDEX user_role_by_role on user_role (role);
CREATE TABLE user_topic (user_id uuid_text not null references "user" (id), topic text not null,
        primary key (user_id, topic));
CREATE TABLE webhook_delivery (id uuid_text not null primary key,
        endpoint_id uuid_text not null references webhook_endpoint (id), event_id uuid_text not null,
        event_kind text not null, pos bigint not null,
        state text not null check (state in ('PENDING', 'DELIVERED', 'DEAD')), attempts integer not null,
        next_at timestamp_with_timezone_text, lease uuid_text, last_attempt_at timestamp_with_timezone_text, last_status integer, last_error text,
        settled_at timestamp_with_timezone_text, created_at timestamp_with_timezone_text not null,
        check ((state = 'PENDING') = (next_at is not null)),
        unique (endpoint_id, event_id));
CREATE INDEX webhook_delivery_due on webhook_delivery (endpoint_id, next_at) where next_at is not null;
CREATE INDEX webhook_delivery_of_endpoint on webhook_delivery (endpoint_id, pos);
CREATE INDEX webhook_delivery_settled on webhook_delivery (settled_at) where settled_at is not null;
CREATE TABLE webhook_endpoint (id uuid_text not null primary key, bot_id uuid_text not null references bot (id),
        api_key_id uuid_text not null references api_key (id), url text, document text not null,
        stream text not null, state text not null check (state in ('ENABLED', 'DISABLED')),
        disabled_because text check (disabled_because in ('ADMINISTRATOR', 'GONE', 'FAILING', 'KEY_ENDED')),
        failing_since timestamp_with_timezone_text, paused_until timestamp_with_timezone_text, queued_through bigint not null, replayed_at timestamp_with_timezone_text,
        version integer not null, created_at timestamp_with_timezone_text not null, updated_at timestamp_with_timezone_text not null,
        check ((state = 'DISABLED') = (disabled_because is not null)));
CREATE INDEX webhook_endpoint_of_bot on webhook_endpoint (bot_id, id);
CREATE TABLE webhook_secret (id uuid_text not null primary key,
        endpoint_id uuid_text not null references webhook_endpoint (id), secret blob not null,
        created_at timestamp_with_timezone_text not null, expires_at timestamp_with_timezone_text);
CREATE INDEX webhook_secret_of_endpoint on webhook_secret (endpoint_id);
