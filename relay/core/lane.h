/* lane.h - the words of the links between a hub and its sites. Pure.
 *
 * A *stream* (STREAM_SIZE) is one run of one site process, a random number drawn at its start; a *folder* (FOLDER_SIZE) is its data directory. What a site has
 * kept for its people is offered to the hub under (stream, lane, number), numbers from 1 without a hole in each lane. */
#ifndef LAMRELAY_CORE_LANE_H
#define LAMRELAY_CORE_LANE_H

#include "core/record.h"
#include "core/words.h"

#endif
