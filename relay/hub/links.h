/* links.h - the link of a site: one connection of the process that serves the site's people, who has claimed the site. For net/ and the files of hub/.
 *
 * Normal course: the transport accepts a socket with a certificate for the site and calls hub_link_connect; every message goes to hub_link_receive; the first
 * is a claim, which becomes an event before it is answered. From then on the link gets the very frames of the channels that its people would get (operator,
 * stage, participant, the own one of each) and of the channel `site:<id>`; what its people have done comes as offers, in order, and each gets its result.
 * Ways it fails: another process holds the site (`fenced`); a newer claim closes the older link (4001); too much waits (4003): the site comes back and
 * says how far it has everything.
 *
 * A link writes by several subscribers that share its connection: one for what is said to it and the own channels, one for each shared channel. All else
 * of the hub sees subscribers. The bytes on the wire: relay/link.asyncapi.yaml. Thread: the loop's. */
#ifndef LAMRELAY_HUB_LINKS_H
#define LAMRELAY_HUB_LINKS_H

#include "hub/hub.h"

struct hub_link;

/* `connection` and `now` as in hub_connect; `site` is the id that the certificate names. NULL: there is no such site, or no memory: close the socket. */
struct hub_link *hub_link_connect(struct hub *hub, void *connection, const char *site, int64_t now);
/* The socket is gone; the link must not be used again. */
void hub_link_disconnect(struct hub_link *link);
/* One whole text message, at most LIMIT_LINK_MESSAGE_BYTES, valid UTF-8. */
void hub_link_receive(struct hub_link *link, const char *bytes, size_t length, int64_t now);
/* What was BLOCKED has gone out. */
void hub_link_writable(struct hub_link *link);

#endif
