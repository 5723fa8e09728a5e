/*
 * notice.c - one sentence a second.
 */
#include "net/notice.h"

#include <stdarg.h>
#include <stdio.h>

#define GAP_NS         1000000000LL
#define SENTENCE_BYTES 256

void notice_say(struct notice *notice, int64_t t_ns, const char *format, ...)
{
	char sentence[SENTENCE_BYTES];
	char whole[SENTENCE_BYTES + 40];
	va_list arguments;

	if (notice->say == NULL) {
		return;
	}
	if (notice->said && t_ns - notice->said_ns < GAP_NS) {
		notice->spared++;
		return;
	}
	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	if (notice->spared > 0) {
		snprintf(whole, sizeof(whole), "%s (and %u more like it)", sentence,
			 notice->spared);
	} else {
		snprintf(whole, sizeof(whole), "%s", sentence);
	}
	notice->said = true;
	notice->said_ns = t_ns;
	notice->spared = 0;
	notice->say(whole);
}
