-- The words of each system's newest version, and the ids of the facts that it states; rowid is the system's number. No text is kept twice: the table holds words only (contentless), and
-- rows can be replaced and taken out. The words come folded and cut from the program (SearchText), so the tokenizer must only part them at spaces and leave them as they are.
CREATE VIRTUAL TABLE system_search USING fts5(name, rest, has, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 tokenchars '_.'");
