/*
 * osc_latency.c - from an OSC message to a changed actuation, in ticks, with the loop and the network
 * thread wired as kneadd wires them. usage: osc_latency MESSAGES [RIG.conf]
 *
 * While a session runs, one region after another is left out by /rig/region/{name}/enable 0, at a
 * moment that has nothing to do with the tick's; the pressure asked of its heads falls to nothing in
 * the very tick that hears of it. Counted is from the last tick that had begun when the message was
 * sent, so 1 is the least there is. Prints one line of JSON, with what the threads allocated meanwhile.
 */
#include "app/config.h"
#include "core/pipeline.h"
#include "io/sim.h"
#include "net/server.h"
#include "rt/clock.h"
#include "rt/histogram.h"
#include "rt/loop.h"
#include "rt/sched.h"
#include "rt/thread.h"

#include "bench/counted_malloc.h"

#include <knead/rig_port.h>
#include <knead/sim_order.h>

#include <inttypes.h>
#include <lo/lo.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOP_PRIORITY   80
#define NETWORK_TURN_MS 20
#define SEED            3
#define GIVE_UP_TICKS   2000
#define READY_NS        (20 * NS_PER_S)
#define SAVED_N         8 /* messages before the network's allocations are looked at */

struct wired {
	struct rig rig;
	struct technique technique;
	struct patient patient;
	struct mailbox commands;
	struct command command_slots[MAILBOX_SLOTS];
	struct mailbox snapshots;
	struct snapshot snapshot_slots[MAILBOX_SLOTS];
	struct mailbox orders;
	struct sim_order order_slots[MAILBOX_SLOTS];
	struct rig_port *port;
	struct pipeline pipeline;
	struct loop loop;
	struct frame frame;
	struct actuation actuation;
	struct server *server;
	lo_address address;
	unsigned pressed;      /* the loop's: a bit for each region with a head that presses */
	atomic_uint begun;     /* ticks */
	atomic_uint all_press; /* a bit for each region of which every head presses */
	atomic_uint left[REGION_COUNT]; /* the tick in which a region's last head let go */
	atomic_uint state;
	atomic_bool ends;
	unsigned long loop_allocations; /* after its first tick */
	atomic_ulong network_allocations;
};

/* ---- the loop's thread ---- */

static void see_pressing(struct wired *wired, unsigned tick)
{
	unsigned pressing = 0;
	unsigned idle = 0;

	for (int i = 0; i < wired->rig.head_count; i++) {
		unsigned region = 1u << wired->rig.heads[i].region;

		if (wired->actuation.heads[i].pressure_pa > 0.0) {
			pressing |= region;
		} else {
			idle |= region;
		}
	}
	for (int r = 0; r < REGION_COUNT; r++) {
		if ((wired->pressed & ~pressing) & (1u << r)) {
			atomic_store(&wired->left[r], tick);
		}
	}
	wired->pressed = pressing;
	atomic_store(&wired->all_press, pressing & ~idle);
}

static bool tick(void *context, int64_t t_ns)
{
	struct wired *wired = context;
	unsigned tick = atomic_fetch_add(&wired->begun, 1) + 1;
	struct snapshot *snapshot = mailbox_back(&wired->snapshots);
	const struct command *command = mailbox_front(&wired->commands);

	io_sim_ops.read(wired->port, t_ns, &wired->frame);
	wired->frame.overruns = wired->loop.cadence.overruns;
	pipeline_step(&wired->pipeline, &wired->actuation, snapshot, &wired->frame, command,
		      1.0 / wired->rig.loop_hz);
	io_sim_ops.write(wired->port, &wired->actuation);
	see_pressing(wired, tick);
	atomic_store(&wired->state, (unsigned)snapshot->state);
	mailbox_publish(&wired->snapshots);
	if (tick == 1) {
		allocations = 0;
	}
	wired->loop_allocations = allocations;
	return !atomic_load(&wired->ends);
}

static void *run_loop(void *context)
{
	struct wired *wired = context;
	struct sched_refusals refusals = {0};

	sched_become_realtime(LOOP_PRIORITY, SCHED_ANY_CPU, &refusals);
	if (refusals.list[0] != '\0') {
		fprintf(stderr, "osc_latency: the loop runs without %s\n", refusals.list);
	}
	loop_run(&wired->loop, (int64_t)(1e9 / wired->rig.loop_hz), (int64_t)(LATE_WAKE_S * 1e9),
		 tick, wired);
	return NULL;
}

static void *run_network(void *context)
{
	struct wired *wired = context;

	while (!atomic_load(&wired->ends)) {
		server_turn(wired->server, NETWORK_TURN_MS);
		atomic_store(&wired->network_allocations, allocations);
	}
	return NULL;
}

/* ---- the person at the tablet ---- */

static bool wait_for(struct wired *wired, enum state state)
{
	int64_t until_ns = clock_now_ns() + READY_NS;

	while (atomic_load(&wired->state) != (unsigned)state) {
		if (clock_now_ns() > until_ns) {
			fprintf(stderr, "osc_latency: never %s, still %s\n", state_name(state),
				state_name((enum state)atomic_load(&wired->state)));
			return false;
		}
		clock_sleep_until(clock_now_ns() + 1000000);
	}
	return true;
}

/* Region by region; the one that comes up is worked again by the time its turn comes back. */
static enum region next_region(const struct wired *wired, enum region region)
{
	do {
		region = (enum region)(region % (REGION_COUNT - 1) + 1);
	} while (!((1u << region) & atomic_load(&wired->all_press)) && !atomic_load(&wired->ends));
	return region;
}

static void enable(struct wired *wired, enum region region, float on)
{
	char path[64];

	snprintf(path, sizeof(path), "/rig/region/%s/enable", region_facts(region)->name);
	lo_send(wired->address, path, "f", (double)on);
}

/* Ticks from sending to the region's letting go; -1 when it never did. */
static int leave_out(struct wired *wired, enum region region)
{
	unsigned sent = 0;
	unsigned before = atomic_load(&wired->left[region]);

	sent = atomic_load(&wired->begun);
	enable(wired, region, 0.0f);
	while (atomic_load(&wired->left[region]) == before) {
		if (atomic_load(&wired->begun) - sent > GIVE_UP_TICKS) {
			return -1;
		}
		clock_sleep_until(clock_now_ns() + 200000);
	}
	return (int)(atomic_load(&wired->left[region]) - sent);
}

/* Between one and eleven periods, never a whole number of them. */
static void wait_a_moment(void)
{
	clock_sleep_until(clock_now_ns() + 1000000 + random() % 10000000);
}

static bool measure(struct wired *wired, int messages)
{
	enum region region = REGION_NONE;
	struct histogram ticks = {0};
	unsigned long network_before = 0;
	int lost = 0;

	lo_send(wired->address, "/rig/duration", "f", SESSION_MAX_S);
	lo_send(wired->address, "/rig/arm", "");
	if (!wait_for(wired, STATE_ARMED)) {
		return false;
	}
	lo_send(wired->address, "/rig/start", "");
	if (!wait_for(wired, STATE_RUNNING)) {
		return false;
	}
	clock_sleep_until(clock_now_ns() + 4 * NS_PER_S);
	for (int i = 0; i < messages; i++) {
		int took = 0;

		region = next_region(wired, region);
		wait_a_moment();
		if (i == SAVED_N) {
			network_before = atomic_load(&wired->network_allocations);
		}
		took = leave_out(wired, region);
		enable(wired, region, 1.0f);
		if (took < 0) {
			lost++;
		} else {
			histogram_add(&ticks, took);
		}
	}
	if (!wait_for(wired, STATE_RUNNING)) {
		return false;
	}
	atomic_store(&wired->ends, true);
	printf("{\"messages\": %d, \"lost\": %d, \"ticks_p50\": %" PRId64
	       ", \"ticks_p99\": %" PRId64 ", \"ticks_max\": %" PRId64,
	       messages, lost, histogram_percentile_ns(&ticks, 0.5),
	       histogram_percentile_ns(&ticks, 0.99), ticks.max_ns);
	printf(", \"network_allocations_per_message\": %.2f",
	       (double)(atomic_load(&wired->network_allocations) - network_before) /
		       (2.0 * (messages - SAVED_N)));
	return true;
}

static bool open_all(struct wired *wired, const char *rig)
{
	char error[256] = "";
	char port[8];
	static const char *const patient_names[] = {"nominal"};
	static struct server_setup setup;

	if (config_read_rig(&wired->rig, rig, stderr) != 0 ||
	    config_read_technique(&wired->technique, "config/techniques/swedish.conf", stderr) !=
		    0 ||
	    config_read_patient(&wired->patient, "config/patients/nominal.conf", stderr) != 0) {
		return false;
	}
	mailbox_init(&wired->commands, wired->command_slots, sizeof(struct command));
	mailbox_init(&wired->snapshots, wired->snapshot_slots, sizeof(struct snapshot));
	mailbox_init(&wired->orders, wired->order_slots, sizeof(struct sim_order));
	pipeline_init(&wired->pipeline, &wired->rig, &wired->technique, 1);
	setup = (struct server_setup){.bind = "127.0.0.1",
				      .rig = &wired->rig,
				      .techniques = &wired->technique,
				      .technique_count = 1,
				      .patient_names = patient_names,
				      .patient_count = 1,
				      .commands = &wired->commands,
				      .snapshots = &wired->snapshots,
				      .orders = &wired->orders};
	wired->server = server_open(&setup, error, sizeof(error));
	wired->port =
		io_sim_open(&wired->rig, &wired->patient, 1, SEED, clock_now_ns(), &wired->orders);
	if (wired->server == NULL || wired->port == NULL) {
		fprintf(stderr, "osc_latency: %s\n", error);
		return false;
	}
	snprintf(port, sizeof(port), "%d", server_port(wired->server));
	wired->address = lo_address_new("127.0.0.1", port);
	return wired->address != NULL;
}

int main(int argc, char **argv)
{
	static struct wired wired;
	int messages = argc > 1 ? atoi(argv[1]) : 0;
	pthread_t loop;
	pthread_t network;
	bool done = false;

	if (messages <= SAVED_N) {
		fprintf(stderr, "usage: osc_latency MESSAGES [RIG], more than %d\n", SAVED_N);
		return 2;
	}
	sched_prepare_process();
	if (!open_all(&wired, argc > 2 ? argv[2] : "config/rigs/sim-16.conf")) {
		return 2;
	}
	if (thread_start(&network, "network", run_network, &wired) != 0 ||
	    thread_start(&loop, "loop", run_loop, &wired) != 0) {
		return 1;
	}
	done = wait_for(&wired, STATE_IDLE) && measure(&wired, messages);
	atomic_store(&wired.ends, true);
	pthread_join(loop, NULL);
	pthread_join(network, NULL);
	if (done) {
		printf(", \"loop_ticks\": %" PRIu64 ", \"loop_allocations\": %lu"
		       ", \"loop_faults\": %ld}\n",
		       wired.loop.ticks, wired.loop_allocations,
		       wired.loop.minor_faults + wired.loop.major_faults);
	}
	io_sim_ops.close(wired.port);
	server_close(wired.server);
	lo_address_free(wired.address);
	return done ? 0 : 1;
}
