/*
 * mailbox.h - the latest value from one thread to one other: neither ever waits, none is ever torn.
 *
 * Three slots: the writer owns one, the reader one, the third is exchanged. A value nobody fetched
 * is replaced by the next; whoever must not lose one takes a ring.
 */
#ifndef RT_MAILBOX_H
#define RT_MAILBOX_H

#include <stdatomic.h>
#include <stddef.h>

#define MAILBOX_SLOTS 3

struct mailbox {
	unsigned char *storage;
	size_t size;
	atomic_uint middle; /* the slot nobody owns, and whether it is new */
	unsigned back;      /* the writer's slot */
	unsigned front;     /* the reader's slot */
};

/*
 * storage: MAILBOX_SLOTS * size bytes, aligned for the value and kept by the caller as long as the
 * mailbox; zeroed here. Before the writer and the reader start.
 */
void mailbox_init(struct mailbox *mailbox, void *storage, size_t size);

/* Writer: the slot to fill. It holds something stale: write all of it. Valid until the publish. */
void *mailbox_back(struct mailbox *mailbox);

/* Writer: what the back slot holds is now the latest. */
void mailbox_publish(struct mailbox *mailbox);

/* Reader: the latest published value, all zero before the first. Valid until the next call. */
const void *mailbox_front(struct mailbox *mailbox);

#endif
