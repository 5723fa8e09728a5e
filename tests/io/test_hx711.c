/*
 * The HX711's protocol bit by bit, against cells with state behind the GPIO table: each shifts its bits out
 * at the clock's rises, turns off when the clock stays high, and converts at its own rate.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_gpio.h"
#include "io/converter.h"
#include "io/hx711_sign.h"

enum { CLOCK = 11, DATA = 16, CELLS = 3 };
#define PERIOD_NS INT64_C(12500000) /* 80 a second */
#define OFF_NS    INT64_C(60000)

/* One chip. */
struct cell {
	int32_t force; /* what it will convert next */
	uint32_t bits; /* in its shift register */
	int shifted;   /* pulses since the conversion */
	bool ready;
	bool dead;       /* never drives its line: high by its pull */
	bool shorted;    /* its line lies at ground */
	bool slips;      /* one bit doubled in the next read */
	int64_t next_ns; /* conversion */
	int64_t late_ns; /* later than the others' */
	int gain_pulses; /* of the last read */
	int offs;        /* times it was turned off */
};

static struct cell cells[CELLS];
static int64_t now_ns;
static int64_t call_ns; /* that a call to the kernel takes */
static int stall_at;    /* rise at which the processor is taken away, from 1; 0: never */
static int64_t stall_ns;
static int rises;
static bool clock_level;
static int64_t rose_ns;
static struct converter_view view;
static struct converter_device *device;
static struct gpio_plan plan;
static struct device_error error;

static void show(int i)
{
	const struct cell *cell = &cells[i];
	bool high = !cell->ready;

	if (cell->ready && cell->shifted > 0 && cell->shifted <= 24) {
		high = cell->bits >> (24 - cell->shifted) & 1u;
	}
	fake_line(0, DATA + i)->level = cell->dead ? true : cell->shorted ? false : high;
}

static void convert(int i)
{
	struct cell *cell = &cells[i];

	while (now_ns >= cell->next_ns + cell->late_ns) {
		cell->next_ns += PERIOD_NS;
		cell->bits = (uint32_t)cell->force & 0xffffffu;
		cell->ready = true;
		cell->shifted = 0;
	}
	show(i);
}

static void rise(struct cell *cell)
{
	if (!cell->ready) {
		cell->gain_pulses += cell->shifted > 24;
		return;
	}
	cell->shifted++;
	if (cell->slips && cell->shifted == 5) {
		cell->shifted--; /* the pulse was too short for it */
		cell->slips = false;
	}
	if (cell->shifted == 25) {
		cell->gain_pulses = 25;
		cell->ready = false;
	}
}

static void on_set(void *context)
{
	const bool level = fake_line(0, CLOCK)->level;

	(void)context;
	now_ns += call_ns;
	if (level && !clock_level) {
		rose_ns = now_ns;
		rises++;
		if (rises == stall_at) {
			now_ns += stall_ns;
		}
	}
	for (int i = 0; i < CELLS; i++) {
		if (level && !clock_level) {
			rise(&cells[i]);
		} else if (!level && clock_level && now_ns - rose_ns > OFF_NS) {
			cells[i].offs++;
			cells[i].ready = false;
			cells[i].next_ns = now_ns + 4 * PERIOD_NS;
		}
		show(i);
	}
	clock_level = level;
}

static int64_t test_now(void)
{
	return now_ns;
}

static void test_sleep(int64_t t_ns)
{
	if (t_ns > now_ns) {
		now_ns = t_ns;
	}
	for (int i = 0; i < CELLS; i++) {
		convert(i);
	}
}

static const struct io_clock test_clock = {.now_ns = test_now, .sleep_until = test_sleep};

static struct converter spec(int gain)
{
	struct converter spec = {
		.name = "cells",
		.driver = CONVERTER_HX711,
		.rate_hz = 80.0,
		.clock = {"GPIO11", LEVEL_HIGH, PULL_UNSAID},
		.gain = gain,
		.data_count = CELLS,
	};

	for (int i = 0; i < CELLS; i++) {
		spec.data[i] = (struct wire){"", LEVEL_HIGH, PULL_NONE};
		snprintf(spec.data[i].line, sizeof(spec.data[i].line), "GPIO%d", DATA + i);
	}
	return spec;
}

static int begin(void **state)
{
	(void)state;
	fake_gpio_begin();
	memset(cells, 0, sizeof(cells));
	memset(&view, 0, sizeof(view));
	memset(&plan, 0, sizeof(plan));
	memset(&error, 0, sizeof(error));
	now_ns = 1000 * PERIOD_NS;
	call_ns = 2000;
	stall_at = 0;
	rises = 0;
	clock_level = false;
	for (int i = 0; i < CELLS; i++) {
		cells[i].force = 1000 * (i + 1);
		cells[i].next_ns = now_ns + PERIOD_NS;
		show(i);
	}
	fake_gpio.on_set = on_set;
	return 0;
}

static void open_with(int gain)
{
	const struct converter from = spec(gain);
	const struct converter_means means = {
		.gpio = &gpio_fake,
		.plan = &plan,
		.clock = &test_clock,
	};

	assert_int_equal(hx711_ops.open(&device, &from, &means, &error), 0);
}

static void turns(int count)
{
	for (int i = 0; i < count; i++) {
		hx711_ops.turn(device, &view);
	}
}

/* Open, and past the conversions that are left out. */
static void open_settled(void)
{
	open_with(128);
	turns(3);
	assert_int_equal(view.channels[0].state, SAMPLE_NEVER);
	assert_int_equal(view.dropped, 3 * CELLS);
	view.dropped = 0;
	turns(1);
	assert_int_equal(view.dropped, 0);
}

static int end(void **state)
{
	(void)state;
	hx711_ops.close(device);
	device = NULL;
	assert_int_equal(fake_gpio.open_requests, 0);
	return 0;
}

static void cells_in_parallel__each_have_their_own_bits(void **state)
{
	static const int32_t forces[][CELLS] = {
		{1, -2, 8388606},
		{-8388607, 0x5a5a5a, -0x2a5a5b},
		{123456, -123456, 7},
	};

	(void)state;
	open_settled();
	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < CELLS; i++) {
			cells[i].force = forces[k][i];
		}
		turns(2); /* what was converted before is read first */
		for (int i = 0; i < CELLS; i++) {
			assert_int_equal(view.channels[i].raw, forces[k][i]);
			assert_int_equal(view.channels[i].state, SAMPLE_OK);
		}
	}
	assert_int_equal(view.dropped, 0);
	assert_int_equal(view.late, 0);
}

static void reading__is_in_mv_per_v(void **state)
{
	(void)state;
	open_settled();
	cells[0].force = 1 << 22; /* half of half the supply over 128 */
	turns(2);
	assert_true(view.channels[0].reading > 1.95312 && view.channels[0].reading < 1.95313);
}

static void gain__is_chosen_by_the_pulses_after_the_bits(void **state)
{
	static const struct {
		int gain;
		int pulses;
	} gains[] = {{128, 25}, {32, 26}, {64, 27}};

	for (int k = 0; k < 3; k++) {
		begin(state);
		open_with(gains[k].gain);
		turns(1);
		assert_int_equal(rises, gains[k].pulses);
		end(state);
	}
}

static void sample__has_the_time_at_which_it_was_ready(void **state)
{
	(void)state;
	open_settled();
	for (int k = 0; k < 20; k++) {
		int64_t ready_ns = cells[0].next_ns;

		turns(1);
		assert_true(view.channels[0].t_ns >= ready_ns);
		assert_true(view.channels[0].t_ns - ready_ns < PERIOD_NS / 20);
	}
	assert_int_equal(view.reads, 24);
}

/* Each has an oscillator of its own: the slowest is waited for. */
static void cells_that_are_ready_apart__are_read_together(void **state)
{
	(void)state;
	cells[2].late_ns = PERIOD_NS / 2;
	open_settled();
	cells[0].force = 77;
	cells[2].force = 78;
	turns(2);
	assert_int_equal(view.channels[0].raw, 77);
	assert_int_equal(view.channels[2].raw, 78);
	assert_int_equal(view.late, 0);
}

static void long_pulse__drops_what_it_may_have_spoilt(void **state)
{
	int64_t was_ns;
	int64_t off_ns;

	(void)state;
	open_settled();
	was_ns = view.channels[0].t_ns;
	stall_ns = 70000;
	stall_at = rises + 13;
	turns(1);
	off_ns = now_ns;
	assert_int_equal(cells[0].offs, 1);
	while (view.channels[0].t_ns == was_ns && now_ns - off_ns < 20 * PERIOD_NS) {
		turns(1);
	}
	assert_true(view.channels[0].t_ns - off_ns >= 4 * PERIOD_NS - 100000);
	assert_true(view.channels[0].t_ns - was_ns < 7 * PERIOD_NS); /* lost after 8 */
	assert_true(view.dropped >= CELLS);
	assert_int_equal(view.channels[0].state, SAMPLE_OK);
}

/* It comes back at its first gain: the first conversion is of no use, and what follows has to settle. */
static void other_gain__is_told_anew_before_anything_is_believed(void **state)
{
	int64_t from_ns = 0;

	(void)state;
	open_with(64);
	from_ns = now_ns;
	turns(5);
	assert_int_equal(view.channels[0].state, SAMPLE_NEVER);
	turns(1);
	assert_int_equal(view.channels[0].state, SAMPLE_OK);
	assert_true(view.channels[0].t_ns - from_ns >= 5 * PERIOD_NS);
}

/* What is measured is never less than what the chip saw. */
static void pulse_of_any_length__is_dropped_whenever_it_turned_the_chip_off(void **state)
{
	int off = 0;
	int kept = 0;

	for (int64_t stall = 0; stall <= 100000; stall += 2500) {
		begin(state);
		open_settled();
		stall_ns = stall;
		stall_at = rises + 7;
		turns(1);
		off += cells[0].offs;
		kept += view.dropped == 0;
		assert_true(cells[0].offs == 0 || view.dropped == CELLS);
		end(state);
	}
	assert_true(off > 10 && kept > 10);
}

static void slipped_bit__is_dropped_and_counted(void **state)
{
	int64_t was_ns;

	(void)state;
	open_settled();
	was_ns = view.channels[1].t_ns;
	cells[1].slips = true;
	turns(1);
	assert_int_equal(view.dropped, 1);
	assert_int_equal(view.channels[1].t_ns, was_ns);
	assert_true(view.channels[0].t_ns > was_ns); /* the others are there */
}

static void saturated_cell__says_so(void **state)
{
	(void)state;
	open_settled();
	cells[0].force = HX711_MOST;
	cells[1].force = HX711_LEAST;
	turns(2);
	assert_int_equal(view.channels[0].state, SAMPLE_BAD);
	assert_int_equal(view.channels[1].state, SAMPLE_BAD);
	assert_int_equal(view.channels[2].state, SAMPLE_OK);
}

static void shorted_data_line__is_bad_from_the_second_read_on(void **state)
{
	(void)state;
	open_settled();
	cells[1].shorted = true;
	turns(1);
	assert_int_equal(view.dropped, 1);
	assert_int_equal(view.channels[1].state, SAMPLE_OK); /* of before */
	turns(1);
	assert_int_equal(view.channels[1].state, SAMPLE_BAD);
	assert_int_equal(view.channels[0].state, SAMPLE_OK);
}

static void unplugged_cell__falls_silent_and_holds_up_nobody(void **state)
{
	int64_t was_ns;
	int64_t others_ns;

	(void)state;
	open_settled();
	cells[2].dead = true;
	was_ns = view.channels[2].t_ns;
	others_ns = now_ns;
	turns(1);
	assert_int_equal(view.late, 1);
	assert_true(now_ns - others_ns <= 3 * PERIOD_NS);
	others_ns = now_ns;
	turns(10);
	assert_int_equal(view.late, 1);
	assert_true(now_ns - others_ns <= 11 * PERIOD_NS);
	assert_int_equal(view.channels[2].t_ns, was_ns);
	assert_true(view.channels[0].t_ns > others_ns);
	cells[2].dead = false; /* and is there again */
	turns(2);
	assert_true(view.channels[2].t_ns > was_ns);
}

static void no_cell_at_all__waits_no_longer_than_two_periods(void **state)
{
	int64_t from_ns;

	(void)state;
	open_settled();
	for (int i = 0; i < CELLS; i++) {
		cells[i].dead = true;
	}
	for (int k = 0; k < 5; k++) {
		from_ns = now_ns;
		turns(1);
		assert_true(now_ns - from_ns <= 5 * PERIOD_NS / 2);
		assert_true(now_ns - from_ns >= PERIOD_NS);
	}
	assert_int_equal(view.late, 5);
}

static void refused_read__is_counted_and_what_follows_is_left_out(void **state)
{
	int64_t was_ns;

	(void)state;
	open_settled();
	was_ns = view.channels[0].t_ns;
	fake_gpio.io_error = -EIO;
	turns(3);
	assert_int_equal(view.errors, 3);
	assert_int_equal(view.last_error, -EIO);
	assert_int_equal(view.channels[0].t_ns, was_ns);
	fake_gpio.io_error = 0;
	turns(4);
	assert_int_equal(view.channels[0].t_ns, was_ns);
	turns(1);
	assert_true(view.channels[0].t_ns > was_ns);
}

static void clock_is_low__whenever_nothing_is_read(void **state)
{
	(void)state;
	open_with(128);
	for (int k = 0; k < 20; k++) {
		turns(1);
		assert_false(fake_line(0, CLOCK)->level);
	}
}

static void busy_data_line__is_refused_by_its_cell(void **state)
{
	const struct converter from = spec(128);
	const struct converter_means means = {
		.gpio = &gpio_fake,
		.plan = &plan,
		.clock = &test_clock,
	};

	(void)state;
	fake_line(0, DATA + 1)->used = true;
	assert_int_equal(hx711_ops.open(&device, &from, &means, &error), -EBUSY);
	assert_non_null(strstr(error.text, "data 1 of cells: the GPIO line \"GPIO17\" is used by "
					   "the kernel already"));
	fake_line(0, DATA + 1)->used = false;
}

/* ---- signatures ---- */

static void signatures__are_told_apart(void **state)
{
	struct hx711_witness witness = {0};

	(void)state;
	assert_int_equal(hx711_value(0x7fffff), HX711_MOST);
	assert_int_equal(hx711_value(0x800000), HX711_LEAST);
	assert_int_equal(hx711_value(0xffffff), -1);
	assert_int_equal(hx711_judge(&witness, 1234, true), HX711_SOUND);
	assert_int_equal(hx711_judge(&witness, 1234, false), HX711_SLIPPED);
	assert_int_equal(hx711_judge(&witness, HX711_MOST, true), HX711_SATURATED);
	assert_int_equal(hx711_judge(&witness, HX711_LEAST, true), HX711_SATURATED);
	assert_int_equal(hx711_judge(&witness, -1, true), HX711_SLIPPED);
	assert_int_equal(hx711_judge(&witness, 0, true), HX711_SLIPPED); /* another one */
	assert_int_equal(hx711_judge(&witness, 0, false), HX711_UNPOWERED);
	assert_int_equal(hx711_judge(&witness, 0, false), HX711_UNPOWERED);
	assert_int_equal(hx711_judge(&witness, 5, true), HX711_SOUND);
	assert_int_equal(hx711_judge(&witness, 0, true), HX711_SLIPPED);
	for (int k = 1; k < 23; k++) {
		assert_int_equal(hx711_judge(&witness, (1 << k) - 1, true),
				 k >= 18 ? HX711_SLIPPED : HX711_SOUND);
		assert_int_equal(hx711_judge(&witness, 1 << k, true), HX711_SOUND);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cells_in_parallel__each_have_their_own_bits),
		TEST(reading__is_in_mv_per_v),
		TEST(gain__is_chosen_by_the_pulses_after_the_bits),
		TEST(sample__has_the_time_at_which_it_was_ready),
		TEST(cells_that_are_ready_apart__are_read_together),
		TEST(long_pulse__drops_what_it_may_have_spoilt),
		TEST(other_gain__is_told_anew_before_anything_is_believed),
		TEST(pulse_of_any_length__is_dropped_whenever_it_turned_the_chip_off),
		TEST(slipped_bit__is_dropped_and_counted),
		TEST(saturated_cell__says_so),
		TEST(shorted_data_line__is_bad_from_the_second_read_on),
		TEST(unplugged_cell__falls_silent_and_holds_up_nobody),
		TEST(no_cell_at_all__waits_no_longer_than_two_periods),
		TEST(refused_read__is_counted_and_what_follows_is_left_out),
		TEST(clock_is_low__whenever_nothing_is_read),
		TEST(busy_data_line__is_refused_by_its_cell),
		cmocka_unit_test(signatures__are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
