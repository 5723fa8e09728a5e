/*
 * What the ring promises: order, nothing lost while there is room, a count of what was.
 */
#include "rt/ring.h"

#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define CAPACITY 8
#define RECORDS  100000

struct record_of_test {
	uint64_t number;
	uint64_t inverse;
};

static bool put(struct ring *ring, uint64_t number)
{
	struct record_of_test record = {.number = number, .inverse = ~number};

	return ring_put(ring, &record);
}

static void an_empty_ring__gives_nothing_and_leaves_the_record_alone(void **state)
{
	struct record_of_test storage[CAPACITY];
	struct record_of_test record = {.number = 42};
	struct ring ring;

	(void)state;
	ring_init(&ring, storage, sizeof(record), CAPACITY);
	assert_false(ring_take(&ring, &record));
	assert_int_equal(record.number, 42);
}

/* The same ring, written and read in place. */
static void records_in_place__keep_their_order_and_are_dropped_when_full(void **state)
{
	struct record_of_test storage[CAPACITY];
	struct record_of_test *back;
	const struct record_of_test *front;
	struct ring ring;

	(void)state;
	ring_init(&ring, storage, sizeof(*back), CAPACITY);
	assert_null(ring_front(&ring));
	for (uint64_t n = 0; n < 3 * CAPACITY; n++) {
		back = ring_back(&ring);
		assert_non_null(back);
		back->number = n;
		assert_null(n % CAPACITY == 0 ? ring_front(&ring)
					      : NULL); /* not before the publish */
		ring_publish(&ring);
		if (n % CAPACITY == CAPACITY - 1) {
			assert_null(ring_back(&ring));
			for (uint64_t k = n + 1 - CAPACITY; k <= n; k++) {
				front = ring_front(&ring);
				assert_int_equal(front->number, k);
				assert_ptr_equal(ring_front(&ring), front); /* until released */
				ring_release(&ring);
			}
		}
	}
	assert_int_equal(ring_dropped(&ring), 3);
}

static void a_full_ring__drops_the_newest_and_counts_it(void **state)
{
	struct record_of_test storage[CAPACITY];
	struct record_of_test record = {0};
	struct ring ring;

	(void)state;
	ring_init(&ring, storage, sizeof(record), CAPACITY);
	for (uint64_t n = 0; n < CAPACITY; n++) {
		assert_true(put(&ring, n));
	}
	assert_int_equal(ring_dropped(&ring), 0);
	assert_false(put(&ring, CAPACITY));
	assert_false(put(&ring, CAPACITY + 1));
	assert_int_equal(ring_dropped(&ring), 2);
	for (uint64_t n = 0; n < CAPACITY; n++) {
		assert_true(ring_take(&ring, &record));
		assert_int_equal(record.number, n);
	}
	assert_false(ring_take(&ring, &record));
}

static void the_counts__may_wrap(void **state)
{
	struct record_of_test storage[CAPACITY];
	struct record_of_test record = {0};
	struct ring ring;

	(void)state;
	ring_init(&ring, storage, sizeof(record), CAPACITY);
	atomic_store(&ring.written, SIZE_MAX - 2);
	atomic_store(&ring.taken, SIZE_MAX - 2);
	for (uint64_t n = 0; n < CAPACITY; n++) {
		assert_true(put(&ring, n));
	}
	assert_false(put(&ring, CAPACITY));
	for (uint64_t n = 0; n < CAPACITY; n++) {
		assert_true(ring_take(&ring, &record));
		assert_int_equal(record.number, n);
	}
}

static void *write_records(void *ring)
{
	for (uint64_t n = 0; n < RECORDS; n++) {
		while (!put(ring, n)) {
			sched_yield();
		}
	}
	return NULL;
}

static void two_threads__keep_the_order_and_every_record_whole(void **state)
{
	struct record_of_test storage[CAPACITY];
	struct record_of_test record = {0};
	struct ring ring;
	pthread_t writer;
	uint64_t next = 0;

	(void)state;
	ring_init(&ring, storage, sizeof(record), CAPACITY);
	assert_int_equal(pthread_create(&writer, NULL, write_records, &ring), 0);
	while (next < RECORDS) {
		if (!ring_take(&ring, &record)) {
			sched_yield();
			continue;
		}
		assert_int_equal(record.number, next);
		assert_int_equal(record.inverse, ~next);
		next++;
	}
	pthread_join(writer, NULL);
	assert_false(ring_take(&ring, &record));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_ring__gives_nothing_and_leaves_the_record_alone),
		cmocka_unit_test(records_in_place__keep_their_order_and_are_dropped_when_full),
		cmocka_unit_test(a_full_ring__drops_the_newest_and_counts_it),
		cmocka_unit_test(the_counts__may_wrap),
		cmocka_unit_test(two_threads__keep_the_order_and_every_record_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
