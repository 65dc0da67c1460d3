/*
 * emergency.c - the emergency administrator: armed on the server for an hour, by a password that opens once; see parley/app.h.
 *
 * It is for the hour in which nobody else gets in: the directory is down or wrongly set, or the administrators' group is empty.
 * So nothing here asks a directory, and nothing here leads to a case.
 */
#include "parley/app.h"
#include "parley/store_emergency.h"
#include "parley/store_setting.h"

#include <string.h>

#include "sign_in.h"

#define LASTS INSTANT_HOUR
#define PASSWORD_DIGITS 20 /* of five bits each */
#define GROUP 5

/* Letters and digits that are not taken for one another when they are read out over the telephone (Crockford's). */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* --- the password --- */

static void
make_password(char out[PASSWORD_DIGITS + PASSWORD_DIGITS / GROUP])
{
	uint8_t bytes[PASSWORD_DIGITS];
	size_t n = 0;

	random_fill(bytes, sizeof bytes);
	for (size_t i = 0; i < PASSWORD_DIGITS; i++) {
		if (i > 0 && i % GROUP == 0)
			out[n++] = '-';
		out[n++] = alphabet[bytes[i] & 31];
	}
	out[n] = '\0';
	secret_wipe(bytes, sizeof bytes);
}

/* As it was made, however it was typed: small letters, spaces and hyphens do not matter, nor O for 0 and I or L for 1. */
static bool
plain_password(const char *typed, char out[PASSWORD_DIGITS + 1])
{
	size_t n = 0;

	for (; *typed != '\0'; typed++) {
		char c = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 'a' + 'A') : *typed;

		if (c == ' ' || c == '-')
			continue;
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (n == PASSWORD_DIGITS || strchr(alphabet, c) == NULL)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return n == PASSWORD_DIGITS;
}

static void
hash_password(const struct emergency *e, const char plain[PASSWORD_DIGITS + 1], uint8_t out[DIGEST_SIZE])
{
	struct digest_part parts[] = { { e->salt, sizeof e->salt }, { plain, PASSWORD_DIGITS } };

	digest_sha256(parts, 2, out);
}

/* --- on the server --- */

static enum result
store_fault(struct fault *f, enum result result)
{
	return fault_set(f, result, "store", "the database cannot be used (%s); was `parley migrate` run?", result_name(result));
}

static enum result
instance_now(struct app *app, instant *out)
{
	struct instance instance;
	enum result r = store_instance(app->store, &instance);

	if (r == RESULT_OK)
		*out = instant_now() + instance.clock_offset;
	return r;
}

static enum result
check_why(const char *why, struct fault *f)
{
	if (why != NULL && why[0] != '\0' && strlen(why) <= 2000)
		return RESULT_OK;
	return fault_set(f, RESULT_INVALID, "why", "say why, in up to 2,000 characters: --why \"the directory is down\"");
}

enum result
app_emergency_arm(struct app *owner, struct arena *a, const char *why, const char *by, struct buffer *out, struct fault *f)
{
	char password[PASSWORD_DIGITS + PASSWORD_DIGITS / GROUP], plain[PASSWORD_DIGITS + 1];
	struct emergency e = { .armed_at = instant_now(), .armed_by = by, .why = why };
	struct settings_change change = { .what = "emergency-armed", .why = why };
	enum result r = check_why(why, f);

	if (r != RESULT_OK)
		return r;
	r = instance_now(owner, &change.now);
	e.ends = e.armed_at + LASTS;
	random_fill(e.salt, sizeof e.salt);
	make_password(password);
	if (r == RESULT_OK && !plain_password(password, plain))
		r = RESULT_BUG;
	hash_password(&e, plain, e.digest);
	change.detail = arena_format(a, "by %s", by);
	if (r == RESULT_OK)
		r = store_emergency_arm(owner->store, &e, &change);
	if (r == RESULT_OK) {
		buffer_format(out, "The password, which opens once and is shown once:\n\n    %s\n\nAt %s/emergency, until ",
		    password, owner->config->instance.origin);
		instant_write_words(out, e.ends);
		buffer_string(out, ". Every administrator is told.\n`parley emergency disarm` ends it, and whatever was begun with it.\n");
	}
	secret_wipe(password, sizeof password);
	secret_wipe(plain, sizeof plain);
	return r == RESULT_OK ? r : store_fault(f, r);
}

enum result
app_emergency_disarm(struct app *owner, struct arena *a, const char *by, struct buffer *out, struct fault *f)
{
	struct settings_change change = { .what = "emergency-ended", .detail = arena_format(a, "by %s", by) };
	enum result r = instance_now(owner, &change.now);

	if (r == RESULT_OK)
		r = store_emergency_disarm(owner->store, instant_now(), &change);
	if (r == RESULT_NOT_FOUND) {
		buffer_string(out, "nothing was armed\n");
		return RESULT_OK;
	}
	if (r != RESULT_OK)
		return store_fault(f, r);
	buffer_string(out, "disarmed; who was signed in by it is signed out\n");
	return RESULT_OK;
}

static void
write_time(struct buffer *out, const char *before, instant t)
{
	buffer_string(out, before);
	instant_write_words(out, t);
}

static void
status_text(struct buffer *out, const struct emergency *e, bool armed)
{
	write_time(out, armed ? "ARMED until " : "not armed; the last time ended on ", e->ends);
	write_time(out, "\narmed on ", e->armed_at);
	buffer_format(out, " by %s: %s\n", e->armed_by, e->why);
	if (e->used_at != INSTANT_NONE)
		write_time(out, "its password was used on ", e->used_at);
	else
		buffer_string(out, "its password was not used");
	buffer_char(out, '\n');
}

static void
write_instant(struct buffer *out, const char *name, instant t)
{
	struct buffer b;

	if (t == INSTANT_NONE) {
		json_null(out, name);
		return;
	}
	buffer_init(&b, 0);
	instant_write(&b, t);
	json_string(out, name, b.data);
	buffer_clear(&b);
}

enum result
app_emergency_status(struct app *app, struct arena *a, bool json, struct buffer *out, struct fault *f)
{
	struct emergency e;
	enum result r = store_emergency(app->store, a, &e);
	bool any = r == RESULT_OK, armed = any && e.ends > instant_now();

	if (!any && r != RESULT_NOT_FOUND)
		return store_fault(f, r);
	if (!json && !any)
		buffer_string(out, "not armed, and never was\n");
	else if (!json)
		status_text(out, &e, armed);
	if (!json)
		return RESULT_OK;
	json_object(out, NULL);
	json_bool(out, "armed", armed);
	write_instant(out, "armed_at", any ? e.armed_at : INSTANT_NONE);
	write_instant(out, "ends", any ? e.ends : INSTANT_NONE);
	write_instant(out, "used_at", any ? e.used_at : INSTANT_NONE);
	json_string(out, "by", any ? e.armed_by : NULL);
	json_string(out, "why", any ? e.why : NULL);
	json_end_object(out);
	return RESULT_OK;
}

/* --- signing in --- */

/* Said alike whether it is wrong, used, over, or nothing was ever armed. */
static enum result
refuse(struct fault *f)
{
	return fault_set(f, RESULT_DENIED, "emergency",
	    "That password does not open anything. It opens once, and for an hour after it was made");
}

static bool
is_right(const struct emergency *e, const char *typed)
{
	char plain[PASSWORD_DIGITS + 1];
	uint8_t digest[DIGEST_SIZE];
	bool right = plain_password(typed, plain);

	if (right) {
		hash_password(e, plain, digest);
		right = secret_equal(digest, e->digest, DIGEST_SIZE);
	}
	secret_wipe(plain, sizeof plain);
	return right && e->used_at == INSTANT_NONE && e->ends > instant_now();
}

enum result
app_emergency_sign_in(struct app *app, const struct app_request *r, const char *password, const char *address,
                      struct signed_in *out, struct fault *f)
{
	struct settings_change change = { .what = "emergency-used" };
	struct sign_in_tries tries;
	struct emergency e;
	enum result result;

	/* Only the address counts: nobody can shut out whom this is for by guessing from somewhere else. */
	sign_in_tries_make(&tries, r->arena, arena_format(r->arena, "emergency %s", address), address);
	result = sign_in_tries_check(app, &tries, r->now, f);
	if (result != RESULT_OK)
		return result;
	result = store_emergency(app->store, r->arena, &e);
	if (result == RESULT_NOT_FOUND || (result == RESULT_OK && !is_right(&e, password))) {
		result = sign_in_tries_count(app, &tries, r->now);
		return result == RESULT_OK ? refuse(f) : sign_in_store_fault(f, result);
	}
	if (result == RESULT_OK)
		result = instance_now(app, &change.now);
	change.person_id = result == RESULT_OK ? e.person_id : 0;
	if (result == RESULT_OK)
		result = store_emergency_use(app->store, e.id, instant_now(), &change);
	if (result == RESULT_NOT_FOUND)
		return refuse(f);
	if (result == RESULT_OK)
		result = sign_in_session(app, e.person_id, instant_now(), out);
	return result == RESULT_OK ? result : sign_in_store_fault(f, result);
}
