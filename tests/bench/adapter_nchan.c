/* adapter_nchan.c - nginx with nchan: a WebSocket that only listens; published by POST. It has no answer to anything a client says. */
#include "adapters.h"

const struct adapter ADAPTER_NCHAN = {
    .name = "nchan",
    .subscriber = {.websocket = true, .tls = true, .path = "/sub", .frame_kind = FRAME_TEXT},
    .publisher = {.received = http_received},
    .publish = http_publish_text,
};
