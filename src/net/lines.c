/*
 * lines.c - a short list, looked through from the front.
 */
#include "net/lines.h"

#include <stddef.h>

static bool is_same(const struct line *line, uint32_t tablet, const struct endpoint *from)
{
	return line->tablet == tablet && tablet != 0 && endpoint_on_one_line(&line->from, from);
}

/* A free one, or the one heard longest ago. */
static struct line *find_place(struct lines *lines)
{
	struct line *place = &lines->list[0];

	for (int i = 1; i < LINES_MAX && place->tablet != 0; i++) {
		struct line *line = &lines->list[i];

		if (line->tablet == 0 || line->quarantine.heard_ns < place->quarantine.heard_ns) {
			place = line;
		}
	}
	return place;
}

bool lines_hear(struct lines *lines, uint32_t tablet, const struct endpoint *from, int64_t t_ns)
{
	struct line *line = NULL;

	for (int i = 0; i < LINES_MAX && line == NULL; i++) {
		line = is_same(&lines->list[i], tablet, from) ? &lines->list[i] : NULL;
	}
	if (line == NULL) {
		line = find_place(lines);
		*line = (struct line){.tablet = tablet, .from = *from};
	}
	return quarantine_hear(&line->quarantine, t_ns);
}

bool lines_hold(const struct lines *lines, uint32_t tablet, const struct endpoint *from,
		int64_t t_ns)
{
	for (int i = 0; i < LINES_MAX; i++) {
		if (is_same(&lines->list[i], tablet, from)) {
			return quarantine_holds(&lines->list[i].quarantine, t_ns);
		}
	}
	return true;
}
