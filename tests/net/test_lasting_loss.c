/*
 * test_lasting_loss.c - screens behind a line that goes on losing half of all packets, doubling and
 * reordering others: 2 s after each change they show what is so. In time that the test turns, by
 * seed.
 */
#include "net/bench.h"
#include "net/channels.h"
#include "net/codec.h"
#include "net/dice.h"
#include "net/view.h"

#include <knead/region.h>

#include <unistd.h>

#define MS        1000000LL
#define TURN_NS   (10 * MS)
#define SOON_NS   (2000 * MS)
#define LATE_MAX  15 /* turns that others overtake a packet by */
#define SCREENS   2
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
	int fd;
	struct endpoint at;
	struct packet_underway underway[UNDERWAY];
	struct shown shown[FEEDBACK_CHANNELS_MAX];
};

struct stage {
	struct rig rig;
	struct technique technique;
	struct server_setup setup;
	struct helm helm; /* all zero: a bench */
	struct asked asked;
	struct snapshot snapshot;
	struct peers peers;
	struct channels channels;
	struct view view;
	struct outlet outlet;
	struct screen screens[SCREENS];
	uint64_t cup;
	long sent;
	long lost;
	long doubled;
	long late;
};

static int throw_below(struct stage *stage, uint32_t count)
{
	return (int)(dice_throw(&stage->cup) % count);
}

static void screen_open(struct screen *screen)
{
	screen->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_true(endpoint_parse("127.0.0.1", 0, &screen->at));
	assert_int_equal(
		bind(screen->fd, (const struct sockaddr *)&screen->at.address, screen->at.size), 0);
	assert_int_equal(
		getsockname(screen->fd, (struct sockaddr *)&screen->at.address, &screen->at.size),
		0);
}

static struct stage *stage_open(uint64_t seed)
{
	struct stage *stage = calloc(1, sizeof(*stage));
	bool is_new;

	assert_non_null(stage);
	bench_make_rig(&stage->rig);
	stage->setup = (struct server_setup){
		.rig = &stage->rig, .techniques = &stage->technique, .technique_count = 1};
	asked_init(&stage->asked, &stage->setup);
	stage->snapshot = bench_snapshot(STATE_IDLE);
	stage->view = (struct view){.setup = &stage->setup,
				    .asked = &stage->asked,
				    .helm = &stage->helm,
				    .now = &stage->snapshot,
				    .t_ns = 1000 * MS};
	stage->outlet.fd = socket(AF_INET, SOCK_DGRAM, 0);
	stage->cup = seed;
	channels_init(&stage->channels, &stage->outlet, &stage->setup);
	for (int i = 0; i < SCREENS; i++) {
		screen_open(&stage->screens[i]);
		assert_non_null(peers_subscribe(&stage->peers, &stage->screens[i].at,
						&(struct listening){.rate_hz = 1.0},
						stage->view.t_ns, &is_new));
	}
	return stage;
}

static void stage_close(struct stage *stage)
{
	for (int i = 0; i < SCREENS; i++) {
		close(stage->screens[i].fd);
	}
	close(stage->outlet.fd);
	free(stage);
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

static void lose_and_delay(struct stage *stage, struct screen *screen)
{
	uint8_t bytes[BYTES_MAX];
	ssize_t size;

	while ((size = recv(screen->fd, bytes, sizeof(bytes), 0)) > 0) {
		const bool twice = throw_below(stage, 5) == 0;
		const bool lost = throw_below(stage, 2) == 0;

		assert_true((size_t)size <= CHANNEL_BYTES_MAX);
		stage->sent++;
		stage->lost += lost ? 1 : 0;
		for (int copies = lost ? 0 : 1 + twice; copies > 0; copies--) {
			const bool late = throw_below(stage, 4) == 0;
			const int turns = late ? 1 + throw_below(stage, LATE_MAX) : 0;

			stage->doubled += copies > 1 ? 1 : 0;
			stage->late += late ? 1 : 0;
			post(screen, bytes, (size_t)size, stage->view.t_ns + turns * TURN_NS);
		}
	}
}

static void show(struct stage *stage, struct screen *screen, const struct packet_underway *packet)
{
	for (int c = 0; c < stage->channels.count; c++) {
		if (strcmp(stage->channels.channels[c].path, (const char *)packet->bytes) == 0) {
			screen->shown[c].size = packet->size;
			memcpy(screen->shown[c].bytes, packet->bytes, packet->size);
		}
	}
}

static void turn(struct stage *stage)
{
	stage->view.t_ns += TURN_NS;
	for (int i = 0; i < SCREENS; i++) {
		peers_renew(&stage->peers, &stage->screens[i].at, 0, stage->view.t_ns);
	}
	channels_turn(&stage->channels, &stage->peers,
		      peers_expire(&stage->peers, stage->view.t_ns), &stage->view);
	for (int i = 0; i < SCREENS; i++) {
		struct screen *screen = &stage->screens[i];

		lose_and_delay(stage, screen);
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

static void change_all(struct stage *stage, const int changed[AT_ONCE])
{
	struct command *command = &stage->asked.command;
	struct snapshot *now = &stage->snapshot;
	const double number = 1.0 + throw_below(stage, 1000000);

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

static void count_late(struct stage *stage, long *late, long *checked)
{
	int changed[AT_ONCE];

	name_them(stage, changed);
	change_all(stage, changed);
	for (int64_t end_ns = stage->view.t_ns + SOON_NS; stage->view.t_ns < end_ns;) {
		turn(stage);
	}
	for (int i = 0; i < SCREENS; i++) {
		for (int k = 0; k < AT_ONCE; k++) {
			*late += is_true(stage, &stage->screens[i], changed[k]) ? 0 : 1;
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
		struct stage *stage = stage_open(seed);

		turn(stage); /* who comes gets a snapshot, which is another's matter */
		for (int i = 0; i < CHANGES; i++) {
			count_late(stage, &late, &checked);
		}
		sent += stage->sent;
		lost += stage->lost;
		doubled += stage->doubled;
		delayed += stage->late;
		stage_close(stage);
	}
	print_message("%ld of %ld late; of %ld packets %ld lost, %ld doubled, %ld late\n", late,
		      checked, sent, lost, doubled, delayed);
	assert_int_equal(checked, (long)SEEDS * CHANGES * SCREENS * AT_ONCE);
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
