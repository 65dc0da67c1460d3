/*
 * document.h - a paper: headings, paragraphs and tables, which a page, a file of HTML and a PDF are written from.
 *
 * Pure. Text is plain UTF-8; a line break in it is one on the paper. Strings belong to the caller and live as long as the
 * document; everything else lives in its arena.
 */
#ifndef PARLEY_DOCUMENT_H
#define PARLEY_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "parley/arena.h"

enum document_kind { DOCUMENT_HEADING, DOCUMENT_PARAGRAPH, DOCUMENT_TABLE };

enum { DOCUMENT_COLUMNS_MAX = 8 };

struct document_row { const char *const *cells; };

struct document_block {
	enum document_kind kind;
	int level;                 /* HEADING: 1 to 3 */
	const char *text;          /* HEADING, PARAGRAPH */
	int columns;               /* TABLE */
	int widths[DOCUMENT_COLUMNS_MAX]; /* of a hundred */
	bool head_row;             /* the first row says what the columns are; it stands again on each page */
	bool head_column;          /* the first cell of a row says what the others are */
	struct document_row *rows;
	size_t row_count, row_room;
};

struct document {
	struct arena *arena;
	const char *title;         /* neutral: no name, nothing of the content; it stands in windows and lists of files */
	const char *footer;        /* at the foot of each page: who printed it, when, and what it was then */
	bool wide;                 /* the long side of the paper lies across */
	struct document_block *blocks;
	size_t count, room;
};

struct document *document_new(struct arena *a, const char *title);
void document_heading(struct document *d, int level, const char *text);
void document_paragraph(struct document *d, const char *text);
/* Begins a table; the rows that follow are its. `widths` are of a hundred, `columns` of them. */
void document_table(struct document *d, int columns, const int *widths, bool head_row, bool head_column);
/* As many cells as the table has columns; NULL is an empty one. */
void document_row(struct document *d, const char *const *cells);
/* A row of two: what it is, and what it says; left out where nothing is said. */
void document_fact(struct document *d, const char *label, const char *value);
/* A table for document_fact(). */
void document_facts(struct document *d);

#endif
