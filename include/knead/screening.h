/*
 * screening.h - what is asked before a session, in plain words, and what an answer means.
 *
 * For a clinician to review: the table below is all there is. Sources: the contraindications and cautions
 * that massage associations and physiotherapy texts agree on [M], and the red flags of back pain. No
 * answer here is a diagnosis; when unsure: a clinician.
 *
 * An item about a place is answered with consent once the region it is in is left out, and that answer
 * stands as long as it stays out; without it, it counts as yes.
 */
#ifndef KNEAD_SCREENING_H
#define KNEAD_SCREENING_H

#include <knead/region.h>

#include <string.h>

enum answer {
	ANSWER_NONE = 0, /* not asked, or longer ago than answers hold */
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_CONSENT /* yes, and a clinician's consent is there; of a place: and it is left out */
};

enum screening_rule {
	SCREENING_NEVER = 0, /* yes refuses, whoever consents */
	SCREENING_CONSENT,   /* yes refuses without a clinician's consent */
	SCREENING_PLACE,     /* yes refuses until the place is left out and that is confirmed */
	SCREENING_HEAT,      /* yes switches heat off */
	SCREENING_PUT_RIGHT  /* yes refuses until it is put right and answered anew */
};

enum screening_item {
	SCREEN_FEVER = 0,
	SCREEN_CONTAGIOUS,
	SCREEN_UNSTABLE_HEART,
	SCREEN_DVT,
	SCREEN_CLOTTING,
	SCREEN_ANEURYSM,
	SCREEN_FRACTURE,
	SCREEN_SEVERE_OSTEOPOROSIS,
	SCREEN_ACUTE_INJURY,
	SCREEN_NERVE_COMPRESSION,
	SCREEN_SADDLE_NUMBNESS,
	SCREEN_WEIGHT_LOSS,
	SCREEN_ANTICOAGULANTS,
	SCREEN_OSTEOPOROSIS,
	SCREEN_PREGNANCY,
	SCREEN_CANCER,
	SCREEN_SURGERY,
	SCREEN_SPINAL_IMPLANT,
	SCREEN_INFLAMMATION,
	SCREEN_DIABETES,
	SCREEN_PACEMAKER,
	SCREEN_FRAGILE_SKIN,
	SCREEN_WOUND,
	SCREEN_SKIN_INFECTION,
	SCREEN_VARICOSE_VEINS,
	SCREEN_INJECTION,
	SCREEN_RADIATION,
	SCREEN_NUMB_SKIN,
	SCREEN_NEUROPATHY,
	SCREEN_SEDATION,
	SCREEN_LOOSE_THINGS,
	SCREENING_ITEMS
};

struct screening_words {
	const char *name;
	enum screening_rule rule;
	int no_heat; /* yes also switches heat off, consent or not */
	const char *question;
};

/* clang-format off */
static inline const struct screening_words *screening_words(int item)
{
	static const struct screening_words table[SCREENING_ITEMS + 1] = {
		/* never */
		[SCREEN_FEVER]               = { "fever", SCREENING_NEVER, 0, "Do you have a fever?" },
		[SCREEN_CONTAGIOUS]          = { "contagious", SCREENING_NEVER, 0, "Do you have an illness that others could catch?" },
		[SCREEN_UNSTABLE_HEART]      = { "unstable_heart", SCREENING_NEVER, 0, "Is your heart or your blood pressure out of control at present?" },
		[SCREEN_DVT]                 = { "dvt", SCREENING_NEVER, 0, "Do you have a blood clot in a vein, or might you have one?" },
		[SCREEN_CLOTTING]            = { "clotting", SCREENING_NEVER, 0, "Does your blood clot badly, or do you bleed?" },
		[SCREEN_ANEURYSM]            = { "aneurysm", SCREENING_NEVER, 0, "Have you been told of an aneurysm, a widened artery?" },
		[SCREEN_FRACTURE]            = { "fracture", SCREENING_NEVER, 0, "Is a bone broken, or might one be?" },
		[SCREEN_SEVERE_OSTEOPOROSIS] = { "severe_osteoporosis", SCREENING_NEVER, 0, "Have you severe osteoporosis, or has a bone broken for little reason?" },
		[SCREEN_ACUTE_INJURY]        = { "acute_injury", SCREENING_NEVER, 0, "Were you injured in the last days?" },
		[SCREEN_NERVE_COMPRESSION]   = { "nerve_compression", SCREENING_NEVER, 0, "Does pain run down an arm or a leg, or is one weak or numb?" },
		[SCREEN_SADDLE_NUMBNESS]     = { "saddle_numbness", SCREENING_NEVER, 0, "Are you numb between the legs, or is your bladder or bowel new trouble?" },
		[SCREEN_WEIGHT_LOSS]         = { "weight_loss", SCREENING_NEVER, 0, "Have you back pain and lost weight without knowing why?" },
		/* with a clinician's consent */
		[SCREEN_ANTICOAGULANTS]      = { "anticoagulants", SCREENING_CONSENT, 0, "Do you take blood thinners?" },
		[SCREEN_OSTEOPOROSIS]        = { "osteoporosis", SCREENING_CONSENT, 0, "Have you osteoporosis?" },
		[SCREEN_PREGNANCY]           = { "pregnancy", SCREENING_CONSENT, 0, "Are you pregnant?" },
		[SCREEN_CANCER]              = { "cancer", SCREENING_CONSENT, 0, "Have you cancer, or had it in the last years?" },
		[SCREEN_SURGERY]             = { "surgery", SCREENING_CONSENT, 0, "Were you operated on in the last months?" },
		[SCREEN_SPINAL_IMPLANT]      = { "spinal_implant", SCREENING_CONSENT, 0, "Is there metal or another implant in your spine?" },
		[SCREEN_INFLAMMATION]        = { "inflammation", SCREENING_CONSENT, 0, "Is an inflammatory illness, such as rheumatism, flaring up?" },
		[SCREEN_DIABETES]            = { "diabetes", SCREENING_CONSENT, 1, "Have you diabetes?" },
		[SCREEN_PACEMAKER]           = { "pacemaker", SCREENING_CONSENT, 0, "Have you a pacemaker or another device in your body?" },
		[SCREEN_FRAGILE_SKIN]        = { "fragile_skin", SCREENING_CONSENT, 0, "Does your skin tear or bruise easily?" },
		/* that place is left out */
		[SCREEN_WOUND]               = { "wound", SCREENING_PLACE, 0, "Is there a wound or a burn where a head may press?" },
		[SCREEN_SKIN_INFECTION]      = { "skin_infection", SCREENING_PLACE, 0, "Is the skin infected or inflamed where a head may press?" },
		[SCREEN_VARICOSE_VEINS]      = { "varicose_veins", SCREENING_PLACE, 0, "Have you varicose veins?" },
		[SCREEN_INJECTION]           = { "injection", SCREENING_PLACE, 0, "Did you have an injection in the last days where a head may press?" },
		[SCREEN_RADIATION]           = { "radiation", SCREENING_PLACE, 0, "Was a place that a head may press treated with radiation?" },
		/* no heat */
		[SCREEN_NUMB_SKIN]           = { "numb_skin", SCREENING_HEAT, 1, "Is there skin where you feel little?" },
		[SCREEN_NEUROPATHY]          = { "neuropathy", SCREENING_CONSENT, 1, "Have you a nerve illness (neuropathy)?" },
		[SCREEN_SEDATION]            = { "sedation", SCREENING_HEAT, 1, "Have you taken strong painkillers, sedatives or alcohol?" },
		/* put right at once */
		[SCREEN_LOOSE_THINGS]        = { "loose_things", SCREENING_PUT_RIGHT, 0, "Is long hair untied, or does jewellery, a cord or loose clothing hang where heads move?" },
		[SCREENING_ITEMS]            = { "unknown", SCREENING_NEVER, 1, "" },
	};

	return &table[item >= 0 && item < SCREENING_ITEMS ? item : SCREENING_ITEMS];
}
/* clang-format on */

/* Where an item about a place is, REGION_NONE: anywhere; varicose veins are those of the legs [M]. */
static inline enum region screening_place(int item)
{
	return item == SCREEN_VARICOSE_VEINS ? REGION_LEGS : REGION_NONE;
}

/* The item of that name, or SCREENING_ITEMS. */
static inline int screening_item_named(const char *name)
{
	int item = 0;

	while (item < SCREENING_ITEMS && strcmp(screening_words(item)->name, name) != 0) {
		item++;
	}
	return item;
}

/*
 * The answer as it counts. left_out: the regions, a bit each, that were left out when it was given and
 * have been ever since; reached: those that heads of this rig lie over. What can be anywhere is in one of
 * these: leaving out what no head reaches spares nobody anything.
 */
static inline enum answer screening_counted(int item, enum answer answer, unsigned left_out,
					    unsigned reached)
{
	enum region place = screening_place(item);
	unsigned places = place == REGION_NONE ? reached : 1u << place;

	if (answer != ANSWER_CONSENT || screening_words(item)->rule != SCREENING_PLACE) {
		return answer;
	}
	return (left_out & places) != 0 ? ANSWER_CONSENT : ANSWER_YES;
}

/* Whether this answer, as it counts, refuses a session. required: silence refuses. */
static inline int screening_refuses(int item, enum answer answer, int required)
{
	enum screening_rule rule = screening_words(item)->rule;

	switch (answer) {
	case ANSWER_NO:
		return 0;
	case ANSWER_YES:
		return rule != SCREENING_HEAT;
	case ANSWER_CONSENT:
		return rule == SCREENING_NEVER || rule == SCREENING_PUT_RIGHT;
	case ANSWER_NONE:
		return required;
	}
	return 1; /* no answer that there is */
}

/* Why it refuses and what to do, as a sentence. */
static inline const char *screening_refusal(int item, enum answer answer)
{
	if (answer == ANSWER_NONE) {
		return "a screening question has no answer from the last 12 hours; ask it";
	}
	switch (screening_words(item)->rule) {
	case SCREENING_CONSENT:
		return "this needs a clinician's consent; with it, answer consent";
	case SCREENING_PLACE:
		return screening_place(item) == REGION_LEGS
			       ? "leave the legs out, then answer consent"
			       : "leave the region out where that is, one with heads, then answer "
				 "consent";
	case SCREENING_PUT_RIGHT:
		return "tie the hair up and take off what hangs loose, then answer no";
	case SCREENING_NEVER:
	case SCREENING_HEAT:
		break;
	}
	return "no massage with this: see a clinician";
}

static inline const char *answer_name(enum answer answer)
{
	static const char *const names[] = {"none", "no", "yes", "consent"};

	return (unsigned)answer < sizeof(names) / sizeof(names[0]) ? names[answer] : "unknown";
}

/* The answer of that name, or ANSWER_NONE. */
static inline enum answer answer_named(const char *name)
{
	for (int a = ANSWER_NO; a <= ANSWER_CONSENT; a++) {
		if (strcmp(answer_name((enum answer)a), name) == 0) {
			return (enum answer)a;
		}
	}
	return ANSWER_NONE;
}

#endif
