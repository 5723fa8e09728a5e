/* learned_text.c - see learned_text.h. */
#include "app/learned_text.h"

#include "app/crc32.h"
#include "app/kept_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION "1" /* another one for every change of what follows, fingerprint included */
#define UNKNOWN "unknown"

/*
 * What the rig file says of everything that a calibration stands on. Learned beside other figures, or of
 * another cylinder, a value says nothing.
 */
static uint32_t fingerprint(const struct rig *rig)
{
	char text[1024];
	struct kept_page page = {.text = text, .size = sizeof(text)};
	uint32_t sum = 0;

	for (int i = 0; i < rig->head_count; i++) {
		const struct actuator_spec *from = &rig->heads[i].actuator;

		page.used = 0;
		kept_put(&page,
			 "%08x %d %d %d %.9g %.9g %.9g %.9g %.9g %.9g %.9g %.9g %.9g %.9g %.9g",
			 sum, i, (int)from->driver, (int)from->kind, from->dead_s, from->travel_m,
			 from->mass_kg, from->friction.breakaway_n, from->friction.coulomb_share,
			 from->release.spring_n, from->area_m2, from->relief_pa, from->lag_s,
			 from->vent_lag_s, from->hysteresis_share);
		sum = crc32_of(text, page.used);
	}
	return sum;
}

/* ---- to text ---- */

static bool is_believed(const struct learned_facts *facts, const struct learned_value *value)
{
	return value->value >= facts->least && value->value <= facts->most &&
	       value->spread >= 0.0 && value->spread <= facts->most;
}

static void put_value(struct kept_page *page, int number, enum learned_kind kind,
		      const struct learned_value *value)
{
	const struct learned_facts *facts = learned_facts(kind);

	if (!value->known) {
		kept_put(page, "head_%d_%s " UNKNOWN "\n", number, facts->name);
		return;
	}
	page->wrong = page->wrong || !is_believed(facts, value);
	kept_put(page, "head_%d_%s %.6f %.6f\n", number, facts->name, value->value, value->spread);
}

size_t learned_to_text(char text[LEARNED_TEXT_BYTES], const struct learned *learned,
		       const struct rig *rig)
{
	struct kept_page page = {.text = text, .size = LEARNED_TEXT_BYTES};

	if (learned->head_count != rig->head_count || rig->head_count > HEADS_MAX) {
		return 0;
	}
	kept_put(&page, "knead_learned " VERSION "\nrig %s\nheads %d\nconfig %08x\n", rig->name,
		 rig->head_count, fingerprint(rig));
	for (int i = 0; i < learned->head_count; i++) {
		for (int kind = 0; kind < LEARNED_KINDS; kind++) {
			put_value(&page, i + 1, (enum learned_kind)kind,
				  &learned->heads[i].of[kind]);
		}
	}
	kept_put(&page, "crc32 %08x\n", crc32_of(text, page.used));
	return page.wrong ? 0 : page.used;
}

/* ---- from text ---- */

static void take_value(struct kept_reading *reading, int number, enum learned_kind kind,
		       struct learned_value *value)
{
	const struct learned_facts *facts = learned_facts(kind);
	char key[64];
	char word[64];
	char *spread = word;
	char *end = word;

	snprintf(key, sizeof(key), "head_%d_%s", number, facts->name);
	kept_take(reading, key, word, sizeof(word));
	*value = (struct learned_value){0};
	if (reading->at == NULL || strcmp(word, UNKNOWN) == 0) {
		return;
	}
	value->value = strtod(word, &spread);
	value->spread = strtod(spread, &end);
	value->known = spread != word && end != spread && *end == '\0' && is_believed(facts, value);
	if (!value->known) {
		reading->at = NULL;
	}
}

static enum learned_verdict judge_head(struct kept_reading *reading, const struct rig *rig)
{
	char heads[16];
	char config[16];

	snprintf(heads, sizeof(heads), "%d", rig->head_count);
	snprintf(config, sizeof(config), "%08x", fingerprint(rig));
	if (!kept_takes(reading, "knead_learned", VERSION)) {
		return LEARNED_OF_VERSION;
	}
	if (!kept_takes(reading, "rig", rig->name)) {
		return LEARNED_OF_RIG;
	}
	if (!kept_takes(reading, "heads", heads) || !kept_takes(reading, "config", config)) {
		return LEARNED_OF_CONFIG;
	}
	return LEARNED_FINE;
}

enum learned_verdict learned_from_text(struct learned *learned, const char *text, size_t length,
				       const struct rig *rig)
{
	struct kept_reading reading = {.at = text};
	struct learned read = {.head_count = rig->head_count};
	enum learned_verdict verdict;

	if (!crc32_is_whole(text, length)) {
		return LEARNED_DAMAGED;
	}
	verdict = judge_head(&reading, rig);
	if (verdict != LEARNED_FINE) {
		return reading.at != NULL ? verdict : LEARNED_DAMAGED;
	}
	for (int i = 0; i < read.head_count; i++) {
		for (int kind = 0; kind < LEARNED_KINDS; kind++) {
			take_value(&reading, i + 1, (enum learned_kind)kind,
				   &read.heads[i].of[kind]);
		}
	}
	if (reading.at == NULL || strncmp(reading.at, "crc32 ", strlen("crc32 ")) != 0) {
		return LEARNED_DAMAGED;
	}
	*learned = read;
	return LEARNED_FINE;
}
