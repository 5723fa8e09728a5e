/* discomfort.c - see discomfort.h. */
#include "sim/discomfort.h"

/* How uncomfortable it is, 0..10, by force over comfort, and by skin that hurts from about 43.5 degC on
 * [P]; it comes faster than it goes. */
#define AT_COMFORT       4.0
#define PAINFUL          6.0
#define PAINFUL_SHARE    1.25
#define UNBEARABLE       10.0
#define UNBEARABLE_SHARE 2.0
#define HOT_C            43.5
#define HOT_PER_K        4.0
#define COMES_S          0.3
#define GOES_S           5.0

void discomfort_feel(struct discomfort *discomfort, double force_n, double comfort_n)
{
	if (comfort_n > 0.0 && force_n > discomfort->worst_share * comfort_n) {
		discomfort->worst_share = force_n / comfort_n;
	}
}

/* Comfortable is comfortable: under 2 up to 0.89 of it, 4 at its end, 6 at 1.25 times that, 10 at twice. [M] */
static double by_force(double share)
{
	if (!(share > 1.0)) {
		double cube = share * share * share;

		return AT_COMFORT * cube * cube;
	}
	if (!(share > PAINFUL_SHARE)) {
		return AT_COMFORT + (PAINFUL - AT_COMFORT) * (share - 1.0) / (PAINFUL_SHARE - 1.0);
	}
	return PAINFUL + (UNBEARABLE - PAINFUL) * (share - PAINFUL_SHARE) /
				 (UNBEARABLE_SHARE - PAINFUL_SHARE);
}

void discomfort_step(struct discomfort *discomfort, double skin_c, double dt_s)
{
	double level = by_force(discomfort->worst_share);
	double hot = skin_c > HOT_C ? AT_COMFORT + HOT_PER_K * (skin_c - HOT_C) : 0.0;
	double tau_s;

	level = hot > level ? hot : level;
	level = level < UNBEARABLE ? level : UNBEARABLE;
	tau_s = level > discomfort->level ? COMES_S : GOES_S;
	discomfort->level += (level - discomfort->level) * dt_s / (tau_s + dt_s);
	discomfort->worst_share = 0.0;
}
