/*
 * test_osc_schema.c - the table holds together, and every address leads to its row and back.
 */
#include "net/osc_address.h"

#include "net/args.h"
#include "net/channels.h"
#include "net/heartbeat.h"
#include "net/lease.h"
#include "net/match.h"
#include "net/members.h"
#include "net/packets.h"
#include "net/pin.h"

#include <knead/command.h>
#include <knead/limits.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
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
	assert_true(members > 17 * HEADS_MAX && members <= MEMBERS_MAX);
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
		assert_non_null(row->example);
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

/* The words of an example: "a \"b c\" 3" are three. Where the next begins, or NULL; length is its own. */
static const char *next_word(const char *at, size_t *length)
{
	at += strspn(at, " ");
	if (*at == '"') {
		*length = strcspn(at + 1, "\"");
		return at + 1;
	}
	*length = strcspn(at, " ");
	return *at != '\0' ? at : NULL;
}

/* The tag oscsend would be given for a word: a whole number, one with a point, or text. */
static char tag_of(const char *word, size_t length)
{
	bool number = strspn(word, "-0123456789.") >= length;

	return !number ? 's' : memchr(word, '.', length) != NULL ? 'f' : 'i';
}

/* An example as a packet; how many arguments it has. */
static size_t pack_example(const char *example, struct packet *packet)
{
	char words[VALUES_MAX][VALUE_TEXT_MAX];
	char types[VALUES_MAX + 2] = ",";
	char path[OSC_PATH_MAX];
	size_t length = strcspn(example, " ");
	size_t count = 0;

	assert_true(length < sizeof(path));
	snprintf(path, sizeof(path), "%.*s", (int)length, example);
	for (const char *at = next_word(example + length, &length); at != NULL;
	     at = next_word(at + length + (at[length] == '"'), &length)) {
		assert_true(count < VALUES_MAX);
		snprintf(words[count], VALUE_TEXT_MAX, "%.*s", (int)length, at);
		types[++count] = tag_of(at, length);
	}
	packet_text(packet, path);
	packet_text(packet, types);
	for (size_t i = 0; i < count; i++) {
		if (types[i + 1] == 's') {
			packet_text(packet, words[i]);
		} else if (types[i + 1] == 'f') {
			packet_float(packet, strtof(words[i], NULL));
		} else {
			packet_u32(packet, (uint32_t)strtol(words[i], NULL, 10));
		}
	}
	return count;
}

/* What a row may be sent, or what it says of itself: numbers for numbers, texts for texts. */
static void assert_answers(const struct osc_entry *row, const char *types)
{
	assert_int_equal(strlen(types), strlen(row->types));
	for (size_t i = 0; types[i] != '\0'; i++) {
		assert_int_equal(types[i] == 's', row->types[i] == 's');
	}
}

static void every_example__is_what_its_row_takes_or_sends(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);

	(void)state;
	for (int i = 0; i < count; i++) {
		struct packet packet = {.size = 0};
		struct wire_reader reader;
		struct wire_message message;
		struct args args;
		int index;
		size_t given = pack_example(rows[i].example, &packet);

		assert_true(wire_is_sound(packet.bytes, packet.size));
		wire_reader_init(&reader, packet.bytes, packet.size);
		assert_true(wire_reader_next(&reader, &message));
		assert_ptr_equal(osc_address_find(message.path, HEADS_MAX, &index), &rows[i]);
		if (rows[i].kind == OSC_ANSWER) {
			assert_answers(&rows[i], message.types);
		} else if (rows[i].kind == OSC_READ) {
			assert_int_equal(given, 0);
		} else if (rows[i].id != ID_STOP) {
			assert_int_equal(args_read(&rows[i], &message, &args), ERROR_NONE);
		}
	}
}

/* A number that may be set has a range, and what has a unit or a range has numbers. */
static void every_number_that_may_be_set__has_a_range(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	int ranged = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		const char *args = rows[i].args != NULL ? rows[i].args : "";
		const char *types = rows[i].types != NULL ? rows[i].types : "";
		char range[OSC_USAGE_MAX];

		osc_schema_range(&rows[i], range);
		ranged += rows[i].low < rows[i].high;
		assert_true(strchr(args, 'n') == NULL || rows[i].low < rows[i].high ||
			    rows[i].id == ID_SIM_FAULT);
		assert_true(strcmp(range, "none") == 0 || strpbrk(args, "nirpxk*") != NULL ||
			    strpbrk(types, "fi") != NULL);
	}
	assert_true(ranged > 20);
}

/* The values that a row tells range and unit of, as tags: what it sends, else what it takes. */
static void tags_of(const struct osc_entry *row, char tags[VALUES_MAX * 2])
{
	const char *types = row->types != NULL ? row->types : "";
	const char *args = row->args != NULL ? row->args : "";
	size_t count = 0;

	if (row->range != NULL && strchr(row->range, ',') != NULL && row->kind != OSC_ANSWER &&
	    args[0] != '\0' && row->id != ID_HELP) {
		types = ""; /* told of what is sent to us */
	}
	for (; types[0] == '\0' && *args != '\0'; args++) {
		if (*args != '?') {
			tags[count++] = strchr(osc_schema_argument(*args)->accepts, 'i') != NULL
						? 'f'
						: 's';
		}
	}
	snprintf(tags + count, VALUES_MAX * 2 - count, "%s", types);
}

/* Is it a number and nothing else? Then it is in *number. */
static bool is_number(const char *text, double *number)
{
	char *end;

	*number = strtod(text, &end);
	return end > text && *end == '\0';
}

/* "0..1", "from 0", "any", "3000", and what a press does. */
static bool is_a_range(const char *text)
{
	const char *dots = strstr(text, "..");
	char before[OSC_USAGE_MAX];
	double low;
	double high;

	if (strcmp(text, "any") == 0 || strcmp(text, "from 0.5 fires") == 0) {
		return true;
	}
	if (strncmp(text, "from ", 5) == 0) {
		return is_number(text + 5, &low);
	}
	if (dots == NULL) {
		return is_number(text, &low);
	}
	snprintf(before, sizeof(before), "%.*s", (int)(dots - text), text);
	return is_number(before, &low) && is_number(dots + 2, &high) && low < high;
}

/* The item of that number in "a, b, c"; the whole where there is one only. */
static void item_of(const char *list, size_t number, char item[OSC_USAGE_MAX])
{
	if (strchr(list, ',') == NULL) {
		snprintf(item, OSC_USAGE_MAX, "%s", list);
		return;
	}
	for (; number > 0; number--) {
		list = strchr(list, ',');
		assert_non_null(list);
		list++;
	}
	list += strspn(list, " ");
	snprintf(item, OSC_USAGE_MAX, "%.*s", (int)strcspn(list, ","), list);
}

static size_t items_in(const char *list)
{
	size_t count = 1;

	for (; *list != '\0'; list++) {
		count += *list == ',' ? 1 : 0;
	}
	return count;
}

static void every_number__has_a_range_and_a_unit_or_none(void **state)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);
	int numbers = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		char range[OSC_USAGE_MAX];
		char item[OSC_USAGE_MAX];
		char tags[VALUES_MAX * 2];

		tags_of(&rows[i], tags);
		osc_schema_range(&rows[i], range);
		assert_true(strlen(range) < OSC_USAGE_MAX - 1);
		if (rows[i].id == ID_COMFORT) { /* less is heard than may be said */
			snprintf(range, sizeof(range), "-1..10");
		}
		assert_true(items_in(range) == 1 || items_in(range) == strlen(tags));
		assert_true(items_in(osc_schema_unit(&rows[i])) == 1 ||
			    items_in(osc_schema_unit(&rows[i])) == strlen(tags));
		for (size_t k = 0; tags[k] != '\0' && rows[i].id != ID_STOP; k++) {
			item_of(range, k, item);
			if (tags[k] == 's') {
				assert_true(strcmp(item, "none") == 0 || items_in(range) == 1);
				continue;
			}
			if (!is_a_range(item)) {
				fail_msg("%s: %s", rows[i].path, item);
			}
			item_of(osc_schema_unit(&rows[i]), k, item);
			assert_true(item[0] != '\0');
			numbers++;
		}
	}
	assert_true(numbers > 90);
}

/* What stands in the table as text is what the code means. */
static void ranges_in_words__are_those_of_the_code(void **state)
{
	char range[OSC_USAGE_MAX];
	char expected[OSC_USAGE_MAX];

	(void)state;
	osc_schema_range(osc_schema_row(ID_TECHNIQUE_ITEM), range);
	snprintf(expected, sizeof(expected), "0..%d, none, none", TECHNIQUES_MAX - 1);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_SCREENING_ITEM), range);
	snprintf(expected, sizeof(expected), "0..%d, none, none, none", SCREENING_ITEMS - 1);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_LEASE_GRANT), range);
	snprintf(expected, sizeof(expected), "1..%u, %g", EPOCH_MAX, OWNER_LOST_S * 1e3);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_START), range);
	snprintf(expected, sizeof(expected), "from 0.5 fires, 1..%u, none", EPOCH_MAX);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_SKIP), range);
	snprintf(expected, sizeof(expected), "0..1, 1..%u, none", EPOCH_MAX);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_HB_NONCE), range);
	snprintf(expected, sizeof(expected), "0..%u", NONCE_MAX);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_SUBSCRIBE), range);
	snprintf(expected, sizeof(expected), "0..%u, %g..%g, none", (unsigned)UINT16_MAX,
		 SUBSCRIBER_MIN_HZ, SUBSCRIBER_MAX_HZ);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_PAIR), range);
	snprintf(expected, sizeof(expected), "0..%u, none", PIN_NUMBERS - 1);
	assert_string_equal(range, expected);
	osc_schema_range(osc_schema_row(ID_HEAD_SURFACE), range);
	snprintf(expected, sizeof(expected), "any, 0..%g", SURFACE_MAX_C);
	assert_string_equal(range, expected);
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
	channels_init(&channels, NULL, &setup);
	assert_true(channels.count > 8 * HEADS_MAX + SCREENING_ITEMS &&
		    channels.count < FEEDBACK_CHANNELS_MAX);
}

/* Wherever in it the first special character stands. */
static void every_member_with_one_character_left_open__is_found(void **state)
{
	static struct members found;
	static struct rig rig = {.head_count = 2};
	struct mailbox orders;
	struct server_setup setup = {.rig = &rig, .orders = &orders};
	int rows;
	const struct osc_entry *entries = osc_schema(&rows);
	int checked = 0;

	(void)state;
	for (int i = 0; i < rows; i++) {
		char path[OSC_PATH_MAX];
		int from;
		int to;

		if (entries[i].kind != OSC_PARAMETER && entries[i].kind != OSC_READ) {
			continue;
		}
		osc_address_members(&entries[i], rig.head_count, &from, &to);
		osc_address_write(&entries[i], to - 1, path);
		for (size_t at = 1; path[at] != '\0'; at++) {
			char pattern[OSC_PATH_MAX];
			unsigned long steps = 0;
			bool is_found = false;

			snprintf(pattern, sizeof(pattern), "%s", path);
			pattern[at] = path[at] == '/' ? '/' : '?';
			if (!match_is_pattern(pattern)) {
				continue;
			}
			assert_true(members_find(&setup, pattern, &steps, &found));
			for (int k = 0; k < found.count; k++) {
				is_found = is_found || (found.members[k].entry == &entries[i] &&
							found.members[k].index == to - 1);
			}
			assert_true(is_found);
			checked++;
		}
	}
	assert_true(checked > 500);
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
		assert_int_equal(found.count, 17 * HEADS_MAX);
	}
	assert_true(steps > MEMBERS_STEPS_MAX && steps < MEMBERS_STEPS_MAX + 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_of_every_row__is_found_by_its_address),
		cmocka_unit_test(addresses_beside_the_table__are_not_found),
		cmocka_unit_test(every_row__is_complete),
		cmocka_unit_test(every_example__is_what_its_row_takes_or_sends),
		cmocka_unit_test(every_number_that_may_be_set__has_a_range),
		cmocka_unit_test(every_number__has_a_range_and_a_unit_or_none),
		cmocka_unit_test(ranges_in_words__are_those_of_the_code),
		cmocka_unit_test(what_starts_motion__is_guarded),
		cmocka_unit_test(every_member_with_one_character_left_open__is_found),
		cmocka_unit_test(pattern_over_the_budget__is_given_up),
		cmocka_unit_test(slow_values__have_a_channel_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
