/*
 * policy_file_shape.h - private to codec: objects of a policy file as tables.
 *
 * A shape lists the keys of one kind of object: the name, which reader takes it, where in the struct its value goes.
 * The order of a table is the order of reading, whatever the order in the file.
 */
#ifndef PARLEY_CODEC_POLICY_FILE_SHAPE_H
#define PARLEY_CODEC_POLICY_FILE_SHAPE_H

#include "parley/json.h"
#include "parley/policy.h"

/* Ids that stand somewhere in the file, in its order: what a reference may name. */
struct policy_ids {
	const char **items; /* "" where an entry has no readable id, so that positions are indexes */
	size_t count;
};

/* One reading of one file. */
struct policy_reading {
	struct arena *arena;
	struct fault *fault;
	struct policy *policy;    /* being filled */
	struct policy_duty *duties; /* room for all of them */
	int stage;                /* whose parts are being read; -1 = none */
	struct policy_ids sectors, categories, tracks, roles, stages, duty_ids, notices, outcomes;
	bool *partnership;        /* by role: is it one of the partnership? */
};

struct policy_shape;
struct policy_key;

/* Reads the value at `at` into `object` at key->to. Reports what is wrong by a fault and leaves the rest alone. */
typedef void policy_reader(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                           void *object);

struct policy_words { const char *const *words; size_t count; };

struct policy_key {
	const char *name;
	policy_reader *read;
	size_t to;                       /* offset in the struct */
	size_t count_to;                 /* offset of the count that goes with a list */
	bool required;
	const struct policy_shape *of;   /* for lists and objects */
	const struct policy_words *words; /* for words: the index of the word is the value */
};

struct policy_shape {
	size_t size;
	const struct policy_key *keys;
	size_t count;
	void (*preset)(void *object);    /* values that are not zero when a key is left out; NULL */
	void (*finish)(struct policy_reading *r, const struct json_at *at, void *object); /* what keys owe each other; NULL */
};

#define POLICY_SHAPE(type, table) .size = sizeof(type), .keys = (table), .count = sizeof(table) / sizeof(table)[0]
#define POLICY_WORDS(table) { (table), sizeof(table) / sizeof(table)[0] }

/* Reads one object by its shape: unknown and missing keys are faults. */
void policy_file_shape_read(struct policy_reading *r, const struct json_at *at, const struct policy_shape *shape,
                            void *object);
void *policy_file_shape_slot(const struct policy_key *key, void *object);
/* Puts a list into its two places. */
void policy_file_shape_store(const struct policy_key *key, void *object, const void *items, size_t count);

/* Position of an id, or -1. */
int policy_file_shape_find(const struct policy_ids *ids, const char *id);
/* The position of the id at `at`; a fault that names `what` ("stage") when it is not there; -1 then. */
int policy_file_shape_refer(struct policy_reading *r, const struct json_at *at, const struct policy_ids *ids,
                            const char *what);

/* Readers of what all objects are made of. */
policy_reader policy_file_shape_id;     /* lower-case letters, digits and hyphens */
policy_reader policy_file_shape_line;
policy_reader policy_file_shape_text;
policy_reader policy_file_shape_bool;
policy_reader policy_file_shape_word;   /* one of key->words, as its index */
policy_reader policy_file_shape_lines;  /* a list of lines */
policy_reader policy_file_shape_object; /* key->of, in the place itself; with `to` 0 into the same struct */
policy_reader policy_file_shape_list;   /* an array of key->of */

#endif
