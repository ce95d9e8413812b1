-- The words of systems, and the ids of the facts that they state; rowid is the version with which the words began (system_now.words, system_span.words). Words of the past stay, so that lists of the
-- past are searched like those of today. No text is kept twice: the table holds words only (contentless), and rows can be replaced. The words come folded and cut from the program (SearchText), so the
-- tokenizer must only part them at spaces and leave them as they are.
CREATE VIRTUAL TABLE system_search USING fts5(name, rest, has, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 tokenchars '_.'");
