/* trouble.c - see trouble.h. */
#include "trouble.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <ldap.h>

/* One row a kind: what callers get, what an administrator searches for, what a person reads. */
static const struct {
	enum result result;
	const char *code, *sentence;
} kinds[] = {
	[TROUBLE_NONE] = { RESULT_OK, "", "" },
	[TROUBLE_DENIED] = { RESULT_DENIED, "sign-in-denied",
	    "The user name or password is not right, or the account cannot be used." },
	[TROUBLE_DISABLED] = { RESULT_DENIED, "account-disabled",
	    "Your account is switched off. Ask your IT service desk." },
	[TROUBLE_EXPIRED] = { RESULT_DENIED, "account-expired",
	    "Your account has run out. Ask your IT service desk." },
	[TROUBLE_OLD_PASSWORD] = { RESULT_DENIED, "password-expired",
	    "Your password has run out. Change it where you usually do, and then sign in here." },
	[TROUBLE_MUST_CHANGE] = { RESULT_DENIED, "password-change",
	    "Your password has to be changed first. Change it where you usually do, and then sign in here." },
	[TROUBLE_NOBODY] = { RESULT_NOT_FOUND, "directory-nobody",
	    "The directory of people has nobody of that name." },
	[TROUBLE_SEVERAL] = { RESULT_NOT_FOUND, "directory-several",
	    "The directory of people has more than one person of that user name." },
	[TROUBLE_DOWN] = { RESULT_UNAVAILABLE, "directory-down",
	    "The directory of people cannot be reached at the moment. Try again in a few minutes." },
	[TROUBLE_TIMEOUT] = { RESULT_TIMEOUT, "directory-timeout",
	    "The directory of people did not answer in time. Try again in a few minutes." },
	[TROUBLE_CERTIFICATE] = { RESULT_UNAVAILABLE, "directory-certificate",
	    "A safe connection to the directory of people could not be made, so nothing was sent to it." },
	[TROUBLE_ACCOUNT] = { RESULT_UNAVAILABLE, "directory-account",
	    "The directory of people does not accept Parley's own account." },
	[TROUBLE_SETTINGS] = { RESULT_UNAVAILABLE, "directory-settings",
	    "Parley's settings do not fit the directory of people." },
	[TROUBLE_REFERRAL] = { RESULT_UNAVAILABLE, "directory-referral",
	    "The directory of people sent Parley to another server, and Parley does not follow." },
	[TROUBLE_CUT] = { RESULT_LIMIT, "directory-cut-short",
	    "The directory of people gave only part of the list, so nothing of it was used." },
	[TROUBLE_ANSWER] = { RESULT_UNAVAILABLE, "directory-answer",
	    "The directory of people gave an answer that Parley cannot use." },
};

static const struct {
	int code;
	enum trouble trouble;
} codes[] = {
	{ LDAP_SUCCESS, TROUBLE_NONE },
	{ LDAP_SERVER_DOWN, TROUBLE_DOWN },
	{ LDAP_CONNECT_ERROR, TROUBLE_DOWN },
	{ LDAP_UNAVAILABLE, TROUBLE_DOWN },
	{ LDAP_BUSY, TROUBLE_DOWN },
	{ LDAP_TIMEOUT, TROUBLE_TIMEOUT },
	{ LDAP_TIMELIMIT_EXCEEDED, TROUBLE_TIMEOUT },
	{ LDAP_SIZELIMIT_EXCEEDED, TROUBLE_CUT },
	{ LDAP_ADMINLIMIT_EXCEEDED, TROUBLE_CUT },
	{ LDAP_REFERRAL, TROUBLE_REFERRAL },
	{ LDAP_INVALID_CREDENTIALS, TROUBLE_ACCOUNT },
	{ LDAP_INSUFFICIENT_ACCESS, TROUBLE_ACCOUNT },
	/* Active Directory, when asked something over a connection that is not bound. */
	{ LDAP_OPERATIONS_ERROR, TROUBLE_ACCOUNT },
	{ LDAP_NO_SUCH_OBJECT, TROUBLE_SETTINGS },
	{ LDAP_FILTER_ERROR, TROUBLE_SETTINGS },
	{ LDAP_INVALID_DN_SYNTAX, TROUBLE_SETTINGS },
	{ LDAP_CONFIDENTIALITY_REQUIRED, TROUBLE_SETTINGS },
	{ LDAP_STRONG_AUTH_REQUIRED, TROUBLE_SETTINGS },
};

/*
 * Active Directory's sub-codes in "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 532,
 * v4563". These it gives only when the password was right; 775 (locked for a while) it gives for a wrong one too, so that
 * is told like a wrong password (52e), as are the name that there is not (525), the hours (530) and the computer (531).
 */
static const struct {
	long code;
	enum trouble trouble;
} sub_codes[] = {
	{ 0x532, TROUBLE_OLD_PASSWORD },
	{ 0x533, TROUBLE_DISABLED },
	{ 0x701, TROUBLE_EXPIRED },
	{ 0x773, TROUBLE_MUST_CHANGE },
};

/* Answers to a bind that speak of the account and not of the server. Active Directory says 49 with a sub-code
 * for all of them; 389 DS has 53 for an account that is switched off and 19 for one
 * that is locked; an entry without a password gives 48, one that has just gone 32. */
static const int refusals[] = {
	LDAP_INVALID_CREDENTIALS, LDAP_INAPPROPRIATE_AUTH, LDAP_NO_SUCH_OBJECT, LDAP_UNWILLING_TO_PERFORM,
	LDAP_CONSTRAINT_VIOLATION, LDAP_INSUFFICIENT_ACCESS,
};

enum trouble
trouble_from_code(int code)
{
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (codes[i].code == code)
			return codes[i].trouble;
	return TROUBLE_ANSWER;
}

static bool
is_refusal(int code)
{
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
		if (refusals[i] == code)
			return true;
	return false;
}

static enum trouble
refusal(const char *said)
{
	const char *at = strstr(said, "AcceptSecurityContext error, data ");
	long code = at != NULL ? strtol(at + strlen("AcceptSecurityContext error, data "), NULL, 16) : 0;

	for (size_t i = 0; i < sizeof sub_codes / sizeof sub_codes[0]; i++)
		if (sub_codes[i].code == code)
			return sub_codes[i].trouble;
	return TROUBLE_DENIED;
}

enum trouble
trouble_from_sign_in(int code, const char *said)
{
	if (code == LDAP_INVALID_CREDENTIALS)
		return refusal(said);
	return is_refusal(code) ? TROUBLE_DENIED : trouble_from_code(code);
}

enum trouble
trouble_from_account(int code)
{
	return is_refusal(code) || code == LDAP_INVALID_DN_SYNTAX ? TROUBLE_ACCOUNT : trouble_from_code(code);
}

bool
trouble_ends_connection(enum trouble t)
{
	/* After a timeout the late answer could be taken for that to the next question. */
	return t == TROUBLE_DOWN || t == TROUBLE_TIMEOUT || t == TROUBLE_CERTIFICATE;
}

enum result
trouble_result(enum trouble t)
{
	return kinds[t].result;
}

const char *
trouble_sentence(enum trouble t)
{
	return kinds[t].sentence;
}

enum result
trouble_fault(enum trouble t, struct fault *f)
{
	if (t != TROUBLE_NONE && f != NULL)
		(void)fault_set(f, kinds[t].result, kinds[t].code, "%s", kinds[t].sentence);
	return kinds[t].result;
}
