/*
 * counterparts.h - who is proposed for the person fields of a form, from the policy's matrix and the directory, and the
 * reason that is asked when it is somebody else; private to app/.
 */
#ifndef APP_COUNTERPARTS_H
#define APP_COUNTERPARTS_H

#include "case.h"
#include "parley/counterpart.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"

/* For each place, in the request's arena. Reads the manager of the present speaker, and a few holders of each role. */
enum result counterparts_propose(struct app *app, const struct app_request *r, struct counterpart_place *places, size_t count,
                                 struct proposals **out) MUST_USE;
/*
 * INVALID with a fault at the field where the reason belongs when somebody is chosen whom nobody proposed, and none is
 * given. The directory is asked only then. known: everybody who is named in sent, as case_look_up() found them.
 */
enum result counterparts_check(struct app *app, const struct app_request *r, struct counterpart_place *places, size_t count,
                               const struct client_action *sent, const struct looked_up *known, struct fault *f) MUST_USE;

#endif
