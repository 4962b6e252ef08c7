#include "sqlite_description.h"

#include <stdbool.h>
#include <string.h>

static bool says(sqlite3_stmt *row, int column, const char *expected) {
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text != NULL && strcmp(text, expected) == 0;
}

static bool is_as_made(sqlite3_stmt *row, const struct described_table *table) {
    return says(row, 0, "table") && says(row, 1, table->name) && says(row, 2, table->name) && says(row, 4, table->words) &&
           (table->root == 0 || sqlite3_column_int64(row, 3) == table->root);
}

/* How many rows there are, and how many of them are one of `tables`. SQLite takes no second table of a name, so no row counts twice. */
static int count_rows(sqlite3 *database, const struct described_table *tables, size_t count, size_t *rows, size_t *as_made) {
    sqlite3_stmt *row = NULL;
    *rows = *as_made = 0;
    int code = sqlite3_prepare_v2(database, "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema", -1, &row, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        ++*rows;
        for (size_t i = 0; i < count; i++)
            *as_made += is_as_made(row, &tables[i]);
        code = SQLITE_OK;
    }
    sqlite3_finalize(row);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int query_number(sqlite3 *database, const char *sql, int64_t *out) {
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(database, sql, -1, &row, NULL);
    code = code != SQLITE_OK ? code : sqlite3_step(row);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return code == SQLITE_ROW ? SQLITE_OK : code == SQLITE_DONE ? SQLITE_CORRUPT : code;
}

int description_read(sqlite3 *database, const struct described_table *tables, size_t count, enum description *out) {
    size_t rows, as_made;
    int64_t pages = 0, moves_pages = 0;
    int code = count_rows(database, tables, count, &rows, &as_made);
    code = code != SQLITE_OK ? code : query_number(database, "PRAGMA page_count", &pages);
    code = code != SQLITE_OK ? code : query_number(database, "PRAGMA auto_vacuum", &moves_pages);
    if (rows == 0)
        *out = pages <= 1 ? DESCRIPTION_NONE : DESCRIPTION_DAMAGED; /* SQLite's own page is all that a new file has */
    else if (as_made == 0)
        *out = DESCRIPTION_OTHER;
    else
        *out = as_made == count && moves_pages == 0 ? DESCRIPTION_OURS : DESCRIPTION_DAMAGED; /* we never set it: it would put its own notes over a table of ours */
    return code;
}
