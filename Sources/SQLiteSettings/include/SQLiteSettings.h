// How SQLite is set up before its first use.
//
// It is in C for one reason: `sqlite3_config` takes whatever arguments a setting has, and no function of
// that kind can be called from Swift.
#ifndef SQLITE_SETTINGS_H
#define SQLITE_SETTINGS_H

#include <stdbool.h>

// Keeps SQLite from counting the memory it takes: for each piece that is taken or given back all
// connections of the program would wait for one lock.
//
// False when SQLite was used before: then it goes on counting.
bool sqlite_settings_count_no_memory(void);

#endif
