/*
 * test_lasting_loss.c - screens behind a line that goes on losing half of all packets, doubling and
 * reordering others: 2 s after each change they show what is so. In time that the test turns, by
 * seed.
 */
#include "net/codec.h"
#include "net/view.h"

#include "net/dice.h"
#include "net/stage.h"

#include <knead/region.h>

#define TURN_NS   (10 * MS)
#define SOON_NS   (2000 * MS)
#define LATE_MAX  15 /* turns that others overtake a packet by */
#define UNDERWAY  512
#define SEEDS     20
#define CHANGES   20
#define SET       (2 + REGIONS) /* values that people set, all together */
#define AT_ONCE   (SET + 3 + 2 * BENCH_HEADS)
#define REGIONS   (REGION_COUNT - REGION_NONE - 1)
#define SHARE     4096 /* of so many, one is late: repeats.h */
#define BYTES_MAX 2048

struct packet_underway {
	int64_t t_ns; /* when it arrives; 0: free */
	size_t size;
	uint8_t bytes[CHANNEL_BYTES_MAX];
};

struct shown {
	size_t size;
	uint8_t bytes[CHANNEL_BYTES_MAX];
};

struct screen {
	struct packet_underway underway[UNDERWAY];
	struct shown shown[FEEDBACK_CHANNELS_MAX];
};

/* A screen behind each ear. */
struct loss {
	struct stage stage;
	struct screen screens[EARS];
	uint64_t cup;
	long sent;
	long lost;
	long doubled;
	long late;
};

static int throw_below(struct loss *loss, uint32_t count)
{
	return (int)(dice_throw(&loss->cup) % count);
}

static struct loss *loss_open(uint64_t seed)
{
	struct loss *loss = calloc(1, sizeof(*loss));

	assert_non_null(loss);
	stage_open(&loss->stage);
	loss->cup = seed;
	for (int i = 0; i < EARS; i++) {
		stage_subscribe(&loss->stage, i);
	}
	return loss;
}

static void loss_close(struct loss *loss)
{
	stage_close(&loss->stage);
	free(loss);
}

/* ---- the line ---- */

static void post(struct screen *screen, const uint8_t *bytes, size_t size, int64_t t_ns)
{
	for (int i = 0; i < UNDERWAY; i++) {
		struct packet_underway *packet = &screen->underway[i];

		if (packet->t_ns == 0) {
			packet->t_ns = t_ns;
			packet->size = size;
			memcpy(packet->bytes, bytes, size);
			return;
		}
	}
	fail();
}

static void lose_and_delay(struct loss *loss, int ear)
{
	uint8_t bytes[BYTES_MAX];
	ssize_t size;

	while ((size = recv(loss->stage.ears[ear].fd, bytes, sizeof(bytes), 0)) > 0) {
		const bool twice = throw_below(loss, 5) == 0;
		const bool lost = throw_below(loss, 2) == 0;

		assert_true((size_t)size <= CHANNEL_BYTES_MAX);
		loss->sent++;
		loss->lost += lost ? 1 : 0;
		for (int copies = lost ? 0 : 1 + twice; copies > 0; copies--) {
			const bool late = throw_below(loss, 4) == 0;
			const int turns = late ? 1 + throw_below(loss, LATE_MAX) : 0;

			loss->doubled += copies > 1 ? 1 : 0;
			loss->late += late ? 1 : 0;
			post(&loss->screens[ear], bytes, (size_t)size,
			     loss->stage.view.t_ns + turns * TURN_NS);
		}
	}
}

static void show(const struct stage *stage, struct screen *screen,
		 const struct packet_underway *packet)
{
	for (int c = 0; c < stage->channels.count; c++) {
		if (strcmp(stage->channels.channels[c].path, (const char *)packet->bytes) == 0) {
			screen->shown[c].size = packet->size;
			memcpy(screen->shown[c].bytes, packet->bytes, packet->size);
		}
	}
}

static void turn(struct loss *loss)
{
	struct stage *stage = &loss->stage;

	for (int i = 0; i < EARS; i++) {
		peers_renew(&stage->peers, &stage->ears[i].at, 0, stage->view.t_ns + TURN_NS);
	}
	stage_turn(stage, TURN_NS);
	for (int i = 0; i < EARS; i++) {
		struct screen *screen = &loss->screens[i];

		lose_and_delay(loss, i);
		for (int k = 0; k < UNDERWAY; k++) {
			if (screen->underway[k].t_ns != 0 &&
			    screen->underway[k].t_ns <= stage->view.t_ns) {
				show(stage, screen, &screen->underway[k]);
				screen->underway[k].t_ns = 0;
			}
		}
	}
}

/* ---- what changes ---- */

static int channel_of(const struct stage *stage, const char *path)
{
	for (int c = 0; c < stage->channels.count; c++) {
		if (strcmp(stage->channels.channels[c].path, path) == 0) {
			return c;
		}
	}
	fail();
	return -1;
}

/* Some that people set, some that the rig shows, and some that are looked for twice a second. */
static void name_them(const struct stage *stage, int changed[AT_ONCE])
{
	char path[OSC_PATH_MAX];
	int count = 0;

	changed[count++] = channel_of(stage, "/rig/intensity");
	changed[count++] = channel_of(stage, "/rig/ceiling");
	for (int i = REGION_NONE + 1; i < REGION_COUNT; i++) {
		snprintf(path, sizeof(path), "/rig/region/%s/focus",
			 region_facts((enum region)i)->name);
		changed[count++] = channel_of(stage, path);
	}
	assert_int_equal(count, SET);
	changed[count++] = channel_of(stage, "/rig/state");
	changed[count++] = channel_of(stage, "/rig/remaining");
	changed[count++] = channel_of(stage, "/rig/speed/actual");
	for (int head = 1; head <= BENCH_HEADS; head++) {
		snprintf(path, sizeof(path), "/rig/head/%d/dwell", head);
		changed[count++] = channel_of(stage, path);
		snprintf(path, sizeof(path), "/rig/head/%d/heat", head);
		changed[count++] = channel_of(stage, path);
	}
	assert_int_equal(count, AT_ONCE);
}

static void change_all(struct loss *loss, const int changed[AT_ONCE])
{
	struct stage *stage = &loss->stage;
	struct command *command = &stage->asked.command;
	struct snapshot *now = &stage->snapshot;
	const double number = 1.0 + throw_below(loss, 1000000);

	command->intensity = number / 1e6;
	command->ceiling_n = number / 1e5;
	for (int i = 0; i < REGION_COUNT; i++) {
		command->focus[i] = number / 1e6;
	}
	now->state = now->state == STATE_IDLE ? STATE_RUNNING : STATE_IDLE;
	now->remaining_s = number;
	now->speed = number / 1e3;
	for (int head = 0; head < BENCH_HEADS; head++) {
		now->heads[head].dwell_left_s = number;
		now->heads[head].heat_min = number;
	}
	for (int i = 0; i < SET; i++) {
		const struct channel *channel = &stage->channels.channels[changed[i]];

		channels_touch(&stage->channels, channel->entry, channel->index, stage->view.t_ns);
	}
}

static bool is_true(const struct stage *stage, const struct screen *screen, int c)
{
	const struct channel *channel = &stage->channels.channels[c];
	struct value values[VALUES_MAX];
	uint8_t bytes[CHANNEL_BYTES_MAX];
	size_t size;

	view_values(&stage->view, channel->entry, channel->index, values);
	size = codec_write(bytes, sizeof(bytes), channel->path, channel->entry->types, values);
	return size == screen->shown[c].size && memcmp(bytes, screen->shown[c].bytes, size) == 0;
}

static void count_late(struct loss *loss, long *late, long *checked)
{
	const int64_t end_ns = loss->stage.view.t_ns + SOON_NS;
	int changed[AT_ONCE];

	name_them(&loss->stage, changed);
	change_all(loss, changed);
	while (loss->stage.view.t_ns < end_ns) {
		turn(loss);
	}
	for (int i = 0; i < EARS; i++) {
		for (int k = 0; k < AT_ONCE; k++) {
			*late += is_true(&loss->stage, &loss->screens[i], changed[k]) ? 0 : 1;
			*checked += 1;
		}
	}
}

static void every_screen__is_true_two_seconds_after_each_change(void **state)
{
	long sent = 0;
	long lost = 0;
	long doubled = 0;
	long delayed = 0;
	long late = 0;
	long checked = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct loss *loss = loss_open(seed);

		turn(loss); /* who comes gets a snapshot, which is another's matter */
		for (int i = 0; i < CHANGES; i++) {
			count_late(loss, &late, &checked);
		}
		sent += loss->sent;
		lost += loss->lost;
		doubled += loss->doubled;
		delayed += loss->late;
		loss_close(loss);
	}
	print_message("%ld of %ld late; of %ld packets %ld lost, %ld doubled, %ld late\n", late,
		      checked, sent, lost, doubled, delayed);
	assert_int_equal(checked, (long)SEEDS * CHANGES * EARS * AT_ONCE);
	assert_true(lost > sent * 49 / 100 && doubled > sent / 20 && delayed > sent / 10);
	assert_true(late * SHARE <= checked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_screen__is_true_two_seconds_after_each_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
