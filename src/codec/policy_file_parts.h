/* policy_file_parts.h - private to codec: readers of the parts that many objects of a policy file have. */
#ifndef PARLEY_CODEC_POLICY_FILE_PARTS_H
#define PARLEY_CODEC_POLICY_FILE_PARTS_H

#include "policy_file_shape.h"

/* policy_file_who.c */
policy_reader policy_file_who_one;      /* a struct policy_who */
policy_reader policy_file_who_pointer;  /* a pointer to one */
policy_reader policy_file_who_list;
policy_reader policy_file_who_role;     /* the index of a role */
policy_reader policy_file_who_roles;    /* a list of them */
policy_reader policy_file_who_stand_ins; /* roles, or {"role", "sector"} */

/* policy_file_when.c */
policy_reader policy_file_when_condition; /* a pointer to a struct condition */

/* policy_file_clock.c: parts of a struct policy_clock, so `to` is the clock's offset */
policy_reader policy_file_clock_within;
policy_reader policy_file_clock_from;
policy_reader policy_file_clock_firm;
policy_reader policy_file_clock_protectable;
policy_reader policy_file_clock_also;       /* what other clauses say of the same time */
policy_reader policy_file_clock_time_of_day; /* "17:00" as the minute of the day */

/* policy_file_field.c */
policy_reader policy_file_field_asks;   /* a struct policy_asks */

/* policy_file_stage.c */
policy_reader policy_file_stage_all;    /* policy.stages and their duties */
policy_reader policy_file_stage_duties; /* the duties that belong to no stage */
policy_reader policy_file_stage_index;  /* the index of a stage */
policy_reader policy_file_stage_indexes;
extern const struct policy_shape policy_file_stage_guidance;

#endif
