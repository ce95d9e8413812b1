CREATE TABLE "account" (
    "id" TEXT NOT NULL CONSTRAINT "pk_account" PRIMARY KEY,
    "login" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" TEXT NULL,
    "email" TEXT NULL,
    "password_hash" TEXT NULL,
    "roles" INTEGER NOT NULL,
    "department" TEXT NULL,
    "language" TEXT NOT NULL,
    "feed_hash" TEXT NULL,
    "stamp" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "locked_until" INTEGER NOT NULL,
    "reset_hash" TEXT NULL,
    "reset_until" INTEGER NOT NULL,
    "persona" INTEGER NOT NULL,
    "service" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL
);


CREATE TABLE "api_receipt" (
    "token" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "answer" TEXT NULL,
    "tag" TEXT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_api_receipt" PRIMARY KEY ("token", "key")
);


CREATE TABLE "api_token" (
    "id" TEXT NOT NULL CONSTRAINT "pk_api_token" PRIMARY KEY,
    "account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "ending" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "department" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "last_used" TEXT NULL,
    "revoked_at" INTEGER NULL
);


CREATE TABLE "assessment" (
    "id" TEXT NOT NULL CONSTRAINT "pk_assessment" PRIMARY KEY,
    "system" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "approved_on" TEXT NULL,
    "published_on" TEXT NULL,
    "ended_on" TEXT NULL,
    "link" TEXT NULL,
    "page_ko" TEXT NULL,
    "page_en" TEXT NULL,
    "follows" TEXT NULL
);


CREATE TABLE "assessment_event" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assessment_event" PRIMARY KEY AUTOINCREMENT,
    "assessment" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "note" TEXT NULL
);


CREATE TABLE "assessment_form" (
    "hash" TEXT NOT NULL CONSTRAINT "pk_assessment_form" PRIMARY KEY,
    "form" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "text" TEXT NOT NULL
);


CREATE TABLE "assessment_page" (
    "hash" TEXT NOT NULL CONSTRAINT "pk_assessment_page" PRIMARY KEY,
    "bytes" BLOB NOT NULL
);


CREATE TABLE "assessment_version" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assessment_version" PRIMARY KEY AUTOINCREMENT,
    "assessment" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "facts_version" INTEGER NOT NULL,
    "facts" TEXT NOT NULL,
    "books" TEXT NOT NULL,
    "form_hash" TEXT NOT NULL
);


CREATE TABLE "broken_glass" (
    "id" TEXT NOT NULL CONSTRAINT "pk_broken_glass" PRIMARY KEY,
    "system" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "duty" TEXT NOT NULL,
    "period" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "due_at" INTEGER NOT NULL,
    "codes" TEXT NOT NULL
);


CREATE TABLE "change_number" (
    "kind" TEXT NOT NULL CONSTRAINT "pk_change_number" PRIMARY KEY,
    "value" INTEGER NOT NULL
);


CREATE TABLE "claim" (
    "name" TEXT NOT NULL CONSTRAINT "pk_claim" PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "until" INTEGER NOT NULL
);


CREATE TABLE "council_attendance" (
    "meeting" TEXT NOT NULL,
    "seat" TEXT NOT NULL,
    "present" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_council_attendance" PRIMARY KEY ("meeting", "seat")
);


CREATE TABLE "council_body" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_body" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "parent" TEXT NULL,
    "rules" INTEGER NOT NULL,
    "founded_at" INTEGER NOT NULL
);


CREATE TABLE "council_case" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_case" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "system" TEXT NULL,
    "title_ko" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "ask" TEXT NOT NULL,
    "affected" TEXT NOT NULL,
    "options" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT NULL,
    "decided_on" TEXT NULL,
    "motion" TEXT NULL,
    "brought_by" TEXT NOT NULL,
    "brought_at" INTEGER NOT NULL,
    "revalidate_at" INTEGER NULL,
    "revalidate_ko" TEXT NULL,
    "revalidate_en" TEXT NULL
);


CREATE TABLE "council_condition" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_condition" PRIMARY KEY,
    "case" TEXT NOT NULL,
    "motion" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "due" TEXT NOT NULL,
    "before_use" INTEGER NOT NULL,
    "system" TEXT NULL,
    "duty" TEXT NULL,
    "replaced_at" INTEGER NULL
);


CREATE TABLE "council_interest" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_interest" PRIMARY KEY,
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "folded" TEXT NOT NULL,
    "note" TEXT NULL,
    "declared_at" INTEGER NOT NULL
);


CREATE TABLE "council_item" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_item" PRIMARY KEY,
    "meeting" TEXT NOT NULL,
    "case" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "card" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "state" TEXT NOT NULL
);


CREATE TABLE "council_meeting" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_meeting" PRIMARY KEY,
    "body" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "on" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "written" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "rules" INTEGER NOT NULL,
    "presiding" TEXT NULL,
    "opened_at" INTEGER NULL,
    "closed_at" INTEGER NULL,
    "closed_by" TEXT NULL,
    "published_at" INTEGER NULL,
    "minutes_ko" TEXT NULL,
    "minutes_en" TEXT NULL
);


CREATE TABLE "council_motion" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_motion" PRIMARY KEY,
    "item" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "opened_at" INTEGER NULL,
    "closed_at" INTEGER NULL,
    "count" TEXT NULL
);


CREATE TABLE "council_note" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_council_note" PRIMARY KEY AUTOINCREMENT,
    "item" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "withheld" TEXT NULL
);


CREATE TABLE "council_order" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_order" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "case" TEXT NOT NULL,
    "motion" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "system" TEXT NULL,
    "use" TEXT NULL,
    "use_title" TEXT NULL,
    "open" TEXT NOT NULL,
    "provision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "remedy" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NULL,
    "at" INTEGER NOT NULL,
    "ended_on" TEXT NULL,
    "ended_by" TEXT NULL,
    "done" TEXT NULL
);


CREATE TABLE "council_pin" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_council_pin" PRIMARY KEY AUTOINCREMENT,
    "item" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "content" TEXT NULL
);


CREATE TABLE "council_recommendation" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_recommendation" PRIMARY KEY,
    "case" TEXT NOT NULL,
    "motion" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "made_on" TEXT NOT NULL,
    "due" TEXT NOT NULL,
    "unsure" INTEGER NOT NULL,
    "first_due" TEXT NULL,
    "extension" TEXT NULL,
    "followed" INTEGER NULL,
    "reply" TEXT NULL,
    "replied_by" TEXT NULL,
    "replied_on" TEXT NULL
);


CREATE TABLE "council_recusal" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_recusal" PRIMARY KEY,
    "item" TEXT NOT NULL,
    "seat" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "party" TEXT NULL,
    "state" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "decided_by" TEXT NULL,
    "decision" TEXT NULL
);


CREATE TABLE "council_rules" (
    "body" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    CONSTRAINT "pk_council_rules" PRIMARY KEY ("body", "number")
);


CREATE TABLE "council_seat" (
    "id" TEXT NOT NULL CONSTRAINT "pk_council_seat" PRIMARY KEY,
    "body" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "gender" TEXT NULL,
    "organisation" TEXT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "term" INTEGER NOT NULL,
    "ended_on" TEXT NULL,
    "end_reason" TEXT NULL
);


CREATE TABLE "council_vote" (
    "motion" TEXT NOT NULL,
    "seat" TEXT NOT NULL,
    "choice" TEXT NOT NULL,
    "reason" TEXT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_council_vote" PRIMARY KEY ("motion", "seat")
);


CREATE TABLE "delivery" (
    "key" TEXT NOT NULL CONSTRAINT "pk_delivery" PRIMARY KEY,
    "account" TEXT NOT NULL,
    "planned_at" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL,
    "next_try" INTEGER NOT NULL,
    "sent_at" INTEGER NULL,
    "failure" TEXT NULL
);


CREATE TABLE "department" (
    "id" TEXT NOT NULL CONSTRAINT "pk_department" PRIMARY KEY,
    "parent" TEXT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL
);


CREATE TABLE "determination" (
    "system" TEXT NOT NULL,
    "run" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "risk" INTEGER NOT NULL,
    CONSTRAINT "pk_determination" PRIMARY KEY ("system", "run")
);


CREATE TABLE "determination_now" (
    "system" TEXT NOT NULL CONSTRAINT "pk_determination_now" PRIMARY KEY,
    "run" TEXT NOT NULL,
    "seen_version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "risk" INTEGER NOT NULL
);


CREATE TABLE "determination_run" (
    "id" TEXT NOT NULL CONSTRAINT "pk_determination_run" PRIMARY KEY,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "day" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "books" TEXT NOT NULL,
    "systems" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "hash" TEXT NULL
);


CREATE TABLE "determined_result" (
    "hash" TEXT NOT NULL CONSTRAINT "pk_determined_result" PRIMARY KEY,
    "json" TEXT NOT NULL
);


CREATE TABLE "duty" (
    "id" TEXT NOT NULL CONSTRAINT "pk_duty" PRIMARY KEY,
    "system" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "terms" INTEGER NOT NULL,
    "department" TEXT NULL,
    "owner" TEXT NULL,
    "due" TEXT NULL,
    "law_due" TEXT NULL,
    "unsure" INTEGER NOT NULL,
    "waits_for" TEXT NULL,
    "yearly" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "is_open" INTEGER NOT NULL,
    "opened_at" INTEGER NOT NULL,
    "open_since" INTEGER NOT NULL,
    "closed_at" INTEGER NULL,
    "closed_why" TEXT NULL,
    "progress" INTEGER NOT NULL,
    "claim" INTEGER NOT NULL,
    "standing" INTEGER NOT NULL,
    "evidence_until" TEXT NULL,
    "waived_until" TEXT NULL,
    "strength" INTEGER NOT NULL,
    "risk" INTEGER NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "change" INTEGER NOT NULL
);


CREATE TABLE "duty_event" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_duty_event" PRIMARY KEY AUTOINCREMENT,
    "duty" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "before" TEXT NULL,
    "after" TEXT NULL,
    "note" TEXT NULL,
    "about" TEXT NULL,
    "change" INTEGER NOT NULL
);


CREATE TABLE "duty_sync" (
    "system" TEXT NOT NULL CONSTRAINT "pk_duty_sync" PRIMARY KEY,
    "run" TEXT NOT NULL
);


CREATE TABLE "duty_terms" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_duty_terms" PRIMARY KEY AUTOINCREMENT,
    "hash" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "full_rule" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "title_ko" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "cite" TEXT NOT NULL,
    "book" TEXT NOT NULL,
    "book_version" TEXT NOT NULL,
    "strength" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "penalties_from" TEXT NULL,
    "grace_until" TEXT NULL,
    "evidence" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "status_question" TEXT NULL,
    "under" TEXT NULL
);


CREATE TABLE "erased_cell" (
    "import" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    "header" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "system" TEXT NULL,
    "at" INTEGER NOT NULL,
    "provision" TEXT NOT NULL,
    CONSTRAINT "pk_erased_cell" PRIMARY KEY ("import", "line", "column")
);


CREATE TABLE "erasure_case" (
    "id" TEXT NOT NULL CONSTRAINT "pk_erasure_case" PRIMARY KEY,
    "list" TEXT NOT NULL,
    "list_hash" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT NULL,
    "decided_at" INTEGER NULL,
    "certificate" TEXT NULL,
    "certificate_hash" TEXT NULL
);


CREATE TABLE "evidence" (
    "id" TEXT NOT NULL CONSTRAINT "pk_evidence" PRIMARY KEY,
    "duty" TEXT NOT NULL,
    "period" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "file_name" TEXT NULL,
    "content" TEXT NULL,
    "hash" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "until" TEXT NULL,
    "given_by" TEXT NOT NULL,
    "given_at" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT NULL,
    "decided_at" INTEGER NULL,
    "reason" TEXT NULL
);


CREATE TABLE "exemption" (
    "id" TEXT NOT NULL CONSTRAINT "pk_exemption" PRIMARY KEY,
    "system" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "asked_on" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "file_hash" TEXT NULL,
    "file_name" TEXT NULL,
    "answer" TEXT NOT NULL,
    "answered_on" TEXT NULL,
    "reason" TEXT NOT NULL,
    "pilot_from" TEXT NULL,
    "pilot_until" TEXT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "answered_by" TEXT NULL,
    "confirmed_by" TEXT NULL,
    "confirmed_on" TEXT NULL,
    "ended_on" TEXT NULL,
    "end_reason" TEXT NULL
);


CREATE TABLE "file" (
    "hash" TEXT NOT NULL CONSTRAINT "pk_file" PRIMARY KEY,
    "length" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "kept_at" INTEGER NOT NULL
);


CREATE TABLE "file_chunk" (
    "hash" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    CONSTRAINT "pk_file_chunk" PRIMARY KEY ("hash", "number")
);


CREATE TABLE "import_run" (
    "id" TEXT NOT NULL CONSTRAINT "pk_import_run" PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "headers" TEXT NOT NULL,
    "dialect" TEXT NOT NULL,
    "facts_on" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "created" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "set_aside" INTEGER NOT NULL,
    "undone_at" INTEGER NULL
);


CREATE TABLE "journal" (
    "seq" INTEGER NOT NULL CONSTRAINT "pk_journal" PRIMARY KEY AUTOINCREMENT,
    "at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "token" TEXT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "salt" BLOB NULL,
    "leaf" BLOB NOT NULL,
    "ledger_index" INTEGER NULL
);


CREATE TABLE "ledger_checkpoint" (
    "log" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    CONSTRAINT "pk_ledger_checkpoint" PRIMARY KEY ("log", "size")
);


CREATE TABLE "ledger_cosignature" (
    "log" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "witness" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_ledger_cosignature" PRIMARY KEY ("log", "size", "witness")
);


CREATE TABLE "ledger_epoch" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ledger_epoch" PRIMARY KEY,
    "epoch" INTEGER NOT NULL,
    "beat" INTEGER NOT NULL
);


CREATE TABLE "ledger_key" (
    "id" TEXT NOT NULL CONSTRAINT "pk_ledger_key" PRIMARY KEY,
    "log" INTEGER NOT NULL,
    "verifier" TEXT NOT NULL,
    "secret" TEXT NULL,
    "made_at" INTEGER NOT NULL,
    "signs_until" INTEGER NULL
);


CREATE TABLE "ledger_log" (
    "number" INTEGER NOT NULL CONSTRAINT "pk_ledger_log" PRIMARY KEY,
    "origin" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "reason" TEXT NULL
);


CREATE TABLE "ledger_witness" (
    "url" TEXT NOT NULL CONSTRAINT "pk_ledger_witness" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "seen_log" INTEGER NOT NULL,
    "seen_size" INTEGER NOT NULL,
    "tried_at" INTEGER NOT NULL,
    "problem" TEXT NULL
);


CREATE TABLE "legal_hold" (
    "id" TEXT NOT NULL CONSTRAINT "pk_legal_hold" PRIMARY KEY,
    "thing" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" INTEGER NOT NULL,
    "lifted_at" INTEGER NULL,
    "lifted_by" TEXT NULL
);


CREATE TABLE "product" (
    "id" TEXT NOT NULL CONSTRAINT "pk_product" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "supplier" TEXT NULL,
    "version" INTEGER NOT NULL,
    "facts" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL
);


CREATE TABLE "product_version" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_product_version" PRIMARY KEY AUTOINCREMENT,
    "product" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "supplier" TEXT NULL,
    "facts" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "note" TEXT NULL
);


CREATE TABLE "protection_key" (
    "id" TEXT NOT NULL CONSTRAINT "pk_protection_key" PRIMARY KEY,
    "master" TEXT NOT NULL,
    "closed" BLOB NOT NULL,
    "made_at" INTEGER NOT NULL
);


CREATE TABLE "provider_link" (
    "account" TEXT NOT NULL CONSTRAINT "pk_provider_link" PRIMARY KEY,
    "issuer" TEXT NOT NULL,
    "expected" TEXT NULL,
    "subject" TEXT NULL
);


CREATE TABLE "recovery_code" (
    "account" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "used_at" INTEGER NOT NULL,
    CONSTRAINT "pk_recovery_code" PRIMARY KEY ("account", "slot")
);


CREATE TABLE "saved_profile" (
    "id" TEXT NOT NULL CONSTRAINT "pk_saved_profile" PRIMARY KEY,
    "yaml" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "saved_at" INTEGER NOT NULL
);


CREATE TABLE "saved_view" (
    "id" TEXT NOT NULL CONSTRAINT "pk_saved_view" PRIMARY KEY,
    "account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "query" TEXT NOT NULL
);


CREATE TABLE "second_factor" (
    "account" TEXT NOT NULL CONSTRAINT "pk_second_factor" PRIMARY KEY,
    "closed" TEXT NULL,
    "last_step" INTEGER NOT NULL,
    "pending" TEXT NULL,
    "pending_until" INTEGER NOT NULL
);


CREATE TABLE "session" (
    "id" TEXT NOT NULL CONSTRAINT "pk_session" PRIMARY KEY,
    "secret_hash" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "begun_at" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "idle" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL
);


CREATE TABLE "set_aside_row" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_set_aside_row" PRIMARY KEY AUTOINCREMENT,
    "import" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "cells" TEXT NOT NULL,
    "state" TEXT NOT NULL
);


CREATE TABLE "setting" (
    "key" TEXT NOT NULL CONSTRAINT "pk_setting" PRIMARY KEY,
    "value" TEXT NOT NULL
);


CREATE TABLE "source_id" (
    "scheme" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    CONSTRAINT "pk_source_id" PRIMARY KEY ("scheme", "value")
);


CREATE TABLE "source_row" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_source_row" PRIMARY KEY AUTOINCREMENT,
    "import" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "source_ids" TEXT NOT NULL,
    "cells" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL
);


CREATE TABLE "system" (
    "id" TEXT NOT NULL CONSTRAINT "pk_system" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "left_at" INTEGER NULL,
    "merged_into" TEXT NULL
);


CREATE TABLE "system_class" (
    "system" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "outcome" INTEGER NOT NULL,
    "word" TEXT NOT NULL,
    "declared" TEXT NULL,
    "disagrees" INTEGER NOT NULL,
    CONSTRAINT "pk_system_class" PRIMARY KEY ("system", "class")
);


CREATE TABLE "system_now" (
    "system" TEXT NOT NULL CONSTRAINT "pk_system_now" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "version_number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "department" TEXT NULL,
    "product" TEXT NULL,
    "state" TEXT NULL,
    "organisation" TEXT NULL,
    "changed_at" INTEGER NOT NULL,
    "words" INTEGER NOT NULL,
    "words_hash" INTEGER NOT NULL
);


CREATE TABLE "system_pair" (
    "first" TEXT NOT NULL,
    "second" TEXT NOT NULL,
    "same" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_system_pair" PRIMARY KEY ("first", "second")
);


CREATE TABLE "system_span" (
    "version" INTEGER NOT NULL CONSTRAINT "pk_system_span" PRIMARY KEY,
    "version_number" INTEGER NOT NULL,
    "system" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "valid_from" TEXT NOT NULL,
    "next_at" INTEGER NULL,
    "next_from" TEXT NULL,
    "left_at" INTEGER NULL,
    "words" INTEGER NOT NULL,
    "department" TEXT NULL,
    "state" TEXT NULL,
    "product" TEXT NULL,
    "organisation" TEXT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL
);


CREATE TABLE "system_version" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_system_version" PRIMARY KEY AUTOINCREMENT,
    "system" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "valid_from" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "state" TEXT NULL,
    "organisation" TEXT NULL,
    "department" TEXT NULL,
    "product" TEXT NULL,
    "change" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "note" TEXT NULL,
    "import" TEXT NULL,
    "facts" TEXT NOT NULL
);


CREATE TABLE "tombstone" (
    "thing" TEXT NOT NULL CONSTRAINT "pk_tombstone" PRIMARY KEY,
    "case" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "provision" TEXT NOT NULL
);


CREATE TABLE "webhook" (
    "id" TEXT NOT NULL CONSTRAINT "pk_webhook" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "department" TEXT NULL,
    "state" INTEGER NOT NULL,
    "state_since" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,
    "old_secret" TEXT NULL,
    "old_until" INTEGER NULL,
    "cursor" INTEGER NOT NULL,
    "overdue_day" TEXT NOT NULL,
    "made_at" INTEGER NOT NULL,
    "last_delivered" INTEGER NULL
);


CREATE TABLE "webhook_delivery" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_webhook_delivery" PRIMARY KEY AUTOINCREMENT,
    "webhook" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NULL,
    "body" TEXT NOT NULL,
    "planned_at" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "aside" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL,
    "next_try" INTEGER NOT NULL,
    "last_try" INTEGER NULL,
    "last_status" INTEGER NULL,
    "failure" TEXT NULL,
    "settled_at" INTEGER NULL
);


CREATE INDEX "ix_account_feed_hash" ON "account" ("feed_hash");


CREATE UNIQUE INDEX "ix_account_login" ON "account" ("login");


CREATE INDEX "ix_account_reset_hash" ON "account" ("reset_hash");


CREATE INDEX "ix_api_receipt_at" ON "api_receipt" ("at");


CREATE INDEX "ix_api_token_account" ON "api_token" ("account");


CREATE UNIQUE INDEX "ix_api_token_hash" ON "api_token" ("hash");


CREATE INDEX "ix_assessment_state" ON "assessment" ("state");


CREATE INDEX "ix_assessment_system_form_state" ON "assessment" ("system", "form", "state");


CREATE INDEX "ix_assessment_event_assessment_at" ON "assessment_event" ("assessment", "at");


CREATE UNIQUE INDEX "ix_assessment_version_assessment_number" ON "assessment_version" ("assessment", "number");


CREATE INDEX "ix_broken_glass_system_due_at" ON "broken_glass" ("system", "due_at");


CREATE INDEX "ix_council_body_parent" ON "council_body" ("parent");


CREATE INDEX "ix_council_case_body_state" ON "council_case" ("body", "state");


CREATE UNIQUE INDEX "ix_council_case_number" ON "council_case" ("number");


CREATE INDEX "ix_council_case_revalidate_at" ON "council_case" ("revalidate_at");


CREATE INDEX "ix_council_case_system" ON "council_case" ("system");


CREATE UNIQUE INDEX "ix_council_condition_motion_number" ON "council_condition" ("motion", "number");


CREATE INDEX "ix_council_condition_system" ON "council_condition" ("system");


CREATE INDEX "ix_council_interest_account" ON "council_interest" ("account");


CREATE INDEX "ix_council_item_case" ON "council_item" ("case");


CREATE UNIQUE INDEX "ix_council_item_meeting_position" ON "council_item" ("meeting", "position");


CREATE UNIQUE INDEX "ix_council_meeting_body_number" ON "council_meeting" ("body", "number");


CREATE UNIQUE INDEX "ix_council_motion_item_number" ON "council_motion" ("item", "number");


CREATE INDEX "ix_council_note_item" ON "council_note" ("item");


CREATE UNIQUE INDEX "ix_council_order_number" ON "council_order" ("number");


CREATE INDEX "ix_council_order_system_ended_on" ON "council_order" ("system", "ended_on");


CREATE UNIQUE INDEX "ix_council_pin_item_position" ON "council_pin" ("item", "position");


CREATE INDEX "ix_council_recommendation_department_replied_on" ON "council_recommendation" ("department", "replied_on");


CREATE INDEX "ix_council_recusal_item" ON "council_recusal" ("item");


CREATE INDEX "ix_council_seat_account" ON "council_seat" ("account");


CREATE INDEX "ix_council_seat_body" ON "council_seat" ("body");


CREATE INDEX "ix_delivery_sent_at_next_try" ON "delivery" ("sent_at", "next_try");


CREATE INDEX "ix_department_path" ON "department" ("path");


CREATE INDEX "ix_determination_system_recorded_at_risk" ON "determination" ("system", "recorded_at", "risk");


CREATE INDEX "ix_determination_run_started_at" ON "determination_run" ("started_at");


CREATE INDEX "ix_duty_change" ON "duty" ("change");


CREATE INDEX "ix_duty_department_due" ON "duty" ("department", "due");


CREATE INDEX "ix_duty_owner_due" ON "duty" ("owner", "due");


CREATE INDEX "ix_duty_standing_due" ON "duty" ("standing", "due");


CREATE UNIQUE INDEX "ix_duty_system_rule" ON "duty" ("system", "rule");


CREATE INDEX "ix_duty_event_change" ON "duty_event" ("change");


CREATE INDEX "ix_duty_event_duty_id" ON "duty_event" ("duty", "id");


CREATE UNIQUE INDEX "ix_duty_terms_hash" ON "duty_terms" ("hash");


CREATE INDEX "ix_erased_cell_profile_system" ON "erased_cell" ("profile", "system");


CREATE INDEX "ix_erasure_case_state_asked_at" ON "erasure_case" ("state", "asked_at");


CREATE INDEX "ix_evidence_duty_period" ON "evidence" ("duty", "period");


CREATE INDEX "ix_evidence_state_given_at" ON "evidence" ("state", "given_at");


CREATE INDEX "ix_exemption_system_ground" ON "exemption" ("system", "ground");


CREATE INDEX "ix_import_run_at" ON "import_run" ("at");


CREATE INDEX "ix_journal_at" ON "journal" ("at");


CREATE UNIQUE INDEX "ix_journal_ledger_index" ON "journal" ("ledger_index");


CREATE INDEX "ix_journal_subject_seq" ON "journal" ("subject", "seq");


CREATE UNIQUE INDEX "ix_ledger_log_origin" ON "ledger_log" ("origin");


CREATE INDEX "ix_legal_hold_thing" ON "legal_hold" ("thing");


CREATE INDEX "ix_product_name_key" ON "product" ("name_key");


CREATE UNIQUE INDEX "ix_product_version_product_number" ON "product_version" ("product", "number");


CREATE UNIQUE INDEX "ix_provider_link_issuer_subject" ON "provider_link" ("issuer", "subject");


CREATE INDEX "ix_saved_view_account_page" ON "saved_view" ("account", "page");


CREATE INDEX "ix_session_account" ON "session" ("account");


CREATE UNIQUE INDEX "ix_session_secret_hash" ON "session" ("secret_hash");


CREATE INDEX "ix_set_aside_row_import_state" ON "set_aside_row" ("import", "state");


CREATE INDEX "ix_source_id_system" ON "source_id" ("system");


CREATE INDEX "ix_source_row_import" ON "source_row" ("import");


CREATE INDEX "ix_source_row_system" ON "source_row" ("system");


CREATE INDEX "ix_system_left_at" ON "system" ("left_at");


CREATE UNIQUE INDEX "ix_system_number" ON "system" ("number");


CREATE INDEX "ix_system_class_class_outcome_system" ON "system_class" ("class", "outcome", "system");


CREATE INDEX "ix_system_class_disagrees" ON "system_class" ("disagrees") WHERE disagrees;


CREATE INDEX "ix_system_now_changed_at" ON "system_now" ("changed_at");


CREATE INDEX "ix_system_now_department_state" ON "system_now" ("department", "state");


CREATE INDEX "ix_system_now_name_key_number_words" ON "system_now" ("name_key", "number", "words");


CREATE UNIQUE INDEX "ix_system_now_number" ON "system_now" ("number");


CREATE INDEX "ix_system_now_product" ON "system_now" ("product");


CREATE INDEX "ix_system_now_words" ON "system_now" ("words");


CREATE INDEX "ix_system_span_name_key_number" ON "system_span" ("name_key", "number");


CREATE INDEX "ix_system_span_system" ON "system_span" ("system");


CREATE INDEX "ix_system_version_import" ON "system_version" ("import");


CREATE UNIQUE INDEX "ix_system_version_system_number" ON "system_version" ("system", "number");


CREATE INDEX "ix_system_version_system_recorded_at_valid_from_id" ON "system_version" ("system", "recorded_at", "valid_from", "id");


CREATE INDEX "ix_tombstone_at" ON "tombstone" ("at");


CREATE INDEX "ix_webhook_delivery_settled_at" ON "webhook_delivery" ("settled_at");


CREATE UNIQUE INDEX "ix_webhook_delivery_webhook_message" ON "webhook_delivery" ("webhook", "message");


CREATE INDEX "ix_webhook_delivery_webhook_state_id" ON "webhook_delivery" ("webhook", "state", "id");


