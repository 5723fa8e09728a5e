/*
 * Damaged files and what is no file: cut short, bits turned, includes, folders, binaries.
 */
#include "config_text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>

/* libconfig 1.5 loses a text that stands right before what it cannot understand: 64 bytes a file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:strbuf_append\n";
}

static const struct {
	enum config_kind kind;
	const char *path;
} shipped[] = {
	{CONFIG_RIG, SIM_16},        {CONFIG_RIG, "config/rigs/sim-8.conf"},
	{CONFIG_RIG, SIM_4},         {CONFIG_RIG, VELOCITY},
	{CONFIG_TECHNIQUE, SWEDISH}, {CONFIG_PATIENT, KNOTTY}, /* has every key of a patient */
};
enum { SHIPPED = sizeof shipped / sizeof shipped[0] };

static void shipped_file__is_sound(void **state)
{
	for (int i = 0; i < SHIPPED; i++) {
		assert_int_equal(read_path(*state, shipped[i].kind, shipped[i].path), 0);
	}
}

static void cut_at_any_byte__is_never_accepted(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];
	int cuts = 0;

	for (int i = 0; i < SHIPPED; i++) {
		size_t whole;

		load(text, shipped[i].path);
		/* after the last brace only ";" and white space may go */
		whole = (size_t)(strrchr(text, '}') + 1 - text);
		store(bench->path, text, strlen(text));
		for (size_t length = strlen(text); length-- > 0; cuts++) {
			int result;

			assert_int_equal(truncate(bench->path, (off_t)length), 0);
			result = read_path(bench, shipped[i].kind, bench->path);
			if (length >= whole) {
				assert_int_equal(result, 0);
			} else if (!is_refused(bench, shipped[i].kind, result)) {
				fail_msg("%s cut to %zu bytes was accepted", shipped[i].path,
					 length);
			}
		}
	}
	assert_true(cuts > 10000);
}

/* What was accepted, whatever the file said, is inside the limits that are compiled in. */
static void assert_rig_is_safe(const struct rig *rig)
{
	assert_true(rig->head_count >= 1 && rig->head_count <= HEADS_MAX);
	assert_true(rig->loop_hz >= LOOP_MIN_HZ && rig->loop_hz <= LOOP_MAX_HZ);
	assert_int_equal(rig->control, CONTROL_BENCH);
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];
		double share = head->region == REGION_NECK ? NECK_SHARE : 1.0;

		assert_true(head->region > REGION_NONE && head->region < REGION_COUNT);
		assert_true(head->ceiling_n > 0.0 && head->ceiling_n <= share * CEILING_MAX_N);
		assert_true(head->ceiling_pa > 0.0 && head->ceiling_pa <= share * CEILING_MAX_PA);
		assert_true(head->area_m2 > 0.0);
		if (head->actuator.kind == ACTUATOR_VELOCITY) {
			assert_true(head->actuator.screw.stall_n > 0.0);
			assert_true(head->actuator.screw.stall_n <= MECHANICAL_CAP_N);
		} else {
			assert_int_equal(head->actuator.kind, ACTUATOR_PRESSURE);
			assert_true(head->actuator.area_m2 > 0.0);
			assert_true(head->actuator.area_m2 * head->actuator.relief_pa <=
				    MECHANICAL_CAP_N);
		}
		assert_true(head->actuator.release.spring_n >=
			    2.0 * head->actuator.friction.breakaway_n);
		assert_true(config_release_s(head) <= RELEASE_MAX_S);
		assert_true(fabs(head->y_m) > MIDLINE_KEPT_OUT_M);
	}
}

static void assert_technique_is_safe(const struct technique *technique)
{
	assert_true(technique->stroke_count >= 1 && technique->stroke_count <= STROKES_MAX);
	for (int i = 0; i < technique->stroke_count; i++) {
		const struct stroke *stroke = &technique->strokes[i];

		assert_true(stroke->kind > STROKE_NONE && stroke->kind < STROKE_KINDS);
		assert_true(stroke->force_max_n >= stroke->force_min_n);
		assert_true(stroke->force_max_n <= CEILING_MAX_N);
		assert_true(stroke->hands >= 1 && stroke->hands <= 2);
		assert_true(stroke->speed_m_s > 0.0 && isfinite(stroke->speed_m_s));
	}
}

static void turned_bits__are_refused_or_harmless(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];
	int refused = 0;
	int accepted = 0;

	for (int i = 0; i < SHIPPED; i++) {
		size_t length;

		load(text, shipped[i].path);
		length = strlen(text);
		for (size_t at = 0; at < length; at++) {
			char was = text[at];
			int result;

			text[at] = (char)(was ^ (1 << (at % 8)));
			store(bench->path, text, length);
			result = read_path(bench, shipped[i].kind, bench->path);
			text[at] = was;
			if (result < 0) {
				assert_true(is_refused(bench, shipped[i].kind, result));
				refused++;
				continue;
			}
			accepted++;
			assert_int_equal(bench->said_bytes, 0);
			if (shipped[i].kind == CONFIG_RIG) {
				assert_rig_is_safe(&bench->item.rig);
			} else if (shipped[i].kind == CONFIG_TECHNIQUE) {
				assert_technique_is_safe(&bench->item.technique);
			}
		}
	}
	assert_true(refused > 1000 && accepted > 100);
}

static void says(struct bench *bench, const char *text, int line, const char *words)
{
	int result = read_text(bench, CONFIG_RIG, text);

	if (!is_refused(bench, CONFIG_RIG, result) || !said_at(bench, line, words)) {
		fail_msg("expected line %d, \"%s\"; result %d, said: %s", line, words, result,
			 bench->said);
	}
}

/* libconfig would follow it: the file named here is sound, and its text would be taken. */
static void include__is_refused(void **state)
{
	struct bench *bench = *state;
	char here[512];
	char text[1024];

	assert_non_null(getcwd(here, sizeof here));
	snprintf(text, sizeof text, "@include \"%s/%s\"\n", here, SIM_4);
	says(bench, text, 1, "@include is not allowed");
	snprintf(text, sizeof text, "\n \t@include \"%s/%s\"\n", here, SIM_4);
	says(bench, text, 2, "@include is not allowed");
	says(bench, "rig : {\n@include \"/nowhere\"\n};\n", 2, "@include is not allowed");
	says(bench, "rig : { /*\n@include \"/nowhere\"\n*/ };\n", 2, "@include is not allowed");
	says(bench, "rig : {\r\n\f@include \"/nowhere\"\n};\n", 2, "@include is not allowed");
	says(bench, "@include", 1, "@include is not allowed");
	says(bench, "rig : { @include \"/nowhere\" };\n", 1, "cannot be understood");
}

static void huge_file__is_refused_unparsed(void **state)
{
	struct bench *bench = *state;
	size_t length = CONFIG_BYTES_MAX + 1;
	char *text = malloc(length);
	char small[TEXT_BYTES];

	assert_non_null(text);
	load(small, SIM_4);
	memset(text, ' ', length);
	memcpy(text, small, strlen(small));
	store(bench->path, text, length);
	assert_int_equal(read_path(bench, CONFIG_RIG, bench->path), -EFBIG);
	assert_true(said_at(bench, 0,
			    "a file holds 16 strokes or 64 heads at most; this one is larger than "
			    "1 MiB"));
	/* one byte less is only long */
	store(bench->path, text, length - 1);
	assert_int_equal(read_path(bench, CONFIG_RIG, bench->path), 0);
	free(text);
}

static void deep_nesting__is_refused(void **state)
{
	struct bench *bench = *state;
	size_t length = 400000;
	char *text = malloc(length + 1);

	assert_non_null(text);
	memset(text, '(', length);
	text[length] = '\0';
	memcpy(text, "rig : { heads = ", 16);
	says(bench, text, 1, "nested too deeply");
	free(text);
}

static void binary_file__is_refused(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	/* a zero byte would end the text for the parser, and hide what follows */
	store(bench->path, text, strlen(text) + 1);
	assert_int_equal(read_path(bench, CONFIG_RIG, bench->path), -EINVAL);
	assert_true(said_at(bench, line_of(text, text + strlen(text)), "byte 0x00 is no text"));
	says(bench, "\177ELF\002", 1, "byte 0x7f is no text");
}

static void what_is_no_file__is_named(void **state)
{
	struct bench *bench = *state;
	char missing[320];

	assert_int_equal(read_path(bench, CONFIG_RIG, bench->dir), -EISDIR);
	assert_non_null(strstr(bench->said, ": is a folder; name a file in it\n"));
	snprintf(missing, sizeof missing, "%s/nothing.conf", bench->dir);
	assert_int_equal(read_path(bench, CONFIG_RIG, missing), -ENOENT);
	assert_non_null(
		strstr(bench->said, "nothing.conf: there is no such file; check the path\n"));
	assert_int_equal(read_path(bench, CONFIG_RIG, "/dev/zero"), -EINVAL);
	assert_non_null(strstr(bench->said, "is not a regular file"));
	/* nobody writes to it: opening must not wait */
	assert_int_equal(mkfifo(bench->path, 0600), 0);
	assert_int_equal(read_path(bench, CONFIG_RIG, bench->path), -EINVAL);
	assert_non_null(strstr(bench->said, "is not a regular file"));
}

static void open_quote_or_comment__is_found_at_its_line(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	replace(text, "\"bench\"", "\"bench");
	says(bench, text, line_of(text, strstr(text, "\"bench")), "add the second quote");
	says(bench, "# \" /*\nrig : { /* \" \n */ name = \"a\\\\\"; x = \"", 3,
	     "add the second quote");
	says(bench, "rig : { name = \"a\\\"; };\n", 1, "add the second quote");
	says(bench, "rig : {\n /* };\n", 2, "the comment beginning here has no end");
	says(bench, "rig : {\n /*/ };\n", 2, "the comment beginning here has no end");
	/* what looks like either, in the other or in a comment, is neither */
	load(text, SIM_4);
	replace(text, "loop_hz", "/* \" # */ // \" /* \n# \" /*\nloop_hz");
	assert_int_equal(read_text(bench, CONFIG_RIG, text), 0);
	strcat(text, "# the last line does not end");
	assert_int_equal(read_text(bench, CONFIG_RIG, text), 0);
}

static void wrong_group__is_named(void **state)
{
	struct bench *bench = *state;

	says(bench, "", 1, "the file is empty");
	says(bench, "# nothing\n", 1, "the file is empty");
	says(bench, "\nrigg : { };\n", 2, "\"rigg\" is not a group that is known");
	says(bench, "rig = 1;\n", 1, "\"rig\" is not a group");
	says(bench, "patient : { };\n", 1, "this is a patient file where a rig file is wanted");
	says(bench, "rig : { };\nextra = 1;\n", 2, "\"extra\" stands beside the group \"rig\"");
	says(bench, "rig : { };\nrig : { };\n", 2, "second time");
	says(bench, "rig : { heads = [ 1, 2.0 ]; };\n", 1, "differ in type");
	says(bench, "rig : { heads = ( 1 ); };\n", 1, "head 1 is no group");
	says(bench, "rig : { heads = ( ); };\n", 1, "heads must be a list of 1 to 64 heads");
	says(bench, "rig : { osc = 1; };\n", 1, "osc of the rig is no group");
}

static void kind_of__tells_by_the_group(void **state)
{
	(void)state;
	assert_int_equal(config_kind_of(SIM_4, NULL), CONFIG_RIG);
	assert_int_equal(config_kind_of(SWEDISH, NULL), CONFIG_TECHNIQUE);
	assert_int_equal(config_kind_of(NOMINAL, NULL), CONFIG_PATIENT);
	assert_int_equal(config_kind_of("config", NULL), -EISDIR);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)
	const struct CMUnitTest tests[] = {
		TEST(shipped_file__is_sound),
		TEST(cut_at_any_byte__is_never_accepted),
		TEST(turned_bits__are_refused_or_harmless),
		TEST(include__is_refused),
		TEST(huge_file__is_refused_unparsed),
		TEST(deep_nesting__is_refused),
		TEST(binary_file__is_refused),
		TEST(what_is_no_file__is_named),
		TEST(open_quote_or_comment__is_found_at_its_line),
		TEST(wrong_group__is_named),
		TEST(kind_of__tells_by_the_group),
	};

	return cmocka_run_group_tests_name("config_damage", tests, NULL, NULL);
}
