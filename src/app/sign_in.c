/* sign_in.c - a name and a password against the directory, and a session if they are right; see parley/app.h. */
#include <string.h>

#include "parley/app.h"
#include "directories.h"
#include "mapping.h"
#include "sign_in.h"

/* --- tries --- */

/*
 * What is counted, and how often it may fail within how long. Only tries that reached the directory count, so a
 * limit ends by itself however often somebody knocks. The narrow key (this account from this address) closes first: a
 * stranger who guesses at somebody's account from elsewhere shuts himself out long before the account's own wide limit
 * does. A whole council may come from one address.
 */
static const struct try_limit {
	enum try_key key;
	int minutes;
	int failures;
} limits[] = {
	{ TRY_ACCOUNT_AND_ADDRESS, 60, 20 }, /* of one key the longest first: see check_key */
	{ TRY_ACCOUNT_AND_ADDRESS, 15, 10 },
	{ TRY_ACCOUNT_AND_ADDRESS, 1, 5 },
	{ TRY_ACCOUNT, 15, 60 },
	{ TRY_ADDRESS, 15, 200 },
};
#define LIMIT_COUNT (sizeof(limits) / sizeof(limits[0]))

/*
 * A name as directories compare it (RFC 4518): case, and spaces before, behind and doubled, make no other name of it,
 * or each way of writing it would have tries of its own. Beyond ASCII the directory room takes one way only.
 */
static char *
fold_account(struct arena *a, const char *username)
{
	char *account = arena_string(a, username);
	size_t n = 0;

	for (const char *at = username; *at != '\0'; at++) {
		if (*at == ' ' && (n == 0 || at[1] == ' ' || at[1] == '\0'))
			continue;
		account[n++] = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
	}
	account[n] = '\0';
	return account;
}

/* Hashes, because the table is not to be a list of who could not sign in from where. */
void
sign_in_tries_make(struct sign_in_tries *t, struct arena *a, const char *username, const char *address)
{
	const char *account = fold_account(a, username);

	for (int key = 0; key < TRY_KEY_COUNT; key++) {
		uint8_t kind = (uint8_t)key;
		struct digest_part parts[] = {
			{ &kind, 1 },
			{ account, key != TRY_ADDRESS ? strlen(account) + 1 : 0 },
			{ address, key != TRY_ACCOUNT ? strlen(address) : 0 },
		};

		digest_sha256(parts, sizeof(parts) / sizeof(parts[0]), t->keys[key]);
	}
}

static enum result
refuse(struct fault *f, int minutes)
{
	return fault_set(f, RESULT_LIMIT, "sign-in-throttled",
	    "There were too many tries that failed. Try again in %d minute%s", minutes,
	    minutes == 1 ? "" : "s");
}

enum result
sign_in_store_fault(struct fault *f, enum result result)
{
	return fault_set(f, result, "store",
	    "Parley cannot reach its database at the moment. Try again in a minute");
}

/* One statement per key while nobody fails: a shorter span is only asked for when the longest holds any. */
enum result
sign_in_tries_check(struct app *app, const struct sign_in_tries *t, instant now, struct fault *f)
{
	int found = 0;

	for (size_t i = 0; i < LIMIT_COUNT; i++) {
		bool first = i == 0 || limits[i - 1].key != limits[i].key;
		enum result result;

		if (!first && found == 0)
			continue;
		result = store_throttle_count(app->store, t->keys[limits[i].key],
		    now - limits[i].minutes * INSTANT_MINUTE, &found);
		if (result != RESULT_OK)
			return sign_in_store_fault(f, result);
		if (found >= limits[i].failures)
			return refuse(f, limits[i].minutes);
	}
	return RESULT_OK;
}

enum result
sign_in_tries_count(struct app *app, const struct sign_in_tries *t, instant now)
{
	for (int key = 0; key < TRY_KEY_COUNT; key++) {
		enum result result = store_throttle_add(app->store, t->keys[key], now);

		if (result != RESULT_OK)
			return result;
	}
	return RESULT_OK;
}

/* --- the directory --- */

/*
 * What the directory says is for logs (its code); what the person reads is ours, and the same for every cause. But that an
 * account is switched off, or a password has run out, is told: the directory says so only after the right password.
 */
static enum result
say(struct fault *f, enum result result, const struct fault *directory, bool guessed)
{
	const char *code = directory->code != NULL ? directory->code : "directory";

	if (result == RESULT_DENIED && strcmp(code, "sign-in-denied") == 0)
		return fault_set(f, result, "sign-in", "The username or password is not right");
	if (guessed && result != RESULT_DENIED)
		return fault_set(f, result, code,
		    "We cannot reach the directory that your account may be in at the moment. Try again in a few minutes");
	if (result == RESULT_UNAVAILABLE || result == RESULT_TIMEOUT)
		return fault_set(f, result, code,
		    "We cannot reach your council’s directory at the moment, so nobody can sign in. "
		    "Your password was not checked. Try again in a few minutes");
	return fault_set(f, result, code, "%s",
	    directory->sentence != NULL ? directory->sentence : "You cannot be signed in");
}

static enum result
ask_directories(struct app *app, const struct app_request *r, const struct directories_asked *asked,
    const struct sign_in_tries *tries, struct directory_person *out, struct fault *f)
{
	enum result result, counted = RESULT_OK;
	struct fault own;
	bool guessed = false;

	fault_init(&own, r->arena);
	result = directories_sign_in(app->directories, asked, r->arena, out, &guessed, &own);
	if (guessed)
		counted = sign_in_tries_count(app, tries, r->now);
	/* A wrong password that could not be counted is not answered: it would be a free try. */
	if (counted != RESULT_OK)
		return sign_in_store_fault(f, counted);
	if (result == RESULT_OK)
		return result;
	directories_forget(app, &own);
	return say(f, result, &own, guessed);
}

/* --- the person and the session --- */

/* At sign-in the manager is not read (one search, two binds): what the last refresh found stays. */
static enum result
keep_manager(struct app *app, struct arena *a, struct person *p)
{
	struct person known;
	enum result result;

	if (p->manager_key != NULL)
		return RESULT_OK;
	result = store_person_by_key(app->store, p->directory, p->directory_key, a, &known);
	if (result == RESULT_OK)
		p->manager_key = known.manager_key;
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

enum result
sign_in_person(struct app *app, struct arena *a, const struct directory_person *entry, int64_t *id)
{
	const struct mapping *mapping;
	struct person p;
	struct fault unsaid;
	enum result result;

	fault_init(&unsaid, a);
	result = mapping_load(app, a, &mapping, &unsaid);
	if (result != RESULT_OK)
		return result;
	/* By the real time, as refreshes are: a demo's clock may be moved. */
	mapping_apply(mapping, a, entry, instant_now(), &p);
	result = keep_manager(app, a, &p);
	return result == RESULT_OK ? store_person_put(app->store, &p, id) : result;
}

static void
make_token(char out[44])
{
	uint8_t bytes[32];

	random_fill(bytes, sizeof(bytes));
	base64url_write(bytes, sizeof(bytes), out);
	secret_wipe(bytes, sizeof(bytes));
}

enum result
sign_in_session(struct app *app, int64_t person_id, instant now, struct signed_in *out)
{
	struct signed_in made = { .person_id = person_id };
	uint8_t hash[DIGEST_SIZE];
	char csrf[44];
	struct digest_part part = { made.token, 0 };
	enum result result;

	make_token(made.token);
	make_token(csrf);
	part.length = strlen(made.token);
	digest_sha256(&part, 1, hash);
	result = store_session_add(app->store, hash, person_id, csrf, now);
	if (result == RESULT_OK)
		*out = made;
	secret_wipe(&made, sizeof(made));
	secret_wipe(csrf, sizeof(csrf));
	return result;
}

enum result
app_sign_in(struct app *app, const struct app_request *r, const char *username,
    const char *password, const char *address, struct signed_in *out, struct fault *f)
{
	struct directory_person entry;
	struct sign_in_tries tries = { 0 };
	int64_t person_id = 0;
	enum result result = directories_current(app, r->arena, f);

	if (result != RESULT_OK)
		return result;
	sign_in_tries_make(&tries, r->arena, directories_account(app->directories, username, r->arena), address);
	result = sign_in_tries_check(app, &tries, r->now, f);
	if (result == RESULT_OK)
		result = ask_directories(app, r, &(struct directories_asked){ username, password }, &tries, &entry, f);
	if (result != RESULT_OK)
		return result;
	result = sign_in_person(app, r->arena, &entry, &person_id);
	if (result == RESULT_OK)
		result = store_throttle_clear(app->store, tries.keys[TRY_ACCOUNT_AND_ADDRESS]);
	if (result == RESULT_OK)
		result = sign_in_session(app, person_id, r->now, out);
	return result == RESULT_OK ? result : sign_in_store_fault(f, result);
}
