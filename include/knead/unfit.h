/*
 * unfit.h - in words, why a technique cannot be done on this rig just now: snapshot -> network, tools.
 */
#ifndef KNEAD_UNFIT_H
#define KNEAD_UNFIT_H

#include <knead/command.h>
#include <knead/limits.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <stdio.h>

#define UNFIT_SENTENCE_BYTES 160 /* holds every sentence */
#define LACKS_SENTENCE_BYTES 128 /* likewise, of those about a technique under way */

/* The one region that all strokes of a technique work, or REGION_NONE. */
static inline enum region unfit_only_region(const struct technique *technique)
{
	const enum region only = technique->strokes[0].from;

	for (int k = 0; k < technique->stroke_count; k++) {
		if (technique->strokes[k].from != only || technique->strokes[k].to != only) {
			return REGION_NONE;
		}
	}
	return only;
}

/*
 * Writes what is to be said after the technique's title, as "needs a ceiling of 40 N; the rig's, asked
 * and eased ceilings leave 32 N", into text; "" where it fits. ceiling_n is the snapshot's
 * fit_ceiling_n of this technique, heat_allowed the snapshot's.
 */
static inline void unfit_sentence(char *text, size_t size, enum unfit unfit,
				  const struct technique *technique, double ceiling_n,
				  bool heat_allowed)
{
	if (size > 0) {
		text[0] = '\0';
	}
	switch (unfit) {
	case FIT:
		break;
	case UNFIT_HEATER:
		snprintf(text, size, "%s",
			 heat_allowed ? "needs a heater, and each head that it would work has "
					"none or had all the heat it may have today"
				      : "needs a heater, and the answers to the screening rule "
					"heat out");
		break;
	case UNFIT_POSITION:
		snprintf(text, size,
			 "needs heads that measure their position, and none that it would work "
			 "does");
		break;
	case UNFIT_CEILING:
		/* down to a tenth: what is left may not look like enough */
		snprintf(text, size,
			 "needs a ceiling of %g N; the rig's, asked and eased ceilings leave %g N",
			 technique->needs_ceiling_n, (double)(int)(ceiling_n * 10.0) / 10.0);
		break;
	case UNFIT_REGION:
		if (unfit_only_region(technique) != REGION_NONE) {
			snprintf(text, size,
				 "works nothing but the %s: no head lies there that is enabled and "
				 "has a share of the time",
				 region_facts(unfit_only_region(technique))->title);
			break;
		}
		snprintf(text, size,
			 "works no region that has heads, is enabled and has a share of the time");
		break;
	}
}

/*
 * A ceiling that is just enough leaves less than its least force to be asked for: the rest of it is kept
 * for breath. "" where that is not so.
 */
static inline void lighter_sentence(char *text, size_t size, const struct technique *technique,
				    double ceiling_n)
{
	const double asked_n = CEILING_ASK_SHARE * ceiling_n;

	if (size > 0) {
		text[0] = '\0';
	}
	if (ceiling_n >= technique->needs_ceiling_n && asked_n < technique->needs_ceiling_n) {
		snprintf(text, size,
			 "goes on lighter: a ceiling of %g N leaves it %g N, the rest is for "
			 "breath; its least is %g N",
			 (double)(int)(ceiling_n * 10.0) / 10.0,
			 (double)(int)(asked_n * 10.0) / 10.0, technique->needs_ceiling_n);
	}
}

/*
 * The same of a technique that is under way and is not broken off: how it goes on, and why. Short enough
 * for two lines on a small screen.
 */
static inline void lacks_sentence(char *text, size_t size, enum unfit unfit,
				  const struct technique *technique, double ceiling_n,
				  bool heat_allowed)
{
	if (size > 0) {
		text[0] = '\0';
	}
	switch (unfit) {
	case FIT:
		lighter_sentence(text, size, technique, ceiling_n);
		break;
	case UNFIT_HEATER:
		snprintf(text, size, "goes on without heat: %s",
			 heat_allowed ? "its places have no heater, or had all of today's heat"
				      : "the answers to the screening rule it out");
		break;
	case UNFIT_POSITION:
		snprintf(text, size, "goes on unsure how deep its heads are");
		break;
	case UNFIT_CEILING:
		snprintf(text, size,
			 "goes on lighter: it needs %g N, and rig, asked and eased ceilings leave "
			 "%g N",
			 technique->needs_ceiling_n, (double)(int)(ceiling_n * 10.0) / 10.0);
		break;
	case UNFIT_REGION:
		snprintf(text, size,
			 "waits: no region that it works is enabled and has a share of the time");
		break;
	}
}

/*
 * The same of strokes that have no place to work, as the snapshot's idle_strokes names them; "" where all
 * have one, and where none has: that is UNFIT_REGION.
 */
static inline void idle_sentence(char *text, size_t size, unsigned idle,
				 const struct technique *technique)
{
	int first = -1;
	int count = 0;

	if (size > 0) {
		text[0] = '\0';
	}
	for (int k = technique->stroke_count - 1; k >= 0; k--) {
		if ((idle >> k & 1u) != 0) {
			first = k;
			count++;
		}
	}
	if (count > 0 && count < technique->stroke_count) {
		char others[24] = "";

		if (count > 1) {
			snprintf(others, sizeof(others), " and %d more", count - 1);
		}
		snprintf(text, size,
			 "goes on without stroke %d, %s%s: no %shead lies there, or it is left out",
			 first + 1, stroke_kind_name(technique->strokes[first].kind), others,
			 technique->strokes[first].surface_c > 0.0 ? "heated " : "");
	}
}

/*
 * The same of a search that a balance keeps to one side: there no place has its mirror to stand out from.
 * "" where both sides are searched, and where nothing is.
 */
static inline void search_sentence(char *text, size_t size, const struct technique *technique,
				   double balance)
{
	const bool left = balance_gain(balance, 0) >= SEARCHED_GAIN;
	const bool right = balance_gain(balance, 1) >= SEARCHED_GAIN;

	if (size > 0) {
		text[0] = '\0';
	}
	for (int k = 0; k < technique->stroke_count && left != right; k++) {
		if (technique->strokes[k].kind == STROKE_SEARCH) {
			snprintf(text, size,
				 "searches the %s side alone: with no other to compare, it finds "
				 "only what is far stiffer",
				 left ? "left" : "right");
			return;
		}
	}
}

#endif
