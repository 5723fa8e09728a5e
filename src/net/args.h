/*
 * args.h - a message's arguments laid against its row of the table.
 */
#ifndef NET_ARGS_H
#define NET_ARGS_H

#include "net/osc_schema.h"
#include "net/value.h"
#include "net/wire.h"

#define ARGS_DETAIL_MAX 240 /* a technique's title and why it does not fit */

struct args {
	struct value at[VALUES_MAX]; /* by the position in the row's args; type 0 where not given */
	char detail[ARGS_DETAIL_MAX]; /* what was wrong, for /rig/error */
};

/*
 * ERROR_NONE, or ERROR_BAD_TYPE (wrong type, too many, too few) or ERROR_BAD_VALUE (not finite,
 * outside the row's range) with args->detail filled. For rows whose args are not "*".
 */
enum osc_error args_read(const struct osc_entry *entry, const struct wire_message *message,
			 struct args *args);

/* Writes the detail and hands the error back. */
enum osc_error args_refuse(struct args *args, enum osc_error error, const char *detail);

/* The argument of that letter of the row's args, or NULL where it was not given. */
const struct value *args_of(const struct args *args, const struct osc_entry *entry, char letter);

/* Does the button fire? Nothing, N and I do, a number from 0.5 does; less is its release. */
bool args_fire(const struct args *args);

/* The whole number in a value that lies in low..high; false where there is none. */
bool args_whole(const struct value *value, double low, double high, int *number);

#endif
