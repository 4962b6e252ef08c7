#include "sqlite_faults.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

struct faulty_file {
    sqlite3_file file;
    sqlite3_file *real; /* stands behind this one */
};

static struct {
    atomic_ulong counted;
    atomic_ulong first; /* 0 = none fails */
    atomic_bool lasting;
    atomic_bool happened;
    atomic_int code;
} faults[FAULT_CALLS];

static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;

void faults_set(enum fault_call call, unsigned long nth, bool lasting, int code) {
    atomic_store(&faults[call].first, 0);
    atomic_store(&faults[call].counted, 0);
    atomic_store(&faults[call].happened, false);
    atomic_store(&faults[call].lasting, lasting);
    atomic_store(&faults[call].code, code);
    atomic_store(&faults[call].first, nth);
}

void faults_clear(void) {
    for (int call = 0; call < FAULT_CALLS; call++) {
        faults_set((enum fault_call)call, 0, false, SQLITE_OK);
    }
}

unsigned long faults_counted(enum fault_call call) {
    return atomic_load(&faults[call].counted);
}

bool faults_happened(enum fault_call call) {
    return atomic_load(&faults[call].happened);
}

/* SQLITE_OK, or the code with which this call fails. */
static int next_code(enum fault_call call) {
    unsigned long number = atomic_fetch_add(&faults[call].counted, 1) + 1;
    unsigned long first = atomic_load(&faults[call].first);
    if (first == 0 || (number != first && !(atomic_load(&faults[call].lasting) && number > first))) {
        return SQLITE_OK;
    }
    atomic_store(&faults[call].happened, true);
    return atomic_load(&faults[call].code);
}

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct faulty_file *)file)->real;
}

static int faulty_close(sqlite3_file *file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int faulty_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
    int code = next_code(FAULT_READ);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xRead(real_of(file), bytes, length, offset);
}

static int faulty_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    int code = next_code(FAULT_WRITE);
    int written =
        real_of(file)->pMethods->xWrite(real_of(file), bytes, code == SQLITE_OK ? length : length / 2, offset);
    return code != SQLITE_OK ? code : written;
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int faulty_sync(sqlite3_file *file, int flags) {
    int code = next_code(FAULT_SYNC);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int faulty_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int faulty_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int faulty_check_lock(sqlite3_file *file, int *out) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int faulty_control(sqlite3_file *file, int what, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int faulty_sector_size(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int faulty_device(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int faulty_map(sqlite3_file *file, int page, int size, int extend, void volatile **out) {
    int code = next_code(FAULT_MAP);
    if (code != SQLITE_OK) {
        *out = NULL;
        return code;
    }
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}

static int faulty_map_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void faulty_map_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int faulty_unmap(sqlite3_file *file, int delete_it) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete_it);
}

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 2,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_check_lock,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector_size,
    .xDeviceCharacteristics = faulty_device,
    .xShmMap = faulty_map,
    .xShmLock = faulty_map_lock,
    .xShmBarrier = faulty_map_barrier,
    .xShmUnmap = faulty_unmap,
};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    struct faulty_file *faulty = (struct faulty_file *)file;
    faulty->file.pMethods = NULL;
    faulty->real = (sqlite3_file *)(faulty + 1);
    int code = next_code(FAULT_OPEN);
    if (code != SQLITE_OK) {
        return code;
    }
    code = real_vfs->xOpen(real_vfs, name, faulty->real, flags, out_flags);
    faulty->file.pMethods = faulty->real->pMethods == NULL ? NULL : &faulty_methods;
    return code;
}

void faults_install(void) {
    if (real_vfs != NULL) {
        return;
    }
    real_vfs = sqlite3_vfs_find(NULL);
    faulty_vfs = *real_vfs;
    faulty_vfs.zName = "faulty";
    faulty_vfs.szOsFile = (int)sizeof(struct faulty_file) + real_vfs->szOsFile;
    faulty_vfs.xOpen = faulty_open;
    sqlite3_vfs_register(&faulty_vfs, 1);
}
