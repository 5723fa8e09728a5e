/*
 * config_text.h - the text of one configuration file, fit to be given to libconfig.
 */
#ifndef APP_CONFIG_TEXT_H
#define APP_CONFIG_TEXT_H

#include "app/config_complaint.h"

/*
 * The whole of a regular file, ending in a new line and a zero byte: plain text, nothing to include, no
 * quote left open, no more settings than CONFIG_SETTINGS_MAX. 0 and the caller frees it, or -errno after
 * a complaint, and NULL.
 */
__attribute__((warn_unused_result)) int config_text_read(char **out, const char *path,
							 struct complaints *complaints);

#endif
