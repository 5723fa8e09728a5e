/* sim_values.c - see sim_values.h. */
#include "tool/sim_values.h"

#include "tool/option_number.h"
#include "tool/tools.h"

#include <knead/limits.h>

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHO           "knead sim"
#define COMFORT_WORST 10.0

int sim_value_seed(uint64_t *seed, const char *text)
{
	char *end;

	errno = 0;
	*seed = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
		fprintf(stderr, "knead sim: --seed \"%s\" is no whole number from 0 to 2^64 - 1\n",
			text);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

int sim_value_controller(enum controller *controller, const char *text)
{
	*controller = controller_named(text);
	if (*controller == CONTROLLERS) {
		fprintf(stderr,
			"knead sim: --controller \"%s\" is none; there is shipped, pi, "
			"admittance\n",
			text);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

static void put_regions(void)
{
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		fprintf(stderr, " %s", region_facts((enum region)r)->name);
	}
	fputc('\n', stderr);
}

int sim_value_focus(struct sim_options *options, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t length = equals == NULL ? 0 : (size_t)(equals - text);

	for (int r = REGION_NONE + 1; r < REGION_COUNT && equals != NULL; r++) {
		const char *name = region_facts((enum region)r)->name;

		if (strlen(name) == length && strncmp(name, text, length) == 0) {
			return option_number(&options->focus[r], WHO, "focus", equals + 1, 0.0,
					     1.0);
		}
	}
	fprintf(stderr,
		"knead sim: --focus \"%s\" names no region; write such as lower_back=0.8 with one "
		"of",
		text);
	put_regions();
	return EXIT_WRONG;
}

int sim_value_leave_out(struct sim_options *options, const char *text)
{
	enum region region = region_named(text);

	if (region == REGION_NONE) {
		fprintf(stderr, "knead sim: --leave-out \"%s\" names no region; there is", text);
		put_regions();
		return EXIT_WRONG;
	}
	options->left_out[region] = true;
	return EXIT_DONE;
}

static const char *button_name(enum sim_button button)
{
	static const char *const names[SIM_BUTTONS] = {
		"ease", "skip", "linger", "pause", "resume", "let_go",
	};

	return (unsigned)button < SIM_BUTTONS ? names[button] : "unknown";
}

static bool read_button(enum sim_button *button, const char *text)
{
	for (int b = 0; b < SIM_BUTTONS; b++) {
		if (strcmp(button_name((enum sim_button)b), text) == 0) {
			*button = (enum sim_button)b;
			return true;
		}
	}
	return false;
}

int sim_value_press(struct sim_options *options, const char *text)
{
	const char *at = strchr(text, '@');
	struct sim_press press = {0};
	char name[16];

	if (at != NULL && at - text < (ptrdiff_t)sizeof(name)) {
		snprintf(name, sizeof(name), "%.*s", (int)(at - text), text);
		if (read_button(&press.button, name) &&
		    option_is_number(&press.t_s, at + 1, 0.0, 1e6)) {
			if (options->press_count == SIM_PRESSES_MAX) {
				fprintf(stderr, "knead sim: more than %d --press; leave some out\n",
					SIM_PRESSES_MAX);
				return EXIT_WRONG;
			}
			options->presses[options->press_count++] = press;
			return EXIT_DONE;
		}
	}
	fprintf(stderr, "knead sim: --press \"%s\" is none; write such as ease@120 with one of",
		text);
	for (int b = 0; b < SIM_BUTTONS; b++) {
		fprintf(stderr, " %s", button_name((enum sim_button)b));
	}
	fputc('\n', stderr);
	return EXIT_WRONG;
}

int sim_value_answers(struct sim_options *options, const char *text)
{
	double number;

	if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0) {
		options->answers = text[0] == 'y' ? SIM_FEELS : SIM_IS_SILENT;
		return EXIT_DONE;
	}
	if (option_is_number(&number, text, 0.0, COMFORT_WORST) &&
	    !(fabs(number - round(number)) > 0.0)) {
		options->answers = SIM_SAYS;
		options->says = (int)number;
		return EXIT_DONE;
	}
	fprintf(stderr,
		"knead sim: --client-answers \"%s\" is neither yes nor no nor a whole number from "
		"0 "
		"(fine) to 10\n",
		text);
	return EXIT_WRONG;
}

int sim_value_screening(struct sim_options *options, const char *text)
{
	const char *equals = strchr(text, '=');
	char name[32];
	enum answer answer = ANSWER_NONE;
	int item = SCREENING_ITEMS;

	if (equals != NULL && equals - text < (ptrdiff_t)sizeof(name)) {
		snprintf(name, sizeof(name), "%.*s", (int)(equals - text), text);
		item = screening_item_named(name);
		answer = answer_named(equals + 1);
	}
	if (item < SCREENING_ITEMS && answer != ANSWER_NONE) {
		options->screening[item] = answer;
		return EXIT_DONE;
	}
	fprintf(stderr,
		"knead sim: --screening \"%s\" is none; write such as fever=no, with no, yes or "
		"consent "
		"behind one of",
		text);
	for (item = 0; item < SCREENING_ITEMS; item++) {
		fprintf(stderr, " %s", screening_words(item)->name);
	}
	fputc('\n', stderr);
	return EXIT_WRONG;
}
