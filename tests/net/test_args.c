/*
 * test_args.c - one row's arguments, as every kind of client sends them.
 */
#include "net/args.h"

#include "net/codec.h"
#include "net/osc_address.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static enum osc_error read_as(const char *path, const char *types, const double *numbers,
			      struct args *args)
{
	struct value values[VALUES_MAX] = {{0}};
	uint8_t bytes[512];
	struct wire_reader reader;
	struct wire_message message;
	int index;
	size_t size;

	assert_true(strlen(types) <= VALUES_MAX);
	for (size_t i = 0; i < strlen(types); i++) {
		values[i].number = numbers[i];
		snprintf(values[i].text, sizeof(values[i].text), "text");
	}
	size = codec_write(bytes, sizeof(bytes), path, types, values);
	assert_true(size > 0 && wire_is_sound(bytes, size));
	wire_reader_init(&reader, bytes, size);
	assert_true(wire_reader_next(&reader, &message));
	return args_read(osc_address_find(path, 16, &index), &message, args);
}

static enum osc_error read_one(const char *path, const char *types, double number,
			       struct args *args)
{
	return read_as(path, types,
		       (const double[VALUES_MAX]){number, number, number, number, number}, args);
}

static void assert_near(double value, double wanted)
{
	assert_true(fabs(value - wanted) < 1e-6);
}

static void number__is_taken_in_every_type(void **state)
{
	static const struct {
		const char *type;
		double sent;
		double wanted;
	} cases[] = {
		{"i", 0, 0},     {"i", 1, 1}, {"f", 0, 0}, {"f", 0.5, 0.5},
		{"f", 1, 1},     {"h", 0, 0}, {"h", 1, 1}, {"d", 0, 0},
		{"d", 0.3, 0.3}, {"d", 1, 1}, {"T", 0, 1}, {"F", 0, 0},
	};
	struct args args;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_one("/rig/intensity", cases[i].type, cases[i].sent, &args),
				 ERROR_NONE);
		assert_near(args.at[0].number, cases[i].wanted);
	}
}

static void what_is_no_number__is_a_bad_type(void **state)
{
	static const char *const types[] = {"s", "N", "I", "ff", "fi", "fss", "fN", "fff"};
	struct args args;

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		assert_int_equal(read_one("/rig/intensity", types[i], 0.5, &args), ERROR_BAD_TYPE);
		assert_true(args.detail[0] != '\0');
	}
	assert_int_equal(read_one("/rig/focus/xy", "f", 0.5, &args), ERROR_BAD_TYPE);
	assert_int_equal(read_one("/rig/focus/xy", "ff", 0.5, &args), ERROR_NONE);
}

static void value_that_is_not_finite__is_refused_everywhere(void **state)
{
	static const double wrong[] = {(double)NAN, HUGE_VAL, -HUGE_VAL};
	static const char *const paths[] = {"/rig/intensity", "/rig/region/legs/enable",
					    "/rig/start",     "/rig/ease",
					    "/rig/technique", "/rig/ping",
					    "/rig/subscribe", "/rig/client/height"};
	struct args args;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		for (size_t p = 0; p < sizeof(paths) / sizeof(paths[0]); p++) {
			assert_int_equal(read_one(paths[p], "f", wrong[i], &args), ERROR_BAD_VALUE);
			assert_int_equal(read_one(paths[p], "d", wrong[i], &args), ERROR_BAD_VALUE);
		}
		assert_int_equal(
			read_as("/sim/fault", "sif", (const double[]){0, 1, wrong[i]}, &args),
			ERROR_BAD_VALUE);
	}
}

static void range__holds_at_both_ends(void **state)
{
	struct args args;
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	int held = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		double low = rows[i].low;
		double high = rows[i].high;

		char path[OSC_PATH_MAX];
		int from;
		int to;

		if (rows[i].kind == OSC_READ || rows[i].kind == OSC_ANSWER) {
			continue; /* nobody sends these */
		}
		if (!(low < high) || strncmp(rows[i].args, "n", 1) != 0 || rows[i].args[1] == 'n') {
			continue;
		}
		osc_address_members(&rows[i], 1, &from, &to);
		osc_address_write(&rows[i], from, path);
		assert_int_equal(read_one(path, "d", low, &args), ERROR_NONE);
		assert_int_equal(read_one(path, "d", high, &args), ERROR_NONE);
		assert_int_equal(read_one(path, "d", low - 1e-9, &args), ERROR_BAD_VALUE);
		assert_int_equal(read_one(path, "d", high + 1e-9, &args), ERROR_BAD_VALUE);
		assert_int_equal(read_one(path, "d", 1e300, &args), ERROR_BAD_VALUE);
		held++;
	}
	assert_true(held >= 8);
}

static void press__fires_from_one_half_up(void **state)
{
	static const struct {
		const char *types;
		double number;
		bool fires;
	} cases[] = {
		{"", 0, true},    {"N", 0, true},     {"I", 0, true},  {"T", 0, true},
		{"F", 0, false},  {"i", 1, true},     {"i", 0, false}, {"f", 1, true},
		{"f", 0.5, true}, {"f", 0.49, false}, {"f", 0, false}, {"f", -1, false},
		{"d", 0.5, true}, {"h", 0, false},    {"h", 2, true},  {"ii", 1, true},
		{"iis", 1, true}, {"s", 0, true},     {"is", 1, true}, {"Nis", 1, true},
		{"ii", 0, false},
	};
	struct args args;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_one("/rig/start", cases[i].types, cases[i].number, &args),
				 ERROR_NONE);
		assert_int_equal(args_fire(&args), cases[i].fires);
	}
}

static void surplus_arguments__are_an_error(void **state)
{
	struct args args;

	(void)state;
	assert_int_equal(read_one("/rig/start", "iisi", 1, &args), ERROR_BAD_TYPE);
	assert_int_equal(read_one("/rig/start", "si", 1, &args), ERROR_BAD_TYPE);
	assert_int_equal(read_one("/rig/start", "iN", 1, &args), ERROR_BAD_TYPE);
	assert_int_equal(read_one("/rig/ease", "ii", 1, &args), ERROR_BAD_TYPE);
	assert_int_equal(read_one("/rig/info", "i", 1, &args), ERROR_BAD_TYPE);
}

/* All that the row takes, and whatever else behind it. */
static void one_argument_too_many__is_an_error_on_every_address_that_takes_any_list(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	int tried = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		char types[2 * VALUES_MAX] = "";
		char path[OSC_PATH_MAX];
		size_t used = 0;
		struct args args;
		int from;
		int to;

		if (rows[i].args == NULL || strcmp(rows[i].args, "*") == 0) {
			continue; /* takes nothing ever, see test_helm; or whatever it is */
		}
		for (const char *letter = rows[i].args; *letter != '\0'; letter++) {
			if (*letter != '?') {
				types[used++] = osc_schema_argument(*letter)->accepts[0];
			}
		}
		osc_address_members(&rows[i], 16, &from, &to);
		osc_address_write(&rows[i], from, path);
		for (const char *extra = "iNsTfd"; *extra != '\0'; extra++) {
			types[used] = *extra;
			assert_int_equal(read_one(path, types, rows[i].low, &args), ERROR_BAD_TYPE);
			assert_string_equal(args.detail, "an argument too many");
			tried++;
		}
	}
	assert_true(tried > 6 * 35);
}

/* Whoever sends 3 means three. */
static void number_where_each_press_does_more__is_a_press_or_none(void **state)
{
	static const char *const paths[] = {"/rig/skip", "/rig/linger", "/rig/released"};
	struct args args;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(read_one(paths[i], "i", 3, &args), ERROR_BAD_VALUE);
		assert_string_equal(args.detail, "one press a message: allowed: 0..1");
		assert_int_equal(read_one(paths[i], "f", 1.01, &args), ERROR_BAD_VALUE);
		assert_int_equal(read_one(paths[i], "f", -0.01, &args), ERROR_BAD_VALUE);
		assert_int_equal(read_one(paths[i], "f", 0, &args), ERROR_NONE);
		assert_false(args_fire(&args));
		for (const char *type = "ifdhTNI"; *type != '\0'; type++) {
			assert_int_equal(read_one(paths[i], (const char[]){*type, '\0'}, 1, &args),
					 ERROR_NONE);
			assert_true(args_fire(&args));
		}
		assert_int_equal(read_as(paths[i], "ii", (const double[]){1, 4711}, &args),
				 ERROR_NONE);
	}
	assert_int_equal(read_one("/rig/pause", "i", 127, &args), ERROR_NONE);
	assert_int_equal(read_one("/rig/ease", "i", 127, &args), ERROR_NONE);
}

static void text_and_number__are_told_apart_by_position(void **state)
{
	struct args args;

	(void)state;
	assert_int_equal(read_one("/rig/start", "is", 1, &args), ERROR_NONE);
	assert_int_equal(args.at[1].type, 0);
	assert_string_equal(args.at[2].text, "text");
	assert_int_equal(read_as("/rig/subscribe", "if", (const double[]){9001, 20}, &args),
			 ERROR_NONE);
	assert_near(args.at[0].number, 9001);
	assert_near(args.at[1].number, 20);
	assert_int_equal(read_one("/rig/technique", "s", 0, &args), ERROR_NONE);
	assert_int_equal(read_one("/rig/technique", "i", 0, &args), ERROR_NONE);
	assert_int_equal(read_one("/rig/technique", "N", 0, &args), ERROR_BAD_TYPE);
}

static void whole_number__has_no_fraction_and_lies_inside(void **state)
{
	struct value value = {.type = 'f', .number = 3.0};
	int number = 0;

	(void)state;
	assert_true(args_whole(&value, 0, 3, &number));
	assert_int_equal(number, 3);
	value.number = 2.5;
	assert_false(args_whole(&value, 0, 3, &number));
	value.number = 4.0;
	assert_false(args_whole(&value, 0, 3, &number));
	value.number = -1.0;
	assert_false(args_whole(&value, 0, 3, &number));
	value.number = (double)NAN;
	assert_false(args_whole(&value, 0, 3, &number));
	value = (struct value){.type = 's'};
	assert_false(args_whole(&value, 0, 3, &number));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number__is_taken_in_every_type),
		cmocka_unit_test(what_is_no_number__is_a_bad_type),
		cmocka_unit_test(value_that_is_not_finite__is_refused_everywhere),
		cmocka_unit_test(range__holds_at_both_ends),
		cmocka_unit_test(press__fires_from_one_half_up),
		cmocka_unit_test(surplus_arguments__are_an_error),
		cmocka_unit_test(
			one_argument_too_many__is_an_error_on_every_address_that_takes_any_list),
		cmocka_unit_test(number_where_each_press_does_more__is_a_press_or_none),
		cmocka_unit_test(text_and_number__are_told_apart_by_position),
		cmocka_unit_test(whole_number__has_no_fraction_and_lies_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
