/* plot_svg.c - see plot_svg.h. */
#include "tool/plot_svg.h"

#include <math.h>
#include <stdarg.h>

#define LEVEL_PX 0.05

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
	if (curve->is_level) {
		fprintf(curve->out, "L%.1f %.1f", curve->x, curve->y);
		curve->is_level = false;
	}
}

void svg_curve_add(struct svg_curve *curve, double x, double y)
{
	if (!isfinite(x) || !isfinite(y)) {
		svg_curve_break(curve);
		return;
	}
	if (curve->is_down && fabs(y - curve->y) < LEVEL_PX) {
		curve->is_level = true;
		curve->x = x;
		return;
	}
	put_held_back(curve);
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
