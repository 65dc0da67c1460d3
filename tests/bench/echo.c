/*
 * echo.c - the least that a FastCGI program can do: takes a request, reads its body and gives an answer of a given size.
 *
 *     echo SOCKET THREADS SIZE,SIZE,SIZE
 */
#include "serve.h"

#include <stdio.h>
#include <stdlib.h>

static bool
answer(void *state, FCGX_Request *r, enum asked what, struct buffer *body)
{
	char sent[16384];

	(void)state;
	(void)what;
	while (FCGX_GetStr(sent, (int)sizeof sent, r->in) > 0)
		;
	buffer_string(body, "{}");
	return true;
}

int
main(int argc, char **argv)
{
	struct serve s = { .answer = answer };

	if (argc != 4 || !serve_sizes(argv[3], s.sizes)) {
		(void)fprintf(stderr, "use: echo SOCKET THREADS SIZE,SIZE,SIZE\n");
		return 2;
	}
	s.socket = argv[1];
	s.threads = strtol(argv[2], NULL, 10);
	return serve_run(&s);
}
