/* password_again.h - what gives access, or cannot be taken back, is asked for with the password anew: a member `password` of the parameters, which the
 * row of the method (methods.h) or of the command (core/command.h) demands. For the files of hub/ only. */
#ifndef LAMRELAY_HUB_PASSWORD_AGAIN_H
#define LAMRELAY_HUB_PASSWORD_AGAIN_H

#include "hub/state.h"

/* Serves what was let through; the request has no password any more. hub.c */
void hub_serve_checked(struct hub *hub, struct subscriber *subscriber, struct request *request);

/* Has the password checked by a worker, then serves the request, if whoever asked is still there and still somebody with one of `roles` (bits); else answers:
 * NOT_SIGNED_IN, NOT_ALLOWED, BAD_CREDENTIALS, RATE_LIMITED with the field password after too many wrong ones, BUSY, NO_MEMORY, or what is wrong with the member.
 * A wrong one costs what a wrong one costs at signing in. */
void hub_password_again(struct hub *hub, struct subscriber *subscriber, const struct request *request, uint32_t roles);

#endif
