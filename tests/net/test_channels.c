/*
 * test_channels.c - feedback in time that we turn ourselves, heard on real sockets.
 */
#include "net/connections.h"
#include "net/say.h"

#include "net/stage.h"

/* How many datagrams on that address wait; all that wait are taken. */
static int ear_count(struct ear *ear, const char *path)
{
	char bytes[2048];
	int count = 0;

	while (recv(ear->fd, bytes, sizeof(bytes), 0) > 0) {
		count += strcmp(bytes, path) == 0 ? 1 : 0;
	}
	return count;
}

static int set_up(void **state)
{
	struct stage *stage = calloc(1, sizeof(*stage));

	assert_non_null(stage);
	stage_open(stage);
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	stage_close(*state);
	free(*state);
	return 0;
}

static const struct osc_entry *row(const char *path)
{
	int index;

	return osc_address_find(path, BENCH_HEADS, &index);
}

static void subscribe(struct stage *stage)
{
	stage_subscribe(stage, 0);
	stage_turn(stage, 0);
	stage_turn(stage, 1 * MS); /* one step of the rotation; the next is 60 ms away and more */
	ear_count(&stage->ears[0], "");
}

static void value_set_again_to_the_same__is_echoed(void **state)
{
	struct stage *stage = *state;

	subscribe(stage);
	channels_touch(&stage->channels, row("/rig/speed"), 0, stage->view.t_ns);
	stage_turn(stage, 1 * MS);
	assert_int_equal(ear_count(&stage->ears[0], "/rig/speed"), 1);
	stage_turn(stage, 1 * MS);
	assert_int_equal(ear_count(&stage->ears[0], "/rig/speed"), 0);
}

static void unchanged_values__are_said_once_in_two_seconds(void **state)
{
	struct stage *stage = *state;
	int said = 0;

	subscribe(stage);
	for (int i = 0; i < 400; i++) {
		stage_turn(stage, 10 * MS);
		said += ear_count(&stage->ears[0],
				  "/rig/speed"); /* a socket holds no second of it */
	}
	assert_in_range(said, 2, 3); /* by where it stands in the rotation */
}

static void value_that_never_rests__is_said_twenty_times_a_second(void **state)
{
	struct stage *stage = *state;
	int said;

	subscribe(stage);
	for (int i = 0; i < 1000; i++) {
		stage->asked.command.speed = 0.5 + 0.001 * i;
		channels_touch(&stage->channels, row("/rig/speed"), 0, stage->view.t_ns);
		stage_turn(stage, 1 * MS);
	}
	said = ear_count(&stage->ears[0], "/rig/speed");
	assert_true(said >= 18 && said <= 20);
}

/* The core makes of an answer what it likes; an echo of what it held before would look refused. */
static void answer__is_not_echoed_before_the_core_has_seen_it(void **state)
{
	struct stage *stage = *state;
	const struct osc_entry *comfort = row("/rig/comfort");

	stage->snapshot.comfort = -1;
	subscribe(stage);
	stage_turn(stage, 60 * MS);
	ear_count(&stage->ears[0], "");
	channels_touch(&stage->channels, comfort, 0, stage->view.t_ns);
	channels_owe(&stage->channels, &stage->view, comfort, 0, &stage->ears[1].at, false);
	for (int i = 0; i < 20; i++) {
		stage_turn(stage, 1 * MS);
	}
	assert_int_equal(ear_count(&stage->ears[0], "/rig/comfort"), 0);
	assert_int_equal(ear_count(&stage->ears[1], "/rig/comfort"), 0);
	assert_true(channels_due_ns(&stage->channels, 0) > stage->view.t_ns);
	stage->snapshot.comfort = 2;
	stage_turn(stage, 5 * MS);
	assert_int_equal(ear_count(&stage->ears[0], "/rig/comfort"), 1);
	assert_int_equal(ear_count(&stage->ears[1], "/rig/comfort"), 1);
	assert_int_equal(channels_due_ns(&stage->channels, 0), INT64_MAX);
}

static void calm_value_that_never_rests__is_said_twice_a_second(void **state)
{
	struct stage *stage = *state;
	int said = 0;

	subscribe(stage);
	for (int i = 0; i < 400; i++) {
		stage->snapshot.heads[3].dose_pa_s += 2000.0;
		stage_turn(stage, 10 * MS);
		said += ear_count(&stage->ears[0], "/rig/head/4/dose"); /* a socket holds few */
	}
	/* and in its place of the rotation, once in two seconds, which may come right before */
	assert_in_range(said, 8 - 2, 8 + 2);
}

static void calm_values_that_all_change__come_as_no_burst(void **state)
{
	struct stage *stage = *state;
	int most = 0;
	int all = 0;

	subscribe(stage);
	for (int i = 0; i < 100; i++) {
		int at_once = 0;
		char bytes[2048];

		for (int head = 0; head < BENCH_HEADS; head++) {
			stage->snapshot.heads[head].dose_pa_s += 2000.0;
			stage->snapshot.heads[head].dwell_left_s += 2.0;
		}
		stage_turn(stage, 10 * MS);
		while (recv(stage->ears[0].fd, bytes, sizeof(bytes), 0) > 0) {
			at_once++;
		}
		most = at_once > most ? at_once : most;
		all += at_once;
	}
	assert_true(all >= 2 * 2 * BENCH_HEADS);
	assert_true(most <= 10);
}

static void change__is_said_again_and_then_no_more_than_the_rotation_does(void **state)
{
	struct stage *stage = *state;
	int said = 0;

	subscribe(stage);
	stage->asked.command.speed = 1.5;
	for (int i = 0; i < 160; i++) {
		stage_turn(stage, 10 * MS);
		said += ear_count(&stage->ears[0], "/rig/speed");
	}
	assert_in_range(said, 1 + REPEATS_MAX, 1 + REPEATS_MAX + 1);
	for (int i = 0; i < 380; i++) {
		stage_turn(stage, 10 * MS);
		said += ear_count(&stage->ears[0], "/rig/speed");
	}
	assert_in_range(said, 1 + REPEATS_MAX + 2, 1 + REPEATS_MAX + 3);
}

/* How often that address waits to be sent. */
static int queued(const struct connection *connection, const char *path)
{
	const size_t size = strlen(path) + 1;
	int count = 0;

	for (size_t i = 0; i + size <= connection->queued; i++) {
		count += memcmp(connection->queue + i, path, size) == 0 ? 1 : 0;
	}
	return count;
}

static void what_a_connection_was_told__is_not_said_to_it_again(void **state)
{
	static struct connections connections;
	struct stage *stage = *state;
	struct connection *connection = &connections.list[0];

	connection->number = 1;
	connection->fd = -1;
	stage->outlet.connections = &connections;
	subscribe(stage);
	stage->peers.subscribers[0].to.connection = 1;
	stage->asked.command.speed = 1.5;
	for (int i = 0; i < 160; i++) {
		stage_turn(stage, 10 * MS);
	}
	assert_int_equal(connection->parting, PARTING_NONE);
	assert_in_range(queued(connection, "/rig/speed"), 1, 2); /* the change, the rotation */
}

static void refused_wish_of_a_tablet__snaps_back_again_and_again(void **state)
{
	struct stage *stage = *state;
	const struct osc_entry *speed = row("/rig/speed");
	int said = 0;

	subscribe(stage);
	channels_owe(&stage->channels, &stage->view, speed, 0, &stage->ears[1].at, true);
	for (int i = 0; i < 300; i++) {
		stage_turn(stage, 10 * MS);
		said += ear_count(&stage->ears[1], "/rig/speed");
	}
	assert_int_equal(said, 1 + REPEATS_MAX);
	channels_owe(&stage->channels, &stage->view, speed, 0, &stage->ears[1].at, false);
	for (int i = 0; i < 300; i++) {
		stage_turn(stage, 10 * MS);
		said += ear_count(&stage->ears[1], "/rig/speed");
	}
	assert_int_equal(said, 1 + REPEATS_MAX + 1);
}

/* With as many heads as there may be, and turns as rare as they get. */
static void rotation__says_everything_in_two_seconds(void **state)
{
	static int counts[FEEDBACK_CHANNELS_MAX];
	struct stage *stage = *state;
	char bytes[2048];

	stage->rig.head_count = HEADS_MAX;
	channels_init(&stage->channels, &stage->outlet, &stage->setup);
	memset(counts, 0, sizeof(counts));
	subscribe(stage);
	for (int i = 0; i < 205; i++) {
		stage_turn(stage, 10 * MS);
		while (recv(stage->ears[0].fd, bytes, sizeof(bytes), 0) > 0) {
			for (int c = 0; c < stage->channels.count; c++) {
				counts[c] += strcmp(stage->channels.channels[c].path, bytes) == 0;
			}
		}
	}
	assert_true(stage->channels.count > 200);
	for (int c = 0; c < stage->channels.count; c++) {
		assert_true(counts[c] >= 1 && counts[c] <= 2);
	}
}

static void two_strangers__both_get_their_answer(void **state)
{
	struct stage *stage = *state;
	const struct osc_entry *speed = row("/rig/speed");

	for (int round = 0; round < 2; round++) {
		channels_owe(&stage->channels, &stage->view, speed, 0, &stage->ears[0].at, false);
		channels_owe(&stage->channels, &stage->view, speed, 0, &stage->ears[1].at, false);
		stage_turn(stage, 50 * MS);
		assert_int_equal(ear_count(&stage->ears[0], "/rig/speed"), 1);
		assert_int_equal(ear_count(&stage->ears[1], "/rig/speed"), 1);
	}
}

static void one_stranger__gets_twenty_answers_a_second_at_most(void **state)
{
	struct stage *stage = *state;
	int said;

	for (int i = 0; i < 1000; i++) {
		channels_owe(&stage->channels, &stage->view, row("/rig/speed"), 0,
			     &stage->ears[0].at, false);
		stage_turn(stage, 1 * MS);
	}
	stage_turn(stage, 50 * MS);
	said = ear_count(&stage->ears[0], "/rig/speed");
	assert_true(said >= 20 && said <= 21);
}

static void snapshot__is_paced_and_whole(void **state)
{
	struct stage *stage = *state;
	char bytes[2048];
	int count = 0;
	int turns = 0;

	assert_true(transfers_begin(&stage->channels.transfers, &stage->ears[0].at, true,
				    stage->view.t_ns));
	assert_true(transfers_begin(&stage->channels.transfers, &stage->ears[0].at, true,
				    stage->view.t_ns));
	while (channels_due_ns(&stage->channels, 0) < INT64_MAX) {
		int at_once = 0;

		stage_turn(stage, 5 * MS);
		while (recv(stage->ears[0].fd, bytes, sizeof(bytes), 0) > 0) {
			at_once++;
		}
		assert_true(at_once <= TRANSFER_AT_ONCE + 2);
		count += at_once;
		turns++;
	}
	assert_int_equal(count, stage->channels.count + 2);
	assert_true(turns > 4);
	assert_string_equal(bytes, "/rig/snapshot/end");
}

static void snapshots_to_strangers__leave_room_for_those_who_are_paired(void **state)
{
	struct stage *stage = *state;
	struct endpoint to;
	int strange = 0;
	int paired = 0;

	for (uint16_t i = 0; i < 20; i++) {
		assert_true(endpoint_parse("127.0.0.1", (uint16_t)(5000 + i), &to));
		strange += transfers_begin(&stage->channels.transfers, &to, true, stage->view.t_ns)
				   ? 1
				   : 0;
	}
	for (uint16_t i = 0; i < 20; i++) {
		assert_true(endpoint_parse("127.0.0.1", (uint16_t)(6000 + i), &to));
		paired += transfers_begin(&stage->channels.transfers, &to, false, stage->view.t_ns)
				  ? 1
				  : 0;
	}
	assert_int_equal(strange, TRANSFERS_STRANGE);
	assert_int_equal(paired, TRANSFERS_MAX - TRANSFERS_STRANGE);
	assert_true(endpoint_parse("127.0.0.1", 5000, &to));
	assert_true(transfers_begin(&stage->channels.transfers, &to, true, stage->view.t_ns));
}

static void parcel__never_grows_over_its_frame(void **state)
{
	static const uint8_t message[400];
	struct parcel parcel;

	(void)state;
	parcel_init(&parcel);
	for (int i = 0; i < 3; i++) {
		assert_true(parcel_add(&parcel, message, sizeof(message)));
	}
	assert_false(parcel_add(&parcel, message, sizeof(message)));
	assert_true(parcel_add(&parcel, message, SAY_BYTES_MAX - parcel.size - 4));
	assert_int_equal(parcel.size, SAY_BYTES_MAX);
	assert_false(parcel_add(&parcel, message, 4));
	parcel_init(&parcel);
	for (int i = 0; i < SAY_MESSAGES_MAX; i++) {
		assert_true(parcel_add(&parcel, message, 8));
	}
	assert_false(parcel_add(&parcel, message, 8));
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(value_set_again_to_the_same__is_echoed),
		STAGE_TEST(unchanged_values__are_said_once_in_two_seconds),
		STAGE_TEST(value_that_never_rests__is_said_twenty_times_a_second),
		STAGE_TEST(answer__is_not_echoed_before_the_core_has_seen_it),
		STAGE_TEST(calm_value_that_never_rests__is_said_twice_a_second),
		STAGE_TEST(calm_values_that_all_change__come_as_no_burst),
		STAGE_TEST(change__is_said_again_and_then_no_more_than_the_rotation_does),
		STAGE_TEST(what_a_connection_was_told__is_not_said_to_it_again),
		STAGE_TEST(refused_wish_of_a_tablet__snaps_back_again_and_again),
		STAGE_TEST(rotation__says_everything_in_two_seconds),
		STAGE_TEST(two_strangers__both_get_their_answer),
		STAGE_TEST(one_stranger__gets_twenty_answers_a_second_at_most),
		STAGE_TEST(snapshot__is_paced_and_whole),
		STAGE_TEST(snapshots_to_strangers__leave_room_for_those_who_are_paired),
		cmocka_unit_test(parcel__never_grows_over_its_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
