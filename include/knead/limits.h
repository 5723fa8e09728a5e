/*
 * limits.h - what is compiled in and cannot be raised from anywhere.
 *
 * Order of limits: these > the rig file > the technique > the session > the client's ease.
 * Every figure says where it comes from. [P] is our own proposal, kept far inside the bounds of
 * ISO/TS 15066 for quasi-static contact; none of them is a medical claim.
 */
#ifndef KNEAD_LIMITS_H
#define KNEAD_LIMITS_H

#define HEADS_MAX 64 /* heads a rig file may name; costs are linear up to here */
#define HANDS_MAX 4  /* virtual hands a technique may move at once */

/* Ceilings of one head [P]. The neck has half of each. */
#define FORCE_HARD_N          120.0    /* no rig file may name more */
#define PRESSURE_HARD_PA      400000.0 /* under the head's own area */
#define CEILING_MAX_N         80.0     /* the most a rig file may ask for as its ceiling */
#define CEILING_MAX_PA        200000.0
#define NECK_SHARE            0.5
#define KIDNEY_CAP_N          15.0  /* felt over the kidneys, at most [P] ... */
#define KIDNEY_ASK_N          7.0   /* ... so no more is asked for: a cough adds up to 8 N [P] */
#define MIDLINE_KEPT_OUT_M    0.015 /* no part of a head nearer to the spine's midline [P] */
#define MECHANICAL_CAP_N      150.0 /* piston area x relief pressure, everywhere [P] */
#define MECHANICAL_CAP_NECK_N 75.0
#define MECHANICAL_CAP_SHARE  0.7 /* of the region's ISO/TS 15066 bound [P] */

/*
 * Of a head's ceiling, what is asked for at most: breath and a tensing muscle add up to 4.5 N on top, 2 N
 * beyond a ceiling of 30 N, and a cough where bone lies close 13 N and more. In simulation, over all ten
 * people, six seeds, ceilings of 30 and 80 N [D].
 */
#define CEILING_ASK_SHARE 0.9

/* Sums over heads that press at once [P]. */
#define SUM_TRUNK_N 200.0
#define SUM_BODY_N  300.0

/*
 * Of those sums, what is asked for at most. A cough lifts every head on the trunk at once, those that only
 * rest as well: all together by up to 68 N, and the sum felt stays inside its bound. In simulation, 500
 * coughs under 8 and 10 heads [D].
 */
#define SUM_ASK_SHARE 0.65
#define ASK_TRUNK_N   (SUM_ASK_SHARE * SUM_TRUNK_N)
#define ASK_BODY_N    (SUM_ASK_SHARE * SUM_BODY_N)

/* How the set-point and the command may move [P]. */
#define SLEW_RISE_N_S        120.0  /* set-point in strokes */
#define SLEW_FALL_N_S        240.0  /* ease and release are unlimited */
#define SLEW_CONTACT_N_S     20.0   /* until contact is sure */
#define COMMAND_RISE_N_S     1000.0 /* the gate's bound on the command */
#define APPROACH_MAX_M_S     0.030  /* before contact: a piston breaking loose hits at 0.28 m/s */
#define INTENSITY_RISE_PER_S 0.1    /* down is at once */

/* A ceiling that falls is followed by the trip's own at this pace, so that letting a little go
 * is no trip: a venting lag of 0.3 s keeps below it from any force up to the hard one. [D] */
#define CEILING_FOLLOW_N_S 100.0

/* When a head counts as touching [P]. */
#define CONTACT_ON_N   0.8
#define CONTACT_OFF_N  0.1
#define CONTACT_SURE_S 0.1
#define LIFTED_N       0.05 /* a target below this asks for no contact */
#define REST_N         1.0  /* a head in use rests this lightly between strokes, below RELEASED_N */

/* Margins the last check works with [P]. */
#define COMMAND_OVER_CEILING_N 10.0  /* lead a controller may put on top of the ceiling */
#define FORCE_OVER_CEILING_N   10.0  /* measured force this far above the ceiling is a trip */
#define STORED_PUSH_N          15.0  /* measured pressure x area - spring - force */
#define SUM_MARGIN_N           10.0  /* measured sums this far above theirs are a trip */
#define SUM_TRIP_S             0.020 /* for this long: one wild sample is no trip */
#define FORCE_PLAUSIBLE_N      500.0 /* no cell or tissue here reads more */
#define SURFACE_PLAUSIBLE_C    80.0  /* nor any heated face; nor below 0 */

/* How long a 30 mm place may be pressed [P]: above DWELL_N it counts; each is refilled by REFILL_S
 * under RELEASED_N and by nothing else. */
#define DWELL_N       4.0
#define DWELL_S       300.0 /* up to DWELL_HARD_N and DWELL_HARD_PA ... */
#define DWELL_HARD_N  40.0
#define DWELL_HARD_PA 57000.0
#define DWELL_HARD_S  60.0 /* ... and above either */
/* Of what is not yet hard, what is asked for at most where a hold is longer than DWELL_HARD_S even at its
 * shortest: breath and friction sway it by 1.5 N, and 40 N in the mean would be above for half of it. [D] */
#define DWELL_ASK_SHARE 0.95
#define DWELL_TRIGGER_S 90.0 /* above, on a trigger point */
#define DWELL_REFILL_S  5.0

/* Heat. IEC 60601-1 table 24, second-hand: 43 degC for contact of 10 min and more. */
#define SURFACE_MAX_C     43.0 /* asked for, measured plus margin, and in the account's terms */
#define SURFACE_DEFAULT_C 40.0 /* [P] */
#define SURFACE_TRIP_C    44.0 /* measured [P]: an independent cut-out near 45 is the last */
#define HEATER_EXPIRES_S  3.0  /* without a new order [P] */
#define HEATER_GAIN_K     2.0  /* at full power, far below its target, within ... [P] */
#define HEATER_GAIN_S     20.0
#define HEAT_ACCOUNT_MIN \
	10.0 /* at 43 degC; halves per degree above, a quarter below [P], far
				* inside 48.9 degC for 5 min, which is 298 in the same terms [D] */

/* When a head counts as letting go, touching, left out [P]. */
#define RELEASED_N      2.0 /* a head below this presses nobody */
#define EASE_LEFT_OUT_N 5.0 /* an eased place below this is left out of the session */
#define EASE_STEP       0.8 /* of the force felt there now */
#define EASE_PERIOD_S   1.0
#define EASE_STEP_SORE  0.7 /* after an answer of COMFORT_EASES and more */

/* Comfort, 0..10, and how long answers hold [P]. */
#define COMFORT_EASES    4
#define COMFORT_RELEASES 6
#define COMFORT_ROSE     2 /* over the first answer of the session */
#define COMFORT_EVERY_S  300.0
#define COMFORT_STEP     0.1  /* a rise of intensity that is asked about ... */
#define COMFORT_STEP_S   60.0 /* ... at most this often */
#define COMFORT_ANSWER_S 30.0
#define ANSWERS_LAST_S   43200.0 /* 12 h: screening, and with it the client's ease */

/* Ages of a force sample: hold after max(2 periods, 10 ms), release after max(8 periods, 20 ms);
 * an HX711 slips bits in 1-5 % of its reads, so fewer periods would trip healthy sessions. */
#define HOLD_PERIODS    2.0
#define HOLD_MIN_S      0.010
#define RELEASE_PERIODS 8.0
#define RELEASE_MIN_S   0.020
#define BAD_SAMPLES     2 /* implausible ones in a row */

/* Noise of a sensor, of its converter's step: with less it may well show the same at rest, and whether it is
 * stuck cannot be told by that. */
#define NOISE_OF_STEP 0.5

/* Times of the states [P]. */
#define ARMED_LASTS_S     10.0
#define PAUSE_LASTS_S     60.0
#define PAUSE_RAMP_S      0.8   /* every head at lift-off within 1 s */
#define RELEASE_ALARM_S   1.0   /* not below RELEASED_N by then: free the person by hand */
#define SELFTEST_LASTS_S  3.0   /* not passed by then: a fault with its reason */
#define SELFTEST_QUIET_S  0.1   /* every sensor live and at zero for this long */
#define STOP_AGREES_S     0.02  /* the two contacts of the wired stop */
#define NETWORK_SILENCE_S 0.2   /* the OSC thread went round this recently, in rig mode */
#define OWNER_WARNS_S     0.7   /* whoever steers was not heard for this long: told, ... */
#define OWNER_SILENT_S    1.5   /* ... paused or disarmed, ... */
#define OWNER_LOST_S      3.0   /* ... and the lease ends and the heads let go, in rig mode */
#define LATE_WAKE_S       0.005 /* an overrun: a wake-up this late, however many periods it skips */
#define OVERRUNS_IN_1_S   3     /* with a real actuator, this many release */
#define LOOP_STALL_S      0.1   /* no enable pump holds it (20-50 ms): heads have let go */

#define SESSION_DEFAULT_S 1200.0 /* 20 min by default, 60 hard */
#define SESSION_MAX_S     3600.0
#define SESSION_MIN_S     60.0
#define WARM_UP_SHARE     0.15 /* of the session, lightly */
#define CLOSING_SHARE     0.10
#define LIGHT_SHARE       0.5 /* of the intensity */

#define LOOP_MIN_HZ 100.0
#define LOOP_MAX_HZ 2000.0

#endif
