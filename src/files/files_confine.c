/*
 * files_confine.c - see parley/files.h: the program's side.
 *
 * What is read came from people, and the libraries that read it are large. So the program gives up, before it has read a
 * byte, whatever it does not need: it can compute, start threads, and open files for reading.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "parley/files.h"

#define MEGABYTE ((rlim_t)1024 * 1024)

/* A build that watches itself needs address space without end, and looks at itself from another process. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WATCHED 1
#endif
#endif
#ifndef WATCHED
#define WATCHED 0
#endif

static bool
limit(__rlimit_resource_t what, rlim_t most)
{
	return setrlimit(what, &(struct rlimit){ most, most }) == 0;
}

/* Answered as if it were not allowed, not by a signal: fontconfig tries to write its cache, and goes on without. */
static const int refused_calls[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
	SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
	SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kill),
	SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(creat), SCMP_SYS(truncate),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(link),
	SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(chmod),
	SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchownat), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(bpf),
	SCMP_SYS(mount), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(keyctl), SCMP_SYS(perf_event_open),
	SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd), SCMP_SYS(shmget), SCMP_SYS(msgget), SCMP_SYS(mq_open),
};

static bool
refuse_calls(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < sizeof refused_calls / sizeof refused_calls[0]; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused_calls[i], 0) != 0)
			return false;
	return true;
}

/* Opening for writing, and a child that is no thread. What a filter cannot look into (clone3) is not there at all: libc asks the older way. */
static bool
refuse_some(scmp_filter_ctx filter)
{
	static const int writing[] = { O_WRONLY, O_RDWR };
	bool good = true;

	for (size_t i = 0; i < sizeof writing / sizeof writing[0]; i++) {
		scmp_datum_t way = (scmp_datum_t)writing[i];

		good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 1,
		                                SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE, way)) == 0;
		good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
		                                SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE, way)) == 0;
	}
	good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(clone), 1,
	                                SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0;
	good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
	return good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0) == 0;
}

static bool
filter_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool good = filter && refuse_calls(filter) && refuse_some(filter) && seccomp_load(filter) == 0;

	if (filter)
		seccomp_release(filter);
	return good;
}

bool
files_confine(unsigned seconds)
{
	/* Ends by itself when whoever asked is gone. */
	(void)alarm(seconds);
	if (WATCHED)
		return true;
	return limit(RLIMIT_CPU, seconds) && limit(RLIMIT_AS, 1024 * MEGABYTE) && limit(RLIMIT_FSIZE, FILES_OUTPUT_MAX) && limit(RLIMIT_CORE, 0) &&
	       limit(RLIMIT_NOFILE, 64) && prctl(PR_SET_DUMPABLE, 0) == 0 && filter_calls();
}
