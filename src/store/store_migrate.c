/*
 * store_migrate.c - bringing the tables up to date.
 *
 * sql/NNNN-name.sql, in order, each once. What was applied stands in the table `migration` with the file's
 * SHA-256; a file that was changed afterwards, or is missing, is refused before anything is done. Names are of
 * lower-case letters, digits and hyphens; anything else in the folder is no migration.
 */
#include <dirent.h>
#include <errno.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "parley/buffer.h"
#include "parley/digest.h"
#include "parley/store_migrate.h"
#include "sql_statement.h"

enum { FILE_MOST = 1024 * 1024 };

struct file {
	struct migration about;
	uint8_t digest[DIGEST_SIZE];
	const char *text;
};

struct files {
	struct file *all;
	size_t count;
	struct arena *a;
	const char *directory;
	struct fault *f;
};

static enum result
wrong(struct fault *f, enum result r, const char *name, const char *sentence)
{
	if (f)
		fault_set(f, r, "migration", "%s: %s", name, sentence);
	return r;
}

/* --- the files --- */

static int
number_of(const char *name)
{
	size_t length = strlen(name);

	if (length < 10 || strspn(name, "0123456789") != 4 || name[4] != '-' ||
	    strcmp(name + length - 4, ".sql") != 0 ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != length - 4)
		return -1;
	return (int)strtol(name, NULL, 10);
}

static int
wanted(const struct dirent *entry)
{
	return number_of(entry->d_name) >= 0;
}

static enum result
file_read(struct files *fs, const char *name, struct file *out)
{
	const char *path = arena_format(fs->a, "%s/%s", fs->directory, name);
	FILE *in = fopen(path, "re");
	char *text = arena_alloc(fs->a, FILE_MOST + 1);
	size_t length;

	if (!in)
		return wrong(fs->f, RESULT_NOT_FOUND, path, strerror(errno));
	length = fread(text, 1, FILE_MOST + 1, in);
	int failed = ferror(in);
	fclose(in);
	if (failed || length > FILE_MOST || strlen(text) != length)
		return wrong(
		    fs->f, RESULT_INVALID, path, "this cannot be read as a text of at most 1 MiB");
	*out = (struct file){
		.about = { .number = number_of(name),
		    .name = arena_string(fs->a, name),
		    .applied_at = INSTANT_NONE },
		.text = text,
	};
	digest_sha256(&(struct digest_part){ text, length }, 1, out->digest);
	return RESULT_OK;
}

static enum result
files_read(struct files *fs)
{
	struct dirent **names;
	enum result r = RESULT_OK;
	int count = scandir(fs->directory, &names, wanted, alphasort);

	if (count < 0)
		return wrong(fs->f, RESULT_NOT_FOUND, fs->directory, strerror(errno));
	fs->all = ARENA_ARRAY(fs->a, (size_t)count, struct file);
	for (int i = 0; i < count; i++) {
		if (r == RESULT_OK)
			r = file_read(fs, names[i]->d_name, &fs->all[fs->count++]);
		if (r == RESULT_OK && i > 0 &&
		    fs->all[i].about.number == fs->all[i - 1].about.number)
			r = wrong(fs->f, RESULT_INVALID, names[i]->d_name,
			    "another migration has the same number");
		free(names[i]);
	}
	free(names);
	if (r == RESULT_OK && count == 0)
		r = wrong(
		    fs->f, RESULT_NOT_FOUND, fs->directory, "there is no migration in this folder");
	return r;
}

/* --- what was applied --- */

static enum result
row_match(struct files *fs, MYSQL_ROW row, const unsigned long *lengths)
{
	int number = (int)strtol(row[0], NULL, 10);

	for (size_t i = 0; i < fs->count; i++) {
		struct file *file = &fs->all[i];
		if (file->about.number != number)
			continue;
		if (lengths[2] != DIGEST_SIZE || memcmp(row[2], file->digest, DIGEST_SIZE) != 0)
			return wrong(fs->f, RESULT_INVALID, file->about.name,
			    "the file was changed after it was applied");
		file->about.applied = true;
		file->about.applied_at = strtoll(row[3], NULL, 10);
		return RESULT_OK;
	}
	return wrong(fs->f, RESULT_INVALID, row[1],
	    "this was applied to the database, but the file is not here; the "
	    "database belongs to a newer version");
}

/* As text, because on an empty database there is no table to prepare it against. */
static enum result
applied_read(struct store *st, struct files *fs)
{
	enum result r = RESULT_OK;

	if (!st->db && (r = sql_connect(st)) != RESULT_OK)
		return r;
	sql_answers_read(st);
	if (mysql_query(st->db,
		"SELECT number, name, digest, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', applied_at) "
		"FROM migration ORDER BY number")) {
		if (mysql_errno(st->db) == ER_NO_SUCH_TABLE)
			return RESULT_OK;
		r = sql_error(st, mysql_errno(st->db), "SELECT");
		return wrong(fs->f, r, "database", mysql_error(st->db));
	}
	MYSQL_RES *rows = mysql_store_result(st->db);
	for (MYSQL_ROW row; r == RESULT_OK && rows && (row = mysql_fetch_row(rows));)
		r = row_match(fs, row, mysql_fetch_lengths(rows));
	mysql_free_result(rows);
	return r;
}

/* --- applying --- */

/* parley_worker@localhost → 'parley_worker'@'localhost'; NULL unless it is plain. */
static const char *
account_quote(const char *account, struct arena *a)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.%";
	const char *at = strchr(account, '@');

	if (!at || at == account || !at[1] || strspn(account, plain) != (size_t)(at - account) ||
	    strspn(at + 1, plain) != strlen(at + 1))
		return NULL;
	return arena_format(a, "'%.*s'@'%s'", (int)(at - account), account, at + 1);
}

static void
text_make(struct buffer *b, const char *text, const char *account)
{
	static const char mark[] = "${WORKER}";
	const char *at;

	for (; (at = strstr(text, mark)); text = at + sizeof mark - 1) {
		buffer_add(b, text, (size_t)(at - text));
		buffer_string(b, account);
	}
	buffer_string(b, text);
}

static enum result
file_apply(struct store *st, struct files *fs, struct file *file, const char *account)
{
	struct buffer b;
	char hex[2 * DIGEST_SIZE + 1];

	/* The record is the last statement of its own file: no later one is tried when it fails. */
	buffer_init(&b, 0);
	text_make(&b, file->text, account);
	hex_write(file->digest, DIGEST_SIZE, hex);
	buffer_format(&b,
	    "\nINSERT INTO migration (number, name, digest, applied_at) VALUES "
	    "(%d, '%s', UNHEX('%s'), UTC_TIMESTAMP(6))",
	    file->about.number, file->about.name, hex);
	enum result r = sql_text_run(st, b.data);
	buffer_clear(&b);
	if (r != RESULT_OK)
		return wrong(fs->f, r, file->about.name,
		    st->db ? mysql_error(st->db) : "the database was lost");
	file->about.applied = true;
	file->about.applied_at = instant_now();
	return RESULT_OK;
}

static enum result
look(struct store *st, struct files *fs)
{
	enum result r = files_read(fs);

	return r == RESULT_OK ? applied_read(st, fs) : r;
}

enum result
store_migrate(struct store *owner, const char *directory, struct arena *a, struct migration **done,
    size_t *count, struct fault *f)
{
	struct files fs = { .a = a, .directory = directory, .f = f };
	const char *worker =
	    owner->settings.worker ? owner->settings.worker : "parley_worker@localhost";
	const char *account = account_quote(worker, a);
	size_t n = 0;

	if (!account)
		return wrong(f, RESULT_INVALID, worker, "an account is written as name@host");
	enum result r = look(owner, &fs);
	struct migration *all = r == RESULT_OK ? ARENA_ARRAY(a, fs.count, struct migration) : NULL;
	for (size_t i = 0; r == RESULT_OK && i < fs.count; i++) {
		if (fs.all[i].about.applied)
			continue;
		r = file_apply(owner, &fs, &fs.all[i], account);
		if (r == RESULT_OK)
			all[n++] = fs.all[i].about;
	}
	if (r != RESULT_OK)
		return r;
	*done = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_migrations(struct store *st, const char *directory, struct arena *a, struct migration **all,
    size_t *count, struct fault *f)
{
	struct files fs = { .a = a, .directory = directory, .f = f };
	enum result r = look(st, &fs);

	if (r != RESULT_OK)
		return r;
	struct migration *list = ARENA_ARRAY(a, fs.count, struct migration);
	for (size_t i = 0; i < fs.count; i++)
		list[i] = fs.all[i].about;
	*all = list;
	*count = fs.count;
	return RESULT_OK;
}
