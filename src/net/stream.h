/*
 * stream.h - the fast values, of heads and hands: one moment in as few bundles as hold it, to each
 * subscriber at its own rate.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include "net/peers.h"
#include "net/say.h"
#include "net/view.h"

/* Says them to every subscriber whose moment has come. */
void stream_turn(const struct outlet *outlet, struct peers *peers, const struct view *view);

/* When the next is due; INT64_MAX for never. */
int64_t stream_due_ns(const struct peers *peers);

#endif
