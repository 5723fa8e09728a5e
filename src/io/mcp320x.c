/*
 * mcp320x.c - MCP3204 and MCP3208, 12 bits, 4 and 8 channels, through spidev.
 *
 * A frame a channel, by the data sheet: a start bit, single-ended, three bits of channel; then a null bit
 * and twelve of result. A null bit that is 1 means that nobody drives the wire. A live signal stays off
 * both ends of the range: 0 and 4095 are a lost supply, an open or a short wire.
 */
#include "io/converter.h"

#include "io/spi.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CHANNELS  8
#define FULL      4096.0
#define LAST_CODE 4095
#define NULL_BIT  0x10

struct converter_device {
	const struct io_clock *clock;
	const struct spi_ops *ops;
	struct spi_device *spi;
	int64_t period_ns;
	int64_t due_ns;
	double v_per_count;
	int frames;
	int channels[CHANNELS]; /* of each frame */
	uint8_t tx[CHANNELS][SPI_FRAME_BYTES];
	uint8_t rx[CHANNELS][SPI_FRAME_BYTES];
};

static void prepare(struct converter_device *device, const struct converter *spec)
{
	for (int c = 0; c < CHANNELS; c++) {
		if (spec->used >> c & 1u) {
			uint8_t *tx = device->tx[device->frames];

			tx[0] = (uint8_t)(0x06 | c >> 2);
			tx[1] = (uint8_t)((c & 3) << 6);
			device->channels[device->frames++] = c;
		}
	}
}

static int mcp320x_open(struct converter_device **device, const struct converter *spec,
			const struct converter_means *means, struct device_error *error)
{
	struct converter_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	made->clock = means->clock;
	made->ops = means->spi;
	made->period_ns = (int64_t)(1e9 / spec->rate_hz);
	made->v_per_count = spec->reference_v / FULL;
	prepare(made, spec);
	code = means->spi->open(&made->spi, spec->device, (uint32_t)spec->clock_hz);
	if (code != 0) {
		device_error_set(error, code, "%s: %s cannot be opened (%s): %s", spec->name,
				 spec->device, strerror(-code), device_error_remedy(code));
		free(made);
		return code;
	}
	*device = made;
	return 0;
}

static void mcp320x_close(struct converter_device *device)
{
	if (device != NULL) {
		device->ops->close(device->spi);
		free(device);
	}
}

static void post(const struct converter_device *device, struct converter_view *view, int frame,
		 int64_t t_ns)
{
	const uint8_t *rx = device->rx[frame];
	const int32_t raw = (rx[1] & 0x0f) << 8 | rx[2];
	const bool sound = (rx[1] & NULL_BIT) == 0 && raw != 0 && raw != LAST_CODE;

	view->channels[device->channels[frame]] = (struct channel_sample){
		.reading = raw * device->v_per_count,
		.raw = raw,
		.t_ns = t_ns,
		.state = sound ? SAMPLE_OK : SAMPLE_BAD,
	};
}

static void mcp320x_turn(struct converter_device *device, struct converter_view *view)
{
	int64_t now_ns = device->clock->now_ns();
	int error;

	device->due_ns += device->period_ns;
	if (device->due_ns < now_ns) {
		device->due_ns = now_ns; /* late: not made up for */
	}
	device->clock->sleep_until(device->due_ns);
	now_ns = device->clock->now_ns();
	error = device->ops->transfer(device->spi, device->frames, device->tx, device->rx);
	if (error != 0) {
		view->errors++;
		view->last_error = error;
		return;
	}
	view->reads++;
	for (int i = 0; i < device->frames; i++) {
		post(device, view, i, now_ns);
	}
}

const struct converter_ops mcp320x_ops = {
	.name = "mcp320x",
	.open = mcp320x_open,
	.turn = mcp320x_turn,
	.close = mcp320x_close,
};
