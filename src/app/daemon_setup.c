#include "app/daemon_setup.h"

#include "app/cell_store.h"
#include "app/config.h"
#include "app/learned_store.h"
#include "app/state_dir.h"

#include <string.h>

static bool read_files(struct daemon_setup *setup, const char *path, FILE *complaints)
{
	if (config_read_wired_rig(&setup->rig, &setup->wiring, path, complaints) < 0) {
		return false;
	}
	setup->technique_count =
		config_read_techniques(setup->techniques, TECHNIQUES_MAX, path, complaints);
	setup->patient_count =
		config_read_patients(setup->patients, PATIENTS_MAX, path, complaints);
	for (int p = 0; p < setup->patient_count; p++) {
		setup->patient_names[p] = setup->patients[p].name;
	}
	return setup->technique_count >= 0 && setup->patient_count >= 0;
}

static void put_typed_over(struct rig *rig, const struct daemon_options *options)
{
	if (options->bind != NULL) {
		snprintf(rig->osc.bind, sizeof(rig->osc.bind), "%s", options->bind);
	}
	if (options->osc_port != OSC_PORT_OF_RIG) {
		rig->osc.port = (uint16_t)options->osc_port;
		rig->osc.tcp_port = 0; /* the one above */
	}
}

/* What is damaged is refused; what was learned of another rig, or beside another file, is only told. */
static bool read_learned(struct daemon_setup *setup, FILE *complaints)
{
	enum learned_verdict verdict =
		learned_read(&setup->learned, setup->state_dir, &setup->rig, "kneadd", complaints);

	if (verdict == LEARNED_FINE) {
		fprintf(complaints,
			"kneadd: control uses what knead calibrate learned of %d of %d heads "
			"(%s)\n",
			learned_heads(&setup->learned), setup->rig.head_count, setup->state_dir);
	}
	return verdict != LEARNED_DAMAGED;
}

/* Likewise. A real sensor that nobody scaled is told by name: its head is not armed. */
static bool read_cells(struct daemon_setup *setup, const char *rig_path, FILE *complaints)
{
	const struct cell_subject subject = {&setup->rig, &setup->wiring};
	enum learned_verdict verdict;

	if (!setup->wiring.wired) {
		return true; /* simulated sensors are as their file says */
	}
	verdict = cells_read(&setup->cells, setup->state_dir, &subject, "kneadd", complaints);
	if (verdict == LEARNED_FINE) {
		fprintf(complaints,
			"kneadd: the force sensors of %d of %d heads were scaled with weights "
			"(%s)\n",
			cells_scaled(&setup->cells), setup->rig.head_count, setup->state_dir);
	}
	for (int i = 0; i < setup->rig.head_count && verdict != LEARNED_DAMAGED; i++) {
		if (!setup->cells.heads[i].scaled) {
			fprintf(complaints,
				"kneadd: head %d's force sensor was never scaled with weights, so "
				"nothing is armed; end this, and run knead calibrate "
				"--weights-only --state-dir %s %s %d\n",
				i + 1, setup->state_dir, rig_path, i + 1);
		}
	}
	cells_wire(&setup->wiring, &setup->cells);
	cells_quiet(&setup->rig, &setup->cells);
	return verdict != LEARNED_DAMAGED;
}

static bool open_stores(struct daemon_setup *setup, FILE *complaints)
{
	if (!session_store_open(&setup->store, setup->state_dir, setup->rig.name,
				setup->rig.head_count, &setup->memory, complaints)) {
		return false;
	}
	if (setup->rig.control == CONTROL_BENCH ||
	    pairing_store_open(&setup->pairing_store, setup->state_dir, setup->rig.name,
			       &setup->paired, complaints)) {
		return true;
	}
	session_store_close(&setup->store);
	return false;
}

bool daemon_setup_read(struct daemon_setup *setup, const struct daemon_options *options,
		       FILE *complaints)
{
	int error;

	if (!read_files(setup, options->rig_path, complaints)) {
		return false;
	}
	put_typed_over(&setup->rig, options);
	error = state_dir_make(setup->state_dir, sizeof(setup->state_dir), options->state_dir);
	if (error != 0) {
		fprintf(complaints,
			"kneadd: cannot use the folder %s (%s); name another with --state-dir\n",
			setup->state_dir, strerror(-error));
	}
	return error == 0 && read_learned(setup, complaints) &&
	       read_cells(setup, options->rig_path, complaints) && open_stores(setup, complaints);
}
