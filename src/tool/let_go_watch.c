/* let_go_watch.c - see let_go_watch.h. */
#include "tool/let_go_watch.h"

#include <knead/limits.h>

#include <math.h>
#include <string.h>

/* Late enough that the valve is open, and early enough that an offset of the sensor hides nothing. */
static const double shares[LET_GO_SHARES] = {0.7, 0.3};

void let_go_watch_begin(struct let_go_watch *watch, int64_t t_ns, const struct head_frame *head)
{
	memset(watch, 0, sizeof(*watch));
	watch->from_t_ns = t_ns;
	watch->from_n = head->force_n.value;
	watch->from_pa = head->pressure_pa.state == SAMPLE_OK ? head->pressure_pa.value : 0.0;
	watch->last_pa = watch->from_pa;
}

static double since_s(const struct let_go_watch *watch, const struct sample *sample)
{
	return (double)(sample->t_ns - watch->from_t_ns) / 1e9;
}

/* Between two samples the air is taken to fall evenly. */
static void see_air(struct let_go_watch *watch, double t_s, double pressure_pa)
{
	while (watch->crossed < LET_GO_SHARES &&
	       pressure_pa <= shares[watch->crossed] * watch->from_pa) {
		const double to_pa = shares[watch->crossed] * watch->from_pa;
		const double fell_pa = watch->last_pa - pressure_pa;
		const double part = fell_pa > 0.0 ? (watch->last_pa - to_pa) / fell_pa : 1.0;

		watch->at_s[watch->crossed++] = watch->last_s + part * (t_s - watch->last_s);
	}
	watch->last_s = t_s;
	watch->last_pa = pressure_pa;
}

void let_go_watch_step(struct let_go_watch *watch, const struct head_frame *head)
{
	const double force_s = since_s(watch, &head->force_n);
	const double air_s = since_s(watch, &head->pressure_pa);

	if (!watch->released && force_s > 0.0 && head->force_n.state == SAMPLE_OK &&
	    head->force_n.value < RELEASED_N) {
		watch->released = true;
		watch->release_s = force_s;
	}
	if (head->pressure_pa.state == SAMPLE_OK && watch->from_pa > 0.0 && air_s > watch->last_s) {
		see_air(watch, air_s, head->pressure_pa.value);
	}
}

bool let_go_watch_air(const struct let_go_watch *watch, double *tau_s, double *dead_s)
{
	const double apart = log(shares[0] / shares[1]);

	if (watch->crossed < LET_GO_SHARES) {
		return false;
	}
	*tau_s = (watch->at_s[1] - watch->at_s[0]) / apart;
	*dead_s = watch->at_s[0] - *tau_s * log(1.0 / shares[0]);
	*dead_s = *dead_s > 0.0 ? *dead_s : 0.0;
	return *tau_s > 0.0;
}
