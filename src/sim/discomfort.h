/*
 * discomfort.h - how uncomfortable the simulated person is, 0..10: what the client's answers are made of.
 */
#ifndef KNEAD_SIM_DISCOMFORT_H
#define KNEAD_SIM_DISCOMFORT_H

/* All-zero is at ease. */
struct discomfort {
	double level;       /* 0..10, as it has been of late */
	double worst_share; /* of its comfort, of the tissue that is pressed most; until the next step */
};

/* One tissue that feels force_n and bears comfort_n; 0: no such place. */
void discomfort_feel(struct discomfort *discomfort, double force_n, double comfort_n);

/* After the last tissue. skin_c: the warmest place, 0 where nothing warms. */
void discomfort_step(struct discomfort *discomfort, double skin_c, double dt_s);

#endif
