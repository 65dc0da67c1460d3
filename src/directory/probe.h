/*
 * probe.h - looking at a directory's address without LDAP: does the name resolve, does the port answer?
 */
#ifndef DIRECTORY_PROBE_H
#define DIRECTORY_PROBE_H

#include <stddef.h>

#include "parley/buffer.h"
#include "trouble.h"

/* The addresses that the URI's host has, in words, separated by ", ". DOWN when it has none. */
enum trouble probe_resolve(const char *uri, struct buffer *addresses) MUST_USE;
/* Whether one of them takes a TCP connection (or the socket of an ldapi URI one) within so many seconds each. */
enum trouble probe_connect(const char *uri, unsigned seconds) MUST_USE;

#endif
