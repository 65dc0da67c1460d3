/* random.c - bytes from the kernel's generator; see parley/digest.h. */
#include <errno.h>
#include <sys/random.h>
#include <sys/types.h>

#include "parley/digest.h"
#include "parley/log.h"

void
random_fill(void *bytes, size_t length)
{
	uint8_t *p = bytes;

	/* From the kernel: no state of ours to share between threads or to copy by fork(). */
	while (length > 0) {
		ssize_t got = getrandom(p, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			log_abort("no-random", "the system gave no random bytes");
		p += got;
		length -= (size_t)got;
	}
}
