/*
 * tablets.c - a list of tokens and a list of places.
 */
#include "net/tablets.h"

#include "net/token.h"

#include <stdio.h>
#include <string.h>

#define NAMELESS "tablet"

void tablets_init(struct tablets *tablets, const struct pairings *kept)
{
	memset(tablets, 0, sizeof(*tablets));
	if (kept == NULL) {
		return;
	}
	tablets->kept.count = kept->count < PAIRED_MAX ? kept->count : PAIRED_MAX;
	for (int i = 0; i < tablets->kept.count; i++) {
		tablets->kept.list[i] = kept->list[i];
		tablets->list[i] = (struct tablet){++tablets->last_number, INT64_MIN, {0}};
	}
}

static int place_of(const struct tablets *tablets, uint32_t tablet)
{
	for (int i = 0; i < tablets->kept.count && tablet != 0; i++) {
		if (tablets->list[i].number == tablet) {
			return i;
		}
	}
	return -1;
}

static void leave_spot(struct tablets *tablets, int i)
{
	tablets->spots[i] = (struct tablet_spot){0};
}

static void forget(struct tablets *tablets, int place)
{
	const size_t behind = (size_t)(tablets->kept.count - place - 1);

	for (int i = 0; i < SPOTS_MAX; i++) {
		if (tablets->spots[i].tablet == tablets->list[place].number) {
			leave_spot(tablets, i);
		}
	}
	memmove(&tablets->list[place], &tablets->list[place + 1],
		behind * sizeof(tablets->list[0]));
	memmove(&tablets->kept.list[place], &tablets->kept.list[place + 1],
		behind * sizeof(tablets->kept.list[0]));
	tablets->kept.count--;
}

/* Of those not heard at all, whoever paired first. */
static int heard_longest_ago(const struct tablets *tablets, uint32_t spared)
{
	int oldest = -1;

	for (int i = 0; i < tablets->kept.count; i++) {
		const struct tablet *tablet = &tablets->list[i];

		if (tablet->number != spared &&
		    (oldest < 0 || tablet->heard_ns < tablets->list[oldest].heard_ns)) {
			oldest = i;
		}
	}
	return oldest;
}

/* Names go to other people's screens and into a file of lines. */
static void write_name(char name[PAIRED_NAME_BYTES], const char *from)
{
	snprintf(name, PAIRED_NAME_BYTES, "%s", from[0] != '\0' ? from : NAMELESS);
	for (; *name != '\0'; name++) {
		if (*name < ' ' || *name > '~') {
			*name = '?';
		}
	}
}

uint32_t tablets_pair(struct tablets *tablets, const char *name, uint64_t token, uint32_t spared,
		      int64_t t_ns)
{
	char text[TOKEN_TEXT_BYTES];
	struct paired *paired;
	int place;

	if (tablets->kept.count == PAIRED_MAX) {
		forget(tablets, heard_longest_ago(tablets, spared));
	}
	place = tablets->kept.count++;
	paired = &tablets->kept.list[place];
	memset(paired, 0, sizeof(*paired));
	write_name(paired->name, name);
	token_write(text, token);
	(void)token_hash(text, paired->token_hash);
	tablets->list[place] = (struct tablet){++tablets->last_number, t_ns, {0}};
	tablets->kept.changes++;
	return tablets->list[place].number;
}

uint32_t tablets_with(const struct tablets *tablets, const char *token)
{
	uint8_t hash[TOKEN_HASH_BYTES];

	if (tablets->kept.count == 0 || !token_hash(token, hash)) {
		return 0;
	}
	/* how long comparing hashes takes tells nothing of a token */
	for (int i = 0; i < tablets->kept.count; i++) {
		if (memcmp(tablets->kept.list[i].token_hash, hash, sizeof(hash)) == 0) {
			return tablets->list[i].number;
		}
	}
	return 0;
}

static bool is_over(const struct tablet_spot *spot, int64_t t_ns)
{
	return !((double)(t_ns - spot->heard_ns) / 1e9 <= SPOT_LASTS_S);
}

uint32_t tablets_at(struct tablets *tablets, const struct endpoint *from, int64_t t_ns)
{
	for (int i = 0; i < SPOTS_MAX; i++) {
		struct tablet_spot *spot = &tablets->spots[i];

		if (spot->tablet == 0 || !endpoint_equals(&spot->from, from)) {
			continue;
		}
		if (is_over(spot, t_ns)) {
			leave_spot(tablets, i);
			return 0;
		}
		spot->heard_ns = t_ns;
		return spot->tablet;
	}
	return 0;
}

bool tablets_know(const struct tablets *tablets, const struct endpoint *from)
{
	for (int i = 0; i < SPOTS_MAX; i++) {
		const struct tablet_spot *spot = &tablets->spots[i];

		if (spot->tablet != 0 && endpoint_equals(&spot->from, from)) {
			return true;
		}
	}
	return false;
}

void tablets_settle(struct tablets *tablets, uint32_t tablet, const struct endpoint *from,
		    int64_t t_ns)
{
	struct tablet_spot *to = &tablets->spots[0];

	for (int i = 0; i < SPOTS_MAX; i++) {
		struct tablet_spot *spot = &tablets->spots[i];

		if (spot->tablet != 0 && endpoint_equals(&spot->from, from)) {
			to = spot;
			break;
		}
		if (to->tablet != 0 && (spot->tablet == 0 || spot->heard_ns < to->heard_ns)) {
			to = spot;
		}
	}
	*to = (struct tablet_spot){.tablet = tablet, .from = *from, .heard_ns = t_ns};
}

bool tablets_hear(struct tablets *tablets, uint32_t tablet, int64_t t_ns)
{
	struct tablet *heard = tablets_find(tablets, tablet);

	if (heard == NULL) {
		return false;
	}
	heard->heard_ns = t_ns;
	return quarantine_hear(&heard->quarantine, t_ns);
}

struct tablet *tablets_find(struct tablets *tablets, uint32_t tablet)
{
	int place = place_of(tablets, tablet);

	return place >= 0 ? &tablets->list[place] : NULL;
}

const char *tablets_name(const struct tablets *tablets, uint32_t tablet)
{
	int place = place_of(tablets, tablet);

	return place >= 0 ? tablets->kept.list[place].name : "";
}
