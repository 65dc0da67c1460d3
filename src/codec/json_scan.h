/* json_scan.h - private to codec: is this text JSON as json.h describes it? */
#ifndef PARLEY_CODEC_JSON_SCAN_H
#define PARLEY_CODEC_JSON_SCAN_H

#include "parley/fault.h"

/* INVALID "not-json", with line and column of the first thing wrong. Builds nothing. */
enum result json_scan(const char *text, size_t length, int max_depth, struct fault *f) MUST_USE;

#endif
