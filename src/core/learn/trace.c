/* trace.c - see trace.h. */
#include "core/learn/trace.h"

#include <math.h>

#define NS_PER_S 1e9

static void series_begin(struct series *series)
{
	series->count = 0;
	series->seen_t_ns = INT64_MIN;
}

void trace_begin(struct trace *trace, double dt_s, int64_t t_ns)
{
	trace->dt_s = dt_s;
	trace->begin_t_ns = t_ns;
	trace->ticks = 0;
	series_begin(&trace->pressure_pa);
	series_begin(&trace->force_n);
}

/* A sample that is new, sound and of this trace's time. */
static void series_take(struct series *series, const struct trace *trace,
			const struct sample *sample)
{
	if (sample->state != SAMPLE_OK || !isfinite(sample->value) ||
	    sample->t_ns <= series->seen_t_ns || sample->t_ns < trace->begin_t_ns ||
	    series->count >= TRACE_TICKS) {
		return;
	}
	series->seen_t_ns = sample->t_ns;
	series->t_s[series->count] = (double)(sample->t_ns - trace->begin_t_ns) / NS_PER_S;
	series->value[series->count] = sample->value;
	series->count++;
}

bool trace_add(struct trace *trace, const struct head_frame *frame, double order_pa)
{
	if (trace->ticks >= TRACE_TICKS) {
		return false;
	}
	series_take(&trace->pressure_pa, trace, &frame->pressure_pa);
	series_take(&trace->force_n, trace, &frame->force_n);
	trace->order_pa[trace->ticks++] = order_pa;
	return true;
}

int series_from(const struct series *series, double t_s)
{
	int least = 0;
	int most = series->count;

	while (least < most) {
		int middle = least + (most - least) / 2;

		if (series->t_s[middle] < t_s) {
			least = middle + 1;
		} else {
			most = middle;
		}
	}
	return least;
}

double series_mean(const struct series *series, double t_s, double half_s)
{
	double sum = 0.0;
	int count = 0;

	for (int i = series_from(series, t_s - half_s);
	     i < series->count && series->t_s[i] <= t_s + half_s; i++) {
		sum += series->value[i];
		count++;
	}
	return count > 0 ? sum / count : (double)NAN;
}
