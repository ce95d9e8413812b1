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
    "persona" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL
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
    CONSTRAINT "pk_determination" PRIMARY KEY ("system", "run")
);


CREATE TABLE "determination_now" (
    "system" TEXT NOT NULL CONSTRAINT "pk_determination_now" PRIMARY KEY,
    "run" TEXT NOT NULL,
    "seen_version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "result" TEXT NOT NULL
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


CREATE TABLE "file" (
    "hash" TEXT NOT NULL CONSTRAINT "pk_file" PRIMARY KEY,
    "length" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "kept_at" INTEGER NOT NULL
);


CREATE TABLE "journal" (
    "seq" INTEGER NOT NULL CONSTRAINT "pk_journal" PRIMARY KEY AUTOINCREMENT,
    "at" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL
);


CREATE TABLE "setting" (
    "key" TEXT NOT NULL CONSTRAINT "pk_setting" PRIMARY KEY,
    "value" TEXT NOT NULL
);


CREATE TABLE "system" (
    "id" TEXT NOT NULL CONSTRAINT "pk_system" PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL
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
    "changed_at" INTEGER NOT NULL
);


CREATE TABLE "system_version" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_system_version" PRIMARY KEY AUTOINCREMENT,
    "system" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "valid_from" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "department" TEXT NULL,
    "product" TEXT NULL,
    "change" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "note" TEXT NULL,
    "import" TEXT NULL
);


CREATE INDEX "ix_account_feed_hash" ON "account" ("feed_hash");


CREATE UNIQUE INDEX "ix_account_login" ON "account" ("login");


CREATE INDEX "ix_department_path" ON "department" ("path");


CREATE INDEX "ix_determination_system_recorded_at" ON "determination" ("system", "recorded_at");


CREATE INDEX "ix_determination_run_started_at" ON "determination_run" ("started_at");


CREATE INDEX "ix_journal_at" ON "journal" ("at");


CREATE INDEX "ix_journal_subject_seq" ON "journal" ("subject", "seq");


CREATE UNIQUE INDEX "ix_system_number" ON "system" ("number");


CREATE INDEX "ix_system_class_class_outcome_system" ON "system_class" ("class", "outcome", "system");


CREATE INDEX "ix_system_class_disagrees" ON "system_class" ("disagrees") WHERE disagrees;


CREATE INDEX "ix_system_now_department_state" ON "system_now" ("department", "state");


CREATE INDEX "ix_system_now_name_key" ON "system_now" ("name_key");


CREATE INDEX "ix_system_now_product" ON "system_now" ("product");


CREATE INDEX "ix_system_version_import" ON "system_version" ("import");


CREATE UNIQUE INDEX "ix_system_version_system_number" ON "system_version" ("system", "number");


CREATE INDEX "ix_system_version_system_recorded_at_valid_from_id" ON "system_version" ("system", "recorded_at", "valid_from", "id");


