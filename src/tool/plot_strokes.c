/* plot_strokes.c - see plot_strokes.h. */
#include "tool/plot_strokes.h"

#include "tool/plot_svg.h"

struct look {
	const char *title;
	const char *colour;
	bool holds;
};

/* clang-format off */
static const struct look looks[STROKE_KINDS + 1] = {
	[STROKE_NONE]        = { "between strokes", PLOT_MUTED, false },
	[STROKE_EFFLEURAGE]  = { "effleurage",      "#0b5cad", false },
	[STROKE_PETRISSAGE]  = { "petrissage",      "#c2571a", false },
	[STROKE_FRICTION]    = { "friction",        "#2f8f5b", false },
	[STROKE_STRIPPING]   = { "stripping",       "#6d3fa0", false },
	[STROKE_LEAN]        = { "lean",            "#b0305c", true  },
	[STROKE_POINT_PRESS] = { "point press",     "#0b7f8c", true  },
	[STROKE_SEARCH]      = { "search",          "#7b8794", true  },
	[STROKE_COMPRESSION] = { "compression",     "#b0305c", true  },
	[STROKE_FOLLOW]      = { "follow",          "#2f8f5b", true  },
	[STROKE_STILL_HEAT]  = { "still heat",      "#d17f00", true  },
	[STROKE_WARM_GLIDE]  = { "warm glide",      "#c2571a", false },
	[STROKE_CROSS_FRICTION] = { "cross friction", "#1d7f9c", false },
	[STROKE_KINDS]       = { "unknown",         PLOT_MUTED, false },
};
/* clang-format on */

static const struct look *look_of(enum stroke_kind kind)
{
	return &looks[(unsigned)kind < STROKE_KINDS ? kind : STROKE_KINDS];
}

enum stroke_kind plot_stroke_at(const struct technique *technique, const struct sim_film *film,
				long frame)
{
	int stroke = film->frames[frame].stroke;

	if (stroke < 0 || stroke >= technique->stroke_count) {
		return STROKE_NONE;
	}
	return technique->strokes[stroke].kind;
}

enum stroke_kind plot_stroke_on(const struct technique *technique, const struct sim_film *film,
				long first, long count, int head)
{
	double sums[STROKE_KINDS] = {0.0};
	enum stroke_kind most = STROKE_NONE;

	for (long f = first; f < first + count; f++) {
		enum stroke_kind kind = plot_stroke_at(technique, film, f);

		sums[kind] += kind != STROKE_NONE ? sim_film_true_n(film, f, head) : 0.0;
		most = sums[kind] > sums[most] ? kind : most;
	}
	return most;
}

const char *plot_stroke_colour(enum stroke_kind kind)
{
	return look_of(kind)->colour;
}

const char *plot_stroke_title(enum stroke_kind kind)
{
	return look_of(kind)->title;
}

bool plot_stroke_holds(enum stroke_kind kind)
{
	return look_of(kind)->holds;
}
