/*
 * config.h - reads rigs, techniques and patients from their files, and refuses what is not provably
 * right.
 *
 * Every function that reads returns 0 (or a count) when the file is sound, and otherwise -errno:
 * -EINVAL for content, -EISDIR, -EFBIG, or what opening the file said. Then *out is all zero, the
 * locked state, and each thing that is wrong was written to complaints as one line,
 * "file:line: what is wrong and what would be right"; complaints may be NULL. Nothing here prints
 * elsewhere, follows an include or keeps memory after it returns.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/technique.h>
#include <knead/wiring.h>

#include <stdbool.h>
#include <stdio.h>

#define CONFIG_BYTES_MAX      (1024 * 1024) /* a file larger than this is none of ours */
#define CONFIG_SETTINGS_MAX   6144          /* 64 heads with all they can have are 5900 */
#define CONFIG_COMPLAINTS_MAX 20            /* lines about one file; the rest is counted */

#define RELEASE_MAX_S 0.4 /* from a head's ceiling to RELEASED_N by its dump valve alone [P] */

enum config_kind { CONFIG_KIND_NONE = 0, CONFIG_RIG, CONFIG_TECHNIQUE, CONFIG_PATIENT };

__attribute__((warn_unused_result)) int config_read_rig(struct rig *out, const char *path,
							FILE *complaints);

/* The same, with where its real devices are connected. */
__attribute__((warn_unused_result)) int
config_read_wired_rig(struct rig *out, struct wiring *wiring, const char *path, FILE *complaints);

__attribute__((warn_unused_result)) int config_read_technique(struct technique *out,
							      const char *path, FILE *complaints);

__attribute__((warn_unused_result)) int config_read_patient(struct patient *out, const char *path,
							    FILE *complaints);

/*
 * All *.conf of the folder "techniques" beside the rig's own folder, sorted by file name, into
 * out[0..max). Returns their count, at least 1; two of one name are refused.
 */
__attribute__((warn_unused_result)) int
config_read_techniques(struct technique *out, int max, const char *rig_path, FILE *complaints);

/*
 * Whether a sound file beside that one, in its folder, holds a technique of the same name: no controller
 * starts on both. Its name, shortened to size, into twin where it does. What cannot be read is no twin.
 */
bool config_find_twin(char *twin, size_t size, const struct technique *technique, const char *path);

/* The same for "patients"; the one named "nominal" must be there and comes first. */
__attribute__((warn_unused_result)) int
config_read_patients(struct patient *out, int max, const char *rig_path, FILE *complaints);

/* The same for a folder of patients that lies anywhere. */
__attribute__((warn_unused_result)) int config_read_cohort(struct patient *out, int max,
							   const char *folder, FILE *complaints);

/* What the file describes, by the name of its one group: an enum config_kind, or -errno. */
__attribute__((warn_unused_result)) int config_kind_of(const char *path, FILE *complaints);

/*
 * Seconds from this head's ceiling to RELEASED_N by its dump valve alone: the dead time, then an
 * exponential fall of pressure x area against the return spring, breakaway friction in the way at
 * both ends. Of a screw: its quick release's dead time, then 25 mm by its spring alone.
 */
double config_release_s(const struct head *head);

#endif
