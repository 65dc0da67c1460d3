/* worker.c - parley-worker: answers requests that the web server passes on by FastCGI. */
#include "program.h"
#include "parley/server.h"

int
main(int argc, char **argv)
{
	struct program p = {
		.name = "parley-worker",
		.about =
		    "Answers the requests that the web server passes on by FastCGI, until SIGTERM.",
	};
	int status;

	if (!program_start(&p, argc, argv, &status))
		return status;
	return program_end(&p, server_run(p.config, &p.fault));
}
