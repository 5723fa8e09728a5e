/*
 * panel_intake.c - a list that keeps the question to be asked in view; below it what its answers mean.
 */
#include "tool/panel_intake.h"

#include "tool/panel_screen.h"
#include "tool/panel_words.h"

#include <string.h>

#define AT_WORDS 14
#define BELOW    3 /* the chosen question, what a yes means, and a row that a notice may need */

/* clang-format off */
static const struct { const char *rule; const char *meaning; } rules[] = {
	{ "never",   "y: no massage with this, see a clinician." },
	{ "consent", "y: only with a clinician's consent; where there is one, c." },
	{ "place",   "y: leave the region out where that is (page f), then c." },
	{ "heat",    "y: no heat in this session." },
	{ "put_right", "y: tie the hair up, take off what hangs loose, then n." },
};
/* clang-format on */

static const char *meaning_of(const struct panel_question *question)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (strcmp(question->rule.text, rules[i].rule) == 0) {
			return rules[i].meaning;
		}
	}
	return "";
}

static void draw_heading(const struct panel_model *model, int row, int columns)
{
	bool no_heat = model->heat_allowed.known && model->heat_allowed.value < 0.5;
	int answered = 0;
	int refuses = 0;

	for (int i = 0; i < model->question_count; i++) {
		answered += model->questions[i].answer != ANSWER_NONE;
		refuses += panel_model_refuses(&model->questions[i]);
	}
	panel_screen_put(row, 1, 40, PAINT_BOLD, "intake: %d of %d answered", answered,
			 model->question_count);
	if (refuses > 0) {
		panel_screen_put(row, 36, 14, PAINT_ALARM, " %d refuse%s ", refuses,
				 refuses == 1 ? "s" : "");
	}
	if (no_heat) {
		panel_screen_put(row, 52, columns - 53, PAINT_HOLD, " no heat ");
	}
}

static void draw_client(const struct panel_model *model, int line, int row, int columns,
			bool chosen)
{
	enum paint paint = chosen ? PAINT_BOLD : PAINT_PLAIN;
	char text[PANEL_WORD];

	if (line == PANEL_HEIGHT_LINE) {
		panel_words_number(text, &model->height_m);
		panel_screen_put(row, AT_WORDS, columns - AT_WORDS - 1, paint,
				 "Height of the client");
		panel_screen_put(row, 2, AT_WORDS - 3, paint, "%s m", text);
		return;
	}
	panel_screen_put(row, 2, AT_WORDS - 3, paint, "%s",
			 !model->placed.known         ? "-"
			 : model->placed.value >= 0.5 ? "yes"
						      : "no");
	panel_screen_put(row, AT_WORDS, columns - AT_WORDS - 1, paint,
			 "Does the seventh neck vertebra lie at the mark?");
}

static void draw_question(const struct panel_question *question, int row, int columns, bool chosen)
{
	bool refuses = panel_model_refuses(question);

	panel_screen_put(row, 2, AT_WORDS - 3, refuses ? PAINT_ALARM : PAINT_PLAIN, "%s%s",
			 refuses ? "! " : "",
			 question->answer == ANSWER_NONE ? "-" : answer_name(question->answer));
	panel_screen_put(row, AT_WORDS, columns - AT_WORDS - 1, chosen ? PAINT_BOLD : PAINT_PLAIN,
			 "%s", question->words.text);
}

/* What the chosen line asks, large enough to be read out. */
static void draw_chosen(const struct panel_model *model, int line, int row, int columns)
{
	const struct panel_question *question;

	if (line < PANEL_QUESTION_LINE || line - PANEL_QUESTION_LINE >= model->question_count) {
		return;
	}
	question = &model->questions[line - PANEL_QUESTION_LINE];
	panel_screen_put(row, 2, columns - 4, PAINT_TARGET, "%s", question->words.text);
	panel_screen_put(row + 1, 2, columns - 4, PAINT_PLAIN, "%s", meaning_of(question));
}

void panel_intake_draw(const struct panel_model *model, const struct panel_keys *keys,
		       const struct panel_area *area)
{
	int line = keys->line[PANEL_INTAKE];
	int lines = PANEL_QUESTION_LINE + model->question_count;
	int rows = area->rows - 1 - BELOW;
	int last = lines > rows ? lines - rows : 0;
	int from = line > rows / 2 ? line - rows / 2 : 0;

	from = from < last ? from : last;
	draw_heading(model, area->row, area->columns);
	for (int i = from; i < lines && i - from < rows; i++) {
		int row = area->row + 1 + i - from;

		if (i == line) {
			panel_screen_put(row, 0, 1, PAINT_BOLD, ">");
		}
		if (i < PANEL_QUESTION_LINE) {
			draw_client(model, i, row, area->columns, i == line);
		} else {
			draw_question(&model->questions[i - PANEL_QUESTION_LINE], row,
				      area->columns, i == line);
		}
	}
	draw_chosen(model, line, area->row + 1 + rows, area->columns);
}
