/*
 * osc.c - knead osc: the address reference, printed from the table the controller itself runs on.
 */
#include "tool/tools.h"

#include "net/osc_schema.h"
#include "tool/json_out.h"
#include "tool/option_scan.h"
#include "tool/osc_legend.h"

#include <knead/region.h>
#include <knead/screening.h>

#include <stdio.h>
#include <string.h>

static const char help[] = "usage: knead osc [--json|--markdown]\n"
			   "\n"
			   "Prints every OSC address of the controller: what to send, what it "
			   "sends, range and meaning.\n"
			   "{n} is a head from 1, {k} a virtual hand or a stiff point from 1, "
			   "{name} a region,\n"
			   "{item} a question of /rig/screening/list.\n"
			   "\n"
			   "  --json       for programs: an array with an object for each address\n"
			   "  --markdown   for documents: a table, and what its words mean\n"
			   "  -h, --help   this text\n"
			   "\n"
			   "Exit codes: 0 done, 1 standard output took no more, 2 wrong usage.\n";

/* A way to print: what comes first, each row, between rows, last. */
struct format {
	void (*begin)(void);
	void (*row)(const struct osc_entry *entry);
	const char *between;
	void (*end)(void);
};

static const char *or_empty(const char *text)
{
	return text != NULL ? text : "";
}

static void plain_begin(void)
{
	printf("Send with these arguments; [..] may be left out. -> is what the controller sends "
	       "on the\n"
	       "address. Parameters and reads answer when sent without arguments.\n\n");
}

static void plain_row(const struct osc_entry *entry)
{
	char usage[OSC_USAGE_MAX];
	char range[OSC_USAGE_MAX];

	osc_schema_usage(entry, usage);
	osc_schema_range(entry, range);
	printf("%s%s%s", entry->path, usage[0] != '\0' ? " " : "", usage);
	if (or_empty(entry->types)[0] != '\0') {
		printf("  -> %s", entry->types);
	}
	printf("  (%s", osc_kind_name(entry->kind));
	if (strcmp(range, "none") != 0) {
		printf(", %s, unit %s", range, osc_schema_unit(entry));
	}
	if (entry->kind != OSC_ANSWER) {
		printf(", %s", osc_who_name(entry->who));
	}
	printf(")\n    %s\n    e.g. %s\n", entry->text, entry->example);
}

static void plain_end(void)
{
}

static void markdown_begin(void)
{
	printf("| address | kind | send | is sent | range | unit | who | meaning | example |\n"
	       "|---|---|---|---|---|---|---|---|---|\n");
}

static void markdown_row(const struct osc_entry *entry)
{
	char usage[OSC_USAGE_MAX];
	char range[OSC_USAGE_MAX];

	osc_schema_usage(entry, usage);
	osc_schema_range(entry, range);
	printf("| `%s` | %s | %s | %s | %s | %s | %s | %s | `%s` |\n", entry->path,
	       osc_kind_name(entry->kind), usage, or_empty(entry->types), range,
	       osc_schema_unit(entry), entry->kind != OSC_ANSWER ? osc_who_name(entry->who) : "",
	       entry->text, entry->example);
}

/* Who stands behind {name} and {item}, in the order of their indices; null for all others. */
static void json_members(const struct osc_entry *entry)
{
	bool places = entry->family == FAMILY_REGION;
	int from = places ? REGION_NONE + 1 : 0;
	int to = places ? (int)REGION_COUNT : (int)SCREENING_ITEMS;

	if (!places && entry->family != FAMILY_SCREENING) {
		printf("\"members\": null");
		return;
	}
	printf("\"members\": [");
	for (int i = from; i < to; i++) {
		printf("%s{", i > from ? ", " : "");
		json_text(stdout, "name",
			  places ? region_facts((enum region)i)->name : screening_words(i)->name);
		printf(", ");
		json_text(stdout, "text",
			  places ? region_facts((enum region)i)->title
				 : screening_words(i)->question);
		printf("}");
	}
	printf("]");
}

static void json_begin(void)
{
	printf("[\n");
}

static void json_end(void)
{
	printf("\n]\n");
}

static void json_row(const struct osc_entry *entry)
{
	char usage[OSC_USAGE_MAX];
	char range[OSC_USAGE_MAX];

	osc_schema_usage(entry, usage);
	osc_schema_range(entry, range);
	printf("  {");
	json_text(stdout, "address", entry->path);
	printf(", ");
	json_text(stdout, "kind", osc_kind_name(entry->kind));
	printf(", ");
	json_text(stdout, "args", usage);
	printf(", ");
	json_text(stdout, "types", or_empty(entry->types));
	printf(", ");
	if (entry->low < entry->high) {
		printf("\"low\": %.17g, \"high\": %.17g, ", entry->low, entry->high);
	} else {
		printf("\"low\": null, \"high\": null, ");
	}
	json_text(stdout, "range", range);
	printf(", ");
	json_text(stdout, "unit", osc_schema_unit(entry));
	printf(", ");
	json_text(stdout, "who", entry->kind != OSC_ANSWER ? osc_who_name(entry->who) : "");
	printf(", ");
	json_text(stdout, "text", or_empty(entry->text));
	printf(", ");
	json_text(stdout, "example", entry->example);
	printf(", ");
	json_members(entry);
	printf("}");
}

static int print_table(const struct format *format)
{
	int count;
	const struct osc_entry *rows = osc_schema(&count);

	format->begin();
	for (int i = 0; i < count; i++) {
		if (i > 0) {
			fputs(format->between, stdout);
		}
		format->row(&rows[i]);
	}
	format->end();
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "knead osc: standard output takes no more; make room there\n");
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

static const struct format plain = {plain_begin, plain_row, "", plain_end};
static const struct format markdown = {markdown_begin, markdown_row, "", osc_legend_print};
static const struct format json = {json_begin, json_row, ",\n", json_end};

static int read_option(void *context, int option, const char *text)
{
	const struct format **format = context;

	(void)text;
	*format = option == 'j' ? &json : &markdown;
	return EXIT_DONE;
}

int tool_osc(int argc, char **argv)
{
	static const struct option options[] = {{"json", no_argument, NULL, 'j'},
						{"markdown", no_argument, NULL, 'm'},
						{"help", no_argument, NULL, 'h'},
						{0}};
	static const struct option_words words = {
		.who = "knead osc", .help = help, .table = options, .read = read_option};
	const struct format *format = &plain;
	int result = option_scan(&format, &words, argc, argv);

	return result == OPTIONS_RUN ? print_table(format) : result;
}
