/* notify.h - telling the service manager that started us that we are ready (sd_notify's protocol, NOTIFY_SOCKET). */
#ifndef LAMRELAY_APP_NOTIFY_H
#define LAMRELAY_APP_NOTIFY_H

/* Nobody to tell is no fault; one that cannot be told is logged. */
void notify_ready(void);

#endif
