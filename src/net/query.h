/*
 * query.h - info, ping, help, lists, subscriptions: what is asked of us rather than of the rig.
 */
#ifndef NET_QUERY_H
#define NET_QUERY_H

#include "net/args.h"
#include "net/in.h"
#include "net/osc_schema.h"

/* One message to whoever asked; false where its budget, or that of all strangers, does not go so far. */
bool query_say(struct in *in, const struct osc_entry *row, const struct value *values);

/* Answers a query whose arguments args_read accepted; or the error, with its detail in args. */
enum osc_error query_answer(struct in *in, const struct osc_entry *entry, struct args *args);

#endif
