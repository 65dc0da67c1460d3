/* listener.c - see listener.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "listener.h"

#define BACKLOG 512
#define SYSTEMD_FIRST_FD 3

/* sd_listen_fds(3), without the library. */
static bool
from_systemd(int *fd)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

	if (pid == NULL || count == NULL || strtol(pid, NULL, 10) != (long)getpid() ||
	    strcmp(count, "1") != 0)
		return false;
	(void)fcntl(SYSTEMD_FIRST_FD, F_SETFD, FD_CLOEXEC);
	*fd = SYSTEMD_FIRST_FD;
	return true;
}

static enum result
trouble(const char *what, const char *path, struct fault *f)
{
	return fault_set(f, RESULT_UNAVAILABLE, "socket", "cannot %s the socket %s: %s", what, path,
	    strerror(errno));
}

/* A file that a killed worker left behind may go; one that somebody answers on may not. */
static enum result
make_room(const struct sockaddr_un *address, struct fault *f)
{
	struct stat there;
	int probe;
	bool answered;

	if (lstat(address->sun_path, &there) != 0)
		return errno == ENOENT ? RESULT_OK : trouble("look at", address->sun_path, f);
	if (!S_ISSOCK(there.st_mode))
		return fault_set(f, RESULT_CONFLICT, "socket", "%s is there, and is not a socket",
		    address->sun_path);
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return trouble("try", address->sun_path, f);
	answered = connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0;
	(void)close(probe);
	if (answered)
		return fault_set(f, RESULT_CONFLICT, "socket-in-use",
		    "another worker answers on %s", address->sun_path);
	if (unlink(address->sun_path) != 0)
		return trouble("remove", address->sun_path, f);
	return RESULT_OK;
}

static enum result
open_at(const struct sockaddr_un *address, int *out, struct fault *f)
{
	mode_t before;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), bound;

	if (fd < 0)
		return trouble("make", address->sun_path, f);
	/* 0660 from the first moment: the web server's group and nobody else. */
	before = umask(0117);
	bound = bind(fd, (const struct sockaddr *)address, sizeof(*address));
	(void)umask(before);
	if (bound != 0 || listen(fd, BACKLOG) != 0) {
		enum result result = trouble("listen on", address->sun_path, f);

		(void)close(fd);
		return result;
	}
	*out = fd;
	return RESULT_OK;
}

enum result
listener_open(const char *path, int *fd, bool *own, struct fault *f)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	enum result result;

	if (from_systemd(fd)) {
		*own = false;
		return RESULT_OK;
	}
	if (path == NULL || path[0] == '\0' || strlen(path) >= sizeof(address.sun_path))
		return fault_set(f, RESULT_INVALID, "socket",
		    "worker.socket is missing or longer than %zu characters",
		    sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path) + 1);
	result = make_room(&address, f);
	if (result == RESULT_OK)
		result = open_at(&address, fd, f);
	if (result == RESULT_OK)
		*own = true;
	return result;
}

void
listener_close(int fd, const char *path, bool own)
{
	(void)close(fd);
	if (own)
		(void)unlink(path);
}
