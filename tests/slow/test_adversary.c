/*
 * test_adversary.c - an hour of virtual time in which random and hostile packets, pressed buttons and
 * failing devices come in any order. The bytes go through the network room's own reader, what it makes of
 * them through the pipeline, and that presses on the simulated person. Whatever happens: what goes out is
 * inside its limits, a trip lets go, stays until it is reset, and nothing starts that was not armed.
 */
#include "slow/hostile.h"

/* The core and the network each have a struct of this name, and nobody but this test sees both. */
#define channel core_channel
#include "integration/closed_loop.h"
#undef channel

#include <sys/socket.h>
#include <unistd.h>

#define EPISODES    12
#define EPISODE_S   (SLOW_BUILD ? 20.0 : 300.0)
#define LETS_GO_S   0.4
#define REGULATOR_S 1.0 /* by the regulator alone: the dump is dead */
#define HEALTHY_S   5.0 /* since the last fault */
#define COUGH_N     3.0 /* 33 mm/s on 35 N/mm for 2 ms [D] */
#define SEED        0x6b6e656164ULL

static const char *const rigs[] = {"sim-16", "sim-8", "sim-4-velocity", "sim-4"};
static const char *const people[] = {"nominal", "cougher",       "stiff",
				     "mover",   "deep_breather", "bony"};

struct totals {
	double running_s;
	double release_s; /* the slowest by the dump */
	double most_n;    /* while every device was well for HEALTHY_S */
	int trips;
	long excused; /* ticks of a head that nothing could let go any more */
	int starts;
	int resets;
	int sound;
	int unsound;
};

struct adversary {
	struct closed_loop loop;
	struct hostile hostile;
	/* what was, a tick ago */
	struct presses before;
	enum state was;
	bool reset_was_held;
	enum condition cause;
	double since_trip_s;
	double since_fault_s; /* of a device, ended or not */
	bool well;            /* every device, as the simulator was told last */
	bool let_go[HEADS_MAX];
	double most_s[HEADS_MAX]; /* that it may take, by what was broken about it since the trip */
	struct totals totals;
};

static struct adversary on;

static void check_head(int i, enum state state)
{
	const struct head *head = &on.loop.rig.heads[i];
	const struct head_actuation *out = &on.loop.actuation.heads[i];
	double push_n = out->pressure_pa * head->actuator.area_m2 - head->actuator.release.spring_n;
	bool pressing = state == STATE_RUNNING || state == STATE_PAUSED;

	assert_at_least(out->heater_share, 0.0);
	assert_at_most(out->heater_share, state == STATE_RUNNING ? 1.0 : 0.0);
	assert_at_least(out->pressure_pa, 0.0);
	assert_at_most(out->pressure_pa, pressing ? head->actuator.relief_pa + 1e-6 : 0.0);
	assert_at_most(out->speed_m_s, pressing ? head->actuator.screw.speed_max_m_s : 0.0);
	assert_at_least(out->speed_m_s, -head->actuator.screw.speed_max_m_s);
	assert_true(pressing || !out->dump_shut);
	if (pressing && head->actuator.kind == ACTUATOR_PRESSURE) {
		assert_at_most(push_n,
			       on.loop.shown.heads[i].ceiling_n + COMMAND_OVER_CEILING_N + 1e-6);
	}
}

/*
 * What is left to let go of a head. A dump lets it go whatever its regulator does, once the pump has dropped the
 * supply; a regulator alone takes longer. Both broken, a latch, or a regulator that is open and a pump that
 * never drops: then nothing does, and somebody must free the person by hand.
 */
static double lets_go_in_s(int i)
{
	const struct actuator *actuator = &on.loop.sim.heads[i].actuator;
	const struct cylinder *air = &actuator->cylinder;

	if (actuator->kind == ACTUATOR_VELOCITY) {
		return actuator->screw.latch_dead ? ENDLESS : LETS_GO_S;
	}
	if (air->stuck_open && on.loop.sim.pump_stuck) {
		return ENDLESS;
	}
	if (!air->dump_dead) {
		return LETS_GO_S;
	}
	return air->stuck_shut || air->slow_share < 1.0 ? ENDLESS : REGULATOR_S;
}

static void check_release(void)
{
	on.since_trip_s += on.loop.dt_s;
	for (int i = 0; i < on.loop.rig.head_count; i++) {
		double force_n = sim_tissue_force_n(&on.loop.sim, i);
		double most_s = lets_go_in_s(i);

		if (on.let_go[i]) {
			continue;
		}
		on.most_s[i] = most_s > on.most_s[i] ? most_s : on.most_s[i];
		on.let_go[i] = force_n < RELEASED_N;
		if (!on.let_go[i] && on.since_trip_s > on.most_s[i]) {
			fail_msg("head %d holds %.1f N %.3f s after %s", i + 1, force_n,
				 on.since_trip_s, condition_words(on.cause)->name);
		}
		on.totals.excused += !on.let_go[i] && on.since_trip_s > REGULATOR_S;
		if (on.most_s[i] <= LETS_GO_S && on.since_trip_s > on.totals.release_s) {
			on.totals.release_s = on.since_trip_s;
		}
	}
}

static void check_fault(enum state state)
{
	const struct snapshot *shown = &on.loop.shown;
	const bool reset = on.loop.command.presses.reset != on.before.reset ||
			   (on.loop.frame.reset_button && !on.reset_was_held);

	if (state == STATE_FAULT && on.was != STATE_FAULT) {
		assert_true(shown->cause < COND_TRIPS);
		on.totals.trips++;
		on.cause = shown->cause;
		on.since_trip_s = 0.0;
		memset(on.let_go, 0, sizeof(on.let_go));
		memset(on.most_s, 0, sizeof(on.most_s));
	} else if (state == STATE_FAULT) {
		assert_int_equal(shown->cause, on.cause); /* the first one is kept */
		check_release();
	} else if (on.was == STATE_FAULT) {
		assert_true(reset);
		assert_int_equal(state, STATE_SELFTEST);
		on.totals.resets++;
	}
	if (shown->conditions & COND_TRIP_BITS) {
		assert_int_equal(state, STATE_FAULT);
	}
}

static void check_start(enum state state)
{
	const struct presses *now = &on.loop.command.presses;

	if (state == STATE_ARMED && on.was != STATE_ARMED) {
		assert_int_equal(on.was, STATE_IDLE);
		assert_true(now->arm != on.before.arm);
	}
	if (state == STATE_RUNNING && on.was != STATE_RUNNING) {
		assert_true((on.was == STATE_ARMED && now->start != on.before.start) ||
			    (on.was == STATE_PAUSED && now->resume != on.before.resume));
		on.totals.starts++;
	}
	if (now->stop != on.before.stop) {
		assert_true(state != STATE_ARMED && state != STATE_RUNNING &&
			    state != STATE_PAUSED);
	}
}

/*
 * While every device does as it should, nobody is pressed above what trips; the body that comes up in a
 * cough pushes further for the two samples that takes.
 */
static void check_force(enum state state)
{
	double event_n = sim_is_in_event(&on.loop.sim) ? COUGH_N : 0.0;
	double most_n = closed_loop_most_n(&on.loop);

	on.since_fault_s += on.loop.dt_s;
	if (state != STATE_FAULT && on.well && on.since_fault_s > HEALTHY_S) {
		on.totals.most_n = most_n > on.totals.most_n ? most_n : on.totals.most_n;
		assert_at_most(most_n, CEILING_MAX_N + FORCE_OVER_CEILING_N + event_n);
	}
}

/* What the simulator was told. */
static void see_faults(uint32_t orders)
{
	const struct sim_order *order = &on.loop.order;

	if (order->fault_orders == orders) {
		return;
	}
	on.since_fault_s = 0.0;
	on.well = order->fault == FAULT_NONE && order->fault_head == 0;
}

static void provoke(void)
{
	if (dice_below(&on.hostile.dice, 400) == 0) {
		hostile_wild(&on.hostile);
	}
	if (dice_below(&on.hostile.dice, 500) == 0) {
		hostile_kind(&on.hostile);
	}
	if (dice_below(&on.hostile.dice, 10000) == 0) {
		hostile_break(&on.hostile);
	}
	on.loop.write_errors += dice_below(&on.hostile.dice, 100000) == 0;
}

static void tick(void)
{
	const uint32_t orders = on.loop.order.fault_orders;
	const int64_t t_ns = on.loop.frame.t_ns;
	enum state state;

	on.before = on.loop.command.presses;
	on.was = on.loop.shown.state;
	on.reset_was_held = on.loop.frame.reset_button;
	hostile_begin(&on.hostile, &on.loop.shown, t_ns);
	provoke();
	hostile_end(&on.hostile, &on.loop.command, &on.loop.order, t_ns);
	see_faults(orders);
	state = closed_loop_tick(&on.loop);
	on.totals.running_s += state == STATE_RUNNING ? on.loop.dt_s : 0.0;
	for (int i = 0; i < on.loop.rig.head_count; i++) {
		check_head(i, state);
	}
	check_fault(state);
	check_start(state);
	check_force(state);
}

static void add(struct totals *all, const struct totals *one)
{
	all->running_s += one->running_s;
	all->release_s = one->release_s > all->release_s ? one->release_s : all->release_s;
	all->most_n = one->most_n > all->most_n ? one->most_n : all->most_n;
	all->trips += one->trips;
	all->excused += one->excused;
	all->starts += one->starts;
	all->resets += one->resets;
	all->sound += one->sound;
	all->unsound += one->unsound;
}

static void say(const char *who, const struct totals *totals)
{
	print_message(
		"# %s: %.0f s running, %d starts, %d trips, %d resets, all let go within %.0f "
		"ms but in %ld ticks of double faults, at most %.1f N on the person, %d packets "
		"sound and %d not\n",
		who, totals->running_s, totals->starts, totals->trips, totals->resets,
		totals->release_s * 1e3, totals->excused, totals->most_n, totals->sound,
		totals->unsound);
}

static void one_episode(int episode, int fd)
{
	memset(&on, 0, sizeof(on));
	closed_loop_open(&on.loop, rigs[episode % 4], people[episode % 6], (uint64_t)episode + 1);
	hostile_open(&on.hostile, fd, &on.loop.rig, on.loop.techniques, on.loop.technique_count);
	on.well = true;
	on.hostile.dice.state = SEED + (uint64_t)episode * 7919u;
	for (int k = 0; k < (int)(EPISODE_S / on.loop.dt_s); k++) {
		tick();
	}
	on.totals.sound = on.hostile.sound;
	on.totals.unsound = on.hostile.unsound;
	say(rigs[episode % 4], &on.totals);
}

static void an_hour_of_anything__breaks_no_promise(void **state)
{
	struct totals all = {0};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	(void)state;
	assert_true(fd >= 0);
	for (int episode = 0; episode < EPISODES; episode++) {
		one_episode(episode, fd);
		add(&all, &on.totals);
	}
	close(fd);
	say("all", &all);
	/* it went where something could have broken */
	assert_true(all.sound > 10 && all.unsound > 1);
	if (!SLOW_BUILD) {
		assert_at_least(all.running_s, 300.0);
		assert_true(all.trips >= 50 && all.starts >= 100 && all.resets >= 40);
		assert_true(all.sound > 5000 && all.unsound > 500);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_hour_of_anything__breaks_no_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
