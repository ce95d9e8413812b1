-- The words of systems, cut by the program (SearchText), and the ids of the facts that they state; id is the version with which the words began (system_now.words, system_span.words). Words of the
-- past stay, so that lists of the past are searched like those of today. Words of the name have weight A.
CREATE TABLE system_search (
    id bigint NOT NULL,
    words tsvector NOT NULL,
    has tsvector NOT NULL,
    CONSTRAINT pk_system_search PRIMARY KEY (id)
);

CREATE INDEX ix_system_search_words ON system_search USING gin (words);

CREATE INDEX ix_system_search_has ON system_search USING gin (has);
