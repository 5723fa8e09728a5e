/*
 * plot_svg.h - the few SVG elements our pictures are made of. Lengths in pixels, y downward.
 */
#ifndef TOOL_PLOT_SVG_H
#define TOOL_PLOT_SVG_H

#include <stdbool.h>
#include <stdio.h>

/* Colours that belong together: quiet paper, one strong ink. */
#define PLOT_INK    "#1f2937" /* titles */
#define PLOT_MUTED  "#5b6675" /* axes, remarks */
#define PLOT_GRID   "#e3e7ec"
#define PLOT_TARGET "#b9c4d0" /* broad, under the force */
#define PLOT_FORCE  "#0b5cad" /* thin, on top */

enum svg_anchor { SVG_START = 0, SVG_MIDDLE, SVG_END };

/* A text as it is drawn: all-zero is plain. */
struct svg_style {
	double size;        /* 0: 15 */
	const char *colour; /* NULL: PLOT_INK */
	enum svg_anchor anchor;
	bool bold;
	bool halo; /* stays legible on top of a curve */
};

void svg_begin(FILE *out, double width, double height, const char *title);
void svg_end(FILE *out);

__attribute__((format(printf, 5, 6))) void
svg_text(FILE *out, double x, double y, const struct svg_style *style, const char *format, ...);

void svg_line(FILE *out, double x1, double y1, double x2, double y2, const char *colour,
	      double width);

/* A curve of many points. Begin, add, end; a point that is no number breaks it. */
struct svg_curve {
	FILE *out;
	bool is_down;  /* the pen */
	bool is_level; /* the last point was held back: it may turn out to lie within a level line */
	double x;
	double y;
};

void svg_curve_begin(struct svg_curve *curve, FILE *out, const char *colour, double width,
		     double opacity);
void svg_curve_add(struct svg_curve *curve, double x, double y);
void svg_curve_break(struct svg_curve *curve);
void svg_curve_end(struct svg_curve *curve);

#endif
