/*
 * spi.h - a device on the kernel's SPI bus: a complete const table, the kernel's and one for tests.
 */
#ifndef IO_SPI_H
#define IO_SPI_H

#include <stdint.h>

#define SPI_FRAME_BYTES 3 /* each with the chip selected anew; a Pi 5 stumbles over 64 and more */
#define SPI_FRAMES_MAX  16

struct spi_device;

struct spi_ops {
	const char *name;
	/* Mode 0, 8 bits. 0 or -errno. */
	int (*open)(struct spi_device **device, const char *path, uint32_t clock_hz);
	/* Both ways at once, all frames in one call to the kernel. 0 or -errno. */
	int (*transfer)(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
			uint8_t rx[][SPI_FRAME_BYTES]);
	void (*close)(struct spi_device *device); /* accepts NULL */
};

extern const struct spi_ops spi_kernel;

#endif
