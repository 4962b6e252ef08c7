#include "lifecycle.h"

int lifecycle_next(const struct lifecycle *lifecycle, int from, int act) {
    for (size_t i = 0; i < lifecycle->count; i++) {
        const struct lifecycle_move *move = &lifecycle->moves[i];
        if (move->from == from && move->act == act) {
            return move->to;
        }
    }
    return -1;
}
