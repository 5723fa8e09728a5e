/*
 * test_peers.c - subscriptions and budgets in time that we turn ourselves.
 */
#include "net/peers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define S 1000000000LL

static struct endpoint at(uint16_t port)
{
	struct endpoint endpoint;

	assert_true(endpoint_parse(port % 2 == 0 ? "127.0.0.1" : "::1", port, &endpoint));
	return endpoint;
}

/* As a stranger, where tablet is 0. */
static struct subscriber *subscribe(struct peers *peers, const struct endpoint *from, uint16_t port,
				    uint32_t tablet, int64_t t_ns)
{
	struct listening listening = {port, 10.0, tablet};
	bool is_new;

	return peers_subscribe(peers, from, &listening, t_ns, &is_new);
}

static void subscription__ends_after_ten_seconds_unless_renewed(void **state)
{
	struct peers peers = {0};
	struct endpoint silent = at(1001);
	struct endpoint pinging = at(1002);

	(void)state;
	assert_non_null(subscribe(&peers, &silent, 0, 0, 1 * S));
	assert_non_null(subscribe(&peers, &pinging, 0, 0, 1 * S));
	peers_renew(&peers, &pinging, 0, 9 * S);
	assert_int_equal(peers_expire(&peers, 11 * S - 1), 2);
	assert_int_equal(peers_expire(&peers, 11 * S), 1);
	assert_null(peers_find(&peers, &silent));
	assert_non_null(peers_find(&peers, &pinging));
	assert_int_equal(peers_expire(&peers, 19 * S), 0);
}

static void ninth_subscriber__is_told_it_is_full(void **state)
{
	struct peers peers = {0};
	struct endpoint peer;

	(void)state;
	for (uint16_t i = 0; i < SUBSCRIBERS_MAX; i++) {
		peer = at((uint16_t)(2000 + i));
		assert_non_null(subscribe(&peers, &peer, 0, 0, S));
		assert_non_null(subscribe(&peers, &peer, 0, 0, S));
	}
	peer = at(3000);
	assert_null(subscribe(&peers, &peer, 0, 0, S));
	peer = at(2003);
	peers_unsubscribe(&peers, &peer);
	peer = at(3000);
	assert_non_null(subscribe(&peers, &peer, 0, 0, S));
}

static void new_source_with_the_same_destination__is_the_same_subscription(void **state)
{
	struct peers peers = {0};
	struct endpoint to;

	(void)state;
	for (uint16_t i = 0; i < 40; i++) {
		struct endpoint from = at((uint16_t)(4000 + 2 * i));

		assert_non_null(subscribe(&peers, &from, 9001, 0, S));
		to = peers_answer_to(&peers, &from);
		assert_int_equal(endpoint_port(&to), 9001);
	}
	assert_int_equal(peers_expire(&peers, 2 * S), 1);
}

/* Without a token it may be whose it is, from a new port; and it may be somebody else at the same address. */
static void stranger_at_a_tablets_destination__renews_and_moves_nothing(void **state)
{
	struct peers peers = {0};
	struct endpoint tablet = at(4000);
	struct endpoint stranger = at(4002);
	const struct listening slow = {9001, 1.0, 0};
	struct subscriber *known = subscribe(&peers, &tablet, 9001, 7, S);
	int64_t period_ns;
	bool is_new = true;

	(void)state;
	assert_non_null(known);
	period_ns = known->period_ns;
	assert_ptr_equal(peers_subscribe(&peers, &stranger, &slow, 5 * S, &is_new), known);
	assert_false(is_new);
	assert_true(endpoint_equals(&known->from, &tablet));
	assert_true(known->period_ns == period_ns);
	assert_int_equal(known->tablet, 7);
	assert_int_equal(peers_expire(&peers, 14 * S), 1);
}

/* ---- paired ones ---- */

static void fifth_paired_subscriber__is_told_it_is_full(void **state)
{
	struct peers peers = {0};
	struct endpoint peer;

	(void)state;
	for (uint16_t i = 0; i < 6; i++) {
		peer = at((uint16_t)(2000 + i));
		assert_int_equal(subscribe(&peers, &peer, 0, 1 + i, S) != NULL, i < PAIRED_LISTEN);
	}
	for (uint16_t i = 0; i < 6; i++) {
		peer = at((uint16_t)(3000 + i));
		assert_int_equal(subscribe(&peers, &peer, 0, 0, S) != NULL, i < 4);
	}
	peer = at(2000);
	assert_non_null(subscribe(&peers, &peer, 0, 1, 2 * S)); /* it has its place */
	peers_unsubscribe(&peers, &peer);
	peer = at(2005);
	assert_non_null(subscribe(&peers, &peer, 0, 6, 2 * S));
}

static void eight_strangers__leave_room_for_a_tablet(void **state)
{
	struct peers peers = {0};
	struct endpoint peer;

	(void)state;
	for (uint16_t i = 0; i < SUBSCRIBERS_MAX; i++) {
		peer = at((uint16_t)(2000 + i));
		assert_non_null(subscribe(&peers, &peer, 0, 0, i == 3 ? S : 2 * S));
	}
	peer = at(3000);
	assert_non_null(subscribe(&peers, &peer, 0, 7, 3 * S));
	assert_int_equal(peers_tablet_at(&peers, &peer), 7);
	peer = at(2003); /* whose ended first */
	assert_null(peers_find(&peers, &peer));
	assert_int_equal(peers_expire(&peers, 3 * S), SUBSCRIBERS_MAX);
}

static void stranger_who_pairs__is_new_and_stays_paired(void **state)
{
	struct peers peers = {0};
	struct endpoint peer = at(2000);
	struct listening listening = {0, 10.0, 0};
	bool is_new;

	(void)state;
	assert_non_null(peers_subscribe(&peers, &peer, &listening, S, &is_new));
	assert_true(is_new);
	assert_non_null(peers_subscribe(&peers, &peer, &listening, S, &is_new));
	assert_false(is_new);
	listening.tablet = 5;
	assert_non_null(peers_subscribe(&peers, &peer, &listening, S, &is_new));
	assert_true(is_new);
	listening.tablet = 0;
	assert_non_null(peers_subscribe(&peers, &peer, &listening, S, &is_new));
	assert_false(is_new);
	assert_int_equal(peers_tablet_at(&peers, &peer), 5);
	peers_pair(&peers, &peer, 6);
	assert_int_equal(peers_tablet_at(&peers, &peer), 6);
}

static void word_of_a_tablet_from_elsewhere__renews_its_subscription(void **state)
{
	struct peers peers = {0};
	struct endpoint peer = at(2000);
	struct endpoint elsewhere = at(2002);

	(void)state;
	assert_non_null(subscribe(&peers, &peer, 0, 5, S));
	peers_renew(&peers, &elsewhere, 6, 10 * S);
	peers_renew(&peers, &elsewhere, 0, 10 * S);
	assert_int_equal(peers_expire(&peers, 11 * S - 1), 1);
	peers_renew(&peers, &elsewhere, 5, 11 * S - 1);
	assert_int_equal(peers_expire(&peers, 21 * S - 2), 1);
	assert_int_equal(peers_expire(&peers, 21 * S - 1), 0);
}

static void errors__are_at_most_five_in_any_second(void **state)
{
	struct peers peers = {0};
	struct endpoint peer = at(5000);
	struct endpoint other = at(5001);
	int64_t sent[1000] = {0};
	int count = 0;

	(void)state;
	for (int64_t t = S; t < 11 * S; t += S / 100) {
		if (peers_may_send_error(&peers, &peer, 0, t)) {
			sent[count++] = t;
		}
	}
	assert_int_equal(count, 50);
	for (int i = ERRORS_PER_S; i < count; i++) {
		assert_true(sent[i] - sent[i - ERRORS_PER_S] >= S);
	}
	assert_true(peers_may_send_error(&peers, &other, 0, 11 * S));
}

static void flood_from_invented_addresses__is_answered_to_a_bounded_number(void **state)
{
	struct peers peers = {0};
	struct endpoint late;
	int errors = 0;

	(void)state;
	for (uint16_t i = 0; i < 5000; i++) {
		struct endpoint peer = at((uint16_t)(6000 + i));

		errors += peers_may_send_error(&peers, &peer, 0, S + i) ? 1 : 0;
		errors += peers_may_reply(&peers, &peer, 0, S + i) ? 1 : 0;
	}
	assert_int_equal(errors, 2 * (SENDERS_MAX - SENDERS_PAIRED));
	late = at(12000);
	assert_false(peers_may_send_error(&peers, &late, 0, 2 * S - 1));
	assert_true(peers_may_send_error(&peers, &late, 0, 3 * S));
}

static void strangers_in_every_place__leave_16_to_tablets(void **state)
{
	struct peers peers = {0};
	int heard = 0;

	(void)state;
	for (uint16_t i = 0; i < 5000; i++) {
		struct endpoint peer = at((uint16_t)(6000 + i));

		(void)peers_may_reply(&peers, &peer, 0, S + i);
	}
	for (uint16_t i = 0; i < 20; i++) {
		struct endpoint peer = at((uint16_t)(12000 + i));

		heard += peers_may_reply(&peers, &peer, 1 + i, S + 5000) ? 1 : 0;
	}
	assert_int_equal(heard, 16);
	/* nor do those who come later push them out, however long those are silent */
	for (uint16_t i = 0; i < 5000; i++) {
		struct endpoint peer = at((uint16_t)(6000 + i));

		(void)peers_may_reply(&peers, &peer, 0, 30 * S + i);
	}
	heard = 0;
	for (int i = 0; i < SENDERS_PAIRED; i++) {
		heard += endpoint_port(&peers.senders[i].from) >= 12000 ? 1 : 0;
	}
	assert_int_equal(heard, 16);
}

/* As oscsend does, which takes a new port each time. */
static void tablets_with_many_ports__may_have_the_strangers_places(void **state)
{
	struct peers peers = {0};
	int heard = 0;

	(void)state;
	for (uint16_t i = 0; i < 1000; i++) {
		struct endpoint peer = at((uint16_t)(12000 + i));

		heard += peers_may_reply(&peers, &peer, 7, S + i) ? 1 : 0;
	}
	assert_int_equal(heard, SENDERS_MAX);
}

static void replies__refill_with_time(void **state)
{
	struct peers peers = {0};
	struct endpoint peer = at(7000);
	int first = 0;
	int second = 0;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		first += peers_may_reply(&peers, &peer, 0, S) ? 1 : 0;
	}
	for (int i = 0; i < 5000; i++) {
		second += peers_may_reply(&peers, &peer, 0, S + S / 2) ? 1 : 0;
	}
	assert_int_equal(first, (int)REPLIES_PER_S);
	assert_int_equal(second, (int)REPLIES_PER_S / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subscription__ends_after_ten_seconds_unless_renewed),
		cmocka_unit_test(ninth_subscriber__is_told_it_is_full),
		cmocka_unit_test(word_of_a_tablet_from_elsewhere__renews_its_subscription),
		cmocka_unit_test(stranger_who_pairs__is_new_and_stays_paired),
		cmocka_unit_test(eight_strangers__leave_room_for_a_tablet),
		cmocka_unit_test(fifth_paired_subscriber__is_told_it_is_full),
		cmocka_unit_test(new_source_with_the_same_destination__is_the_same_subscription),
		cmocka_unit_test(stranger_at_a_tablets_destination__renews_and_moves_nothing),
		cmocka_unit_test(errors__are_at_most_five_in_any_second),
		cmocka_unit_test(flood_from_invented_addresses__is_answered_to_a_bounded_number),
		cmocka_unit_test(strangers_in_every_place__leave_16_to_tablets),
		cmocka_unit_test(tablets_with_many_ports__may_have_the_strangers_places),
		cmocka_unit_test(replies__refill_with_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
