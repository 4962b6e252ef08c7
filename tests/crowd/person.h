/* person.h - one participant with a phone, by the rules of relay/protocol.asyncapi.yaml and relay/DELIVERY.md: a code once, then a token; a cursor for each
 * channel; every command is held until its final answer and sent again, oldest first, after every connect; another address when one does not serve.
 *
 * Ways it fails: what a participant must never see - a gap, an answer that changes, a session that ends - is counted in `figures` and said on stderr. */
#ifndef CROWD_PERSON_H
#define CROWD_PERSON_H

#include "socket.h"

#include <jansson.h>

enum { ADDRESSES_MOST = 4, POLLS_MOST = 16, KEY_TEXT = 23, ID_TEXT = 41, TOKEN_TEXT = 65, RECEIPT_TEXT = 65, FAULTS_SAID = 20 };

struct figures {
    uint64_t here;       /* people who are served now */
    uint64_t signed_in;  /* people with a token */
    uint64_t commands, kept, answered, refused, sent, repeated;
    uint64_t gave_way;   /* refusals as too late, after a copy that was in time had come in */
    uint64_t put_off;    /* answers that were not final */
    uint64_t frames, snapshots, live;
    uint64_t connects, moved; /* connections that got a hello answered; those of them at another address than the one before */
    uint64_t acts_left;  /* asked for, and not possible yet: the poll is not seen open, nobody signed in */
    uint64_t acts_dropped; /* the poll was closed before */
    uint64_t faults;
};

struct command {
    char key[KEY_TEXT];
    const char *method;
    char *params;  /* with the key; owned */
    char *answer;  /* bytes of the first final one: "result":... or "error":...; NULL = held; owned */
    bool kept;     /* said by a site, at any time */
    char receipt[RECEIPT_TEXT]; /* which came with that, for a ballot; empty = none */
    bool under_way; /* on this connection */
    uint32_t sent;
    uint64_t made_at, answered_at; /* ms of the loop */
};

struct channel {
    char name[ID_TEXT + 8];
    int64_t s; /* -1 = nothing held */
};

struct crowd {
    uv_loop_t *loop;
    SSL_CTX *tls;
    struct figures figures;
    bool spread;       /* each person comes from a loopback address of its own */
    uint32_t chance;   /* of the pseudo-random numbers */
};

struct poll_seen {
    bool is_open, is_over;
    uint32_t counter;  /* of this person's ballots */
    char *ballot;      /* row my_ballot as last shown; owned; NULL = none */
};

struct person {
    struct crowd *crowd;
    uint32_t number;
    char id[ID_TEXT], code[ID_TEXT], token[TOKEN_TEXT], journal[ID_TEXT], device[12];
    uint16_t addresses[ADDRESSES_MOST];
    int address_count, address, last_address;
    uint32_t failures;
    bool wanted, is_here;
    struct socket *socket;
    uv_timer_t later;
    uint64_t heard_at;
    struct channel own, shared;
    struct poll_seen polls[POLLS_MOST];
    struct command *commands; /* in the order made */
    uint32_t command_count, command_capacity;
};

void person_begin(struct person *person, struct crowd *crowd); /* id, code, number and addresses are set */
void person_connect(struct person *person);
void person_leave(struct person *person);
/* False: not yet, try again later. */
bool person_cast(struct person *person, uint32_t poll);
bool person_ask(struct person *person);
/* Everything once more that was answered; the answers have to be the first ones. */
void person_repeat(struct person *person);
/* Whoever has heard nothing for 25 s comes back by a new connection. */
void person_look(struct person *person);

/* [0, 1) */
double crowd_chance(struct crowd *crowd);

#endif
