/*
 * test_turned.c - what was not taken is counted by kind and client, whoever sends how much.
 */
#include "net/turned.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct turned_away turned;

static void note(enum osc_error error, uint32_t tablet, const char *name, const char *detail)
{
	turned_note(&turned, error, tablet, name, osc_schema_row(ID_ARM), detail);
}

static int set_up(void **state)
{
	(void)state;
	memset(&turned, 0, sizeof(turned));
	return 0;
}

static void each_kind_of_each_client__is_counted_by_itself(void **state)
{
	static const struct {
		enum osc_error error;
		enum turned_kind kind;
	} rows[] = {{ERROR_NOT_PAIRED, TURNED_UNPAIRED},
		    {ERROR_NOT_OWNER, TURNED_NOT_STEERING},
		    {ERROR_STALE_EPOCH, TURNED_LATE},
		    {ERROR_QUARANTINE, TURNED_QUARANTINED}};

	(void)state;
	for (unsigned k = 0; k < 4; k++) {
		for (unsigned n = 0; n <= k; n++) {
			note(rows[k].error, 3, "Anna", "said");
		}
	}
	note(ERROR_NOT_OWNER, 4, "Bo", "Anna steers");
	for (unsigned k = 0; k < 4; k++) {
		assert_int_equal(turned.clients[1 + 3].rows[rows[k].kind].times, k + 1);
	}
	assert_string_equal(turned.clients[1 + 3].name, "Anna");
	assert_int_equal(turned.clients[1 + 4].rows[TURNED_NOT_STEERING].times, 1);
	assert_string_equal(turned.clients[1 + 4].rows[TURNED_NOT_STEERING].detail, "Anna steers");
	assert_string_equal(turned.clients[1 + 4].rows[TURNED_NOT_STEERING].path, "/rig/arm");
	assert_int_equal(turned.changes, 11);
}

static void strangers__are_all_one(void **state)
{
	(void)state;
	for (int k = 0; k < 100000; k++) {
		note(ERROR_NOT_PAIRED, 0, "", "pair first");
	}
	assert_int_equal(turned.clients[0].rows[TURNED_UNPAIRED].times, 100000);
	for (int i = 1; i < TURNED_CLIENTS; i++) {
		assert_int_equal(turned.clients[i].tablet, 0);
	}
}

/* As many as are paired over the years; a sentence may be longer than what is kept of it. */
static void another_tablet_in_its_place__begins_anew(void **state)
{
	char detail[200];

	(void)state;
	memset(detail, 'x', sizeof(detail) - 1);
	detail[sizeof(detail) - 1] = '\0';
	for (uint32_t tablet = 1; tablet < 1000; tablet++) {
		note(ERROR_STALE_EPOCH, tablet, "Anna", detail);
		assert_int_equal(turned.clients[1 + tablet % PAIRED_MAX].tablet, tablet);
		assert_int_equal(turned.clients[1 + tablet % PAIRED_MAX].rows[TURNED_LATE].times,
				 1);
	}
	assert_int_equal(strlen(turned.clients[1].rows[TURNED_LATE].detail),
			 TURNED_DETAIL_BYTES - 1);
}

static void other_errors__are_not_counted(void **state)
{
	(void)state;
	for (int error = 0; error <= ERROR_COUNT; error++) {
		if (error != ERROR_NOT_PAIRED && error != ERROR_NOT_OWNER &&
		    error != ERROR_STALE_EPOCH && error != ERROR_QUARANTINE) {
			note((enum osc_error)error, 1, "Anna", "");
		}
	}
	assert_int_equal(turned.changes, 0);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_kind_of_each_client__is_counted_by_itself),
		TEST(strangers__are_all_one),
		TEST(another_tablet_in_its_place__begins_anew),
		TEST(other_errors__are_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
