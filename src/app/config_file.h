/*
 * config_file.h - one configuration file: parsed, its one named group found and read into a struct.
 */
#ifndef APP_CONFIG_FILE_H
#define APP_CONFIG_FILE_H

#include "app/config.h"
#include "app/config_complaint.h"
#include "app/config_fields.h"

#include <libconfig.h>

#include <stddef.h>
#include <stdio.h>

/* How a kind of file is read. */
struct config_reader {
	enum config_kind kind;
	const struct field_table *table;
	const char *of; /* for the sentences: "the rig" */
	/* What rows cannot say alone; called when each key was sound. */
	void (*check)(struct complaints *complaints, config_setting_t *group, const void *read);
};

/* Reads path into out, of that size. As config.h says of all that read: on -errno out is all zero. */
__attribute__((warn_unused_result)) int config_file_read(void *out, size_t size,
							 const struct config_reader *reader,
							 const char *path, FILE *complaints);

#endif
