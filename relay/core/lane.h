/* lane.h - the words of the links between a hub and its sites. Pure.
 *
 * A *stream* is one run of one site process, a random number drawn at its start; a *folder* is its data directory. What a site has kept for its people is
 * offered to the hub under (stream, lane, number), numbers from 1 without a hole in each lane. */
#ifndef LAMRELAY_CORE_LANE_H
#define LAMRELAY_CORE_LANE_H

enum { STREAM_SIZE = 8, FOLDER_SIZE = 16 }; /* bytes */

/* Each lane is numbered by itself, so that the first may overtake the others without disturbing their order. */
enum lane {
    LANE_FLOOR,     /* ballots, requests to speak */
    LANE_QUESTIONS, /* questions and what is done with them */
    LANE_REST,
    LANE_COUNT
};

#endif
