/*
 * directory_fixture.h - what the tests of the directory room share: servers, which die with the test that started them,
 * and handles.
 *
 * The whole program runs with LDAPTLS_REQCERT=never in its environment, as an enemy or a careless administrator would
 * set it: the tests of certificates hold all the same.
 */
#ifndef DIRECTORY_FIXTURE_H
#define DIRECTORY_FIXTURE_H

#include <check.h>
#include <string.h>
#include <sys/types.h>

#include "parley/directory.h"

#define PASSWORD "marlowe-demo"
#define BASE "dc=marlowe,dc=test"

struct server {
	pid_t pid;
	unsigned port, tls_port;
};

extern const char *folder;      /* made by the script */
extern char reader_password[128];
extern struct server good;      /* runs all the time */

extern struct arena *arena;
extern struct fault fault;
extern struct directory_person person;

void fixture_read_password(void);
void fixture_start(void);
void fixture_stop(void);

/* A port (0: any) of this machine, with somebody who listens and never answers; *fd is the listening socket. */
unsigned listen_mutely(int *fd, unsigned port);
unsigned free_port(void);
/* Starts it on the ports that it has, or on new ones; comes back when it answers. */
void start_server(const char *name, struct server *s);
void stop_server(struct server *s);

/* Passes bytes between a port of its own and a server's; each connection ends when so many came from the server. */
pid_t relay_start(unsigned server_port, size_t most, unsigned *port);

const char *path(const char *name);
struct directory_settings settings(const struct server *s);
struct directory_settings settings_ldaps(const struct server *s);
struct directory *open_with(struct directory_settings s);
enum result sign_in(struct directory *d, const char *username, const char *password);
const struct directory_person *find_in(const struct directory_person *people, size_t count, const char *username);

#define ACCEPTED(d, username) ck_assert_msg(sign_in((d), (username), PASSWORD) == RESULT_OK, "%s: %s (%s)", \
	(username), fault.code, fault.sentence)

/* Refused in one way only, so that nobody learns which names there are. */
#define REFUSED(d, username, password) do { \
	ck_assert_msg(sign_in((d), (username), (password)) == RESULT_DENIED, "%s: %s", (username), \
	    fault.code != NULL ? fault.code : "accepted"); \
	ck_assert_str_eq(fault.code, "sign-in-denied"); \
	ck_assert_str_eq(person.name, "untouched"); \
} while (0)

#define FAILS(d, result_, code_) do { \
	ck_assert_int_eq(sign_in((d), "priya.nair", PASSWORD), (result_)); \
	ck_assert_str_eq(fault.code, (code_)); \
	ck_assert_str_eq(person.name, "untouched"); \
} while (0)

/* The groups of tests, one file each. */
TCase *sign_in_tests(void);
TCase *server_tests(void);
TCase *people_tests(void);
TCase *settings_tests(void);
TCase *several_tests(void);

#endif
