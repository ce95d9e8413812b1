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


CREATE INDEX "ix_account_reset_hash" ON "account" ("reset_hash");


CREATE INDEX "ix_department_path" ON "department" ("path");


CREATE INDEX "ix_journal_at" ON "journal" ("at");


CREATE INDEX "ix_journal_subject_seq" ON "journal" ("subject", "seq");


CREATE UNIQUE INDEX "ix_system_number" ON "system" ("number");


CREATE INDEX "ix_system_now_department_state" ON "system_now" ("department", "state");


CREATE INDEX "ix_system_now_name_key" ON "system_now" ("name_key");


CREATE INDEX "ix_system_now_product" ON "system_now" ("product");


CREATE INDEX "ix_system_version_import" ON "system_version" ("import");


CREATE UNIQUE INDEX "ix_system_version_system_number" ON "system_version" ("system", "number");


CREATE INDEX "ix_system_version_system_recorded_at_valid_from_id" ON "system_version" ("system", "recorded_at", "valid_from", "id");


