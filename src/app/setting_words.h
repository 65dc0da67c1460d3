/*
 * setting_words.h - lines and sections of setting.h compared, and written as JSON or as text; private to app/.
 */
#ifndef APP_SETTING_WORDS_H
#define APP_SETTING_WORDS_H

#include "setting.h"

/* A line of the section for each label whose words differ, are new, or are gone. */
void setting_differences(const struct setting_lines *before, const struct setting_lines *after,
                         struct setting_section *s);
/* [{"label","before","yours","theirs"}], each label that is not the same on all three sides; null where it is not there. */
void setting_compare_write(struct buffer *out, const char *name, const struct setting_lines *before,
                           const struct setting_lines *yours, const struct setting_lines *theirs);
/* [{"label","words"}] */
void setting_lines_write(struct buffer *out, const char *name, const struct setting_lines *l);
/* [{"id","title","tone","count","lines"}] */
void setting_preview_write(struct buffer *out, const char *name, const struct setting_preview *p);
void setting_lines_print(struct buffer *out, const struct setting_lines *l, const char *indent);
void setting_preview_print(struct buffer *out, const struct setting_preview *p);

/* A line that may be null or left out; *out is then left as it is. */
bool setting_optional_read(const struct json_at *of, const char *key, size_t longest, const char **out, struct fault *f);
/* A day as JSON has it, "2027-06-30"; DAY_NONE is null. */
bool setting_day_read(const struct json_at *at, day *out, struct fault *f);
void setting_day_write(struct buffer *b, const char *name, day d);
/* "Wednesday 30 June 2027" */
const char *setting_day_words(day d, struct arena *a);

#endif
