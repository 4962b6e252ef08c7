/* password_again.h - what gives access, or cannot be taken back, is asked for with the password anew: a member `password` beside the parameters, which a
 * method's row names (methods.h). For the files of hub/ only. */
#ifndef LAMRELAY_HUB_PASSWORD_AGAIN_H
#define LAMRELAY_HUB_PASSWORD_AGAIN_H

#include "hub/state.h"

/* What is served once the password is good; by then the request has it no more. */
typedef void (*hub_serve_again)(struct hub *hub, struct subscriber *subscriber, const struct request *request);

/* Has the password checked by a worker, then serves the request, if whoever asked is still there and still somebody with one of `roles` (bits); else answers:
 * NOT_SIGNED_IN, NOT_ALLOWED, BAD_CREDENTIALS, RATE_LIMITED with the field password after too many wrong ones, BUSY, NO_MEMORY, or what is wrong with the member.
 * A wrong one costs what a wrong one costs at signing in. `method` lives as long as the program. */
void hub_password_again(struct hub *hub, struct subscriber *subscriber, const struct request *request, const char *method, uint32_t roles, hub_serve_again serve);

#endif
