/*
 * panel_token.h - the token of this panel at one controller, in its user's state folder: kept from one
 * start to the next, for nobody else to read.
 */
#ifndef TOOL_PANEL_TOKEN_H
#define TOOL_PANEL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#define PANEL_TOKEN_BYTES 32 /* 16 digits and room for what is none */

/* "" where there is none. where: the controller's HOST:PORT. */
void panel_token_read(char token[PANEL_TOKEN_BYTES], const char *where);

/* False with one sentence and its remedy where it cannot be kept. */
bool panel_token_write(const char *token, const char *where, char *error, size_t error_size);

#endif
