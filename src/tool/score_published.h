/*
 * score_published.h - results of others that stand beside ours, with their conditions. A simulated
 * figure never claims to beat one from hardware.
 */
#ifndef TOOL_SCORE_PUBLISHED_H
#define TOOL_SCORE_PUBLISHED_H

struct score_published {
	const char *who;
	const char *conditions;
	const char *figure;
};

#define SCORE_PUBLISHED 5

static const struct score_published score_published[SCORE_PUBLISHED] = {
	{"Xu, Ren, Kong, Chen: variable impedance, multi-mode robotic back massage",
	 "simulation; breathing, shape and stiffness vary",
	 "RMSE < 0.42 N, MAE <= 0.32 N, r2 > 0.97 over all waveforms"},
	{"Xiao et al. 2023, doi 10.1007/s11370-023-00474-6", "hardware, skin, level not shown",
	 "about +-0.2 N"},
	{"Sun et al. 2026, doi 10.1108/ir-03-2026-0126", "hardware, 45 people, neck and shoulder",
	 "within 0.2 N"},
	{"Actuators 2026 15(6) 333", "hardware, light constant force on skin",
	 "fluctuation 0.098 N"},
	{"Su 2016, exosuit force tracker", "hardware, 200 N peaks", "rms 3.4 N = 1.7 % of peak"},
};

#endif
