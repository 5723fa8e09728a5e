/*
 * config_file.h - one configuration file: its bytes checked, parsed, and its one named group found.
 */
#ifndef APP_CONFIG_FILE_H
#define APP_CONFIG_FILE_H

#include "app/config.h"
#include "app/config_complaint.h"

#include <libconfig.h>

#include <stdio.h>

struct config_file {
	config_t parsed;
	config_setting_t *group;
	enum config_kind kind;
	struct complaints complaints;
};

/*
 * Reads path, which must be kept until closing. On 0 the group and its kind are known and the caller
 * closes; on -errno it was complained about, and nothing is left to close.
 */
__attribute__((warn_unused_result)) int config_file_open(struct config_file *file, const char *path,
							 FILE *complaints);

/* Closes, says how many complaints were left out, and returns 0 if there were none, else -EINVAL. */
int config_file_close(struct config_file *file);

/* The name of that kind's group. */
const char *config_kind_name(enum config_kind kind);

/* Complains, and returns -EINVAL, where the file holds another kind than the one wanted. */
int config_file_expect(struct config_file *file, enum config_kind kind);

#endif
