/*
 * words.c - the words of a name or title.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "parley/utf8.h"
#include "words.h"

enum { WORD_CHARACTERS = 60 };

enum kind { KIND_LETTER, KIND_HAN, KIND_APOSTROPHE, KIND_BREAK };

static enum kind
kind_of(uint32_t c)
{
	if (c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x02BC)
		return KIND_APOSTROPHE;
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return KIND_LETTER;
	if (c < 0xC0 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3003))
		return KIND_BREAK;
	/* Written without spaces, so each character is a word of its own: whoever has one of them finds the name. */
	if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
	    (c >= 0x20000 && c <= 0x3FFFF))
		return KIND_HAN;
	return KIND_LETTER;
}

size_t
words_letters(const char *text)
{
	size_t count = 0, left = strlen(text);

	while (left > 0) {
		uint32_t c;
		size_t size = utf8_next(text, left, &c);
		if (size == 0)
			break;
		enum kind kind = kind_of(c);
		count += kind == KIND_LETTER ? 1 : kind == KIND_HAN ? 2 : 0;
		text += size;
		left -= size;
	}
	return count;
}

/* A word that is being read: its bytes without apostrophes, and where its last part began. */
struct reading {
	struct arena *a;
	const char **out;
	size_t count;
	char whole[WORD_CHARACTERS * 4];
	size_t length, characters, part;
	bool parted;
};

static void
word_add(struct reading *r, const char *bytes, size_t length)
{
	if (length > 0 && r->count < WORDS_MAX)
		r->out[r->count++] = arena_bytes(r->a, bytes, length);
}

static void
part_end(struct reading *r)
{
	word_add(r, r->whole + r->part, r->length - r->part);
	r->part = r->length;
}

static void
word_end(struct reading *r)
{
	part_end(r);
	if (r->parted)
		word_add(r, r->whole, r->length);
	r->length = r->characters = r->part = 0;
	r->parted = false;
}

size_t
words_split(const char *text, struct arena *a, const char *out[WORDS_MAX])
{
	struct reading r = { .a = a, .out = out };
	size_t left = text ? strlen(text) : 0;

	while (left > 0) {
		uint32_t c;
		size_t size = utf8_next(text, left, &c);
		if (size == 0)
			break;
		enum kind kind = kind_of(c);
		if (kind == KIND_BREAK) {
			word_end(&r);
		} else if (kind == KIND_HAN) {
			word_end(&r);
			word_add(&r, text, size);
		} else if (kind == KIND_APOSTROPHE) {
			if (r.length > 0) {
				part_end(&r);
				r.parted = true;
			}
		} else if (r.characters < WORD_CHARACTERS) {
			memcpy(r.whole + r.length, text, size);
			r.length += size;
			r.characters++;
		}
		text += size;
		left -= size;
	}
	word_end(&r);
	return r.count;
}
