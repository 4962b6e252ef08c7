/* commands.h - the subcommands of `lamrelay`, one file each. */
#ifndef LAMRELAY_APP_COMMANDS_H
#define LAMRELAY_APP_COMMANDS_H

#include "app/options.h"

extern const struct subcommand COMMAND_HUB;
extern const struct subcommand COMMAND_SITE;
extern const struct subcommand COMMAND_CODES;
extern const struct subcommand COMMAND_CHECK;
extern const struct subcommand COMMAND_CERTIFICATE;
extern const struct subcommand COMMAND_BUNDLE;
extern const struct subcommand COMMAND_VERIFY;
extern const struct subcommand COMMAND_EXPORT;
extern const struct subcommand COMMAND_BACKUP;
extern const struct subcommand COMMAND_RESTORE;
extern const struct subcommand COMMAND_FORGET;
extern const struct subcommand COMMAND_PROTOCOL;
extern const struct subcommand COMMAND_RECOUNT;

#endif
