/*
 * store_chain.h - evidence: the hash chain of each escalation's events.
 */
#ifndef PARLEY_STORE_CHAIN_H
#define PARLEY_STORE_CHAIN_H

#include "parley/digest.h"
#include "parley/store.h"

/* The chain behind the event of that seq: what it and all before it were. NOT_FOUND without it. */
enum result store_event_chain(struct store *st, int64_t escalation_id, uint32_t seq, uint8_t out[DIGEST_SIZE]) MUST_USE;
/* Walk one chain: INVALID with the first seq that does not hold. */
enum result store_chain_verify(struct store *st, int64_t escalation_id, uint32_t *bad_seq) MUST_USE;

#endif
