/* first_words.h - what a browser says with the upgrade itself. It may send messages only behind the 101, a trip later; but it offers subprotocols, and
 * one of them can say what its first messages would:
 *   say.hello          hello
 *   say.hello.TOKEN    hello with this token
 *   say.hello.TOKEN.JOURNAL.OWN.NAME.S    the same with the cursors: own OWN, shared NAME at S
 *   say.card.CARD      session.open by this card, and hello behind it
 * They count as the first text messages of the connection, and their ids are the names of their methods. One such word, at most; as a whole the list
 * has no more than 126 bytes: libwebsockets 4.1 takes no more.
 * Pure; any thread. */
#ifndef LAMRELAY_NET_FIRST_WORDS_H
#define LAMRELAY_NET_FIRST_WORDS_H

#include "base/error.h"
#include <stddef.h>

enum { FIRST_MESSAGES_MOST = 2, FIRST_MESSAGE_SIZE = 256, FIRST_WORDS_LIST_MOST = 126 };

struct first_words {
    size_t count;
    char messages[FIRST_MESSAGES_MOST][FIRST_MESSAGE_SIZE];
};

/* `list` is the header Sec-WebSocket-Protocol. NONE, `count` 0 when nothing is said; MALFORMED: a word that begins with "say." is none of these, has
 * other characters in a part than base64url or a number has, or is not the only one; the list is too long. What is said may be a secret: whoever reads it
 * wipes `out` after use. */
enum error first_words_read(const char *list, struct first_words *out);

#endif
