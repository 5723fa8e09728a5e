/*
 * mailbox.c - the latest value from one thread to one other.
 */
#include "rt/mailbox.h"

#include <string.h>

#define SLOT_MASK 3u
#define SLOT_NEW  4u

void mailbox_init(struct mailbox *mailbox, void *storage, size_t size)
{
	memset(storage, 0, MAILBOX_SLOTS * size);
	mailbox->storage = storage;
	mailbox->size = size;
	mailbox->back = 0;
	mailbox->front = 1;
	atomic_init(&mailbox->middle, 2u);
}

void *mailbox_back(struct mailbox *mailbox)
{
	return mailbox->storage + mailbox->back * mailbox->size;
}

void mailbox_publish(struct mailbox *mailbox)
{
	/* Release hands over what was just written; acquire takes back a slot the reader left. */
	mailbox->back = atomic_exchange_explicit(&mailbox->middle, mailbox->back | SLOT_NEW,
						 memory_order_acq_rel) &
			SLOT_MASK;
}

const void *mailbox_front(struct mailbox *mailbox)
{
	/* The exchange below synchronises; this look only saves it when there is nothing new. */
	if (atomic_load_explicit(&mailbox->middle, memory_order_relaxed) & SLOT_NEW) {
		mailbox->front = atomic_exchange_explicit(&mailbox->middle, mailbox->front,
							  memory_order_acq_rel) &
				 SLOT_MASK;
	}
	return mailbox->storage + mailbox->front * mailbox->size;
}
