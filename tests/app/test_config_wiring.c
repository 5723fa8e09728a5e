/*
 * Wires of a rig file: where they land, and what is refused: missing ones, two uses of one line, wires
 * that would read as all is well when they break, rigs that are half simulated.
 */
#include "config_text.h"

#include <errno.h>

#define PI_8 "config/rigs/pi-8.conf"
#define PI_1 "config/rigs/pi-1.conf"

struct change {
	const char *from;
	const char *to;
	const char *words; /* of the complaint; NULL: it is taken */
};

/* clang-format off */
static const struct change changes[] = {
	{ "loop_hz = 1000", "loop_hz = 500", NULL },
	{ "loop_hz = 1000", "loop_hz = 499", "loop_hz is 499; with real actuators it must be at least 500 Hz" },
	{ "control = \"rig\"", "control = \"bench\"", "control is \"bench\", which is only for rigs where every device is simulated" },
	{ "wires : {\n\t\tstop_c", "zz : {\n\t\tstop_c", "zz is no key of the rig" },
	{ "stop_closed :", "stop :", "stop is no key of the wires of the rig; its keys are stop_closed, stop_pressed, hand, confirm, enable, supply or light" },
	{ "\t\tenable : { line = \"GPIO26\"; };\n", "", "the wires of the rig has no enable; add a group, enable : { ... };" },
	{ "\t\tsupply : { line = \"GPIO12\"; active = \"high\"; pull = \"down\"; };\n", "", NULL },
	{ "\t\tlight : { line = \"GPIO16\"; active = \"high\"; };\n", "", NULL },
	{ "\"GPIO5\"; active = \"low\"; pull = \"up\"", "\"GPIO5\"; active = \"low\"", "the stop_closed of the wires of the rig has no pull; add one of none, up or down, in quotes" },
	{ "\"GPIO5\"; active = \"low\"", "\"GPIO5\"; active = \"on\"", "active of the stop_closed of the wires of the rig is \"on\"; it must be one of low or high" },
	{ "\"GPIO5\"; active = \"low\"", "\"GPIO5\"; active = \"high\"", "with pull \"up\" a broken wire of stop_closed reads as active; make it active \"low\" and wire it so" },
	{ "\"GPIO5\"; active = \"low\"; pull = \"up\"", "\"GPIO5\"; active = \"high\"; pull = \"down\"", NULL },
	{ "\"GPIO5\"; active = \"low\"; pull = \"up\"", "\"GPIO5\"; active = \"high\"; pull = \"none\"", NULL },
	{ "\"GPIO6\"; active = \"high\"", "\"GPIO6\"; active = \"low\"", "with pull \"up\" a broken wire of stop_pressed reads as not active; make it active \"high\"" },
	{ "\"GPIO13\"; active = \"high\"", "\"GPIO13\"; active = \"low\"", "with pull \"up\" a broken wire of hand reads as not active; make it active \"high\"" },
	{ "\"GPIO19\"; active = \"low\"", "\"GPIO19\"; active = \"high\"", "a broken wire of confirm reads as active" },
	{ "pull = \"down\"", "pull = \"up\"", "a broken wire of supply reads as active" },
	{ "\"GPIO13\"", "\"GPIO6\"", "stop_pressed and hand both name the line \"GPIO6\"; name another for one of them" },
	{ "\"GPIO27\"", "\"GPIO18\"", "dump of head 2 and dump of head 3 both name the line \"GPIO18\"" },
	{ "\"GPIO27\"", "\"GPIO26\"", "enable and dump of head 3 both name the line \"GPIO26\"" },
	{ "\"GPIO27\"", "\"\"", "line of the dump of the wires of head 3 is empty" },
	{ "\"GPIO26\"; }", "\"GPIO26\"; pull = \"up\"; }", "pull is no key of the enable of the wires of the rig" },
	{ "driver = \"wired\"", "driver = \"sim\"", "head 1 is partly wired and partly simulated; a rig's devices are all of one sort" },
	{ "driver = \"wired\"", "driver = \"gpio\"", "is \"gpio\"; it must be one of sim or wired, in quotes" },
	/* the board's watchdog */
	{ "\twatchdog : { device = \"/dev/watchdog\"; timeout_s = 10.0; };\n", "", NULL },
	{ "timeout_s = 10.0", "timeout_s = 5", NULL },
	{ "timeout_s = 10.0", "timeout_s = 4.9", "timeout_s of the watchdog of the rig is 4.9; it must be a number from 5 to 60 s" },
	{ " timeout_s = 10.0;", "", "the watchdog of the rig has no timeout_s" },
	{ "device = \"/dev/watchdog\";", "", "the watchdog of the rig has no device" },
	/* converters */
	{ "driver = \"mcp3208\"", "driver = \"mcp\"", "driver of air is \"mcp\"; it must be one of hx711, mcp3204, mcp3208, iio, iio_temp, hwmon or w1, in quotes" },
	{ "driver = \"mcp3208\"", "driver = \"mcp3204\"", "air has no channel 4; its channels are 0 to 3" },
	{ "driver = \"mcp3208\"", "driver = \"iio\"", "air takes no clock_hz; remove it" },
	{ "device = \"/dev/spidev0.0\"", "device = \"spidev0.0\"", "device of air is \"spidev0.0\"; it must be a path, such as \"/dev/spidev0.0\"" },
	{ "device = \"/dev/spidev0.1\"", "device = \"/dev/spidev0.0\"", "air and loads both name the device \"/dev/spidev0.0\"; name another for one of them" },
	{ "reference_v = 3.3", "reference_v = 33", "reference_v of air is 33; it must be a number from 2 to 5.5 V" },
	{ "of = \"loads\"; channel = 1", "of = \"loads\"; channel = 0", "channel 0 of loads is wired twice; name another for one of them" },
	{ "of = \"loads\"; channel = 1", "of = \"load\"; channel = 1", "force names no converter that is there; write of = \"NAME\", one of the rig's converters" },
	{ "n_per_v = 148.5", "n_per_mv_v = 148.5", "force takes no n_per_mv_v; remove it" },
	{ "n_per_v = 148.5", "n_per_v = 0", "force has a scale of 0, so it would read the same whatever happens" },
	{ "n_per_v = 148.5", "n_per_v = -148.5", NULL },
	{ "n_per_v = 148.5", "n_per_v = 14.85", "head 1's force reads 24.5025 at the end of its converter loads and may be 238; correct" },
	{ "zero_v = 1.65; ", "zero_v = 3.4; ", "head 1's force is zero at 3.4 V, which its converter loads never reads: it goes from 0 to 3.3" },
	{ "zero_v = 1.65; ", "zero_v = 2.5; ", "head 1's force reads 118.8 at the end of its converter loads and may be 238" },
	{ "pa_per_v = 187500.0", "pa_per_v = 18750.0", "head 1's air reads 55631.2 at the end of its converter air and may be 250000" },
	{ "zero_v = 1.65; ", "", "force has no zero_v; add a number from -12 to 12 V" },
	{ "air : { of = \"air\"; channel = 2; zero_v = 0.333; pa_per_v = 187500.0; };", "", "the wires of head 3 has no air; add a group" },
	{ "regulator : { of", "position : { of = \"air\"; channel = 1; zero_v = 0.1; m_per_v = 0.03; }; regulator : { of", "channel 1 of air is wired twice" },
	{ "rate_hz = 1000.0;        # [P]\n\t\t};\n\t\tloads", "rate_hz = 500.0;\n\t\t};\n\t\tloads", "head 1's air is told to come 1000 times a second and its converter air reads 500 times; make rate_hz of both the same" },
	{ "loads : {", "zz : { driver = \"iio\"; device = \"a\"; rate_hz = 10.0; }; loads : {", "the converter zz is used by no head; name it in one or remove it" },
	/* drives */
	{ "driver = \"pwm\"", "driver = \"valve\"", "regulators takes no device; remove it" },
	{ "of = \"regulators\"; channel = 7", "of = \"regulators\"; channel = 6", "channel 6 of regulators is wired twice" },
	{ "of = \"regulators\"; channel = 7", "of = \"zz\"; channel = 7", "regulator names no drive that is there; write of = \"NAME\", one of the rig's drives" },
	{ "full_pa = 250000.0", "full_pa = 600000.0", "head 1's regulator makes 600000 Pa at its most and its relief opens at 250000" },
	{ "zero_pa = 0.0; full_pa = 250000.0", "zero_pa = 20000; full_pa = 10000", "regulator has full_pa 10000, not above its zero_pa of 20000; swap them" },
	{ "regulator : { of = \"regulators\"; channel = 0; zero_pa = 0.0; full_pa = 250000.0; };", "", "the wires of head 1 has no regulator; add a group" },
};

static const struct change minimal[] = {
	{ "gain = 128", "gain = 64", NULL },
	{ "gain = 128", "gain = 100", "gain must be 128 or 64, which are of input A, or 32, of input B" },
	{ "data = ( \"GPIO20\" )", "data = ( )", "data must be a list of 1 to 16 line names, ( \"GPIO17\", \"GPIO27\" )" },
	{ "data = ( \"GPIO20\" )", "data = ( 20 )", "line 1 of data is no line's name; write it in quotes, such as \"GPIO17\"" },
	{ "data = ( \"GPIO20\" )", "data = ( \"GPIO21\" )", "clock and data both name the line \"GPIO21\"" },
	{ "data = ( \"GPIO20\" )", "data = ( \"GPIO20\", \"GPIO16\" )", NULL },
	{ "channel = 0; zero_mv_v", "channel = 1; zero_mv_v", "cells has no channel 1; its channels are 0 to 0" },
	{ "n_per_mv_v = 98.0", "n_per_v = 98.0", "force takes no n_per_v; remove it" },
	{ "n_per_mv_v = 98.0", "n_per_mv_v = 9.8", "head 1's force reads 38.2812 at the end of its converter cells and may be 196" },
	{ "zero_mv_v = 0.0", "zero_mv_v = -4.0", "head 1's force is zero at -4 mV/V, which its converter cells never reads: it goes from -3.90625 to 3.90625" },
	{ "frequency_hz = 10.0", "frequency_hz = 51", "frequency_hz of valves is 51; a valve takes at most 50 Hz" },
	{ "lines = ( \"GPIO27\" )", "lines = ( \"GPIO17\" )", "a valve and dump of head 1 both name the line \"GPIO17\"" },
	{ "gain = 128;\n\t\t\trate_hz = 80.0", "gain = 128;\n\t\t\trate_hz = 10.0", "head 1's force is told to come 80 times a second and its converter cells reads 10 times" },
};

/* pi-8 with a heater on its first head. */
static const struct change heater[] = {
	{ "\tconverters : {\n",
	  "\theater_kinds : { stone : { driver = \"wired\"; power_w = 8.0; capacity_j_k = 20.0; loss_w_k = 0.03;"
	  " contact_w_k = 0.35; cut_out_c = 45.0;"
	  " surface : { rate_hz = 10.0; tau_s = 1.0; noise_k = 0.02; quantum_k = 0.02; }; }; };\n"
	  "\tconverters : {\n\t\tfaces : { driver = \"hwmon\"; device = \"tmp421\"; rate_hz = 10.0; };\n", NULL },
	{ "actuator = \"trunk\";", "actuator = \"trunk\"; heater = \"stone\";", NULL },
	{ "\t\t\tforce : {",
	  "\t\t\tsurface : { of = \"faces\"; channel = 1; };\n\t\t\theater : { of = \"regulators\"; channel = 8; };\n"
	  "\t\t\tforce : {", NULL },
};

static const struct change heated[] = {
	{ "loop_hz = 1000", "loop_hz = 1000", NULL },
	{ "driver = \"hwmon\"", "driver = \"iio_temp\"", NULL },
	{ "driver = \"hwmon\"", "driver = \"w1\"", "faces has no channel 1; its channels are 0 to 0" },
	{ "driver = \"hwmon\"", "driver = \"iio\"", "surface has no zero_v; add a number from -12 to 12 V" },
	{ "of = \"faces\"; channel = 1", "of = \"faces\"; channel = 1; zero_v = 0.0", "surface takes no zero_v; remove it" },
	{ "of = \"faces\"; channel = 1", "of = \"loads\"; channel = 7; zero_v = 0.5; c_per_v = 100.0", "channel 7 of loads is wired twice" },
	{ "of = \"air\"; channel = 3;", "of = \"faces\"; channel = 2;", "air cannot come from faces, which reads temperatures; name another converter" },
	{ "of = \"regulators\"; channel = 8", "of = \"regulators\"; channel = 7", "channel 7 of regulators is wired twice" },
	{ "of = \"regulators\"; channel = 8", "of = \"zz\"; channel = 8", "heater names no drive that is there" },
	{ "of = \"regulators\"; channel = 8", "of = \"regulators\"; channel = 8; full_pa = 1.0", "full_pa is no key of heater" },
	{ "\t\t\theater : { of = \"regulators\"; channel = 8; };\n", "", "head 1 has a heater and no wire to it; add heater" },
	{ "\t\t\tsurface : { of = \"faces\"; channel = 1; };\n", "", "head 1 has a sensor of surface and no wire to it; add it to the head's wires" },
	{ "\"tmp421\"; rate_hz = 10.0", "\"tmp421\"; rate_hz = 5.0", "head 1's surface is told to come 10 times a second and its converter faces reads 5 times" },
	{ "slip_share = 0.0;", "slip_share = 0.0; contact : { rate_hz = 100.0; least_n = 0.5; most_n = 20.0; hysteresis_share = 0.1; };",
	  "head 1 has a contact pad, which nothing here reads from a wire; remove contact" },
};
/* clang-format on */

static void try_changes(struct bench *bench, const char *path, const struct change *base,
			size_t base_count, const struct change *list, size_t count)
{
	char text[TEXT_BYTES];

	for (size_t i = 0; i < count; i++) {
		int result;

		load(text, path);
		for (size_t k = 0; k < base_count; k++) {
			replace(text, base[k].from, base[k].to);
		}
		replace(text, list[i].from, list[i].to);
		result = read_text(bench, CONFIG_RIG, text);
		if (list[i].words == NULL && result != 0) {
			fail_msg("\"%s\" should be taken, but: %s", list[i].to, bench->said);
		} else if (list[i].words != NULL && (!is_refused(bench, CONFIG_RIG, result) ||
						     !said_at(bench, 0, list[i].words))) {
			fail_msg("\"%s\": expected \"%s\", result %d, said: %s", list[i].to,
				 list[i].words, result, bench->said);
		}
	}
}

static void each_mistake__is_told_with_its_remedy(void **state)
{
	try_changes(*state, PI_8, NULL, 0, changes, sizeof(changes) / sizeof(changes[0]));
}

static void each_mistake_of_hx711_and_valve__is_told_with_its_remedy(void **state)
{
	try_changes(*state, PI_1, NULL, 0, minimal, sizeof(minimal) / sizeof(minimal[0]));
}

static void each_mistake_of_a_heater__is_told_with_its_remedy(void **state)
{
	try_changes(*state, PI_8, heater, sizeof(heater) / sizeof(heater[0]), heated,
		    sizeof(heated) / sizeof(heated[0]));
}

static void wires_of_a_heater__land_where_they_belong(void **state)
{
	struct bench *bench = *state;
	struct wiring wiring;
	struct rig rig;
	char text[TEXT_BYTES];

	load(text, PI_8);
	for (size_t k = 0; k < sizeof(heater) / sizeof(heater[0]); k++) {
		replace(text, heater[k].from, heater[k].to);
	}
	store(bench->path, text, strlen(text));
	assert_int_equal(config_read_wired_rig(&rig, &wiring, bench->path, stderr), 0);
	assert_int_equal(wiring.converters[0].driver, CONVERTER_HWMON);
	assert_string_equal(wiring.converters[0].device, "tmp421");
	assert_int_equal(wiring.converters[0].used, 0x2);
	assert_int_equal(wiring.heads[0].surface.converter, 1);
	assert_int_equal(wiring.heads[0].surface.channel, 1);
	assert_true(same(wiring.heads[0].surface.zero, 0.0));
	assert_true(same(wiring.heads[0].surface.per_unit, 1.0));
	assert_int_equal(wiring.heads[0].heater.drive, 1);
	assert_int_equal(wiring.heads[0].heater.channel, 8);
	assert_int_equal(wiring.drives[0].used, 0x1ff);
	assert_int_equal(wiring.heads[1].heater.drive + wiring.heads[1].surface.converter, 0);
	/* the heater moves to the second head, and its wires do not */
	replace(text, " heater = \"stone\";", "");
	replace(text, "x_m = 0.05; y_m = 0.07;", "x_m = 0.05; y_m = 0.07; heater = \"stone\";");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(said_at(bench, 0, "head 1 has a wire of a heater and no heater; name one"));
	assert_true(said_at(bench, 0, "head 2 has a heater and no wire to it; add heater"));
}

static void wires__land_where_they_belong(void **state)
{
	struct wiring wiring;
	struct rig rig;

	(void)state;
	memset(&wiring, 0x5a, sizeof wiring);
	assert_int_equal(config_read_wired_rig(&rig, &wiring, PI_8, stderr), 0);
	assert_true(wiring.wired);
	assert_int_equal(rig.control, CONTROL_RIG);
	assert_int_equal(rig.heads[3].actuator.driver, DRIVER_WIRED);
	assert_true(head_is_real(&rig.heads[0]));
	assert_string_equal(wiring.panel.stop_closed.line, "GPIO5");
	assert_int_equal(wiring.panel.stop_closed.active, LEVEL_LOW);
	assert_int_equal(wiring.panel.stop_closed.pull, PULL_UP);
	assert_string_equal(wiring.panel.enable.line, "GPIO26");
	assert_int_equal(wiring.panel.supply.pull, PULL_DOWN);
	assert_string_equal(wiring.watchdog.device, "/dev/watchdog");
	assert_true(same(wiring.watchdog.timeout_s, 10.0));
	assert_int_equal(wiring.head_count, 8);
	assert_string_equal(wiring.heads[0].dump.line, "GPIO17");
	assert_string_equal(wiring.heads[7].dump.line, "GPIO20");
	assert_int_equal(wiring.heads[3].dump.active, LEVEL_HIGH);
	assert_int_equal(wiring.converter_count, 2);
	assert_string_equal(wiring.converters[1].name, "loads");
	assert_int_equal(wiring.converters[1].driver, CONVERTER_MCP3208);
	assert_string_equal(wiring.converters[1].device, "/dev/spidev0.1");
	assert_int_equal(wiring.converters[1].used, 0xff);
	assert_int_equal(wiring.heads[5].force.converter, 2);
	assert_int_equal(wiring.heads[5].force.channel, 5);
	assert_true(same(wiring.heads[5].force.zero, 1.65));
	assert_true(same(wiring.heads[5].force.per_unit, 148.5));
	assert_int_equal(wiring.heads[5].air.converter, 1);
	assert_int_equal(wiring.heads[5].position.converter, 0);
	assert_int_equal(wiring.drives[0].driver, DRIVE_PWM);
	assert_int_equal(wiring.heads[5].regulator.drive, 1);
	assert_int_equal(wiring.heads[5].regulator.channel, 5);
	assert_true(same(wiring.heads[5].regulator.full_pa, 250000.0));
}

static void cells_of_an_hx711__land_where_they_belong(void **state)
{
	struct wiring wiring;
	struct rig rig;

	(void)state;
	assert_int_equal(config_read_wired_rig(&rig, &wiring, PI_1, stderr), 0);
	assert_int_equal(wiring.converters[0].driver, CONVERTER_HX711);
	assert_string_equal(wiring.converters[0].clock.line, "GPIO21");
	assert_int_equal(wiring.converters[0].clock.active, LEVEL_HIGH);
	assert_int_equal(wiring.converters[0].gain, 128);
	assert_int_equal(wiring.converters[0].data_count, 1);
	assert_string_equal(wiring.converters[0].data[0].line, "GPIO20");
	assert_int_equal(wiring.drives[0].driver, DRIVE_VALVE);
	assert_string_equal(wiring.drives[0].lines[0].line, "GPIO27");
	assert_int_equal(wiring.panel.supply.active, LEVEL_UNSAID);
}

static void refused_rig__leaves_no_wires(void **state)
{
	static const struct wiring zero;
	struct bench *bench = *state;
	struct wiring wiring;
	struct rig rig;
	char text[TEXT_BYTES];

	load(text, PI_8);
	replace(text, "\"GPIO13\"", "\"GPIO6\"");
	store(bench->path, text, strlen(text));
	memset(&wiring, 0x5a, sizeof wiring);
	assert_int_equal(config_read_wired_rig(&rig, &wiring, bench->path, NULL), -EINVAL);
	assert_memory_equal(&wiring, &zero, sizeof wiring);
}

static void simulated_rig__has_no_wires_and_may_have_none(void **state)
{
	struct bench *bench = *state;
	struct wiring wiring;
	struct rig rig;
	char text[TEXT_BYTES];

	assert_int_equal(config_read_wired_rig(&rig, &wiring, SIM_4, stderr), 0);
	assert_false(wiring.wired);
	load(text, PI_8);
	replace_all(text, "driver = \"wired\"", "driver = \"sim\"");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(said_at(bench, 0, "wires of the rig is there and every device is simulated"));
	assert_true(said_at(bench, 0,
			    "the rig has converters or drives and every device is "
			    "simulated"));
	assert_true(said_at(bench, 0, "head 1 has wires and is simulated"));
	assert_true(said_at(bench, 0, "the rig has a watchdog, which resets this machine"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_mistake__is_told_with_its_remedy),
		TEST(each_mistake_of_hx711_and_valve__is_told_with_its_remedy),
		TEST(each_mistake_of_a_heater__is_told_with_its_remedy),
		TEST(wires_of_a_heater__land_where_they_belong),
		TEST(wires__land_where_they_belong),
		TEST(cells_of_an_hx711__land_where_they_belong),
		TEST(refused_rig__leaves_no_wires),
		TEST(simulated_rig__has_no_wires_and_may_have_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
