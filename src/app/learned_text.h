/*
 * learned_text.h - what a calibration found as text, one key a line, and back. Touches no file.
 */
#ifndef APP_LEARNED_TEXT_H
#define APP_LEARNED_TEXT_H

#include <knead/learned.h>
#include <knead/rig.h>

#include <stddef.h>

#define LEARNED_TEXT_BYTES 49152 /* more than HEADS_MAX heads fill */

enum learned_verdict {
	LEARNED_FINE = 0,
	LEARNED_NONE,       /* there is none */
	LEARNED_DAMAGED,    /* not as it was written */
	LEARNED_OF_VERSION, /* written by another version of this program */
	LEARNED_OF_RIG,     /* another rig's */
	LEARNED_OF_CONFIG   /* this rig's, when its file said something else of its heads */
};

/* Returns the length; 0 where a known value is outside of what is believed. */
size_t learned_to_text(char text[LEARNED_TEXT_BYTES], const struct learned *learned,
		       const struct rig *rig);

/* text ends with a NUL behind its length. learned is written only when it is fine. */
enum learned_verdict learned_from_text(struct learned *learned, const char *text, size_t length,
				       const struct rig *rig);

#endif
