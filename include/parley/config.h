/*
 * config.h - the settings of one instance, from one file of `key = value` lines (parley.conf(5)).
 *
 * A config is read once, before threads start and before libfcgi touches the environment, and is frozen from then
 * on. Passwords are never in it as text: a `*_file` key names a file that nobody but its owner may read; what it
 * holds is kept in memory that config_free() wipes. config.c has one table of keys (type, default, help), which the
 * reader, the manual page and `parley doctor` share.
 */
#ifndef PARLEY_CONFIG_H
#define PARLEY_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include "parley/buffer.h"
#include "parley/directory.h"
#include "parley/fault.h"
#include "parley/files.h"
#include "parley/kerberos.h"
#include "parley/log.h"
#include "parley/mail.h"
#include "parley/store.h"

/* Who reads it decides which secrets are read: the worker and the clock must not be able to see the owner's. */
enum config_use { CONFIG_WORKER, CONFIG_OWNER };

struct config {
	const char *file;                  /* where it was read from */
	struct {
		const char *name;          /* instance.name: "Marlowe Safeguarding Partnership" */
		const char *origin;        /* instance.origin: "https://parley.example.org", no slash at the end */
		const char *reference;     /* instance.reference: prefix of references, "MSP" */
		bool demo;                 /* instance.demo: its clock may be moved */
	} instance;
	struct {
		const char *socket;        /* worker.socket */
		int threads;               /* worker.threads, 1 to 64 */
	} worker;
	struct store_settings database;    /* database.*: as the worker's user, or as the owner for CONFIG_OWNER */
	struct directory_settings directory; /* directory.*: holds until the setting `directories` is saved */
	const char *directory_secrets;     /* directory.secrets: the folder of the passwords that the setting names */
	const char *credentials;           /* systemd's folder of credentials as the program was started; NULL */
	struct mail_settings mail;         /* mail.* */
	struct files_settings files;       /* files.* */
	struct {
		const char *policies, *calendar, *www, *sql; /* data.* */
	} data;
	struct {                           /* another's word for who somebody is: docs/sign-on.md */
		const char *secret;        /* front.secret_file; NULL = REMOTE_USER is not believed */
		const char *attribute;     /* front.attribute; NULL = it is the name that people sign in with */
	} front;
	struct {
		struct kerberos_settings accept; /* kerberos.keytab (NULL = no Kerberos), kerberos.realms */
		const char *attribute;     /* kerberos.attribute; NULL = the name before the @ is the sign-in name */
	} kerberos;
	struct {
		const char *directory;     /* attachments.directory; NULL = they are kept in the database */
		unsigned megabytes;        /* attachments.megabytes: the largest that is taken */
		const char *clamav;        /* attachments.clamav: clamd's socket; NULL = files are not scanned */
		unsigned clamav_seconds;   /* attachments.clamav_seconds */
	} attachments;
	enum log_level log_level;          /* log.level */
	struct {
		int idle_minutes, absolute_hours; /* session.* */
	} session;
};

/*
 * Read a file. INVALID with a fault that names file and line for a line that is not `key = value`, an unknown or
 * doubled key, a bad value, a missing one that has no default; NOT_FOUND for no such file; DENIED "secret-readable"
 * for a secret that group or others may read. The config is freed with config_free.
 */
enum result config_load(const char *file, enum config_use use, struct config **out, struct fault *f) MUST_USE;
void config_free(struct config *c);
/* All keys with default and help, one paragraph each: `parley config`; the manual page is held against it. */
void config_help(struct buffer *out);

#endif
