/* check_in.h - what the operator of a site has tried out there, before the doors open. For the files of core/ only. Pure. */
#ifndef LAMRELAY_CORE_CHECK_IN_H
#define LAMRELAY_CORE_CHECK_IN_H

#include <stdint.h>

struct check_in {
    int64_t at;       /* hub time; 0 = there was none */
    uint32_t lacking; /* bits 1 << enum check_point: what was not tried, or was not as it should be */
};

#endif
