/*
 * kept_copies.h - what a calibration found, of whatever kind, in the state folder: RIG.KIND, and the one
 * before it, RIG.KIND.old. Killed at any moment of a write, one of them is there whole.
 */
#ifndef APP_KEPT_COPIES_H
#define APP_KEPT_COPIES_H

#include "app/learned_text.h"

#include <stddef.h>
#include <stdio.h>

struct kept_kind {
	const char *suffix;  /* "learned" */
	const char *subject; /* "what was learned of this rig", for the sentences */
	const char *remedy;  /* "run knead calibrate again" */
	/* text ends with a NUL behind its length; out is written only when it is fine. of: what it is about. */
	enum learned_verdict (*from_text)(void *out, const char *text, size_t length,
					  const void *of);
};

/*
 * out: all unknown before, and left so unless something is fine. Everything but fine and none is one
 * sentence to complaints, which begins with who ("kneadd") and tells the remedy; so is a latest one that is
 * damaged while the one before counts. complaints may be NULL.
 */
enum learned_verdict kept_copies_read(const struct kept_kind *kind, void *out, const void *of,
				      const char *whose, const char *folder, const char *who,
				      FILE *complaints);

/* 0 when it is on the disk, or -errno and then what was there still is. scratch: as out. */
__attribute__((warn_unused_result)) int kept_copies_write(const struct kept_kind *kind,
							  void *scratch, const void *of,
							  const char *whose, const char *folder,
							  const char *text, size_t length);

#endif
