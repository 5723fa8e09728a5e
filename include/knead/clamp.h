/*
 * clamp.h - why the last check lowers a command instead of refusing it.
 */
#ifndef KNEAD_CLAMP_H
#define KNEAD_CLAMP_H

enum clamp {
	CLAMP_STORED = 0, /* a head pushes harder than it is held back, and would jump */
	CLAMP_SUMS,       /* all heads together would press too much */
	CLAMP_SCREW, /* a screw would go on where the force is too high, or too fast in the air */
	CLAMPS
};

/* As it goes on after "commands lowered". */
static inline const char *clamp_words(enum clamp clamp)
{
	static const char *const words[CLAMPS] = {
		[CLAMP_STORED] = "that nobody held back",
		[CLAMP_SUMS] = "for the sum of all heads",
		[CLAMP_SCREW] = "of screws, too fast in the air or on too much force",
	};

	return (unsigned)clamp < CLAMPS ? words[clamp] : "for no known reason";
}

#endif
