/*
 * ring.h - records of one size from one thread to one other, in order. The writer never waits: what
 * finds no room is dropped and counted.
 */
#ifndef RT_RING_H
#define RT_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct ring {
	unsigned char *storage;
	size_t size;           /* of one record, bytes */
	size_t capacity;       /* records, a power of two */
	atomic_size_t written; /* so far; wraps */
	atomic_size_t taken;   /* so far; wraps */
	atomic_uint dropped;
};

/*
 * storage: capacity * size bytes, kept by the caller as long as the ring. capacity is a power of
 * two, so that the counts may wrap. Before the writer and the reader start.
 */
void ring_init(struct ring *ring, void *storage, size_t size, size_t capacity);

/* Writer: false when it was full and the record was dropped. */
bool ring_put(struct ring *ring, const void *record);

/* Reader: false when there was nothing to take; the record is untouched then. */
bool ring_take(struct ring *ring, void *record);

/*
 * The same without a copy. Writer: the slot to fill, which holds something stale, or NULL when it was full
 * and this record is dropped; then the publish. Reader: the oldest, or NULL; it is the reader's until the
 * release.
 */
void *ring_back(struct ring *ring);
void ring_publish(struct ring *ring);
const void *ring_front(struct ring *ring);
void ring_release(struct ring *ring);

/* How many were dropped so far; from any thread. */
unsigned ring_dropped(const struct ring *ring);

#endif
