/*
 * What the simulated rig promises the tick: physics in the loop's time, also over jitter and gaps, and
 * a supply that drops when the enable line falls silent.
 */
#include "io/sim.h"

#include "rt/clock.h"

#include <knead/limits.h>
#include <knead/record.h>
#include <knead/sim_order.h>

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#define PERIOD     INT64_C(1000000)
#define OPENED     INT64_C(7000000000)
#define SECOND     1000 /* ticks */
#define PRESSED_PA 60000.0
#define HEADS      2

struct fixture {
	struct rig rig;
	struct patient patient;
	struct sim_order order_slots[MAILBOX_SLOTS];
	struct mailbox orders;
	struct rig_port *port;
	struct frame frame;
	struct actuation actuation;
	int64_t t_ns;
};

static struct head head_at(double y_m)
{
	return (struct head){
		.region = REGION_UPPER_BACK,
		.side = y_m < 0.0 ? SIDE_LEFT : SIDE_RIGHT,
		.x_m = 0.2,
		.y_m = y_m,
		.area_m2 = 7.07e-4,
		.ceiling_n = 60.0,
		.ceiling_pa = 200000.0,
		.sensor = {.driver = DRIVER_SIM,
			   .rate_hz = 1000.0,
			   .noise_n = 0.02,
			   .range_n = 500.0,
			   .air = {.rate_hz = 1000.0, .noise_pa = 100.0},
			   .position = {.rate_hz = 1000.0, .noise_m = 2e-5}},
		.actuator = {.driver = DRIVER_SIM,
			     .kind = ACTUATOR_PRESSURE,
			     .area_m2 = 4.91e-4,
			     .relief_pa = 300000.0,
			     .lag_s = 0.03,
			     .vent_lag_s = 0.06,
			     .dead_s = 0.005,
			     .travel_m = 0.06,
			     .mass_kg = 0.5,
			     .friction = {.viscous_n_s_m = 60.0},
			     .release = {.dump_tau_s = 0.08, .dead_s = 0.03, .spring_n = 10.0}},
	};
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->rig = (struct rig){.name = "test",
				    .loop_hz = 1000.0,
				    .control = CONTROL_BENCH,
				    .head_count = HEADS,
				    .heads = {head_at(-0.06), head_at(0.06)}};
	fixture->patient = (struct patient){.name = "nominal",
					    .height_m = BODY_HEIGHT_M,
					    .stiffness_n_m_n = 156000.0,
					    .exponent = 2.0,
					    .damping_s_m = 0.3,
					    .clearance_m = 0.02,
					    .breathing = {.rate_hz = 0.25}};
	for (int r = 0; r < REGION_COUNT; r++) {
		fixture->patient.stiffness_share[r] = 1.0;
	}
	mailbox_init(&fixture->orders, fixture->order_slots, sizeof(struct sim_order));
	fixture->port =
		io_sim_open(&fixture->rig, &fixture->patient, 1, 1, OPENED, &fixture->orders);
	fixture->t_ns = OPENED + 12345678;
	fixture->actuation.head_count = HEADS;
	*state = fixture;
	return fixture->port == NULL;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	io_sim_ops.close(fixture->port);
	io_sim_ops.close(NULL);
	free(fixture);
	return 0;
}

/* One tick as the loop does it; press presses all heads, toggle keeps the enable line alive. */
static void tick(struct fixture *fixture, bool press, bool toggle)
{
	io_sim_ops.read(fixture->port, fixture->t_ns, &fixture->frame);
	for (int h = 0; h < HEADS; h++) {
		fixture->actuation.heads[h] = (struct head_actuation){
			.pressure_pa = press ? PRESSED_PA : 0.0, .dump_shut = press};
	}
	if (toggle) {
		fixture->actuation.enable_level = !fixture->actuation.enable_level;
	}
	assert_int_equal(io_sim_ops.write(fixture->port, &fixture->actuation), 0);
	fixture->t_ns += PERIOD;
}

static void ticks(struct fixture *fixture, int count, bool press, bool toggle)
{
	for (int i = 0; i < count; i++) {
		tick(fixture, press, toggle);
	}
}

static double felt_n(const struct fixture *fixture)
{
	return io_sim_tissue_force_n(fixture->port, 0);
}

static void pressing_with_a_live_enable_line__reaches_the_person(void **state)
{
	struct fixture *fixture = *state;

	ticks(fixture, 2 * SECOND, true, true);
	assert_true(felt_n(fixture) > 15.0);
	assert_true(fabs(fixture->frame.heads[0].force_n.value - felt_n(fixture)) < 1.0);
	assert_int_equal(fixture->frame.head_count, HEADS);
	assert_true(fixture->frame.stop_loop_closed);
}

static void without_edges_from_the_start__nothing_moves(void **state)
{
	struct fixture *fixture = *state;

	ticks(fixture, 2 * SECOND, true, false);
	assert_true(felt_n(fixture) < 0.01);
}

static void when_the_edges_stop__the_person_is_free_within_400_ms(void **state)
{
	struct fixture *fixture = *state;
	double before_n = 0.0;

	ticks(fixture, 2 * SECOND, true, true);
	before_n = felt_n(fixture);
	ticks(fixture, 15, true, false);
	assert_true(felt_n(fixture) > 0.9 * before_n); /* the pump still holds */
	ticks(fixture, 385, true, false);
	assert_true(felt_n(fixture) < RELEASED_N);
}

static void make_safe__opens_the_dumps_before_the_pump_falls(void **state)
{
	struct fixture *fixture = *state;
	double before_n = 0.0;

	ticks(fixture, 2 * SECOND, true, true);
	before_n = felt_n(fixture);
	io_sim_ops.make_safe(fixture->port);
	for (int i = 0; i < 400; i++) {
		io_sim_ops.read(fixture->port, fixture->t_ns, &fixture->frame);
		fixture->t_ns += PERIOD;
		if (i == 45) {
			assert_true(felt_n(fixture) < 0.95 * before_n);
		}
	}
	assert_true(felt_n(fixture) < RELEASED_N);
}

/* The newest sample of any channel is younger than two periods and never from the future. */
static void assert_fresh(const struct fixture *fixture, int64_t t_ns)
{
	const struct frame *frame = &fixture->frame;

	assert_int_equal(frame->t_ns, t_ns);
	for (int h = 0; h < frame->head_count; h++) {
		int64_t age_ns = t_ns - frame->heads[h].force_n.t_ns;

		assert_true(age_ns >= 0 && age_ns < 2 * PERIOD);
		assert_true(frame->heads[h].position_m.t_ns <= t_ns);
		assert_true(frame->heads[h].pressure_pa.t_ns <= t_ns);
	}
}

static void samples__carry_the_loops_time_through_wake_up_jitter(void **state)
{
	struct fixture *fixture = *state;
	const int64_t start_ns = fixture->t_ns;

	for (int64_t n = 0; n < 3 * SECOND; n++) {
		int64_t late_ns = n == 0 ? PERIOD / 3 : (n * 7919) % (PERIOD / 3);

		fixture->t_ns = start_ns + n * PERIOD + late_ns;
		tick(fixture, true, true);
		assert_fresh(fixture, start_ns + n * PERIOD + late_ns);
	}
}

static void skipped_periods__are_caught_up(void **state)
{
	struct fixture *fixture = *state;
	double before_n = 0.0;

	ticks(fixture, 2 * SECOND, true, true);
	before_n = felt_n(fixture);
	ticks(fixture, 1, false, true);
	fixture->t_ns += 79 * PERIOD;
	tick(fixture, false, true);
	assert_fresh(fixture, fixture->t_ns - PERIOD);
	assert_true(felt_n(fixture) < 0.7 * before_n); /* the dump opened meanwhile */
}

static void a_gap_of_minutes__is_cut_and_its_end_is_fresh(void **state)
{
	struct fixture *fixture = *state;
	double before_n = 0.0;

	ticks(fixture, 2 * SECOND, true, true);
	before_n = felt_n(fixture);
	fixture->t_ns += 600 * SECOND * PERIOD;
	tick(fixture, false, false);
	assert_true(felt_n(fixture) < 0.9 * before_n); /* the pump fell in the part not cut */
	assert_fresh(fixture, fixture->t_ns - PERIOD);
	ticks(fixture, 10, false, false);
	assert_fresh(fixture, fixture->t_ns - PERIOD);
}

static void an_order__is_obeyed_in_the_next_read(void **state)
{
	struct fixture *fixture = *state;
	struct sim_order *order = mailbox_back(&fixture->orders);

	ticks(fixture, 10, false, false);
	*order = (struct sim_order){.fault_orders = 1, .fault = FAULT_OFF, .stop_open = true};
	mailbox_publish(&fixture->orders);
	ticks(fixture, 50, false, false);
	assert_false(fixture->frame.stop_loop_closed);
	assert_true(fixture->frame.t_ns - fixture->frame.heads[1].force_n.t_ns > 40 * PERIOD);
}

static void order(struct fixture *fixture, enum fault_kind fault, double magnitude)
{
	static uint32_t orders;
	struct sim_order *at = mailbox_back(&fixture->orders);

	*at = (struct sim_order){
		.fault_orders = ++orders, .fault = fault, .fault_magnitude = magnitude};
	mailbox_publish(&fixture->orders);
}

/* How long so many ticks take by the clock. */
static int64_t taken_ns(struct fixture *fixture, int count)
{
	const int64_t begun_ns = clock_now_ns();

	ticks(fixture, count, false, true);
	return clock_now_ns() - begun_ns;
}

static void a_stall__keeps_the_loop_waiting_once(void **state)
{
	struct fixture *fixture = *state;

	order(fixture, FAULT_LOOP_STALL, 0.3);
	assert_true(taken_ns(fixture, 1) >= 300000000);
	assert_true(taken_ns(fixture, 1) < 300000000);
}

static void publish(struct fixture *fixture, const struct sim_order *order)
{
	memcpy(mailbox_back(&fixture->orders), order, sizeof(*order));
	mailbox_publish(&fixture->orders);
}

/* As obeyed: a stall before the next read is told too, and the same order again is none. */
static void a_fault_that_was_injected_or_taken_back__is_told_once(void **state)
{
	struct fixture *fixture = *state;
	struct record storage[4];
	struct record record = {0};
	struct ring ring;

	ring_init(&ring, storage, sizeof(struct record), 4);
	io_sim_tell(fixture->port, &ring);
	ticks(fixture, 10, false, true);
	assert_false(ring_take(&ring, &record));
	order(fixture, FAULT_DELAYED, 0.5);
	ticks(fixture, 10, false, true);
	assert_true(ring_take(&ring, &record));
	assert_int_equal(record.kind, RECORD_INJECTED);
	assert_int_equal(record.is.injected.kind, FAULT_DELAYED);
	assert_true(fabs(record.is.injected.magnitude - 0.5) < 1e-12);
	assert_int_equal(record.t_ns, fixture->frame.t_ns - 9 * PERIOD);
	assert_false(ring_take(&ring, &record));
	order(fixture, FAULT_NONE, 0.0);
	ticks(fixture, 10, false, true);
	assert_true(ring_take(&ring, &record));
	assert_int_equal(record.is.injected.kind, FAULT_NONE);
	assert_false(ring_take(&ring, &record));
	order(fixture, FAULT_LOOP_STALL, 0.01);
	assert_int_equal(io_sim_ops.write(fixture->port, &fixture->actuation), 0);
	assert_true(ring_take(&ring, &record));
	assert_int_equal(record.is.injected.kind, FAULT_LOOP_STALL);
	ticks(fixture, 10, false, true);
	assert_false(ring_take(&ring, &record));
}

/* As several datagrams at once, which one turn of the network reads. */
static void faults_between_two_ticks__are_all_obeyed_and_told_in_their_order(void **state)
{
	struct fixture *fixture = *state;
	struct record storage[2 * FAULTS_KEPT];
	struct record record = {0};
	struct sim_order order = {0};
	struct ring ring;

	ring_init(&ring, storage, sizeof(struct record), 2 * FAULTS_KEPT);
	io_sim_tell(fixture->port, &ring);
	ticks(fixture, 10, false, true);
	sim_order_add(&order, FAULT_OFF, 1, 0.0);
	sim_order_add(&order, FAULT_SLOW, 1, 7.0);
	sim_order_add(&order, FAULT_OFF, 2, 0.0);
	publish(fixture, &order);
	ticks(fixture, 50, false, true);
	for (uint32_t n = 1; n <= 3; n++) {
		assert_true(ring_take(&ring, &record));
		assert_int_equal(record.is.injected.kind, order.faults[n].kind);
		assert_int_equal(record.is.injected.head, order.faults[n].head);
	}
	assert_false(ring_take(&ring, &record));
	assert_true(fixture->frame.t_ns - fixture->frame.heads[1].force_n.t_ns > 40 * PERIOD);
	assert_true(fixture->frame.t_ns - fixture->frame.heads[0].force_n.t_ns <= 10 * PERIOD);
	for (int k = 0; k < FAULTS_KEPT + 5; k++) { /* the latest that there is room for */
		sim_order_add(&order, FAULT_DELAYED, 1, k);
	}
	publish(fixture, &order);
	ticks(fixture, 2, false, true);
	for (int k = 5; k < FAULTS_KEPT + 5; k++) {
		assert_true(ring_take(&ring, &record));
		assert_true(fabs(record.is.injected.magnitude - k) < 1e-12);
	}
	assert_false(ring_take(&ring, &record));
}

/* Physics are obeyed where it is read, the loop's own where it is written: acknowledged is what both saw. */
static void faults__are_acknowledged_once_no_further_one_can_push_them_out(void **state)
{
	struct fixture *fixture = *state;
	struct sim_order order = {0};
	atomic_uint obeyed = 77;

	io_sim_acknowledge(fixture->port, &obeyed);
	assert_int_equal(obeyed, 0);
	order.fault_orders = UINT32_MAX - 5; /* long ago */
	publish(fixture, &order);
	ticks(fixture, 1, false, true);
	for (int round = 0; round < 3; round++) {
		const uint32_t before = obeyed;

		assert_int_equal(before, order.fault_orders);
		sim_order_add(&order, FAULT_DELAYED, 1, 0.1);
		sim_order_add(&order, FAULT_DELAYED, 2, 0.1);
		publish(fixture, &order);
		io_sim_ops.read(fixture->port, fixture->frame.t_ns + PERIOD, &fixture->frame);
		assert_int_equal(obeyed, before);
		sim_order_add(&order, FAULT_DELAYED, 3, 0.1);
		publish(fixture, &order);
		assert_int_equal(io_sim_ops.write(fixture->port, &fixture->actuation), 0);
		assert_int_equal(obeyed, before + 2); /* the third is not obeyed yet */
		io_sim_ops.read(fixture->port, fixture->frame.t_ns + PERIOD, &fixture->frame);
	}
}

/* Not by any fault of a head, and no longer than until it is mended. */
static void late_ticks__are_each_an_overrun_until_mended(void **state)
{
	struct fixture *fixture = *state;
	const int64_t late_ns = (int64_t)(LATE_WAKE_S * 1e9);

	order(fixture, FAULT_LOOP_LATE, 50.0);
	assert_true(taken_ns(fixture, 3) >= 3 * late_ns);
	order(fixture, FAULT_OFF, 0.0);
	assert_true(taken_ns(fixture, 3) >= 3 * late_ns);
	order(fixture, FAULT_LOOP_STALL, 0.1);
	assert_true(taken_ns(fixture, 1) >= 100000000);
	order(fixture, FAULT_NONE, 0.0);
	assert_true(taken_ns(fixture, 1000) < 1000 * late_ns);
	order(fixture, FAULT_LOOP_LATE, 0.02);
	assert_true(taken_ns(fixture, 1000) < 1000 * late_ns);
}

int main(void)
{
	/* clang-format off */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pressing_with_a_live_enable_line__reaches_the_person, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_edges_from_the_start__nothing_moves, set_up, tear_down),
		cmocka_unit_test_setup_teardown(when_the_edges_stop__the_person_is_free_within_400_ms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(make_safe__opens_the_dumps_before_the_pump_falls, set_up, tear_down),
		cmocka_unit_test_setup_teardown(samples__carry_the_loops_time_through_wake_up_jitter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(skipped_periods__are_caught_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_gap_of_minutes__is_cut_and_its_end_is_fresh, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_order__is_obeyed_in_the_next_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_stall__keeps_the_loop_waiting_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_fault_that_was_injected_or_taken_back__is_told_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(faults_between_two_ticks__are_all_obeyed_and_told_in_their_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(faults__are_acknowledged_once_no_further_one_can_push_them_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late_ticks__are_each_an_overrun_until_mended, set_up, tear_down),
	};
	/* clang-format on */

	return cmocka_run_group_tests(tests, NULL, NULL);
}
