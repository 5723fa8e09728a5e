/*
 * config_span_check.c - refuses scales by which a converter would be at its end before its sensor is: what it
 * shows then looks like any other force or pressure.
 */
#include "app/config_wiring.h"

#include <stdbool.h>

#define HX711_MV_V 500.0 /* [S] half its supply either way, over its gain */

/* What a converter reads from its least to its most, in the unit of its readings. */
struct span {
	double least;
	double most;
	const char *unit;
};

/* False where nobody knows: the kernel's drivers do not say. */
static bool span_of(struct span *span, const struct converter *converter)
{
	switch (converter->driver) {
	case CONVERTER_MCP3204:
	case CONVERTER_MCP3208:
		*span = (struct span){0.0, converter->reference_v, "V"};
		return true;
	case CONVERTER_HX711:
		*span = (struct span){-HX711_MV_V / converter->gain, HX711_MV_V / converter->gain,
				      "mV/V"};
		return true;
	case CONVERTER_NONE:
	case CONVERTER_IIO:
	case CONVERTER_IIO_TEMP:
	case CONVERTER_HWMON:
	case CONVERTER_W1:
	case CONVERTER_DRIVERS:
		break;
	}
	return false;
}

void check_span(struct complaints *complaints, int line, int number, const char *what,
		const struct input_wire *wire, double needed, const struct wiring *wiring)
{
	const struct converter *converter;
	struct span span;
	double most;

	if (wire->converter == 0) {
		return;
	}
	converter = &wiring->converters[wire->converter - 1];
	if (!span_of(&span, converter)) {
		return;
	}
	if (!(wire->zero >= span.least && wire->zero <= span.most)) {
		complain(complaints, line,
			 "head %d's %s is zero at %g %s, which its converter %s never reads: it "
			 "goes "
			 "from %g to %g; correct the wire's zero",
			 number, what, wire->zero, span.unit, converter->name, span.least,
			 span.most);
		return;
	}
	most = ((wire->per_unit > 0.0 ? span.most : span.least) - wire->zero) * wire->per_unit;
	if (!(most >= needed)) {
		complain(complaints, line,
			 "head %d's %s reads %g at the end of its converter %s and may be %g; "
			 "correct "
			 "the wire's zero and scale, or fit another sensor",
			 number, what, most, converter->name, needed);
	}
}
