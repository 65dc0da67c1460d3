/* patience.c - see patience.h. */
#include "patience.h"

#include <errno.h>
#include <lber.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

/* Above the socket, below TLS. */
#define LEVEL ((LBER_SBIOD_LEVEL_PROVIDER + LBER_SBIOD_LEVEL_TRANSPORT) / 2)

int64_t
patience_clock(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
patience_allow(struct patience *p, unsigned seconds)
{
	p->until = patience_clock() + (int64_t)seconds * 1000;
	p->lost = false;
}

static int
descriptor(Sockbuf_IO_Desc *layer)
{
	int fd = -1;

	(void)ber_sockbuf_ctrl(layer->sbiod_sb, LBER_SB_OPT_GET_FD, &fd);
	return fd;
}

/* Whether the socket is ready before the time is up. */
static bool
await(Sockbuf_IO_Desc *layer, short events)
{
	struct patience *p = layer->sbiod_pvt;
	struct pollfd waiting = { .fd = descriptor(layer), .events = events };
	int64_t left;
	int ready;

	if (p->until == 0)
		return true;
	do {
		left = p->until - patience_clock();
		ready = poll(&waiting, 1, left > 0 ? (int)left : 0);
	} while (ready < 0 && errno == EINTR);
	if (ready != 0)
		return true; /* an error is read from the socket itself */
	p->lost = true;
	errno = ETIMEDOUT;
	return false;
}

static int
setup(Sockbuf_IO_Desc *layer, void *arg)
{
	layer->sbiod_pvt = arg;
	return 0;
}

static int
take_out(Sockbuf_IO_Desc *layer)
{
	(void)layer;
	return 0;
}

static int
control(Sockbuf_IO_Desc *layer, int option, void *arg)
{
	return LBER_SBIOD_CTRL_NEXT(layer, option, arg);
}

static ber_slen_t
read_in_time(Sockbuf_IO_Desc *layer, void *bytes, ber_len_t length)
{
	return await(layer, POLLIN) ? LBER_SBIOD_READ_NEXT(layer, bytes, length) : -1;
}

/* Not by the next layer, whose write(2) would end a program that does not ignore SIGPIPE: a server that has
 * gone is told TLS's farewell. */
static ber_slen_t
write_in_time(Sockbuf_IO_Desc *layer, void *bytes, ber_len_t length)
{
	return await(layer, POLLOUT) ? send(descriptor(layer), bytes, length, MSG_NOSIGNAL) : -1;
}

static Sockbuf_IO layer_functions = {
	.sbi_setup = setup,
	.sbi_remove = take_out,
	.sbi_ctrl = control,
	.sbi_read = read_in_time,
	.sbi_write = write_in_time,
};

static int
add(LDAP *ld, Sockbuf *sb, LDAPURLDesc *server, struct sockaddr *address, struct ldap_conncb *callback)
{
	(void)ld;
	(void)server;
	(void)address;
	return ber_sockbuf_add_io(sb, &layer_functions, LEVEL, callback->lc_arg);
}

static void
forget(LDAP *ld, Sockbuf *sb, struct ldap_conncb *callback)
{
	(void)ld;
	(void)sb;
	(void)callback;
}

bool
patience_install(struct patience *p, LDAP *ld)
{
	*p = (struct patience){ .callback = { .lc_add = add, .lc_del = forget, .lc_arg = p } };
	return ldap_set_option(ld, LDAP_OPT_CONNECT_CB, &p->callback) == LDAP_OPT_SUCCESS;
}
