/* config_secret.c - see config_secret.h. */
#include "config_secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parley/digest.h"

#define SECRET_MAX 1024

static enum result
check_file(int fd, const char *path, bool credential, struct fault *f)
{
	struct stat s;

	if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))
		return fault_set(f, RESULT_INVALID, "secret", "%s is not a file", path);
	if (s.st_uid != 0 && s.st_uid != geteuid())
		return fault_set(f, RESULT_DENIED, "secret-readable", "%s belongs to somebody else. Give it to the account that "
		    "Parley runs as", path);
	if ((s.st_mode & (S_IRWXO | (credential ? S_IWGRP | S_IXGRP : S_IRWXG))) != 0)
		return fault_set(f, RESULT_DENIED, "secret-readable", "%s can be read or written by others than its owner. "
		    "Do: chmod 600 %s", path, path);
	return RESULT_OK;
}

/* All of it, with a NUL behind; -1 if it cannot be read. Never by stdio, whose buffers nobody wipes. */
static ssize_t
read_all(int fd, char *to, size_t room)
{
	size_t length = 0;
	ssize_t got;

	while (length < room) {
		got = read(fd, to + length, room - length);
		if (got == 0)
			break;
		if (got < 0 && errno != EINTR)
			return -1;
		length += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)length;
}

static enum result
take_line(char *text, ssize_t length, const char *path, struct fault *f)
{
	if (length < 0)
		return fault_set(f, RESULT_DENIED, "secret", "%s cannot be read", path);
	if (length > SECRET_MAX)
		return fault_set(f, RESULT_INVALID, "secret", "%s is too long to be a password", path);
	if (length > 0 && text[length - 1] == '\n')
		length--;
	if (length > 0 && text[length - 1] == '\r')
		length--;
	text[length] = '\0';
	if (length == 0)
		return fault_set(f, RESULT_INVALID, "secret", "%s is empty", path);
	if (strlen(text) != (size_t)length || strpbrk(text, "\r\n") != NULL)
		return fault_set(f, RESULT_INVALID, "secret", "%s must hold one line, which is the password", path);
	return RESULT_OK;
}

enum result
config_secret_read(const char *path, bool credential, char **out, struct fault *f)
{
	char text[SECRET_MAX + 2] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	enum result r;

	if (fd < 0)
		return fault_set(f, errno == EACCES ? RESULT_DENIED : RESULT_NOT_FOUND, "secret", "%s cannot be opened: %s",
		    path, strerror(errno));
	r = check_file(fd, path, credential, f);
	if (r == RESULT_OK)
		r = take_line(text, read_all(fd, text, SECRET_MAX + 1), path, f);
	if (r == RESULT_OK) {
		*out = strdup(text);
		if (*out == NULL)
			r = fault_set(f, RESULT_UNAVAILABLE, "secret", "There is not enough memory for %s", path);
	}
	secret_wipe(text, sizeof text);
	(void)close(fd);
	return r;
}
