/* control.h - the Unix socket through which `lamrelay codes` asks a running hub. Thread: the loop's; control_ask
 * blocks.
 *
 * One line in, `codes <site or -> <origin>`; out comes `ok <bytes>` and a line break, then so many bytes of CSV, or
 * `error <word>` and a line break. */
#ifndef LAMRELAY_NET_CONTROL_H
#define LAMRELAY_NET_CONTROL_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdbool.h>

struct control;
struct hub;
struct loop;

/* Listens at `path` (mode 0600); a file left there by a process that died is replaced. SYSTEM: `fault` has one
 * sentence; NO_MEMORY. Whatever it returns, `*out` - which may be NULL - goes to control_close and, after the loop, to
 * control_destroy. */
enum error control_open(struct loop *loop, struct hub *hub, const char *path, struct control **out,
                        struct buffer *fault);
/* Closes the socket and what is connected, removes the file; idempotent. NULL is harmless. */
void control_close(struct control *control);
/* After loop_close, before hub_destroy. NULL is harmless. */
void control_destroy(struct control *control);

/* The other end: asks the hub that listens at `path`; `site` NULL = all. `*reached` false: nobody listens there,
 * nothing was asked. SYSTEM: it broke off; otherwise the hub's answer, `csv` filled when NONE. */
enum error control_ask(const char *path, const char *site, const char *origin, struct buffer *csv, bool *reached);

#endif
