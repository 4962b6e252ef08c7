/* resume_world.h - the parts of the world of resume.h, for each other: connections (resume_wires.c) and processes (resume_processes.c). */
#ifndef LAMRELAY_TESTS_SIM_RESUME_WORLD_H
#define LAMRELAY_TESTS_SIM_RESUME_WORLD_H

#include "sim/resume.h"

/* resume_wires.c */
bool pipe_take(struct pipe *pipe, struct item *out);
void pipe_empty(struct pipe *pipe);
void wire_open_hub(struct resume_sim *sim);        /* what hub and sites are given to talk with */
void wire_open_site(struct resume_site *site);
void wire_hub_random(void *context, void *bytes, size_t length);
void wire_site_random(void *context, void *bytes, size_t length);
void wire_lose_server(struct resume_sim *sim, struct wire *wire); /* the server's end goes */
void phone_connects(struct resume_sim *sim, struct phone *phone, bool to_site);
void link_open(struct resume_sim *sim, struct resume_site *site);
void link_lose(struct resume_sim *sim, struct resume_site *site, bool hub_knows);
bool wire_deliver_up(struct resume_sim *sim, struct wire *wire);   /* one message; false: there is none */
bool wire_deliver_down(struct resume_sim *sim, struct wire *wire);

/* resume_processes.c */
struct disk *resume_disk_now(const struct resume_sim *sim);
void resume_new_disk(struct resume_sim *sim, const struct disk *from, uint64_t count);
char *resume_folder_path(const struct resume_site *site, const char *suffix);
void resume_site_start(struct resume_sim *sim, struct resume_site *site);
void resume_site_kill(struct resume_sim *sim, struct resume_site *site);
void resume_site_restart(struct resume_sim *sim, struct resume_site *site);
void resume_hub_start(struct resume_sim *sim);
void resume_hub_kill(struct resume_sim *sim, bool stored);
void resume_hub_restart(struct resume_sim *sim);
void resume_hub_goes_on_from_copy(struct resume_sim *sim);

#endif
