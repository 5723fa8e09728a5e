/* calibrate_release.c - see calibrate_release.h. */
#include "tool/calibrate_release.h"

#include "app/config.h"

#include <knead/limits.h>

const char *release_way_name(enum release_way way)
{
	return way == RELEASE_BY_DUMP ? "dump valve" : "regulator";
}

/* The regulator's is the second fault's: a dump valve that is dead was found before anybody was armed. */
double release_way_most_s(enum release_way way)
{
	return way == RELEASE_BY_DUMP ? RELEASE_MAX_S : RELEASE_ALARM_S;
}

/* From what was seen to what it would be from the ceiling, as knead check reckons. */
static void find(struct found_release *release, const struct let_go_watch *watch,
		 const struct head *head)
{
	struct head reckoned = *head;

	*release = (struct found_release){
		.known = watch->released,
		.from_n = watch->from_n,
		.release_s = watch->release_s,
	};
	release->air_known = let_go_watch_air(watch, &release->tau_s, &release->dead_s);
	reckoned.actuator.release.dump_tau_s = release->tau_s;
	reckoned.actuator.release.dead_s = release->dead_s;
	release->ceiling_s = config_release_s(&reckoned);
}

void releases_find(struct found_release releases[RELEASE_WAYS],
		   const struct let_go_watch falls[RELEASE_WAYS], const struct head *head)
{
	for (int way = 0; way < RELEASE_WAYS; way++) {
		find(&releases[way], &falls[way], head);
	}
}

static bool is_slow(const struct found_release *release, enum release_way way)
{
	return release->air_known && !(release->ceiling_s <= release_way_most_s(way));
}

bool releases_are_slow(const struct found_release releases[RELEASE_WAYS])
{
	return is_slow(&releases[RELEASE_BY_DUMP], RELEASE_BY_DUMP) ||
	       is_slow(&releases[RELEASE_BY_REGULATOR], RELEASE_BY_REGULATOR);
}

void releases_say_slow(const struct found_release releases[RELEASE_WAYS], int number,
		       const char *who, FILE *out)
{
	for (int k = 0; k < RELEASE_WAYS; k++) {
		const enum release_way way = (enum release_way)k;

		if (is_slow(&releases[k], way)) {
			fprintf(out,
				"%s: head %d's %s alone takes %.0f ms to let go from its ceiling, "
				"and %.0f ms "
				"are allowed: shorten its hoses, take a wider valve, or lower its "
				"ceiling_n\n",
				who, number, release_way_name(way), 1e3 * releases[k].ceiling_s,
				1e3 * release_way_most_s(way));
		}
	}
}
