/* transport.h - what whoever serves browsers - a hub or a site - needs of the sockets below it. Thread: the loop's. */
#ifndef LAMRELAY_SERVING_TRANSPORT_H
#define LAMRELAY_SERVING_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>

enum hub_close {                /* WebSocket close codes the hub asks for */
    HUB_CLOSE_STOPPING = 1001,
    HUB_CLOSE_POLICY = 1008,
    HUB_CLOSE_REPLACED = 4001,
    HUB_CLOSE_SIGNED_OUT = 4002,
    HUB_CLOSE_TOO_SLOW = 4003,
    HUB_CLOSE_RIGHTS_CHANGED = 4004,
};

enum hub_write {
    HUB_WRITE_DONE,    /* all bytes are with the kernel: more may follow */
    HUB_WRITE_BLOCKED, /* all bytes were taken, but some wait in the transport: write nothing more until hub_writable */
    HUB_WRITE_GONE,    /* the socket is dead; hub_disconnect will be called later, not from inside write */
};

/* What a hub or a site needs from the layer above. All are called on the loop's thread, never from inside each other.
 * None of them may call back into the hub before it returned. */
struct hub_transport {
    /* Bytes are whole, already framed server-to-client text frames. Called only while not BLOCKED. */
    enum hub_write (*write)(void *connection, const char *bytes, size_t length);
    /* It is written to in a moment: what a write reads is asked of memory meanwhile, which answers more slowly than it is written. A hint: nobody waits for it,
     * nothing comes of it, and the write may not follow. NULL = nothing would be gained. */
    void (*expect)(void *connection);
    /* Send what was written before, then a close frame with the code, then close. hub_disconnect follows, later. */
    void (*close)(void *connection, enum hub_close code);
    /* Something waits to be written: call hub_sweep soon (once per loop turn is enough). */
    void (*schedule)(void *context);
    /* Run `work(job)` on a worker thread, then `finished(job)` on the loop's thread. False = too many are waiting. */
    bool (*offload)(void *context, void *job, void (*work)(void *job), void (*finished)(void *job));
    /* Fill with cryptographic randomness. */
    void (*random)(void *context, void *bytes, size_t length);
    /* Another process has taken the journal over: stop the loop. */
    void (*fenced)(void *context);
    void *context;
};

#endif
