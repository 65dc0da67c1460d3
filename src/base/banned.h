/*
 * banned.h - calls that must not be made, turned into compile errors.
 *
 * The build puts this before every file (-include). The headers that declare the
 * banned functions are read first, so that only a call is replaced, not a
 * declaration. [after git's banned.h]
 *
 * src/core is built with PARLEY_PURE: it may not even see <stdio.h> and <time.h>,
 * and tests/guards/includes holds that nothing there asks for them.
 */
#ifndef PARLEY_BANNED_H
#define PARLEY_BANNED_H

#include <stdlib.h>
#include <string.h>
#ifndef PARLEY_PURE
#include <stdio.h>
#include <time.h>
#endif

/* They write without knowing how much room there is. */
#undef strcpy
#define strcpy(...) banned_use_a_buffer_or_arena_string
#undef strcat
#define strcat(...) banned_use_a_buffer
#undef sprintf
#define sprintf(...) banned_use_buffer_format_or_snprintf
#undef vsprintf
#define vsprintf(...) banned_use_buffer_format_or_vsnprintf
#undef gets
#define gets(...) banned_use_fgets
/* They may leave no NUL, or cut without a word. */
#undef strncpy
#define strncpy(...) banned_use_arena_bytes_or_memcpy
#undef strncat
#define strncat(...) banned_use_a_buffer
/* They keep state that all threads share. */
#undef strtok
#define strtok(...) banned_use_strtok_r
#undef localtime
#define localtime(...) banned_use_instant_civil
#undef gmtime
#define gmtime(...) banned_use_instant_civil
#undef ctime
#define ctime(...) banned_use_instant_write
#undef asctime
#define asctime(...) banned_use_instant_write
#undef rand
#define rand(...) banned_use_random_fill
#undef srand
#define srand(...) banned_use_random_fill
/* They cannot tell "0" from "no number". */
#undef atoi
#define atoi(...) banned_use_strtol_and_look_at_its_end
#undef atol
#define atol(...) banned_use_strtol_and_look_at_its_end
#undef atoll
#define atoll(...) banned_use_strtoll_and_look_at_its_end
#undef atof
#define atof(...) banned_use_strtod_and_look_at_its_end

#endif
