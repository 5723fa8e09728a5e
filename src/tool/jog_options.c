/* jog_options.c - see jog_options.h. */
#include "tool/jog_options.h"

#include "tool/option_number.h"
#include "tool/tools.h"

#include <stdio.h>
#include <string.h>

#define WHO      "knead jog"
#define WORD_MAX 32

static const char help[] =
	"usage: knead jog [OPTION...] [RIG.conf] HEAD FORCE [SECONDS]\n"
	"\n"
	"Moves one head by hand, gently: while you hold SPACE it comes down and presses with "
	"FORCE, "
	"and when\n"
	"you let go of the key it vents. Nobody lies on the table: a sandbag or foam does. Any "
	"other key\n"
	"vents at once; q ends.\n"
	"\n"
	"FORCE is a force on what lies there, 5 or 5N, or the air pressure in its actuator, 30kPa; "
	"at most\n"
	"20 N, and half of the head's ceiling. SECONDS is how long the key may be held (10, at "
	"most "
	"60).\n"
	"\n"
	"All conditions and limits of a session are in force, the self-test is made first, and "
	"nothing moves\n"
	"while the stop loop is open. In rig mode the hand button is tried once before, and then "
	"confirm is\n"
	"pressed at the rig; a simulated rig's buttons press themselves. kneadd must not run: it "
	"has the\n"
	"devices.\n"
	"\n"
	"  --rig FILE          likewise the rig (rigs/sim-16.conf of the configuration)\n"
	"  --state-dir DIR     where its calibration is kept (~/.local/state/knead)\n"
	"  --without-realtime  also where the system grants no real-time priority: for a bench\n"
	"  -h, --help          this text\n"
	"\n"
	"Exit codes: 0 done, 1 the rig let go by itself or did not get ready, 2 wrong usage or "
	"configuration,\n"
	"3 a device is missing or busy.\n";

enum { OPTION_RIG = 256, OPTION_STATE_DIR, OPTION_LATE };

static const struct option table[] = {
	{"rig", required_argument, NULL, OPTION_RIG},
	{"state-dir", required_argument, NULL, OPTION_STATE_DIR},
	{"without-realtime", no_argument, NULL, OPTION_LATE},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static const struct option_text texts[] = {
	{OPTION_RIG, offsetof(struct jog_options, rig_path)},
	{OPTION_STATE_DIR, offsetof(struct jog_options, state_dir)},
	{0},
};

static int read_option(void *typed, int option, const char *text)
{
	(void)option;
	(void)text;
	((struct jog_options *)typed)->late_is_fine = true;
	return EXIT_DONE;
}

static int complain(const char *text, const char *remedy)
{
	fprintf(stderr, WHO ": \"%s\" is %s\n", text, remedy);
	return EXIT_WRONG;
}

/* "5", "5N", "5 N" is two words; "30kPa". How much is too much is the head's to say. */
static int read_force(struct jog_wish *wish, const char *text)
{
	const size_t length = strlen(text);
	const size_t number = strspn(text, "0123456789.eE+-");
	char digits[WORD_MAX];
	double value;

	wish->is_pressure = strcmp(text + number, "kPa") == 0;
	if (length >= WORD_MAX ||
	    !(wish->is_pressure || text[number] == '\0' || strcmp(text + number, "N") == 0)) {
		return complain(text, "no force; write 5N, or a pressure, 30kPa");
	}
	memcpy(digits, text, number);
	digits[number] = '\0';
	if (!option_is_number(&value, digits, 0.0, 1e4) || !(value > 0.0)) {
		return complain(text, "no force; write 5N, or a pressure, 30kPa");
	}
	wish->force_n = value;
	wish->pressure_pa = 1e3 * value;
	return EXIT_DONE;
}

static int read_operands(struct jog_options *options, int count, char **words)
{
	double head;

	if (count > 0 && strstr(words[0], ".conf") != NULL) {
		options->rig_path = words[0];
		words++;
		count--;
	}
	if (count < 2 || count > 3) {
		fputs(WHO ": say which head and how hard, and for how long at most: knead jog 1 5N "
			  "10\n",
		      stderr);
		return EXIT_WRONG;
	}
	if (!option_is_number(&head, words[0], 1.0, HEADS_MAX) || head > (int)head) {
		return complain(words[0], "no head; name one by its number");
	}
	if (count == 3 && !option_is_number(&options->most_s, words[2], 0.1, JOG_LONG_S)) {
		return complain(words[2], "no time to hold a key; give seconds, 0.1 to 60");
	}
	options->head = (int)head;
	return read_force(&options->wish, words[1]);
}

int jog_options_read(struct jog_options *options, int argc, char **argv)
{
	static const struct option_words words = {.who = WHO,
						  .help = help,
						  .table = table,
						  .texts = texts,
						  .read = read_option,
						  .operands = true};
	int code;

	*options = (struct jog_options){.most_s = JOG_USUAL_S};
	code = option_scan(options, &words, argc, argv);
	if (code != OPTIONS_RUN) {
		return code;
	}
	code = read_operands(options, argc - optind, argv + optind);
	return code == EXIT_DONE ? OPTIONS_RUN : code;
}
