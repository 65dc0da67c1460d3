/* files_run.c - see parley/files.h: the side that asks. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "parley/files.h"
#include "parley/log.h"

enum { CHUNK = 16 * 1024 };

struct task {
	pid_t pid;
	int to, from;         /* our ends of the pipes; -1 when closed */
	const char *rest;     /* of what it is given */
	size_t left;
	int64_t until;        /* milliseconds of the monotonic clock */
	struct buffer answer;
	bool late;
};

static int64_t
milliseconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
close_end(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* --- starting it --- */

/* A build that watches itself is told how by its environment; the program gets nothing else of ours. */
static void
environment(char *of[8])
{
	static const char *const names[] = { "ASAN_OPTIONS=", "LSAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS=" };
	static char locale[] = "LC_ALL=C.UTF-8";
	size_t n = 0;

	of[n++] = locale;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		for (char **at = environ; at && *at; at++)
			if (strncmp(*at, names[i], strlen(names[i])) == 0)
				of[n++] = *at;
	of[n] = NULL;
}

static int
spawn_with(pid_t *pid, const char *program, const char *task, posix_spawn_file_actions_t *ends)
{
	char *argv[] = { (char *)(uintptr_t)program, (char *)(uintptr_t)task, NULL }, *envp[8];
	posix_spawnattr_t how;
	sigset_t none, all;
	int error = posix_spawnattr_init(&how);

	if (error != 0)
		return error;
	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	environment(envp);
	(void)posix_spawnattr_setsigmask(&how, &none);
	(void)posix_spawnattr_setsigdefault(&how, &all);
	error = posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	if (error == 0)
		error = posix_spawn(pid, program, ends, &how, argv, envp);
	(void)posix_spawnattr_destroy(&how);
	return error;
}

/* posix_spawn and not fork: the worker has threads. What libraries opened without saying close-on-exec is closed too. */
static int
spawn(pid_t *pid, const char *program, const char *task, int in, int out)
{
	posix_spawn_file_actions_t ends;
	int error = posix_spawn_file_actions_init(&ends);

	if (error != 0)
		return error;
	error = posix_spawn_file_actions_adddup2(&ends, in, 0);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&ends, out, 1);
	if (error == 0)
		error = posix_spawn_file_actions_addopen(&ends, 2, "/dev/null", O_WRONLY, 0);
	if (error == 0)
		error = posix_spawn_file_actions_addclosefrom_np(&ends, 3);
	if (error == 0)
		error = spawn_with(pid, program, task, &ends);
	(void)posix_spawn_file_actions_destroy(&ends);
	return error;
}

/* Gives errno's number; 0 when it runs. */
static int
start(struct task *t, const struct files_settings *s, const char *name)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, error = 0;

	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0 || fcntl(to[1], F_SETFL, O_NONBLOCK) != 0 ||
	    fcntl(from[0], F_SETFL, O_NONBLOCK) != 0)
		error = errno;
	if (error == 0)
		error = spawn(&t->pid, s->program, name, to[0], from[1]);
	close_end(&to[0]);
	close_end(&from[1]);
	if (error != 0) {
		close_end(&to[1]);
		close_end(&from[0]);
		return error;
	}
	t->to = to[1];
	t->from = from[0];
	t->until = milliseconds() + (int64_t)s->seconds * 1000;
	return 0;
}

/* --- talking to it --- */

static void
give(struct task *t)
{
	ssize_t n = t->left > 0 ? write(t->to, t->rest, t->left) : 0;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		t->rest += n;
		t->left -= (size_t)n;
	}
	/* All is said, or nobody listens: what it has to say decides. */
	if (n < 0 || t->left == 0)
		close_end(&t->to);
}

static void
take(struct task *t)
{
	char bytes[CHUNK];
	ssize_t n = read(t->from, bytes, sizeof bytes);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		buffer_add(&t->answer, bytes, (size_t)n);
	if (n <= 0 || !buffer_ok(&t->answer))
		close_end(&t->from);
}

static bool
wait_for(struct task *t, struct pollfd *ends, nfds_t count)
{
	int64_t left = t->until - milliseconds();
	int n = left > 0 ? poll(ends, count, (int)left) : 0;

	t->late = n == 0;
	return n > 0 || (n < 0 && errno == EINTR);
}

static void
converse(struct task *t)
{
	while (t->from >= 0) {
		struct pollfd ends[] = { { .fd = t->from, .events = POLLIN }, { .fd = t->to, .events = POLLOUT } };

		if (!wait_for(t, ends, 2))
			break;
		if (ends[1].revents != 0)
			give(t);
		if (ends[0].revents != 0)
			take(t);
	}
	close_end(&t->to);
	close_end(&t->from);
}

/* Its status as wait(2) gives it. It is killed when its time is up, when it said too much, and when it cannot be watched. */
static int
end(struct task *t)
{
	int status = -1, fd = pidfd_open(t->pid, 0);
	struct pollfd ended = { .fd = fd, .events = POLLIN };

	while (fd >= 0 && !t->late && buffer_ok(&t->answer) && ended.revents == 0)
		if (!wait_for(t, &ended, 1))
			break;
	if (ended.revents == 0)
		(void)kill(t->pid, SIGKILL);
	close_end(&fd);
	while (waitpid(t->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

/* --- what came of it --- */

void
files_refuse(struct buffer *out, const struct fault *f)
{
	buffer_format(out, "%d %s %s", (int)f->result, f->code ? f->code : "file", f->sentence ? f->sentence : "");
}

/* As files_refuse() wrote it; a result that no task gives, or a broken line, is no answer. */
static enum result
refused(const struct buffer *answer, struct fault *f)
{
	char *at = answer->data;
	long number = at ? strtol(at, &at, 10) : 0;
	const char *code = at && *at == ' ' ? at + 1 : NULL;
	const char *sentence = code ? strchr(code, ' ') : NULL;

	if (!sentence || (number != RESULT_INVALID && number != RESULT_LIMIT && number != RESULT_UNAVAILABLE))
		return RESULT_OK;
	return fault_set(f, (enum result)number, arena_bytes(f->arena, code, (size_t)(sentence - code)), "%s", sentence + 1);
}

static enum result
judge(const struct task *t, const char *name, int status, struct buffer *out, struct fault *f)
{
	enum result result = RESULT_OK;

	if (t->late) {
		log_line(LOG_LEVEL_WARNING, "files-slow", "%s took too long and was killed", name);
		return fault_set(f, RESULT_TIMEOUT, "files-slow",
		                 "This file takes too long to make or to read. Nothing was changed; try again later.");
	}
	if (!buffer_ok(&t->answer))
		return fault_set(f, RESULT_LIMIT, "too-large", "The file would be too large.");
	if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == FILES_DONE) {
		buffer_add(out, t->answer.data ? t->answer.data : "", t->answer.length);
		return RESULT_OK;
	}
	if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == FILES_REFUSED)
		result = refused(&t->answer, f);
	if (result != RESULT_OK)
		return result;
	log_line(LOG_LEVEL_WARNING, "files-down", "%s ended with status %d", name, status);
	return fault_set(f, RESULT_UNAVAILABLE, "files-down",
	                 "Files cannot be made or read just now. Nothing was changed; try again in a minute.");
}

enum result
files_run(const struct files_settings *s, const char *task, const void *data, size_t length, struct buffer *out,
          struct fault *f)
{
	struct task t = { .to = -1, .from = -1, .rest = data, .left = length };
	enum result result;
	int error;

	if (length > FILES_INPUT_MAX)
		return fault_set(f, RESULT_LIMIT, "too-large", "The file is too large.");
	error = start(&t, s, task);
	if (error != 0) {
		log_line(LOG_LEVEL_ERROR, "files-down", "the program of files.program cannot be started: %s", strerror(error));
		return fault_set(f, RESULT_UNAVAILABLE, "files-down",
		                 "Files cannot be made or read just now. Nothing was changed; try again in a minute.");
	}
	buffer_init(&t.answer, FILES_OUTPUT_MAX);
	converse(&t);
	result = judge(&t, task, end(&t), out, f);
	buffer_clear(&t.answer);
	return result;
}
