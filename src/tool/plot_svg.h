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

/* Fill or stroke may be "none". */
void svg_circle(FILE *out, double x, double y, double radius, const char *fill, const char *stroke,
		double width);

void svg_rect(FILE *out, double left, double top, double width, double height, const char *fill,
	      double opacity);

/*
 * A curve of many points. Begin, add, end; a point that is no number breaks it. Points on a
 * straight line between others are left out.
 */
struct svg_curve {
	FILE *out;
	bool is_down; /* the pen */
	double x;     /* the last point drawn */
	double y;
	bool is_held_back; /* the last point added: it may turn out to lie on a straight line */
	double held_x;
	double held_y;
	double least; /* slopes from the last point drawn that pass near all held back since */
	double most;
};

void svg_curve_begin(struct svg_curve *curve, FILE *out, const char *colour, double width,
		     double opacity);
void svg_curve_add(struct svg_curve *curve, double x, double y);
void svg_curve_break(struct svg_curve *curve);
void svg_curve_end(struct svg_curve *curve);

#endif
