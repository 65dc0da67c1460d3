/*
 * scan_virus.c - see parley/scan.h: one question to clamd over its socket.
 *
 * "zINSTREAM\0", then chunks, each with its length in four bytes, most significant first, then a chunk of none; the answer
 * ends with a NUL: "stream: OK" or "stream: NAME FOUND". Anything else is no leave to keep the file.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "parley/scan.h"

enum { CHUNK = 64 * 1024, ANSWER_MAX = 512 };

static int
connect_to(const char *path, unsigned seconds)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const struct timeval patience = { .tv_sec = (time_t)seconds };
	size_t length = strlen(path);
	int fd;

	if (length >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, length + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0 &&
	    connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static bool
send_all(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length > 0) {
		ssize_t n = send(fd, at, length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		length -= (size_t)n;
	}
	return true;
}

static bool
send_chunk(int fd, const void *data, size_t length)
{
	uint32_t size = htonl((uint32_t)length);

	return send_all(fd, &size, sizeof(size)) && send_all(fd, data, length);
}

static bool
send_stream(int fd, const void *data, size_t length)
{
	static const char command[] = "zINSTREAM";
	const char *at = data;

	if (!send_all(fd, command, sizeof(command)))
		return false;
	for (size_t done = 0; done < length; done += CHUNK) {
		size_t rest = length - done;

		/* A scanner that has seen enough answers and hangs up: what it said is read all the same. One that hangs has said nothing. */
		if (!send_chunk(fd, at + done, rest < CHUNK ? rest : CHUNK))
			return errno != EAGAIN;
	}
	(void)send_chunk(fd, "", 0);
	return true;
}

static bool
read_answer(int fd, char answer[ANSWER_MAX])
{
	size_t length = 0;

	while (length < ANSWER_MAX - 1) {
		ssize_t n = recv(fd, answer + length, ANSWER_MAX - 1 - length, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		length += (size_t)n;
		answer[length] = '\0';
		if (n == 0 || memchr(answer, '\0', length))
			return length > 0;
	}
	return false;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t length = strlen(s), n = strlen(end);

	return length >= n && strcmp(s + length - n, end) == 0;
}

enum result
scan_virus(const char *socket_path, unsigned seconds, const void *data, size_t length, struct fault *f)
{
	static const char too_long[] = "INSTREAM size limit exceeded"; /* its StreamMaxLength */
	char answer[ANSWER_MAX] = "";
	int fd = connect_to(socket_path, seconds);
	bool answered = fd >= 0 && send_stream(fd, data, length) && read_answer(fd, answer);

	if (fd >= 0)
		(void)close(fd);
	if (answered && strcmp(answer, "stream: OK") == 0)
		return RESULT_OK;
	if (answered && ends_with(answer, " FOUND"))
		return fault_set(f, RESULT_INVALID, "file-virus",
		                 "The virus scanner found something in this file. It was not kept. Tell your service desk.");
	if (answered && strncmp(answer, too_long, sizeof(too_long) - 1) == 0)
		return fault_set(f, RESULT_UNAVAILABLE, "scanner-limit",
		    "The virus scanner does not take a file of this size, so it was not kept. Send a smaller one, or tell the people "
		    "who run Parley.");
	return fault_set(f, RESULT_UNAVAILABLE, "scanner-down",
	                 "The virus scanner cannot be reached, so the file was not kept. Try again in a few minutes.");
}
