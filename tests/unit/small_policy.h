/*
 * small_policy.h - a policy file to be read: one that we ship, or a small one in which a piece is replaced.
 */
#ifndef TESTS_UNIT_SMALL_POLICY_H
#define TESTS_UNIT_SMALL_POLICY_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parley/buffer.h"
#include "parley/policy_file.h"
#include "suite.h"

#ifndef TOP_SRCDIR
#define TOP_SRCDIR "."
#endif

static struct arena *a;
static struct fault f;
static struct buffer text;

static inline void
setup(void)
{
	a = arena_new();
	fault_init(&f, a);
	buffer_init(&text, 0);
}

static inline void
teardown(void)
{
	buffer_clear(&text);
	arena_free(a);
}

/* `make check` runs in the build folder and says in srcdir where the sources are. */
static inline void
load(const char *name)
{
	const char *top = getenv("srcdir");
	const char *path = arena_format(a, "%s/%s", top == NULL ? TOP_SRCDIR : top, name);
	char part[4096];
	size_t n;
	FILE *file = fopen(path, "rb");

	ck_assert_msg(file != NULL, "%s cannot be opened", path);
	buffer_reset(&text);
	while ((n = fread(part, 1, sizeof part, file)) > 0)
		buffer_add(&text, part, n);
	(void)fclose(file);
}

static inline enum result
parse(const struct policy **out)
{
	fault_init(&f, a);
	return policy_file_parse(text.data, text.length, a, out, &f);
}

static inline const struct policy *
parse_good(void)
{
	const struct policy *p = NULL;
	enum result r = parse(&p);

	ck_assert_msg(r == RESULT_OK, "%s: %s %s", f.sentence, f.fields == NULL ? "" : f.fields->pointer,
	              f.fields == NULL ? "" : f.fields->reason);
	return p;
}

static const char small[] =
    "{\"id\":\"small\",\"title\":\"T\",\"owner\":\"O\",\"source\":\"S\",\"subjects\":[\"child\",\"adult\"],\n"
    "\"days\":{\"holidays\":\"scotland\",\"start_of_day\":\"09:00\",\"end_of_day\":\"17:00\",\"event_day\":\"day 0\","
    "\"event_on_closed_day\":\"day 1 is the next working day\"},\n"
    "\"sectors\":[{\"id\":\"health\",\"name\":\"Health\",\"clause\":\"1\"},"
    "{\"id\":\"police\",\"name\":\"Police\",\"clause\":\"1\"}],\n"
    "\"categories\":[{\"id\":\"need\",\"name\":\"Need\",\"clause\":\"2\"},"
    "{\"id\":\"plan\",\"name\":\"Plan\",\"clause\":\"2\",\"excluded\":\"Go elsewhere.\"}],\n"
    "\"tracks\":[{\"id\":\"fast\",\"name\":\"Fast\",\"clause\":\"2\"}],\n"
    "\"roles\":[{\"id\":\"worker\",\"name\":\"Worker\",\"clause\":\"3\"},"
    "{\"id\":\"manager\",\"name\":\"Manager\",\"clause\":\"3\"},"
    "{\"id\":\"chair\",\"name\":\"Chair\",\"clause\":\"3\",\"partnership\":true,\"stand_ins\":[\"vice\"]},"
    "{\"id\":\"vice\",\"name\":\"Vice\",\"clause\":\"3\",\"partnership\":true,\"oversight\":true}],\n"
    "\"matrix\":[{\"role\":\"worker\",\"clause\":\"3\",\"titles\":[\"Nurse\",\"Constable\"]},"
    "{\"role\":\"manager\",\"sector\":\"health\",\"clause\":\"3\",\"titles\":[\"Matron\"],\"suggested\":true},"
    "{\"role\":\"manager\",\"sector\":\"police\",\"clause\":\"3\",\"titles\":[\"Sergeant\"]},"
    "{\"role\":\"vice\",\"clause\":\"3\",\"titles\":[\"Vice Chair\"]}],\n"
    "\"emergencies\":[{\"id\":\"now\",\"clause\":\"4\",\"text\":\"Call.\",\"contacts\":[{\"name\":\"E\","
    "\"telephone\":\"999\"}],\"tell\":[{\"side\":\"raising\",\"roles\":[\"manager\"]},{\"mailbox\":\"mash@example.org\"}]}],\n"
    "\"raise\":{\"guidance\":[{\"text\":\"G\",\"clause\":\"5\"}],\"asks\":[{\"name\":\"legal\",\"label\":\"Legal?\","
    "\"type\":\"yes-no\",\"required\":true,\"clause\":\"5\"},{\"name\":\"why_legal\",\"label\":\"Why?\",\"type\":\"line\","
    "\"max\":50,\"only_if\":\"legal=yes\",\"clause\":\"5\"},{\"name\":\"kind\",\"label\":\"Kind?\",\"type\":\"choice\","
    "\"choices\":[{\"id\":\"a\",\"label\":\"A\"},{\"id\":\"b\",\"label\":\"B\",\"hint\":\"H\"}],\"clause\":\"5\"}]},\n"
    "\"duties\":[{\"id\":\"raise\",\"clause\":\"6\",\"who\":\"raising\",\"act\":\"raise\",\"text\":\"Raise\","
    "\"short\":\"raise\",\"within\":\"2 working days\",\"from\":\"concern\"},"
    "{\"id\":\"keep\",\"clause\":\"6\",\"who\":\"both\",\"act\":\"standing\",\"text\":\"Keep\",\"short\":\"keep\"}],\n"
    "\"stages\":[{\"id\":\"1\",\"name\":\"One\",\"clause\":\"7\",\"summary\":\"First.\","
    "\"speakers\":{\"raising\":[\"worker\"],\"receiving\":[\"worker\",\"manager\"]},"
    "\"duties\":[{\"id\":\"speak\",\"clause\":\"7.1\",\"who\":\"receiving\",\"act\":\"contact\","
    "\"counts\":[\"meeting\"],\"text\":\"Speak\",\"short\":\"speak\",\"within\":\"24 hours\",\"from\":\"raised\","
    "\"protectable\":true,\"firm\":\"indicative\",\"note\":\"N\",\"optional\":true},"
    "{\"id\":\"go\",\"clause\":\"7.2\",\"who\":\"either\",\"act\":\"escalate\",\"text\":\"Go\",\"short\":\"go\","
    "\"within\":\"same working day\",\"from\":{\"duty\":\"speak\",\"when\":\"due\"}}],"
    "\"exits\":[{\"id\":\"agreed\",\"kind\":\"agreed\",\"clause\":\"7.3\",\"label\":\"Agreed\",\"by\":\"either\"},"
    "{\"id\":\"up\",\"kind\":\"escalate\",\"clause\":\"7.4\",\"label\":\"Up\",\"to\":\"2\",\"by\":\"raising\","
    "\"grounds\":[\"Not agreed\",\"Silence\"],\"approval\":{\"side\":\"raising\",\"roles\":[\"manager\"]},"
    "\"when\":{\"fact\":\"subject.looked_after\",\"is\":\"yes\"},"
    "\"asks\":[{\"name\":\"engaged\",\"label\":\"Engaged?\",\"type\":\"declare\",\"required\":true,\"clause\":\"7.5\"}]},"
    "{\"id\":\"again\",\"kind\":\"repeat\",\"clause\":\"7.6\",\"label\":\"Again\",\"by\":\"either\"}]},\n"
    "{\"id\":\"2\",\"name\":\"Two\",\"clause\":\"8\",\"summary\":\"Second.\","
    "\"speakers\":{\"raising\":[\"manager\"],\"receiving\":[\"manager\"]},\"authority\":[\"chair\"],"
    "\"panel\":{\"agencies\":3,\"concerned\":\"must\",\"chair\":\"chair\",\"clause\":\"8.1\",\"text\":\"Three.\"},"
    "\"guidance\":[{\"text\":\"Advice\",\"clause\":\"8\"}],"
    "\"when\":{\"all\":[{\"fact\":\"category\",\"is\":[\"need\",\"plan\"]},{\"not\":{\"any\":[{\"fact\":\"track\",\"is\":"
    "\"fast\"},{\"fact\":\"field:kind\",\"is\":\"b\",\"clause\":\"9\"}]}}]},"
    "\"duties\":[{\"id\":\"decide\",\"clause\":\"8.2\",\"who\":{\"roles\":[\"chair\"]},\"act\":\"decide\","
    "\"text\":\"Decide\",\"short\":\"decide\",\"within\":\"5 working days\",\"from\":{\"last of\":[\"referred\","
    "{\"stage\":\"2\"},{\"notice\":\"tell\"}]},\"when\":{\"fact\":\"outcome\",\"is\":\"upheld\"}}],"
    "\"exits\":[{\"id\":\"decided\",\"kind\":\"decided\",\"clause\":\"8.3\",\"label\":\"Decide\","
    "\"by\":{\"roles\":[\"chair\"]},\"force\":\"binding\",\"outcome\":\"upheld\"},"
    "{\"id\":\"back\",\"kind\":\"back\",\"clause\":\"8.4\",\"label\":\"Back\",\"to\":\"1\",\"by\":{\"roles\":[\"chair\"]}}],"
    "\"note\":\"N\"}],\n"
    "\"notices\":[{\"id\":\"tell\",\"clause\":\"9\",\"text\":\"Told\",\"on\":\"stage entered\",\"stage\":\"2\","
    "\"from_stage_on\":true,\"to\":{\"roles\":[\"vice\"]},\"by\":\"raising\",\"within\":\"1 working day\","
    "\"from\":{\"first of\":[\"raised\",\"risk\"]},\"form\":\"Form A\",\"informs_only\":true},"
    "{\"id\":\"end\",\"clause\":\"9\",\"text\":\"End\",\"on\":\"closed\",\"to\":\"first raiser\"}],\n"
    "\"caps\":[{\"id\":\"whole\",\"clause\":\"10\",\"text\":\"By day 22\",\"stages\":[\"1\",\"2\"],"
    "\"within\":\"working day 22\",\"from\":\"raised\",\"protectable\":true}]}";

/* Replace the first `from` behind the first `behind` by `to`. */
static inline void
mutate(const char *behind, const char *from, const char *to)
{
	const char *start = strstr(small, behind), *piece;

	ck_assert_msg(start != NULL, "not in the policy: %s", behind);
	piece = strstr(start, from);
	ck_assert_msg(piece != NULL, "not in the policy: %s", from);
	buffer_reset(&text);
	buffer_add(&text, small, (size_t)(piece - small));
	buffer_string(&text, to);
	buffer_string(&text, piece + strlen(from));
}

#endif
