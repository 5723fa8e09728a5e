/*
 * memory_text.h - what is remembered of a client as text, one key a line, and back. Touches no
 * file.
 *
 * Ages become calendar time by way of when they were written: the text holds that moment by the
 * clock on the wall and by the one that counts since the machine's start, which nobody sets.
 */
#ifndef APP_MEMORY_TEXT_H
#define APP_MEMORY_TEXT_H

#include <knead/memory.h>

#include <stdbool.h>
#include <stddef.h>

#define MEMORY_TEXT_BYTES 24576 /* more than HEADS_MAX heads fill */
#define BOOT_ID_BYTES     40

/* A moment, as several clocks tell it. */
struct moment {
	double wall_s;               /* since 1970, UTC; may jump */
	double boot_s;               /* since the machine's start, sleep included */
	char boot_id[BOOT_ID_BYTES]; /* of that start; "none" where the kernel does not tell */
};

struct moment moment_now(void);

/* The wall's clock less the other: moves only when somebody sets the first. */
double moment_clock_offset_s(void);

/* Why a text is not taken. */
enum memory_verdict {
	MEMORY_FINE = 0,
	MEMORY_DAMAGED,    /* not as it was written */
	MEMORY_OF_VERSION, /* written by another version of this program */
	MEMORY_OF_RIG,     /* another rig's */
	MEMORY_OF_HEADS    /* this rig's, when it had another number of heads */
};

/*
 * Returns the length, always under MEMORY_TEXT_BYTES; 0 where a value is no such value (not finite,
 * out of its range): what could not be read back is not written.
 */
size_t memory_to_text(char text[MEMORY_TEXT_BYTES], const struct memory *memory,
		      const char *rig_name, const struct moment *now);

/*
 * text ends with a NUL behind its length. memory is written only when it is fine, with ages as of
 * now. Where it cannot be told how long ago the text was written (the clock was set back, or says
 * years), an ease counts as new, and answers as expired.
 */
enum memory_verdict memory_from_text(struct memory *memory, const char *text, size_t length,
				     const char *rig_name, int head_count,
				     const struct moment *now);

#endif
