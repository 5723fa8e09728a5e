/*
 * ring.c - records of one size from one thread to one other.
 */
#include "rt/ring.h"

#include <assert.h>
#include <string.h>

static unsigned char *record_at(const struct ring *ring, size_t count)
{
	return ring->storage + (count & (ring->capacity - 1)) * ring->size;
}

void ring_init(struct ring *ring, void *storage, size_t size, size_t capacity)
{
	assert(capacity > 0 && (capacity & (capacity - 1)) == 0);
	ring->storage = storage;
	ring->size = size;
	ring->capacity = capacity;
	atomic_init(&ring->written, 0);
	atomic_init(&ring->taken, 0);
	atomic_init(&ring->dropped, 0);
}

void *ring_back(struct ring *ring)
{
	size_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
	size_t taken = atomic_load_explicit(&ring->taken, memory_order_acquire);

	if (written - taken >= ring->capacity) {
		atomic_fetch_add_explicit(&ring->dropped, 1, memory_order_relaxed);
		return NULL;
	}
	return record_at(ring, written);
}

void ring_publish(struct ring *ring)
{
	size_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);

	atomic_store_explicit(&ring->written, written + 1, memory_order_release);
}

const void *ring_front(struct ring *ring)
{
	size_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);
	size_t written = atomic_load_explicit(&ring->written, memory_order_acquire);

	return taken == written ? NULL : record_at(ring, taken);
}

void ring_release(struct ring *ring)
{
	size_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);

	atomic_store_explicit(&ring->taken, taken + 1, memory_order_release);
}

bool ring_put(struct ring *ring, const void *record)
{
	void *slot = ring_back(ring);

	if (slot == NULL) {
		return false;
	}
	memcpy(slot, record, ring->size);
	ring_publish(ring);
	return true;
}

bool ring_take(struct ring *ring, void *record)
{
	const void *slot = ring_front(ring);

	if (slot == NULL) {
		return false;
	}
	memcpy(record, slot, ring->size);
	ring_release(ring);
	return true;
}

unsigned ring_dropped(const struct ring *ring)
{
	return atomic_load_explicit(&ring->dropped, memory_order_relaxed);
}
