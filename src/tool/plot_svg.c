/* plot_svg.c - see plot_svg.h. */
#include "tool/plot_svg.h"

#include <math.h>
#include <stdarg.h>

#define NEAR_PX 0.2 /* points left out of a curve lie this near to it: less than a line is broad */

static void put_escaped(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		default:
			fputc(*text, out);
			break;
		}
	}
}

void svg_begin(FILE *out, double width, double height, const char *title)
{
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
		"viewBox=\"0 0 %.0f %.0f\" font-family=\"Helvetica, Arial, 'DejaVu Sans', "
		"sans-serif\" role=\"img\">\n<title>",
		width, height, width, height);
	put_escaped(out, title);
	fputs("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n", out);
}

void svg_end(FILE *out)
{
	fputs("</svg>\n", out);
}

void svg_text(FILE *out, double x, double y, const struct svg_style *style, const char *format, ...)
{
	static const char *const anchors[] = {"start", "middle", "end"};
	char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\" fill=\"%s\"", x, y,
		style->size > 0.0 ? style->size : 15.0,
		style->colour != NULL ? style->colour : PLOT_INK);
	if (style->anchor != SVG_START) {
		fprintf(out, " text-anchor=\"%s\"", anchors[style->anchor]);
	}
	if (style->bold) {
		fputs(" font-weight=\"bold\"", out);
	}
	if (style->halo) {
		fputs(" stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" "
		      "paint-order=\"stroke\"",
		      out);
	}
	fputc('>', out);
	put_escaped(out, text);
	fputs("</text>\n", out);
}

void svg_line(FILE *out, double x1, double y1, double x2, double y2, const char *colour,
	      double width)
{
	fprintf(out,
		"<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\" stroke-width=\"%.1f\" "
		"fill=\"none\"/>\n",
		x1, y1, x2, y2, colour, width);
}

void svg_circle(FILE *out, double x, double y, double radius, const char *fill, const char *stroke,
		double width)
{
	fprintf(out,
		"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"%s\" "
		"stroke-width=\"%.1f\"/>\n",
		x, y, radius, fill, stroke, width);
}

void svg_rect(FILE *out, double left, double top, double width, double height, const char *fill,
	      double opacity)
{
	fprintf(out,
		"<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" "
		"fill-opacity=\"%.2f\"/>\n",
		left, top, width, height, fill, opacity);
}

void svg_curve_begin(struct svg_curve *curve, FILE *out, const char *colour, double width,
		     double opacity)
{
	*curve = (struct svg_curve){.out = out};
	fprintf(out,
		"<path fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-opacity=\"%.2f\" "
		"stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\"",
		colour, width, opacity);
}

static void put_held_back(struct svg_curve *curve)
{
	if (curve->is_held_back) {
		fprintf(curve->out, "L%.1f %.1f", curve->held_x, curve->held_y);
		curve->is_held_back = false;
		curve->x = curve->held_x;
		curve->y = curve->held_y;
	}
}

/*
 * Whether a straight line to here from the last point drawn passes near all that was held back
 * since: a door, narrowed by each of them. Only of curves that go to the right.
 */
static bool lies_on_line(const struct svg_curve *curve, double x, double y)
{
	double slope;

	if (!(x > (curve->is_held_back ? curve->held_x : curve->x))) {
		return false;
	}
	slope = (y - curve->y) / (x - curve->x);
	return !curve->is_held_back || (slope >= curve->least && slope <= curve->most);
}

static void hold_back(struct svg_curve *curve, double x, double y)
{
	double least = (y - NEAR_PX - curve->y) / (x - curve->x);
	double most = (y + NEAR_PX - curve->y) / (x - curve->x);

	curve->least = curve->is_held_back ? fmax(curve->least, least) : least;
	curve->most = curve->is_held_back ? fmin(curve->most, most) : most;
	curve->held_x = x;
	curve->held_y = y;
	curve->is_held_back = true;
}

void svg_curve_add(struct svg_curve *curve, double x, double y)
{
	if (!isfinite(x) || !isfinite(y)) {
		svg_curve_break(curve);
		return;
	}
	if (curve->is_down && !lies_on_line(curve, x, y)) {
		put_held_back(curve);
	}
	if (curve->is_down && lies_on_line(curve, x, y)) {
		hold_back(curve, x, y);
		return;
	}
	fprintf(curve->out, "%c%.1f %.1f", curve->is_down ? 'L' : 'M', x, y);
	curve->is_down = true;
	curve->x = x;
	curve->y = y;
}

void svg_curve_break(struct svg_curve *curve)
{
	put_held_back(curve);
	curve->is_down = false;
}

void svg_curve_end(struct svg_curve *curve)
{
	put_held_back(curve);
	fputs("\"/>\n", curve->out);
}
