/*
 * learned_store.h - what a calibration found, in the state folder: RIG.learned, and the one before it,
 * RIG.learned.old. Killed at any moment of a write, one of them is there whole.
 */
#ifndef APP_LEARNED_STORE_H
#define APP_LEARNED_STORE_H

#include "app/learned_text.h"

#include <knead/learned.h>
#include <knead/rig.h>

#include <stdio.h>

/*
 * Reads what is there for this rig. LEARNED_NONE and LEARNED_DAMAGED leave *learned all unknown, as does
 * what is another rig's or an older one's. Everything but fine and none is one sentence to complaints,
 * which begins with who ("kneadd") and tells the remedy; so is a latest one that is damaged while the one
 * before counts. complaints may be NULL.
 */
enum learned_verdict learned_read(struct learned *learned, const char *folder,
				  const struct rig *rig, const char *who, FILE *complaints);

/* 0 when it is on the disk, or -errno and then what was there still is. -EINVAL: a value beyond belief. */
__attribute__((warn_unused_result)) int learned_write(const struct learned *learned,
						      const char *folder, const struct rig *rig);

/* How many heads anything is known of. */
int learned_heads(const struct learned *learned);

#endif
