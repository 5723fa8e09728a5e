/*
 * test_helm.c - who may say what in rig mode: packets in, errors and answers out, in time that we turn.
 */
#include "net/channels.h"
#include "net/codec.h"
#include "net/in.h"

#include "net/bench.h"
#include "net/dice.h"
#include "net/ear.h"

#include <netinet/in.h>
#include <sha2.h>
#include <unistd.h>

#define S  1000000000LL
#define MS 1000000LL
/* Later than any real clock: what waits in real time for the loop then finds it newer, and does not. */
#define BEGINS_NS INT64_C(1000000000000000000)
#define EARS      6

/* Somebody with a port of its own, and what it was told last. */
struct ear {
	int fd;
	struct endpoint at;
	char path[64];
	char types[8];
	struct value values[VALUES_MAX];
	char token[32];
	int epoch;
};

struct stage {
	struct rig rig;
	struct technique technique;
	struct server_setup setup;
	struct mailbox orders;
	_Alignas(16) unsigned char order_slots[3 * sizeof(struct sim_order)];
	struct asked asked;
	struct helm helm;
	uint64_t cup;
	struct peers peers;
	struct outlet outlet;
	struct channels channels;
	struct snapshot snapshot;
	struct in in;
	struct ear ears[EARS];
};

static struct stage *stage;
static int hashes; /* begun so far */

void __real_SHA256Init(SHA2_CTX *context);

void __wrap_SHA256Init(SHA2_CTX *context)
{
	hashes++;
	__real_SHA256Init(context);
}

static void begin(bool rig_mode)
{
	stage = calloc(1, sizeof(*stage));
	assert_non_null(stage);
	bench_make_rig(&stage->rig);
	stage->rig.control = rig_mode ? CONTROL_RIG : CONTROL_BENCH;
	stage->technique = (struct technique){.name = "swedish", .title = "Swedish massage"};
	mailbox_init(&stage->orders, stage->order_slots, sizeof(struct sim_order));
	stage->setup = (struct server_setup){.rig = &stage->rig,
					     .techniques = &stage->technique,
					     .technique_count = 1,
					     .patient_names = bench_patients,
					     .patient_count = 2,
					     .orders = &stage->orders};
	stage->outlet.fd = socket(AF_INET, SOCK_DGRAM, 0);
	stage->in.outlet = &stage->outlet;
	asked_init(&stage->asked, &stage->setup);
	channels_init(&stage->channels, &stage->outlet, &stage->setup);
	stage->cup = 1;
	helm_init(&stage->helm, rig_mode, dice_throw, &stage->cup, NULL);
	stage->snapshot = bench_snapshot(STATE_IDLE);
	stage->snapshot.t_ns = BEGINS_NS;
	stage->in.setup = &stage->setup;
	stage->in.asked = &stage->asked;
	stage->in.helm = &stage->helm;
	stage->in.peers = &stage->peers;
	stage->in.channels = &stage->channels;
	stage->in.view = (struct view){.setup = &stage->setup,
				       .asked = &stage->asked,
				       .helm = &stage->helm,
				       .now = &stage->snapshot,
				       .t_ns = BEGINS_NS};
	for (int i = 0; i < EARS; i++) {
		stage->ears[i].fd = ear_socket(&stage->ears[i].at);
	}
}

static int set_up(void **state)
{
	(void)state;
	begin(true);
	return 0;
}

static int set_up_bench(void **state)
{
	(void)state;
	begin(false);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (int i = 0; i < EARS; i++) {
		close(stage->ears[i].fd);
	}
	close(stage->outlet.fd);
	free(stage);
	return 0;
}

static void wait_ms(int ms)
{
	stage->in.view.t_ns += ms * MS;
	stage->snapshot.t_ns += ms * MS;
	helm_turn(&stage->helm, stage->snapshot.confirms, stage->in.view.t_ns);
}

/* The last thing it was told since it was asked last; "" for nothing. */
static const char *hears(struct ear *ear)
{
	uint8_t bytes[2048];
	ssize_t size;

	ear->path[0] = '\0';
	while ((size = recv(ear->fd, bytes, sizeof(bytes), 0)) > 0) {
		struct wire_reader reader;
		struct wire_message message;

		assert_true(wire_is_sound(bytes, (size_t)size));
		wire_reader_init(&reader, bytes, (size_t)size);
		while (wire_reader_next(&reader, &message)) {
			snprintf(ear->path, sizeof(ear->path), "%s", message.path);
			snprintf(ear->types, sizeof(ear->types), "%s", message.types);
			assert_true(codec_read(&message, ear->values) >= 0);
		}
	}
	return ear->path;
}

/* types as codec_write takes them; text is every s, number every number. */
static const char *says(struct ear *ear, const char *path, const char *types, double number,
			const char *text)
{
	struct value values[VALUES_MAX] = {{0}};
	uint8_t bytes[512];

	for (size_t i = 0; types[i] != '\0'; i++) {
		values[i].number = number;
		snprintf(values[i].text, sizeof(values[i].text), "%s", text);
	}
	memset(stage->peers.senders, 0, sizeof(stage->peers.senders)); /* errors without end */
	in_packet(&stage->in, &ear->at, bytes,
		  codec_write(bytes, sizeof(bytes), path, types, values));
	return hears(ear);
}

/* "" or the code of the error that answers it. */
static const char *refusal(struct ear *ear, const char *path, const char *types, double number,
			   const char *text)
{
	bool refused = strcmp(says(ear, path, types, number, text), "/rig/error") == 0;

	return refused ? ear->values[0].text : "";
}

#define assert_refused(code, ear, path, types, number, text) \
	assert_string_equal(refusal(ear, path, types, number, text), code)

static void pair(struct ear *ear, const char *name)
{
	struct value values[VALUES_MAX] = {{0}};
	uint8_t bytes[512];

	says(ear, "/rig/pair", "", 0, "");
	assert_string_equal(ear->path, "/rig/pair/open");
	snprintf(values[0].text, sizeof(values[0].text), "%s", stage->helm.pin.digits);
	snprintf(values[1].text, sizeof(values[1].text), "%s", name);
	in_packet(&stage->in, &ear->at, bytes,
		  codec_write(bytes, sizeof(bytes), "/rig/pair", "ss", values));
	assert_string_equal(hears(ear), "/rig/pair/token");
	snprintf(ear->token, sizeof(ear->token), "%.31s", ear->values[0].text);
}

static void steer(struct ear *ear, const char *name)
{
	assert_string_equal(says(ear, "/rig/lease/request", "s", 0, name), "/rig/lease/grant");
	assert_string_equal(ear->types, "ii");
	assert_about(ear->values[1].number, 3000.0);
	ear->epoch = (int)ear->values[0].number;
}

/* Time in which it is there. */
static void stay(struct ear *ear, int ms)
{
	for (; ms > 0; ms -= 250) {
		wait_ms(ms < 250 ? ms : 250);
		assert_string_equal(
			says(ear, "/rig/hb", "i", heartbeat_nonce(&stage->helm.heartbeat), ""), "");
	}
}

/* Paired, steering, out of quarantine. */
static void make_owner(struct ear *ear)
{
	pair(ear, "Anna");
	steer(ear, "");
	stay(ear, 1000);
}

/* ---- rows ---- */

/* Every row that asks for more than anybody's word, with arguments that would do. */
static void each_row(enum osc_who who,
		     void (*check)(const struct osc_entry *, const char *path, const char *types,
				   double number, const char *text))
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	int checked = 0;

	for (int i = 0; i < count; i++) {
		const struct osc_entry *row = &rows[i];
		char path[OSC_PATH_MAX];
		int from;
		int to;

		if (row->who != who || row->kind == OSC_ANSWER || row->kind == OSC_READ) {
			continue;
		}
		osc_address_members(row, BENCH_HEADS, &from, &to);
		osc_address_write(row, from, path);
		if (row->kind == OSC_COMMAND) {
			check(row, path, "", 0, "");
		} else if (row->args[0] == 'a') {
			check(row, path, "s", 0, "no");
		} else if (row->args[0] == 'k' || row->args[0] == 's' || row->args[0] == 't') {
			check(row, path, row->args[0] == 't' ? "" : "s", 0, "x");
		} else if (row->args[0] == 'x') {
			check(row, path, "s", 0, "swedish");
		} else {
			check(row, path, row->args[1] == 'n' ? "ff" : "f",
			      row->low < row->high ? row->high : 1.0, "");
		}
		checked++;
	}
	assert_true(checked >= (who == OSC_OWNER ? 15 : 4));
}

static void is_for_the_paired(const struct osc_entry *row, const char *path, const char *types,
			      double number, const char *text)
{
	(void)row;
	assert_refused("not_paired", &stage->ears[0], path, types, number, text);
}

static void is_for_the_owner(const struct osc_entry *row, const char *path, const char *types,
			     double number, const char *text)
{
	(void)row;
	assert_refused("not_owner", &stage->ears[1], path, types, number, text);
	assert_string_equal(stage->ears[1].values[1].text, path);
	assert_string_equal(stage->ears[1].values[2].text, "Anna steers");
	assert_string_equal(stage->ears[1].values[3].text, "Anna");
	assert_about(stage->ears[1].values[4].number, stage->ears[0].epoch);
}

static void passes(const struct osc_entry *row, const char *path, const char *types, double number,
		   const char *text)
{
	const char *code = refusal(&stage->ears[0], path, types, number, text);

	assert_string_not_equal(code, "not_paired");
	assert_string_not_equal(code, "not_owner");
	if (row->guarded && row->kind == OSC_COMMAND) {
		assert_string_equal(code, "stale_epoch");
	}
}

static void strangers__are_refused_whatever_needs_pairing(void **state)
{
	const struct command before = stage->asked.command;

	(void)state;
	each_row(OSC_PAIRED, is_for_the_paired);
	each_row(OSC_OWNER, is_for_the_paired);
	assert_memory_equal(&stage->asked.command, &before, sizeof(before));
	assert_int_equal(stage->helm.lease.holder, 0);
}

static void paired_ones__are_refused_what_is_the_owners(void **state)
{
	struct command before;

	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	before = stage->asked.command;
	each_row(OSC_OWNER, is_for_the_owner);
	assert_memory_equal(&stage->asked.command, &before, sizeof(before));
}

static void owner__may_everything_but_what_carries_an_epoch(void **state)
{
	(void)state;
	make_owner(&stage->ears[0]);
	each_row(OSC_OWNER, passes);
}

static void stop_ease_and_reads__are_anybodys(void **state)
{
	struct ear *stranger = &stage->ears[0];

	(void)state;
	make_owner(&stage->ears[1]);
	says(stranger, "/rig/stop", "", 0, "");
	says(stranger, "/rig/ease", "", 0, "");
	assert_int_equal(stage->asked.command.presses.stop, 1);
	assert_int_equal(stage->asked.command.presses.ease, 1);
	assert_string_equal(says(stranger, "/rig/intensity", "", 0, ""), "/rig/intensity");
	assert_string_equal(says(stranger, "/rig/owner", "", 0, ""), "/rig/owner");
	assert_string_equal(stranger->values[0].text, "Anna");
}

static void pause__is_for_everybody_who_is_paired(void **state)
{
	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	assert_refused("", &stage->ears[1], "/rig/pause", "", 0, "");
	assert_int_equal(stage->asked.command.presses.pause, 1);
	assert_refused("not_paired", &stage->ears[2], "/rig/pause", "", 0, "");
	assert_int_equal(stage->asked.command.presses.pause, 1);
}

static void pattern_over_parameters__needs_the_lease_too(void **state)
{
	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	says(&stage->ears[1], "/rig/region/*/focus", "f", 0.9, "");
	assert_about(stage->asked.command.focus[REGION_HIPS], FOCUS_START);
	says(&stage->ears[0], "/rig/region/*/focus", "f", 0.9, "");
	assert_about(stage->asked.command.focus[REGION_HIPS], 0.9);
}

/* ---- pairing ---- */

static void pin_as_a_number__pairs_too(void **state)
{
	struct ear *ear = &stage->ears[0];
	double pin;

	(void)state;
	says(ear, "/rig/pair", "", 0, "");
	assert_about(ear->values[0].number, 120.0);
	snprintf(stage->helm.pin.digits, PIN_BYTES, "007123");
	pin = 7123.0;
	assert_refused("bad_pin", ear, "/rig/pair", "i", 7124, "");
	assert_refused("bad_pin", ear, "/rig/pair", "d", 7123.5, "");
	assert_refused("bad_pin", ear, "/rig/pair", "i", -1, "");
	assert_string_equal(says(ear, "/rig/pair", "f", pin, ""), "/rig/pair/token");
	assert_string_equal(tablets_name(&stage->helm.tablets, 1), "tablet");
}

static void five_wrong_pins__lock_pairing_and_taking_alike(void **state)
{
	struct ear *ear = &stage->ears[2];

	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	stay(&stage->ears[0], 250);
	says(ear, "/rig/pair", "", 0, "");
	for (int i = 0; i < 5; i++) {
		assert_refused("bad_pin", ear, "/rig/pair", "s", 0, "000000");
	}
	assert_refused("locked", ear, "/rig/pair", "s", 0, "000000");
	assert_string_equal(ear->values[2].text, "too many wrong PINs: again in 60 s");
	assert_refused("locked", ear, "/rig/pair", "", 0, "");
	for (int i = 0; i < 60; i++) {
		assert_refused("locked", ear, "/rig/pair", "", 0, "");
		stay(&stage->ears[0], 500);
		stay(&stage->ears[1], 500);
	}
	assert_refused("bad_pin", &stage->ears[1], "/rig/lease/take", "s", 0, "000000");
	assert_refused("", ear, "/rig/pair", "", 0, "");
	assert_string_equal(ear->path, "/rig/pair/open");
}

static void token__is_its_tablet_from_anywhere(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *elsewhere = &stage->ears[1];

	(void)state;
	make_owner(anna);
	assert_refused("not_paired", elsewhere, "/rig/skip", "s", 0, "0123456789abcdef");
	assert_refused("", elsewhere, "/rig/skip", "s", 0, anna->token);
	wait_ms(300);
	assert_refused("", elsewhere, "/rig/skip", "fs", 1, anna->token);
	assert_int_equal(stage->asked.command.presses.skip, 2);
	assert_refused("not_paired", elsewhere, "/rig/skip", "", 0, "");
	assert_refused("", elsewhere, "/rig/intensity", "fs", 0.75, anna->token);
	assert_about(stage->asked.command.intensity, 0.75);
	assert_refused("not_armed", elsewhere, "/rig/start", "iis", anna->epoch, anna->token);
	/* a wrong one counts for nothing, wherever it comes from */
	assert_refused("not_paired", anna, "/rig/skip", "s", 0, "0123456789abcdef");
	assert_refused("", anna, "/rig/skip", "", 0, "");
}

/* A hash is the dearest step of all, and one packet can bring 32 messages with patterns. */
static void token__is_hashed_once_a_message(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *elsewhere = &stage->ears[1];

	(void)state;
	pair(anna, "Anna");
	pair(&stage->ears[2], "Bert");
	pair(&stage->ears[3], "Carl");
	hashes = 0;
	assert_refused("not_owner", elsewhere, "/rig/skip", "s", 0, anna->token);
	assert_int_equal(hashes, 1);
	assert_refused("not_paired", elsewhere, "/rig/skip", "s", 0, "0123456789abcdef");
	assert_int_equal(hashes, 2);
	assert_refused("not_owner", elsewhere, "/rig/region/*/focus", "fs", 0.5, anna->token);
	assert_int_equal(hashes, 3);
	assert_refused("not_paired", elsewhere, "/rig/skip", "s", 0, "no token");
	assert_int_equal(hashes, 3);
	/* each message has its own: the second one's is not taken for the first's */
	assert_refused("not_paired", elsewhere, "/rig/skip", "", 0, "");
}

static void tablet__is_paired_after_a_restart(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct pairings kept;

	(void)state;
	make_owner(anna);
	helm_pairings(&stage->helm, &kept);
	assert_int_equal(kept.count, 1);
	assert_string_equal(kept.list[0].name, "Anna");
	assert_string_equal(kept.pin, "");
	helm_init(&stage->helm, true, dice_throw, &stage->cup, &kept);
	assert_refused("not_paired", anna, "/rig/pause", "", 0, "");
	assert_refused("", anna, "/rig/pause", "s", 0, anna->token);
	assert_refused("not_owner", anna, "/rig/skip", "s", 0, anna->token);
}

static void fault__is_reset_with_the_button_held(void **state)
{
	struct ear *anna = &stage->ears[0];

	(void)state;
	make_owner(anna);
	stage->snapshot.state = STATE_FAULT;
	stage->snapshot.conditions = COND_BIT(COND_RELEASED);
	assert_refused("locked", anna, "/rig/fault/reset", "ii", anna->epoch, "");
	assert_int_equal(stage->asked.command.presses.reset, 0);
	stage->snapshot.confirm_held = true;
	assert_refused("", anna, "/rig/fault/reset", "ii", anna->epoch, "");
	assert_int_equal(stage->asked.command.presses.reset, 1);
}

/* ---- epochs and gaps ---- */

static void what_moves_heads__carries_the_epoch_of_the_lease(void **state)
{
	static const char *const paths[] = {"/rig/arm", "/rig/start", "/rig/resume"};
	struct ear *anna = &stage->ears[0];

	(void)state;
	make_owner(anna);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		stage->snapshot.state = i == 0 ? STATE_IDLE : i == 1 ? STATE_ARMED : STATE_PAUSED;
		assert_refused("stale_epoch", anna, paths[i], "", 0, "");
		assert_refused("stale_epoch", anna, paths[i], "ii", anna->epoch - 1, "");
		assert_refused("stale_epoch", anna, paths[i], "ii", anna->epoch + 1, "");
		assert_refused("stale_epoch", anna, paths[i], "is", 1, anna->token);
		assert_refused("", anna, paths[i], "ff", anna->epoch, "");
		assert_refused("", anna, paths[i], "iis", anna->epoch, anna->token);
	}
	assert_int_equal(stage->asked.command.presses.arm, 2);
	assert_int_equal(stage->asked.command.presses.start, 2);
	assert_int_equal(stage->asked.command.presses.resume, 2);
	wait_ms(300);
	/* what does no more than go on may leave it out, but not be wrong */
	assert_refused("", anna, "/rig/skip", "", 0, "");
	assert_refused("stale_epoch", anna, "/rig/skip", "Ni", anna->epoch - 1, "");
}

/* Sent before a stop and overtaken by it: an arm and a start would come down on whoever was freed. */
static void stop__makes_everything_sent_before_it_too_late(void **state)
{
	struct ear *anna = &stage->ears[0];

	(void)state;
	make_owner(anna);
	says(&stage->ears[1], "/rig/stop", "", 0, "");
	assert_refused("stale_epoch", anna, "/rig/arm", "ii", anna->epoch, "");
	steer(anna, "");
	assert_refused("", anna, "/rig/arm", "ii", anna->epoch, "");
	/* with nobody to steer there is nothing to move on */
	says(anna, "/rig/lease/release", "", 0, "");
	says(&stage->ears[1], "/rig/stop", "", 0, "");
	assert_int_equal(stage->asked.command.presses.stop, 2);
	assert_int_equal(stage->helm.lease.holder, 0);
}

/* By anybody who is paired: a resume that was sent before it would end it. */
static void pause__makes_everything_sent_before_it_too_late(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *bert = &stage->ears[1];

	(void)state;
	make_owner(anna);
	pair(bert, "Bert");
	for (int i = 0; i < 2; i++) {
		assert_refused("", i == 0 ? anna : bert, "/rig/pause", "", 0, "");
		stage->snapshot.state = STATE_PAUSED;
		assert_refused("stale_epoch", anna, "/rig/resume", "ii", anna->epoch, "");
		steer(anna, "");
		assert_refused("", anna, "/rig/resume", "ii", anna->epoch, "");
		stage->snapshot.state = STATE_RUNNING;
	}
	assert_int_equal(stage->asked.command.presses.pause, 2);
	assert_int_equal(stage->asked.command.presses.resume, 2);
	/* the release of the button pauses nothing and outdates nothing; nor does what is refused */
	assert_refused("", anna, "/rig/pause", "f", 0, "");
	assert_refused("not_paired", &stage->ears[2], "/rig/pause", "", 0, "");
	stage->snapshot.state = STATE_PAUSED;
	assert_refused("", anna, "/rig/resume", "ii", anna->epoch, "");
}

/* For want of an answer, of air or of time, or for a fault: a resume of before is no answer to that. */
static void halt_of_the_rig_itself__makes_everything_sent_before_it_too_late(void **state)
{
	static const enum state changes[][2] = {
		{STATE_RUNNING, STATE_PAUSED},   {STATE_RUNNING, STATE_RELEASING},
		{STATE_PAUSED, STATE_RELEASING}, {STATE_PAUSED, STATE_FAULT},
		{STATE_RUNNING, STATE_FAULT},    {STATE_RUNNING, STATE_IDLE},
		{STATE_ARMED, STATE_IDLE},       {STATE_ARMED, STATE_FAULT}};
	static const enum state no_halts[][2] = {
		{STATE_IDLE, STATE_ARMED},     {STATE_ARMED, STATE_RUNNING},
		{STATE_PAUSED, STATE_RUNNING}, {STATE_RELEASING, STATE_IDLE},
		{STATE_FAULT, STATE_SELFTEST}, {STATE_RUNNING, STATE_RUNNING},
		{STATE_PAUSED, STATE_PAUSED}};
	struct helm *helm = &stage->helm;
	uint32_t epoch;

	(void)state;
	make_owner(&stage->ears[0]);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		helm_see(helm, STATE_BOOT, stage->in.view.t_ns);
		helm_see(helm, changes[i][0], stage->in.view.t_ns);
		epoch = helm->lease.epoch;
		helm_see(helm, changes[i][1], stage->in.view.t_ns);
		assert_int_equal(helm->lease.epoch, epoch + 1);
		helm_see(helm, changes[i][1], stage->in.view.t_ns);
		assert_int_equal(helm->lease.epoch, epoch + 1);
	}
	for (size_t i = 0; i < sizeof(no_halts) / sizeof(no_halts[0]); i++) {
		helm_see(helm, STATE_BOOT, stage->in.view.t_ns);
		helm_see(helm, no_halts[i][0], stage->in.view.t_ns);
		epoch = helm->lease.epoch;
		helm_see(helm, no_halts[i][1], stage->in.view.t_ns);
		assert_int_equal(helm->lease.epoch, epoch);
	}
	/* what was asked for is seen a moment later, and is no second one */
	for (int i = 0; i < 2; i++) {
		helm_see(helm, STATE_BOOT, stage->in.view.t_ns);
		helm_see(helm, STATE_RUNNING, stage->in.view.t_ns);
		says(&stage->ears[0], "/rig/pause", "", 0, "");
		epoch = helm->lease.epoch;
		wait_ms(i == 0 ? 99 : 100);
		helm_see(helm, STATE_PAUSED, stage->in.view.t_ns);
		assert_int_equal(helm->lease.epoch, epoch + (uint32_t)i);
	}
}

/* A datagram may come twice: where each press does more, the second does nothing. */
static void presses_that_count__are_one_within_300_ms(void **state)
{
	static const char *const paths[] = {"/rig/skip", "/rig/linger", "/rig/released"};
	const struct presses *presses = &stage->asked.command.presses;
	const uint32_t *counts[] = {&presses->skip, &presses->linger, &presses->let_go};
	struct ear *anna = &stage->ears[0];

	(void)state;
	make_owner(anna);
	for (size_t i = 0; i < 3; i++) {
		stay(anna, 250);
		assert_refused("", anna, paths[i], "f", 0, ""); /* released, not pressed */
		assert_refused("", anna, paths[i], "", 0, "");
		assert_refused("", anna, paths[i], "", 0, "");
		wait_ms(299);
		assert_refused("", anna, paths[i], "", 0, "");
		assert_int_equal(*counts[i], 1);
		wait_ms(1);
		assert_refused("", anna, paths[i], "", 0, "");
		assert_int_equal(*counts[i], 2);
		/* less is never too much */
		assert_refused("", anna, "/rig/ease", "", 0, "");
		assert_refused("", anna, "/rig/ease", "", 0, "");
		assert_refused("", anna, "/rig/stop", "", 0, "");
		assert_refused("", anna, "/rig/stop", "", 0, "");
		assert_refused("", anna, "/rig/pause", "", 0, "");
		assert_refused("", anna, "/rig/pause", "", 0, "");
	}
	assert_int_equal(presses->ease, 6);
	assert_int_equal(presses->stop, 6);
	assert_int_equal(presses->pause, 6);
}

static void gap__puts_off_commands_for_a_second_and_moves_the_epoch(void **state)
{
	struct ear *anna = &stage->ears[0];
	int before;

	(void)state;
	make_owner(anna);
	before = anna->epoch;
	wait_ms(1500);
	assert_refused("", anna, "/rig/arm", "ii", before, "");
	says(anna, "/rig/hb", "i", heartbeat_nonce(&stage->helm.heartbeat), "");
	wait_ms(1501);
	assert_refused("quarantine", anna, "/rig/arm", "ii", before, "");
	says(anna, "/rig/hb", "i", heartbeat_nonce(&stage->helm.heartbeat), "");
	stay(anna, 999);
	assert_refused("quarantine", anna, "/rig/arm", "ii", before, "");
	assert_refused("quarantine", anna, "/rig/skip", "", 0, "");
	stay(anna, 1);
	assert_refused("stale_epoch", anna, "/rig/arm", "ii", before, "");
	steer(anna, ""); /* asks again, and is told */
	assert_true(anna->epoch == before + 1);
	assert_refused("", anna, "/rig/arm", "ii", anna->epoch, "");
}

static void parameters_in_quarantine__change_nothing_while_somebody_is_pressed(void **state)
{
	struct ear *anna = &stage->ears[0];

	(void)state;
	pair(anna, "Anna");
	steer(anna, "");
	assert_refused("", anna, "/rig/intensity", "f", 0.5, "");
	assert_about(stage->asked.command.intensity, 0.5);
	for (int s = STATE_ARMED; s <= STATE_RELEASING; s++) {
		stage->snapshot.state = (enum state)s;
		assert_refused("quarantine", anna, "/rig/intensity", "f", 0.9, "");
	}
	assert_about(stage->asked.command.intensity, 0.5);
	stay(anna, 1000);
	assert_refused("", anna, "/rig/intensity", "f", 0.9, "");
	assert_about(stage->asked.command.intensity, 0.9);
}

static void new_subscription__is_as_a_gap_and_a_renewed_one_is_not(void **state)
{
	struct ear *anna = &stage->ears[0];
	uint32_t epoch;

	(void)state;
	make_owner(anna);
	epoch = stage->helm.lease.epoch;
	says(anna, "/rig/subscribe", "", 0, "");
	assert_int_equal(stage->helm.lease.epoch, epoch + 1);
	assert_refused("quarantine", anna, "/rig/arm", "ii", epoch + 1, "");
	stay(anna, 1000);
	assert_refused("", anna, "/rig/arm", "ii", epoch + 1, "");
	says(anna, "/rig/subscribe", "", 0, "");
	assert_refused("", anna, "/rig/arm", "ii", epoch + 1, "");
	/* another page of the same tablet, which needs its token once */
	says(&stage->ears[1], "/rig/subscribe", "s", 0, anna->token);
	assert_refused("quarantine", anna, "/rig/arm", "ii", epoch + 2, "");
	stay(anna, 1000);
	assert_refused("", &stage->ears[1], "/rig/skip", "", 0, "");
}

/* Over a connection of that number, with the token, and the epoch where it moves heads. */
static void says_over_tcp(const struct ear *ear, uint32_t connection, const char *path, int epoch)
{
	struct endpoint from = ear->at;
	struct value values[VALUES_MAX] = {{0}};
	const char *types = epoch != 0 ? "iis" : "is";
	uint8_t bytes[512];

	from.connection = connection;
	values[0].number = 1.0;
	values[1].number = epoch;
	snprintf(values[strlen(types) - 1].text, sizeof(values[0].text), "%s", ear->token);
	in_packet(&stage->in, &from, bytes, codec_write(bytes, sizeof(bytes), path, types, values));
}

/* Heard on both, for a while. */
static void stay_on_both(struct ear *ear, uint32_t connection, int ms)
{
	for (; ms > 0; ms -= 250) {
		stay(ear, 250);
		says_over_tcp(ear, connection, "/rig/hb", 0);
	}
}

static void line_that_stood_still__is_not_obeyed_though_another_one_beats(void **state)
{
	struct ear *anna = &stage->ears[0];
	const struct presses *presses = &stage->asked.command.presses;

	(void)state;
	make_owner(anna);
	stay_on_both(anna, 1, 1500);
	steer(anna, "");
	says_over_tcp(anna, 1, "/rig/arm", anna->epoch);
	assert_int_equal(presses->arm, 1);
	/* the connection is held up, with an arm and a start in it; the lease and its epoch stand */
	stay(anna, 3000);
	assert_int_equal(stage->helm.lease.epoch, anna->epoch);
	stage->snapshot.state = STATE_ARMED;
	says_over_tcp(anna, 1, "/rig/arm", anna->epoch);
	says_over_tcp(anna, 1, "/rig/start", anna->epoch);
	stay_on_both(anna, 1, 1000);
	says_over_tcp(anna, 1, "/rig/start", anna->epoch);
	assert_int_equal(presses->arm, 1);
	assert_int_equal(presses->start, 0);
	/* the other line was never down */
	assert_int_equal(stage->helm.lease.epoch, anna->epoch + 1);
	assert_refused("", anna, "/rig/start", "ii", anna->epoch + 1, "");
	assert_int_equal(presses->start, 1);
	says_over_tcp(anna, 1, "/rig/start", anna->epoch + 1);
	assert_int_equal(presses->start, 2);
}

static void new_connection__is_not_obeyed_for_a_second(void **state)
{
	struct ear *anna = &stage->ears[0];
	const struct presses *presses = &stage->asked.command.presses;

	(void)state;
	make_owner(anna);
	says_over_tcp(anna, 1, "/rig/arm", anna->epoch);
	says_over_tcp(anna, 1, "/rig/arm", (int)stage->helm.lease.epoch);
	stay_on_both(anna, 1, 750);
	says_over_tcp(anna, 1, "/rig/arm", (int)stage->helm.lease.epoch);
	assert_int_equal(presses->arm, 0);
	stay_on_both(anna, 1, 250);
	says_over_tcp(anna, 1, "/rig/arm", (int)stage->helm.lease.epoch);
	assert_int_equal(presses->arm, 1);
}

/* ---- heartbeat ---- */

static void lease__is_kept_by_beats_of_its_holder_alone(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *bert = &stage->ears[1];

	(void)state;
	make_owner(anna);
	pair(bert, "Bert");
	stay(anna, 5000);
	assert_true(helm_steers(&stage->helm, 1));
	wait_ms(700);
	assert_string_equal(says(bert, "/rig/heartbeat", "", 0, ""), "/rig/heartbeat");
	assert_about(bert->values[0].number, 1.0);
	wait_ms(1);
	says(bert, "/rig/heartbeat", "", 0, "");
	assert_about(bert->values[0].number, 0.0);
	stay(bert, 2299);
	assert_true(helm_steers(&stage->helm, 1));
	wait_ms(1);
	assert_false(helm_steers(&stage->helm, 1));
	assert_refused("not_owner", anna, "/rig/skip", "", 0, "");
	assert_string_equal(anna->values[2].text, "nobody steers: /rig/lease/request");
	wait_ms(50);
	steer(bert, "Bert");
	assert_true(helm_steers(&stage->helm, 2));
}

/* Heard of, but not by its beat: that is a gap too. */
static void holder_without_beats__moves_nothing_until_a_second_after_the_next(void **state)
{
	struct ear *anna = &stage->ears[0];
	const char *const path = "/rig/arm";
	uint32_t epoch;

	(void)state;
	make_owner(anna);
	epoch = stage->helm.lease.epoch;
	wait_ms(750);
	says(anna, "/rig/ping", "", 0, "");
	wait_ms(750);
	assert_refused("", anna, path, "ii", epoch, "");
	wait_ms(1);
	assert_refused("quarantine", anna, path, "ii", epoch, "");
	assert_string_equal(anna->values[2].text, "no heartbeat for 1.5 s: /rig/hb first");
	says(anna, "/rig/hb", "i", heartbeat_nonce(&stage->helm.heartbeat), "");
	assert_int_equal(stage->helm.lease.epoch, epoch + 1);
	assert_refused("quarantine", anna, path, "ii", epoch + 1, "");
	stay(anna, 1000);
	assert_refused("", anna, path, "ii", epoch + 1, "");
}

static void echo_of_an_old_nonce__is_no_beat(void **state)
{
	struct ear *anna = &stage->ears[0];
	uint32_t nonce;

	(void)state;
	make_owner(anna);
	nonce = heartbeat_nonce(&stage->helm.heartbeat);
	wait_ms(1000);
	assert_refused("", anna, "/rig/hb", "i", nonce, "");
	wait_ms(400);
	assert_refused("", anna, "/rig/hb", "f", nonce, "");
	wait_ms(101);
	assert_refused("bad_value", anna, "/rig/hb", "i", nonce, "");
	assert_refused("bad_value", anna, "/rig/hb", "i", 0, "");
	assert_refused("bad_value", anna, "/rig/hb", "i", -1, "");
	assert_refused("bad_value", anna, "/rig/hb", "i",
		       heartbeat_nonce(&stage->helm.heartbeat) + 1, "");
}

/* Spelling out a pattern costs as much as hundreds of addresses. */
static void patterns_of_strangers__use_up_nothing_of_those_who_are_paired(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *stranger = &stage->ears[1];
	int heard = 0;

	(void)state;
	make_owner(anna);
	while (strcmp(says(stranger, "/rig/head/?/force", "", 0, ""), "/rig/head/9/force") == 0) {
		assert_in_range(++heard, 1, 999);
		stage->in.match_steps = 0; /* another turn of the network, at the same time */
	}
	assert_in_range(heard, 20, 998);
	assert_string_equal(stranger->path, "/rig/error");
	assert_string_equal(stranger->values[0].text, "busy");
	assert_string_equal(says(anna, "/rig/head/?/force", "", 0, ""), "/rig/head/9/force");
	wait_ms(100);
	assert_string_equal(says(stranger, "/rig/head/?/force", "", 0, ""), "/rig/head/9/force");
}

/* A small packet that asks for a thousand answers, from as many ports as there are. */
static void strangers_together__are_told_so_much_and_no_more(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct packet packet = {.size = 0};

	(void)state;
	make_owner(anna);
	wait_ms(500); /* what pairing was answered is forgotten */
	packet_bundle(&packet, 1);
	for (int i = 0; i < 32; i++) {
		packet_element(&packet, "/rig/screening/list");
	}
	stage->in.replies = 0;
	for (int i = 1; i < EARS; i++) {
		in_packet(&stage->in, &stage->ears[i].at, packet.bytes, packet.size);
		hears(&stage->ears[i]);
	}
	assert_in_range(stage->in.replies, (int)STRANGERS_REPLIES_AT_ONCE,
			(int)STRANGERS_REPLIES_AT_ONCE + EARS * ERRORS_PER_S);
	assert_string_equal(stage->ears[EARS - 1].path, "/rig/error");
	assert_string_equal(stage->ears[EARS - 1].values[0].text, "rate");
	assert_string_equal(says(anna, "/rig/info", "", 0, ""), "/rig/info");
	stage->in.replies = 0;
	wait_ms(500);
	for (int i = 1; i < EARS; i++) {
		in_packet(&stage->in, &stage->ears[i].at, packet.bytes, packet.size);
	}
	assert_in_range(stage->in.replies, (int)STRANGERS_REPLIES_A_S / 2,
			(int)STRANGERS_REPLIES_A_S / 2 + EARS * ERRORS_PER_S);
}

/* Nor by patterns, whose members are not even looked at once no more is said. */
static void pattern__breaks_off_where_no_more_is_said(void **state)
{
	const int patterns = (int)REPLIES_PER_S / (2 * BENCH_HEADS);
	uint8_t bytes[64];
	size_t size = codec_write(bytes, sizeof(bytes), "/rig/head/*/{force,target}", "", NULL);

	(void)state;
	make_owner(&stage->ears[0]);
	stage->in.replies = 0;
	for (int i = 0; i <= patterns; i++) {
		memset(stage->in.patterns, 0, sizeof(stage->in.patterns)); /* bounded elsewhere */
		stage->in.match_steps = 0;
		in_packet(&stage->in, &stage->ears[1].at, bytes, size);
		hears(&stage->ears[1]);
	}
	/* one error for the last, not one for each of its members */
	assert_int_equal(stage->in.replies, (int)REPLIES_PER_S + 1);
	assert_string_equal(stage->ears[1].values[0].text, "rate");
}

/* The true value that follows a refused wish is an answer, whoever else waits for it. */
static void echoes_of_refused_wishes__are_answers_too(void **state)
{
	struct value values[VALUES_MAX] = {{.number = 9.0}};
	uint8_t bytes[64];
	size_t size = codec_write(bytes, sizeof(bytes), "/rig/speed", "f", values);

	(void)state;
	make_owner(&stage->ears[0]);
	wait_ms(500);
	stage->in.replies = 0;
	for (int i = 0; i < 1000; i++) { /* each pays what the last one was owed */
		in_packet(&stage->in, &stage->ears[1 + i % 5].at, bytes, size);
	}
	assert_in_range(stage->in.replies, 900, 1000 + EARS * ERRORS_PER_S);
	for (int i = 0; i < 9000; i++) {
		in_packet(&stage->in, &stage->ears[1 + i % 5].at, bytes, size);
	}
	assert_in_range(stage->in.replies, (int)STRANGERS_REPLIES_AT_ONCE,
			(int)STRANGERS_REPLIES_AT_ONCE + EARS * ERRORS_PER_S);
	stage->in.replies = 0;
	(void)says(&stage->ears[0], "/rig/speed", "f", 9.0, "");
	assert_int_equal(stage->in.replies, 2); /* its error, and the echo that is owed */
}

/* What cannot be handled in time would keep a stop waiting in the socket, or out of it. */
static void bundles_of_strangers__are_heard_so_many_together(void **state)
{
	const uint32_t *eases = &stage->asked.command.presses.ease;
	struct packet packet = {.size = 0};
	uint32_t before;

	(void)state;
	make_owner(&stage->ears[0]);
	packet_bundle(&packet, 1);
	for (int i = 0; i < 31; i++) {
		packet_element(&packet, "/rig/ease");
	}
	for (int i = 0; i < 500; i++) {
		in_packet(&stage->in, &stage->ears[1 + i % 5].at, packet.bytes, packet.size);
	}
	assert_in_range(*eases, (int)STRANGERS_BUNDLED_AT_ONCE,
			(int)STRANGERS_BUNDLED_AT_ONCE + 31);
	hears(&stage->ears[1]);
	assert_string_equal(stage->ears[1].path, "/rig/error");
	assert_string_equal(stage->ears[1].values[0].text, "rate");
	assert_string_equal(stage->ears[1].values[1].text, "#bundle");
	before = *eases;
	in_packet(&stage->in, &stage->ears[0].at, packet.bytes, packet.size); /* hers are */
	assert_int_equal(*eases, before + 31);
	assert_refused("", &stage->ears[1], "/rig/ease", "", 0, ""); /* and one alone is */
	assert_int_equal(*eases, before + 32);
	packet_element(&packet, "/rig/stop"); /* and a stop, always */
	in_packet(&stage->in, &stage->ears[1].at, packet.bytes, packet.size);
	assert_int_equal(stage->asked.command.presses.stop, 1);
	assert_int_equal(*eases, before + 32);
	wait_ms(100);
	in_packet(&stage->in, &stage->ears[1].at, packet.bytes, packet.size);
	assert_int_equal(*eases, before + 63);
}

static void snapshots_of_strangers__are_few_and_keep_none_from_tablets(void **state)
{
	struct ear *anna = &stage->ears[0];
	int begun = 0;

	(void)state;
	make_owner(anna);
	for (int round = 0; round < 20; round++) {
		for (int i = 1; i < EARS; i++) {
			begun += refusal(&stage->ears[i], "/rig/refresh", "", 0, "")[0] == '\0';
		}
		assert_in_range(begun, 0, 8);
		if (round == 0) {
			assert_int_equal(begun, TRANSFERS_STRANGE);
			assert_refused("", anna, "/rig/refresh", "", 0, "");
		}
		memset(&stage->channels.transfers, 0, sizeof(stage->channels.transfers));
	}
	assert_int_equal(begun, (int)STRANGERS_SNAPSHOTS_AT_ONCE);
	assert_refused("busy", &stage->ears[1], "/rig/refresh", "", 0, "");
	assert_refused("", anna, "/rig/refresh", "", 0, "");
	wait_ms(1000);
	begun = 0;
	for (int i = 1; i < EARS; i++) {
		begun += refusal(&stage->ears[i], "/rig/refresh", "", 0, "")[0] == '\0';
	}
	assert_int_equal(begun, (int)STRANGERS_SNAPSHOTS_A_S);
}

/* ---- taking over ---- */

static void taking_over__pauses_and_waits_for_the_button(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *bert = &stage->ears[1];
	struct ear *carl = &stage->ears[2];

	(void)state;
	make_owner(anna);
	pair(bert, "Bert");
	pair(carl, "Carl");
	stay(anna, 500);
	stay(bert, 500);
	stay(carl, 0);
	stay(anna, 500);
	stage->snapshot.state = STATE_RUNNING;
	assert_refused("busy", bert, "/rig/lease/request", "", 0, "");
	assert_string_equal(bert->values[3].text, "Anna");
	assert_refused("bad_pin", bert, "/rig/lease/take", "s", 0, "123456");
	assert_int_equal(stage->asked.command.presses.pause, 0);
	says(bert, "/rig/pair", "", 0, "");
	assert_refused("", bert, "/rig/lease/take", "s", 0, stage->helm.pin.digits);
	assert_int_equal(stage->asked.command.presses.pause, 1);
	assert_true(helm_steers(&stage->helm, 1));
	stage->snapshot.state = STATE_PAUSED; /* and what was sent before it does not go on */
	assert_refused("stale_epoch", anna, "/rig/resume", "ii", anna->epoch, "");
	stage->snapshot.state = STATE_RUNNING;
	says(anna, "/rig/lease/taking", "", 0, "");
	assert_string_equal(anna->values[0].text, "Bert");
	assert_refused("", bert, "/rig/lease/take", "s", 0, "000000"); /* its first word got lost */
	says(carl, "/rig/pair", "", 0, "");
	assert_refused("busy", carl, "/rig/lease/take", "s", 0, stage->helm.pin.digits);
	assert_string_not_equal(stage->helm.pin.digits, ""); /* and is not spent */
	stay(anna, 9000);
	stage->snapshot.confirms++;
	wait_ms(1);
	assert_true(helm_steers(&stage->helm, 2));
	assert_refused("not_owner", anna, "/rig/skip", "", 0, "");
	says(anna, "/rig/lease/taking", "", 0, "");
	assert_string_equal(anna->values[0].text, "");
}

static void taking_what_nobody_has__needs_no_button(void **state)
{
	struct ear *bert = &stage->ears[1];

	(void)state;
	pair(bert, "Bert");
	stay(bert, 1000);
	assert_string_equal(says(bert, "/rig/lease/take", "s", 0, "000000"), "/rig/lease/grant");
	assert_string_equal(says(bert, "/rig/lease/take", "s", 0, "000000"), "/rig/lease/grant");
	assert_int_equal(stage->asked.command.presses.pause, 0);
}

static void taking_in_quarantine__is_refused(void **state)
{
	struct ear *bert = &stage->ears[1];

	(void)state;
	make_owner(&stage->ears[0]);
	pair(bert, "Bert");
	assert_refused("quarantine", bert, "/rig/lease/take", "s", 0, "000000");
}

static size_t bundle_of(struct packet *packet, uint64_t tag, const char *pin, const char *other)
{
	size_t start;

	packet->size = 0;
	packet_bundle(packet, tag);
	if (other != NULL) {
		packet_element(packet, other);
	}
	start = packet_open(packet);
	packet_text(packet, "/rig/lease/take");
	packet_text(packet, ",s");
	packet_text(packet, pin);
	packet_close(packet, start);
	return packet->size;
}

/* It moves the rig as the commands do, so it comes as they must. */
static void taking_over__is_by_no_pattern_with_no_command_and_for_now(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *bert = &stage->ears[1];
	struct packet packet;
	char pin[PIN_BYTES];

	(void)state;
	make_owner(anna);
	pair(bert, "Bert");
	stay(anna, 1000);
	stay(bert, 0);
	says(bert, "/rig/pair", "", 0, "");
	memcpy(pin, stage->helm.pin.digits, sizeof(pin));
	for (int i = 0; i < 4; i++) {
		static const char *const others[] = {"/rig/pause", "/rig/ease", "/rig/arm", NULL};
		const char *const code = others[i] == NULL ? "future_timetag" : "bad_value";

		(void)bundle_of(&packet, others[i] == NULL ? 99 : 1, pin, others[i]);
		memset(stage->peers.senders, 0, sizeof(stage->peers.senders));
		in_packet(&stage->in, &bert->at, packet.bytes, packet.size);
		assert_string_equal(hears(bert), "/rig/error");
		assert_string_equal(bert->values[0].text, code);
		assert_string_equal(bert->values[1].text, "/rig/lease/take");
		assert_int_equal(stage->helm.lease.taking.by, 0);
	}
	assert_refused("pattern_refused", bert, "/rig/lease/tak*", "s", 0, pin);
	assert_refused("pattern_refused", bert, "/rig/lease/tak*", "", 0, "");
	assert_string_equal(says(bert, "/rig/lease/takin?", "", 0, ""), "/rig/lease/taking");
	/* beside what moves nothing it may come */
	(void)bundle_of(&packet, 1, pin, "/rig/ping");
	in_packet(&stage->in, &bert->at, packet.bytes, packet.size);
	assert_int_equal(stage->helm.lease.taking.by, 2);
}

/* The loop has to see that nobody steers, or it went on with the session of whoever left. */
static void lease_given_back__is_nobodys_for_50_ms(void **state)
{
	struct ear *anna = &stage->ears[0];
	struct ear *bert = &stage->ears[1];

	(void)state;
	make_owner(anna);
	pair(bert, "Bert");
	stay(bert, 1000);
	steer(anna, "");
	says(anna, "/rig/lease/release", "", 0, "");
	assert_refused("busy", anna, "/rig/lease/request", "", 0, "");
	assert_string_equal(anna->values[2].text, "somebody steered just now: ask again");
	assert_refused("busy", bert, "/rig/lease/take", "s", 0, "000000");
	helm_tell(&stage->helm, &stage->asked.command);
	assert_int_equal(stage->asked.command.lease, 0);
	wait_ms(50);
	steer(bert, "");
}

static void released_lease__is_nobodys(void **state)
{
	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	says(&stage->ears[1], "/rig/lease/release", "", 0, "");
	assert_true(helm_steers(&stage->helm, 1));
	says(&stage->ears[0], "/rig/lease/release", "", 0, "");
	assert_int_equal(stage->helm.lease.holder, 0);
	helm_tell(&stage->helm, &stage->asked.command);
	assert_int_equal(stage->asked.command.lease, 0);
}

/* ---- what everybody reads ---- */

static void owner_you__is_another_value_for_each(void **state)
{
	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	for (int i = 0; i < 3; i++) {
		struct ear *ear = &stage->ears[i];

		assert_string_equal(says(ear, "/rig/owner/you", "", 0, ""), "/rig/owner/you");
		assert_about(ear->values[0].number, i == 0 ? 1.0 : 0.0);
	}
	assert_int_equal(stage->in.view.tablet, 0);
}

static void owner_you__is_said_to_each_subscriber_for_itself(void **state)
{
	int index;
	const struct osc_entry *row = osc_address_find("/rig/owner/you", BENCH_HEADS, &index);

	(void)state;
	make_owner(&stage->ears[0]);
	pair(&stage->ears[1], "Bert");
	for (int i = 0; i < 3; i++) {
		says(&stage->ears[i], "/rig/subscribe", "", 0, "");
	}
	for (int i = 0; i < 300; i++) { /* snapshots and repeats are over */
		stage->in.view.t_ns += 10 * MS;
		channels_turn(&stage->channels, &stage->peers, 3, &stage->in.view);
	}
	for (int i = 0; i < 3; i++) {
		hears(&stage->ears[i]);
	}
	stage->in.view.t_ns += 100 * MS;
	stage->channels.rotation_due_ns = INT64_MAX;
	channels_touch(&stage->channels, row, 0, stage->in.view.t_ns);
	channels_turn(&stage->channels, &stage->peers, 3, &stage->in.view);
	for (int i = 0; i < 3; i++) {
		assert_string_equal(hears(&stage->ears[i]), "/rig/owner/you");
		assert_about(stage->ears[i].values[0].number, i == 0 ? 1.0 : 0.0);
	}
}

static void fifth_paired_subscriber__is_refused_as_full(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		pair(&stage->ears[i], "x");
		assert_refused(i < 4 ? "" : "full", &stage->ears[i], "/rig/subscribe", "", 0, "");
	}
	assert_refused("", &stage->ears[5], "/rig/subscribe", "", 0, "");
}

/* As X32-style senders send a number: no type tags. What it is told. */
static const char *says_untagged(struct ear *ear, const char *path)
{
	struct packet packet = {.size = 0};

	packet_text(&packet, path);
	packet_float(&packet, 1.0f);
	assert_false(in_packet(&stage->in, &ear->at, packet.bytes, packet.size));
	return hears(ear);
}

static void number_without_a_type_tag__does_nothing_and_is_told_so_five_times_a_second(void **state)
{
	struct ear *ear = &stage->ears[0];

	(void)state;
	make_owner(ear);
	memset(stage->peers.senders, 0, sizeof(stage->peers.senders));
	for (int i = 0; i < 12; i++) {
		assert_string_equal(says_untagged(ear, "/rig/skip"), i < 5 ? "/rig/error" : "");
		assert_string_equal(says_untagged(ear, "/rig/nothing"), "");
	}
	assert_string_equal(ear->values[0].text, "bad_type");
	assert_int_equal(stage->asked.command.presses.skip, 0);
	says_untagged(ear, "/rig/stop");
	assert_int_equal(stage->asked.command.presses.stop, 1);
	/* nor is it a word of the tablet's, which was silent */
	wait_ms(1600);
	says_untagged(ear, "/rig/skip");
	assert_refused("quarantine", ear, "/rig/skip", "", 0, "");
}

static void network_that_is_not_allowed__is_heard_stopping_and_nothing_else(void **state)
{
	struct ear *ear = &stage->ears[0];

	(void)state;
	make_owner(ear);
	stage->rig.osc.allow_all = false;
	stage->rig.osc.allow[0] = (struct osc_network){.address = {10}, .prefix = 8};
	stage->rig.osc.allow_count = 1;
	assert_string_equal(says(ear, "/rig/ping", "", 0, ""), "");
	assert_string_equal(says(ear, "/rig/ease", "", 0, ""), "");
	assert_string_equal(says(ear, "/rig/skip", "", 0, ""), "");
	assert_string_equal(says_untagged(ear, "/rig/skip"), "");
	assert_int_equal(stage->asked.command.presses.skip, 0);
	assert_int_equal(stage->asked.command.presses.ease, 0);
	says(ear, "/rig/stop", "ss", 0, "please");
	assert_int_equal(stage->asked.command.presses.stop, 1);
}

/* ---- a bench ---- */

static void bench__needs_nothing_of_all_this(void **state)
{
	struct ear *ear = &stage->ears[0];

	(void)state;
	assert_refused("locked", ear, "/rig/pair", "", 0, "");
	assert_refused("locked", ear, "/rig/pair", "s", 0, "123456");
	assert_refused("locked", ear, "/rig/lease/request", "", 0, "");
	assert_refused("locked", ear, "/rig/lease/take", "s", 0, "123456");
	assert_refused("", ear, "/rig/hb", "i", 7, "");
	assert_refused("", ear, "/rig/arm", "iis", 7, "whatever");
	assert_refused("", ear, "/rig/skip", "s", 0, "whatever");
	assert_int_equal(stage->asked.command.presses.arm, 1);
	assert_int_equal(stage->asked.command.presses.skip, 1);
	says(ear, "/rig/owner/you", "", 0, "");
	assert_about(ear->values[0].number, 1.0);
	says(ear, "/rig/heartbeat", "", 0, "");
	assert_about(ear->values[0].number, 1.0);
	says(ear, "/rig/owner", "", 0, "");
	assert_string_equal(ear->values[0].text, "");
	assert_true(helm_due_ns(&stage->helm) == INT64_MAX);
}

static void list_that_no_address_takes__is_answered_by_an_error_on_every_address(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	struct ear *ear = &stage->ears[0];

	(void)state;
	for (int i = 0; i < count; i++) {
		char path[OSC_PATH_MAX];
		int from;
		int to;

		if (rows[i].kind == OSC_ANSWER || rows[i].id == ID_STOP) {
			continue; /* our own, come back; and what is heard however it comes */
		}
		osc_address_members(&rows[i], stage->rig.head_count, &from, &to);
		osc_address_write(&rows[i], from, path);
		wait_ms(1000);
		assert_refused("bad_type", ear, path, "iiiii", 1, "");
	}
}

#define TEST(name)  cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define BENCH(name) cmocka_unit_test_setup_teardown(name, set_up_bench, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(strangers__are_refused_whatever_needs_pairing),
		TEST(paired_ones__are_refused_what_is_the_owners),
		TEST(owner__may_everything_but_what_carries_an_epoch),
		TEST(stop_ease_and_reads__are_anybodys),
		TEST(pause__is_for_everybody_who_is_paired),
		TEST(pattern_over_parameters__needs_the_lease_too),
		TEST(pin_as_a_number__pairs_too),
		TEST(five_wrong_pins__lock_pairing_and_taking_alike),
		TEST(token__is_its_tablet_from_anywhere),
		TEST(token__is_hashed_once_a_message),
		TEST(tablet__is_paired_after_a_restart),
		TEST(fault__is_reset_with_the_button_held),
		TEST(what_moves_heads__carries_the_epoch_of_the_lease),
		TEST(stop__makes_everything_sent_before_it_too_late),
		TEST(pause__makes_everything_sent_before_it_too_late),
		TEST(halt_of_the_rig_itself__makes_everything_sent_before_it_too_late),
		TEST(presses_that_count__are_one_within_300_ms),
		TEST(gap__puts_off_commands_for_a_second_and_moves_the_epoch),
		TEST(parameters_in_quarantine__change_nothing_while_somebody_is_pressed),
		TEST(new_subscription__is_as_a_gap_and_a_renewed_one_is_not),
		TEST(line_that_stood_still__is_not_obeyed_though_another_one_beats),
		TEST(new_connection__is_not_obeyed_for_a_second),
		TEST(lease__is_kept_by_beats_of_its_holder_alone),
		TEST(holder_without_beats__moves_nothing_until_a_second_after_the_next),
		TEST(echo_of_an_old_nonce__is_no_beat),
		TEST(patterns_of_strangers__use_up_nothing_of_those_who_are_paired),
		TEST(strangers_together__are_told_so_much_and_no_more),
		TEST(pattern__breaks_off_where_no_more_is_said),
		TEST(echoes_of_refused_wishes__are_answers_too),
		TEST(bundles_of_strangers__are_heard_so_many_together),
		TEST(snapshots_of_strangers__are_few_and_keep_none_from_tablets),
		TEST(taking_over__pauses_and_waits_for_the_button),
		TEST(taking_what_nobody_has__needs_no_button),
		TEST(taking_in_quarantine__is_refused),
		TEST(taking_over__is_by_no_pattern_with_no_command_and_for_now),
		TEST(lease_given_back__is_nobodys_for_50_ms),
		TEST(released_lease__is_nobodys),
		TEST(owner_you__is_another_value_for_each),
		TEST(owner_you__is_said_to_each_subscriber_for_itself),
		TEST(fifth_paired_subscriber__is_refused_as_full),
		TEST(number_without_a_type_tag__does_nothing_and_is_told_so_five_times_a_second),
		TEST(network_that_is_not_allowed__is_heard_stopping_and_nothing_else),
		BENCH(bench__needs_nothing_of_all_this),
		BENCH(list_that_no_address_takes__is_answered_by_an_error_on_every_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
