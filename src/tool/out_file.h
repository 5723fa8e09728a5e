/*
 * out_file.h - a file that is written for the user; "-" is standard output.
 */
#ifndef TOOL_OUT_FILE_H
#define TOOL_OUT_FILE_H

#include <stdbool.h>
#include <stdio.h>

/* EXIT_DONE, or EXIT_FAILED with a sentence on stderr that begins with who. A NULL path opens nothing. */
__attribute__((warn_unused_result)) int out_file_open(FILE **out, const char *path,
						      const char *who);

/* Whether every byte arrived is known only now. Accepts a file that was never opened. */
__attribute__((warn_unused_result)) int out_file_close(FILE **out, const char *path,
						       const char *who);

/* Whether more than one of these is standard output; NULL paths are none. */
bool out_files_collide(const char *const *paths, int count);

#endif
