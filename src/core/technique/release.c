#include "core/technique/release.h"

#include <math.h>

/* Creep of 8 s is mostly over then: before, nothing is sudden [D]. Two breaths to compare make it 26 s,
 * and places let go after 30 to 90 [S]. */
#define SETTLED_S    15.0
#define PART_S       0.5
#define SMOOTH_S     3.0
#define DEEPER_M     0.0007 /* than ever before, by this ... */
#define DEEPER_SHARE 0.05   /* ... and by this of the depth: stiffness fell by a tenth [P] */
#define DEEPER_PARTS 2      /* in a row [P] */
#define FAST_M_S     0.012  /* a deep breath of 9 mm moves 7 mm/s, a cough 100 [D] */
#define AFTER_FAST_S 5.0    /* until it lies quietly again [P] */
#define LEAST_N      1.0
#define LEAST_M      0.003

static double smoothed(double from, double to, double dt_s)
{
	return from + (to - from) * dt_s / (SMOOTH_S + dt_s);
}

/* All over again: depths of another place say nothing. */
static void start_over(struct release *release)
{
	release->known = false;
	release->part_s = 0.0;
	release->part = 0;
	release->parts = 0;
	release->deeper = 0;
}

/* Where it would lie if it were pressed as it was when judging began. */
static double level(const struct release *release, double depth_m, double force_n)
{
	double harder = (force_n > LEAST_N ? force_n : LEAST_N) / release->usual_n;

	return depth_m - release->usual_m * (sqrt(harder) - 1.0);
}

static void take_usual(struct release *release, double level_m)
{
	release->known = true;
	release->usual_m = release->mean_m > LEAST_M ? release->mean_m : LEAST_M;
	release->usual_n = release->mean_n > LEAST_N ? release->mean_n : LEAST_N;
	release->deepest_m[0] = level_m;
}

/* The part under way is full: the oldest of the last breath is before it from now on. */
static void turn_part(struct release *release, double level_m)
{
	int next = release->part + 1 < RELEASE_PARTS ? release->part + 1 : 0;

	release->part_s = 0.0;
	release->parts += release->parts < 2 * RELEASE_PARTS;
	if (release->parts == RELEASE_PARTS ||
	    (release->parts > RELEASE_PARTS && release->deepest_m[next] > release->before_m)) {
		release->before_m = release->deepest_m[next];
	}
	release->part = next;
	release->deepest_m[next] = level_m;
}

static double deepest_m(const struct release *release)
{
	double most_m = release->deepest_m[0];

	for (int k = 1; k < RELEASE_PARTS; k++) {
		most_m = release->deepest_m[k] > most_m ? release->deepest_m[k] : most_m;
	}
	return most_m;
}

static bool is_deeper(const struct release *release)
{
	double share_m = DEEPER_SHARE * release->usual_m;
	double bar_m = share_m > DEEPER_M ? share_m : DEEPER_M;

	return release->parts >= 2 * RELEASE_PARTS &&
	       deepest_m(release) - release->before_m > bar_m;
}

void release_step(struct release *release, double depth_m, double force_n, double speed_m_s,
		  double dt_s)
{
	double level_m;

	if (!(release->held_s > 0.0)) {
		release->mean_m = depth_m;
		release->mean_n = force_n;
	}
	release->held_s += dt_s;
	release->mean_m = smoothed(release->mean_m, depth_m, dt_s);
	release->mean_n = smoothed(release->mean_n, force_n, dt_s);
	if (!(fabs(speed_m_s) <= FAST_M_S)) {
		release->moved_s = release->held_s;
		start_over(release);
	}
	if (!(release->held_s >= SETTLED_S && release->held_s >= release->moved_s + AFTER_FAST_S)) {
		return;
	}
	if (!release->known) {
		take_usual(release, depth_m);
	}
	level_m = level(release, depth_m, force_n);
	if (level_m > release->deepest_m[release->part]) {
		release->deepest_m[release->part] = level_m;
	}
	release->part_s += dt_s;
	if (release->part_s >= PART_S) {
		release->deeper = is_deeper(release) ? release->deeper + 1 : 0;
		turn_part(release, level_m);
	}
}

bool release_seen(const struct release *release)
{
	return release->deeper >= DEEPER_PARTS;
}
