#include "link/back_off.h"

void back_off_init(struct back_off *back_off, uint64_t seed) {
    *back_off = (struct back_off){.state = seed};
}

/* splitmix64: its state may start anywhere. */
static uint64_t draw(struct back_off *back_off) {
    uint64_t x = back_off->state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

uint32_t back_off_failed(struct back_off *back_off) {
    uint32_t most = BACK_OFF_FIRST_MS;
    for (uint32_t i = 0; i < back_off->failures && most < BACK_OFF_MOST_MS; i++)
        most *= 2;
    most = most < BACK_OFF_MOST_MS ? most : BACK_OFF_MOST_MS;
    if (back_off->failures < UINT32_MAX)
        back_off->failures++;
    return (uint32_t)(draw(back_off) % (most + 1));
}

void back_off_succeeded(struct back_off *back_off) {
    back_off->failures = 0;
}
