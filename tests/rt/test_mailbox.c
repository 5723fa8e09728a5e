/*
 * What the mailbox promises: zero before the first value, the latest after, never half of one.
 */
#include "rt/mailbox.h"

#include <pthread.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define WORDS  32
#define VALUES 200000

struct value {
	uint64_t words[WORDS]; /* all alike, or it was torn */
};

static void put(struct mailbox *mailbox, uint64_t number)
{
	struct value *value = mailbox_back(mailbox);

	for (int i = 0; i < WORDS; i++) {
		value->words[i] = number;
	}
	mailbox_publish(mailbox);
}

static uint64_t get(struct mailbox *mailbox)
{
	return ((const struct value *)mailbox_front(mailbox))->words[0];
}

static void before_the_first_value__everything_is_zero(void **state)
{
	static const struct value zero;
	struct value storage[MAILBOX_SLOTS];
	struct mailbox mailbox;

	(void)state;
	memset(storage, 0x5a, sizeof(storage));
	mailbox_init(&mailbox, storage, sizeof(struct value));
	assert_memory_equal(mailbox_front(&mailbox), &zero, sizeof(zero));
	*(struct value *)mailbox_back(&mailbox) = (struct value){.words = {7}};
	assert_memory_equal(mailbox_front(&mailbox), &zero, sizeof(zero));
}

static void the_reader__gets_the_latest_value_and_keeps_it(void **state)
{
	struct value storage[MAILBOX_SLOTS];
	struct mailbox mailbox;

	(void)state;
	mailbox_init(&mailbox, storage, sizeof(struct value));
	put(&mailbox, 1);
	assert_int_equal(get(&mailbox), 1);
	put(&mailbox, 2);
	put(&mailbox, 3);
	put(&mailbox, 4);
	assert_int_equal(get(&mailbox), 4);
	assert_int_equal(get(&mailbox), 4);
}

static void what_the_reader_holds__is_not_written_to(void **state)
{
	struct value storage[MAILBOX_SLOTS];
	struct mailbox mailbox;
	const struct value *held = NULL;

	(void)state;
	mailbox_init(&mailbox, storage, sizeof(struct value));
	put(&mailbox, 1);
	held = mailbox_front(&mailbox);
	for (uint64_t n = 2; n < 10; n++) {
		put(&mailbox, n);
		assert_int_equal(held->words[0], 1);
		assert_int_equal(held->words[WORDS - 1], 1);
	}
}

static void *write_values(void *mailbox)
{
	for (uint64_t n = 1; n <= VALUES; n++) {
		put(mailbox, n);
	}
	return NULL;
}

static void two_threads__never_tear_a_value_nor_go_back(void **state)
{
	static struct value storage[MAILBOX_SLOTS];
	struct mailbox mailbox;
	pthread_t writer;
	uint64_t last = 0;
	uint64_t seen = 0;

	(void)state;
	mailbox_init(&mailbox, storage, sizeof(struct value));
	assert_int_equal(pthread_create(&writer, NULL, write_values, &mailbox), 0);
	while (last < VALUES) {
		const struct value *value = mailbox_front(&mailbox);

		assert_true(value->words[0] >= last);
		seen += value->words[0] > last;
		last = value->words[0];
		for (int i = 1; i < WORDS; i++) {
			assert_int_equal(value->words[i], last);
		}
	}
	pthread_join(writer, NULL);
	assert_true(seen > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_the_first_value__everything_is_zero),
		cmocka_unit_test(the_reader__gets_the_latest_value_and_keeps_it),
		cmocka_unit_test(what_the_reader_holds__is_not_written_to),
		cmocka_unit_test(two_threads__never_tear_a_value_nor_go_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
