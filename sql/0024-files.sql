-- 0024-files.sql - files that are kept in a folder are looked for by their hash, before they are removed from it.
ALTER TABLE upload ADD KEY IF NOT EXISTS of_file (sha256);
ALTER TABLE attachment ADD KEY IF NOT EXISTS of_file (sha256);
