/* plot_bins.c - see plot_bins.h. */
#include "tool/plot_bins.h"

#include "tool/plot_strokes.h"

#include <math.h>

#define LIGHT_N 1.0

static void fill_hand(struct plot_bin *bin, int h, const struct sim_film *film, long from, long to)
{
	int count = 0;
	bool pressing = false;

	for (long f = from; f < to; f++) {
		const struct sim_film_frame *frame = &film->frames[f];
		const struct sim_film_hand *hand = &frame->hands[h];
		bool pressed = pressing;

		pressing = h < frame->hand_count && (double)hand->force_n >= LIGHT_N;
		if (pressing && !pressed) {
			bin->x_m[h] = 0.0; /* it came down anew: where it was before is past */
			bin->y_m[h] = 0.0;
			count = 0;
		}
		if (pressing) {
			bin->x_m[h] += (double)hand->x_m;
			bin->y_m[h] += (double)hand->y_m;
			bin->force_n[h] = fmax(bin->force_n[h], (double)hand->force_n);
			count++;
		}
	}
	bin->is_on[h] = count > 0;
	if (count > 0) {
		bin->x_m[h] /= count;
		bin->y_m[h] /= count;
	}
}

int plot_bins_fill(struct plot_bin *bins, int max, const struct technique *technique,
		   const struct sim_film *film)
{
	int count = film->count < max ? (int)film->count : max;

	for (int b = 0; b < count; b++) {
		long from = b * film->count / count;
		long to = (b + 1) * film->count / count;

		bins[b] =
			(struct plot_bin){.kind = plot_stroke_at(technique, film, (from + to) / 2)};
		fill_hand(&bins[b], 0, film, from, to);
		fill_hand(&bins[b], 1, film, from, to);
	}
	return count;
}
