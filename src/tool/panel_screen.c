/*
 * panel_screen.c - ncurses, and which paints it has. Functions, not its macros, which our warnings
 * dislike.
 */
#define NCURSES_NOMACROS 1

#include "tool/panel_screen.h"

#include "tool/panel_keys.h"

#include <curses.h>
#include <term.h>

#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ESCAPE_WAITS_MS 25 /* the rest of an arrow key's sequence comes within, over ssh too */

static const struct glyphs utf8_glyphs = {
	.line = "─",
	.spine = "│",
	.full = "█",
	.part = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"},
	.empty = "·",
	.target = "┃",
	.ceiling = "╡",
	.beyond = "»",
	.touching = "●",
	.apart = "○",
	.edge = "▒",
	.hand = "◆",
};

static const struct glyphs ascii_glyphs = {
	.line = "-",
	.spine = "|",
	.full = "#",
	.part = {"", "", "", "", "=", "=", "=", "="},
	.empty = ".",
	.target = "|",
	.ceiling = "]",
	.beyond = ">",
	.touching = "*",
	.apart = "o",
	.edge = ":",
	.hand = "@",
};

/* clang-format off */
static const struct { short text; short ground; attr_t attributes; attr_t without_colours; } paints[PAINT_COUNT] = {
	[PAINT_PLAIN]  = { -1,            -1,           A_NORMAL, A_NORMAL },
	[PAINT_DIM]    = { -1,            -1,           A_DIM,    A_DIM },
	[PAINT_BOLD]   = { -1,            -1,           A_BOLD,   A_BOLD },
	[PAINT_QUIET]  = { COLOR_WHITE,   COLOR_BLUE,   A_BOLD,   A_REVERSE },
	[PAINT_READY]  = { COLOR_BLACK,   COLOR_YELLOW, A_NORMAL, A_REVERSE },
	[PAINT_GO]     = { COLOR_BLACK,   COLOR_GREEN,  A_NORMAL, A_REVERSE },
	[PAINT_HOLD]   = { COLOR_BLACK,   COLOR_CYAN,   A_NORMAL, A_REVERSE },
	[PAINT_ALARM]  = { COLOR_WHITE,   COLOR_RED,    A_BOLD,   A_REVERSE | A_BOLD },
	[PAINT_FORCE]  = { COLOR_GREEN,   -1,           A_NORMAL, A_NORMAL },
	[PAINT_TARGET] = { COLOR_YELLOW,  -1,           A_BOLD,   A_BOLD },
	[PAINT_LIMIT]  = { COLOR_RED,     -1,           A_NORMAL, A_NORMAL },
};
/* clang-format on */

static struct {
	SCREEN *screen;
	bool coloured;
	bool grey;
	const struct glyphs *glyphs;
} the;

static bool can_draw(char *error, size_t error_size)
{
	const char *name = getenv("TERM");
	int found = 0;
	bool moves;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		snprintf(error, error_size,
			 "the panel needs a terminal for input and output; call it without pipes, "
			 "over ssh with ssh -t");
		return false;
	}
	if (name == NULL || name[0] == '\0' || setupterm(name, STDOUT_FILENO, &found) != OK) {
		snprintf(error, error_size,
			 "the terminal kind TERM=%.32s is not known here; try TERM=xterm",
			 name != NULL ? name : "");
		return false;
	}
	moves = cursor_address != NULL;
	del_curterm(cur_term);
	if (!moves) {
		snprintf(error, error_size,
			 "a terminal of kind TERM=%.32s cannot place text; use another one", name);
	}
	return moves;
}

static void choose_colours(void)
{
	the.coloured = has_colors() && start_color() == OK && use_default_colors() == OK;
	for (short i = PAINT_QUIET; the.coloured && i < PAINT_COUNT; i++) {
		init_pair(i, paints[i].text, paints[i].ground);
	}
}

bool panel_screen_open(char *error, size_t error_size)
{
	if (!can_draw(error, error_size)) {
		return false;
	}
	setlocale(LC_CTYPE, "");
	the.glyphs = strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? &utf8_glyphs : &ascii_glyphs;
	the.screen = newterm(NULL, stdout, stdin);
	if (the.screen == NULL) {
		snprintf(error, error_size, "the terminal could not be set up; try TERM=xterm");
		return false;
	}
	cbreak();
	noecho();
	curs_set(0);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESCAPE_WAITS_MS);
	choose_colours();
	return true;
}

void panel_screen_close(void)
{
	if (the.screen != NULL) {
		endwin();
		delscreen(the.screen);
		the.screen = NULL;
	}
}

int panel_screen_key(void)
{
	int key = wgetch(stdscr);

	switch (key) {
	case KEY_UP:
	case KEY_PPAGE:
		return PANEL_KEY_UP;
	case KEY_DOWN:
	case KEY_NPAGE:
		return PANEL_KEY_DOWN;
	case KEY_LEFT:
		return PANEL_KEY_LEFT;
	case KEY_RIGHT:
		return PANEL_KEY_RIGHT;
	case KEY_BTAB:
		return PANEL_KEY_BACK_TAB;
	case KEY_ENTER:
		return '\n';
	case KEY_BACKSPACE:
		return '\b';
	case ERR:
		return PANEL_KEY_NONE;
	default:
		return key < KEY_MIN ? key : 0; /* a resize, for one: asks nothing */
	}
}

void panel_screen_size(int *rows, int *width)
{
	*rows = getmaxy(stdscr);
	*width = getmaxx(stdscr);
}

static void use_paint(enum paint paint)
{
	if (the.grey) {
		attr_set(A_DIM, 0, NULL);
	} else if (the.coloured) {
		attr_set(paints[paint].attributes, (short)(paint >= PAINT_QUIET ? paint : 0), NULL);
	} else {
		attr_set(paints[paint].without_colours, 0, NULL);
	}
}

void panel_screen_begin(bool grey)
{
	the.grey = grey;
	attr_set(A_NORMAL, 0, NULL);
	erase();
}

void panel_screen_vivid(void)
{
	the.grey = false;
}

void panel_screen_put(int y, int x, int width, enum paint paint, const char *format, ...)
{
	char text[256];
	va_list arguments;
	int rows = getmaxy(stdscr);
	int edge = getmaxx(stdscr);

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (x + width > edge) {
		width = edge - x;
	}
	if (y >= 0 && y < rows && x >= 0 && width > 0) {
		use_paint(paint);
		mvaddnstr(y, x, text, width);
	}
}

/* How much of the text goes into one line: up to a blank where that is possible. */
static int fit_line(const char *text, int width)
{
	int length = (int)strlen(text);
	int at = width;

	if (length <= width) {
		return length;
	}
	while (at > 0 && text[at] != ' ') {
		at--;
	}
	return at > 0 ? at : width;
}

int panel_screen_wrap(int y, int x, int width, int rows, enum paint paint, const char *text)
{
	int row = 0;

	for (; row < rows && width > 0 && *text != '\0'; row++) {
		int length = row + 1 < rows ? fit_line(text, width) : width;

		panel_screen_put(y + row, x, width, paint, "%.*s", length, text);
		text += strlen(text) < (size_t)length ? strlen(text) : (size_t)length;
		text += *text == ' ';
	}
	return row;
}

void panel_screen_glyph(int y, int x, enum paint paint, const char *glyph)
{
	if (y >= 0 && y < getmaxy(stdscr) && x >= 0 && x < getmaxx(stdscr)) {
		use_paint(paint);
		mvaddstr(y, x, glyph);
	}
}

void panel_screen_block(int y, int x, int width, enum paint paint)
{
	panel_screen_put(y, x, width, paint, "%*s", width, "");
}

void panel_screen_end(void)
{
	refresh();
}

const struct glyphs *panel_screen_glyphs(void)
{
	return the.glyphs;
}
