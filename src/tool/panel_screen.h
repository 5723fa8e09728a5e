/*
 * panel_screen.h - the terminal: opened, written to by place and paint, closed as it was found. The
 * only file of the panel that knows ncurses. One screen a process.
 */
#ifndef TOOL_PANEL_SCREEN_H
#define TOOL_PANEL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

enum paint {
	PAINT_PLAIN = 0,
	PAINT_DIM,
	PAINT_BOLD,
	PAINT_QUIET, /* coloured blocks for states from here ... */
	PAINT_READY,
	PAINT_GO,
	PAINT_HOLD,
	PAINT_ALARM, /* ... to here */
	PAINT_FORCE, /* coloured text */
	PAINT_TARGET,
	PAINT_LIMIT,
	PAINT_COUNT
};

/* What bars and lines are drawn with; every one is a column wide. */
struct glyphs {
	const char *line;
	const char *spine;
	const char *full;
	const char *part[8]; /* eighths of a full one; [0] is nothing */
	const char *empty;
	const char *target;
	const char *ceiling;
	const char *beyond; /* the ceiling lies past the end of the bar */
	const char *touching;
	const char *apart; /* a head that does not touch */
	const char *edge;  /* of a body */
	const char *hand;  /* what a technique moves */
};

/*
 * False with one sentence in error where standard input and output are no terminal it can draw on.
 */
bool panel_screen_open(char *error, size_t error_size);

/* Harmless when it is not open. */
void panel_screen_close(void);

/* An enum panel_key or a character; PANEL_KEY_NONE at once when none waits. */
int panel_screen_key(void);

void panel_screen_size(int *rows, int *width);

/* Empties the picture; grey paints all that follows dim, except what keeps its paint. */
void panel_screen_begin(bool grey);

/* At most width columns from there. Text beyond the edge is cut. */
__attribute__((format(printf, 5, 6))) void
panel_screen_put(int y, int x, int width, enum paint paint, const char *format, ...);

/*
 * Words in lines of at most width columns; more than rows of them are cut. How many rows it took.
 */
int panel_screen_wrap(int y, int x, int width, int rows, enum paint paint, const char *text);

/* One glyph. */
void panel_screen_glyph(int y, int x, enum paint paint, const char *glyph);

/* A row of one colour, text to be put on it in the same paint. */
void panel_screen_block(int y, int x, int width, enum paint paint);

/* From here on paints are as they say, grey or not. */
void panel_screen_vivid(void);

void panel_screen_end(void);

/* Fit for the terminal's character set. */
const struct glyphs *panel_screen_glyphs(void);

#endif
