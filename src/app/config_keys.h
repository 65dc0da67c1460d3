/* config_keys.h - the one table of settings; private to config*.c. */
#ifndef APP_CONFIG_KEYS_H
#define APP_CONFIG_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "parley/config.h"

enum config_type {
	CONFIG_TEXT,     /* one line */
	CONFIG_PATH,     /* absolute */
	CONFIG_SECRET,   /* absolute path of a file that its owner alone may read */
	CONFIG_YES_NO,
	CONFIG_INT,      /* int, from least to most */
	CONFIG_UNSIGNED, /* unsigned int */
	CONFIG_SIZE,     /* size_t */
	CONFIG_LEVEL,    /* enum log_level */
	CONFIG_ORIGIN,   /* http(s)://host[:port] */
	CONFIG_PREFIX    /* capital letters and digits */
};

/* A config as it is read: what others see, and what only reading needs. */
struct config_loaded {
	struct config config;              /* first: a struct config * is a pointer to the whole */
	struct arena *arena;
	const char *database_user, *database_password_file;
	const char *owner_user, *owner_password_file, *worker_account;
	const char *bind_password_file, *mail_password_file, *front_secret_file;
	char *secrets[4];                  /* each wiped and freed */
	size_t secret_count;
};

struct config_key {
	const char *name;
	enum config_type type;
	size_t offset;                     /* in struct config_loaded */
	const char *otherwise;             /* as it would stand in the file; NULL = none */
	bool required;
	long least, most;                  /* of numbers */
	const char *help;                  /* sentences, on one line */
};

extern const struct config_key config_keys[];
extern const size_t config_key_count;

#endif
