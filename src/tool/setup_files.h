/*
 * setup_files.h - rig, technique and patient by what was typed: a name among the files beside the rig, or
 * a file.
 */
#ifndef TOOL_SETUP_FILES_H
#define TOOL_SETUP_FILES_H

#include <knead/patient.h>
#include <knead/technique.h>

#define PATIENTS_MAX 32

/*
 * The rig that is simulated when none is named: of the folder that the environment's KNEAD_CONFIG names,
 * or else of config here, of the installed files, of the source tree that the program was built in. path
 * has room for PATH_MAX. 0 or -errno, with a sentence on stderr that begins with who ("knead sim"), as all
 * of these.
 */
__attribute__((warn_unused_result)) int find_rig_file(char *path, const char *who);

__attribute__((warn_unused_result)) int read_technique_named(struct technique *out,
							     const char *asked,
							     const char *rig_path, const char *who);

/* asked may be NULL: the nominal one. */
__attribute__((warn_unused_result)) int read_patient_named(struct patient *out, const char *asked,
							   const char *rig_path, const char *who);

#endif
