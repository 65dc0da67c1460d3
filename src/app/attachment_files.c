/* attachment_files.c - see attachment_files.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "parley/store_attachment.h"

#include "attachment_files.h"

enum { LEFT_SECONDS = 3600, HEX_SIZE = 2 * DIGEST_SIZE };

static int
folder_open(const struct app *app)
{
	const char *folder = app->config->attachments.directory;

	return folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
}

/* A descriptor to be closed, which lets go of the folder; -1. */
static int
folder_hold(int folder, int how)
{
	int lock =
	    openat(folder, ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
	int got;

	if (lock < 0)
		return -1;
	do
		got = flock(lock, how);
	while (got != 0 && errno == EINTR);
	if (got == 0)
		return lock;
	(void)close(lock);
	return -1;
}

void
attachment_file_done(int hold)
{
	if (hold >= 0)
		(void)close(hold);
}

/* --- in --- */

static bool
write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		length -= (size_t)n;
	}
	return fsync(fd) == 0;
}

/* It gets its name only when all of it is on the disk. One of the same name has the same content, or was damaged. */
static bool
write_file(int folder, const char *name, const struct app_request *r)
{
	const char *part = arena_format(r->arena, "%s.%s", name, r->id);
	int fd = openat(
	    folder, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
	bool good;

	if (fd < 0)
		return false;
	good = write_all(fd, r->body, r->body_length);
	good = close(fd) == 0 && good;
	if (good && renameat(folder, part, folder, name) == 0 && fsync(folder) == 0)
		return true;
	(void)unlinkat(folder, part, 0);
	return false;
}

enum result
attachment_file_put(const struct app *app, const struct app_request *r,
    const uint8_t sha256[DIGEST_SIZE], int *hold, struct fault *f)
{
	char name[HEX_SIZE + 1];
	int folder = folder_open(app);
	int lock = folder >= 0 ? folder_hold(folder, LOCK_SH) : -1;
	bool good;

	hex_write(sha256, DIGEST_SIZE, name);
	good = lock >= 0 && write_file(folder, name, r);
	if (folder >= 0)
		(void)close(folder);
	if (good) {
		*hold = lock;
		return RESULT_OK;
	}
	attachment_file_done(lock);
	return fault_set(f, RESULT_UNAVAILABLE, "file-folder",
	    "Files cannot be kept at the moment, so this one was not. Try again later, or tell the people who run Parley.");
}

/* --- out --- */

static bool
read_all(int fd, char *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

enum result
attachment_file_read(const struct app *app, const struct attachment *at, struct arena *a,
    const char **out, struct fault *f)
{
	char name[HEX_SIZE + 1];
	char *data = arena_alloc(a, at->size + 1);
	int folder = folder_open(app), fd = -1;
	bool good;

	hex_write(at->sha256, DIGEST_SIZE, name);
	if (folder >= 0)
		fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	good = fd >= 0 && read_all(fd, data, at->size);
	if (fd >= 0)
		(void)close(fd);
	if (folder >= 0)
		(void)close(folder);
	if (!good)
		return fault_set(f, RESULT_UNAVAILABLE, "file-missing",
		    "This file is not where it is kept. Nothing is wrong with what you did: tell the people who run Parley.");
	*out = data;
	return RESULT_OK;
}

/* --- away --- */

static enum result
remove_unnamed(struct app *app, int folder, const char *name, const uint8_t sha256[DIGEST_SIZE])
{
	int lock = folder_hold(folder, LOCK_EX);
	bool named = true;
	enum result result =
	    lock < 0 ? RESULT_UNAVAILABLE : store_file_named(app->store, sha256, &named);

	if (result == RESULT_OK && !named && unlinkat(folder, name, 0) != 0 && errno != ENOENT)
		result = RESULT_UNAVAILABLE;
	attachment_file_done(lock);
	return result;
}

enum result
attachments_remove(struct app *app, const uint8_t sha256[DIGEST_SIZE])
{
	int folder = folder_open(app);
	char name[HEX_SIZE + 1];
	enum result result;

	if (folder < 0)
		return app->config->attachments.directory ? RESULT_UNAVAILABLE : RESULT_OK;
	hex_write(sha256, DIGEST_SIZE, name);
	result = remove_unnamed(app, folder, name, sha256);
	(void)close(folder);
	return result;
}

/* HASH, or HASH.REQUEST of one that was never finished; what else somebody has put there stays. */
static enum result
tidy_one(struct app *app, int folder, const char *name, time_t before)
{
	uint8_t sha256[DIGEST_SIZE];
	char hex[HEX_SIZE + 1];
	struct stat st;

	if (strlen(name) < HEX_SIZE || (name[HEX_SIZE] != '\0' && name[HEX_SIZE] != '.'))
		return RESULT_OK;
	memcpy(hex, name, HEX_SIZE);
	hex[HEX_SIZE] = '\0';
	if (hex_parse(hex, sha256, DIGEST_SIZE) != RESULT_OK ||
	    fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_mtime > before)
		return RESULT_OK;
	if (name[HEX_SIZE] == '\0')
		return remove_unnamed(app, folder, name, sha256);
	return unlinkat(folder, name, 0) == 0 || errno == ENOENT ? RESULT_OK : RESULT_UNAVAILABLE;
}

enum result
attachments_tidy(struct app *app)
{
	int folder = folder_open(app);
	int listed = folder >= 0 ? dup(folder) : -1;
	DIR *list = listed >= 0 ? fdopendir(listed) : NULL;
	const time_t before = (time_t)(instant_now() / INSTANT_SECOND) - LEFT_SECONDS;
	enum result result = RESULT_OK;

	if (!list)
		result = app->config->attachments.directory ? RESULT_UNAVAILABLE : RESULT_OK;
	for (struct dirent *entry; list && result == RESULT_OK && (entry = readdir(list)) != NULL;)
		result = tidy_one(app, folder, entry->d_name, before);
	if (list)
		(void)closedir(list);
	else if (listed >= 0)
		(void)close(listed);
	if (folder >= 0)
		(void)close(folder);
	return result;
}

/* --- for the doctor --- */

enum { LOOKED_AT_ONCE = 500 };

/* What is wrong with the folder itself, or NULL. */
static const char *
folder_trouble(const struct app *app, int folder, struct arena *a)
{
	const char *path = app->config->attachments.directory;
	struct stat st;

	if (folder < 0)
		return arena_format(a, "%s: %s", path, strerror(errno));
	if (fstat(folder, &st) != 0 || faccessat(folder, ".", W_OK | X_OK, 0) != 0)
		return arena_format(a, "%s cannot be written to", path);
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return arena_format(a, "%s is open to other accounts; chmod 700", path);
	return NULL;
}

static bool
is_there(int folder, const struct upload *file)
{
	char name[HEX_SIZE + 1];
	struct stat st;

	hex_write(file->sha256, DIGEST_SIZE, name);
	return folder >= 0 && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) && (size_t)st.st_size == file->size;
}

static enum result
count_files(
    struct app *app, int folder, struct arena *a, size_t *all, size_t *missing, const char **first)
{
	struct upload *files;
	size_t count = LOOKED_AT_ONCE;
	int64_t after = 0;
	enum result result = RESULT_OK;
	char name[HEX_SIZE + 1];

	while (result == RESULT_OK && count == LOOKED_AT_ONCE) {
		result = store_attachments_elsewhere(
		    app->store, after, LOOKED_AT_ONCE, a, &files, &count);
		for (size_t i = 0; result == RESULT_OK && i < count; i++) {
			after = files[i].id;
			++*all;
			if (is_there(folder, &files[i]))
				continue;
			hex_write(files[i].sha256, DIGEST_SIZE, name);
			if (++*missing == 1)
				*first = arena_string(a, name);
		}
	}
	return result;
}

enum result
app_files(struct app *app, struct arena *a, struct app_files_state *out, struct fault *f)
{
	const char *path = app->config->attachments.directory, *first = "", *trouble = NULL;
	int folder = folder_open(app);
	size_t all = 0, missing = 0;
	enum result result;

	if (path)
		trouble = folder_trouble(app, folder, a);
	result = count_files(app, folder, a, &all, &missing, &first);
	if (folder >= 0)
		(void)close(folder);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the list of attached files cannot be read");
	out->good = !trouble && missing == 0;
	if (trouble)
		out->words = trouble;
	else if (missing > 0)
		out->words = arena_format(a,
		    "%zu of %zu are not in %s; restore them from its backup, the first: %s",
		    missing, all, path ? path : "any folder (attachments.directory is not set)",
		    first);
	else
		out->words =
		    path ? arena_format(a, "%zu in %s", all, path) : "kept in the database";
	return RESULT_OK;
}
