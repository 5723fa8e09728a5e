/* pairing_text.c - see pairing_text.h. */
#include "app/pairing_text.h"

#include "app/crc32.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION "1" /* another one for every change of what follows */
#define HEX     "0123456789abcdef"

size_t pairing_to_text(char text[PAIRING_TEXT_BYTES], const struct pairings *pairings,
		       const char *rig_name)
{
	size_t used = (size_t)snprintf(text, PAIRING_TEXT_BYTES,
				       "knead_paired " VERSION "\nrig %s\ntablets %d\n", rig_name,
				       pairings->count);

	for (int i = 0; i < pairings->count && i < PAIRED_MAX; i++) {
		const struct paired *paired = &pairings->list[i];

		for (int k = 0; k < TOKEN_HASH_BYTES; k++) {
			text[used++] = HEX[paired->token_hash[k] >> 4];
			text[used++] = HEX[paired->token_hash[k] & 0xf];
		}
		used += (size_t)snprintf(text + used, PAIRING_TEXT_BYTES - used, " %s\n",
					 paired->name);
	}
	return used + (size_t)snprintf(text + used, PAIRING_TEXT_BYTES - used, "crc32 %08x\n",
				       crc32_of(text, used));
}

/* Takes the line that must be this; false where another one stands there. */
static bool takes(const char **at, const char *line)
{
	const size_t length = strlen(line);

	if (strncmp(*at, line, length) != 0 || (*at)[length] != '\n') {
		return false;
	}
	*at += length + 1;
	return true;
}

static int digit(char from)
{
	const char *found = from != '\0' ? strchr(HEX, from) : NULL;

	return found != NULL ? (int)(found - HEX) : -1;
}

static bool take_tablet(const char **at, struct paired *paired)
{
	const char *from = *at;
	size_t length;

	for (int k = 0; k < TOKEN_HASH_BYTES; k++, from += 2) {
		int high = digit(from[0]);
		int low = high >= 0 ? digit(from[1]) : -1;

		if (low < 0) {
			return false;
		}
		paired->token_hash[k] = (uint8_t)(high << 4 | low);
	}
	length = strcspn(from, "\n");
	if (from[0] != ' ' || length < 2 || length > PAIRED_NAME_BYTES) {
		return false;
	}
	memcpy(paired->name, from + 1, length - 1);
	paired->name[length - 1] = '\0';
	*at = from + length + 1;
	return true;
}

static enum pairing_verdict read_text(struct pairings *pairings, const char *text,
				      const char *rig_name)
{
	char line[64];
	const char *at = text;
	char *end = NULL;
	long count = 0;

	if (!takes(&at, "knead_paired " VERSION)) {
		return PAIRING_OF_VERSION;
	}
	snprintf(line, sizeof(line), "rig %s", rig_name);
	if (!takes(&at, line)) {
		return PAIRING_OF_RIG;
	}
	count = strncmp(at, "tablets ", 8) == 0 ? strtol(at + 8, &end, 10) : -1;
	if (count < 0 || count > PAIRED_MAX || *end != '\n') {
		return PAIRING_DAMAGED;
	}
	at = end + 1;
	for (; pairings->count < count; pairings->count++) {
		if (!take_tablet(&at, &pairings->list[pairings->count])) {
			return PAIRING_DAMAGED;
		}
	}
	return strncmp(at, "crc32 ", 6) == 0 ? PAIRING_FINE : PAIRING_DAMAGED;
}

enum pairing_verdict pairing_from_text(struct pairings *pairings, const char *text, size_t length,
				       const char *rig_name)
{
	struct pairings read = {0};
	enum pairing_verdict verdict = PAIRING_DAMAGED;

	*pairings = read;
	if (crc32_is_whole(text, length)) {
		verdict = read_text(&read, text, rig_name);
	}
	if (verdict == PAIRING_FINE) {
		*pairings = read;
	}
	return verdict;
}
