/*
 * attachment_files.h - the folder of attachments (setting attachments.directory): each file under its SHA-256, in hex, and
 * nothing else of it; private to app/.
 *
 * A row names a file by its hash, and two rows may name the same. So a file may go only when no row names it, and whoever adds a
 * row must be sure that its file does not go just then. The folder's lock (flock(2) on ".lock") sees to it: shared from the
 * writing of a file until its row is there, exclusive from the looking for rows until the file is gone.
 */
#ifndef APP_ATTACHMENT_FILES_H
#define APP_ATTACHMENT_FILES_H

#include "parley/app.h"
#include "parley/store_attachment.h"

/*
 * Keep the request's body. With OK the folder is held, until attachment_file_done(*hold), after the row was written or given up.
 * UNAVAILABLE "file-folder": it is not there, is full, or refuses.
 */
enum result attachment_file_put(const struct app *app, const struct app_request *r,
    const uint8_t sha256[DIGEST_SIZE], int *hold, struct fault *f) MUST_USE;
void attachment_file_done(int hold);
/* All of it, in the arena. UNAVAILABLE "file-missing": it is not there, or cannot be read to its end. */
enum result attachment_file_read(const struct app *app, const struct attachment *at,
    struct arena *a, const char **out, struct fault *f) MUST_USE;
/*
 * Take the file of that hash out of the folder, unless a row still names it: for whoever removed one that did. That it is gone
 * already, or that there is no folder, is OK.
 */
enum result attachments_remove(struct app *app, const uint8_t sha256[DIGEST_SIZE]) MUST_USE;
/*
 * What was left in the folder by a program that ended between a file and its row (or between a row's end and its file's): all
 * that is older than an hour and named by no row. UNAVAILABLE: the folder cannot be read.
 */
enum result attachments_tidy(struct app *app) MUST_USE;

#endif
