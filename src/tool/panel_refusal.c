/*
 * panel_refusal.c - one sentence for each code, for where the controller says no more than that.
 */
#include "tool/panel_refusal.h"

#include "tool/panel_take.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct { const char *code; const char *sentence; const char *hint; } codes[] = {
	{ "unknown_address", "this controller does not know it", "" },
	{ "bad_type",        "it takes no such argument", "" },
	{ "bad_value",       "it takes no such value", "" },
	{ "not_paired",      "this panel is not paired with the rig", "; w pairs" },
	{ "not_owner",       "somebody else steers the rig", "; w steers" },
	{ "stale_epoch",     "the rig has changed hands meanwhile", "" },
	{ "not_armed",       "arm first", "; a arms" },
	{ "quarantine",      "the line was down; again in a second", "" },
	{ "screening",       "a screening question stands in the way", "; i shows it" },
	{ "fault_active",    "there is a fault", "; R R resets it" },
	{ "rate",            "too often", "" },
	{ "full",            "too many watch already", "" },
	{ "locked",          "not now", "" },
	{ "busy",            "the controller is busy; once more", "" },
};
/* clang-format on */

/* "/rig/client/height" is the client height. */
static void name_address(struct panel_text *name, const char *address)
{
	static const char prefix[] = "/rig/";

	if (strncmp(address, prefix, sizeof(prefix) - 1) == 0) {
		address += sizeof(prefix) - 1;
	}
	panel_take_text(name, address);
	for (char *at = name->text; *at != '\0'; at++) {
		*at = (char)(*at == '/' || *at == '_' ? ' ' : *at);
	}
}

void panel_refusal_write(char *text, size_t size, const char *code, const char *address,
			 const char *detail)
{
	const char *sentence = code;
	const char *hint = "";
	struct panel_text what;
	struct panel_text why;

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (strcmp(codes[i].code, code) == 0) {
			sentence = codes[i].sentence;
			hint = codes[i].hint;
		}
	}
	name_address(&what, address);
	panel_take_text(&why, detail[0] != '\0' ? detail : sentence);
	snprintf(text, size, "%.40s refused: %s%s", what.text, why.text, hint);
}
