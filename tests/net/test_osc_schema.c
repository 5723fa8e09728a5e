/*
 * test_osc_schema.c - the table holds together, and every address leads to its row and back.
 */
#include "net/osc_address.h"

#include "net/channels.h"
#include "net/match.h"
#include "net/members.h"

#include <knead/command.h>
#include <knead/snapshot.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_member_of_every_row__is_found_by_its_address(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	int members = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		int from;
		int to;

		osc_address_members(&rows[i], HEADS_MAX, &from, &to);
		for (int index = from; index < to; index++) {
			char path[OSC_PATH_MAX];
			int found = -1;

			osc_address_write(&rows[i], index, path);
			assert_ptr_equal(osc_address_find(path, HEADS_MAX, &found), &rows[i]);
			assert_int_equal(found, index);
			assert_false(match_is_pattern(path));
			assert_true(strlen(path) < OSC_PATH_MAX - 1);
			members++;
		}
	}
	assert_true(members > 14 * HEADS_MAX && members <= MEMBERS_MAX);
}

static void addresses_beside_the_table__are_not_found(void **state)
{
	static const char *const wrong[] = {
		"/",
		"/rig",
		"/rig/",
		"/rig/nothing",
		"/rig/intensity/",
		"/rig/head/0/force",
		"/rig/head/17/force",
		"/rig/head/01/force",
		"/rig/head/1/nothing",
		"/rig/head/-1/force",
		"/rig/head//force",
		"/rig/head/99999999999/force",
		"/rig/hand/5",
		"/rig/region/none/focus",
		"/rig/region/tail/focus",
		"/rig/screening/hangover",
		"/rig/screening/unknown",
		"/rig/screening/",
		"/rig/screening/severe_osteoporosis_and_more",
		"/rig/trigger/0",
		"/rig/trigger/17",
		"/RIG/STOP",
	};
	int index;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_null(osc_address_find(wrong[i], 16, &index));
	}
	assert_non_null(osc_address_find("/rig/head/16/force", 16, &index));
	assert_null(osc_address_find("/rig/head/1/force", 0, &index));
}

/* Every row says enough to parse, answer, explain and print it. */
static void every_row__is_complete(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);

	(void)state;
	for (int i = 0; i < count; i++) {
		const struct osc_entry *row = &rows[i];
		bool valued = row->kind == OSC_PARAMETER || row->kind == OSC_READ;
		char usage[OSC_USAGE_MAX];

		assert_true(row->kind != OSC_NONE && row->text != NULL);
		assert_true(row->kind == OSC_ANSWER || row->example != NULL);
		assert_true(row->kind == OSC_ANSWER || row->kind == OSC_READ || row->args != NULL);
		assert_true(!valued || row->types != NULL);
		assert_true(row->kind != OSC_COMMAND || row->field.place == IN_COMMAND);
		assert_true(row->kind != OSC_PARAMETER || row->id != ID_PLAIN ||
			    row->field.place == IN_COMMAND);
		assert_true(row->kind != OSC_READ || row->id != ID_PLAIN ||
			    row->field.place == IN_SNAPSHOT);
		assert_true(row->field.offset < (row->field.place == IN_SNAPSHOT
							 ? sizeof(struct snapshot)
							 : sizeof(struct command)));
		osc_schema_usage(row, usage);
		assert_true(strlen(usage) < OSC_USAGE_MAX - 1);
		/* help is usage, text and a colon in one argument */
		assert_true(strlen(usage) + strlen(row->text) + 2 < VALUE_TEXT_MAX);
	}
}

static void what_starts_motion__is_guarded(void **state)
{
	static const enum osc_id ids[] = {ID_ARM, ID_START, ID_RESUME, ID_RESET};

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		assert_true(osc_schema_row(ids[i])->guarded);
	}
	assert_false(osc_schema_row(ID_STOP)->guarded);
}

static void slow_values__have_a_channel_each(void **state)
{
	static struct channels channels;
	static struct rig rig = {.head_count = HEADS_MAX};
	struct mailbox orders;
	struct server_setup setup = {.rig = &rig, .orders = &orders};

	(void)state;
	channels_init(&channels, -1, &setup);
	assert_true(channels.count > 7 * HEADS_MAX + SCREENING_ITEMS &&
		    channels.count < CHANNELS_MAX);
}

static void pattern_over_the_budget__is_given_up(void **state)
{
	static struct members found;
	static struct rig rig = {.head_count = HEADS_MAX};
	struct server_setup setup = {.rig = &rig};
	unsigned long steps = 0;

	(void)state;
	assert_true(members_find(&setup, "/rig/head/*/force", &steps, &found));
	assert_int_equal(found.count, HEADS_MAX);
	assert_true(steps < MEMBERS_STEPS_A_TURN);
	while (members_find(&setup, "/rig/head/*/*", &steps, &found)) {
		assert_int_equal(found.count, 14 * HEADS_MAX);
	}
	assert_true(steps > MEMBERS_STEPS_MAX && steps < MEMBERS_STEPS_MAX + 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_of_every_row__is_found_by_its_address),
		cmocka_unit_test(addresses_beside_the_table__are_not_found),
		cmocka_unit_test(every_row__is_complete),
		cmocka_unit_test(what_starts_motion__is_guarded),
		cmocka_unit_test(pattern_over_the_budget__is_given_up),
		cmocka_unit_test(slow_values__have_a_channel_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
