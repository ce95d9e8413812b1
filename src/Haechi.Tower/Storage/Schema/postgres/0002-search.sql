-- The words of each system's newest version, cut by the program (SearchText), and the ids of the facts that it states. Words of the name have weight A.
CREATE TABLE system_search (
    number integer NOT NULL,
    words tsvector NOT NULL,
    has tsvector NOT NULL,
    CONSTRAINT pk_system_search PRIMARY KEY (number)
);

CREATE INDEX ix_system_search_words ON system_search USING gin (words);

CREATE INDEX ix_system_search_has ON system_search USING gin (has);
